/* SPDX-License-Identifier: MIT */
#include "ui/term_shortcuts.h"

#include "base/error.h"
#include "base/utf8.h"
#include "ui/term_sgr.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <wchar.h>

/* __wrap_X is what ncurses' calls of X come to, __real_X is X; without --wrap there is no __real_X. */
#define ORIGINAL __attribute__((weak))
void __wrap__nc_flush_sp(void *screen);
void __real__nc_flush_sp(void *screen) ORIGINAL;
char *__wrap__nc_tiparm(int n, const char *format, ...);
char *__real__nc_tiparm(int n, const char *format, ...) ORIGINAL;
size_t __wrap_wcrtomb(char *out, wchar_t c, mbstate_t *state);
int __wrap_wctob(wint_t c);
int __wrap_wcwidth(wchar_t c);
int __real_wcwidth(wchar_t c) ORIGINAL;

void __wrap__nc_flush_sp(void *screen)
{
    (void)screen;
}

void term_frame_end(void *screen)
{
    if (__real__nc_flush_sp)
        __real__nc_flush_sp(screen);
}

size_t __wrap_wcrtomb(char *out, wchar_t c, mbstate_t *state)
{
    (void)state; /* UTF-8 has none */
    if (!out)
        return 1;
    if (c < 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
        errno = EILSEQ;
        return (size_t)-1;
    }
    return utf8_encode(out, (char32_t)c);
}

#define SEQUENCE_BYTES 64
#define NUMBER_BYTES 12

static char *put_number(char *out, int number)
{
    char digits[NUMBER_BYTES];
    size_t n = 0;

    do
        digits[n++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (n > 0)
        *out++ = digits[--n];
    return out;
}

/* terminfo(5) of %i, %p1%d and %p2%d; false if there is anything else in it, or too much. */
static bool put_in(char out[SEQUENCE_BYTES], const char *format, int n, const int values[])
{
    int from = 0;

    for (const char *end = out + SEQUENCE_BYTES - NUMBER_BYTES; *format; format++) {
        if (out >= end)
            return false;
        if (*format != '%') {
            *out++ = *format;
        } else if (format[1] == 'i') {
            from = 1;
            format++;
        } else {
            int which = format[1] == 'p' ? format[2] - '1' : -1;
            if (which < 0 || which >= n || values[which] < 0 || format[3] != '%' || format[4] != 'd')
                return false;
            out = put_number(out, values[which] + from);
            format += 4;
        }
    }
    *out = '\0';
    return true;
}

/* As ncurses' own, borrowed until the next call. */
char *__wrap__nc_tiparm(int n, const char *format, ...)
{
    static _Thread_local char sequence[SEQUENCE_BYTES];
    int v[9] = {0};
    va_list list;

    va_start(list, format);
    for (int i = 0; i < n && i < (int)ARRAY_SIZE(v); i++)
        v[i] = va_arg(list, int);
    va_end(list);
    if (format && n <= 2 && put_in(sequence, format, n, v))
        return sequence;
    return __real__nc_tiparm(n, format, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8]);
}

int __wrap_wctob(wint_t c)
{
    return c < 0x80 ? (int)c : EOF;
}

int __wrap_wcwidth(wchar_t c)
{
    if (c >= L' ' && c <= L'~')
        return 1;
    if (c >= 0x2500 && c <= 0x259f) /* lines and blocks */
        return 1;
    if (c >= (wchar_t)TERM_SGR_MARK && c < (wchar_t)(TERM_SGR_MARK + TERM_SGR_STYLES))
        return 0;
    return c >= 0x4e00 && c <= 0x9fff ? 2 : __real_wcwidth(c);
}
