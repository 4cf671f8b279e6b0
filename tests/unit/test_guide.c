/* SPDX-License-Identifier: MIT */
/* Answers, days and the way through guides. What the real guides lead to: test_guide_content.c. */
#include "base/error.h"
#include "db/guide_day.h"
#include "guides_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct date today = {.year = 2026, .month = 11, .day = 23};

/* --- answers --- */

static void an_answer_is_set_replaced_and_dropped(void **state)
{
    struct guide_answers answers = {0};

    (void)state;
    assert_null(guide_answer_get(&answers, "a"));
    assert_int_equal(guide_answer_set(&answers, "a", "1"), 0);
    assert_int_equal(guide_answer_set(&answers, "b", "2"), 0);
    assert_int_equal(guide_answer_set(&answers, "c", "3"), 0);
    assert_int_equal(guide_answer_set(&answers, "b", "two"), 0);
    assert_int_equal(answers.n, 3);
    assert_string_equal(guide_answer_get(&answers, "b"), "two");
    guide_answer_drop(&answers, "a");
    guide_answer_drop(&answers, "a");
    assert_int_equal(answers.n, 2);
    assert_null(guide_answer_get(&answers, "a"));
    assert_string_equal(answers.items[0].node, "b");
    assert_string_equal(guide_answer_get(&answers, "c"), "3");
}

static void answers_that_do_not_fit_change_nothing(void **state)
{
    struct guide_answers answers = {0};
    char longest[GUIDE_ID_MAX], too_long[GUIDE_ID_MAX + 1], id[8];

    (void)state;
    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    memset(too_long, 'x', sizeof(too_long) - 1);
    too_long[sizeof(too_long) - 1] = '\0';
    assert_int_equal(guide_answer_set(&answers, too_long, "1"), -ENAMETOOLONG);
    assert_int_equal(guide_answer_set(&answers, "a", too_long), -ENAMETOOLONG);
    assert_int_equal(answers.n, 0);
    assert_int_equal(guide_answer_set(&answers, longest, longest), 0);
    assert_string_equal(guide_answer_get(&answers, longest), longest);
    for (int i = 1; i < GUIDE_ANSWERS_MAX; i++) {
        snprintf(id, sizeof(id), "n%d", i);
        assert_int_equal(guide_answer_set(&answers, id, "1"), 0);
    }
    assert_int_equal(guide_answer_set(&answers, "more", "1"), -ENOSPC);
    assert_int_equal(guide_answer_set(&answers, "n3", "2"), 0); /* one that is there may change */
    assert_string_equal(guide_answer_get(&answers, "n3"), "2");
}

static void answers_are_read_from_a_line(void **state)
{
    struct guide_answers answers;

    (void)state;
    assert_int_equal(guide_answers_parse(&answers, ""), 0);
    assert_int_equal(answers.n, 0);
    assert_int_equal(guide_answers_parse(&answers, "issue-date=2026-06-30,at-hand=tried"), 0);
    assert_int_equal(answers.n, 2);
    assert_string_equal(guide_answer_get(&answers, "issue-date"), "2026-06-30");
    assert_string_equal(guide_answer_get(&answers, "at-hand"), "tried");
}

static void a_line_that_is_no_list_of_answers_is_refused(void **state)
{
    static const char *const lines[] = {
        "a",      "=",     "a=",     "=b",     ",",
        "a=b,",   ",a=b",  "a=b,,",  "a=b=c",  "a=b,a=c",
        "a =b",   "a=b ",  "A=b",    "a=B",    "a=问",
        "a=\033", "a=b;c", "a=b\nc", "a=b,c=", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=b",
    };
    struct guide_answers answers = {.n = 7};
    char many[256] = "";

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
        if (guide_answers_parse(&answers, lines[i]) != -EINVAL)
            fail_msg("read: %s", lines[i]);
    for (int i = 0; i <= GUIDE_ANSWERS_MAX; i++)
        snprintf(many + strlen(many), sizeof(many) - strlen(many), "%sn%d=1", i ? "," : "", i);
    assert_int_equal(guide_answers_parse(&answers, many), -EINVAL);
    assert_int_equal(answers.n, 7); /* written on success only */
}

static const char *option_id(const struct guide_node *node, const char *value)
{
    const struct guide_option *option = guide_option_of(node, value);

    return option ? option->id : "none";
}

