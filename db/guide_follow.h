/* SPDX-License-Identifier: MIT */
/* Following answers edge by edge: guide_resolve, and what the compiler has to know of the way. */
#ifndef DB_GUIDE_FOLLOW_H
#define DB_GUIDE_FOLLOW_H

#include "db/guide.h"

/* Nodes on one way, a question that is met again behind a hand-over counted again. */
#define GUIDE_HOPS_MAX 32

/* Every edge taken, in order. */
struct guide_trail {
    struct guide_step {
        const struct guide *guide;
        const struct guide_node *node;
        const struct guide_option *option;
        const struct guide_edge *edge;
    } items[GUIDE_HOPS_MAX];
    size_t n;
};

/* guide_resolve; trail may be NULL. */
int guide_follow(struct guide_place *out, struct guide_trail *trail, const struct guides *guides,
                 int question, const struct guide_answers *answers, struct date today);

#endif
