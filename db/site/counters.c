/* SPDX-License-Identifier: MIT */
#include "db/site/counters.h"

#include "base/error.h"
#include "db/site/handle.h"

#include <string.h>

int counters_add(struct site *site, enum tally_where where, int day, int hour, enum tally_kind kind,
                 const char *item, unsigned n)
{
    if (n == 0)
        return 0;
    struct rows rows = site_rows(site, SITE_COUNTER_ADD);
    rows_bind_int(&rows, 1, day);
    rows_bind_int(&rows, 2, hour);
    rows_bind_int(&rows, 3, (int)where);
    rows_bind_int(&rows, 4, (int)kind);
    rows_bind_text(&rows, 5, item);
    rows_bind_int64(&rows, 6, n);
    return site_run(&rows);
}

static int add_all(struct site *site, const struct tally *tally)
{
    int r = 0;

    for (size_t i = 0; r == 0 && i < tally->n_cells; i++) {
        const struct tally_cell *cell = &tally->cells[i];
        r = counters_add(site, tally->where, cell->day, cell->hour, cell->kind, cell->item, cell->n);
    }
    for (size_t i = 0; r == 0 && i < tally->n_terms; i++)
        r = terms_add(site, tally->where, &tally->terms[i]);
    return r < 0 || tally->n_terms == 0 ? r : terms_prune(site);
}

int site_tally_flush(struct site *site, struct tally *tally)
{
    int r = 0;

    if (!site)
        r = -ENOENT;
    else if (!tally_is_empty(tally))
        r = site_begin(site);
    else if (tally->error < 0) /* has it got better? */
        r = site_is_writable(site) ? 0 : -EROFS;
    if (r == 0 && !tally_is_empty(tally))
        r = site_end(site, add_all(site, tally));
    tally->error = r;
    if (r < 0)
        return r;
    explicit_bzero(tally->terms, sizeof(tally->terms));
    tally->n_cells = tally->n_terms = 0;
    tally->dropped = 0;
    return 0;
}
