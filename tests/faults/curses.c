/* SPDX-License-Identifier: MIT */
#include "tests/faults/curses.h"

#include "tests/faults/allocator.h"
#include "tests/faults/calls.h"

#include <stddef.h>
#include <stdio.h>

void curses_spare(bool on)
{
    allocator_spare(on);
    calls_spare(on);
}

#define WRAP_CURSES(type, wrong, name, parameters, arguments)                                                \
    type __real_##name parameters;                                                                           \
    type __wrap_##name parameters;                                                                           \
    type __wrap_##name parameters                                                                            \
    {                                                                                                        \
        if (calls_fails(#name))                                                                              \
            return wrong;                                                                                    \
        curses_spare(true);                                                                                  \
        type result = __real_##name arguments;                                                               \
        curses_spare(false);                                                                                 \
        return result;                                                                                       \
    }

WRAP_CURSES(void *, NULL, newterm, (const char *name, FILE *out, FILE *in), (name, out, in))
WRAP_CURSES(int, -1, resize_term, (int rows, int cols), (rows, cols))
WRAP_CURSES(int, -1, start_color, (void), ())
WRAP_CURSES(int, -1, use_default_colors, (void), ())
WRAP_CURSES(int, -1, wnoutrefresh, (void *window), (window))
WRAP_CURSES(int, -1, doupdate, (void), ())
WRAP_CURSES(int, -1, wadd_wchnstr, (void *window, const void *cells, int n), (window, cells, n))
WRAP_CURSES(int, -1, endwin, (void), ())

WRAP_CURSES(int, -1, init_extended_pair, (int pair, int ink, int ground), (pair, ink, ground))
WRAP_CURSES(int, -1, curs_set, (int visibility), (visibility))

char *__real_tiparm(const char *format, ...);
char *__wrap_tiparm(const char *format, int value);
char *__wrap_tiparm(const char *format, int value)
{
    if (calls_fails("tiparm"))
        return NULL;
    curses_spare(true);
    char *result = __real_tiparm(format, value);
    curses_spare(false);
    return result;
}

/* Whoever has come so far has an entry; curses would not survive without memory for it. */
int __real_setupterm(const char *name, int fd, int *found);
int __wrap_setupterm(const char *name, int fd, int *found);
int __wrap_setupterm(const char *name, int fd, int *found)
{
    curses_spare(true);
    int result = __real_setupterm(name, fd, found);
    curses_spare(false);
    return result;
}

void __real_delscreen(void *screen);
void __wrap_delscreen(void *screen);
void __wrap_delscreen(void *screen)
{
    curses_spare(true);
    __real_delscreen(screen);
    curses_spare(false);
}
