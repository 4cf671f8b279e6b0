/* SPDX-License-Identifier: MIT */
#include "ui/paper/slip_common.h"

#include "base/error.h"
#include "ui/wording.h"

#include <string.h>

static void add_quote(struct document *document, const struct block *block, bool ends)
{
    char *law;
    document_add(document, PIECE_QUOTE, block->text);
    if (ends)
        slip_add_words(document, PIECE_SOURCE, wording_law(&law, block) == 0 ? law : NULL);
}

static void add_block(struct document *document, const struct answer *answer, size_t index)
{
    const struct block *block = &answer->blocks[index];
    char label[WORDING_LABEL_MAX];
    document_set_depth(document, 0);
    if (*block->heading)
        document_add(document, PIECE_HEADING, block->heading);
    document_set_depth(document, block->depth);
    switch (block->kind) {
    case BLOCK_STEP:
        wording_step_label(label, block);
        document_add_labelled(document, PIECE_NUMBERED, label, block->text + block->label_bytes);
        break;
    case BLOCK_QUOTE:
        add_quote(document, block, block_ends_quote(answer->blocks, answer->n_blocks, index));
        break;
    case BLOCK_PARAGRAPH:
    case BLOCK_NOTE:
        document_add(document, PIECE_PARAGRAPH, block->text);
        break;
    }
}

int slip_from_answer(struct document **out, const struct slip_frame *frame, const struct answer *answer,
                     int link)
{
    struct document *document;
    char number[48];
    int error = slip_new(&document, answer->question.number);
    if (error)
        return error;
    snprintf(number, sizeof(number), "一本通 问题%d 手册原文", answer->question.number);
    document_add(document, PIECE_TITLE, answer->question.title);
    document_add(document, PIECE_SMALL, number);
    document_add(document, PIECE_RULE, "");
    for (size_t i = 0; i < answer->n_blocks; i++)
        add_block(document, answer, i);
    document_set_depth(document, 0);
    if (profile_has_contact(frame->profile) && wording_names_office(answer)) {
        document_add(document, PIECE_HEADING, "找谁");
        slip_add_contact(document, frame->profile);
    }
    if (frame->addendum)
        slip_add_addendum(document, frame->addendum);
    for (size_t i = 0; i < answer->n_supplements; i++)
        slip_add_supplement(document, &answer->supplements[i]);
    slip_add_pages(document, answer->links, answer->n_links, link);
    slip_add_end(document, frame);
    return slip_finish(out, document, 0);
}
