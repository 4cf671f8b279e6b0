/* SPDX-License-Identifier: MIT */
#include "db/site/stats.h"

#include "base/error.h"
#include "db/site/handle.h"

#include <string.h>

const char *stats_words(char out[STATS_WORDS_BYTES], int64_t n)
{
    if (n > 0 && n < 5)
        strcpy(out, "<5");
    else
        snprintf(out, STATS_WORDS_BYTES, "%lld", (long long)n);
    return out;
}

static int day_number(struct date day)
{
    return day.year * 10000 + day.month * 100 + day.day;
}

static bool is_query(const struct stats_query *query)
{
    return date_compare(query->from, query->to) <= 0 && query->kinds < 1u << (TALLY_KINDS + 1) &&
           (query->where == 0 || tally_where_id(query->where));
}

static struct rows begin(struct site *site, enum site_statement statement, const struct stats_query *query)
{
    struct rows rows = site_rows(site, statement);

    rows_bind_int(&rows, 1, day_number(query->from));
    rows_bind_int(&rows, 2, day_number(query->to));
    rows_bind_int(&rows, 3, (int)query->kinds);
    rows_bind_int(&rows, 4, (int)query->where);
    return rows;
}

static void write_day(char out[STATS_KEY_BYTES], int day)
{
    snprintf(out, STATS_KEY_BYTES, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
}

static int read_day(struct rows *rows, int column)
{
    char text[STATS_KEY_BYTES];
    struct date date;
    int day = rows_int(rows, column, 19000101, 29991231);

    write_day(text, day);
    rows_require(rows, date_parse(&date, text) == 0);
    return day;
}

/* The Monday on or before it. At noon in UTC, where every day has as many hours. */
static int monday_of(int day)
{
    struct tm tm = {
        .tm_year = day / 10000 - 1900, .tm_mon = day / 100 % 100 - 1, .tm_mday = day % 100, .tm_hour = 12};
    time_t at = timegm(&tm) - (time_t)((tm.tm_wday + 6) % 7) * 86400;

    gmtime_r(&at, &tm);
    return (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
}

static enum tally_kind read_kind(struct rows *rows, int column)
{
    return (enum tally_kind)rows_int(rows, column, TALLY_QUESTION, TALLY_KINDS);
}

static void copy_key(struct stats_row *row, const char *key)
{
    snprintf(row->key, sizeof(row->key), "%s", key ? key : "");
}

static void read_item(struct stats_row *row, struct rows *rows)
{
    rows_copy(row->key, sizeof(row->key), rows, 0);
    row->kind = read_kind(rows, 1);
    row->n = rows_int64(rows, 2, 0, INT64_MAX);
}

static void read_by_kind(struct stats_row *row, struct rows *rows)
{
    row->kind = read_kind(rows, 0);
    copy_key(row, tally_kind_id(row->kind));
    row->n = rows_int64(rows, 1, 0, INT64_MAX);
}

static void read_by_hour(struct stats_row *row, struct rows *rows)
{
    snprintf(row->key, sizeof(row->key), "%02d", rows_int(rows, 0, 0, 23));
    row->n = rows_int64(rows, 1, 0, INT64_MAX);
}

static void read_by_day(struct stats_row *row, struct rows *rows)
{
    write_day(row->key, read_day(rows, 0));
    row->n = rows_int64(rows, 1, 0, INT64_MAX);
}

static void read_by_week(struct stats_row *row, struct rows *rows)
{
    int day = read_day(rows, 0);

    write_day(row->key, rows->error < 0 ? 0 : monday_of(day));
    row->n = rows_int64(rows, 1, 0, INT64_MAX);
}

static void read_by_month(struct stats_row *row, struct rows *rows)
{
    int month = rows_int(rows, 0, 190001, 299912);

    rows_require(rows, month % 100 >= 1 && month % 100 <= 12);
    snprintf(row->key, sizeof(row->key), "%04d-%02d", month / 100, month % 100);
    row->n = rows_int64(rows, 1, 0, INT64_MAX);
}

static void read_by_where(struct stats_row *row, struct rows *rows)
{
    copy_key(row, tally_where_id((enum tally_where)rows_int(rows, 0, TALLY_KIOSK, TALLY_DESK)));
    row->n = rows_int64(rows, 1, 0, INT64_MAX);
}

static const struct {
    enum site_statement statement;
    void (*read)(struct stats_row *row, struct rows *rows);
} ways[] = {
    [STATS_BY_KIND] = {SITE_STATS_KINDS, read_by_kind},
    [STATS_BY_ITEM] = {SITE_STATS_ITEMS, read_item},
    [STATS_BY_HOUR] = {SITE_STATS_HOURS, read_by_hour},
    [STATS_BY_DAY] = {SITE_STATS_DAYS, read_by_day},
    [STATS_BY_WEEK] = {SITE_STATS_DAYS, read_by_week},
    [STATS_BY_MONTH] = {SITE_STATS_MONTHS, read_by_month},
    [STATS_BY_WHERE] = {SITE_STATS_PLACES, read_by_where},
};

/* Days of one week come one after the other and are one row. */
static size_t fold(struct stats_row *rows, size_t n)
{
    if (n < 2 || strcmp(rows[n - 1].key, rows[n - 2].key) != 0)
        return n;
    rows[n - 2].n += rows[n - 1].n;
    memset(&rows[n - 1], 0, sizeof(*rows));
    return n - 1;
}

int site_stats(struct stats_row **out, size_t *n, struct site *site, const struct stats_query *query)
{
    struct stats_row *list = NULL, *row;
    size_t count = 0;

    if (!is_query(query) || query->by < STATS_BY_KIND || query->by > STATS_BY_WHERE)
        return -EINVAL;
    struct rows rows = begin(site, ways[query->by].statement, query);
    while (rows_next(&rows) > 0 && (row = rows_grow(&rows, &list, count, sizeof(*row), STATS_ROWS_MAX))) {
        count++;
        ways[query->by].read(row, &rows);
        count = query->by == STATS_BY_WEEK ? fold(list, count) : count;
    }
    rows_end(&rows);
    if (rows.error < 0) {
        free(list);
        return rows.error;
    }
    *out = list;
    *n = count;
    return 0;
}

int site_stats_total(int64_t *out, struct site *site, const struct stats_query *query)
{
    int64_t total = 0;

    if (!is_query(query))
        return -EINVAL;
    struct rows rows = begin(site, SITE_STATS_TOTAL, query);
    if (rows_next(&rows) > 0)
        total = rows_int64(&rows, 0, 0, INT64_MAX);
    rows_end(&rows);
    if (rows.error == 0)
        *out = total;
    return rows.error;
}

static void read_cell(struct stats_cell *cell, struct rows *rows)
{
    char day[STATS_KEY_BYTES];

    write_day(day, read_day(rows, 0));
    memcpy(cell->day, day, sizeof(cell->day) - 1);
    cell->day[sizeof(cell->day) - 1] = '\0';
    cell->hour = rows_int(rows, 1, 0, 23);
    cell->where = (enum tally_where)rows_int(rows, 2, TALLY_KIOSK, TALLY_DESK);
    cell->kind = read_kind(rows, 3);
    rows_copy(cell->item, sizeof(cell->item), rows, 4);
    cell->n = rows_int64(rows, 5, 0, INT64_MAX);
}

int site_stats_each(struct site *site, const struct stats_query *query,
                    int (*take)(void *context, const struct stats_cell *cell), void *context)
{
    struct stats_cell cell;
    int r = 0;

    if (!is_query(query))
        return -EINVAL;
    struct rows rows = begin(site, SITE_STATS_CELLS, query);
    while (r == 0 && rows_next(&rows) > 0) {
        read_cell(&cell, &rows);
        r = rows.error < 0 ? rows.error : take(context, &cell);
    }
    rows_end(&rows);
    return rows.error < 0 ? rows.error : r;
}
