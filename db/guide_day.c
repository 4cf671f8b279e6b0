/* SPDX-License-Identifier: MIT */
#include "db/guide_day.h"

#include "base/error.h"

#include <string.h>

#define COMMON_YEAR 2001

bool guide_day_parse(struct date *out, enum guide_precision *precision, const char *value)
{
    static const struct {
        size_t length;
        enum guide_precision precision;
        const char *rest;
    } forms[] = {{4, GUIDE_YEAR, "-01-01"}, {7, GUIDE_MONTH, "-01"}, {10, GUIDE_DAY, ""}};
    size_t n = strlen(value);
    char day[sizeof("YYYY-MM-DD-MM-DD")];

    for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
        if (forms[i].length != n)
            continue;
        *precision = forms[i].precision;
        snprintf(day, sizeof(day), "%.10s%s", value, forms[i].rest);
        return date_parse(out, day) == 0 && out->year >= GUIDE_YEAR_MIN;
    }
    return false;
}

static bool find_base(struct date *out, const struct guide_day *day, const char *value, struct date today)
{
    enum guide_precision precision;

    if (!day->from[0])
        *out = day->literal;
    else if (strcmp(day->from, GUIDE_TODAY) == 0)
        *out = today;
    else
        return value && guide_day_parse(out, &precision, value);
    return true;
}

bool guide_day_reckon(struct date *out, const struct guide_day *day, const char *value, struct date today)
{
    struct date date;
    int last;

    if (!find_base(&date, day, value, today))
        return false;
    date.year += day->add_years;
    if (day->month) {
        date.month = day->month;
        date.day = day->day;
    }
    /* Without a corresponding day a period ends with the month's last (民法典第二百零二条). */
    last = date_month_days(date.year, date.month);
    if (date.day > last)
        date.day = last;
    *out = date;
    return true;
}

void guide_day_words(char out[GUIDE_DAY_TEXT], struct date day, enum guide_precision show)
{
    if (show == GUIDE_YEAR)
        snprintf(out, GUIDE_DAY_TEXT, "%d年", day.year);
    else if (show == GUIDE_MONTH)
        snprintf(out, GUIDE_DAY_TEXT, "%d年%d月", day.year, day.month);
    else
        snprintf(out, GUIDE_DAY_TEXT, "%d年%d月%d日", day.year, day.month, day.day);
}

bool guide_day_is_yearly(int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= date_month_days(COMMON_YEAR, month);
}
