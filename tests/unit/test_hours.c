/* SPDX-License-Identifier: MIT */
#include "base/hours.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HALL "Mon-Fri 08:30-11:30 13:00-16:30"

static struct hours opened(const char *text)
{
    struct hours hours = {0};
    assert_int_equal(hours_add_open(&hours, text), 0);
    return hours;
}

static struct moment at(int year, int month, int day, int hour, int minute)
{
    return (struct moment){{year, month, day}, 60 * hour + minute};
}

static void expect_next(const struct hours *hours, struct moment now, struct moment next)
{
    struct moment found;
    assert_true(hours_next_open(&found, hours, now));
    assert_int_equal(date_compare(found.date, next.date), 0);
    assert_int_equal(found.minute, next.minute);
}

static void weekdays_are_those_of_the_calendar(void **state)
{
    (void)state;
    struct date date = {1970, 1, 1}; /* a Thursday */
    for (int day = 0; day < 400 * 366; day++, date = date_next(date))
        assert_int_equal(date_weekday(date), (day + 3) % 7);
    assert_int_equal(date_weekday((struct date){2026, 11, 23}), 0);
    for (int years = -5200; years <= 5200; years += 400) /* a clock gone mad has weeks, too */
        assert_int_equal(date_weekday((struct date){2026 + years, 11, 23}), 0);
}

static void the_day_after_is_the_day_after(void **state)
{
    (void)state;
    time_t noon = 1705636800; /* 2024-01-19 12:00 in Shanghai */
    struct date date = date_of(noon);
    for (int day = 0; day < 1500; day++) {
        assert_int_equal(date_compare(date, date_of(noon + day * INT64_C(86400))), 0);
        date = date_next(date);
    }
}

static void the_same_hours_are_read_however_they_are_written(void **state)
{
    static const char *const texts[] = {
        HALL,
        "Mon-Fri 8:30-11:30, 13:00-16:30",
        "mon - fri 08:30 - 11:30 13:00 - 16:30",
        "Monday-Friday 8:30-11:30;Mon-Fri 13:00-16:30",
        "周一至周五 08:30-11:30、13:00-16:30",
        "星期一到星期五　8：30～11：30，13：00～16：30",
        "周一、周二、周三、周四、周五 8:30至11:30；周一-周五 13:00到16:30；",
        "Mon Tue Wed Thu Fri 8:30–11:30 13:00—16:30",
    };

    (void)state;
    struct hours first = opened(HALL);
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        struct hours hours = opened(texts[i]);
        struct moment now = at(2026, 11, 23, 0, 0);
        for (int minute = 0; minute < 7 * HOURS_DAY; minute++) {
            assert_int_equal(hours_is_open(&hours, now), hours_is_open(&first, now));
            if (++now.minute == HOURS_DAY)
                now = (struct moment){date_next(now.date), 0};
        }
    }
}

static void each_minute_of_a_week_is_open_or_closed_as_written(void **state)
{
    (void)state;
    struct hours hours = opened(HALL "; 周六 9:00-12:00");
    struct date date = {2026, 11, 23};
    for (int day = 0; day < 7; day++, date = date_next(date))
        for (int minute = 0; minute < HOURS_DAY; minute++) {
            bool open = day < 5    ? (minute >= 510 && minute < 690) || (minute >= 780 && minute < 990)
                        : day == 5 ? minute >= 540 && minute < 720
                                   : false;
            assert_int_equal(hours_is_open(&hours, (struct moment){date, minute}), open);
        }
}

static void without_days_it_is_every_day_and_ranges_pass_sunday(void **state)
{
    (void)state;
    struct hours daily = opened("00:00-24:00"), weekend = opened("Sat-Mon 10:00-11:00"),
                 named = opened("每天 9:00-10:00");
    assert_true(hours_is_open(&daily, at(2026, 11, 29, 23, 59)));
    assert_true(hours_is_open(&daily, at(2026, 11, 30, 0, 0)));
    assert_true(hours_is_open(&weekend, at(2026, 11, 28, 10, 0)));
    assert_true(hours_is_open(&weekend, at(2026, 11, 29, 10, 0)));
    assert_true(hours_is_open(&weekend, at(2026, 11, 30, 10, 0)));
    assert_false(hours_is_open(&weekend, at(2026, 12, 1, 10, 0)));
    assert_true(hours_is_open(&named, at(2026, 11, 29, 9, 59)));
}

