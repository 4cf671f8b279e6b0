/* SPDX-License-Identifier: MIT */
#include "ui/hours_words.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect(const struct hours *hours, struct moment now, const char *words)
{
    char out[HOURS_WORDS] = "untouched";
    assert_int_equal(hours_words(out, hours, now), words != NULL);
    assert_string_equal(out, words ? words : "untouched");
}

static struct moment at(int month, int day, int hour, int minute)
{
    return (struct moment){{2026, month, day}, 60 * hour + minute};
}

static void a_closed_hall_says_when_it_opens(void **state)
{
    (void)state;
    struct hours hours = {0};
    assert_int_equal(hours_add_open(&hours, "周一至周五 8:30-11:30 13:00-16:30"), 0);
    assert_int_equal(hours_add_closed(&hours, "2026-12-31..2027-01-03"), 0);
    expect(&hours, at(11, 23, 9, 0), NULL);
    expect(&hours, at(11, 23, 7, 0), "现在是休息时间；今天 8:30 开门");
    expect(&hours, at(11, 23, 12, 0), "现在是休息时间；今天 13:00 开门");
    expect(&hours, at(11, 23, 20, 0), "现在是休息时间；明天 8:30 开门");
    expect(&hours, at(11, 28, 20, 0), "现在是休息时间；后天 8:30 开门");
    expect(&hours, at(11, 27, 16, 30), "现在是休息时间；11月30日星期一 8:30 开门");
    expect(&hours, at(12, 30, 17, 0), "现在是休息时间；2027年1月4日星期一 8:30 开门");
}

static void nothing_is_said_where_nothing_is_known(void **state)
{
    (void)state;
    struct hours hours = {0};
    expect(NULL, at(11, 23, 9, 0), NULL);
    expect(&hours, at(11, 23, 9, 0), NULL);
}

static void a_hall_that_does_not_open_again_only_says_that_it_is_closed(void **state)
{
    (void)state;
    struct hours hours = {0};
    assert_int_equal(hours_add_open(&hours, "8:30-11:30"), 0);
    assert_int_equal(hours_add_closed(&hours, "2026-01-01..2999-12-31"), 0);
    expect(&hours, at(11, 23, 9, 0), "现在是休息时间");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_hall_says_when_it_opens),
        cmocka_unit_test(nothing_is_said_where_nothing_is_known),
        cmocka_unit_test(a_hall_that_does_not_open_again_only_says_that_it_is_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
