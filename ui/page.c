/* SPDX-License-Identifier: MIT */
#include "ui/page.h"

#include "ui/frame.h"
#include "ui/screens/screens.h"

#include "base/error.h"
#include "base/width.h"

#define LINK_HANG 3

void page_fini(struct page *page)
{
    flow_free(page->flow);
    page->flow = NULL;
    page->scroll.flow = NULL;
}

int page_set(struct page *page, const struct screen *screen, const struct ui *ui, int rows, int cols)
{
    if (page->flow && page->rows == rows && page->cols == cols && page->glyphs == ui->glyphs)
        return 0;
    struct rect at = frame_column(rows, cols, FLOW_MEASURE_MAX);
    struct flow *flow;
    int error = flow_new(&flow, ui->glyphs, at.cols);
    if (error)
        return error;
    error = screen->ops->compose(flow, ui, screen);
    if (error) {
        flow_free(flow);
        return error;
    }
    flow_free(page->flow);
    page->flow = flow;
    page->rows = rows;
    page->cols = cols;
    page->glyphs = ui->glyphs;
    page->rect = at;
    scroll_fit_flow(&page->scroll, flow, at.rows);
    return 0;
}

void page_put(const struct page *page, struct canvas *canvas, struct rect body, struct hits *hits)
{
    struct rect rect = page->rect;
    rect.row += body.row;
    flow_draw(page->flow, canvas, hits, rect, page->scroll.first);
}

int page_open(struct screen *screen, struct ui *ui)
{
    (void)ui;
    screen->state = calloc(1, sizeof(struct page));
    return screen->state ? 0 : -ENOMEM;
}

void page_close(struct screen *screen)
{
    page_fini(screen->state);
    free(screen->state);
}

struct intent page_act(struct screen *screen, struct ui *ui, struct event event)
{
    struct page *page = screen->state;
    (void)ui;
    return intent_of_list(scroll_act(&page->scroll, event));
}

int page_layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    return page_set(screen->state, screen, ui, rows, cols);
}

void page_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
               struct hits *hits)
{
    (void)ui;
    page_put(screen->state, canvas, body, hits);
}

void page_footer(const struct screen *screen, struct footer *out)
{
    const struct page *page = screen->state;
    scroll_footer(&page->scroll, out);
}

int page_heading(struct flow *flow, const char *text)
{
    flow_gap(flow);
    return flow_paragraph(
        flow, &(struct flow_paragraph){.style = {ROLE_HEADING, ATTR_BOLD}, .text = text, .keep = true});
}

int page_text(struct flow *flow, const char *text)
{
    return flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_TEXT, 0}, .text = text});
}

int page_row(struct flow *flow, const char *label, int hang, const char *text)
{
    return flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_TEXT, 0},
                                                         .label = label,
                                                         .label_style = {ROLE_KEY, 0},
                                                         .hang = hang,
                                                         .text = text});
}

int page_link(struct flow *flow, const struct link *link, int index)
{
    _cleanup_free_ char *words = NULL;
    if (asprintf(&words, "%s  %s", link->purpose, link->host) < 0)
        return flow_fail(flow, -ENOMEM);
    bool fits = width_of_text(words) + LINK_HANG <= flow_columns(flow);
    struct flow_paragraph paragraph = {.style = {ROLE_ACCENT, 0},
                                       .label = "▪",
                                       .label_style = {ROLE_KEY, ATTR_BOLD},
                                       .hang = LINK_HANG,
                                       .text = fits ? words : link->purpose,
                                       .event = {.action = ACTION_LINK, .value = index}};
    flow_paragraph(flow, &paragraph);
    if (fits)
        return flow_error(flow);
    paragraph.label = NULL;
    paragraph.text = link->host;
    return flow_paragraph(flow, &paragraph);
}
