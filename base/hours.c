/* SPDX-License-Identifier: MIT */
#include "base/hours.h"

#include "base/error.h"

#include <string.h>
#include <strings.h>

#define EVERY_DAY 0x7F

struct word {
    const char *text;
    int value;
};

static const struct word day_words[] = {
    {"monday", 0}, {"tuesday", 1}, {"wednesday", 2}, {"thursday", 3}, {"friday", 4}, {"saturday", 5},
    {"sunday", 6}, {"mon", 0},     {"tue", 1},       {"wed", 2},      {"thu", 3},    {"fri", 4},
    {"sat", 5},    {"sun", 6},     {"星期一", 0},    {"星期二", 1},   {"星期三", 2}, {"星期四", 3},
    {"星期五", 4}, {"星期六", 5},  {"星期日", 6},    {"星期天", 6},   {"周一", 0},   {"周二", 1},
    {"周三", 2},   {"周四", 3},    {"周五", 4},      {"周六", 5},     {"周日", 6},   {"周天", 6},
};

static const struct word joints[] = {{"-", 0}, {"–", 0}, {"—", 0}, {"~", 0}, {"～", 0}, {"至", 0}, {"到", 0}};
static const struct word gaps[] = {{" ", 0}, {"　", 0}, {",", 0}, {"，", 0}, {"、", 0}, {";", 0}, {"；", 0}};
static const struct word colons[] = {{":", 0}, {"：", 0}};

/* Takes one of the words from the front: its value, or -1. */
static int take_word(const char **text, const struct word *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(words[i].text);
        if (strncasecmp(*text, words[i].text, length) == 0) {
            *text += length;
            return words[i].value;
        }
    }
    return -1;
}

static void skip_gaps(const char **text)
{
    while (take_word(text, gaps, ARRAY_SIZE(gaps)) >= 0)
        ;
}

static void skip_blanks(const char **text)
{
    while (**text == ' ')
        ++*text;
}

static bool take_joint(const char **text)
{
    const char *at = *text;
    skip_blanks(&at);
    if (take_word(&at, joints, ARRAY_SIZE(joints)) < 0)
        return false;
    skip_blanks(&at);
    *text = at;
    return true;
}

/* One day or a range of days, which may pass Sunday. 0 if there is none here, -EINVAL half a range. */
static int take_days(const char **text)
{
    if (take_word(text, (const struct word[]){{"每天", 0}, {"daily", 0}}, 2) >= 0)
        return EVERY_DAY;
    int first = take_word(text, day_words, ARRAY_SIZE(day_words)), last = first;
    if (first < 0)
        return 0;
    if (take_joint(text)) {
        last = take_word(text, day_words, ARRAY_SIZE(day_words));
        if (last < 0)
            return -EINVAL;
    }
    int days = 1 << last;
    for (int day = first; day != last; day = (day + 1) % 7)
        days |= 1 << day;
    return days;
}

/* At most two digits; -1. */
static int take_number(const char **text)
{
    size_t n = strspn(*text, "0123456789");
    if (n < 1 || n > 2)
        return -1;
    int value = 0;
    for (; n; n--)
        value = 10 * value + (*(*text)++ - '0');
    return value;
}

/* “8:30”, “24:00” for the end of a day; -EINVAL. */
static int take_time(const char **text)
{
    int hour = take_number(text);
    if (hour < 0 || take_word(text, colons, ARRAY_SIZE(colons)) < 0)
        return -EINVAL;
    const char *digits = *text;
    int minute = take_number(text);
    if (*text - digits != 2 || minute > 59 || 60 * hour + minute > HOURS_DAY)
        return -EINVAL;
    return 60 * hour + minute;
}

static int take_times(short *from, short *to, const char **text)
{
    int first = take_time(text);
    if (first < 0 || !take_joint(text))
        return -EINVAL;
    int last = take_time(text);
    if (last < 0)
        return -EINVAL;
    *from = (short)first;
    *to = (short)last;
    return 0;
}

/* Days at the front, to those that were named before them; days behind times begin anew.
 * 1 if there were any. */
static int take_named_days(int *days, bool *used, const char **text)
{
    int more = take_days(text);
    if (more <= 0)
        return more;
    *days = *used ? more : *days | more;
    *used = false;
    return 1;
}

