/* SPDX-License-Identifier: MIT */
/* Results as they are handed out. */
#ifndef DB_SEARCH_HITS_H
#define DB_SEARCH_HITS_H

#include "db/search_find.h"

struct hits {
    struct handbook *handbook;
    struct finding *finding;
    struct search_result *result;
    size_t limit; /* more are left out */
};

bool hits_full(const struct hits *hits);

/* Each adds one, unless it stands there already. 0, -ENOMEM, -EBADMSG, -ETIME. */
int hits_add_question(struct hits *hits, const struct found_question *question);
int hits_add_other(struct hits *hits, const struct found *found);

/* Schools that what was typed names. */
int hits_add_institutions(struct hits *hits, const char *typed, size_t max);

#endif
