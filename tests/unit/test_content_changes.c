/* SPDX-License-Identifier: MIT */
/* What changes between two handbooks, named so that somebody can look at it. */
#include "base/error.h"
#include "db/content_changes.h"
#include "tests/unit/handbook_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct pair {
    struct image before, after;
    struct handbook *old, *new;
    struct content_changes *changes;
};

static struct pair compare(const char *before, const char *after)
{
    struct pair pair = {.before = fixture_build(before), .after = fixture_build(after)};
    assert_int_equal(handbook_open_bytes(&pair.old, pair.before.bytes, pair.before.n), 0);
    assert_int_equal(handbook_open_bytes(&pair.new, pair.after.bytes, pair.after.n), 0);
    int r = content_compare(&pair.changes, pair.old, pair.new);
    if (r != 0)
        fail_msg("%s: %d", after, r);
    return pair;
}

static void pair_fini(struct pair *pair)
{
    content_changes_free(pair->changes);
    handbook_close(pair->old);
    handbook_close(pair->new);
    free(pair->before.bytes);
    free(pair->after.bytes);
}

static void expect(const struct pair *pair, size_t index, int question, enum change_subject subject,
                   const char *name, const char *before, const char *after)
{
    assert_true(index < pair->changes->n);
    const struct content_change *change = &pair->changes->items[index];
    assert_int_equal(change->question, question);
    assert_int_equal(change->subject, subject);
    assert_string_equal(change->name, name);
    assert_true(!before == !change->before && !after == !change->after);
    if (before && !strstr(change->before, before))
        fail_msg("“%s” is not in “%s”", before, change->before);
    if (after && !strstr(change->after, after))
        fail_msg("“%s” is not in “%s”", after, change->after);
}

static void the_same_content_has_no_changes(void **state)
{
    (void)state;
    struct pair pair = compare("", "");
    assert_int_equal(pair.changes->n, 0);
    pair_fini(&pair);
}

static void each_subject_is_named(void **state)
{
    (void)state;
    struct pair pair = compare("", "UPDATE edition SET label = '2026 版', compiled = '2026-12-01';"
                                   "UPDATE link SET url = 'https://www.chsi.com.cn/new' WHERE id = 'home';"
                                   "UPDATE institution_list SET date = '2026-07-01';"
                                   "UPDATE question SET title = '新问题？', audience = 15 WHERE number = 2;"
                                   "UPDATE guide_node SET ask = '哪一年毕业？' WHERE guide = 3 AND node = 1;"
                                   "DELETE FROM question_link WHERE question = 6 AND link = 'home';"
                                   "UPDATE block SET text = '新说明。' WHERE owner = 'tip' AND ordinal = 1;"
                                   "UPDATE related SET other = 5 WHERE question = 6 AND ordinal = 2;");
    expect(&pair, 0, 0, CHANGE_EDITION, "label", "2025 版 第 1 号", "2026 版");
    expect(&pair, 1, 0, CHANGE_EDITION, "compiled", "2026-11-23", "2026-12-01");
    expect(&pair, 2, 0, CHANGE_LINK, "home", "https://www.chsi.com.cn/", "https://www.chsi.com.cn/new");
    expect(&pair, 3, 0, CHANGE_SCHOOLS, "", "2026-06-17，2 所", "2026-07-01，2 所");
    expect(&pair, 4, 2, CHANGE_TITLE, "", "问题2？", "新问题？");
    expect(&pair, 5, 2, CHANGE_MENU, "audience", "录取新生、在校生",
           "录取新生、在校生、毕业生、2000届及以前");
    expect(&pair, 6, 3, CHANGE_GUIDE, "year", "哪一年？", "哪一年毕业？");
    expect(&pair, 7, 6, CHANGE_LINK, "home", "首页", NULL);
    expect(&pair, 8, 6, CHANGE_SUPPLEMENT, "tip", "说明。", "新说明。");
    expect(&pair, 9, 6, CHANGE_RELATED, "5", NULL, "第 5 题");
    expect(&pair, 10, 6, CHANGE_RELATED, "2", "第 2 题", NULL);
    assert_int_equal(pair.changes->n, 11);
    pair_fini(&pair);
}

