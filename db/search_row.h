/* SPDX-License-Identifier: MIT */
/* Rows of search_entry, read; and kept while a search goes on. */
#ifndef DB_SEARCH_ROW_H
#define DB_SEARCH_ROW_H

#include "db/rows.h"
#include "db/search_entry.h"

/* The columns id, kind, question, target, block, title, text; texts are borrowed as rows_borrowed has them,
 * and NULL where something is wrong, which sticks in rows. */
void search_row_read(struct entry_row *out, struct rows *rows);

/* Copies of rows, so that nobody reads one twice. */
struct kept_rows {
    struct entry_row *rows;
    size_t n;
};

int kept_rows_add(struct kept_rows *kept, const struct entry_row *row);             /* -ENOMEM */
const struct entry_row *kept_rows_find(const struct kept_rows *kept, long long id); /* NULL: none */
void kept_rows_fini(struct kept_rows *kept);

#endif
