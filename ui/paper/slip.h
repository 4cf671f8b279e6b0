/* SPDX-License-Identifier: MIT */
/*
 * A slip: what a visitor takes home. Made of an answer, or of a guide's outcome: question and outcome, steps
 * to tick, what to bring, whom to see, the handbook's own sentence, the page's code with its host, edition
 * and date, and 以学信网页面和学校规定为准. Nothing of what the visitor answered or typed is on it.
 */
#ifndef UI_PAPER_SLIP_H
#define UI_PAPER_SLIP_H

#include "base/clock.h"
#include "db/guide.h"
#include "db/handbook.h"
#include "db/profile.h"
#include "db/site/addenda.h"
#include "ui/paper/document.h"

/* What every slip says of where it comes from. All borrowed. */
struct slip_frame {
    const struct edition *edition;
    const struct profile *profile;         /* NULL: this machine knows no school */
    struct date today;                     /* printed as the day of the slip */
    const struct addendum_shown *addendum; /* 本校补充 of the question; NULL: none */
};

/* The whole official answer with its supplements. The code is that of links[link], none if there is no such
 * link. 0 or -ENOMEM. */
int slip_from_answer(struct document **out, const struct slip_frame *frame, const struct answer *answer,
                     int link);

/*
 * A guide's outcome; `place` stands at one. The code is that of the outcome's link-th link (none if there is
 * no such link). 0; -EINVAL no outcome; -ENOMEM, -EBADMSG, -ETIME from reading links and supplements.
 */
int slip_from_outcome(struct document **out, const struct slip_frame *frame, struct handbook *handbook,
                      const struct guide_place *place, const struct guide_answers *answers, int link);

#endif
