/* SPDX-License-Identifier: MIT */
/* What was found, before it is shown: shared by search.c and search_find.c. */
#ifndef DB_SEARCH_FIND_H
#define DB_SEARCH_FIND_H

#include "db/search_row.h"
#include "db/search_score.h"

#define FOUND_MAX 48 /* of short entries that are no questions', and of passages */

struct found {
    long long id;
    enum entry_kind kind;
    int question;
    double score;
};

struct found_question {
    int number;
    double score;
    double coverage;   /* how much of the query its titles, headings and aliases have together */
    struct found best; /* the entry that answers best; id 0: none */
};

struct finding {
    struct kept_rows *rows; /* what the index found; the rest of what was found is on the shelf */
    struct search_masks masks;
    struct search_weights weights;
    struct found_question questions[CONTENT_QUESTIONS]; /* best first */
    struct found others[FOUND_MAX];                     /* outcomes, links and passages, best first */
    size_t n_others;
};

/* Asks the shelf and the index. search_masks_fini(&out->masks) on success. `rows`: the caller's, to which
 * rows are added. -ENOMEM, -ETIME, -EBADMSG. */
int search_finding(struct finding *out, struct kept_rows *rows, struct handbook *handbook,
                   struct search_shelf *shelf, const struct search_query *query);

/* What was found, by its id; texts are borrowed from the shelf or the rows. False if it was not. */
bool search_found_row(struct entry_row *out, const struct finding *finding, long long id);

#endif
