/* SPDX-License-Identifier: MIT */
/* What ncurses' calls come to is what they would have come to. */
#include "base/error.h"
#include "ui/term_curses.h"

#include <limits.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#define ORIGINAL __attribute__((weak))
#define CODE_POINTS 0x110000

size_t __wrap_wcrtomb(char *out, wchar_t c, mbstate_t *state);
size_t __real_wcrtomb(char *out, wchar_t c, mbstate_t *state) ORIGINAL;
int __wrap_wctob(wint_t c);
int __real_wctob(wint_t c) ORIGINAL;
int __wrap_wcwidth(wchar_t c);
int __real_wcwidth(wchar_t c) ORIGINAL;
char *__wrap__nc_tiparm(int n, const char *format, ...);
char *__real__nc_tiparm(int n, const char *format, ...) ORIGINAL;

static int use_utf8(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

static void characters_have_the_bytes_that_libc_gives_them(void **state)
{
    (void)state;
    for (wchar_t c = -2; c < CODE_POINTS; c++) {
        char ours[MB_LEN_MAX] = {0}, theirs[MB_LEN_MAX] = {0};
        mbstate_t before = {0};
        assert_int_equal(__wrap_wcrtomb(ours, c, &before), __real_wcrtomb(theirs, c, &before));
        assert_memory_equal(ours, theirs, sizeof(ours));
    }
    assert_int_equal(__wrap_wcrtomb(NULL, L'x', NULL), 1);
}

static void characters_are_single_bytes_and_as_wide_as_libc_says(void **state)
{
    (void)state;
    assert_int_equal(__wrap_wctob(WEOF), __real_wctob(WEOF));
    for (wchar_t c = 0; c < CODE_POINTS; c++) {
        assert_int_equal(__wrap_wctob((wint_t)c), __real_wctob((wint_t)c));
        assert_int_equal(__wrap_wcwidth(c), __real_wcwidth(c));
    }
}

static void sequences_have_the_numbers_that_ncurses_puts_in(void **state)
{
    static const char *const formats[] = {
        "\033[%i%p1%d;%p2%dH",
        "\033[%i%p1%dd",
        "\033[%i%p2%dG",
        "\033[%p1%dC",
        "\033[%p1%d;%p1%dX",
        "\033[K",
        "",
        /* what only ncurses does */
        "\033=%p1%' '%+%c%p2%' '%+%c",
        "\033[3%?%p1%{8}%<%t%p1%d%e8;5;%p1%d%;m",
        "\033[%p1%2d;%p2%03dH",
        "%p1%d%%",
    };
    static const int numbers[] = {0, 1, 9, 10, 36, 99, 100, 255, 999, 32767};

    (void)state;
    for (size_t f = 0; f < ARRAY_SIZE(formats); f++)
        for (size_t a = 0; a < ARRAY_SIZE(numbers); a++)
            for (size_t b = 0; b < ARRAY_SIZE(numbers); b++) {
                char ours[128];
                snprintf(ours, sizeof(ours), "%s", __wrap__nc_tiparm(2, formats[f], numbers[a], numbers[b]));
                assert_string_equal(ours, __real__nc_tiparm(2, formats[f], numbers[a], numbers[b]));
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_have_the_bytes_that_libc_gives_them),
        cmocka_unit_test(characters_are_single_bytes_and_as_wide_as_libc_says),
        cmocka_unit_test(sequences_have_the_numbers_that_ncurses_puts_in),
    };

    term_curses_close(NULL); /* so that curses is linked in */
    if (!__real_wcrtomb)
        return 77; /* ncurses is a shared library */
    return cmocka_run_group_tests(tests, use_utf8, NULL);
}
