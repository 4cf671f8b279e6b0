/* SPDX-License-Identifier: MIT */
/* A table of a content file: a row a line, cells parted by tabs, the first row names the columns. */
#ifndef DB_COMPILE_TABLE_H
#define DB_COMPILE_TABLE_H

#include "db/compile/report.h"

#define TABLE_COLUMNS_MAX 8

struct draft_content;

struct table_row {
    const char *cells[TABLE_COLUMNS_MAX]; /* in the pool; pure text without space at its ends */
    int line;
};

struct table {
    const char *path;
    struct table_row *rows; /* only the sound ones */
    size_t n;
};

/*
 * Reads a file with exactly these columns (a list that ends with NULL). What is wrong goes into the report.
 * 0; 1 there is no such table (reported); -ENOMEM.
 */
int table_load(struct table *out, struct draft_content *content, struct report *report, const char *folder,
               const char *name, const char *const *columns);

#endif
