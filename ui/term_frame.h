/* SPDX-License-Identifier: MIT */
/*
 * ncurses empties its buffer wherever it moves the cursor, which is a call of the system for every line of a frame. The
 * linker hands those calls to us (--wrap, ui/meson.build): they do nothing, so that the buffer is emptied when it
 * is full and when the frame is whole. A curses that is linked as a shared library, or has another name for it, does
 * as it always does.
 */
#ifndef UI_TERM_FRAME_H
#define UI_TERM_FRAME_H

/* Behind doupdate. `screen`: curses' SCREEN. */
void term_frame_end(void *screen);

#endif
