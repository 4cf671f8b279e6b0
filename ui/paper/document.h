/* SPDX-License-Identifier: MIT */
/*
 * What goes on paper, without a word about how: a list of pieces in order. A slip is made of an answer or of
 * a guide's outcome (ui/paper/slip.h) and set for a receipt printer (ui/paper/escpos.h), for A4
 * (ui/paper/pdf.h) or as plain text for the preview. All text is UTF-8 and passes the text sink
 * (base/sanitize.h) when it is added.
 *
 * Adding fails with -ENOMEM and sticks, so that a document is made in one go and looked at once:
 * document_error.
 */
#ifndef UI_PAPER_DOCUMENT_H
#define UI_PAPER_DOCUMENT_H

#include "db/handbook.h"

#include <stddef.h>

enum piece_kind {
    PIECE_TITLE,   /* once, at the top: large where the paper can */
    PIECE_HEADING, /* 依次办理, 请带, 找谁, 手册原文 */
    PIECE_PARAGRAPH,
    PIECE_NUMBERED,   /* label "1" */
    PIECE_TICK,       /* a box to tick with a pen; label "1" or "" */
    PIECE_QUOTE,      /* the handbook's or a law's own words */
    PIECE_SOURCE,     /* whose words those above are, flush right */
    PIECE_SUPPLEMENT, /* 补充说明, which is no official wording: framed or ruled off; see document_frame */
    PIECE_CONTACT,    /* label 地点, 电话 … or a page's purpose, text beside it */
    PIECE_CODE,       /* a QR code with purpose and host in words */
    PIECE_SMALL,      /* remarks, edition and date, 以学信网页面和学校规定为准 */
    PIECE_RULE,
};

struct piece {
    enum piece_kind kind;
    int depth;         /* 0, or 1 for what belongs to the numbered piece before it */
    char *label;       /* "" if none */
    char *text;        /* "" for PIECE_CODE and PIECE_RULE */
    struct link *link; /* of a PIECE_CODE, an own copy; else NULL */
};

struct document {
    char *name; /* what the job is called in a print queue: 一本通 问题6 */
    struct piece *pieces;
    size_t n, room;
    int depth; /* of the pieces that are added next */
    int error;
};

/* What document_add_code says with every code, below its purpose and its host. */
#define DOCUMENT_CHECK_HOST "扫码前请核对网址"

/* What stands before a piece that is to be ticked off, where it is not drawn. */
#define DOCUMENT_BOX "□"

/* The caller frees. -ENOMEM. */
int document_new(struct document **out, const char *name);
int document_copy(struct document **out, const struct document *document); /* likewise; -errno it had */
void document_free(struct document *document);

static inline void document_free_pointer(struct document **document)
{
    document_free(*document);
}
#define _cleanup_document_ _cleanup_(document_free_pointer)

void document_add(struct document *document, enum piece_kind kind, const char *text);
void document_add_labelled(struct document *document, enum piece_kind kind, const char *label,
                           const char *text);
/* Only a row of the table of links can become a code; it is copied. */
void document_add_code(struct document *document, const struct link *link);

/* Whether the pieces that are added from now on belong to the numbered piece before them (1) or not (0). */
void document_set_depth(struct document *document, int depth);

/* The first failure of adding, or 0. */
int document_error(const struct document *document);

/*
 * A supplement is a run of pieces in one frame: first its title, labelled with what it is, then its text,
 * last a PIECE_SOURCE. Where piece `index` stands in one.
 */
enum document_frame { FRAME_NONE, FRAME_FIRST, FRAME_WITHIN, FRAME_LAST };
enum document_frame document_frame(const struct document *document, size_t index);

/* The pieces around `index` that make one list with it, of its kind and depth: *first to *end - 1. */
void document_list(size_t *first, size_t *end, const struct document *document, size_t index);

#endif
