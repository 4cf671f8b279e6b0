/* SPDX-License-Identifier: MIT */
#include "ui/paper/escpos.h"

#include "base/error.h"
#include "ui/paper/escpos_setting.h"

#include <string.h>

#define COLUMN_DOTS 12
#define CODE_DOTS_MAX 336 /* 42 mm: a phone reads it at arm's length, and paper is saved */
#define TITLE_LINES 3     /* large if it takes no more, else only tall */
#define QUOTE_INDENT 2
#define INLINE_GAP 2
#define SECTION_GAP 20 /* dots */
#define ITEM_GAP 8
#define RULE "─"
#define SUPPLEMENT_RULE "┄"

static void add_title(struct roll *roll, const struct piece *piece)
{
    int lines = 0;
    roll_measure(roll, &lines, piece->text, roll->columns / 2);
    roll_set(roll, &(struct passage){.text = piece->text,
                                     .size = lines <= TITLE_LINES ? ESCPOS_LARGE : ESCPOS_TALL,
                                     .bold = true});
}

/* The widest label of the list and how far behind it the text starts. */
static int list_hang(struct roll *roll, size_t index)
{
    size_t first, end;
    int widest = 0, blanks = roll->options->paper == PAPER_58 ? 1 : 2;
    document_list(&first, &end, roll->document, index);
    for (size_t i = first; i < end; i++) {
        int width = roll_measure(roll, NULL, roll->document->pieces[i].label, roll->columns);
        if (width > widest)
            widest = width;
    }
    return widest ? widest + blanks : 0;
}

static void add_item(struct roll *roll, size_t index)
{
    const struct piece *piece = &roll->document->pieces[index];
    bool ticked = piece->kind == PIECE_TICK;
    const char *box = ticked ? DOCUMENT_BOX : "";
    const char *blank = ticked && *piece->label && roll->options->paper != PAPER_58 ? " " : "";
    _cleanup_free_ char *label = NULL;
    if (asprintf(&label, "%s%s%s", box, blank, piece->label) < 0) {
        roll_stick(roll, -ENOMEM);
        return;
    }
    int hang = list_hang(roll, index),
        before = roll_measure(roll, NULL, box, roll->columns) + (int)strlen(blank);
    if (ticked && !hang)
        hang = 1;
    roll_set(roll, &(struct passage){.label = label, .hang = before + hang, .text = piece->text});
    roll->hang = roll_has_room(roll, before + hang) ? before + hang : 0;
}

/* In two columns where the labels are short; else one behind the other, or below: a host is never broken. */
static void add_contact(struct roll *roll, size_t index)
{
    const struct piece *piece = &roll->document->pieces[index];
    int hang = list_hang(roll, index), label = roll_measure(roll, NULL, piece->label, roll->columns);
    int text = roll_measure(roll, NULL, piece->text, roll->columns);
    if (hang > roll->columns / 3)
        hang = label + INLINE_GAP + text <= roll->columns ? label + INLINE_GAP : 0;
    if (hang) {
        roll_set(roll, &(struct passage){.label = piece->label, .hang = hang, .text = piece->text});
        return;
    }
    roll_set(roll, &(struct passage){.text = piece->label});
    roll_set(roll, &(struct passage){.text = piece->text, .indent = INLINE_GAP});
}

static void add_supplement(struct roll *roll, size_t index)
{
    const struct piece *piece = &roll->document->pieces[index];
    bool first = document_frame(roll->document, index) == FRAME_FIRST;
    if (first)
        roll_set(roll, &(struct passage){.text = piece->label, .rule = SUPPLEMENT_RULE});
    else if (*piece->label) {
        roll_set(roll, &(struct passage){
                           .label = piece->label, .hang = list_hang(roll, index), .text = piece->text});
        return;
    }
    roll_set(roll, &(struct passage){.text = piece->text, .bold = first});
}

static void add_source(struct roll *roll, size_t index, int indent)
{
    const struct piece *piece = &roll->document->pieces[index];
    roll_set(roll, &(struct passage){.text = piece->text, .indent = indent, .right = true});
    if (document_frame(roll->document, index) != FRAME_LAST)
        return;
    roll_rule(roll, SUPPLEMENT_RULE);
}

/* The largest scale that is comfortable; a code of QR_MODULES_MAX has one on the narrowest paper. */
static int code_scale(const struct roll *roll, int modules)
{
    int dots = roll->columns * COLUMN_DOTS;
    return (dots < CODE_DOTS_MAX ? dots : CODE_DOTS_MAX) / (modules + 2 * QR_QUIET);
}

