/* SPDX-License-Identifier: MIT */
/*
 * A hall for a month, with a clock of our own: visitors at random by day, who walk away from anywhere; nobody
 * at night; midnight and the end of a month. The attract screen shows every minute's own date and time, the
 * countdown comes when it should and ends where it should, and as the days pass no
 * more memory is used. (What grows at first are pages of the handbook that have been read; there are only so
 * many.)
 *
 *   days [--days N] [--seed N]
 */
#include "base/error.h"
#include "tests/torture/lobby.h"

#include <string.h>
#include <time.h>

#define JANUARY_20 1768838400 /* 2026-01-20 00:00 in Asia/Shanghai: the end of a month lies in it */
#define SECONDS_A_DAY 86400
#define MINUTE_MS 60000
#define OPENS 8
#define CLOSES 18
#define VISITORS_AN_HOUR 12
#define KEYS_MAX 60
#define AWAY_MS 210000 /* more than any screen has with its countdown: 180 s and 20 s */
#define WARM_DAYS 3    /* until most has been read once */
#define GROWTH_BYTES 65536

struct month {
    struct lobby lobby;
    long minutes, visitors, findings;
    size_t evening; /* memory when the first days were over */
};

static void find(struct month *month, const char *what)
{
    char when[32];
    struct tm tm;
    time_t now = (time_t)month->lobby.time.seconds;

    localtime_r(&now, &tm);
    strftime(when, sizeof(when), "%F %T", &tm);
    if (month->findings++ < 20)
        fprintf(stderr, "FOUND: %s: %s (screen %s)\n", when, what, app_screen_name(month->lobby.app));
}

static bool is_attract(const struct month *month)
{
    return strcmp(app_screen_name(month->lobby.app), "attract") == 0;
}

/* As the wall has it, whatever the app thinks. */
static void check_clock(struct month *month)
{
    static const char *const days[] = {"日", "一", "二", "三", "四", "五", "六"};
    char words[96];
    struct tm tm;
    time_t now = (time_t)month->lobby.time.seconds;

    localtime_r(&now, &tm);
    snprintf(words, sizeof(words), "%d月%d日 星期%s %02d:%02d", tm.tm_mon + 1, tm.tm_mday, days[tm.tm_wday],
             tm.tm_hour, tm.tm_min);
    if (!lobby_shows(&month->lobby, words))
        find(month, words);
}

static void quiet_minute(struct month *month)
{
    if (!lobby_pass(&month->lobby, MINUTE_MS))
        find(month, "a deadline in the past, or a frame that failed");
    if (is_attract(month))
        check_clock(month);
    else
        find(month, "the attract screen has gone by itself");
    month->minutes++;
}

/* Presses keys, a second or so between them, and walks away. */
static void visit(struct month *month)
{
    struct lobby *lobby = &month->lobby;
    unsigned keys = 1 + lobby_random(lobby, KEYS_MAX);

    lobby_key(lobby, KEY_ENTER, 0);
    for (unsigned i = 0; i < keys; i++) {
        if (!lobby_pass(lobby, 100 + lobby_random(lobby, 2500)))
            find(month, "a deadline in the past, or a frame that failed");
        lobby_random_key(lobby);
    }
    if (!lobby_pass(lobby, 1000)) /* a digit that waits for another is still a key */
        find(month, "a deadline in the past, or a frame that failed");
    bool warned = is_attract(month);
    for (int seconds = 0; seconds < AWAY_MS / 1000 && !is_attract(month); seconds++) {
        if (!lobby_pass(lobby, 1000))
            find(month, "a deadline in the past, or a frame that failed");
        warned |= lobby_shows(lobby, "秒");
    }
    if (!warned)
        find(month, "the visit ended without a countdown");
    if (!is_attract(month))
        find(month, "nobody is there, and the visit goes on");
    month->visitors++;
}

static void hour(struct month *month, int hour_of_day)
{
    struct lobby *lobby = &month->lobby;
    int64_t end = lobby->time.seconds + 3600;
    bool open = hour_of_day >= OPENS && hour_of_day < CLOSES;

    while (lobby->time.seconds < end) {
        if (open && lobby_random(lobby, 60) < VISITORS_AN_HOUR)
            visit(month);
        else
            quiet_minute(month);
    }
}

static void evening(struct month *month, long day)
{
    size_t now = lobby_memory();

    if (day == WARM_DAYS)
        month->evening = now;
    if (day > WARM_DAYS && now > month->evening + GROWTH_BYTES)
        find(month, "more memory is used than on the first days");
}

int main(int argc, char **argv)
{
    struct month month = {0};
    int64_t end = lobby_end(argc, argv);
    long days = lobby_option(argc, argv, "--days", 30), day;

    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    lobby_open(&month.lobby, (unsigned)lobby_option(argc, argv, "--seed", 20261123), JANUARY_20);
    if (handbook_check(month.lobby.handbook) != 0) /* reads all of it */
        find(&month, "the handbook is damaged");
    for (day = 1; day <= days && !lobby_is_over(end); day++) {
        while (month.lobby.time.seconds < JANUARY_20 + day * SECONDS_A_DAY)
            hour(&month, (int)((month.lobby.time.seconds - JANUARY_20) % SECONDS_A_DAY / 3600));
        evening(&month, day);
    }
    printf(
        "days: %ld, visitors %ld, keys %lu, ticks %lu, quiet minutes %ld, growth %ld bytes, findings %ld\n",
        day - 1, month.visitors, month.lobby.keys, month.lobby.ticks, month.minutes,
        day > WARM_DAYS + 1 ? (long)(lobby_memory() - month.evening) : 0, month.findings);
    lobby_close(&month.lobby);
    return month.findings ? EXIT_FAILURE : EXIT_SUCCESS;
}
