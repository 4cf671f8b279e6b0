/* SPDX-License-Identifier: MIT */
/* How long searches took: a row for each kind of words and each program, a column for each
 * number of entries. */
#ifndef BENCH_SEARCH_TABLE_H
#define BENCH_SEARCH_TABLE_H

#include <stdbool.h>
#include <stddef.h>

enum search_form { FORM_HAN_1, FORM_HAN_2, FORM_HAN_3, FORM_HAN_4, FORM_PINYIN, FORM_INITIALS, FORMS };

#define SEARCH_ROWS_MAX 32
#define SEARCH_SIZES_MAX 8

struct search_table_row {
    char name[64];
    double p50[SEARCH_SIZES_MAX], p99[SEARCH_SIZES_MAX]; /* ms; 0 where it was not measured */
};

struct search_table {
    bool markdown; /* for docs/performance.md, at the end; else each row is printed as it comes, in Chinese */
    struct search_table_row rows[SEARCH_ROWS_MAX];
    size_t n_rows, sizes[SEARCH_SIZES_MAX], n_sizes;
};

/* The next column. Aborts where there is no room, as below. */
void search_table_begin(struct search_table *table, size_t entries);

/* Sorts the times, which are in µs. Names that begin with an asterisk are judged. */
void search_table_add(struct search_table *table, const char *who, enum search_form form, double *times,
                      size_t n);

/* The whole table; the column with the most entries, the last, is judged by PERFORMANCE's p50 and p99. */
void search_table_print(const struct search_table *table);

#endif
