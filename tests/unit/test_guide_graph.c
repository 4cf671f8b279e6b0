/* SPDX-License-Identifier: MIT */
#include "db/guide_graph.h"
#include "tests/unit/guides_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void assert_has(const char *dot, const char *part)
{
    if (!strstr(dot, part))
        fail_msg("%s is not in\n%s", part, dot);
}

static void nodes_and_ways_are_in_a_visitors_words(void **state)
{
    (void)state;
    char *dot;
    assert_int_equal(guide_graph(&dot, &small_guides, 1), 0);
    assert_has(dot, "digraph \"guide-1\" {\n");
    assert_has(dot, "label=\"问题 1：第一个\"");
    assert_has(dot, "penwidth=3, label=\"哪一种情况？\"");
    assert_has(dot, "\"1/kind\" -> \"1/day\" [label=\"早\"]");
    assert_has(dot, "\"1/day\" -> \"1/old\" [label=\"所答日期不晚于2000年12月31日\"]");
    assert_has(dot, "\"1/day\" -> \"1/later\" [label=\"今天早于所答日期\"]");
    assert_has(dot, "\"1/day\" -> \"1/recent\" [label=\"今天不晚于所答日期起满2年\"]");
    assert_has(dot, "\"1/day\" -> \"2/listed\" [label=\"其他情况\"]");
    assert_has(dot, "\"1/day\" -> \"2/listed\" [label=\"记不清\"]");
    free(dot);
}

static void what_a_visitor_cannot_see_is_not_drawn(void **state)
{
    (void)state;
    char *dot;
    assert_int_equal(guide_graph(&dot, &small_guides, 1), 0);
    assert_has(dot, "label=\"要等到某日零点\"");
    assert_has(dot, "label=\"没有“证书”\"");
    assert_null(strstr(dot, "{open}"));
    free(dot);
}

static void a_hand_over_ends_at_the_other_title_once(void **state)
{
    (void)state;
    char *dot;
    assert_int_equal(guide_graph(&dot, &small_guides, 1), 0);
    const char *first = strstr(dot, "[style=dashed, label=\"转到问题 2\\n第二个\"]");
    assert_non_null(first);
    assert_null(strstr(first + strlen("[style=dashed"), "style=dashed"));
    assert_null(strstr(dot, "2/outside"));
    free(dot);
}

static void conditions_on_earlier_answers_quote_them(void **state)
{
    (void)state;
    char *dot;
    assert_int_equal(guide_graph(&dot, &small_guides, 2), 0);
    assert_has(dot, "“哪一种情况”答“早”");
    assert_has(dot, "\"2/listed\" -> \"2/day\" [label=\"在名单里\"]");
    free(dot);
}

/* ---- every kind of condition ---- */

#define ANSWER(question, chosen)                                                                             \
    {                                                                                                        \
        .is_answer = true, .node = T(question), .option = T(chosen)                                          \
    }
#define DAYS(left_day, how, ...)                                                                             \
    {                                                                                                        \
        .left = left_day, .comparison = (how), .right = { __VA_ARGS__ }                                      \
    }
#define ON(condition_list) .conditions = (condition_list), .n_conditions = ARRAY_SIZE(condition_list)

static struct guide_condition is_found[] = {ANSWER("listed", "")};
static struct guide_condition is_asked_without_mark[] = {ANSWER("plain", "one")};
static struct guide_condition both[] = {ANSWER("listed", GUIDE_UNSURE), ANSWER("plain", "one")};
static struct guide_condition of_another_day[] = {
    DAYS(DAY_OF("day"), GUIDE_AFTER, .from = T("left"), .add_years = 1, .month = 8, .day = 31)};
static struct guide_condition of_this_year[] = {
    DAYS(DAY_OF("left"), GUIDE_ON_OR_AFTER, .from = T("today"), .month = 9, .day = 1)};
static struct guide_condition years_later[] = {
    DAYS(DAY_OF("today"), GUIDE_BEFORE, .from = T("left"), .add_years = 3, .month = 9, .day = 1)};
