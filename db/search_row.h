/* SPDX-License-Identifier: MIT */
/* Rows of search_entry, read. */
#ifndef DB_SEARCH_ROW_H
#define DB_SEARCH_ROW_H

#include "db/rows.h"
#include "db/search_entry.h"

struct search_row {
    struct entry_row row;
    char *target, *title, *text; /* what row borrows */
};

/* The columns id, kind, question, target, block, title, text. What is wrong sticks in rows. */
void search_row_read(struct search_row *out, struct rows *rows);
void search_row_fini(struct search_row *row);

#endif
