/* SPDX-License-Identifier: MIT */
#include "db/guide_paths.h"
#include "tests/unit/guides_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

struct listing {
    char text[4096]; /* "answers > outcome" a line each */
    size_t n, stop_at;
};

static int note(void *context, const struct guide_answers *answers, const struct guide_place *place)
{
    struct listing *listing = context;
    size_t at = strlen(listing->text);
    assert_int_equal(place->node->kind, GUIDE_OUTCOME);
    for (size_t i = 0; i < place->n_path; i++) {
        assert_string_equal(place->path[i].value, guide_answer_get(answers, place->path[i].node->id));
        at += (size_t)snprintf(listing->text + at, sizeof(listing->text) - at, "%s ", place->path[i].value);
    }
    snprintf(listing->text + at, sizeof(listing->text) - at, "> %s\n", place->node->id);
    return ++listing->n == listing->stop_at ? 7 : 0;
}

static void assert_paths(int question, struct date today, const char *expected)
{
    struct listing listing = {.text = ""};
    assert_int_equal(guide_paths(&small_guides, question, today, note, &listing), 0);
    assert_string_equal(listing.text, expected);
}

static const struct date ordinary = {2026, 11, 23}, leap = {2028, 2, 29};

static void every_edge_is_taken_once_by_the_nearest_day(void **state)
{
    (void)state;
    assert_paths(1, ordinary,
                 "early 2026-11-23 > recent\n"
                 "early 2026-11-24 > later\n"
                 "early 2024-11-22 found > early-two\n"
                 "early 2024-11-22 not-found > outside\n"
                 "early 2024-11-22 unsure > outside\n"
                 "early 2000-12-31 > old\n"
                 "early unsure found > outside\n"
                 "early unsure not-found > outside\n"
                 "early unsure unsure > outside\n"
                 "none > none\n");
}

static void what_was_not_answered_leaves_its_condition_false(void **state)
{
    (void)state;
    assert_paths(2, ordinary,
                 "found 2026-11-23 > late-two\n"
                 "found 2000-12-31 > old-two\n"
                 "found unsure > outside\n"
                 "not-found > outside\n"
                 "unsure > outside\n");
}

static void on_a_leap_day_the_borders_are_found_too(void **state)
{
    (void)state;
    /* two years from 28 February 2026 are over on the 28th */
    assert_paths(1, leap,
                 "early 2028-02-29 > recent\n"
                 "early 2028-03-01 > later\n"
                 "early 2026-02-28 found > early-two\n"
                 "early 2026-02-28 not-found > outside\n"
                 "early 2026-02-28 unsure > outside\n"
                 "early 2000-12-31 > old\n"
                 "early unsure found > outside\n"
                 "early unsure not-found > outside\n"
                 "early unsure unsure > outside\n"
                 "none > none\n");
}

static void a_day_that_nobody_can_answer_is_no_path(void **state)
{
    (void)state;
    assert_paths(2, (struct date){1900, 1, 1},
                 "found unsure > outside\nnot-found > outside\nunsure > outside\n");
    /* the last year that can be written has no later one */
    struct listing listing = {.text = ""};
    assert_int_equal(guide_paths(&small_guides, 1, (struct date){2999, 12, 31}, note, &listing), 0);
    assert_null(strstr(listing.text, "later"));
    assert_non_null(strstr(listing.text, "early 2999-12-31 > recent\n"));
}

static void the_walk_ends_where_it_is_told_to(void **state)
{
    (void)state;
    struct listing listing = {.stop_at = 2};
    assert_int_equal(guide_paths(&small_guides, 1, ordinary, note, &listing), 7);
    assert_int_equal(listing.n, 2);
}

static void a_guide_that_is_not_there_is_told(void **state)
{
    (void)state;
    struct listing listing = {.text = ""};
    assert_int_equal(guide_paths(&small_guides, 3, ordinary, note, &listing), -ENOENT);
    assert_int_equal(guide_paths(&small_guides, 0, ordinary, note, &listing), -ENOENT);
    assert_int_equal(listing.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_edge_is_taken_once_by_the_nearest_day),
        cmocka_unit_test(what_was_not_answered_leaves_its_condition_false),
        cmocka_unit_test(on_a_leap_day_the_borders_are_found_too),
        cmocka_unit_test(a_day_that_nobody_can_answer_is_no_path),
        cmocka_unit_test(the_walk_ends_where_it_is_told_to),
        cmocka_unit_test(a_guide_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
