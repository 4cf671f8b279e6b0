/* SPDX-License-Identifier: MIT */
/*
 * The terminal: the only place that knows curses (ui/term_curses.c) and the only writer to it.
 *
 * curses always runs in a UTF-8 locale and writes into memory (a memfd); a frame's bytes are then converted
 * to the terminal's charset, written with one non-blocking write, and what the terminal does not take at once
 * waits for the next POLLOUT. So frames are atomic, a blocked terminal never blocks the program, and GB18030
 * works without an installed GB18030 locale.
 */
#ifndef UI_TERM_H
#define UI_TERM_H

#include "base/charset.h"
#include "ui/canvas.h"
#include "ui/theme.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct term;

struct term_options {
    int in_fd, out_fd;
    const char *name; /* TERM; unknown or damaged: xterm-256color instead; NULL or "": none */
    const struct charset *charset;
    bool no_colour; /* NO_COLOR: roles by attributes only, codes stay black on white */
    bool no_mouse;  /* for a terminal that is worse with one */
};

/*
 * Puts the terminal in raw mode (no key makes a signal, no flow control), the alternate screen, mouse reports
 * 1002+1006 and bracketed paste. -ENOTTY not a terminal, -ENOENT no usable TERM entry ("dumb" is none),
 * -ENOMEM, -EIO, -EMFILE and the like.
 */
int term_open(struct term **out, const struct term_options *options);

/* Undoes all of it. What cannot be written within 200 ms is given up. NULL is fine. */
void term_close(struct term *term);

/*
 * Gives the terminal back as it was before term_open, and takes it again (SIGTSTP, SIGCONT): the next
 * term_draw repaints everything. term_resume: 0 or -EIO.
 */
void term_suspend(struct term *term);
int term_resume(struct term *term);

/* What to poll: for reading always, for writing while term_pending. Descriptors of the term's own. */
int term_input_fd(const struct term *term);
int term_output_fd(const struct term *term);

/* What was typed: bytes read; 0 nothing now; -EIO the terminal is gone. To be called when poll says so. */
ssize_t term_read(struct term *term, void *buffer, size_t size);

/* Restores modes and screen from saved state with write and tcsetattr only; for handlers of fatal signals. */
void term_restore_async(void);

/* The size now in cells, clamped to 1 … CANVAS_…_MAX; 80 by 24 where the system does not say. */
void term_size(const struct term *term, int *rows, int *cols);

/* Takes up a new size; the next term_draw repaints everything. 0 or -ENOMEM. */
int term_resize(struct term *term, int rows, int cols);

/*
 * Shows the canvas. Sends nothing when nothing changed. While an earlier frame still waits to be written
 * nothing is sent and the canvas is to be drawn again when term_pending turns false. 0, -EIO (terminal gone),
 * -ENOMEM.
 */
int term_draw(struct term *term, const struct canvas *canvas, const struct theme *theme);

/* The next term_draw repaints everything: the glass may not show what was drawn. */
void term_repaint(struct term *term);

bool term_pending(const struct term *term);
int term_flush(struct term *term); /* on POLLOUT. 0, -EIO */

enum colour_depth term_depth(const struct term *term);

/*
 * The glyph probe: sends ▀ and asks for the cursor together with the first frame; the answer comes as
 * KEY_CURSOR_REPORT. term_probe_answer tells the level that the reported column (0-based) means.
 * term_glyph_level is what to start with: GLYPHS_PLAIN where it cannot be FULL (not UTF-8, TERM=linux,
 * wcwidth(▀) != 1).
 */
enum glyph_level term_glyph_level(const struct term *term);
bool term_probe_start(struct term *term); /* false: there is nothing to find out */
enum glyph_level term_probe_answer(const struct term *term, int column);

#endif