static void a_value_means_an_option_of_its_node(void **state)
{
    const struct guide_node *choice = &nodes_one[0], *day = &nodes_one[1], *school = &nodes_two[0];

    (void)state;
    assert_string_equal(option_id(choice, "early"), "early");
    assert_string_equal(option_id(choice, "late"), "none");
    assert_string_equal(option_id(choice, ""), "none");
    assert_string_equal(option_id(choice, GUIDE_UNSURE), "none");
    assert_string_equal(option_id(day, "2026-06-30"), "");
    assert_string_equal(option_id(day, GUIDE_UNSURE), GUIDE_UNSURE);
    assert_string_equal(option_id(day, "2026-06"), "none");
    assert_string_equal(option_id(day, "2026"), "none");
    assert_string_equal(option_id(day, "4122010183"), "none");
    assert_string_equal(option_id(day, ""), "none");
    assert_string_equal(option_id(school, "4122010183"), "");
    assert_string_equal(option_id(school, GUIDE_FOUND), "");
    assert_string_equal(option_id(school, GUIDE_NOT_FOUND), GUIDE_NOT_FOUND);
    assert_string_equal(option_id(school, GUIDE_UNSURE), GUIDE_UNSURE);
    assert_string_equal(option_id(school, "412201018"), "none");
    assert_string_equal(option_id(school, "41220101833"), "none");
    assert_string_equal(option_id(school, "412201018x"), "none");
    assert_string_equal(option_id(school, "2026-06-30"), "none");
    assert_string_equal(option_id(school, ""), "none");
}

/* --- days --- */

static void a_day_is_written_in_one_way(void **state)
{
    static const struct {
        const char *value;
        enum guide_precision precision;
        struct date date;
    } days[] = {
        {"2026", GUIDE_YEAR, {2026, 1, 1}},       {"2026-06", GUIDE_MONTH, {2026, 6, 1}},
        {"2026-06-30", GUIDE_DAY, {2026, 6, 30}}, {"1949", GUIDE_YEAR, {1949, 1, 1}},
        {"1949-01-01", GUIDE_DAY, {1949, 1, 1}},  {"2024-02-29", GUIDE_DAY, {2024, 2, 29}},
        {"2000-02-29", GUIDE_DAY, {2000, 2, 29}},
    };
    static const char *const none[] = {"",          "1948",       "1948-12-31", "2026-00",    "2026-13",
                                       "2026-6-30", "2026-06-31", "2025-02-29", "2100-02-29", "2026/06/30",
                                       "2026-06-3", "20260630",   " 2026",      "2026 ",      "+026",
                                       "２０２６",  "0000",       "3000",       "2026-1",     "2026-06-30x",
                                       "26",        "unsure"};
    enum guide_precision precision;
    struct date date;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(days); i++) {
        assert_true(guide_day_parse(&date, &precision, days[i].value));
        assert_int_equal(precision, days[i].precision);
        assert_int_equal(date_compare(date, days[i].date), 0);
    }
    for (size_t i = 0; i < ARRAY_SIZE(none); i++)
        if (guide_day_parse(&date, &precision, none[i]))
            fail_msg("a day: %s", none[i]);
}

static void a_day_is_reckoned_from_another(void **state)
{
#define FROM_DAY .from = T("day")
    static const struct {
        struct guide_day day;
        const char *value;
        struct date date;
    } cases[] = {
        {{FROM_DAY}, "2026-06-30", {2026, 6, 30}},
        {{FROM_DAY}, "2026-06", {2026, 6, 1}},
        {{FROM_DAY}, "2026", {2026, 1, 1}},
        {{FROM_DAY, .add_years = 2}, "2024-02-29", {2026, 2, 28}},
        {{FROM_DAY, .add_years = 4}, "2024-02-29", {2028, 2, 29}},
        {{FROM_DAY, .add_years = 2}, "2024-02-28", {2026, 2, 28}},
        {{FROM_DAY, .add_years = 2}, "2026-03-01", {2028, 3, 1}},
        {{FROM_DAY, .add_years = 2}, "2026-12-31", {2028, 12, 31}},
        {{FROM_DAY, .month = 10, .day = 31}, "2026", {2026, 10, 31}},
        {{FROM_DAY, .month = 9, .day = 1}, "2026-02-29", {0}}, /* no such day to reckon from */
        {{FROM_DAY, .add_years = 1, .month = 1, .day = 1}, "2024-02-29", {2025, 1, 1}},
        {{.from = T("today"), .add_years = 1}, NULL, {2027, 11, 23}},
        {{.from = T("today"), .month = 10, .day = 31}, NULL, {2026, 10, 31}},
        {{.from = T(""), .literal = {2000, 12, 31}}, NULL, {2000, 12, 31}},
        {{FROM_DAY}, NULL, {0}},
        {{FROM_DAY}, GUIDE_UNSURE, {0}},
    };
    struct date date;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        bool there = guide_day_reckon(&date, &cases[i].day, cases[i].value, today);
        assert_int_equal(there, cases[i].date.year != 0);
        if (there)
            assert_int_equal(date_compare(date, cases[i].date), 0);
    }
}

