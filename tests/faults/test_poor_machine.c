/* SPDX-License-Identifier: MIT */
/*
 * What everything else stands on, on a machine that has run out of something: the text sink, charsets and the
 * key decoder without memory, without a UTF-8 locale, without iconv. Each failure is told, nothing is
 * written, nothing is lost. The linker puts our own functions in front of those of the C library.
 */
#include "base/charset.h"
#include "base/error.h"
#include "base/sanitize.h"
#include "base/utf8.h"
#include "tests/faults/allocator.h"
#include "ui/input.h"

#include <iconv.h>
#include <langinfo.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

char *__real_setlocale(int category, const char *name);
iconv_t __real_iconv_open(const char *to, const char *from);
size_t __real_fwrite(const void *bytes, size_t size, size_t n, FILE *stream);
char *__wrap_setlocale(int category, const char *name);
iconv_t __wrap_iconv_open(const char *to, const char *from);
size_t __wrap_fwrite(const void *bytes, size_t size, size_t n, FILE *stream);

/* What the machine lacks: --wrap knows no context to hand it in. */
static struct {
    bool no_locales, short_write;
    int iconv_error;
} lack;

char *__wrap_setlocale(int category, const char *name)
{
    return lack.no_locales && name && strcmp(name, "C") != 0 ? NULL : __real_setlocale(category, name);
}

iconv_t __wrap_iconv_open(const char *to, const char *from)
{
    if (!lack.iconv_error)
        return __real_iconv_open(to, from);
    errno = lack.iconv_error;
    return (iconv_t)-1;
}

size_t __wrap_fwrite(const void *bytes, size_t size, size_t n, FILE *stream)
{
    return lack.short_write ? 0 : __real_fwrite(bytes, size, n, stream);
}

/*
 * Runs `attempt` with the first, second, … allocation failing, until none does. It says -ENOMEM, or has
 * managed without.
 */
static void fail_each_allocation(int (*attempt)(void), int expected)
{
    for (long k = 1;; k++) {
        allocator_fail(k, false);
        int r = attempt();
        if (!allocator_heal()) {
            assert_int_equal(r, expected);
            assert_true(k > 1);
            return;
        }
        assert_true(r == -ENOMEM || r == expected);
    }
}

static int clean_text(void)
{
    char *text = NULL;
    int r = sanitize_text(&text, "学\x1b籍", strlen("学\x1b籍"));

    if (r == 0)
        assert_string_equal(text, "学籍");
    else
        assert_null(text);
    free(text);
    return r;
}

static int text_as_code_points(void)
{
    char32_t *text = NULL;
    size_t n = 0;
    int r = utf8_to_utf32(&text, &n, "学籍");

    assert_int_equal(n, r == 0 ? 2 : 0);
    free(text);
    return r;
}

static int set_up_charset(void)
{
    struct charset charset = {.name = "unset"};
    int r = charset_setup(&charset);

    assert_string_equal(charset.name, r == 0 ? "GB18030" : "unset");
    return r;
}

static int print_text(void)
{
    static const struct charset gb18030 = {.name = "GB18030"};
    struct charset_writer *writer = NULL;
    char printed[16] = "";
    int r = charset_writer_new(&writer, &gb18030);

    if (r == 0) {
        FILE *stream = fmemopen(printed, sizeof(printed), "w");
        if (stream) {
            r = charset_print(writer, stream, "学");
            fclose(stream);
        } else {
            r = -ENOMEM;
        }
    }
    assert_string_equal(printed, r == 0 ? "\xd1\xa7" : "");
    charset_writer_free(writer);
    return r;
}

static int make_decoder(void)
{
    static const struct charset gb18030 = {.name = "GB18030"};
    struct input *input = NULL;
    int r = input_new(&input, &gb18030);

    assert_true((r == 0) == (input != NULL));
    input_free(input);
    return r;
}

static void every_allocation_that_fails_is_told(void **state)
{
    (void)state;
    setenv("LC_ALL", "xx_XX.GB18030", 1);
    fail_each_allocation(clean_text, 0);
    fail_each_allocation(text_as_code_points, 0);
    fail_each_allocation(set_up_charset, 0);
    fail_each_allocation(print_text, 0);
    fail_each_allocation(make_decoder, 0);
}

static void without_a_utf8_locale_it_is_told(void **state)
{
    struct charset charset = {.name = "unset"};

    (void)state;
    assert_non_null(__real_setlocale(LC_CTYPE, "C"));
    lack.no_locales = true;
    assert_int_equal(charset_setup(&charset), -ENOENT);
    assert_string_equal(charset.name, "unset");
    lack.no_locales = false;
    assert_int_equal(charset_setup(&charset), 0);
    assert_string_equal(nl_langinfo(CODESET), "UTF-8");
}

static void iconv_without_memory_is_no_unknown_charset(void **state)
{
    static const struct charset gbk = {.name = "GBK"};
    static const int errors[] = {ENOMEM, EINVAL};
    struct charset_writer *writer = NULL;
    struct input *input = NULL;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
        lack.iconv_error = errors[i];
        assert_int_equal(charset_writer_new(&writer, &gbk), -errors[i]);
        assert_int_equal(input_new(&input, &gbk), -errors[i]);
        assert_null(writer);
        assert_null(input);
    }
    lack.iconv_error = 0;
}

static void a_write_that_fails_without_a_reason_is_still_a_failure(void **state)
{
    static const struct charset utf8 = {.name = "UTF-8", .is_utf8 = true};
    struct charset_writer *writer = NULL;

    (void)state;
    assert_int_equal(charset_writer_new(&writer, &utf8), 0);
    FILE *stream = fopen("/dev/null", "w");
    assert_non_null(stream);
    lack.short_write = true;
    assert_int_equal(charset_print(writer, stream, "学"), -EIO);
    lack.short_write = false;
    assert_int_equal(charset_print(writer, stream, "学"), 0);
    fclose(stream);
    charset_writer_free(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_that_fails_is_told),
        cmocka_unit_test(without_a_utf8_locale_it_is_told),
        cmocka_unit_test(iconv_without_memory_is_no_unknown_charset),
        cmocka_unit_test(a_write_that_fails_without_a_reason_is_still_a_failure),
    };
    return cmocka_run_group_tests_name("a poor machine", tests, NULL, NULL);
}
