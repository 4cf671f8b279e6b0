/* SPDX-License-Identifier: MIT */
#include "db/compile/table.h"

#include "base/error.h"
#include "db/compile/pages.h"

#include <string.h>

struct reading {
    struct table *table;
    struct pool *pool;
    struct report *report;
    const char *const *columns;
    size_t n_columns;
};

/* Parts a line in place; returns how many cells it has, of which only the first
 * TABLE_COLUMNS_MAX are kept. */
static size_t part(const char *cells[TABLE_COLUMNS_MAX], char *line)
{
    size_t n = 0;

    for (char *cell = line; cell; n++) {
        char *tab = strchr(cell, '\t');
        if (tab)
            *tab = '\0';
        if (n < TABLE_COLUMNS_MAX)
            cells[n] = cell;
        cell = tab ? tab + 1 : NULL;
    }
    return n;
}

/* NFC and clean it is: the whole source was looked at. */
static bool is_cell(const struct reading *reading, const struct table_row *row, size_t column)
{
    const char *cell = row->cells[column];

    return !*cell ||
           text_is_line(reading->report, reading->table->path, row->line, reading->columns[column], cell);
}

static bool is_row(const struct reading *reading, const struct table_row *row, size_t n)
{
    bool sound = true;

    if (n != reading->n_columns) {
        report_add(reading->report, reading->table->path, row->line,
                   "有 %zu 栏，应该是 %zu 栏（用制表符分开）", n, reading->n_columns);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        sound &= is_cell(reading, row, i);
    return sound;
}

static bool is_header(const struct reading *reading, const struct table_row *row, size_t n)
{
    bool same = n == reading->n_columns;

    for (size_t i = 0; same && i < n; i++)
        same = strcmp(row->cells[i], reading->columns[i]) == 0;
    return same;
}

static int add_row(const struct reading *reading, char *line, int number)
{
    struct table_row row = {.line = number}, *kept;
    size_t n = part(row.cells, line);

    if (number == 1) {
        if (!is_header(reading, &row, n))
            report_add(reading->report, reading->table->path, 1, "第一行应该是各栏的名称，以 %s 开头",
                       reading->columns[0]);
        return 0;
    }
    if (!is_row(reading, &row, n))
        return 0;
    kept = pool_grow(reading->pool, &reading->table->rows, reading->table->n, sizeof(*kept));
    if (!kept)
        return -ENOMEM;
    *kept = row;
    reading->table->n++;
    return 0;
}

int table_load(struct table *out, struct draft_content *content, struct report *report, const char *folder,
               const char *name, const char *const *columns)
{
    struct reading reading = {.table = out, .pool = &content->pool, .report = report, .columns = columns};
    struct source source;
    char *text, *line, *rest;
    int number = 0, r = load_source(&source, content, report, folder, name);

    *out = (struct table){0};
    if (r != 0)
        return r;
    out->path = source.path;
    while (columns[reading.n_columns])
        reading.n_columns++;
    rest = text = pool_copy(&content->pool, source.text, source.n);
    if (!text)
        return -ENOMEM;
    if (source.n && text[source.n - 1] == '\n')
        text[source.n - 1] = '\0';
    while (r == 0 && (line = strsep(&rest, "\n")))
        r = add_row(&reading, line, ++number);
    return r;
}
