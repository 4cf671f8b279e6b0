/* SPDX-License-Identifier: MIT */
/* The way through a guide without its screens: what is answered, taken back and changed, and answers in
 * words. */
#include "ui/guide_session.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct visitor {
    struct clock_manual time;
    struct handbook *handbook;
    struct ui ui;
};

static void start(struct visitor *visitor, int question)
{
    struct intent intent = guide_session_start(&visitor->ui, question);
    assert_int_equal(intent.kind, INTENT_GO);
    assert_int_equal(intent.route.question, question);
}

static const char *asked(const struct visitor *visitor)
{
    struct guide_place place;
    assert_int_equal(guide_session_place(&place, &visitor->ui), 0);
    return place.node->id;
}

static void a_question_without_a_guide_leads_nowhere(void **state)
{
    struct visitor *visitor = *state;
    assert_int_equal(guide_session_start(&visitor->ui, 99).kind, INTENT_STAY);
}

static void what_is_answered_can_be_taken_back_up_to_the_first_question(void **state)
{
    struct visitor *visitor = *state;
    start(visitor, 6);
    char first[GUIDE_ID_MAX];
    snprintf(first, sizeof(first), "%s", asked(visitor));
    assert_int_equal(guide_session_answer(&visitor->ui, "lost").kind, INTENT_REPLACE);
    assert_string_not_equal(asked(visitor), first);
    assert_int_equal(guide_session_back(&visitor->ui).kind, INTENT_REPLACE);
    assert_string_equal(asked(visitor), first);
    assert_int_equal(guide_session_back(&visitor->ui).kind, INTENT_STAY);
}

/* What nobody can answer with is asked again, not believed. */
static void an_answer_that_means_nothing_is_asked_again(void **state)
{
    struct visitor *visitor = *state;
    start(visitor, 6);
    char first[GUIDE_ID_MAX];
    snprintf(first, sizeof(first), "%s", asked(visitor));
    assert_int_equal(guide_session_answer(&visitor->ui, "nonsense").kind, INTENT_REPLACE);
    assert_string_equal(asked(visitor), first);
}

static void an_answer_that_is_changed_and_the_change_given_up_stays(void **state)
{
    struct visitor *visitor = *state;
    start(visitor, 6);
    char first[GUIDE_ID_MAX];
    snprintf(first, sizeof(first), "%s", asked(visitor));
    guide_session_answer(&visitor->ui, "lost");
    char second[GUIDE_ID_MAX];
    snprintf(second, sizeof(second), "%s", asked(visitor));
    assert_int_equal(guide_session_edit(&visitor->ui, 7).kind, INTENT_STAY); /* there is no such answer */
    assert_int_equal(guide_session_edit(&visitor->ui, 0).kind, INTENT_REPLACE);
    assert_string_equal(asked(visitor), first);
    assert_int_equal(guide_session_back(&visitor->ui).kind, INTENT_REPLACE);
    assert_string_equal(asked(visitor), second);
}

static void answers_of_ways_not_taken_make_room(void **state)
{
    struct visitor *visitor = *state;
    start(visitor, 6);
    for (int i = 0; visitor->ui.guide.answers.n < GUIDE_ANSWERS_MAX; i++) {
        char node[GUIDE_ID_MAX];
        snprintf(node, sizeof(node), "elsewhere-%d", i);
        assert_int_equal(guide_answer_set(&visitor->ui.guide.answers, node, "yes"), 0);
    }
    assert_int_equal(guide_session_answer(&visitor->ui, "lost").kind, INTENT_REPLACE);
    assert_int_equal(visitor->ui.guide.answers.n, 1);
}

static void answers_are_said_in_words(void **state)
{
    static const struct {
        enum guide_node_kind kind;
        enum guide_precision precision;
        const char *value, *words;
    } rows[] = {{GUIDE_DATE, GUIDE_YEAR, "2020", "2020年"},
                {GUIDE_DATE, GUIDE_MONTH, "2020-06", "2020年6月"},
                {GUIDE_DATE, GUIDE_DAY, "2020-06-30", "2020年6月30日"},
                {GUIDE_DATE, GUIDE_DAY, GUIDE_UNSURE, "记不清"},
                {GUIDE_INSTITUTION, 0, "4122010183", "吉林大学"},
                {GUIDE_INSTITUTION, 0, GUIDE_UNSURE, "记不清"},
                {GUIDE_INSTITUTION, 0, "0000000000", "0000000000"}};
    char any[] = "", unsure[] = GUIDE_UNSURE, label[] = "记不清";
    struct guide_option options[] = {{.id = any, .label = any}, {.id = unsure, .label = label}};
    struct visitor *visitor = *state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct guide_node node = {.kind = rows[i].kind,
                                  .precision = rows[i].precision,
                                  .options = options,
                                  .n_options = ARRAY_SIZE(options)};
        char *words = NULL;
        assert_int_equal(guide_session_words(&words, &visitor->ui, &node, rows[i].value), 0);
        assert_string_equal(words, rows[i].words);
        free(words);
    }
}

static int open_visitor(void **state)
{
    struct visitor *visitor = calloc(1, sizeof(*visitor));
    assert_non_null(visitor);
    visitor->time = (struct clock_manual){.ms = 1000000, .seconds = 1795413900};
    assert_int_equal(handbook_open_embedded(&visitor->handbook), 0);
    visitor->ui = (struct ui){.handbook = visitor->handbook, .clock = clock_from_manual(&visitor->time)};
    *state = visitor;
    return 0;
}

static int close_visitor(void **state)
{
    struct visitor *visitor = *state;
    guides_free(visitor->ui.guides);
    handbook_close(visitor->handbook);
    free(visitor);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_visitor, close_visitor)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_question_without_a_guide_leads_nowhere),
        TEST(what_is_answered_can_be_taken_back_up_to_the_first_question),
        TEST(an_answer_that_means_nothing_is_asked_again),
        TEST(an_answer_that_is_changed_and_the_change_given_up_stays),
        TEST(answers_of_ways_not_taken_make_room),
        TEST(answers_are_said_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
