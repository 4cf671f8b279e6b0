/* SPDX-License-Identifier: MIT */
/*
 * A text to read and, beside it where it fits, the code of one of its pages: what answers and outcomes share.
 * Text does not move when another code is shown; where no code fits beside it the text itself says how to get
 * one.
 */
#ifndef UI_READING_H
#define UI_READING_H

#include "ui/flow.h"
#include "ui/qr.h"
#include "ui/screen.h"
#include "ui/scroll.h"

#include <stdbool.h>
#include <stddef.h>

struct reading {
    const struct link *links; /* borrowed from the screen's own state */
    size_t n_links;
    int link; /* the one whose code shows */
    struct scroll scroll;
    /* computed by reading_layout: */
    int rows, cols;
    const struct glyphs *glyphs;
    struct print_state printer; /* as the text was set for */
    struct flow *flow;
    struct rect text; /* within the body */
    bool code_aside;
    struct rect code; /* the room of the largest code */
    struct qr qr;     /* the code that shows, if one stands aside */
};

/* Sets the text; reading->code_aside says whether to tell how to get a code. 0 or -ENOMEM. */
typedef int reading_compose(struct flow *flow, const struct reading *reading, const struct ui *ui,
                            const void *context);

void reading_fini(struct reading *reading);
int reading_layout(struct reading *reading, const struct ui *ui, int rows, int cols, reading_compose *compose,
                   const void *context);

/* Scrolls, changes the link, opens a code. INTENT_NONE for what it does not know. */
struct intent reading_act(struct reading *reading, const struct ui *ui, struct event event);

void reading_draw(const struct reading *reading, const struct ui *ui, struct canvas *canvas, struct rect body,
                  struct hits *hits);

/* The footer's entries that come first (scrolling, printing, code), and the last with one of the screen's own
 * (ACTION_NONE: none). */
void reading_footer_first(const struct reading *reading, const struct ui *ui, struct footer *out);
void reading_footer_last(const struct reading *reading, struct footer *out, enum action own);

/* Where no code stands beside the text: a line that says how to get it, and a gap. Nothing without links. */
int reading_code_hint(struct flow *flow, const struct reading *reading, const struct ui *ui);

/*
 * What stands above everything else that one reads: how to get it on paper, or why that is not possible now,
 * and a gap. Nothing without a printer.
 */
int reading_print_hint(struct flow *flow, const struct reading *reading, const struct ui *ui,
                       const char *words);

/* Behind a line that can be tapped: an empty one, where the screen has the room, so that a finger hits it. 0
 * or -ENOMEM. */
int reading_target_gap(struct flow *flow, const struct reading *reading);

/* The pages one under the other, each to be tapped; nothing without links. */
int reading_links(struct flow *flow, const struct reading *reading);

#endif
