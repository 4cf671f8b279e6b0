/* SPDX-License-Identifier: MIT */
#include "tests/unit/site_fixture.h"

#include <sqlite3.h>

#define DAY 86400

static void flush(struct fixture *fixture, struct tally *tally)
{
    assert_int_equal(site_tally_flush(fixture->site, tally), 0);
    assert_true(tally_is_empty(tally));
}

static struct stats_query all_by(enum stats_by by)
{
    return (struct stats_query){.from = {2000, 1, 1}, .to = {2099, 12, 31}, .by = by};
}

static int64_t count_of(struct fixture *fixture, const struct stats_query *query, const char *key)
{
    struct stats_row *rows = NULL;
    size_t n = 0;
    int64_t count = 0;

    assert_int_equal(site_stats(&rows, &n, fixture->site, query), 0);
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].key, key) == 0)
            count += rows[i].n;
    free(rows);
    return count;
}

static int64_t total(struct fixture *fixture)
{
    struct stats_query query = all_by(STATS_BY_KIND);
    int64_t n = -1;

    assert_int_equal(site_stats_total(&n, fixture->site, &query), 0);
    return n;
}

static void what_was_counted_is_summed_up_in_every_way(void **state)
{
    static const struct {
        enum stats_by by;
        const char *keys[4];
        int counts[4];
    } ways[] = {
        {STATS_BY_KIND, {"question", "guide", "link"}, {5, 1, 1}},
        {STATS_BY_ITEM, {"6", "7", "chsi-home"}, {5, 1, 1}},
        {STATS_BY_HOUR, {"14", "15", "00"}, {5, 1, 1}},
        {STATS_BY_DAY, {"2026-11-23", "2026-11-29", "2026-11-30"}, {5, 1, 1}},
        {STATS_BY_WEEK, {"2026-11-23", "2026-11-30"}, {6, 1}},
        {STATS_BY_MONTH, {"2026-11"}, {7}},
        {STATS_BY_WHERE, {"kiosk", "desk"}, {6, 1}},
    };
    struct fixture *fixture = *state;
    struct tally kiosk, desk;
    time_t now = FIXTURE_NOW;

    tally_init(&kiosk, TALLY_KIOSK);
    tally_init(&desk, TALLY_DESK);
    for (int i = 0; i < 4; i++)
        tally_add(&kiosk, now, TALLY_QUESTION, "6");
    tally_add(&kiosk, now + 6 * DAY + 3600, TALLY_QUESTION, "7");
    tally_add(&kiosk, now + 6 * DAY + 3600 * 10, TALLY_LINK, "chsi-home"); /* past midnight */
    tally_add(&desk, now, TALLY_GUIDE, "6");
    flush(fixture, &kiosk);
    flush(fixture, &desk);
    for (size_t w = 0; w < ARRAY_SIZE(ways); w++) {
        struct stats_query query = all_by(ways[w].by);
        struct stats_row *rows = NULL;
        size_t n = 0, keys = 0;
        for (; keys < 4 && ways[w].keys[keys]; keys++)
            assert_int_equal(count_of(fixture, &query, ways[w].keys[keys]), ways[w].counts[keys]);
        assert_int_equal(site_stats(&rows, &n, fixture->site, &query), 0);
        assert_int_equal(n,
                         ways[w].by == STATS_BY_ITEM ? keys + 1 : keys); /* 6 as a question and as a guide */
        free(rows);
    }
    assert_int_equal(total(fixture), 7);
}

static void a_query_takes_days_kinds_and_places(void **state)
{
    struct fixture *fixture = *state;
    struct tally kiosk, desk;
    struct stats_query query = all_by(STATS_BY_ITEM);

    tally_init(&kiosk, TALLY_KIOSK);
    tally_init(&desk, TALLY_DESK);
    for (int day = 0; day < 10; day++)
        tally_add(&kiosk, FIXTURE_NOW + day * DAY, TALLY_QUESTION, "1");
    tally_add(&desk, FIXTURE_NOW, TALLY_SLIP, "6/ready");
    flush(fixture, &kiosk);
    flush(fixture, &desk);
    query.from = (struct date){2026, 11, 24};
    query.to = (struct date){2026, 11, 26};
    assert_int_equal(count_of(fixture, &query, "1"), 3);
    query = all_by(STATS_BY_ITEM);
    query.kinds = 1u << TALLY_SLIP | 1u << TALLY_GUIDE;
    assert_int_equal(count_of(fixture, &query, "1"), 0);
    assert_int_equal(count_of(fixture, &query, "6/ready"), 1);
    query.kinds = 0;
    query.where = TALLY_KIOSK;
    assert_int_equal(count_of(fixture, &query, "6/ready"), 0);
    assert_int_equal(count_of(fixture, &query, "1"), 10);
}

