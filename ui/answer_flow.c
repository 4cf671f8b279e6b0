/* SPDX-License-Identifier: MIT */
#include "ui/answer_flow.h"

#include "ui/addendum_flow.h"
#include "ui/office_flow.h"
#include "ui/page.h"
#include "ui/wording.h"

#include "base/error.h"
#include "base/width.h"

#include <string.h>

#define STEP_HANG 3 /* "1" and two blanks */

static const struct style text_style = {.role = ROLE_TEXT};
static const struct style muted_style = {.role = ROLE_MUTED};
static const struct style accent_style = {.role = ROLE_ACCENT};
static const struct style number_style = {.role = ROLE_KEY, .attrs = ATTR_BOLD};
static const struct style supplement_style = {.role = ROLE_SUPPLEMENT};

static void add_step(struct flow *flow, const struct block *block)
{
    char label[WORDING_LABEL_MAX];
    wording_step_label(label, block);
    int wide = width_of_text(label) + 2;
    flow_paragraph(flow, &(struct flow_paragraph){.style = text_style,
                                                  .label = label,
                                                  .label_style = number_style,
                                                  .hang = wide > STEP_HANG ? wide : STEP_HANG,
                                                  .text = block->text + block->label_bytes});
}

static void add_quote(struct flow *flow, const struct block *block, bool ends)
{
    int indent = block->depth * STEP_HANG;
    flow_paragraph(flow,
                   &(struct flow_paragraph){
                       .style = {.role = ROLE_QUOTE}, .indent = indent, .bar = true, .text = block->text});
    if (!ends)
        return;
    _cleanup_free_ char *law = NULL;
    if (flow_fail(flow, wording_law(&law, block)) == 0)
        flow_paragraph(
            flow, &(struct flow_paragraph){.style = muted_style, .indent = indent, .bar = true, .text = law});
}

/* One of n blocks. */
static void add_block(struct flow *flow, const struct block *blocks, size_t n, size_t index)
{
    const struct block *block = &blocks[index];
    if (*block->heading)
        page_heading(flow, block->heading);
    else if (index > 0 && block->source == SOURCE_HANDBOOK)
        flow_gap(flow);
    switch (block->kind) {
    case BLOCK_STEP:
        add_step(flow, block);
        break;
    case BLOCK_QUOTE:
        add_quote(flow, block, block_ends_quote(blocks, n, index));
        break;
    case BLOCK_PARAGRAPH:
    case BLOCK_NOTE:
        flow_paragraph(flow, &(struct flow_paragraph){.style = text_style,
                                                      .indent = block->depth * STEP_HANG,
                                                      .text = block->text});
        break;
    }
}

int answer_flow_supplement(struct flow *flow, const struct supplement *supplement)
{
    _cleanup_free_ char *caption = NULL;
    if (flow_fail(flow, wording_supplement_source(&caption, supplement)) < 0)
        return flow_error(flow);
    flow_gap(flow);
    flow_frame_begin(flow, supplement_style, WORDING_SUPPLEMENT);
    flow_paragraph(flow, &(struct flow_paragraph){
                             .style = {ROLE_SUPPLEMENT, ATTR_BOLD}, .text = supplement->title, .keep = true});
    for (size_t i = 0; i < supplement->n_blocks; i++)
        add_block(flow, supplement->blocks, supplement->n_blocks, i);
    return flow_frame_end(flow, caption);
}

static void add_related(struct flow *flow, const struct answer *answer, const struct reading *reading,
                        const struct ui *ui)
{
    if (answer->n_related)
        page_heading(flow, "相关问题（按编号打开）");
    for (size_t i = 0; i < answer->n_related; i++) {
        const struct question *question = handbook_question(ui->handbook, answer->related[i]);
        char label[16];
        snprintf(label, sizeof(label), "%2d", question->number);
        flow_paragraph(
            flow, &(struct flow_paragraph){.style = accent_style,
                                           .label = label,
                                           .label_style = number_style,
                                           .hang = 4,
                                           .text = question->title,
                                           .event = {.action = ACTION_RELATED, .value = question->number}});
        reading_target_gap(flow, reading);
    }
}

/* The guide comes first: one key or tap away. */
static void add_guide_hint(struct flow *flow, const struct ui *ui)
{
    flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_ACCENT, ATTR_BOLD},
                                                  .label = ui->glyphs->pointer,
                                                  .label_style = {ROLE_KEY, ATTR_BOLD},
                                                  .hang = 2,
                                                  .text = "回答几个问题，直接看您该怎么办：按空格或点这里",
                                                  .event = {.action = ACTION_GUIDE}});
    flow_gap(flow);
}

int answer_flow_blocks(struct flow *flow, const struct answer *answer)
{
    for (size_t i = 0; i < answer->n_blocks; i++) {
        flow_anchor(flow, i);
        add_block(flow, answer->blocks, answer->n_blocks, i);
    }
    return flow_error(flow);
}

/* Whom to see, where the handbook sends to the office and the school has said where that is. */
static void add_office(struct flow *flow, const struct answer *answer, const struct ui *ui)
{
    if (!profile_has_contact(ui->profile) || !wording_names_office(answer))
        return;
    page_heading(flow, "找谁");
    office_flow(flow, ui->profile);
}

int answer_flow(struct flow *flow, const struct answer *answer, const struct reading *reading,
                const struct ui *ui, const struct answer_flow_options *options)
{
    if (options->with_title) {
        page_heading(flow, answer->question.title);
        flow_gap(flow);
    }
    if (options->with_guide)
        add_guide_hint(flow, ui);
    reading_code_hint(flow, reading, ui);
    answer_flow_blocks(flow, answer);
    add_office(flow, answer, ui);
    if (options->addendum)
        addendum_flow(flow, options->addendum);
    for (size_t i = 0; i < answer->n_supplements; i++)
        answer_flow_supplement(flow, &answer->supplements[i]);
    reading_links(flow, reading);
    add_related(flow, answer, reading, ui);
    return flow_error(flow);
}
