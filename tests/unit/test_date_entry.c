/* SPDX-License-Identifier: MIT */
/* A date part by part: what is typed, what is picked, what cannot be. */
#include "ui/date_entry.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define YEAR 2026

static int act(struct date_entry *entry, enum action action)
{
    return date_entry_act(entry, (struct event){.action = action});
}

/* The outcome of the last digit. */
static int type(struct date_entry *entry, const char *digits)
{
    int result = DATE_ENTRY_STAYED;
    for (; *digits; digits++)
        result = date_entry_act(entry, (struct event){.action = ACTION_DIGIT, .value = *digits - '0'});
    return result;
}

static void assert_text(const struct date_entry *entry, const char *expected)
{
    char text[DATE_ENTRY_TEXT];
    date_entry_text(text, entry);
    assert_string_equal(text, expected);
}

static void a_date_is_as_precise_as_asked(void **state)
{
    static const struct {
        enum guide_precision precision;
        const char *typed, *text;
    } rows[] = {{GUIDE_YEAR, "2026", "2026"},
                {GUIDE_MONTH, "202606", "2026-06"},
                {GUIDE_DAY, "20260630", "2026-06-30"},
                {GUIDE_DAY, "1949101", "1949-10-01"},
                {GUIDE_DAY, "2028229", "2028-02-29"}}; /* 2 is February: no month begins with it */
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct date_entry entry;
        date_entry_init(&entry, rows[i].precision, YEAR, NULL);
        assert_int_equal(type(&entry, rows[i].typed), DATE_ENTRY_CHANGED); /* the last part waits for Enter */
        assert_int_equal(act(&entry, ACTION_OPEN), DATE_ENTRY_DONE);
        assert_text(&entry, rows[i].text);
    }
}

static void what_cannot_be_is_refused_and_gone(void **state)
{
    static const struct {
        const char *typed, *remark;
    } rows[] = {{"1948", "请输入四位年份，1949 到 2031"},
                {"2032", "请输入四位年份，1949 到 2031"},
                {"202600", "月份是 1 到 12"},
                {"202613", "月份是 1 到 12"},
                {"20260631", "2026年6月只有30天"},
                {"20270229", "2027年2月只有28天"}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct date_entry entry;
        date_entry_init(&entry, GUIDE_DAY, YEAR, NULL);
        type(&entry, rows[i].typed);
        if (entry.digits)
            assert_int_equal(act(&entry, ACTION_OPEN), DATE_ENTRY_CHANGED);
        assert_string_equal(entry.remark, rows[i].remark);
        assert_int_equal(entry.digits, 0);
    }
}

static void nobodys_date_is_taken_for_granted(void **state)
{
    struct date_entry entry;
    (void)state;
    date_entry_init(&entry, GUIDE_YEAR, YEAR, NULL);
    date_entry_layout(&entry, 12, 60);
    assert_int_equal(act(&entry, ACTION_OPEN), DATE_ENTRY_STAYED); /* nothing is selected */
    assert_int_equal(act(&entry, ACTION_RIGHT), DATE_ENTRY_CHANGED);
    assert_int_equal(entry.cells[entry.selected], YEAR);
    assert_int_equal(act(&entry, ACTION_OPEN), DATE_ENTRY_DONE);
    assert_text(&entry, "2026");
}

static void every_year_is_some_pages_away_and_none_beyond(void **state)
{
    struct date_entry entry;
    int pages = 0;
    (void)state;
    date_entry_init(&entry, GUIDE_YEAR, YEAR, NULL);
    for (; act(&entry, ACTION_PAGE_UP) == DATE_ENTRY_CHANGED; pages++)
        assert_in_range(pages, 0, 10);
    assert_int_equal(entry.cells[0], 1949);
    for (pages = 0; act(&entry, ACTION_PAGE_DOWN) == DATE_ENTRY_CHANGED; pages++)
        assert_in_range(pages, 0, 10);
    int last = 0;
    for (int i = 0; i < entry.n; i++)
        last = entry.cells[i] > last ? entry.cells[i] : last;
    assert_int_equal(last, YEAR + 5);
}

static void what_was_given_is_taken_back_part_by_part(void **state)
{
    struct date_entry entry;
    (void)state;
    date_entry_init(&entry, GUIDE_DAY, YEAR, NULL);
    assert_false(date_entry_is_begun(&entry));
    type(&entry, "2026061");
    assert_int_equal(entry.stage, GUIDE_DAY);
    assert_int_equal(act(&entry, ACTION_ERASE), DATE_ENTRY_CHANGED); /* the digit */
    assert_int_equal(act(&entry, ACTION_ERASE), DATE_ENTRY_CHANGED); /* the month, which is selected now */
    assert_int_equal(entry.cells[entry.selected], 6);
    assert_int_equal(act(&entry, ACTION_ERASE), DATE_ENTRY_CHANGED);
    assert_false(date_entry_is_begun(&entry));
    assert_int_equal(act(&entry, ACTION_ERASE), DATE_ENTRY_BACK);
}

static void who_does_not_know_says_so(void **state)
{
    struct date_entry entry;
    (void)state;
    date_entry_init(&entry, GUIDE_DAY, YEAR, "记不清");
    assert_int_equal(date_entry_act(&entry, (struct event){.action = ACTION_SELECT, .value = entry.n - 1}),
                     DATE_ENTRY_UNSURE);
    assert_int_equal(date_entry_act(&entry, (struct event){.action = ACTION_SELECT, .value = entry.n}),
                     DATE_ENTRY_STAYED);
    assert_int_equal(act(&entry, ACTION_HELP), DATE_ENTRY_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_as_precise_as_asked),
        cmocka_unit_test(what_cannot_be_is_refused_and_gone),
        cmocka_unit_test(nobodys_date_is_taken_for_granted),
        cmocka_unit_test(every_year_is_some_pages_away_and_none_beyond),
        cmocka_unit_test(what_was_given_is_taken_back_part_by_part),
        cmocka_unit_test(who_does_not_know_says_so),
    };
    return cmocka_run_group_tests_name("a date that is picked or typed", tests, NULL, NULL);
}
