/* SPDX-License-Identifier: MIT */
/* An answer set as text: official blocks, supplements apart, pages and related questions. */
#ifndef UI_ANSWER_FLOW_H
#define UI_ANSWER_FLOW_H

#include "db/handbook.h"
#include "db/site/addenda.h"
#include "ui/flow.h"
#include "ui/reading.h"

struct answer_flow_options {
    bool with_title;                       /* the title bar has no room for it */
    bool with_guide;                       /* the question has a guide: offer it first */
    const struct addendum_shown *addendum; /* 本校补充; NULL: none */
};

/* Sets the answer into the flow. 0 or -ENOMEM. */
int answer_flow(struct flow *flow, const struct answer *answer, const struct reading *reading,
                const struct ui *ui, const struct answer_flow_options *options);

/* The official text alone. 0 or -ENOMEM. */
int answer_flow_blocks(struct flow *flow, const struct answer *answer);

/* One supplement in its frame; outcomes show them too. 0 or -ENOMEM. */
int answer_flow_supplement(struct flow *flow, const struct supplement *supplement);

#endif
