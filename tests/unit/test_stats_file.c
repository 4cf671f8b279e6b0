/* SPDX-License-Identifier: MIT */
/* Counters as a file, and the periods that they are looked at by. */
#include "tests/unit/site_fixture.h"

#include "kiosk/stats_file.h"
#include "ui/stats_period.h"

static const struct stats_query everything = {
    .from = {2026, 1, 1}, .to = {2026, 12, 31}, .by = STATS_BY_KIND};

static void count(struct fixture *fixture)
{
    struct tally tally;
    tally_init(&tally, TALLY_KIOSK);
    for (int i = 0; i < 12; i++)
        tally_add(&tally, FIXTURE_NOW, TALLY_QUESTION, "6");
    tally_add(&tally, FIXTURE_NOW, TALLY_LINK, "chsi-verify");
    for (int i = 0; i < TALLY_TERM_SEEN; i++) {
        tally_visitor(&tally);
        tally_miss(&tally, FIXTURE_NOW, "宿舍");
    }
    assert_int_equal(site_tally_flush(fixture->site, &tally), 0);
}

static char *written(struct fixture *fixture, bool gb18030, size_t *n)
{
    char *text = NULL;
    FILE *stream = open_memstream(&text, n);
    assert_non_null(stream);
    assert_int_equal(stats_file_write(stream, gb18030, fixture->site, &everything), 0);
    assert_int_equal(fclose(stream), 0);
    return text;
}

static void a_spreadsheet_gets_utf8_with_a_mark_and_no_small_numbers(void **state)
{
    size_t n;
    count(*state);
    _cleanup_free_ char *text = written(*state, false, &n);
    assert_memory_equal(text, "\xEF\xBB\xBF日期,", strlen("\xEF\xBB\xBF日期,"));
    assert_non_null(strstr(text, "\r\n2026-11-23,14,自助终端,打开答复,\"6\",12\r\n"));
    assert_non_null(strstr(text, "放大二维码,\"chsi-verify\",<5\r\n"));
    assert_non_null(strstr(text, "没有搜到,\"宿舍\",<5\r\n"));
}

static void an_old_one_gets_GB18030(void **state)
{
    size_t n;
    count(*state);
    _cleanup_free_ char *text = written(*state, true, &n);
    assert_memory_equal(text, "\xC8\xD5\xC6\xDA,", 5); /* 日期 */
    assert_non_null(memmem(text, n, "\"\xCB\xDE\xC9\xE1\"", 6));
}

static void a_file_that_is_there_stays_as_it_is(void **state)
{
    struct fixture *fixture = *state;
    char path[128], line[16] = "";
    count(fixture);
    snprintf(path, sizeof(path), "%s/a.csv", fixture->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("mein", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(stats_file_save(path, false, fixture->site, &everything), -EEXIST);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof(line), file));
    assert_int_equal(fclose(file), 0);
    assert_string_equal(line, "mein");
    snprintf(path, sizeof(path), "%s/no/a.csv", fixture->folder);
    assert_int_equal(stats_file_save(path, false, fixture->site, &everything), -ENOENT);
    snprintf(path, sizeof(path), "%s/b.csv", fixture->folder);
    assert_int_equal(stats_file_save(path, false, fixture->site, &everything), 0);
    assert_int_equal(access(path, R_OK), 0);
}

static void assert_range(enum stats_period period, struct date day, struct date from, struct date to)
{
    struct date first, last;
    stats_period_range(&first, &last, period, day);
    assert_int_equal(date_compare(first, from), 0);
    assert_int_equal(date_compare(last, to), 0);
}

static void periods_begin_on_mondays_and_on_the_first(void **state)
{
    (void)state;
    assert_range(PERIOD_DAY, (struct date){2026, 2, 28}, (struct date){2026, 2, 28},
                 (struct date){2026, 2, 28});
    assert_range(PERIOD_WEEK, (struct date){2026, 1, 1}, (struct date){2025, 12, 29},
                 (struct date){2026, 1, 4});
    assert_range(PERIOD_WEEK, (struct date){2026, 11, 23}, (struct date){2026, 11, 23},
                 (struct date){2026, 11, 29});
    assert_range(PERIOD_MONTH, (struct date){2028, 2, 10}, (struct date){2028, 2, 1},
                 (struct date){2028, 2, 29});
}

static void a_step_back_and_one_forth_lead_to_the_same_period(void **state)
{
    (void)state;
    for (int period = PERIOD_DAY; period < PERIOD_COUNT; period++)
        for (int i = 0; i < 400; i++) {
            struct date day = stats_period_step(PERIOD_DAY, (struct date){2027, 1, 31}, i), from, to, first,
                        last;
            struct date there = stats_period_step(period, day, -1),
                        back = stats_period_step(period, there, 1);
            stats_period_range(&from, &to, period, day);
            stats_period_range(&first, &last, period, back);
            assert_int_equal(date_compare(from, first), 0);
            assert_int_equal(date_compare(to, last), 0);
            assert_true(date_compare(there, from) < 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_spreadsheet_gets_utf8_with_a_mark_and_no_small_numbers),
        FIXTURE_TEST(an_old_one_gets_GB18030),
        FIXTURE_TEST(a_file_that_is_there_stays_as_it_is),
        cmocka_unit_test(periods_begin_on_mondays_and_on_the_first),
        cmocka_unit_test(a_step_back_and_one_forth_lead_to_the_same_period),
    };
    return cmocka_run_group_tests_name("statistics in a file", tests, NULL, NULL);
}