static void a_query_that_makes_no_sense_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct stats_query good = all_by(STATS_BY_DAY), bad[4] = {good, good, good, good};
    struct stats_row *rows = NULL;
    size_t n = 0;

    bad[0].from = (struct date){2099, 12, 31};
    bad[0].to = (struct date){2099, 12, 30};
    bad[1].by = (enum stats_by)8;
    bad[2].kinds = 1u << 8;
    bad[3].where = (enum tally_where)3;
    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        assert_int_equal(site_stats(&rows, &n, fixture->site, &bad[i]), -EINVAL);
    assert_int_equal(site_stats(&rows, &n, fixture->site, &good), 0);
    assert_int_equal(n, 0);
    free(rows);
}

static void most_asked_comes_first(void **state)
{
    struct fixture *fixture = *state;
    struct stats_query query = all_by(STATS_BY_ITEM);
    struct stats_row *rows = NULL;
    struct tally tally;
    size_t n = 0;

    tally_init(&tally, TALLY_KIOSK);
    for (int q = 1; q <= 12; q++) {
        char item[4];
        snprintf(item, sizeof(item), "%d", q);
        for (int i = 0; i < q; i++)
            tally_add(&tally, FIXTURE_NOW, TALLY_QUESTION, item);
    }
    flush(fixture, &tally);
    assert_int_equal(site_stats(&rows, &n, fixture->site, &query), 0);
    assert_int_equal(n, 12);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(rows[i].n, 12 - i);
        assert_int_equal(rows[i].kind, TALLY_QUESTION);
    }
    free(rows);
}

static int take_cell(void *context, const struct stats_cell *cell)
{
    int *n = context;

    assert_string_equal(cell->day, "2026-11-23");
    assert_int_equal(cell->hour, 14);
    assert_int_equal(cell->where, TALLY_KIOSK);
    assert_int_equal(cell->n, 1);
    return ++*n == 5 ? 77 : 0;
}

static void every_counter_is_handed_out_until_the_taker_stops(void **state)
{
    struct fixture *fixture = *state;
    struct stats_query query = all_by(STATS_BY_ITEM);
    struct tally tally;
    int n = 0;

    tally_init(&tally, TALLY_KIOSK);
    for (int q = 1; q <= 9; q++)
        tally_add(&tally, FIXTURE_NOW, TALLY_QUESTION, (char[]){(char)('0' + q), '\0'});
    flush(fixture, &tally);
    assert_int_equal(site_stats_each(fixture->site, &query, take_cell, &n), 77);
    assert_int_equal(n, 5);
}

static void small_numbers_are_not_told(void **state)
{
    static const struct {
        int64_t n;
        const char *words;
    } cases[] = {{0, "0"}, {1, "<5"}, {4, "<5"}, {5, "5"}, {123456789012, "123456789012"}};
    char words[STATS_WORDS_BYTES];

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
        assert_string_equal(stats_words(words, cases[i].n), cases[i].words);
}

static void items_are_ids_and_never_typed_text(void **state)
{
    static const char *const typed[] = {"张三",
                                        "220102199901011234",
                                        "6/13843100000",
                                        "a b",
                                        "a@b",
                                        "A",
                                        "123456789012345678901234567890123456789012345678901234567890abcd"};
    struct tally tally;

    (void)state;
    tally_init(&tally, TALLY_KIOSK);
    for (size_t i = 0; i < ARRAY_SIZE(typed); i++)
        tally_add(&tally, FIXTURE_NOW, TALLY_QUESTION, typed[i]);
    tally_add(&tally, FIXTURE_NOW, (enum tally_kind)0, "1");
    tally_add(&tally, FIXTURE_NOW, (enum tally_kind)8, "1");
    assert_true(tally_is_empty(&tally));
    assert_string_equal(tally_kind_id(TALLY_MISS), "search-miss");
    assert_null(tally_kind_id((enum tally_kind)8));
    assert_string_equal(tally_where_id(TALLY_DESK), "desk");
    assert_null(tally_where_id((enum tally_where)0));
}

