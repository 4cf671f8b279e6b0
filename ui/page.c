/* SPDX-License-Identifier: MIT */
#include "ui/page.h"

#include "base/error.h"
#include "ui/screens/screens.h"
#include "ui/scroll.h"

struct page {
    struct flow *flow;
    struct scroll scroll;
    struct rect rect; /* within the body */
    int rows, cols;
    const struct glyphs *glyphs;
};

int page_open(struct screen *screen, struct ui *ui)
{
    struct page *page = calloc(1, sizeof(*page));
    (void)ui;
    if (!page)
        return -ENOMEM;
    screen->state = page;
    return 0;
}

void page_close(struct screen *screen)
{
    struct page *page = screen->state;
    flow_free(page->flow);
    free(page);
}

int page_layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct page *page = screen->state;
    if (page->flow && page->rows == rows && page->cols == cols && page->glyphs == ui->glyphs)
        return 0;
    int top = rows >= 16 ? 1 : 0;
    struct rect at = rect_column((struct rect){top, 0, rows - top, cols}, FLOW_MEASURE_MAX);
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
    scroll_fit(&page->scroll, flow_lines(flow), page->rect.rows);
    return 0;
}

struct intent page_act(struct screen *screen, struct ui *ui, struct event event)
{
    struct page *page = screen->state;
    bool moved;
    (void)ui;
    if (!scroll_act(&page->scroll, event, &moved))
        return intent_of(INTENT_NONE);
    return intent_of(moved ? INTENT_REDRAW : INTENT_STAY);
}

void page_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
               struct hits *hits)
{
    const struct page *page = screen->state;
    struct rect rect = page->rect;
    (void)ui;
    rect.row += body.row;
    rect.col += body.col;
    flow_draw(page->flow, canvas, hits, rect, page->scroll.first);
}

void page_footer(const struct screen *screen, struct footer *out)
{
    const struct page *page = screen->state;
    out->percent = scroll_percent(&page->scroll);
    if (out->percent >= 0)
        footer_add(out, ACTION_PAGE_DOWN, "↑↓", "翻看");
}

int page_heading(struct flow *flow, const char *text)
{
    int error = flow_gap(flow);
    return error ? error
                 : flow_paragraph(flow,
                                  &(struct flow_paragraph){.style = {ROLE_HEADING, ATTR_BOLD}, .text = text});
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
