/* SPDX-License-Identifier: MIT */
#include "base/clock.h"

#include "base/error.h"

#include <stdbool.h>
#include <string.h>

static int64_t system_monotonic_ms(void *context)
{
    struct timespec now = {0};

    (void)context;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static time_t system_wall(void *context)
{
    (void)context;
    return time(NULL);
}

struct clock clock_system(void)
{
    return (struct clock){.monotonic_ms = system_monotonic_ms, .wall = system_wall};
}

static int64_t manual_monotonic_ms(void *context)
{
    const struct clock_manual *manual = context;
    return manual->ms;
}

static time_t manual_wall(void *context)
{
    const struct clock_manual *manual = context;
    return (time_t)manual->seconds;
}

struct clock clock_from_manual(struct clock_manual *manual)
{
    return (struct clock){.monotonic_ms = manual_monotonic_ms, .wall = manual_wall, .context = manual};
}

int date_month_days(int year, int month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (leap && month == 2);
}

static int number(const char *digits, size_t n)
{
    int value = 0;

    for (size_t i = 0; i < n; i++)
        value = 10 * value + (digits[i] - '0');
    return value;
}

int date_parse(struct date *out, const char *text)
{
    static const char shape[] = "dddd-dd-dd";

    if (strlen(text) != sizeof(shape) - 1)
        return -EINVAL;
    for (size_t i = 0; shape[i]; i++)
        if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
            return -EINVAL;

    struct date date = {.year = number(text, 4), .month = number(text + 5, 2), .day = number(text + 8, 2)};
    if (date.year < 1900 || date.year > 2999 || date.month < 1 || date.month > 12)
        return -EINVAL;
    if (date.day < 1 || date.day > date_month_days(date.year, date.month))
        return -EINVAL;
    *out = date;
    return 0;
}

struct date date_of(time_t seconds)
{
    struct tm tm;

    /* Fails only for years beyond int; 1970-01-01 is then as good as any. */
    if (!localtime_r(&seconds, &tm))
        return (struct date){.year = 1970, .month = 1, .day = 1};
    return (struct date){.year = tm.tm_year + 1900, .month = tm.tm_mon + 1, .day = tm.tm_mday};
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

/*
 * Sakamoto's method: the year begins in March, so that a leap day is its last. 400 years are whole weeks, so
 * that a clock that tells a year before the first has its days, too.
 */
int date_weekday(struct date date)
{
    static const unsigned char shift[] = {6, 2, 1, 4, 6, 2, 4, 0, 3, 5, 1, 3};
    int year = (date.year - (date.month < 3)) % 400;

    if (year < 0)
        year += 400;
    return (year + year / 4 - year / 100 + shift[date.month - 1] + date.day) % 7;
}

struct date date_next(struct date date)
{
    if (date.day < date_month_days(date.year, date.month))
        return (struct date){date.year, date.month, date.day + 1};
    if (date.month < 12)
        return (struct date){date.year, date.month + 1, 1};
    return (struct date){date.year + 1, 1, 1};
}
