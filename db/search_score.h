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

/* Which items a character fits, found when it is first met. */
struct search_masks {
    struct search_shelf *shelf;
    const struct search_query *query;
    size_t n_units;
    struct search_mask {
        uint64_t fits, nears;
        bool known;
    } * units;
    uint64_t stops, spelt; /* items */
};

int search_masks_init(struct search_masks *out, struct search_shelf *shelf, const struct search_query *query);
void search_masks_fini(struct search_masks *masks); /* wiped */
const struct search_mask *search_mask_of(struct search_masks *masks, uint16_t unit);

struct search_trace search_trace(struct search_masks *masks, const uint16_t *units, size_t n);
void search_trace_join(struct search_trace *to, const struct search_trace *from);

struct search_weights {
    double items[SEARCH_QUERY_MAX];
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
