/* SPDX-License-Identifier: MIT */
/*
 * The only place that knows curses, with ui/term_entry.h. It keeps what the glass should look like and writes
 * the shortest way there into a file in memory; it never touches the terminal, its modes or its keys. One at
 * a time in a process.
 */
#ifndef UI_TERM_CURSES_H
#define UI_TERM_CURSES_H

#include "ui/canvas.h"
#include "ui/term_entry.h"
#include "ui/term_sgr.h"
#include "ui/theme.h"

#include <stdbool.h>

struct term_curses;

/*
 * name: as in TERM. An entry that does not exist or is damaged gives way to xterm-256color; one that cannot
 * address the cursor is refused. memory_fd is borrowed. -ENOENT, -ENOMEM, -EMFILE.
 */
int term_curses_open(struct term_curses **out, const char *name, int memory_fd, int rows, int cols);
void term_curses_close(struct term_curses *curses);

const struct term_entry *term_curses_entry(const struct term_curses *curses);

/* What the marks mean, as last painted; borrowed. NULL where cells have none. */
const struct term_sgr_state *term_curses_styles(const struct term_curses *curses);

int term_curses_resize(struct term_curses *curses, int rows,
                       int cols); /* -ENOMEM; all cells are blank then; repaints as below */
void term_curses_repaint(
    struct term_curses *curses); /* the next update takes nothing on the glass for granted */

/* The colours of a theme's roles; all cells are blanks of ROLE_GROUND then. no_colour: only codes have
 * colours, the others attributes. */
void term_curses_paint(struct term_curses *curses, const struct theme *theme, bool no_colour);

/* Cells first … last of a row (whole characters), read from cells[first] on. */
void term_curses_put(struct term_curses *curses, int row, const struct cell *cells, int first, int last);

/* Writes the frame into memory. */
void term_curses_update(struct term_curses *curses);

#endif
