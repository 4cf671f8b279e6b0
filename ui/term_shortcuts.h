/* SPDX-License-Identifier: MIT */
/*
 * What ncurses calls while it writes a frame, done more quickly. The linker hands these calls to us (--wrap,
 * ui/meson.build), where ncurses is linked in from an archive; a shared one, or one that has not the first of
 * them, does as it always does.
 *
 *   _nc_flush_sp  ncurses empties its buffer wherever it moves the cursor, which is a call of the system for
 * every line. Now it does when it is full, and when term_frame_end says that the frame is whole. wcrtomb what
 * libc does by way of iconv, 200 instructions a character; the locale is always UTF-8 wctob (base/charset.h),
 * so this is ours in ten. wcwidth       answered at once for ASCII and Han, which libc looks up in three
 * tables.
 */
#ifndef UI_TERM_SHORTCUTS_H
#define UI_TERM_SHORTCUTS_H

/* Behind doupdate. `screen`: curses' SCREEN. */
void term_frame_end(void *screen);

#endif
