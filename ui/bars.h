/* SPDX-License-Identifier: MIT */
/*
 * Numbers as bars in a terminal: a label, a bar, the number, a line each, and a scale under them. Numbers
 * from 1 to 4 are never told apart: all of them are “<5” with the same short bar, so that nobody can be found
 * behind one.
 */
#ifndef UI_BARS_H
#define UI_BARS_H

#include "ui/canvas.h"

#include <stdint.h>

#define BARS_SMALL 5 /* smaller ones are “<5” */

struct bar {
    char label[96];
    int64_t value;
};

/* The round number at the end of the scale: 1, 2 or 5 times a power of ten, not below the largest
 * value or 5. */
int64_t bars_scale(const struct bar *bars, size_t n);

/* Half cells of a bar in a room of so many cells. */
int bars_halves(int64_t value, int64_t scale, int cols);

/* Draws from bar `first` on as many as fit above the scale. Labels take at most `label_cols` cells. */
void bars_draw(struct canvas *canvas, struct rect rect, const struct bar *bars, size_t n, size_t first,
               int label_cols);
int bars_shown(int rows); /* how many that is */

#endif
