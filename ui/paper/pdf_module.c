/* SPDX-License-Identifier: MIT */
#include "ui/paper/pdf_module.h"

#include "base/error.h"
#include "ui/paper/pdf_sheet.h"

#include <cairo-pdf.h>
#include <string.h>

#define SECTION_GAP 16 /* points */
#define ITEM_GAP 5.0
#define LABEL_GAP 9 /* from a label to its text */
#define QUOTE_INDENT 12
#define FRAME_INSET 12
#define FRAME_GAP 6

struct setter {
    const struct document *document;
    struct sheet sheet;
    double hang; /* of the list that pieces of depth 1 belong to */
};

static double list_hang(struct setter *setter, size_t index)
{
    size_t first, end;
    double widest = 0;
    document_list(&first, &end, setter->document, index);
    for (size_t i = first; i < end; i++) {
        double width = sheet_width(&setter->sheet, PDF_STRONG, setter->document->pieces[i].label);
        widest = width > widest ? width : widest;
    }
    return widest > 0 ? widest + LABEL_GAP : 0;
}

static void set_item(struct setter *setter, size_t index)
{
    const struct piece *piece = &setter->document->pieces[index];
    struct sheet_passage passage = {.style = PDF_BODY,
                                    .label = piece->label,
                                    .text = piece->text,
                                    .hang = list_hang(setter, index),
                                    .before = ITEM_GAP,
                                    .box = piece->kind == PIECE_TICK};
    setter->hang = (passage.hang > SHEET_MEASURE / 2 ? 0 : passage.hang) + (passage.box ? SHEET_BOX_ROOM : 0);
    sheet_set(&setter->sheet, &passage);
}

/* In two columns where the labels are short, else one below the other: a host is never broken. */
static void set_contact(struct setter *setter, size_t index)
{
    const struct piece *piece = &setter->document->pieces[index];
    double hang = list_hang(setter, index);
    double before = index > 0 && piece[-1].kind == PIECE_HEADING ? ITEM_GAP : 0;
    struct sheet_passage passage = {
        .style = PDF_BODY, .label = piece->label, .hang = hang, .before = before, .text = piece->text};
    if (hang > SHEET_MEASURE / 2) {
        sheet_set(&setter->sheet,
                  &(struct sheet_passage){
                      .style = PDF_STRONG, .before = before, .text = piece->label, .keep = true});
        passage.label = NULL;
        passage.before = 0;
        passage.hang = QUOTE_INDENT;
    }
    sheet_set(&setter->sheet, &passage);
}

static void set_supplement(struct setter *setter, size_t index)
{
    const struct piece *piece = &setter->document->pieces[index];
    bool first = document_frame(setter->document, index) == FRAME_FIRST;
    struct sheet_passage passage = {.style = PDF_BODY,
                                    .text = piece->text,
                                    .left = FRAME_INSET,
                                    .before = ITEM_GAP / 2,
                                    .side = SHEET_FRAME};
    if (first) {
        sheet_set(&setter->sheet, &(struct sheet_passage){.style = PDF_SMALL,
                                                          .text = piece->label,
                                                          .left = FRAME_INSET,
                                                          .before = SECTION_GAP + FRAME_GAP,
                                                          .side = SHEET_FRAME,
                                                          .opens = true,
                                                          .keep = true});
        passage.style = PDF_STRONG;
        passage.keep = true;
    } else if (*piece->label) {
        passage.label = piece->label;
        passage.hang = list_hang(setter, index);
    }
    sheet_set(&setter->sheet, &passage);
}

static void set_source(struct setter *setter, size_t index)
{
    const struct piece *piece = &setter->document->pieces[index];
    struct sheet_passage passage = {.style = PDF_SMALL, .text = piece->text, .right = true};
    struct sheet_line *lines = setter->sheet.lines;
    if (document_frame(setter->document, index) == FRAME_LAST) {
        passage.left = FRAME_INSET;
        passage.side = SHEET_FRAME;
    }
    if (setter->sheet.n)
        lines[setter->sheet.n - 1].keep = true;
    sheet_set(&setter->sheet, &passage);
}