static void what_is_not_written_so_is_refused_and_adds_nothing(void **state)
{
    static const struct {
        const char *text;
        int error;
    } refused[] = {
        {"", -EINVAL},
        {"Mon-Fri", -EINVAL},
        {"Mon- 8:30-9:00", -EINVAL},
        {"Mon 8:30", -EINVAL},
        {"Mon 8:30-", -EINVAL},
        {"Mon 8-9", -EINVAL},
        {"Mon 8:3-9:00", -EINVAL},
        {"Mon 24:01-24:30", -EINVAL},
        {"Mon 23:60-24:00", -EINVAL},
        {"Mon 123:00-124:00", -EINVAL},
        {"Mon 8:00-9:000", -EINVAL},
        {"Mon 08:30-11:30 Tue", -EINVAL},
        {"周八 8:00-9:00", -EINVAL},
        {"八点到十一点", -EINVAL},
        {"22:00-06:00", -ERANGE},
        {"8:00-8:00", -ERANGE},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
        struct hours hours = opened(HALL), before = hours;
        assert_int_equal(hours_add_open(&hours, refused[i].text), refused[i].error);
        assert_memory_equal(&hours, &before, sizeof(hours));
    }
}

static void more_than_there_is_room_for_is_refused(void **state)
{
    (void)state;
    struct hours hours = {0};
    for (size_t i = 0; i < HOURS_OPEN_MAX; i++)
        assert_int_equal(hours_add_open(&hours, "8:00-9:00"), 0);
    assert_int_equal(hours_add_open(&hours, "8:00-9:00"), -E2BIG);
    for (size_t i = 0; i < HOURS_CLOSED_MAX; i++)
        assert_int_equal(hours_add_closed(&hours, "2026-10-01"), 0);
    assert_int_equal(hours_add_closed(&hours, "2026-10-01"), -E2BIG);
    assert_int_equal(hours.n_open, HOURS_OPEN_MAX);
    assert_int_equal(hours.n_closed, HOURS_CLOSED_MAX);
}

static void closed_days_are_closed_at_both_ends(void **state)
{
    (void)state;
    struct hours hours = opened("9:00-17:00");
    assert_int_equal(hours_add_closed(&hours, "2026-10-01..2026-10-08, 2027-01-01 2027-02-05至2027-02-12"),
                     0);
    assert_int_equal(hours.n_closed, 3);
    assert_true(hours_is_open(&hours, at(2026, 9, 30, 10, 0)));
    for (int day = 1; day <= 8; day++)
        assert_false(hours_is_open(&hours, at(2026, 10, day, 10, 0)));
    assert_true(hours_is_open(&hours, at(2026, 10, 9, 10, 0)));
    assert_false(hours_is_open(&hours, at(2027, 1, 1, 10, 0)));
    assert_true(hours_is_open(&hours, at(2027, 1, 2, 10, 0)));
}

static void days_that_do_not_exist_or_end_before_they_begin_are_refused(void **state)
{
    static const struct {
        const char *text;
        int error;
    } refused[] = {
        {"", -EINVAL},
        {"2026-02-29", -EINVAL},
        {"2026-10-01..", -EINVAL},
        {"2026-10-01..2026-09-30", -ERANGE},
        {"2026-10-01 国庆", -EINVAL},
        {"2026-10-0", -EINVAL},
        {"10-01", -EINVAL},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
        struct hours hours = {0};
        assert_int_equal(hours_add_closed(&hours, refused[i].text), refused[i].error);
        assert_int_equal(hours.n_closed, 0);
    }
}

static void the_next_opening_is_found_over_noon_night_weekend_and_holidays(void **state)
{
    (void)state;
    struct hours hours = opened(HALL);
    expect_next(&hours, at(2026, 11, 23, 9, 0), at(2026, 11, 23, 9, 0)); /* open already */
    expect_next(&hours, at(2026, 11, 23, 0, 0), at(2026, 11, 23, 8, 30));
    expect_next(&hours, at(2026, 11, 23, 8, 29), at(2026, 11, 23, 8, 30));
    expect_next(&hours, at(2026, 11, 23, 11, 30), at(2026, 11, 23, 13, 0));
    expect_next(&hours, at(2026, 11, 23, 16, 30), at(2026, 11, 24, 8, 30));
    expect_next(&hours, at(2026, 11, 27, 23, 59), at(2026, 11, 30, 8, 30)); /* Friday night */
    expect_next(&hours, at(2026, 12, 31, 20, 0), at(2027, 1, 1, 8, 30));    /* the end of a year */
    expect_next(&hours, at(2024, 2, 28, 20, 0), at(2024, 2, 29, 8, 30));    /* a leap day */
    assert_int_equal(hours_add_closed(&hours, "2026-10-01..2026-10-08"), 0);
    expect_next(&hours, at(2026, 9, 30, 16, 30), at(2026, 10, 9, 8, 30)); /* over the holidays, a Friday */
    expect_next(&hours, at(2026, 10, 1, 10, 0), at(2026, 10, 9, 8, 30));
}

