/* SPDX-License-Identifier: MIT */
#include "ui/term_shortcuts.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <wchar.h>

/* __wrap_X is what ncurses' calls of X come to, __real_X is X. */
void __wrap__nc_flush_sp(void *screen);
void __real__nc_flush_sp(void *screen);
size_t __wrap_wcrtomb(char *out, wchar_t c, mbstate_t *state);
int __wrap_wctob(wint_t c);
int __wrap_wcwidth(wchar_t c);
int __real_wcwidth(wchar_t c);

void __wrap__nc_flush_sp(void *screen)
{
    (void)screen;
}

void term_frame_end(void *screen)
{
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

int __wrap_wctob(wint_t c)
{
    return c < 0x80 ? (int)c : EOF;
}

int __wrap_wcwidth(wchar_t c)
{
    if (c >= L' ' && c <= L'~')
        return 1;
    return c >= 0x4e00 && c <= 0x9fff ? 2 : __real_wcwidth(c);
}
