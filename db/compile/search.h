/* SPDX-License-Identifier: MIT */
/* The index of the search, out of the content or of any other stream of entries (a benchmark's). */
#ifndef DB_COMPILE_SEARCH_H
#define DB_COMPILE_SEARCH_H

#include "db/compile/draft.h"
#include "db/compile/writer.h"
#include "db/search_entry.h"
#include "db/tokenizer.h"

/* The likeliest first: the order of the calls is the rank of what is equally good. */
struct search_build {
    struct writer *writer;
    struct tokenizer tokenizer; /* that of the writer's connection */
    long long n;
};

/* tokenizer_register on the writer's connection, before the schema is made. */
void search_build_begin(struct search_build *build, struct writer *writer);

/* spelt: also found by pinyin and initials, which makes the index about three times as large; NULL: by Han
 * alone. */
void search_build_add(struct search_build *build, const struct entry_row *row, const struct pinyin *spelt);

/* Makes one tree of the index, which is what a reader wants. */
void search_build_end(struct search_build *build);

/* All of the content. */
void write_search(struct search_build *build, const struct draft_content *content);

#endif