static void a_day_in_words_is_as_precise_as_asked(void **state)
{
    char words[GUIDE_DAY_TEXT];

    (void)state;
    guide_day_words(words, (struct date){2027, 10, 31}, GUIDE_DAY);
    assert_string_equal(words, "2027年10月31日");
    guide_day_words(words, (struct date){2027, 6, 1}, GUIDE_DAY);
    assert_string_equal(words, "2027年6月1日");
    guide_day_words(words, (struct date){2027, 10, 31}, GUIDE_MONTH);
    assert_string_equal(words, "2027年10月");
    guide_day_words(words, (struct date){2027, 10, 31}, GUIDE_YEAR);
    assert_string_equal(words, "2027年");
}

/* --- the way through --- */

/* Follows "node=value,…" and returns the id of the place; the result of guide_resolve in *r. */
static const char *stand(int *r, int question, const char *line, struct date day)
{
    static struct guide_answers answers; /* of this call: a place borrows from them */
    static struct guide_place place;

    assert_int_equal(guide_answers_parse(&answers, line), 0);
    *r = guide_resolve(&place, &small_guides, question, &answers, day);
    return *r == 0 || *r == -EINVAL ? place.node->id : "";
}

static void assert_at(int question, const char *line, const char *day, const char *id)
{
    struct date date;
    int r;

    assert_int_equal(date_parse(&date, day), 0);
    assert_string_equal(stand(&r, question, line, date), id);
    assert_int_equal(r, 0);
}

static void without_answers_one_stands_at_the_start(void **state)
{
    (void)state;
    assert_at(1, "", "2026-11-23", "kind");
    assert_at(2, "", "2026-11-23", "listed");
}

static void the_first_edge_that_holds_is_taken(void **state)
{
    (void)state;
    assert_at(1, "kind=none", "2026-11-23", "none");
    assert_at(1, "kind=early", "2026-11-23", "day");
    assert_at(1, "kind=early,day=2000-12-31", "2026-11-23", "old");
    assert_at(1, "kind=early,day=2001-01-01", "2026-11-23", "listed");
    assert_at(1, "kind=early,day=2026-11-24", "2026-11-23", "later");
    assert_at(1, "kind=early,day=2026-11-23", "2026-11-23", "recent");
    assert_at(1, "kind=early,day=2024-11-23", "2026-11-23", "recent");
    assert_at(1, "kind=early,day=2024-11-22", "2026-11-23", "listed");
    assert_at(1, "kind=early,day=2024-02-29", "2026-02-28", "recent");
    assert_at(1, "kind=early,day=2024-02-29", "2026-03-01", "listed");
}

static void a_question_met_again_is_not_asked_again(void **state)
{
    struct guide_answers answers;
    struct guide_place place;

    (void)state;
    assert_int_equal(guide_answers_parse(&answers, "kind=early,day=2020-01-01,listed=4122010183"), 0);
    assert_int_equal(guide_resolve(&place, &small_guides, 1, &answers, today), 0);
    assert_string_equal(place.node->id, "early-two");
    assert_int_equal(place.guide->question, 2);
    assert_int_equal(place.n_path, 3);
    assert_string_equal(place.path[1].node->id, "day");
    assert_int_equal(place.path[1].guide->question, 1);
    assert_string_equal(place.path[2].node->id, "listed");
    assert_ptr_equal(place.path[2].value, guide_answer_get(&answers, "listed"));
}

