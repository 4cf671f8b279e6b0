/* SPDX-License-Identifier: MIT */
/* What is inside a handle: shared by handbook.c (opening), answer.c and guide_load.c (reading), and by nobody
 * else. */
#ifndef DB_STATEMENTS_H
#define DB_STATEMENTS_H

#include "db/handbook.h"
#include "db/rows.h"

struct institution_index;
struct pinyin;
struct search_shelf;
struct sqlite3;

enum statement {
    STATEMENT_EDITION,
    STATEMENT_QUESTIONS,
    STATEMENT_BLOCKS,
    STATEMENT_SUPPLEMENTS,
    STATEMENT_SUPPLEMENT,
    STATEMENT_QUESTION_LINKS,
    STATEMENT_RELATED,
    STATEMENT_ALIASES,
    STATEMENT_LINKS,
    STATEMENT_LINK,
    STATEMENT_GUIDES,
    STATEMENT_GUIDE_NODES,
    STATEMENT_GUIDE_OPTIONS,
    STATEMENT_GUIDE_EDGES,
    STATEMENT_GUIDE_CONDITIONS,
    STATEMENT_GUIDE_ITEMS,
    STATEMENT_GUIDE_QUOTES,
    STATEMENT_GUIDE_LINKS,
    STATEMENT_GUIDE_SUPPLEMENTS,
    STATEMENT_GUIDE_DATES,
    STATEMENT_INSTITUTION_LIST,
    STATEMENT_INSTITUTIONS,
    STATEMENT_INSTITUTION,
    STATEMENT_FORMER_NAMES,
    STATEMENT_FORMER_NAMES_OF,
    STATEMENT_READINGS,
    STATEMENT_VARIANTS,
    STATEMENT_SEARCH_SHELF,
    STATEMENT_SEARCH_MATCH,
    STATEMENT_SEARCH_ENTRIES,
    STATEMENT_SEARCH_INDEX,
    STATEMENT_COUNT,
};

struct handbook {
    struct sqlite3 *db;
    void *bytes; /* of a file; NULL when they are the caller's */
    struct sqlite3_stmt *statements[STATEMENT_COUNT];
    struct edition edition;
    struct question questions[CONTENT_QUESTIONS];
    struct pinyin *pinyin; /* NULL until it is asked for, and so is the next */
    struct institution_index *institutions;
    struct search_shelf *search;
};

/* A run of a statement; rows_next tells if it could not be prepared. */
struct rows handbook_rows(struct handbook *handbook, enum statement statement);

/* How the characters of the content are read, borrowed; loaded when first asked for. */
int handbook_pinyin(const struct pinyin **out, struct handbook *handbook);

#endif
