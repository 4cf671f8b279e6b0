/* SPDX-License-Identifier: MIT */
/* What was measured of one program, sample by sample. Medians and minima count; outliers come to everything
 * alike. */
#ifndef BENCH_FIGURES_H
#define BENCH_FIGURES_H

#include <stddef.h>

enum figure {
    FIGURE_START,   /* ms from the fork to the last byte of the first frame */
    FIGURE_HOME,    /* ms from the fork to the last byte of the list; the same where the list comes first */
    FIGURE_AT_ONCE, /* the same where the key for the list was pressed before the first frame */
    FIGURE_MOVE_FIRST, /* µs from the key to the first byte: Down in a list */
    FIGURE_MOVE,       /* µs to the last byte */
    FIGURE_MOVE_BYTES,
    FIGURE_MOVE_READS,
    FIGURE_PAGE,            /* µs to the last byte: a page of text down */
    FIGURE_OPEN,            /* an answer */
    FIGURE_CODE,            /* a QR code on its own screen */
    FIGURE_STEP,            /* a guide's step */
    FIGURE_SEARCH,          /* results of a search after one more letter */
    FIGURE_UNCHANGED_BYTES, /* of a key that changes nothing */
    FIGURE_STORM,           /* ms from the last of 60 resizes to the last byte */
    FIGURE_STORM_WRONG,     /* 0: the screen is then as it should be, 1: not */
    FIGURE_PSS,             /* KiB */
    FIGURE_SWITCHES,        /* context switches while idle */
    FIGURE_MINUTE,          /* the same while the clock on the screen goes on by one minute */
    FIGURE_GROWTH,          /* KiB more heap after many keys */
    FIGURE_MATRIX,          /* µs for one QR matrix, without a terminal */
    FIGURE_RESOLVE,         /* µs for resolving a guide's answers, without a terminal */
    FIGURE_SLIP,            /* µs for a slip of 80 mm with its code, from the document to the bytes */
    FIGURE_SHEET,           /* µs for a slip on A4 */
    FIGURE_COUNT
};

#define SAMPLES_MAX 4096

struct samples {
    size_t n;
    double values[SAMPLES_MAX];
};

struct figures {
    struct samples of[FIGURE_COUNT];
};

void figures_add(struct figures *figures, enum figure figure,
                 double value); /* full: the sample is left out */

/* NAN where there is no sample. */
double figures_median(const struct figures *figures, enum figure figure);
double figures_minimum(const struct figures *figures, enum figure figure);
double figures_maximum(const struct figures *figures, enum figure figure);

#endif
