/* SPDX-License-Identifier: MIT */
/*
 * What ncurses calls while it writes a frame, done more quickly. The linker hands these calls to us (--wrap,
 * ui/meson.build) where ncurses is linked in from an archive; a shared one does as it always does.
 *
 * - _nc_flush_sp: ncurses empties its buffer wherever it moves the cursor, which is a call of the system for
 *   every line. Now it does when it is full, and when term_frame_end says that the frame is whole.
 * - _nc_tiparm: a sequence with its numbers put in, for every way in which the cursor might move. ncurses
 *   reads the description anew each time and has sprintf write the numbers. Sequences that need nothing but
 *   that are written here, the others come from ncurses.
 * - _nc_render (term_curses.c, which knows the type): ncurses makes up each cell of what is put and of the
 * window's attributes and background. Ours are whole, and copied as they are.
 * - wcrtomb, wctob: libc takes the way of iconv, 200 instructions a character. The locale is always UTF-8
 *   (base/charset.h), so ours need ten.
 * - wcwidth: answered at once for ASCII, Han, lines, blocks and our marks, which libc looks up in three
 * tables.
 */
#ifndef UI_TERM_SHORTCUTS_H
#define UI_TERM_SHORTCUTS_H

/* Behind doupdate. `screen`: curses' SCREEN. */
void term_frame_end(void *screen);

#endif
