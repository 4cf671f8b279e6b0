/* SPDX-License-Identifier: MIT */
/*
 * A text of its own that scrolls: help, about, service, a school, a bundle. A screen that is no more than
 * that has `compose` and the functions of its table from here; one that is more keeps a struct page of its
 * own.
 */
#ifndef UI_PAGE_H
#define UI_PAGE_H

#include "ui/flow.h"
#include "ui/screen.h"
#include "ui/scroll.h"

struct page {
    struct flow *flow;
    struct scroll scroll;
    struct rect rect; /* within the body */
    /* what it was set for: */
    int rows, cols;
    const struct glyphs *glyphs;
};

void page_fini(struct page *page);
/* Sets the text by the screen's `compose`, if the size or the glyphs are others than before. 0 or its error.
 */
int page_set(struct page *page, const struct screen *screen, const struct ui *ui, int rows, int cols);
void page_put(const struct page *page, struct canvas *canvas, struct rect body, struct hits *hits);

/* For the table of a screen whose state is the page. */
int page_open(struct screen *screen, struct ui *ui);
void page_close(struct screen *screen);
struct intent page_act(struct screen *screen, struct ui *ui, struct event event);
int page_layout(struct screen *screen, const struct ui *ui, int rows, int cols);
void page_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
               struct hits *hits);
/* The first entries of its footer. */
void page_footer(const struct screen *screen, struct footer *out);

/* A heading, a paragraph, and a row of two columns with a hanging label. 0 or -ENOMEM. */
int page_heading(struct flow *flow, const char *text);
int page_text(struct flow *flow, const char *text);
int page_row(struct flow *flow, const char *label, int hang, const char *text);

/* A page's purpose and host, to be tapped (ACTION_LINK, index): in one line, or the host in a line of its
 * own: it is never broken. */
int page_link(struct flow *flow, const struct link *link, int index);

#endif
