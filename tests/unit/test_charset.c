/* SPDX-License-Identifier: MIT */
#include "base/charset.h"

#include "base/error.h"
#include "base/utf8.h"

#include <langinfo.h>
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct charset setup_with(const char *lc_all, const char *lc_ctype, const char *lang)
{
    struct charset charset;

    unsetenv("LC_ALL");
    unsetenv("LC_CTYPE");
    unsetenv("LANG");
    if (lc_all)
        setenv("LC_ALL", lc_all, 1);
    if (lc_ctype)
        setenv("LC_CTYPE", lc_ctype, 1);
    if (lang)
        setenv("LANG", lang, 1);
    assert_int_equal(charset_setup(&charset), 0);
    assert_string_equal(nl_langinfo(CODESET), "UTF-8"); /* whatever was asked */
    assert_string_equal(setlocale(LC_NUMERIC, NULL), "C");
    return charset;
}

static void a_utf8_locale_is_taken_as_it_is(void **state)
{
    struct charset charset = setup_with(NULL, NULL, "C.UTF-8");

    (void)state;
    assert_string_equal(charset.name, "UTF-8");
    assert_string_equal(charset.asked, "C.UTF-8");
    assert_true(charset.is_utf8);
    assert_false(charset.assumed || charset.locale_missing);
    assert_string_equal(setlocale(LC_CTYPE, NULL), "C.UTF-8");
}

static void without_a_charset_utf8_is_assumed(void **state)
{
    static const char *const values[] = {NULL, "", "C", "POSIX"};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
        struct charset charset = setup_with(NULL, NULL, values[i]);
        assert_string_equal(charset.name, "UTF-8");
        assert_string_equal(charset.asked, values[i] ? values[i] : "");
        assert_true(charset.is_utf8 && charset.assumed);
        assert_false(charset.locale_missing);
    }
}

static void a_missing_locale_tells_its_charset_by_its_suffix(void **state)
{
    static const struct {
        const char *locale, *name;
        bool assumed;
    } cases[] = {
        {"xx_XX.GB18030", "GB18030", false},
        {"xx_XX.GBK@pinyin", "GBK", false},
        {"xx_XX.gb18030", "gb18030", false},
        {"xx_XX.utf8", "UTF-8", false},
        {"xx_XX.UTF-8@x", "UTF-8", false},
        {"xx_XX", "UTF-8", true},
        {"xx_XX.", "UTF-8", true},
        {"xx_XX.@euro", "UTF-8", true},
        {"xx_XX.NOSUCH", "UTF-8", true},
        {"xx_XX.UTF-16", "UTF-8", true},
        {"xx_XX.ISO-2022-CN", "UTF-8", true},
        {"xx_XX.UTF-7", "UTF-8", true},
        {"xx_XX.GBK//TRANSLIT", "UTF-8", true},
        {"xx_XX.ANSI_X3.4-1968", "UTF-8", true},
        {"xx_XX.US-ASCII", "UTF-8", true},
        {"xx_XX.ascii", "UTF-8", true},
        {"xx_XX.EBCDIC-US", "UTF-8", true},
        {"xx_XX.GB_1988-80", "UTF-8", true}, /* has ¥ in the place of $ */
        {"xx_XX.a-name-that-no-charset-has-room-for", "UTF-8", true},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct charset charset = setup_with(NULL, NULL, cases[i].locale);
        assert_string_equal(charset.name, cases[i].name);
        assert_int_equal(charset.assumed, cases[i].assumed);
        assert_int_equal(charset.is_utf8, strcmp(cases[i].name, "UTF-8") == 0);
        assert_true(charset.locale_missing);
    }
}

/* Installed or not, the answer is the same. */
static void a_gb18030_console_is_written_to_in_gb18030(void **state)
{
    struct charset charset = setup_with(NULL, NULL, "zh_CN.GB18030");

    (void)state;
    assert_string_equal(charset.name, "GB18030");
    assert_false(charset.is_utf8 || charset.assumed);
}

