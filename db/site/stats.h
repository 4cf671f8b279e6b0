/* SPDX-License-Identifier: MIT */
/*
 * What was asked: sums of the counters over a range of days.
 *
 * Numbers from 1 to 4 are never shown as they are, on glass, on paper or in a file: stats_words says “<5”.
 * Whoever adds numbers up asks for the sum, so that a difference tells nothing.
 *
 * Terms of searches that found nothing: until a term was seen TALLY_TERM_SEEN times only a keyed hash of it
 * and its count are stored (of STATS_PENDING terms at most: the one longest not seen falls out and begins
 * anew), and the search counts as item "". From the time on that makes it so many, the term itself is the
 * item.
 */
#ifndef DB_SITE_STATS_H
#define DB_SITE_STATS_H

#include "db/site/tally.h"

#define STATS_PENDING 512
#define STATS_ROWS_MAX 100000
#define STATS_KEY_BYTES 64

/* What a row of the result stands for, and so what its key says. Weeks start on Monday. */
enum stats_by {
    STATS_BY_KIND = 1, /* key: tally_kind_id */
    STATS_BY_ITEM, /* key: the item; most asked first, then by kind and item. The others are in order of their
                      key */
    STATS_BY_HOUR, /* "00" to "23" */
    STATS_BY_DAY,  /* YYYY-MM-DD */
    STATS_BY_WEEK, /* YYYY-MM-DD of its Monday */
    STATS_BY_MONTH, /* YYYY-MM */
    STATS_BY_WHERE, /* tally_where_id */
};

struct stats_query {
    struct date from, to; /* both inclusive */
    enum stats_by by;
    unsigned kinds;         /* 1 << TALLY_…; 0: all */
    enum tally_where where; /* 0: both */
};

struct stats_row {
    char key[STATS_KEY_BYTES];
    enum tally_kind kind; /* with STATS_BY_ITEM and _KIND; else 0 */
    int64_t n;
};

/* Rows that have something, the rest counts as 0. The caller frees *out with free(). TALLY_MISS by item
 * leaves out "" (what was never shown). -EINVAL: no such query, from behind to. */
int site_stats(struct stats_row **out, size_t *n, struct site *site, const struct stats_query *query);

/* One sum over everything that the query takes (`by` counts for nothing). */
int site_stats_total(int64_t *out, struct site *site, const struct stats_query *query);

/* The single counters, for a file: in order of day, hour, where, kind, item. */
struct stats_cell {
    char day[11]; /* YYYY-MM-DD */
    int hour;
    enum tally_where where;
    enum tally_kind kind;
    char item[STATS_KEY_BYTES]; /* "" for misses that are not shown */
    int64_t n;
};

/* take: 0 goes on, anything else stops and is returned. The database is being read meanwhile: no other call
 * on the handle. */
int site_stats_each(struct site *site, const struct stats_query *query,
                    int (*take)(void *context, const struct stats_cell *cell), void *context);

/* "0", "<5", or the number. */
#define STATS_WORDS_BYTES 24
const char *stats_words(char out[STATS_WORDS_BYTES], int64_t n);

#endif
