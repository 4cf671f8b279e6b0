/* SPDX-License-Identifier: MIT */
/*
 * Time comes from a clock that is handed in, never from the system at the place of use, so that idle times,
 * countdowns and dates are tested without waiting. Monotonic time measures; wall time is shown.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

struct clock {
    int64_t (*monotonic_ms)(void *context);
    time_t (*wall)(void *context); /* seconds since the epoch */
    void *context;
};

/* The system's clocks. */
struct clock clock_system(void);

/* A clock that stands still until it is moved; for tests and for --today. */
struct clock_manual {
    int64_t ms;
    time_t seconds;
};
struct clock clock_from_manual(struct clock_manual *manual);

/* A day of the proleptic Gregorian calendar. */
struct date {
    int year, month, day;
};

/* "YYYY-MM-DD" exactly, a day that exists, years 1900 to 2999. 0, or -EINVAL. */
int date_parse(struct date *out, const char *text);
struct date date_of(time_t seconds);            /* local time */
int date_compare(struct date a, struct date b); /* < 0, 0, > 0 */
int date_month_days(int year, int month);       /* month 1 to 12 */
int date_weekday(struct date date);             /* 0 Monday … 6 Sunday */
struct date date_next(struct date date);        /* the day after */

/* The earlier of two deadlines in ms, negative being none; negative: neither. */
static inline int64_t deadline_earlier(int64_t a, int64_t b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

#endif
