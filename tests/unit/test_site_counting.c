/* SPDX-License-Identifier: MIT */
/* Counters at the ends of their ranges: what is no query, what no counter of ours is, what has no room. */
#include "tests/unit/site_fixture.h"
#include "tests/unit/sql_fixture.h"

static int take_nothing(void *context, const struct stats_cell *cell)
{
    (void)context, (void)cell;
    return 0;
}

static void a_query_that_is_none_is_refused(void **state)
{
    struct fixture *fixture = *state;
    const struct stats_query fine = {.from = {2026, 1, 1}, .to = {2026, 12, 31}, .by = STATS_BY_KIND};
    struct stats_query wrong[] = {fine, fine, fine, fine, fine};
    struct stats_row *rows = NULL;
    int64_t total;
    size_t n;

    wrong[0].to.year = 2025;
    wrong[1].kinds = 1u << (TALLY_KINDS + 1);
    wrong[2].where = (enum tally_where)3;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(site_stats_total(&total, fixture->site, &wrong[i]), -EINVAL);
        assert_int_equal(site_stats_each(fixture->site, &wrong[i], take_nothing, NULL), -EINVAL);
    }
    wrong[3].by = (enum stats_by)0;
    wrong[4].by = (enum stats_by)(STATS_BY_WHERE + 1);
    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
        assert_int_equal(site_stats(&rows, &n, fixture->site, &wrong[i]), -EINVAL);
}

static void a_counter_that_cannot_be_is_damage(void **state)
{
    static const struct {
        const char *values;
        enum stats_by by;
    } cases[] = {
        {"20260101, 9, 1, 9, '6', 1", STATS_BY_KIND},  {"20261301, 9, 1, 1, '6', 1", STATS_BY_MONTH},
        {"20270001, 9, 1, 1, '6', 1", STATS_BY_MONTH}, {"20260231, 9, 1, 1, '6', 1", STATS_BY_WEEK},
        {"20260101, 24, 1, 1, '6', 1", STATS_BY_HOUR}, {"20260101, 9, 7, 1, '6', 1", STATS_BY_WHERE},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct stats_query query = {.from = {2026, 1, 1}, .to = {2026, 12, 31}, .by = cases[i].by};
        struct stats_row *rows = NULL;
        size_t n;
        char sql[96];
        query.to = (struct date){2027, 12, 31};
        snprintf(sql, sizeof(sql), "DELETE FROM counter; INSERT INTO counter VALUES (%s)", cases[i].values);
        run_sql(fixture->path, sql);
        int r = site_stats(&rows, &n, fixture->site, &query);
        if (r != -EBADMSG)
            fail_msg("%s: %d", cases[i].values, r);
    }
}

/* ---- counting ---- */

static void a_full_tally_says_how_much_was_dropped(void **state)
{
    struct fixture *fixture = *state;
    struct tally tally;
    char words[32], longest[8 * TALLY_TERM_BYTES + 1];

    tally_init(&tally, TALLY_KIOSK);
    for (int i = 0; i < TALLY_TERMS + 2; i++) {
        snprintf(words, sizeof(words), "甲%c", 'a' + i);
        tally_miss(&tally, FIXTURE_NOW, words);
    }
    assert_int_equal(tally.n_terms, TALLY_TERMS);
    assert_int_equal(tally.dropped, 2);
    tally_init(&tally, TALLY_KIOSK);
    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    tally_miss(&tally, FIXTURE_NOW, longest); /* counted without its text */
    assert_int_equal(tally.n_terms, 0);
    assert_int_equal(tally.n_cells, 1);
    tally_miss(&tally, FIXTURE_NOW, "甲");
    tally_miss(&tally, FIXTURE_NOW + 3600, "甲"); /* another hour, another day: another term */
    tally_miss(&tally, FIXTURE_NOW + 86400, "甲");
    assert_int_equal(tally.n_terms, 3);
    assert_int_equal(site_tally_flush(fixture->site, &tally), 0);
}

static void a_time_beyond_all_calendars_is_counted_somewhere(void **state)
{
    struct tally tally;

    (void)state;
    tally_init(&tally, TALLY_KIOSK);
    tally_add(&tally, INT64_MAX, TALLY_QUESTION, "6");
    assert_int_equal(tally.n_cells, 1);
    assert_int_equal(tally.cells[0].hour, 0);
}

static void recording_that_pauses_goes_on_by_itself(void **state)
{
    struct fixture *fixture = *state;
    struct tally tally;

    tally_init(&tally, TALLY_KIOSK);
    assert_int_equal(site_tally_flush(NULL, &tally), -ENOENT);
    assert_int_equal(tally.error, -ENOENT);
    struct site *reading = fixture_open(fixture, SITE_READ);
    assert_int_equal(site_tally_flush(reading, &tally), -EROFS);
    site_close(reading);
    assert_int_equal(site_tally_flush(fixture->site, &tally), 0);
    assert_int_equal(tally.error, 0);
    assert_int_equal(site_tally_flush(fixture->site, &tally), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_query_that_is_none_is_refused),
        FIXTURE_TEST(a_counter_that_cannot_be_is_damage),
        FIXTURE_TEST(a_full_tally_says_how_much_was_dropped),
        FIXTURE_TEST(a_time_beyond_all_calendars_is_counted_somewhere),
        FIXTURE_TEST(recording_that_pauses_goes_on_by_itself),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
