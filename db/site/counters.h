/* SPDX-License-Identifier: MIT */
/* Adding to the counters, within a transaction: for db/site/ alone. */
#ifndef DB_SITE_COUNTERS_H
#define DB_SITE_COUNTERS_H

#include "db/site/tally.h"

/* Adds n to one counter; 0 adds nothing. */
int counters_add(struct site *site, enum tally_where where, int day, int hour, enum tally_kind kind,
                 const char *item, unsigned n);

/* Counts a term: by its hash, and from TALLY_TERM_SEEN on by itself. */
int terms_add(struct site *site, enum tally_where where, const struct tally_term *term);
int terms_prune(struct site *site);

#endif