static void the_next_opening_is_the_first_open_minute(void **state)
{
    (void)state;
    struct hours hours = opened("Mon 00:00-00:01; Tue 23:59-24:00; Fri 8:30-11:30 11:30-12:00");
    assert_int_equal(hours_add_closed(&hours, "2026-12-01"), 0);
    struct moment start = at(2026, 11, 20, 0, 0), now = start;
    for (int i = 0; i < 21 * HOURS_DAY; i++) {
        struct moment next, look = now;
        while (!hours_is_open(&hours, look))
            if (++look.minute == HOURS_DAY)
                look = (struct moment){date_next(look.date), 0};
        assert_true(hours_next_open(&next, &hours, now));
        assert_int_equal(date_compare(next.date, look.date), 0);
        assert_int_equal(next.minute, look.minute);
        now.minute += 7; /* every minute of the day comes up once in a week */
        if (now.minute >= HOURS_DAY)
            now = (struct moment){date_next(now.date), now.minute - HOURS_DAY};
    }
}

static void a_hall_that_never_opens_again_has_no_next_opening(void **state)
{
    (void)state;
    struct hours hours = opened("8:00-9:00"), none = {0};
    struct moment next;
    assert_int_equal(hours_add_closed(&hours, "2026-01-01..2999-12-31"), 0);
    assert_false(hours_next_open(&next, &hours, at(2026, 11, 23, 0, 0)));
    assert_false(hours_next_open(&next, &none, at(2026, 11, 23, 0, 0)));
    assert_false(hours_is_known(&none));
    assert_true(hours_is_known(&hours));
}

static void the_screen_is_dim_over_midnight(void **state)
{
    (void)state;
    struct hours hours = {0};
    for (int minute = 0; minute < HOURS_DAY; minute++)
        assert_false(hours_is_dim(&hours, minute));
    assert_int_equal(hours_set_dim(&hours, "22:00-06:00"), 0);
    for (int minute = 0; minute < HOURS_DAY; minute++)
        assert_int_equal(hours_is_dim(&hours, minute), minute >= 1320 || minute < 360);
    assert_int_equal(hours_set_dim(&hours, "12:00－14:00"), -EINVAL);
    assert_int_equal(hours_set_dim(&hours, "12:00-14:00"), 0);
    for (int minute = 0; minute < HOURS_DAY; minute++)
        assert_int_equal(hours_is_dim(&hours, minute), minute >= 720 && minute < 840);
    assert_int_equal(hours_set_dim(&hours, "20:00-24:00"), 0);
    assert_true(hours_is_dim(&hours, 1439));
    assert_false(hours_is_dim(&hours, 0));
    assert_int_equal(hours_set_dim(&hours, "20:00-20:00"), -EINVAL);
    assert_int_equal(hours_set_dim(&hours, "20:00-21:00 22:00-23:00"), -EINVAL);
    assert_int_equal(hours_set_dim(&hours, ""), -EINVAL);
}

static void a_moment_is_local_time(void **state)
{
    (void)state;
    struct moment moment = moment_of(1795413900); /* 2026-11-23 06:05 UTC */
    assert_int_equal(date_compare(moment.date, (struct date){2026, 11, 23}), 0);
    assert_int_equal(moment.minute, 60 * 14 + 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weekdays_are_those_of_the_calendar),
        cmocka_unit_test(the_day_after_is_the_day_after),
        cmocka_unit_test(the_same_hours_are_read_however_they_are_written),
        cmocka_unit_test(each_minute_of_a_week_is_open_or_closed_as_written),
        cmocka_unit_test(without_days_it_is_every_day_and_ranges_pass_sunday),
        cmocka_unit_test(what_is_not_written_so_is_refused_and_adds_nothing),
        cmocka_unit_test(more_than_there_is_room_for_is_refused),
        cmocka_unit_test(closed_days_are_closed_at_both_ends),
        cmocka_unit_test(days_that_do_not_exist_or_end_before_they_begin_are_refused),
        cmocka_unit_test(the_next_opening_is_found_over_noon_night_weekend_and_holidays),
        cmocka_unit_test(the_next_opening_is_the_first_open_minute),
        cmocka_unit_test(a_hall_that_never_opens_again_has_no_next_opening),
        cmocka_unit_test(the_screen_is_dim_over_midnight),
        cmocka_unit_test(a_moment_is_local_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
