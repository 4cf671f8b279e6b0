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
        cmocka_unit_test(the_same_guides_give_the_same_text),
        cmocka_unit_test(a_guide_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
