/* SPDX-License-Identifier: MIT */
/* The wait after wrong tries: each second is told once, and its end once. */
#include "ui/countdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void each_second_is_told_when_it_begins(void **state)
{
    struct clock_manual manual = {.ms = 12345};
    struct clock clock = clock_from_manual(&manual);
    struct countdown countdown = {0};
    (void)state;
    countdown_start(&countdown, clock, 60);
    for (int seconds = 60; seconds > 0; seconds--) {
        assert_int_equal(countdown_seconds(&countdown, clock), seconds);
        int64_t next = countdown_next(&countdown, clock);
        assert_int_equal(next, manual.ms + 1000);
        manual.ms = next - 1;
        assert_int_equal(countdown_seconds(&countdown, clock), seconds);
        assert_int_equal(countdown_next(&countdown, clock), next);
        assert_false(countdown_ends(&countdown, clock));
        manual.ms = next;
    }
    assert_int_equal(countdown_seconds(&countdown, clock), 0);
    assert_int_equal(countdown_next(&countdown, clock), -1);
}

static void it_ends_once_for_each_start(void **state)
{
    struct clock_manual manual = {0};
    struct clock clock = clock_from_manual(&manual);
    struct countdown countdown = {0};
    (void)state;
    assert_false(countdown_ends(&countdown, clock));
    for (int start = 0; start < 2; start++) {
        countdown_start(&countdown, clock, 5);
        manual.ms += 60000;
        assert_true(countdown_ends(&countdown, clock));
        assert_false(countdown_ends(&countdown, clock));
    }
}

static void a_minute_is_said_as_one(void **state)
{
    char words[COUNTDOWN_WORDS];
    (void)state;
    assert_string_equal(countdown_words(words, 59), "还要等 59 秒");
    assert_string_equal(countdown_words(words, 60), "还要等 1 分 00 秒");
    assert_string_equal(countdown_words(words, 905), "还要等 15 分 05 秒");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_second_is_told_when_it_begins),
        cmocka_unit_test(it_ends_once_for_each_start),
        cmocka_unit_test(a_minute_is_said_as_one),
    };
    return cmocka_run_group_tests_name("the wait after wrong tries", tests, NULL, NULL);
}
