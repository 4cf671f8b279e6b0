/* SPDX-License-Identifier: MIT */
/* What the search finds: the rows of search_entry, written by db/compile/search.c, read by db/search*.c. */
#ifndef DB_SEARCH_ENTRY_H
#define DB_SEARCH_ENTRY_H

#include <stddef.h>

/*
 * Never renumber; add behind. Rows stand in this order, because a row's number is its rank before anything is
 * known of it. The short ones, up to ENTRY_LINK, are what the reader keeps in memory (db/search_shelf.h).
 */
enum entry_kind {
    ENTRY_TITLE = 1, /* of a question */
    ENTRY_SHORT_TITLE = 2,
    ENTRY_ALIAS = 3,      /* how people ask it */
    ENTRY_HEADING = 4,    /* above a block of the answer */
    ENTRY_OUTCOME = 5,    /* title of a guide's end; target: its node */
    ENTRY_LINK = 6,       /* text: its purpose; title: its host; target: its id */
    ENTRY_BLOCK = 7,      /* of the answer; block: its index */
    ENTRY_STEP = 8,       /* of an outcome; title: the outcome's; target: its node */
    ENTRY_SUPPLEMENT = 9, /* its blocks; title: the supplement's; target: its id */
};

struct entry_row {
    long long id; /* 0 in one that is to be written: the next */
    enum entry_kind kind;
    int question;                      /* 0: none */
    int block;                         /* -1: none */
    const char *target, *title, *text; /* never NULL */
};

#endif