static void add_code(struct roll *roll, const struct link *link)
{
    struct qr qr;
    int error = qr_encode(&qr, link, false);
    if (error) {
        roll_stick(roll, error);
        return;
    }
    roll_set(roll, &(struct passage){.text = link->purpose, .bold = true, .centred = true});
    escpos_centre(&roll->bytes, true);
    if (roll->options->native_code)
        escpos_native_code(&roll->bytes, link->url, code_scale(roll, qr.modules));
    else
        escpos_code(&roll->bytes, &qr, code_scale(roll, qr.modules));
    escpos_centre(&roll->bytes, false);
    int width = roll_measure(roll, NULL, link->host, roll->columns);
    roll_set(roll, &(struct passage){.text = link->host,
                                     .size = 2 * width <= roll->columns ? ESCPOS_LARGE : ESCPOS_TALL,
                                     .centred = true});
    roll_set(roll, &(struct passage){.text = DOCUMENT_CHECK_HOST, .centred = true});
}

/* Paper between a piece and the one before it. */
static int gap_before(const struct document *document, size_t index)
{
    if (index == 0)
        return 0;
    enum piece_kind before = document->pieces[index - 1].kind;
    switch (document->pieces[index].kind) {
    case PIECE_HEADING:
    case PIECE_CODE:
    case PIECE_RULE:
        return SECTION_GAP;
    case PIECE_SUPPLEMENT:
        return document_frame(document, index) == FRAME_FIRST ? SECTION_GAP : 0;
    case PIECE_PARAGRAPH:
    case PIECE_NUMBERED:
    case PIECE_TICK:
    case PIECE_QUOTE:
        return before == PIECE_HEADING || before == PIECE_RULE ? 0 : ITEM_GAP;
    case PIECE_TITLE:
    case PIECE_SOURCE:
    case PIECE_CONTACT:
    case PIECE_SMALL:
        break;
    }
    return 0;
}

/* A heading brings its own. */
static bool is_rule_needed(const struct document *document, size_t index)
{
    return index + 1 == document->n || document->pieces[index + 1].kind != PIECE_HEADING;
}

static void add_piece(struct roll *roll, size_t index)
{
    const struct piece *piece = &roll->document->pieces[index];
    int indent = piece->depth ? roll->hang : 0;
    switch (piece->kind) {
    case PIECE_TITLE:
        add_title(roll, piece);
        break;
    case PIECE_HEADING:
        roll_set(roll, &(struct passage){.text = piece->text, .bold = true, .rule = RULE});
        break;
    case PIECE_PARAGRAPH:
    case PIECE_SMALL:
        roll_set(roll, &(struct passage){.text = piece->text, .indent = indent});
        break;
    case PIECE_NUMBERED:
    case PIECE_TICK:
        add_item(roll, index);
        break;
    case PIECE_QUOTE:
        roll_set(roll, &(struct passage){.text = piece->text, .indent = indent + QUOTE_INDENT});
        break;
    case PIECE_SOURCE:
        add_source(roll, index, indent);
        break;
    case PIECE_SUPPLEMENT:
        add_supplement(roll, index);
        break;
    case PIECE_CONTACT:
        add_contact(roll, index);
        break;
    case PIECE_CODE:
        add_code(roll, piece->link);
        break;
    case PIECE_RULE:
        roll_rule(roll, RULE);
        break;
    }
}

/* Whether the printer has to be told that text may take several bytes a character. */
static bool is_chinese(const char *charset)
{
    return strncasecmp(charset, "GB", 2) == 0 || strcasecmp(charset, "EUC-CN") == 0 ||
           strcasecmp(charset, "CP936") == 0;
}

static int prepare(struct roll *roll)
{
    struct charset charset = {.is_utf8 = false};
    const char *name = roll->options->charset;
    if (roll->options->paper != PAPER_58 && roll->options->paper != PAPER_80)
        return -EINVAL;
    if (strlen(name) >= sizeof(charset.name) || strpbrk(name, "/,") || !charset_is_safe(name))
        return -EINVAL;
    memcpy(charset.name, name, strlen(name) + 1);
    roll->columns = roll->options->paper == PAPER_58 ? 32 : 48;
    roll->chinese = is_chinese(name);
    return charset_writer_new(&roll->writer, &charset);
}

int escpos_render(char **out, size_t *n, const struct document *document,
                  const struct escpos_options *options)
{
    struct roll roll = {.document = document, .options = options};
    int error = document_error(document);
    if (!error)
        error = prepare(&roll);
    if (error)
        return error;
    escpos_begin(&roll.bytes, roll.chinese);
    for (size_t i = 0; i < document->n && !roll.bytes.error; i++) {
        int gap = gap_before(document, i);
        if (document->pieces[i].kind == PIECE_RULE && !is_rule_needed(document, i))
            continue;
        if (gap)
            escpos_gap(&roll.bytes, gap);
        add_piece(&roll, i);
    }
    escpos_end(&roll.bytes, roll.chinese, options->cut);
    charset_writer_free(roll.writer);
    if (roll.bytes.error) {
        free(roll.bytes.data);
        return roll.bytes.error;
    }
    *out = roll.bytes.data;
    *n = roll.bytes.n;
    return 0;
}
