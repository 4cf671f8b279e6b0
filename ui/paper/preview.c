/* SPDX-License-Identifier: MIT */
#include "ui/paper/preview.h"

#include "base/error.h"
#include "base/width.h"
#include "ui/page.h"

#include <string.h>

#define LABEL_GAP 2
#define BOX_COLUMNS 2 /* "☐ " */

static const struct style text_style = {.role = ROLE_TEXT};
static const struct style strong_style = {.role = ROLE_TEXT, .attrs = ATTR_BOLD};
static const struct style muted_style = {.role = ROLE_MUTED};
static const struct style supplement_style = {.role = ROLE_SUPPLEMENT};

static int list_hang(const struct document *document, size_t index)
{
    size_t first, end;
    int widest = 0;
    document_list(&first, &end, document, index);
    for (size_t i = first; i < end; i++) {
        int width = width_of_text(document->pieces[i].label);
        widest = width > widest ? width : widest;
    }
    return widest ? widest + LABEL_GAP : 0;
}

static int add_item(struct flow *flow, const struct document *document, size_t index, struct style style)
{
    const struct piece *piece = &document->pieces[index];
    _cleanup_free_ char *label = NULL;
    bool box = piece->kind == PIECE_TICK;
    int hang = list_hang(document, index);
    if (asprintf(&label, "%s%s", box ? "☐ " : "", piece->label) < 0)
        return -ENOMEM;
    return flow_paragraph(flow, &(struct flow_paragraph){.style = style,
                                                         .label = label,
                                                         .label_style = {ROLE_KEY, 0},
                                                         .hang = hang + (box ? BOX_COLUMNS : 0),
                                                         .text = piece->text});
}

/* In two columns where the labels are short; else one behind the other, or below: a host is never broken. */
static int add_contact(struct flow *flow, const struct document *document, size_t index)
{
    const struct piece *piece = &document->pieces[index];
    int hang = list_hang(document, index), label = width_of_text(piece->label) + LABEL_GAP;
    if (hang > flow_columns(flow) / 3)
        hang = label + width_of_text(piece->text) <= flow_columns(flow) ? label : 0;
    if (hang)
        return page_row(flow, piece->label, hang, piece->text);
    int error = page_text(flow, piece->label);
    return error ? error
                 : flow_paragraph(flow, &(struct flow_paragraph){
                                            .style = text_style, .indent = LABEL_GAP, .text = piece->text});
}

static int add_supplement(struct flow *flow, const struct document *document, size_t index)
{
    const struct piece *piece = &document->pieces[index];
    if (document_frame(document, index) != FRAME_FIRST)
        return add_item(flow, document, index, supplement_style);
    int error = flow_gap(flow);
    if (!error)
        error = flow_frame_begin(flow, supplement_style, piece->label);
    return error ? error
                 : flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_SUPPLEMENT, ATTR_BOLD},
                                                                 .text = piece->text});
}

static int add_code(struct flow *flow, const struct link *link)
{
    _cleanup_free_ char *words = NULL;
    if (asprintf(&words, "〔二维码〕%s  %s", link->purpose, link->host) < 0)
        return -ENOMEM;
    int error = flow_gap(flow);
    if (!error)
        error = flow_paragraph(flow, &(struct flow_paragraph){.style = strong_style, .text = words});
    return error ? error : page_text(flow, DOCUMENT_CHECK_HOST);
}

static int add_plain(struct flow *flow, const struct piece *piece, int indent)
{
    bool quoted = piece->kind == PIECE_QUOTE, source = piece->kind == PIECE_SOURCE;
    struct flow_paragraph paragraph = {
        .style = text_style, .indent = indent, .bar = quoted || source, .right = source, .text = piece->text};
    if (quoted)
        paragraph.style = (struct style){.role = ROLE_QUOTE};
    else if (piece->kind == PIECE_TITLE)
        paragraph.style = (struct style){.role = ROLE_HEADING, .attrs = ATTR_BOLD};
    else if (source || piece->kind == PIECE_SMALL)
        paragraph.style = muted_style;
    return flow_paragraph(flow, &paragraph);
}

/* *hang: of the list that pieces of depth 1 belong to. */
static int add_piece(struct flow *flow, const struct document *document, size_t index, int *hang)
{
    const struct piece *piece = &document->pieces[index];
    switch (piece->kind) {
    case PIECE_HEADING:
        return page_heading(flow, piece->text);
    case PIECE_NUMBERED:
    case PIECE_TICK:
        *hang = list_hang(document, index) + (piece->kind == PIECE_TICK ? BOX_COLUMNS : 0);
        return add_item(flow, document, index, text_style);
    case PIECE_SUPPLEMENT:
        return add_supplement(flow, document, index);
    case PIECE_CONTACT:
        return add_contact(flow, document, index);
    case PIECE_CODE:
        return add_code(flow, piece->link);
    case PIECE_RULE:
        return flow_gap(flow);
    case PIECE_SOURCE:
        if (document_frame(document, index) == FRAME_LAST)
            return flow_frame_end(flow, piece->text);
        break;
    case PIECE_TITLE:
    case PIECE_PARAGRAPH:
    case PIECE_QUOTE:
    case PIECE_SMALL:
        break;
    }
    return add_plain(flow, piece, piece->depth ? *hang : 0);
}

int paper_preview(struct flow *flow, const struct document *document)
{
    int hang = 0, error = document_error(document);
    for (size_t i = 0; !error && i < document->n; i++)
        error = add_piece(flow, document, i, &hang);
    return error;
}