static struct guide_edge many_ways[] = {
    {ON(is_found), .node = T("by-list")},
    {ON(is_asked_without_mark), .node = T("by-plain")},
    {ON(both), .node = T("by-both")},
    {ON(of_another_day), .node = T("by-day")},
    {ON(of_this_year), .node = T("this-year")},
    {ON(years_later), .node = T("years-later")},
    TO("end"),
};
static struct guide_edge to_left[] = {TO("left")}, to_end[] = {TO("end")}, to_plain[] = {TO("plain")};
static struct guide_option plain_options[] = {
    {.id = T("one"), .label = T("a \"b\" \\ c"), .hint = T(""), ONLY(to_left)},
    {.id = T("two"), .label = T("乙"), .hint = T(""), ONLY(to_end)},
};
static struct guide_option left_options[] = {{.id = T(""), .label = T(""), .hint = T(""), ONLY(many_ways)}};
static struct guide_option day_options[] = {{.id = T(""), .label = T(""), .hint = T(""), ONLY(to_plain)}};
static struct guide_shown_date two_dates[] = {
    {.name = T("year"), .day = DAY_OF("left"), .show = GUIDE_YEAR},
    {.name = T("day"), .day = DAY_OF("left")}, /* as exact as it was answered */
};
static struct guide_node many_nodes[] = {
    ASKED("day", GUIDE_DATE, "入学是哪一天？", day_options),
    ASKED("plain", GUIDE_CHOICE, "请选一种", plain_options),
    ASKED("left", GUIDE_DATE, "？", left_options),
    {.id = T("end"),
     .kind = GUIDE_OUTCOME,
     .title = T("{year}起，{day}止"),
     .whom = T(""),
     .dates = two_dates,
     .n_dates = ARRAY_SIZE(two_dates)},
};
static struct guide many_items[] = {
    {.question = 1,
     .title = T("很多"),
     .start = T("day"),
     .nodes = many_nodes,
     .n_nodes = ARRAY_SIZE(many_nodes)},
    {.question = 2,
     .title = T("第二个"),
     .start = T("listed"),
     .nodes = nodes_two,
     .n_nodes = ARRAY_SIZE(nodes_two)},
};
static const struct guides many_guides = {.items = many_items, .n = ARRAY_SIZE(many_items)};

/* Where lines break is not what this is about. */
static void join_lines(char *dot)
{
    for (char *at; (at = strstr(dot, "\\n"));)
        memmove(at, at + 2, strlen(at + 2) + 1);
}

/* A school that was found has no id, but it has a label. */
static void every_kind_of_condition_is_put_into_words(void **state)
{
    static const char *const labels[] = {
        "\"1/by-list\" [label=\"“学校在名单里吗”答“在名单里”\"]",
        "\"1/by-plain\" [label=\"“请选一种”答“a \\\"b\\\" \\\\ c”\"]",
        "\"1/by-both\" [label=\"“学校在名单里吗”答“不清楚”，并且“请选一种”答“a \\\"b\\\" \\\\ c”\"]",
        "\"1/by-day\" [label=\"“入学是哪一天”所答日期晚于所答日期次年8月31日\"]",
        "\"1/this-year\" [label=\"所答日期不早于今天当年9月1日\"]",
        "\"1/years-later\" [label=\"今天早于所答日期后第3年9月1日\"]",
        "\"1/day\" -> \"1/plain\" [label=\"\"]",
        "penwidth=1, label=\"某年起，某日止\"",
        "penwidth=1, label=\"？\"",
    };
    (void)state;
    char *dot;
    assert_int_equal(guide_graph(&dot, &many_guides, 1), 0);
    join_lines(dot);
    for (size_t i = 0; i < ARRAY_SIZE(labels); i++)
        assert_has(dot, labels[i]);
    free(dot);
}

static void the_same_guides_give_the_same_text(void **state)
{
    (void)state;
    char *first, *second;
    assert_int_equal(guide_graph(&first, &small_guides, 2), 0);
    assert_int_equal(guide_graph(&second, &small_guides, 2), 0);
    assert_string_equal(first, second);
    free(first);
    free(second);
}

static void a_guide_that_is_not_there_is_told(void **state)
{
    (void)state;
    char *dot = NULL;
    assert_int_equal(guide_graph(&dot, &small_guides, 3), -ENOENT);
    assert_null(dot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_and_ways_are_in_a_visitors_words),
        cmocka_unit_test(what_a_visitor_cannot_see_is_not_drawn),
        cmocka_unit_test(a_hand_over_ends_at_the_other_title_once),
        cmocka_unit_test(conditions_on_earlier_answers_quote_them),
        cmocka_unit_test(every_kind_of_condition_is_put_into_words),
        cmocka_unit_test(the_same_guides_give_the_same_text),
        cmocka_unit_test(a_guide_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
