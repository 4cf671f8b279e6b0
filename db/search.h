/* SPDX-License-Identifier: MIT */
/*
 * Finding what a visitor means: Chinese, full pinyin with or without spaces, initials, a mix, a question's
 * number, an unfinished last syllable, one slip, traditional characters, whole sentences as people say them.
 *
 * The query is built from tokens, never from typed text, and nothing typed is kept. Titles, aliases and
 * headings weigh more than body text; in a sentence the words that tell questions apart weigh most.
 */
#ifndef DB_SEARCH_H
#define DB_SEARCH_H

#include "db/handbook.h"

#include <stdbool.h>
#include <stddef.h>

#define SEARCH_QUERY_MAX 64 /* code points that are looked at; the rest is ignored */
#define SEARCH_MARKS_MAX 8

enum search_kind {
    SEARCH_QUESTION = 1, /* a question; text is the passage or alias that matched, "" if the title did */
    SEARCH_PASSAGE =
        2, /* a place within an answer; or, with block -1, in a supplement of it: target is its id */
    SEARCH_OUTCOME = 3, /* where a guide ends; target is the outcome's node id */
    SEARCH_LINK = 4, /* target is the link's id, text its host; question is the first that names it, or 0 */
    SEARCH_INSTITUTION = 5, /* target is the code; question is 0 */
};

/* A piece of text that matched, in bytes. */
struct search_mark {
    size_t start, n;
};

struct search_hit {
    enum search_kind kind;
    int question;
    char *title;
    char *text;
    char *target; /* "" where the kind has none */
    int block;    /* passage: index in answer.blocks, else -1 */
    struct search_mark title_marks[SEARCH_MARKS_MAX], text_marks[SEARCH_MARKS_MAX];
    size_t n_title_marks, n_text_marks;
};

struct search_result {
    struct search_hit *hits; /* best first */
    size_t n;
    bool nearest; /* nothing fits; these are the nearest */
};

/*
 * Any bytes are fine; an empty query finds nothing. The caller frees with search_free. -ENOMEM, -ETIME,
 * -EBADMSG.
 */
int search_find(struct search_result **out, struct handbook *handbook, const char *query, size_t limit);
void search_free(struct search_result *result);

/* Reads everything that a search may, as `check`, an update and the compiler do (handbook_check calls it). */
int search_check(struct handbook *handbook);

const char *
search_kind_name(enum search_kind kind); /* "question", "passage", "outcome", "link", "institution" */

#endif
