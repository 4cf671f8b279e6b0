/* SPDX-License-Identifier: MIT */
/*
 * When the hall is open and when its screen is dim, by the minute of local time. Pure: written as people
 * write it, asked with a moment that is handed in.
 *
 * Without a single span nothing is known: hours_is_known is false, and nobody is told that the hall is
 * closed.
 */
#ifndef BASE_HOURS_H
#define BASE_HOURS_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>

#define HOURS_OPEN_MAX 48
#define HOURS_CLOSED_MAX 48
#define HOURS_DAY 1440       /* minutes */
#define HOURS_AHEAD_DAYS 400 /* how far an opening is looked for */

struct hours_span {
    unsigned char days; /* bit 0 Monday … bit 6 Sunday */
    short from, to;     /* minutes of the day, from < to <= HOURS_DAY */
};

struct hours_closed {
    struct date from, to; /* both ends are closed */
};

struct hours {
    struct hours_span open[HOURS_OPEN_MAX];
    size_t n_open;
    struct hours_closed closed[HOURS_CLOSED_MAX];
    size_t n_closed;
    short dim_from, dim_to; /* minutes of the day; the same: never dim. May pass midnight. */
};

struct moment {
    struct date date;
    int minute; /* of the day, 0 to HOURS_DAY - 1 */
};

struct moment moment_of(time_t seconds); /* local time */

/*
 * “Mon-Fri 08:30-11:30 13:00-16:30”, “周一至周五 8:30-11:30、13:00-16:30；周六 9:00-12:00”: days, then times,
 * as often as one likes; without days every day. Added to what is there. 0; -EINVAL it is not written so;
 * -ERANGE a time that ends before it begins (one that passes midnight is two); -E2BIG too many. Nothing is
 * added then.
 */
int hours_add_open(struct hours *hours, const char *text);

/* “2026-10-01”, “2026-10-01..2026-10-08”, several with blanks or commas between. Errors as above. */
int hours_add_closed(struct hours *hours, const char *text);

/* “22:00-06:00”. 0 or -EINVAL. */
int hours_set_dim(struct hours *hours, const char *text);

bool hours_is_known(const struct hours *hours);
bool hours_is_open(const struct hours *hours, struct moment at);
bool hours_is_dim(const struct hours *hours, int minute);

/* The first moment from `at` on, itself included, at which it is open. False if there is none. */
bool hours_next_open(struct moment *out, const struct hours *hours, struct moment at);

#endif
