/* SPDX-License-Identifier: MIT */
/* A query as FTS5 reads it, made of tokens alone (db/tokenizer.h): nothing that was typed can be taken for
 * syntax. */
#ifndef DB_SEARCH_PHRASES_H
#define DB_SEARCH_PHRASES_H

#include "db/search_query.h"

#define PHRASES_BYTES 8192

enum phrases {
    PHRASES_ALL, /* everything that matters, in phrases as long as they can be */
    PHRASES_ANY, /* any two characters of it */
};

/* "" if there is nothing to ask for. is_long: of the long texts; else of the short ones. To be wiped. */
void search_phrases(char out[PHRASES_BYTES], const struct search_query *query, enum phrases which,
                    bool is_long);

#endif
