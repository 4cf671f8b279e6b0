/* SPDX-License-Identifier: MIT */
/* The position in a text that is longer than its window. */
#ifndef UI_SCROLL_H
#define UI_SCROLL_H

#include "ui/actions.h"
#include "ui/flow.h"
#include "ui/footer.h"

struct scroll {
    int first;               /* line at the top of the window */
    int lines;               /* of the text */
    int window;              /* of the window, at least 1 */
    const struct flow *flow; /* the text, borrowed, if it is one: it says what shows of a window */
};

/* Takes up new sizes and keeps first within them. */
void scroll_fit(struct scroll *scroll, int lines, int window);

/* The same for a text, which must live until the next fit. */
void scroll_fit_flow(struct scroll *scroll, const struct flow *flow, int window);

/* Puts a line at the top, as far as the text reaches. */
void scroll_to(struct scroll *scroll, int line);

/* What an event does to it: LIST_MOVED, LIST_STAYED at an end, LIST_UNKNOWN (ui/screen.h). */
int scroll_act(struct scroll *scroll, struct event event);

/* How many lines are yet to come below what shows. */
int scroll_below(const struct scroll *scroll);

/* The position, and the entry for moving it; nothing if all of it shows. */
void scroll_footer(const struct scroll *scroll, struct footer *out);

#endif