static void unsure_goes_its_own_way_here_and_behind_a_hand_over(void **state)
{
    (void)state;
    assert_at(1, "kind=early,day=unsure", "2026-11-23", "listed");
    assert_at(1, "kind=early,day=unsure,listed=found", "2026-11-23", "outside");
    assert_at(2, "listed=found,day=unsure", "2026-11-23", "outside");
}

static void only_answers_on_the_way_count(void **state)
{
    (void)state;
    assert_at(2, "listed=found,day=2020-01-01,kind=early", "2026-11-23", "late-two");
    assert_at(1, "listed=found,day=2020-01-01", "2026-11-23", "kind");
    assert_at(1, "kind=none,day=nonsense", "2026-11-23", "none");
}

static void one_answer_can_be_changed_and_the_rest_stays(void **state)
{
    struct guide_answers answers;
    struct guide_place place;

    (void)state;
    assert_int_equal(guide_answers_parse(&answers, "kind=early,day=2020-01-01,listed=found"), 0);
    assert_int_equal(guide_answer_set(&answers, "day", "2026-11-23"), 0);
    assert_int_equal(guide_resolve(&place, &small_guides, 1, &answers, today), 0);
    assert_string_equal(place.node->id, "recent");
    assert_int_equal(place.n_path, 2);
    assert_int_equal(guide_answer_set(&answers, "day", "2019-01-01"), 0);
    assert_int_equal(guide_resolve(&place, &small_guides, 1, &answers, today), 0);
    assert_string_equal(place.node->id, "early-two"); /* listed was still known */
}

static void an_answer_that_is_none_stops_at_its_node(void **state)
{
    static const char *const lines[] = {"kind=late", "kind=unsure", "kind=2026"};
    static const char *const days[] = {"2032-01-01", "1948-12-31", "2025-02-29", "2025", "yes", "2025-6-30"};
    char line[64];
    int r;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
        assert_string_equal(stand(&r, 1, lines[i], today), "kind");
        assert_int_equal(r, -EINVAL);
    }
    for (size_t i = 0; i < ARRAY_SIZE(days); i++) {
        snprintf(line, sizeof(line), "kind=early,day=%s", days[i]);
        assert_string_equal(stand(&r, 1, line, today), "day");
        assert_int_equal(r, -EINVAL);
    }
    assert_at(1, "kind=early,day=2031-12-31", "2026-11-23", "later"); /* five years ahead are plans */
    assert_at(1, "kind=early,day=1949-01-01", "2026-11-23", "old");
}

static void a_question_without_guide_is_not_found(void **state)
{
    static const int questions[] = {0, -1, 3, 1000000};
    int r;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(questions); i++) {
        stand(&r, questions[i], "", today);
        assert_int_equal(r, -ENOENT);
        assert_null(guides_find(&small_guides, questions[i]));
    }
    assert_null(guide_find_node(&guide_items[0], "listed"));
}

/* What neither compiler nor reader lets through does not hang: a circle, and more questions than a way may
 * have. */
static void a_way_without_end_is_given_up(void **state)
{
    static struct guide_edge circle[] = {TO("x")};
    static struct guide_option options[] = {{.id = T("a"), .label = T("甲"), .hint = T(""), ONLY(circle)}};
    static struct guide_node nodes[] = {ASKED("x", GUIDE_CHOICE, "问？", options)};
    static struct guide items[] = {{.question = 1, .start = T("x"), .nodes = nodes, .n_nodes = 1}};
    const struct guides guides = {.items = items, .n = 1};
    struct guide_answers answers = {0};
    struct guide_place place;

    (void)state;
    assert_int_equal(guide_answer_set(&answers, "x", "a"), 0);
    assert_int_equal(guide_resolve(&place, &guides, 1, &answers, today), -EBADMSG);
}

