/* SPDX-License-Identifier: MIT */
/* An answer set as text: official blocks, supplements apart, pages and related questions. */
#ifndef UI_ANSWER_FLOW_H
#define UI_ANSWER_FLOW_H

#include "db/handbook.h"
#include "ui/flow.h"

struct answer_flow_options {
    const struct glyphs *glyphs;
    int columns;
    bool with_title; /* the title bar has no room for it */
    bool code_aside; /* the code stands beside the text; else the text says where to find it */
    const struct question *questions; /* all, for the titles of related ones */
    size_t n_questions;
};

/* 0 or -ENOMEM. The caller frees with flow_free. */
int answer_flow(struct flow **out, const struct answer *answer, const struct answer_flow_options *options);

#endif