static void a_full_tally_says_how_much_it_dropped(void **state)
{
    struct fixture *fixture = *state;
    struct tally tally;

    tally_init(&tally, TALLY_KIOSK);
    for (int i = 0; i < TALLY_CELLS + 7; i++) {
        char item[16];
        snprintf(item, sizeof(item), "x%d", i);
        tally_add(&tally, FIXTURE_NOW, TALLY_OUTCOME, item);
    }
    tally_add(&tally, FIXTURE_NOW, TALLY_OUTCOME, "x0"); /* those that are there go on */
    assert_int_equal(tally.dropped, 7);
    flush(fixture, &tally);
    assert_int_equal(tally.dropped, 0);
    assert_int_equal(total(fixture), TALLY_CELLS + 1);
}

static void a_flush_that_fails_keeps_the_numbers(void **state)
{
    struct fixture *fixture = *state;
    struct site *other = fixture_open(fixture, SITE_WRITE), *reader = fixture_open(fixture, SITE_READ);
    struct tally tally;

    tally_init(&tally, TALLY_KIOSK);
    tally_add(&tally, FIXTURE_NOW, TALLY_QUESTION, "6");
    assert_int_equal(site_tally_flush(NULL, &tally), -ENOENT);
    assert_int_equal(tally.error, -ENOENT);
    assert_int_equal(site_tally_flush(reader, &tally), -EROFS);
    assert_int_equal(site_begin(other), 0);
    site_set_busy(fixture->site, 0);
    assert_int_equal(site_tally_flush(fixture->site, &tally), -EBUSY);
    assert_int_equal(tally.error, -EBUSY);
    tally_add(&tally, FIXTURE_NOW, TALLY_QUESTION, "6");
    assert_int_equal(site_end(other, 0), 0);
    flush(fixture, &tally);
    assert_int_equal(tally.error, 0);
    assert_int_equal(total(fixture), 2);
    flush(fixture, &tally);
    assert_int_equal(total(fixture), 2);
    site_close(other);
    site_close(reader);
}

static void miss(struct tally *tally, const char *term)
{
    tally_visitor(tally);
    tally_miss(tally, FIXTURE_NOW, term);
}

/* Whether the bytes stand in any file of the folder. */
static bool is_on_disk(struct fixture *fixture, const char *text)
{
    static const char *const names[] = {"site.db", "site.db-journal"};
    bool found = false;

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        char path[128], *bytes = NULL;
        size_t n = 0;
        snprintf(path, sizeof(path), "%s/%s", fixture->folder, names[i]);
        FILE *file = fopen(path, "rb");
        if (!file)
            continue;
        bytes = malloc(16 << 20);
        assert_non_null(bytes);
        n = fread(bytes, 1, 16 << 20, file);
        fclose(file);
        found = found || memmem(bytes, n, text, strlen(text));
        free(bytes);
    }
    return found;
}

static void a_term_is_readable_from_the_third_visitor_on(void **state)
{
    struct fixture *fixture = *state;
    struct stats_query query = all_by(STATS_BY_ITEM);
    struct tally tally;

    tally_init(&tally, TALLY_KIOSK);
    for (int visitor = 1; visitor <= 5; visitor++) {
        miss(&tally, "档案转递");
        tally_miss(&tally, FIXTURE_NOW, "档案转递"); /* the same visitor once more */
        flush(fixture, &tally);
        assert_int_equal(is_on_disk(fixture, "档案转递"), visitor >= TALLY_TERM_SEEN);
        assert_int_equal(count_of(fixture, &query, "档案转递"),
                         visitor >= TALLY_TERM_SEEN ? visitor - TALLY_TERM_SEEN + 1 : 0);
        assert_int_equal(total(fixture), visitor);
    }
}

static void a_term_is_readable_when_three_visitors_came_before_one_flush(void **state)
{
    struct fixture *fixture = *state;
    struct stats_query query = all_by(STATS_BY_ITEM);
    struct tally tally;

    tally_init(&tally, TALLY_KIOSK);
    for (int i = 0; i < 4; i++)
        miss(&tally, "校医院");
    flush(fixture, &tally);
    assert_int_equal(count_of(fixture, &query, "校医院"), 2);
    assert_int_equal(total(fixture), 4);
}

