/* SPDX-License-Identifier: MIT */
#include "base/clock.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void days_that_exist_are_read(void **state)
{
    static const struct {
        const char *text;
        struct date date;
    } cases[] = {
        {"2025-06-30", {2025, 6, 30}}, {"1900-01-01", {1900, 1, 1}},  {"2999-12-31", {2999, 12, 31}},
        {"2024-02-29", {2024, 2, 29}}, {"2000-02-29", {2000, 2, 29}}, {"2400-02-29", {2400, 2, 29}},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct date date = {0};
        assert_int_equal(date_parse(&date, cases[i].text), 0);
        assert_int_equal(date_compare(date, cases[i].date), 0);
    }
}

static void anything_else_is_refused_and_writes_nothing(void **state)
{
    static const char *const refused[] = {
        "",           "2025",        "2025-6-30",  "2025-06-31", "2025-02-29", "1900-02-29",  "2100-02-29",
        "2025-00-10", "2025-13-01",  "2025-01-00", "2025-04-31", "1899-12-31", "3000-01-01",  "2025/06/30",
        "20250630",   "2025-06-30 ", " 2025-06-3", "2025-06-3a", "+025-06-30", "２025-06-30", "2025-06-300",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
        struct date date = {7, 7, 7};
        assert_int_equal(date_parse(&date, refused[i]), -EINVAL);
        assert_int_equal(date_compare(date, (struct date){7, 7, 7}), 0);
    }
}

static void earlier_days_compare_less(void **state)
{
    static const struct date days[] = {
        {1999, 12, 31}, {2000, 1, 1}, {2000, 1, 2}, {2000, 2, 1}, {2001, 1, 1}};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(days); i++)
        for (size_t j = 0; j < ARRAY_SIZE(days); j++) {
            int r = date_compare(days[i], days[j]);
            assert_int_equal((r > 0) - (r < 0), (i > j) - (i < j));
        }
}

static void a_day_begins_at_local_midnight(void **state)
{
    (void)state;
    setenv("TZ", "CST-8", 1);
    tzset();
    /* 2025-06-29 16:00:00 UTC is midnight in China */
    assert_int_equal(date_compare(date_of(1751212799), (struct date){2025, 6, 29}), 0);
    assert_int_equal(date_compare(date_of(1751212800), (struct date){2025, 6, 30}), 0);
}

static void a_time_beyond_the_calendar_is_no_garbage(void **state)
{
    (void)state;
    assert_int_equal(date_compare(date_of(INT64_MAX), (struct date){1970, 1, 1}), 0);
}

static void a_manual_clock_stands_until_it_is_moved(void **state)
{
    struct clock_manual manual = {.ms = 5, .seconds = 1751212800};
    struct clock clock = clock_from_manual(&manual);

    (void)state;
    assert_int_equal(clock.monotonic_ms(clock.context), 5);
    assert_int_equal(clock.monotonic_ms(clock.context), 5);
    assert_int_equal(clock.wall(clock.context), 1751212800);
    manual.ms += 60000;
    manual.seconds += 60;
    assert_int_equal(clock.monotonic_ms(clock.context), 60005);
    assert_int_equal(clock.wall(clock.context), 1751212860);
}

static void the_systems_clock_never_runs_backwards(void **state)
{
    struct clock clock = clock_system();
    int64_t before = clock.monotonic_ms(clock.context);
    time_t lower = time(NULL), wall = clock.wall(clock.context), upper = time(NULL);

    (void)state;
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock.monotonic_ms(clock.context);
        assert_true(now >= before);
        before = now;
    }
    assert_true(wall >= lower && wall <= upper);
}

static void the_earlier_deadline_is_none_only_if_neither_is(void **state)
{
    (void)state;
    assert_int_equal(deadline_earlier(5, 7), 5);
    assert_int_equal(deadline_earlier(7, 5), 5);
    assert_int_equal(deadline_earlier(-1, 0), 0);
    assert_int_equal(deadline_earlier(0, -1), 0);
    assert_int_equal(deadline_earlier(-1, -1), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_that_exist_are_read),
        cmocka_unit_test(anything_else_is_refused_and_writes_nothing),
        cmocka_unit_test(earlier_days_compare_less),
        cmocka_unit_test(a_day_begins_at_local_midnight),
        cmocka_unit_test(a_time_beyond_the_calendar_is_no_garbage),
        cmocka_unit_test(a_manual_clock_stands_until_it_is_moved),
        cmocka_unit_test(the_systems_clock_never_runs_backwards),
        cmocka_unit_test(the_earlier_deadline_is_none_only_if_neither_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
