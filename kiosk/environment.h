/* SPDX-License-Identifier: MIT */
/*
 * The process's environment, rebuilt from nothing. environment_clean is the first thing main calls, before
 * setlocale: curses, the C library and iconv take file names and sizes from variables (TERMINFO*, LINES,
 * COLUMNS, ESCDELAY, NCURSES_*, LOCPATH, NLSPATH, GCONV_PATH, TZDIR, LD_* …), and whoever starts a kiosk may
 * have set them.
 *
 * Kept, if the value is of the form given; a variable with another value vanishes like all others:
 *   - TERM: letters, digits, . + _ -, not starting with a dot; at most 63
 *   - LC_ALL, LC_CTYPE, LANG: letters, digits, . _ @ -; at most 63 (so no path)
 *   - TZ: a zone's name (Asia/Shanghai, UTC, CST-8): letters, digits, / _ + -, not starting with /; at most
 * 63
 *   - HOME: an absolute path of clean UTF-8 (base/sanitize.h); at most 1023 bytes
 *   - COLORTERM: letters, digits, -; at most 63
 *   - NO_COLOR: anything but empty (no-color.org), kept as "1"
 *
 * Taken out of it and handed on in the struct: NOTIFY_SOCKET and WATCHDOG_USEC (kiosk/notify.h).
 *
 * Set: NCURSES_NO_UTF8_ACS=1, so that lines are drawn by Unicode characters.
 *
 * PATH is not kept: the program starts no other.
 */
#ifndef KIOSK_ENVIRONMENT_H
#define KIOSK_ENVIRONMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct environment {
    char term[64]; /* TERM as kept; "" if there was none or it was refused */
    bool no_colour;
    bool true_colour; /* COLORTERM is truecolor or 24bit */
    bool gnu_screen;  /* STY is set, or TERM is one of screen's, and no TMUX: tmux may use those as well */
    char notify_socket[108]; /* NOTIFY_SOCKET: an absolute path or an abstract name (@…); "" if there was none
                              */
    uint64_t watchdog_us;    /* WATCHDOG_USEC; 0 if there was none */
    size_t dropped;          /* how many variables vanished */
};

/* 0, or -ENOMEM; then the environment is empty. Not for a program that has threads. */
int environment_clean(struct environment *kept);

#endif
