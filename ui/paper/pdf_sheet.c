/* SPDX-License-Identifier: MIT */
#include "ui/paper/pdf_sheet.h"

#include "base/error.h"
#include "base/linebreak.h"
#include "base/utf8.h"

#include <string.h>

#define LEADING 1.5        /* line height by size */
#define CODE_WORDS_LEFT 14 /* from the code to the words beside it */

int sheet_init(struct sheet *sheet)
{
    *sheet = (struct sheet){0};
    int error = pdf_fonts_init(&sheet->fonts);
    if (error)
        return error;
    PangoFontMap *map = pango_cairo_font_map_new();
    sheet->context = pango_font_map_create_context(map);
    g_object_unref(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(sheet->context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(sheet->context, 72);
    pango_context_set_language(sheet->context, pango_language_from_string("zh-cn"));
    return 0;
}

void sheet_fini(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->n; i++) {
        g_clear_object(&sheet->lines[i].text);
        g_clear_object(&sheet->lines[i].label);
        free(sheet->lines[i].qr);
    }
    free(sheet->lines);
    g_clear_object(&sheet->context);
    pdf_fonts_fini(&sheet->fonts);
}

static struct sheet_line *add_line(struct sheet *sheet)
{
    if (sheet->error)
        return NULL;
    if (sheet->n == sheet->room) {
        size_t room = sheet->room ? 2 * sheet->room : 64;
        struct sheet_line *lines = realloc(sheet->lines, room * sizeof(*lines));
        if (!lines) {
            sheet->error = -ENOMEM;
            return NULL;
        }
        sheet->lines = lines;
        sheet->room = room;
    }
    sheet->lines[sheet->n] = (struct sheet_line){.height = 0};
    return &sheet->lines[sheet->n++];
}

static PangoLayout *layout_of(const struct sheet *sheet, enum pdf_style style, const char *text, size_t n)
{
    PangoLayout *layout = pango_layout_new(sheet->context);
    pango_layout_set_font_description(layout, sheet->fonts.of[style]);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_text(layout, text, (int)n);
    return layout;
}

static double width_of_layout(PangoLayout *layout)
{
    int width, height;
    pango_layout_get_size(layout, &width, &height);
    return (double)width / PANGO_SCALE;
}

double sheet_width(struct sheet *sheet, enum pdf_style style, const char *text)
{
    PangoLayout *layout = layout_of(sheet, style, text, strlen(text));
    double width = width_of_layout(layout);
    g_object_unref(layout);
    return width;
}

/* A text with the widths of its characters in Pango's units, and where each starts. */
struct paragraph {
    char32_t *text;
    char *breaks;
    int *widths;
    size_t *at;
    size_t n;
};

static void paragraph_fini(struct paragraph *paragraph)
{
    free(paragraph->text);
    free(paragraph->breaks);
    free(paragraph->widths);
    free(paragraph->at);
}

static int width_at(const void *context, size_t i)
{
    const struct paragraph *paragraph = context;
    return paragraph->widths[i];
}

static void measure(struct paragraph *paragraph, PangoLayout *layout)
{
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    size_t i = 0;
    do {
        PangoRectangle logical;
        pango_layout_iter_get_char_extents(iter, &logical);
        size_t byte = (size_t)pango_layout_iter_get_index(iter);
        while (i < paragraph->n && paragraph->at[i] < byte)
            i++;
        if (i < paragraph->n && paragraph->at[i] == byte)
            paragraph->widths[i] = abs(logical.width);
    } while (pango_layout_iter_next_char(iter));
    pango_layout_iter_free(iter);
}

static int paragraph_init(struct paragraph *paragraph, const struct sheet *sheet, enum pdf_style style,
                          const char *utf8)
{
    *paragraph = (struct paragraph){0};
    int error = utf8_to_utf32(&paragraph->text, &paragraph->n, utf8);
    if (error)
        return error;
    paragraph->breaks = malloc(paragraph->n + 1);
    paragraph->widths = calloc(paragraph->n + 1, sizeof(*paragraph->widths));
    paragraph->at = malloc((paragraph->n + 1) * sizeof(*paragraph->at));
    if (!paragraph->breaks || !paragraph->widths || !paragraph->at)
        return -ENOMEM;
    paragraph->at[0] = 0;
    for (size_t i = 0; i < paragraph->n; i++) {
        char bytes[4];
        paragraph->at[i + 1] = paragraph->at[i] + utf8_encode(bytes, paragraph->text[i]);
    }
    PangoLayout *layout = layout_of(sheet, style, utf8, strlen(utf8));
    measure(paragraph, layout);
    g_object_unref(layout);
    return linebreak_find(paragraph->breaks, paragraph->text, paragraph->n);
}

static void set_first(struct sheet *sheet, struct sheet_line *line, const struct sheet_passage *passage)
{
    line->before = passage->before;
    line->opens = passage->opens;
    if (passage->box)
        line->mark = SHEET_BOX;
    if (passage->label && *passage->label)
        line->label = layout_of(sheet, passage->style == PDF_BODY ? PDF_STRONG : passage->style,
                                passage->label, strlen(passage->label));
}

static void set_line(struct sheet *sheet, const struct sheet_passage *passage, const char *text, size_t n,
                     bool first)
{
    double left = passage->left + passage->hang + (passage->box ? SHEET_BOX_ROOM : 0);
    struct sheet_line *line = add_line(sheet);
    if (!line)
        return;
    line->size = sheet->fonts.size[passage->style];
    line->height = line->size * LEADING;
    line->mark_left = passage->left;
    line->label_left = passage->left + (passage->box ? SHEET_BOX_ROOM : 0);
    line->side = passage->side;
    line->side_left = passage->side_left;
    line->text = layout_of(sheet, passage->style, text, n);
    line->left = passage->right ? SHEET_MEASURE - (passage->side == SHEET_FRAME ? passage->left : 0) -
                                      width_of_layout(line->text)
                                : left;
    if (first)
        set_first(sheet, line, passage);
}

/* Neither the first nor the last line of a passage stands alone on a page. */
static void keep_together(struct sheet *sheet, size_t first, const struct sheet_passage *passage)
{
    size_t n = sheet->n - first;
    for (size_t i = first; i < sheet->n; i++) {
        bool edge = n > 1 && (i == first || i + 2 == sheet->n);
        sheet->lines[i].keep = passage->keep || edge;
    }
}

void sheet_set(struct sheet *sheet, const struct sheet_passage *passage)
{
    struct paragraph paragraph;
    size_t first = sheet->n;
    if (passage->hang > SHEET_MEASURE / 2) { /* a label that leaves no room beside it */
        struct sheet_passage alone = *passage, below = *passage;
        alone.text = passage->label;
        alone.label = below.label = NULL;
        alone.hang = below.hang = below.before = 0;
        alone.keep = true;
        below.box = below.opens = false;
        sheet_set(sheet, &alone);
        sheet_set(sheet, &below);
        return;
    }
    double taken = passage->left + passage->hang + (passage->box ? SHEET_BOX_ROOM : 0) +
                   (passage->side == SHEET_FRAME ? passage->left : 0);
    int measure = (int)((SHEET_MEASURE - taken) * PANGO_SCALE);
    int error = paragraph_init(&paragraph, sheet, passage->style, passage->text);
    for (size_t start = 0, next; !error && start < paragraph.n; start = next) {
        size_t end = linebreak_line_measured(&next, paragraph.text, paragraph.breaks, paragraph.n, start,
                                             measure, width_at, &paragraph);
        set_line(sheet, passage, passage->text + paragraph.at[start], paragraph.at[end] - paragraph.at[start],
                 start == 0);
    }
    paragraph_fini(&paragraph);
    if (error && !sheet->error)
        sheet->error = error;
    keep_together(sheet, first, passage);
}

void sheet_rule(struct sheet *sheet, double before)
{
    struct sheet_line *line = add_line(sheet);
    if (!line)
        return;
    line->mark = SHEET_RULE;
    line->before = before;
    line->height = 6;
    line->keep = true;
}

void sheet_code(struct sheet *sheet, double before, const struct link *link, const char *check)
{
    double left = SHEET_CODE_SIDE + CODE_WORDS_LEFT;
    struct qr *qr = malloc(sizeof(*qr));
    int error = qr ? qr_encode(qr, link, false) : -ENOMEM;
    struct sheet_line *line = error ? NULL : add_line(sheet);
    if (!line) {
        free(qr);
        if (!sheet->error)
            sheet->error = error;
        return;
    }
    *line = (struct sheet_line){.before = before, .mark = SHEET_CODE, .qr = qr, .keep = true};
    size_t first = sheet->n;
    /* The words are centred on the code, which takes no height of its own. */
    sheet_set(sheet, &(struct sheet_passage){PDF_STRONG, NULL, link->purpose, left, .keep = true});
    sheet_set(sheet, &(struct sheet_passage){PDF_HOST, NULL, link->host, left, .before = 4, .keep = true});
    sheet_set(sheet, &(struct sheet_passage){PDF_BODY, NULL, check, left, .keep = true});
    double height = 0;
    for (size_t i = first; i < sheet->n; i++)
        height += sheet->lines[i].before + sheet->lines[i].height;
    if (sheet->error || height >= SHEET_CODE_SIDE)
        return;
    sheet->lines[first].before += (SHEET_CODE_SIDE - height) / 2;
    sheet->lines[sheet->n - 1].height += (SHEET_CODE_SIDE - height) / 2;
    sheet->lines[sheet->n - 1].keep = false;
}
