/* SPDX-License-Identifier: MIT */
/* What is counted when a screen opens: an id of the content, once, and nothing of whoever asked. */
#include "kiosk/counting.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct clock_manual now = {.ms = 1000000, .seconds = 1795413900};

struct count {
    enum tally_kind kind;
    const char *item;
};

static void assert_counted(const struct tally *tally, const struct count *counts, size_t n)
{
    assert_int_equal(tally->n_cells, n);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(tally->cells[i].kind, counts[i].kind);
        assert_string_equal(tally->cells[i].item, counts[i].item);
        assert_int_equal(tally->cells[i].n, 1);
    }
}

static void what_is_opened_is_counted_as_what_it_is(void **state)
{
    static const struct {
        enum screen_id from;
        struct route route;
        struct count counts[2];
        size_t n;
    } rows[] = {
        {SCREEN_HOME, {.screen = SCREEN_ANSWER, .question = 6}, {{TALLY_QUESTION, "6"}}, 1},
        {SCREEN_DESK_BENCH, {.screen = SCREEN_DESK_QUESTION, .question = 12}, {{TALLY_QUESTION, "12"}}, 1},
        {SCREEN_SEARCH,
         {.screen = SCREEN_ANSWER, .question = 6},
         {{TALLY_SEARCH, "6"}, {TALLY_QUESTION, "6"}},
         2},
        {SCREEN_SEARCH,
         {.screen = SCREEN_CODE, .links = {"chsi-home"}},
         {{TALLY_SEARCH, "link"}, {TALLY_LINK, "chsi-home"}},
         2},
        {SCREEN_SEARCH, {.screen = SCREEN_SCHOOL_CARD, .code = "4122010183"}, {{TALLY_SEARCH, "school"}}, 1},
        {SCREEN_SEARCH, {.screen = SCREEN_HELP}, {{0}}, 0},
        {SCREEN_ANSWER,
         {.screen = SCREEN_CODE, .link = 1, .links = {"chsi-home", "chsi-archive"}},
         {{TALLY_LINK, "chsi-archive"}},
         1},
        {SCREEN_ANSWER, {.screen = SCREEN_CODE, .link = -1, .links = {"chsi-home"}}, {{0}}, 0},
        {SCREEN_ANSWER, {.screen = SCREEN_CODE, .link = ROUTE_LINKS_MAX, .links = {"chsi-home"}}, {{0}}, 0},
        {SCREEN_ANSWER, {.screen = SCREEN_GUIDE_CHOICE, .question = 6}, {{TALLY_GUIDE, "6"}}, 1},
        {SCREEN_ANSWER, {.screen = SCREEN_GUIDE_DATE, .question = 6}, {{TALLY_GUIDE, "6"}}, 1},
        {SCREEN_ANSWER, {.screen = SCREEN_GUIDE_SCHOOL, .question = 6}, {{TALLY_GUIDE, "6"}}, 1},
        {SCREEN_GUIDE_CHANGE, {.screen = SCREEN_GUIDE_CHOICE, .question = 6}, {{0}}, 0}, /* goes on */
        {SCREEN_GUIDE_CHOICE, {.screen = SCREEN_OUTCOME, .question = 6}, {{0}}, 0},      /* without guides */
        {SCREEN_HOME, {.screen = SCREEN_HELP}, {{0}}, 0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct tally tally;
        struct ui ui = {.clock = clock_from_manual(&now), .guide = {.question = 6}};
        struct screen from = {.route = {.screen = rows[i].from}};
        tally_init(&tally, TALLY_KIOSK);
        counting_opened(&tally, &ui, &from, &rows[i].route);
        assert_counted(&tally, rows[i].counts, rows[i].n);
    }
}

static void what_is_printed_is_counted_for_its_question(void **state)
{
    struct tally tally;
    struct ui ui = {.clock = clock_from_manual(&now)};
    struct screen answer = {.route = {.screen = SCREEN_ANSWER, .question = 6}},
                  none = {.route = {.screen = SCREEN_STAFF}};
    (void)state;
    tally_init(&tally, TALLY_KIOSK);
    counting_printed(&tally, &ui, &none);
    assert_int_equal(tally.n_cells, 0);
    counting_printed(&tally, &ui, &answer);
    assert_counted(&tally, &(struct count){TALLY_SLIP, "6"}, 1);
}

static void where_nothing_is_counted_nothing_happens(void **state)
{
    struct ui ui = {.clock = clock_from_manual(&now)};
    struct screen screen = {.route = {.screen = SCREEN_ANSWER, .question = 6}};
    (void)state;
    counting_opened(NULL, &ui, NULL, &screen.route);
    counting_closed(NULL, &ui, &screen);
    counting_printed(NULL, &ui, &screen);
    counting_left(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_opened_is_counted_as_what_it_is),
        cmocka_unit_test(what_is_printed_is_counted_for_its_question),
        cmocka_unit_test(where_nothing_is_counted_nothing_happens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