static int add_span(struct hours *hours, int days, const char **text)
{
    short from, to;
    int error = take_times(&from, &to, text);
    if (error)
        return error;
    if (from >= to)
        return -ERANGE;
    if (hours->n_open == HOURS_OPEN_MAX)
        return -E2BIG;
    hours->open[hours->n_open++] =
        (struct hours_span){.days = (unsigned char)(days ? days : EVERY_DAY), .from = from, .to = to};
    return 0;
}

int hours_add_open(struct hours *hours, const char *text)
{
    struct hours read = *hours;
    int days = 0, error = 0;
    bool used = true; /* the days that were named have their times */
    for (skip_gaps(&text); *text && error >= 0; skip_gaps(&text)) {
        error = take_named_days(&days, &used, &text);
        if (error == 0) {
            error = add_span(&read, days, &text);
            used = true;
        }
    }
    if (error >= 0 && (!used || read.n_open == hours->n_open))
        error = -EINVAL;
    if (error < 0)
        return error;
    *hours = read;
    return 0;
}

static int take_date(struct date *out, const char **text)
{
    char copy[sizeof("2026-10-01")] = "";
    memcpy(copy, *text, strnlen(*text, sizeof(copy) - 1));
    int error = date_parse(out, copy);
    if (!error)
        *text += sizeof(copy) - 1;
    return error;
}

static int add_closed(struct hours *hours, const char **text)
{
    struct hours_closed closed;
    int error = take_date(&closed.from, text);
    if (error)
        return error;
    closed.to = closed.from;
    if (take_word(text, (const struct word[]){{"..", 0}}, 1) >= 0 || take_joint(text))
        error = take_date(&closed.to, text);
    if (error)
        return error;
    if (date_compare(closed.to, closed.from) < 0)
        return -ERANGE;
    if (hours->n_closed == HOURS_CLOSED_MAX)
        return -E2BIG;
    hours->closed[hours->n_closed++] = closed;
    return 0;
}

int hours_add_closed(struct hours *hours, const char *text)
{
    struct hours read = *hours;
    int error = 0;
    for (skip_gaps(&text); *text && !error; skip_gaps(&text))
        error = add_closed(&read, &text);
    if (!error && read.n_closed == hours->n_closed)
        error = -EINVAL;
    if (!error)
        *hours = read;
    return error;
}

int hours_set_dim(struct hours *hours, const char *text)
{
    short from, to;
    int error = take_times(&from, &to, &text);
    if (error || *text || from == to)
        return -EINVAL;
    hours->dim_from = from % HOURS_DAY;
    hours->dim_to = to;
    return 0;
}

struct moment moment_of(time_t seconds)
{
    struct tm tm = {0};
    localtime_r(&seconds, &tm);
    return (struct moment){.date = date_of(seconds), .minute = 60 * tm.tm_hour + tm.tm_min};
}

bool hours_is_known(const struct hours *hours)
{
    return hours->n_open > 0;
}

static bool is_closed_day(const struct hours *hours, struct date date)
{
    for (size_t i = 0; i < hours->n_closed; i++)
        if (date_compare(date, hours->closed[i].from) >= 0 && date_compare(date, hours->closed[i].to) <= 0)
            return true;
    return false;
}

/* The first minute of the day from `minute` on at which it is open, or -1. */
static int open_minute(const struct hours *hours, struct date date, int minute)
{
    int first = -1;
    if (is_closed_day(hours, date))
        return -1;
    for (size_t i = 0; i < hours->n_open; i++) {
        const struct hours_span *span = &hours->open[i];
        if (!(span->days & 1u << date_weekday(date)) || minute >= span->to)
            continue;
        int opens = minute > span->from ? minute : span->from;
        first = first < 0 || opens < first ? opens : first;
    }
    return first;
}

bool hours_is_open(const struct hours *hours, struct moment at)
{
    return open_minute(hours, at.date, at.minute) == at.minute;
}

bool hours_is_dim(const struct hours *hours, int minute)
{
    if (hours->dim_from <= hours->dim_to)
        return minute >= hours->dim_from && minute < hours->dim_to;
    return minute >= hours->dim_from || minute < hours->dim_to;
}

bool hours_next_open(struct moment *out, const struct hours *hours, struct moment at)
{
    for (int ahead = 0; ahead <= HOURS_AHEAD_DAYS; ahead++) {
        int minute = open_minute(hours, at.date, at.minute);
        if (minute >= 0) {
            *out = (struct moment){.date = at.date, .minute = minute};
            return true;
        }
        at = (struct moment){.date = date_next(at.date)};
    }
    return false;
}
