/* SPDX-License-Identifier: MIT */
/* Terms of searches that found nothing: not readable before TALLY_TERM_SEEN visitors have had the same. */
#include "base/error.h"
#include "db/site/counters.h"
#include "db/site/handle.h"
#include "db/site/stats.h"

static int read_seen(int64_t *out, struct site *site, const unsigned char hash[SITE_HASH_BYTES])
{
    struct rows rows = site_rows(site, SITE_TERM_READ);
    int64_t seen = 0;

    rows_bind_bytes(&rows, 1, hash, SITE_HASH_BYTES);
    if (rows_next(&rows) > 0)
        seen = rows_int64(&rows, 0, 0, INT64_MAX / 2);
    rows_end(&rows);
    if (rows.error == 0)
        *out = seen;
    return rows.error;
}

int terms_add(struct site *site, enum tally_where where, const struct tally_term *term)
{
    unsigned char hash[SITE_HASH_BYTES];
    int64_t seen = 0;

    site_keyed_hash(hash, site, 't', term->text);
    int r = read_seen(&seen, site, hash);
    if (r < 0)
        return r;
    struct rows rows = site_rows(site, SITE_TERM_WRITE);
    rows_bind_bytes(&rows, 1, hash, sizeof(hash));
    rows_bind_int64(&rows, 2, seen + term->n);
    r = site_run(&rows);
    int64_t before =
        seen < TALLY_TERM_SEEN - 1 ? TALLY_TERM_SEEN - 1 - seen : 0; /* that still count for nobody */
    unsigned hidden = term->n < before ? term->n : (unsigned)before;
    if (r == 0)
        r = counters_add(site, where, term->day, term->hour, TALLY_MISS, "", hidden);
    if (r == 0)
        r = counters_add(site, where, term->day, term->hour, TALLY_MISS, term->text, term->n - hidden);
    return r;
}

int terms_prune(struct site *site)
{
    struct rows rows = site_rows(site, SITE_TERM_PRUNE);

    rows_bind_int(&rows, 1, STATS_PENDING);
    return site_run(&rows);
}