static void numbers_and_long_texts_are_never_kept(void **state)
{
    static const char *const typed[] = {
        "220102199901011234",           "学号2023", "学号２０２３", "abcdefghijklm",
        "学号\xD9\xA1\xD9\xA2",         "表②",      "第Ⅲ册",        "二〇二三",
        "我叫张三住在长春市朝阳区人民", ""};
    struct fixture *fixture = *state;
    struct tally tally;

    tally_init(&tally, TALLY_KIOSK);
    for (size_t i = 0; i < ARRAY_SIZE(typed); i++)
        for (int visitor = 0; visitor < 5; visitor++)
            miss(&tally, typed[i]);
    assert_int_equal(tally.n_terms, 0);
    flush(fixture, &tally);
    for (size_t i = 0; i + 1 < ARRAY_SIZE(typed); i++)
        assert_false(is_on_disk(fixture, typed[i]));
    assert_int_equal(total(fixture), 5 * ARRAY_SIZE(typed));
}

static void a_flushed_tally_has_forgotten_the_terms(void **state)
{
    struct fixture *fixture = *state;
    struct tally tally;

    tally_init(&tally, TALLY_KIOSK);
    miss(&tally, "食堂");
    assert_non_null(memmem(&tally, sizeof(tally), "食堂", strlen("食堂")));
    flush(fixture, &tally);
    assert_null(memmem(&tally, sizeof(tally), "食堂", strlen("食堂")));
}

static void pending_terms_are_bounded_and_the_oldest_fall_out(void **state)
{
    struct fixture *fixture = *state;
    struct stats_query query = all_by(STATS_BY_ITEM);
    struct tally tally;
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;

    tally_init(&tally, TALLY_KIOSK);
    miss(&tally, "头一个");
    miss(&tally, "头一个");
    flush(fixture, &tally);
    for (int i = 0; i < STATS_PENDING; i++) {
        char term[8];
        snprintf(term, sizeof(term), "%c%c%c", 'a' + i % 26, 'a' + i / 26 % 26, 'z');
        miss(&tally, term);
        if (tally.n_terms == TALLY_TERMS)
            flush(fixture, &tally);
    }
    flush(fixture, &tally);
    miss(&tally, "头一个");
    flush(fixture, &tally);
    assert_int_equal(count_of(fixture, &query, "头一个"), 0);
    assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*), max(length(hash)) FROM term", -1, &row, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(row, 0), STATS_PENDING);
    assert_int_equal(sqlite3_column_int(row, 1), 32);
    sqlite3_finalize(row);
    sqlite3_close(db);
}

static void a_term_of_the_desk_is_counted_and_never_kept(void **state)
{
    struct fixture *fixture = *state;
    struct tally tally;

    tally_init(&tally, TALLY_DESK);
    for (int i = 0; i < 5; i++) {
        miss(&tally, "张小明");
        assert_int_equal(tally.n_terms, 0);
        flush(fixture, &tally);
    }
    assert_false(is_on_disk(fixture, "张小明"));
    assert_int_equal(total(fixture), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(what_was_counted_is_summed_up_in_every_way),
        FIXTURE_TEST(a_query_takes_days_kinds_and_places),
        FIXTURE_TEST(a_query_that_makes_no_sense_is_refused),
        FIXTURE_TEST(most_asked_comes_first),
        FIXTURE_TEST(every_counter_is_handed_out_until_the_taker_stops),
        cmocka_unit_test(small_numbers_are_not_told),
        cmocka_unit_test(items_are_ids_and_never_typed_text),
        FIXTURE_TEST(a_full_tally_says_how_much_it_dropped),
        FIXTURE_TEST(a_flush_that_fails_keeps_the_numbers),
        FIXTURE_TEST(a_term_is_readable_from_the_third_visitor_on),
        FIXTURE_TEST(a_term_is_readable_when_three_visitors_came_before_one_flush),
        FIXTURE_TEST(numbers_and_long_texts_are_never_kept),
        FIXTURE_TEST(a_term_of_the_desk_is_counted_and_never_kept),
        FIXTURE_TEST(a_flushed_tally_has_forgotten_the_terms),
        FIXTURE_TEST(pending_terms_are_bounded_and_the_oldest_fall_out),
    };
    return cmocka_run_group_tests_name("counters", tests, NULL, NULL);
}