static void lc_all_goes_before_lc_ctype_before_lang(void **state)
{
    (void)state;
    assert_string_equal(setup_with("xx_XX.GBK", "xx_XX.BIG5", "C.UTF-8").name, "GBK");
    assert_string_equal(setup_with(NULL, "xx_XX.BIG5", "C.UTF-8").name, "BIG5");
    assert_string_equal(setup_with("", "", "xx_XX.GBK").name, "GBK");
}

static void what_was_asked_is_clean_and_bounded(void **state)
{
    char longer[200];

    (void)state;
    memset(longer, 0xFF, sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    assert_string_equal(setup_with(NULL, NULL, "zh\x1b[2J\xE2\x80\xAE").asked, "zh[2J");
    struct charset charset = setup_with(NULL, NULL, longer);
    assert_int_equal(strlen(charset.asked), 63); /* 21 replacements */
}

static struct charset_writer *writer_for(const char *name)
{
    struct charset charset = {.is_utf8 = strcmp(name, "UTF-8") == 0};
    struct charset_writer *writer = NULL;

    memcpy(charset.name, name, strlen(name) + 1);
    assert_int_equal(charset_writer_new(&writer, &charset), 0);
    return writer;
}

static void assert_converted(const char *name, const char *utf8, size_t n, const char *expected)
{
    struct charset_writer *writer = writer_for(name);
    char *bytes = NULL;
    size_t length = 0;

    assert_int_equal(charset_convert(writer, &bytes, &length, utf8, n), 0);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(bytes, expected, length);
    free(bytes);
    charset_writer_free(writer);
}

#define ASSERT_CONVERTED(name, utf8, expected) assert_converted(name, utf8, sizeof(utf8) - 1, expected)

static void han_becomes_the_bytes_of_the_charset(void **state)
{
    (void)state;
    ASSERT_CONVERTED("UTF-8", "学籍\n", "学籍\n");
    ASSERT_CONVERTED("GB18030", "学籍\n", "\xd1\xa7\xbc\xae\n");
    ASSERT_CONVERTED("GBK", "“学籍”——·…", "\xa1\xb0\xd1\xa7\xbc\xae\xa1\xb1\xa1\xaa\xa1\xaa\xa1\xa4\xa1\xad");
    ASSERT_CONVERTED("GB18030", "✓", "\x81\x37\xbd\x37");
    ASSERT_CONVERTED("GB18030", "", "");
    ASSERT_CONVERTED("GB18030", "\x1b[1;1H", "\x1b[1;1H");
}

static void what_the_charset_lacks_is_marked(void **state)
{
    (void)state;
    ASSERT_CONVERTED("GBK", "✓x", "\xa1\xfex");
    ASSERT_CONVERTED("GB2312", "——·✓", "\xa1\xaa\xa1\xaa\xa1\xa4\xa1\xfe");
    ASSERT_CONVERTED("BIG5", "✓x", "?x");
    ASSERT_CONVERTED("ISO-8859-1", "é学x", "\xe9?x");
}

static void ill_formed_text_becomes_replacements_not_bytes(void **state)
{
    (void)state;
    ASSERT_CONVERTED("UTF-8",
                     "a\xFF"
                     "b\xE4\xB8",
                     "a\uFFFDb\uFFFD");
    ASSERT_CONVERTED("GB18030",
                     "a\xFF"
                     "b\xE4\xB8",
                     "a\x84\x31\xa4\x37"
                     "b\x84\x31\xa4\x37");
    ASSERT_CONVERTED("GBK", "\xC0\xAF", "\xa1\xfe\xa1\xfe");
    ASSERT_CONVERTED("ISO-8859-1", "\xFF", "?");
}

static void a_long_text_is_converted_whole(void **state)
{
    enum { N = 100000 };
    struct charset_writer *writer = writer_for("GB18030");
    char *text = malloc(3 * N), *bytes = NULL;
    size_t n = 0;

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < N; i++)
        memcpy(text + 3 * i, i % 2 ? "✓" : "\xFFzz", 3);
    assert_int_equal(charset_convert(writer, &bytes, &n, text, 3 * N), 0);
    assert_int_equal(n, N / 2 * (4 + 6));
    assert_memory_equal(bytes + n - 10, "\x84\x31\xa4\x37zz\x81\x37\xbd\x37", 10);
    assert_int_equal(charset_convert(writer, &bytes, &n, text, SIZE_MAX), -ENOMEM);
    free(bytes);
    free(text);
    charset_writer_free(writer);
}

