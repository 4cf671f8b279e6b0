/* SPDX-License-Identifier: MIT */
#include "ui/hours_words.h"

#include "ui/weekday.h"

#include <stdio.h>

/* How many days from one to the other; more than six are as good as seven. */
static int days_between(struct date from, struct date to)
{
    int days = 0;
    for (; days < 7 && date_compare(from, to) < 0; days++)
        from = date_next(from);
    return days;
}

static void day_words(char *out, size_t size, struct date today, struct date day)
{
    static const char *const near[] = {"今天", "明天", "后天"};
    int days = days_between(today, day);
    if (days < 3)
        snprintf(out, size, "%s", near[days]);
    else if (day.year == today.year)
        snprintf(out, size, "%d月%d日%s", day.month, day.day, weekday_words(day));
    else
        snprintf(out, size, "%d年%d月%d日%s", day.year, day.month, day.day, weekday_words(day));
}

bool hours_words(char out[HOURS_WORDS], const struct hours *hours, struct moment now)
{
    struct moment next;
    char day[HOURS_WORDS / 2];
    if (!hours || !hours_is_known(hours) || hours_is_open(hours, now))
        return false;
    if (!hours_next_open(&next, hours, now)) {
        snprintf(out, HOURS_WORDS, "现在是休息时间");
        return true;
    }
    day_words(day, sizeof(day), now.date, next.date);
    snprintf(out, HOURS_WORDS, "现在是休息时间；%s %d:%02d 开门", day, next.minute / 60, next.minute % 60);
    return true;
}