static void a_block_put_in_between_is_one_change(void **state)
{
    (void)state;
    struct pair pair =
        compare("", "UPDATE block SET ordinal = ordinal + 10 WHERE owner = '6' AND ordinal > 1;"
                    "UPDATE block SET ordinal = ordinal - 9 WHERE owner = '6' AND ordinal > 10;"
                    "INSERT INTO block VALUES ('6', 2, 1, 1, 0, '', '', 0, '插在中间。', '')");
    expect(&pair, 0, 6, CHANGE_BLOCK, "2", NULL, "插在中间。");
    assert_int_equal(pair.changes->n, 1);
    pair_fini(&pair);
}

static void a_block_that_is_gone_is_one_change(void **state)
{
    (void)state;
    struct pair pair =
        compare("", "DELETE FROM block WHERE owner = '6' AND ordinal = 2;"
                    "UPDATE block SET ordinal = 2, depth = 0 WHERE owner = '6' AND ordinal = 3");
    expect(&pair, 0, 6, CHANGE_BLOCK, "2", "（1）：第一条。",
           "“引文”。"); /* its neighbour lost its step, too */
    expect(&pair, 1, 6, CHANGE_BLOCK, "3", "“引文”。", NULL);
    assert_int_equal(pair.changes->n, 2);
    pair_fini(&pair);
}

static void a_paragraph_that_becomes_a_quote_is_a_change(void **state)
{
    (void)state;
    struct pair pair = compare("", "UPDATE block SET kind = 3, law = '某法' WHERE owner = '9'");
    expect(&pair, 0, 9, CHANGE_BLOCK, "1", "正文。 〔段落〕", "正文。（某法） 〔引文〕");
    assert_int_equal(pair.changes->n, 1);
    pair_fini(&pair);
}

/* Nothing that decides where a visitor ends may change unseen. */
static void an_edge_of_a_guide_is_a_change(void **state)
{
    static const char *const changes[] = {
        "UPDATE guide_condition SET comparison = 3 WHERE guide = 8 AND comparison = 1",
        "UPDATE guide_condition SET right_day = 30 WHERE guide = 8",
        "UPDATE guide_condition SET right_month = 12 WHERE guide = 8",
        "UPDATE guide_condition SET right_years = 2 WHERE guide = 8",
        "UPDATE guide_edge SET to_node = 'way' WHERE guide = 8 AND node = 1 AND edge = 1",
        "UPDATE guide_option SET label = '丙' WHERE guide = 8 AND id = 'one'",
        ("UPDATE guide_node SET office = 0, whom = '' WHERE guide = 8 AND node = 3;"
         "INSERT INTO guide_link VALUES (8, 3, 1, 'law')"),
        "UPDATE guide_item SET text = '先那样。' WHERE guide = 8",
        "UPDATE guide_date SET day = 30 WHERE guide = 8",
        "UPDATE guide_date SET show = 2 WHERE guide = 8",
        "UPDATE guide_node SET precision = 2 WHERE guide = 8 AND node = 1",
        "UPDATE guide SET title = '别的' WHERE question = 8",
        "UPDATE guide SET start = 'way' WHERE question = 8",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
        struct pair pair = compare("", changes[i]);
        if (pair.changes->n != 1 || pair.changes->items[0].question != 8 ||
            pair.changes->items[0].subject != CHANGE_GUIDE)
            fail_msg("%s: %zu changes", changes[i], pair.changes->n);
        pair_fini(&pair);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_content_has_no_changes),
        cmocka_unit_test(each_subject_is_named),
        cmocka_unit_test(a_block_put_in_between_is_one_change),
        cmocka_unit_test(a_block_that_is_gone_is_one_change),
        cmocka_unit_test(a_paragraph_that_becomes_a_quote_is_a_change),
        cmocka_unit_test(an_edge_of_a_guide_is_a_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
