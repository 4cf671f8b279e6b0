/* SPDX-License-Identifier: MIT */
/*
 * How well a text answers a query. A text is read once, character by character; a bit for each item says
 * where runs of items end that stand in it one behind the other (shift-and, as in db/pinyin.c). An item
 * counts for more the longer the run, and the fewer questions have it.
 */
#ifndef DB_SEARCH_SCORE_H
#define DB_SEARCH_SCORE_H

#include "db/search_query.h"

#include <stdint.h>

/* Which runs of a query stand in a text, by the item that each ends with. */
struct search_trace {
    uint64_t one, two, three, four;
    uint64_t skip; /* two items with one character between, in the text or in the query */
    uint64_t near_one, near_two, near_three;
    unsigned covered, n; /* how many of the text's characters fit */
};

/* Which items each character fits, exactly or nearly. */
struct search_masks {
    struct search_shelf *shelf;
    const struct search_query *query;
    size_t n_units;
    struct search_mask {
        uint64_t fits, nears; /* what fits nears, too */
    } * units;
    uint16_t *met; /* units that near any item */
    size_t n_met;
    uint64_t stops, spelt; /* items */
};

int search_masks_init(struct search_masks *out, struct search_shelf *shelf, const struct search_query *query);
void search_masks_fini(struct search_masks *masks); /* wiped */

struct search_trace search_trace(const struct search_masks *masks, const uint16_t *units, size_t n);

/* The entries of the shelf that have any of the query, in order, at most shelf->n; returns how many. */
struct search_traced {
    size_t entry;
    struct search_trace trace;
};
size_t search_trace_shelf(struct search_traced *out, const struct search_masks *masks);
void search_trace_join(struct search_trace *to, const struct search_trace *from);

/* What an item is worth by the best run that it stands in. */
enum search_run {
    RUN_FOUR,
    RUN_THREE,
    RUN_TWO,
    RUN_NEAR_THREE,
    RUN_NEAR_TWO,
    RUN_SKIP,
    RUN_ONE,
    RUN_NEAR_ONE,
    RUNS
};

struct search_weights {
    double items[SEARCH_QUERY_MAX][RUNS];
    double all;
};

/* `questions`: what each of them has in its titles, headings and aliases. */
void search_weigh(struct search_weights *out, const struct search_query *query,
                  const struct search_trace questions[CONTENT_QUESTIONS]);

/* How much of the query is in it, 0 to 1. */
double search_coverage(const struct search_masks *masks, const struct search_weights *weights,
                       const struct search_trace *trace);

/* The same, less what else the text says: for short texts. */
double search_fit(const struct search_masks *masks, const struct search_weights *weights,
                  const struct search_trace *trace);

#endif
