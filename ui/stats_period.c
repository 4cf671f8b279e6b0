/* SPDX-License-Identifier: MIT */
#include "ui/stats_period.h"

#include "ui/weekday.h"

#include <stdio.h>

/* Noon, so that no change of the clock moves it to another day. */
static struct date add_days(struct date day, int by)
{
    struct tm tm = {.tm_year = day.year - 1900,
                    .tm_mon = day.month - 1,
                    .tm_mday = day.day + by,
                    .tm_hour = 12,
                    .tm_isdst = -1};
    mktime(&tm);
    return (struct date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday};
}

void stats_period_range(struct date *from, struct date *to, enum stats_period period, struct date day)
{
    *from = *to = day;
    if (period == PERIOD_WEEK) {
        *from = add_days(day, -date_weekday(day));
        *to = add_days(*from, 6);
    } else if (period == PERIOD_MONTH) {
        from->day = 1;
        to->day = date_month_days(day.year, day.month);
    }
}

struct date stats_period_step(enum stats_period period, struct date day, int by)
{
    if (period != PERIOD_MONTH)
        return add_days(day, by * (period == PERIOD_WEEK ? 7 : 1));
    int months = day.year * 12 + day.month - 1 + by;
    return (struct date){months / 12, months % 12 + 1, 1};
}

void stats_period_words(char out[64], enum stats_period period, struct date day)
{
    struct date from, to;
    stats_period_range(&from, &to, period, day);
    if (period == PERIOD_DAY)
        snprintf(out, 64, "%d年%d月%d日 %s", day.year, day.month, day.day, weekday_words(day));
    else if (period == PERIOD_MONTH)
        snprintf(out, 64, "%d年%d月", day.year, day.month);
    else
        snprintf(out, 64, "%d年%d月%d日 到 %d月%d日", from.year, from.month, from.day, to.month, to.day);
}
