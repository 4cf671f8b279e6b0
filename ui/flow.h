/* SPDX-License-Identifier: MIT */
/*
 * Text set in lines of a given measure: what answer, outcome, help and about are made of. Built once per size
 * by `layout`, painted from const state by `draw`. Lines are broken by base/linebreak.h.
 */
#ifndef UI_FLOW_H
#define UI_FLOW_H

#include "ui/actions.h"
#include "ui/canvas.h"

#include <stdbool.h>
#include <stddef.h>

#define FLOW_MEASURE_MAX 80 /* cells: 40 Han */

struct flow;

/*
 * The first error sticks: nothing is written behind it, everything that writes returns it. So a text is
 * written line by line and asked once, at its end. All errors are -ENOMEM, but for those of flow_fail.
 */
int flow_new(struct flow **out, const struct glyphs *glyphs, int columns);
void flow_free(struct flow *flow);
int flow_error(const struct flow *flow); /* 0: it is whole */

/* What was to be written could not be had: error, 0 or negative, counts as the flow's own. */
int flow_fail(struct flow *flow, int error);

/*
 * A paragraph, `indent` cells in. A label (may be NULL) stands in the indentation's last cells, hanging: the
 * text starts `hang` cells further in.
 */
struct flow_paragraph {
    struct style style;
    int indent;
    const char *label;
    struct style label_style;
    int hang;
    const char *text;
    bool right;         /* flush right, for attributions */
    bool bar;           /* a vertical line to the left of every line, for quotations; takes two cells */
    bool keep;          /* a heading: belongs to the line below it, see flow_shown */
    struct event event; /* what a tap on the paragraph means; ACTION_NONE for nothing */
};
int flow_paragraph(struct flow *flow, const struct flow_paragraph *paragraph);

int flow_gap(struct flow *flow); /* an empty line; two in a row are one */

/* The next line is where block `index` (0 to FLOW_ANCHORS - 1) begins; others are not kept. */
#define FLOW_ANCHORS 64
void flow_anchor(struct flow *flow, size_t index);
int flow_anchor_line(const struct flow *flow, size_t index); /* 0 if there is none */

/* Everything between is set two cells narrower on each side inside a closed frame with a title above and a
 * line below. */
int flow_frame_begin(struct flow *flow, struct style style, const char *title);
int flow_frame_end(struct flow *flow, const char *caption);

/* A line from edge to edge, with words in its beginning if there are any. */
int flow_rule(struct flow *flow, struct style style, const char *words);

/* A large box to be pressed or tapped, the words in its middle. */
int flow_button(struct flow *flow, const char *words, struct event event);

int flow_lines(const struct flow *flow);
int flow_columns(const struct flow *flow);

/*
 * How many of `rows` lines from `first` on are painted: all, but for those at the window's end that belong to
 * what follows below it: a heading, the upper edge of a frame. They come with it. Never none.
 */
int flow_shown(const struct flow *flow, int first, int rows);

/* Paints lines first … first + flow_shown - 1 at rect; tells hits (may be NULL) what a tap on them means, and
 * on the empty line below one. */
struct hits;
void flow_draw(const struct flow *flow, struct canvas *canvas, struct hits *hits, struct rect rect,
               int first);

/* A short text at once: wrapped within rect, what does not fit left out. The lines used. */
int flow_put(struct canvas *canvas, struct rect rect, struct style style, const char *text);

#endif
