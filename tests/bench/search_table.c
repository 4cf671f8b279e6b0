/* SPDX-License-Identifier: MIT */
#include "tests/bench/search_table.h"

#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define P50_MAX 0.1
#define P99_MAX 1.0

static const char *const chinese[FORMS] = {"1 字", "2 字", "3 字", "4 字", "拼音", "首字母"};
static const char *const english[FORMS] = {"1 character",  "2 characters", "3 characters",
                                           "4 characters", "pinyin",       "initials"};

void search_table_begin(struct search_table *table, size_t entries)
{
    if (table->n_sizes == SEARCH_SIZES_MAX)
        abort();
    table->sizes[table->n_sizes++] = entries;
}

static struct search_table_row *row_of(struct search_table *table, const char *name)
{
    for (size_t i = 0; i < table->n_rows; i++)
        if (strcmp(table->rows[i].name, name) == 0)
            return &table->rows[i];
    if (table->n_rows == SEARCH_ROWS_MAX)
        abort();
    struct search_table_row *row = &table->rows[table->n_rows++];
    snprintf(row->name, sizeof(row->name), "%s", name);
    return row;
}

static int compare(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

void search_table_add(struct search_table *table, const char *who, enum search_form form, double *times,
                      size_t n)
{
    char name[64];

    qsort(times, n, sizeof(*times), compare);
    double p50 = times[n / 2] / 1e3, p99 = times[n - 1 - n / 100] / 1e3;
    if (table->markdown)
        snprintf(name, sizeof(name), "%s, %s", who, english[form]);
    else
        snprintf(name, sizeof(name), "%s，%s", who, chinese[form]);
    struct search_table_row *row = row_of(table, name);
    row->p50[table->n_sizes - 1] = p50;
    row->p99[table->n_sizes - 1] = p99;
    if (table->markdown)
        return;
    printf("  %-28s p50 %10.3f ms   p99 %10.3f ms\n", name, p50, p99);
    fflush(stdout);
}

static void print_head(const struct search_table *table)
{
    printf("\n## Search\n\n"
           "p50 / p99 in ms, 300 words of each kind out of the texts (20 or, of a million, 5 for LIKE and "
           "other programs); 12 is "
           "the handbook as it\n"
           "is, more are its sentences recombined. Asked is p50 ≤ %g and p99 ≤ %g at the most entries.\n\n| "
           "entries |",
           P50_MAX, P99_MAX);
    for (size_t i = 0; i < table->n_sizes; i++)
        printf(" %zu |", table->sizes[i]);
    printf(" |\n|---|");
    for (size_t i = 0; i <= table->n_sizes; i++)
        printf("---|");
    printf("\n");
}

static void print_row(const struct search_table_row *row, size_t sizes)
{
    printf("| %s |", row->name);
    for (size_t i = 0; i < sizes; i++) {
        if (row->p99[i] > 0)
            printf(" %.3f / %.3f |", row->p50[i], row->p99[i]);
        else
            printf(" – |");
    }
}

void search_table_print(const struct search_table *table)
{
    size_t last = table->n_sizes - 1, p50_met = 0, p99_met = 0, judged = 0;

    print_head(table);
    for (size_t i = 0; i < table->n_rows; i++) {
        const struct search_table_row *row = &table->rows[i];
        bool common = row->p50[last] <= P50_MAX, rare = row->p99[last] <= P99_MAX;
        print_row(row, table->n_sizes);
        if (row->name[0] == '*') {
            printf(" p50 %s, p99 %s |\n", common ? "met" : "**not met**", rare ? "met" : "**not met**");
            judged++;
            p50_met += common;
            p99_met += rare;
        } else {
            printf(" |\n");
        }
    }
    printf("\nOf %zu kinds of words %zu meet the p50 and %zu the p99.\n", judged, p50_met, p99_met);
}
