/* SPDX-License-Identifier: MIT */
/* The whole content as it was read, before it is checked against itself and written.
 * Strings are in the pool. */
#ifndef DB_COMPILE_DRAFT_H
#define DB_COMPILE_DRAFT_H

#include "db/compile/blocks.h"
#include "db/compile/source.h"
#include "db/compile/table.h"
#include "db/content.h"
#include "db/guide.h"

/* A value and where it stands. */
struct entry {
    const char *text;
    int line;
};

struct entries {
    const struct entry *items;
    size_t n;
};

struct draft_link {
    struct entry id;
    const char *purpose, *url, *grade, *checked;
    char host[64];
};

struct draft_supplement {
    const char *path;
    struct entry id;
    const char *title, *source, *date;
    struct body body;
};

struct draft_question {
    const char *path;
    int number; /* 0: could not be read */
    const char *title, *short_title;
    unsigned audience;
    struct entries aliases, links, related, supplements;
    struct body body;
};

/* Where a guide is from. Its nodes, options, edges … are in the order in which the file has them. */
struct draft_guide {
    const char *path;
    const struct node *map; /* the whole file */
};

struct draft_institutions {
    const char *path; /* of institutions.yaml */
    const char *source, *date;
    struct entry link;
    struct table table, former;
    const struct table_row **by_code; /* the rows of table in the order of codes; NULL if there is no table */
};

struct draft_reading {
    const char *character, *readings;
};

struct draft_content {
    struct pool pool;
    struct source *sources; /* in the order of their names */
    size_t n_sources;
    const char *title, *label, *compiled; /* of the edition */
    struct draft_link *links;
    size_t n_links;
    const char *links_path;
    struct draft_supplement *supplements;
    size_t n_supplements;
    struct draft_question questions[CONTENT_QUESTIONS];
    struct guide guides[CONTENT_QUESTIONS]; /* strings and arrays in the pool */
    struct draft_guide guide_files[CONTENT_QUESTIONS];
    bool guides_complete; /* nothing was wrong within a file: they may be checked against each other */
    struct draft_institutions institutions;
    struct draft_reading *readings; /* of the characters that occur */
    size_t n_readings;
};

#endif
