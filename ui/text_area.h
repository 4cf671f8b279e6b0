/* SPDX-License-Identifier: MIT */
/*
 * A framed field for a text of several lines: ui/edit.h shown, wrapped by base/linebreak.h, with a cursor
 * that is drawn (the terminal's own is hidden). Wraps what the terminal will show (ui/glyphs.h), so what
 * stands in for a character takes the cells it takes.
 */
#ifndef UI_TEXT_AREA_H
#define UI_TEXT_AREA_H

#include "ui/canvas.h"
#include "ui/edit.h"
#include "ui/screen.h"

#include <stdint.h>

struct text_line {
    size_t start,
        end; /* positions in the text; what is between end and the next start are blanks and line ends */
};

struct text_area {
    struct edit edit;
    bool full; /* the last thing that came did not fit */
    int goal;  /* column that up and down keep to; -1 none */
    /* computed: */
    const struct glyphs *glyphs;
    int rows, cols; /* of the text, without the frame */
    struct text_line *lines;
    size_t n_lines, lines_room;
    uint8_t *widths; /* cells of each code point, 0 for marks and line ends */
    size_t first;    /* line at the top */
    bool stale;
};

void text_area_init(struct text_area *area, size_t max);
void text_area_fini(struct text_area *area);

/* What an event does; or -ENOMEM. */
enum {
    TEXT_AREA_UNKNOWN = 0,
    TEXT_AREA_STAYED = 1,
    TEXT_AREA_MOVED = 2,   /* the cursor, or that the field is full now */
    TEXT_AREA_CHANGED = 3, /* the text */
};
/* Typing, Enter, Backspace, Delete, arrows, Home, End, PgUp, PgDn, undo, redo, a tap, a wheel. */
int text_area_act(struct text_area *area, struct event event);

/* Another text, as edit_set. */
int text_area_set(struct text_area *area, const char *utf8);

/* For a rect of so many cells, the frame included. 0 or -ENOMEM. */
int text_area_layout(struct text_area *area, const struct glyphs *glyphs, int rows, int cols);

/* Title in the frame's upper line, “12/600 字” in the lower; the hint (may be NULL) while it is empty. */
void text_area_draw(const struct text_area *area, struct canvas *canvas, struct rect rect, const char *title,
                    const char *hint, struct hits *hits);

/* Where the cursor is: the line (0 first) and the column in cells. For tests. */
void text_area_cursor(const struct text_area *area, size_t *line, int *col);

#endif