static void a_way_too_long_is_given_up(void **state)
{
    enum { LENGTH = GUIDE_PATH_MAX + 1 };
    static char ids[LENGTH + 1][8];
    static struct guide_edge edges[LENGTH];
    static struct guide_option options[LENGTH];
    static struct guide_node nodes[LENGTH + 1];
    static struct guide item = {.question = 1, .start = ids[0], .nodes = nodes, .n_nodes = LENGTH + 1};
    const struct guides guides = {.items = &item, .n = 1};
    struct guide_answers answers = {0};
    struct guide_place place;

    (void)state;
    for (int i = 0; i <= LENGTH; i++)
        snprintf(ids[i], sizeof(ids[i]), "n%d", i);
    for (int i = 0; i < LENGTH; i++) {
        edges[i] = (struct guide_edge){.node = ids[i + 1]};
        options[i] = (struct guide_option){.id = T("a"), .edges = &edges[i], .n_edges = 1};
        nodes[i] =
            (struct guide_node){.id = ids[i], .kind = GUIDE_CHOICE, .options = &options[i], .n_options = 1};
        if (i < GUIDE_PATH_MAX)
            assert_int_equal(guide_answer_set(&answers, ids[i], "a"), 0);
    }
    nodes[LENGTH] = (struct guide_node){.id = ids[LENGTH], .kind = GUIDE_OUTCOME};
    assert_int_equal(guide_resolve(&place, &guides, 1, &answers, today), 0);
    assert_int_equal(place.n_path, GUIDE_PATH_MAX);
    assert_int_equal(guide_answer_set(&answers, ids[GUIDE_PATH_MAX], "a"), 0);
    assert_int_equal(guide_resolve(&place, &guides, 1, &answers, today), -EBADMSG);
}

/* --- words of an outcome --- */

static void dates_stand_where_they_are_named(void **state)
{
    const struct guide_node *later = guide_find_node(&guide_items[0], "later");
    struct guide_answers answers = {0};
    char *text = NULL;

    (void)state;
    assert_int_equal(guide_answer_set(&answers, "day", "2027-06-30"), 0);
    assert_int_equal(guide_fill(&text, later, later->title, &answers, today), 0);
    assert_string_equal(text, "要等到2027年6月30日零点");
    free(text);
    assert_int_equal(guide_fill(&text, later, "{open}{open}", &answers, today), 0);
    assert_string_equal(text, "2027年6月30日2027年6月30日");
    free(text);
    assert_int_equal(guide_fill(&text, later, "", &answers, today), 0);
    assert_string_equal(text, "");
    free(text);
}

static void a_name_without_a_day_is_refused(void **state)
{
    static const char *const texts[] = {"{close}", "{", "}", "{open", "open}", "{{open}}", "{}", "a{open}b{"};
    const struct guide_node *later = guide_find_node(&guide_items[0], "later");
    struct guide_answers answers = {0};
    char *text = NULL;

    (void)state;
    assert_int_equal(guide_fill(&text, later, "{open}", &answers, today), -EBADMSG); /* not answered */
    assert_int_equal(guide_answer_set(&answers, "day", GUIDE_UNSURE), 0);
    assert_int_equal(guide_fill(&text, later, "{open}", &answers, today), -EBADMSG);
    assert_int_equal(guide_answer_set(&answers, "day", "2027-06-30"), 0);
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        if (guide_fill(&text, later, texts[i], &answers, today) != -EBADMSG)
            fail_msg("filled: %s", texts[i]);
    assert_null(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_set_replaced_and_dropped),
        cmocka_unit_test(answers_that_do_not_fit_change_nothing),
        cmocka_unit_test(answers_are_read_from_a_line),
        cmocka_unit_test(a_line_that_is_no_list_of_answers_is_refused),
        cmocka_unit_test(a_value_means_an_option_of_its_node),
        cmocka_unit_test(a_day_is_written_in_one_way),
        cmocka_unit_test(a_day_is_reckoned_from_another),
        cmocka_unit_test(a_day_in_words_is_as_precise_as_asked),
        cmocka_unit_test(without_answers_one_stands_at_the_start),
        cmocka_unit_test(the_first_edge_that_holds_is_taken),
        cmocka_unit_test(a_question_met_again_is_not_asked_again),
        cmocka_unit_test(unsure_goes_its_own_way_here_and_behind_a_hand_over),
        cmocka_unit_test(only_answers_on_the_way_count),
        cmocka_unit_test(one_answer_can_be_changed_and_the_rest_stays),
        cmocka_unit_test(an_answer_that_is_none_stops_at_its_node),
        cmocka_unit_test(a_question_without_guide_is_not_found),
        cmocka_unit_test(a_way_without_end_is_given_up),
        cmocka_unit_test(a_way_too_long_is_given_up),
        cmocka_unit_test(dates_stand_where_they_are_named),
        cmocka_unit_test(a_name_without_a_day_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
