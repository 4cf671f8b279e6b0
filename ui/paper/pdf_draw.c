/* SPDX-License-Identifier: MIT */
#include "ui/paper/pdf_sheet.h"

#include <stdio.h>

#define TEXT_HEIGHT (SHEET_HEIGHT - 2 * SHEET_TOP)
#define BOX_SIDE 9
#define THIN 0.6
#define MIDDLE 0.38 /* of a Chinese character, above the baseline, by its size */
#define BAR 2
#define FRAME_PADDING 6
#define NUMBER_BELOW 20 /* from the text's end to the page number */
#define GREY 0.45

/* Lines first … end - 1 stand on one page. */
struct page {
    size_t first, end;
};

static double height_of(const struct sheet *sheet, size_t first, size_t end)
{
    double height = 0;
    for (size_t i = first; i < end; i++)
        height += (i == first ? 0 : sheet->lines[i].before) + sheet->lines[i].height;
    return height;
}

/* The page that starts at a line: as many groups of lines that keep together as fit, one line at least. */
static struct page page_from(const struct sheet *sheet, size_t first)
{
    struct page page = {first, first};
    while (page.end < sheet->n) {
        size_t group = page.end + 1;
        while (group < sheet->n && sheet->lines[group - 1].keep)
            group++;
        if (height_of(sheet, first, group) <= TEXT_HEIGHT) {
            page.end = group;
            continue;
        }
        while (page.end == first && group > first + 1 && height_of(sheet, first, group) > TEXT_HEIGHT)
            group--; /* a group longer than a page */
        if (page.end == first)
            page.end = group;
        break;
    }
    return page;
}

static void draw_layout(cairo_t *cairo, PangoLayout *layout, double x, double baseline)
{
    cairo_move_to(cairo, x, baseline - (double)pango_layout_get_baseline(layout) / PANGO_SCALE);
    pango_cairo_show_layout(cairo, layout);
}

/* One path, so that no hair shows between modules. */
static void draw_code(cairo_t *cairo, const struct qr *qr, double x, double y)
{
    double module = SHEET_CODE_SIDE / (qr->modules + 2 * QR_QUIET);
    for (int row = 0; row < qr->modules; row++)
        for (int col = 0; col < qr->modules; col++)
            if (qr_dark(qr, row, col)) {
                int run = 1;
                while (qr_dark(qr, row, col + run))
                    run++;
                cairo_rectangle(cairo, x + (col + QR_QUIET) * module, y + (row + QR_QUIET) * module,
                                run * module, module);
                col += run;
            }
    cairo_fill(cairo);
}

static void draw_mark(cairo_t *cairo, const struct sheet_line *line, double top, double baseline)
{
    double x = SHEET_MARGIN + line->mark_left;
    cairo_set_line_width(cairo, THIN);
    switch (line->mark) {
    case SHEET_BOX:
        cairo_rectangle(cairo, x + THIN, baseline - BOX_SIDE + 1, BOX_SIDE, BOX_SIDE);
        cairo_stroke(cairo);
        break;
    case SHEET_RULE:
        cairo_move_to(cairo, SHEET_MARGIN, top + line->height / 2);
        cairo_rel_line_to(cairo, SHEET_MEASURE, 0);
        cairo_stroke(cairo);
        break;
    case SHEET_CODE:
        draw_code(cairo, line->qr, SHEET_MARGIN, top);
        break;
    case SHEET_PLAIN:
        break;
    }
}

static void draw_line(cairo_t *cairo, const struct sheet_line *line, double top)
{
    double baseline = top + line->height / 2 + line->size * MIDDLE;
    draw_mark(cairo, line, top, baseline);
    if (line->label)
        draw_layout(cairo, line->label, SHEET_MARGIN + line->label_left, baseline);
    if (line->text)
        draw_layout(cairo, line->text, SHEET_MARGIN + line->left, baseline);
}

/* What stands beside or around a run of lines from top to bottom. */
static void draw_side(cairo_t *cairo, const struct sheet_line *line, double top, double bottom)
{
    double x = SHEET_MARGIN + line->side_left;
    if (line->side == SHEET_OPEN)
        return;
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, GREY, GREY, GREY);
    if (line->side == SHEET_BAR) {
        cairo_rectangle(cairo, x, top + 2, BAR, bottom - top - 4);
        cairo_fill(cairo);
    } else {
        const double dashes[] = {3, 2};
        cairo_set_line_width(cairo, THIN);
        cairo_set_dash(cairo, dashes, 2, 0);
        cairo_rectangle(cairo, x, top - FRAME_PADDING, SHEET_MEASURE - line->side_left,
                        bottom - top + 2 * FRAME_PADDING);
        cairo_stroke(cairo);
    }
    cairo_restore(cairo);
}

static void draw_number(const struct sheet *sheet, cairo_t *cairo, int number, int count)
{
    char words[64];
    snprintf(words, sizeof(words), "第 %d 页，共 %d 页", number, count);
    PangoLayout *layout = pango_layout_new(sheet->context);
    int width, height;
    pango_layout_set_font_description(layout, sheet->fonts.of[PDF_SMALL]);
    pango_layout_set_text(layout, words, -1);
    pango_layout_get_size(layout, &width, &height);
    draw_layout(cairo, layout, (SHEET_WIDTH - (double)width / PANGO_SCALE) / 2,
                SHEET_HEIGHT - SHEET_TOP + NUMBER_BELOW);
    g_object_unref(layout);
}

static bool goes_on(const struct sheet_line *line, const struct sheet_line *next)
{
    return line->side != SHEET_OPEN && next->side == line->side && next->side_left == line->side_left &&
           !next->opens;
}

static void draw_page(const struct sheet *sheet, cairo_t *cairo, struct page page)
{
    double y = SHEET_TOP, side_top = y;
    for (size_t i = page.first; i < page.end; i++) {
        const struct sheet_line *line = &sheet->lines[i];
        if (i > page.first)
            y += line->before;
        if (i == page.first || !goes_on(line - 1, line))
            side_top = y;
        draw_line(cairo, line, y);
        y += line->height;
        if (i + 1 == page.end || !goes_on(line, line + 1))
            draw_side(cairo, line, side_top, y);
    }
}

void sheet_draw(const struct sheet *sheet, cairo_t *cairo)
{
    int count = 0, number = 0;
    for (size_t first = 0; first < sheet->n; first = page_from(sheet, first).end)
        count++;
    for (size_t first = 0; first < sheet->n;) {
        struct page page = page_from(sheet, first);
        draw_page(sheet, cairo, page);
        if (count > 1)
            draw_number(sheet, cairo, ++number, count);
        cairo_show_page(cairo);
        first = page.end;
    }
}
