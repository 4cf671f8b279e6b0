/* SPDX-License-Identifier: MIT */
/*
 * A grid of cells in memory that screens paint and a terminal, or a test, reads.
 *
 * A wide character is a lead cell and a tail cell of width 0; overwriting either half blanks the other first,
 * so that no half is ever left. Everything put here has passed the text sink (ui/glyphs.h). Painting outside
 * is clipped, silently.
 */
#ifndef UI_CANVAS_H
#define UI_CANVAS_H

#include "base/sanitize.h"
#include "ui/glyphs.h"
#include "ui/theme.h"

#include <stdint.h>
#include <uchar.h>

#define CANVAS_ROWS_MAX 512
#define CANVAS_COLS_MAX 1024

struct cell {
    char32_t ch[1 + SANITIZE_MARKS_MAX]; /* base and marks, zero-filled; ch[0] is never 0 in a lead cell */
    uint8_t width;                       /* 1, 2, or 0 for the tail of a wide character */
    uint8_t role;                        /* enum role */
    uint8_t attrs;                       /* ATTR_…, on top of the role's own */
};

struct canvas {
    int rows, cols;
    struct cell *cells;
    const struct glyphs *glyphs; /* borrowed */
};

struct style {
    enum role role;
    unsigned attrs;
};

struct rect {
    int row, col, rows, cols;
};

/* The column that is written on: in the middle, at most `measure` wide, two cells from either side. */
struct rect rect_column(struct rect in, int measure);

/* Sizes are clamped to 1 … CANVAS_…_MAX. 0 or -ENOMEM (resize: the canvas is unchanged then). */
int canvas_init(struct canvas *canvas, int rows, int cols, const struct glyphs *glyphs);
int canvas_resize(struct canvas *canvas, int rows, int cols);
void canvas_fini(struct canvas *canvas);

void canvas_clear(struct canvas *canvas); /* all cells blank in ROLE_GROUND */
void canvas_fill(struct canvas *canvas, struct rect rect, struct style style);

/* Puts text at row, col within max_cols cells; returns the cells used. A character that does not fit whole is
 * left out. */
int canvas_put(struct canvas *canvas, int row, int col, int max_cols, struct style style, const char *utf8);

/* The same, ending in … if the text does not fit whole. */
int canvas_put_cut(struct canvas *canvas, int row, int col, int max_cols, struct style style,
                   const char *utf8);

/* Centred between col and col + cols. */
void canvas_put_centred(struct canvas *canvas, int row, int col, int cols, struct style style,
                        const char *utf8);

/* The cells that canvas_put would take without a limit. */
int canvas_measure(const struct canvas *canvas, const char *utf8);

/* One character of one cell as it is, for frames and codes (no glyph replacement). */
void canvas_put_char(struct canvas *canvas, int row, int col, struct style style, char32_t ch);

void canvas_rule(struct canvas *canvas, int row, int col, int cols, struct style style);
void canvas_frame(struct canvas *canvas, struct rect rect, struct style style);

/* NULL outside. */
const struct cell *canvas_at(const struct canvas *canvas, int row, int col);

#endif
