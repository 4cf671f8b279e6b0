/* SPDX-License-Identifier: MIT */
/*
 * A few large options, one to be chosen: by its digit, by arrows and Enter, by a tap. In boxes where there is
 * room, in lines where there is less, scrolling where there is little.
 */
#ifndef UI_OPTIONS_H
#define UI_OPTIONS_H

#include "ui/flow.h"
#include "ui/screen.h"

#define OPTIONS_MAX 16

struct options {
    int n;
    const char *labels[OPTIONS_MAX]; /* borrowed */
    const char *hints[OPTIONS_MAX];  /* "" or NULL for none */
    int selected;
    /* computed by options_layout: */
    struct flow *texts[OPTIONS_MAX];
    int width, rows, gap, first;
    bool boxed;
};

void options_fini(struct options *options);
int options_layout(struct options *options, const struct glyphs *glyphs, int rows, int cols);

/* The option that was chosen, or LIST_… (ui/screen.h). */
int options_act(struct options *options, struct event event);

void options_draw(const struct options *options, struct canvas *canvas, struct rect rect, struct hits *hits);

/* Rows that are taken when all are shown in the form that options_layout chose. */
int options_height(const struct options *options);

#endif
