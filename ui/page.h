/* SPDX-License-Identifier: MIT */
/* What help, about and service share: a text of their own that scrolls. */
#ifndef UI_PAGE_H
#define UI_PAGE_H

#include "ui/flow.h"
#include "ui/screen.h"

/* For the table of a screen that has `compose`, as they are. */
int page_open(struct screen *screen, struct ui *ui);
void page_close(struct screen *screen);
struct intent page_act(struct screen *screen, struct ui *ui, struct event event);
int page_layout(struct screen *screen, const struct ui *ui, int rows, int cols);
void page_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
               struct hits *hits);

/* The footer's entries for a text that scrolls, if it does. */
void page_footer(const struct screen *screen, struct footer *out);

/* A heading, a paragraph, and a row of two columns with a hanging label. 0 or -ENOMEM. */
int page_heading(struct flow *flow, const char *text);
int page_text(struct flow *flow, const char *text);
int page_row(struct flow *flow, const char *label, int hang, const char *text);

#endif