static void an_unknown_charset_is_refused(void **state)
{
    struct charset charset = {.name = "NOSUCH"};
    struct charset_writer *writer = NULL;

    (void)state;
    assert_int_equal(charset_writer_new(&writer, &charset), -EINVAL);
    assert_null(writer);
    charset_writer_free(NULL);
}

static void one_character_is_converted_as_in_a_text(void **state)
{
    static const char *const names[] = {"UTF-8", "GB18030", "GBK", "GB2312", "BIG5", "ISO-8859-1"};
    static const char32_t chars[] = U"A学—·①€𠮷é\u0301\uFFFD½";
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        struct charset_writer *writer = writer_for(names[i]);
        for (size_t k = 0; chars[k]; k++) {
            char utf8[4], one[CHARSET_CHAR_MAX], *text;
            size_t n, used = charset_convert_char(writer, one, chars[k]);
            assert_int_equal(charset_convert(writer, &text, &n, utf8, utf8_encode(utf8, chars[k])), 0);
            assert_int_equal(used, n);
            assert_memory_equal(one, text, n);
            free(text);
        }
        charset_writer_free(writer);
    }
}

static void a_charset_with_control_bytes_is_not_safe(void **state)
{
    static const char *const safe[] = {"UTF-8", "GB18030", "GBK", "GB2312", "BIG5", "ISO-8859-1"};
    static const char *const not_safe[] = {"UTF-16",    "UTF-7",  "ISO-2022-CN", "HZ",
                                           "EBCDIC-US", "IBM037", "NOSUCH",      ""};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(safe); i++)
        assert_true(charset_is_safe(safe[i]));
    for (size_t i = 0; i < ARRAY_SIZE(not_safe); i++)
        assert_false(charset_is_safe(not_safe[i]));
}

static void printing_tells_of_a_full_disk_and_a_closed_pipe(void **state)
{
    struct charset_writer *writer = writer_for("GB18030");
    FILE *full = fopen("/dev/full", "w");
    int ends[2];

    (void)state;
    assert_non_null(full);
    assert_int_equal(charset_print(writer, full, "学籍"), -ENOSPC);
    fclose(full);

    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    FILE *pipe_stream = fdopen(ends[1], "w");
    char bytes[8];
    assert_non_null(pipe_stream);
    assert_int_equal(charset_print(writer, pipe_stream, "学"), 0);
    assert_int_equal(read(ends[0], bytes, sizeof(bytes)), 2);
    assert_memory_equal(bytes, "\xd1\xa7", 2);
    close(ends[0]);
    assert_int_equal(charset_print(writer, pipe_stream, "学"), -EPIPE);
    fclose(pipe_stream);
    charset_writer_free(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_utf8_locale_is_taken_as_it_is),
        cmocka_unit_test(without_a_charset_utf8_is_assumed),
        cmocka_unit_test(a_missing_locale_tells_its_charset_by_its_suffix),
        cmocka_unit_test(a_gb18030_console_is_written_to_in_gb18030),
        cmocka_unit_test(lc_all_goes_before_lc_ctype_before_lang),
        cmocka_unit_test(what_was_asked_is_clean_and_bounded),
        cmocka_unit_test(han_becomes_the_bytes_of_the_charset),
        cmocka_unit_test(what_the_charset_lacks_is_marked),
        cmocka_unit_test(ill_formed_text_becomes_replacements_not_bytes),
        cmocka_unit_test(a_long_text_is_converted_whole),
        cmocka_unit_test(an_unknown_charset_is_refused),
        cmocka_unit_test(one_character_is_converted_as_in_a_text),
        cmocka_unit_test(a_charset_with_control_bytes_is_not_safe),
        cmocka_unit_test(printing_tells_of_a_full_disk_and_a_closed_pipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