static void set_quote(struct setter *setter, size_t index, double indent)
{
    const struct piece *piece = &setter->document->pieces[index];
    bool follows = index > 0 && setter->document->pieces[index - 1].kind == PIECE_QUOTE;
    sheet_set(&setter->sheet, &(struct sheet_passage){.style = PDF_BODY,
                                                      .text = piece->text,
                                                      .left = indent + QUOTE_INDENT,
                                                      .before = follows ? 0 : ITEM_GAP,
                                                      .side = SHEET_BAR,
                                                      .side_left = indent,
                                                      .opens = !follows});
}

static void set_plain(struct setter *setter, const struct piece *piece, double indent, bool after_title)
{
    struct sheet_passage passage = {
        .style = PDF_BODY, .text = piece->text, .left = indent, .before = ITEM_GAP};
    if (piece->kind == PIECE_SMALL) {
        passage.style = PDF_SMALL;
        passage.before = after_title ? 4 : 0;
    } else if (piece->kind == PIECE_HEADING) {
        passage.style = PDF_HEADING;
        passage.before = SECTION_GAP;
        passage.keep = true;
    } else if (piece->kind == PIECE_TITLE) {
        passage.style = PDF_TITLE;
        passage.before = 0;
        passage.keep = true;
    }
    sheet_set(&setter->sheet, &passage);
}

static void set_piece(struct setter *setter, size_t index)
{
    const struct piece *piece = &setter->document->pieces[index];
    double indent = piece->depth ? setter->hang : 0;
    switch (piece->kind) {
    case PIECE_TITLE:
    case PIECE_HEADING:
    case PIECE_PARAGRAPH:
    case PIECE_SMALL:
        set_plain(setter, piece, indent, index > 0 && piece[-1].kind == PIECE_TITLE);
        break;
    case PIECE_NUMBERED:
    case PIECE_TICK:
        set_item(setter, index);
        break;
    case PIECE_QUOTE:
        set_quote(setter, index, indent);
        break;
    case PIECE_SOURCE:
        set_source(setter, index);
        break;
    case PIECE_SUPPLEMENT:
        set_supplement(setter, index);
        break;
    case PIECE_CONTACT:
        set_contact(setter, index);
        break;
    case PIECE_CODE:
        sheet_code(&setter->sheet, SECTION_GAP, piece->link, DOCUMENT_CHECK_HOST);
        break;
    case PIECE_RULE:
        sheet_rule(&setter->sheet, 2 * ITEM_GAP);
        break;
    }
}

static cairo_status_t write_bytes(void *context, const unsigned char *bytes, unsigned n)
{
    FILE *stream = context;
    return fwrite(bytes, 1, n, stream) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static int error_of(cairo_status_t status)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return 0;
    return status == CAIRO_STATUS_NO_MEMORY || status == CAIRO_STATUS_WRITE_ERROR ? -ENOMEM : -EIO;
}

static int write_pages(FILE *stream, const struct sheet *sheet, const char *name)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(write_bytes, stream, SHEET_WIDTH, SHEET_HEIGHT);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, name);
    cairo_t *cairo = cairo_create(surface);
    sheet_draw(sheet, cairo);
    cairo_status_t status = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return error_of(status);
}

static int write_document(char **out, size_t *n, const struct sheet *sheet, const char *name)
{
    char *bytes = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&bytes, &size);
    if (!stream)
        return -ENOMEM;
    int error = write_pages(stream, sheet, name);
    bool failed = ferror(stream);
    failed |= fclose(stream) != 0;
    if (!error && failed)
        error = -ENOMEM;
    if (error) {
        free(bytes);
        return error;
    }
    *out = bytes;
    *n = size;
    return 0;
}

int PDF_MODULE_ENTRY(char **out, size_t *n, const struct document *document)
{
    struct setter setter = {.document = document};
    int error = document_error(document);
    if (!error)
        error = sheet_init(&setter.sheet);
    if (error)
        return error;
    for (size_t i = 0; i < document->n; i++)
        set_piece(&setter, i);
    error = setter.sheet.error;
    if (!error)
        error = write_document(out, n, &setter.sheet, document->name);
    sheet_fini(&setter.sheet);
    return error;
}
