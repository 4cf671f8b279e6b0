/* SPDX-License-Identifier: MIT */
/* Rows of search_entry, read. */
#ifndef DB_SEARCH_ROW_H
#define DB_SEARCH_ROW_H

#include "db/rows.h"
#include "db/search_entry.h"

/* The columns id, kind, question, target, block, title, text; texts are borrowed as rows_borrowed has them, and
 * NULL where something is wrong, which sticks in rows. */
void search_row_read(struct entry_row *out, struct rows *rows);

#endif
