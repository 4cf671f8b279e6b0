/* SPDX-License-Identifier: MIT */
/* The position in a text that is longer than its window. */
#ifndef UI_SCROLL_H
#define UI_SCROLL_H

#include "ui/actions.h"
#include "ui/canvas.h"

#include <stdbool.h>

struct scroll {
    int first;  /* line at the top of the window */
    int lines;  /* of the text */
    int window; /* of the window, at least 1 */
};

/* Takes up new sizes and keeps first within them. */
void scroll_fit(struct scroll *scroll, int lines, int window);

/* Puts a line at the top, as far as the text reaches. */
void scroll_to(struct scroll *scroll, int line);

/* Whether the event moves a text (then first has moved as far as it can;
 * *moved says whether it did at all). */
bool scroll_act(struct scroll *scroll, struct event event, bool *moved);

/* 0 to 100, or -1 if all of it shows. */
int scroll_percent(const struct scroll *scroll);

/* How many lines are below the window. */
int scroll_below(const struct scroll *scroll);

#endif
