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

static int add_step(struct flow *flow, const struct block *block)
{
    char label[WORDING_LABEL_MAX];
    wording_step_label(label, block);
    int wide = width_of_text(label) + 2;
    return flow_paragraph(flow, &(struct flow_paragraph){.style = text_style,
                                                         .label = label,
                                                         .label_style = number_style,
                                                         .hang = wide > STEP_HANG ? wide : STEP_HANG,
                                                         .text = block->text + block->label_bytes});
}

static int add_quote(struct flow *flow, const struct block *block, bool ends)
{
    int indent = block->depth * STEP_HANG;
    int error = flow_paragraph(
        flow, &(struct flow_paragraph){
                  .style = {.role = ROLE_QUOTE}, .indent = indent, .bar = true, .text = block->text});
    if (error || !ends)
        return error;
    _cleanup_free_ char *law = NULL;
    error = wording_law(&law, block);
    return error
               ? error
               : flow_paragraph(flow, &(struct flow_paragraph){
                                          .style = muted_style, .indent = indent, .bar = true, .text = law});
}

/* One of n blocks. */
static int add_block(struct flow *flow, const struct block *blocks, size_t n, size_t index)
{
    const struct block *block = &blocks[index];
    int error = 0;
    if (*block->heading)
        error = page_heading(flow, block->heading);
    else if (index > 0 && block->source == SOURCE_HANDBOOK)
        error = flow_gap(flow);
    if (error)
        return error;
    switch (block->kind) {
    case BLOCK_STEP:
        return add_step(flow, block);
    case BLOCK_QUOTE:
        return add_quote(flow, block, block_ends_quote(blocks, n, index));
    case BLOCK_PARAGRAPH:
    case BLOCK_NOTE:
        break;
    }
    return flow_paragraph(flow, &(struct flow_paragraph){.style = text_style,
                                                         .indent = block->depth * STEP_HANG,
                                                         .text = block->text});
}

int answer_flow_supplement(struct flow *flow, const struct supplement *supplement)
{
    int error = flow_gap(flow);
    if (!error)
        error = flow_frame_begin(flow, supplement_style, WORDING_SUPPLEMENT);
    if (!error)
        error = flow_paragraph(
            flow, &(struct flow_paragraph){.style = {ROLE_SUPPLEMENT, ATTR_BOLD}, .text = supplement->title});
    for (size_t i = 0; !error && i < supplement->n_blocks; i++)
        error = add_block(flow, supplement->blocks, supplement->n_blocks, i);
    _cleanup_free_ char *caption = NULL;
    if (!error)
        error = wording_supplement_source(&caption, supplement);
    return error ? error : flow_frame_end(flow, caption);
}

static const struct question *find_question(const struct ui *ui, int number)
{
    size_t n;
    const struct question *questions = handbook_questions(ui->handbook, &n);
    for (size_t i = 0; i < n; i++)
        if (questions[i].number == number)
            return &questions[i];
    return NULL;
}

static int add_related(struct flow *flow, const struct answer *answer, const struct reading *reading,
                       const struct ui *ui)
{
    int error = answer->n_related ? page_heading(flow, "相关问题（按编号打开）") : 0;
    for (size_t i = 0; !error && i < answer->n_related; i++) {
        const struct question *question = find_question(ui, answer->related[i]);
        char label[16];
        snprintf(label, sizeof(label), "%2d", answer->related[i]);
        if (question)
            error = flow_paragraph(flow, &(struct flow_paragraph){
                                             .style = accent_style,
                                             .label = label,
                                             .label_style = number_style,
                                             .hang = 4,
                                             .text = question->title,
                                             .event = {.action = ACTION_RELATED, .value = question->number}});
        if (!error)
            error = reading_target_gap(flow, reading);
    }
    return error;
}

/* The guide comes first: one key or tap away. */
static int add_guide_hint(struct flow *flow, const struct ui *ui)
{
    int error = flow_paragraph(
        flow, &(struct flow_paragraph){.style = {ROLE_ACCENT, ATTR_BOLD},
                                       .label = ui->glyphs->pointer,
                                       .label_style = {ROLE_KEY, ATTR_BOLD},
                                       .hang = 2,
                                       .text = "回答几个问题，直接看您该怎么办：按空格或点这里",
                                       .event = {.action = ACTION_GUIDE}});
    return error ? error : flow_gap(flow);
}

int answer_flow_blocks(struct flow *flow, const struct answer *answer)
{
    int error = 0;
    for (size_t i = 0; !error && i < answer->n_blocks; i++) {
        flow_anchor(flow, i);
        error = add_block(flow, answer->blocks, answer->n_blocks, i);
    }
    return error;
}

/* Whom to see, where the handbook sends to the office and the school has said where that is. */
static int add_office(struct flow *flow, const struct answer *answer, const struct ui *ui)
{
    if (!profile_has_contact(ui->profile) || !wording_names_office(answer))
        return 0;
    int error = page_heading(flow, "找谁");
    return error ? error : office_flow(flow, ui->profile);
}

int answer_flow(struct flow *flow, const struct answer *answer, const struct reading *reading,
                const struct ui *ui, const struct answer_flow_options *options)
{
    int error = options->with_title ? page_heading(flow, answer->question.title) : 0;
    if (!error && options->with_title)
        error = flow_gap(flow);
    if (!error && options->with_guide)
        error = add_guide_hint(flow, ui);
    if (!error)
        error = reading_code_hint(flow, reading, ui);
    if (!error)
        error = answer_flow_blocks(flow, answer);
    if (!error)
        error = add_office(flow, answer, ui);
    if (!error && options->addendum)
        error = addendum_flow(flow, options->addendum);
    for (size_t i = 0; !error && i < answer->n_supplements; i++)
        error = answer_flow_supplement(flow, &answer->supplements[i]);
    if (!error)
        error = reading_links(flow, reading);
    return error ? error : add_related(flow, answer, reading, ui);
}
