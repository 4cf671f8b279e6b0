/* SPDX-License-Identifier: MIT */
/* Guides as they come out of a database, sound and damaged. */
#include "base/error.h"
#include "db/guide.h"
#include "handbook_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static int load(struct guides **out, const char *damage)
{
    struct image image = fixture_build(damage);
    struct handbook *handbook = NULL;
    int r = handbook_open_bytes(&handbook, image.bytes, image.n);

    if (r == 0)
        r = guides_load(out, handbook);
    handbook_close(handbook); /* what was loaded does not need it */
    free(image.bytes);
    return r;
}

static int load_after(const char *damage)
{
    struct guides *guides = NULL;
    int r = load(&guides, damage);

    guides_free(guides);
    return r;
}

static void all_guides_are_loaded_in_order(void **state)
{
    struct guides *guides = NULL;

    (void)state;
    assert_int_equal(load(&guides, ""), 0);
    assert_int_equal(guides->n, CONTENT_QUESTIONS);
    for (int i = 1; i <= CONTENT_QUESTIONS; i++) {
        assert_int_equal(guides_find(guides, i)->question, i);
        assert_int_equal(guides_find(guides, i)->n_nodes, 3);
        assert_string_equal(guides_find(guides, i)->start, "year");
    }
    assert_null(guides_find(guides, 13));
    guides_free(guides);
    guides_free(NULL);
}

static void a_question_comes_with_its_options_edges_and_conditions(void **state)
{
    struct guides *guides = NULL;
    const struct guide_node *year, *way;
    const struct guide_condition *condition;

    (void)state;
    assert_int_equal(load(&guides, ""), 0);
    year = &guides_find(guides, 6)->nodes[0];
    assert_int_equal(year->kind, GUIDE_DATE);
    assert_int_equal(year->precision, GUIDE_YEAR);
    assert_string_equal(year->ask, "哪一年？");
    assert_string_equal(year->hint, "提示。");
    assert_string_equal(year->title, "");
    assert_int_equal(year->n_options, 1);
    assert_int_equal(year->options[0].n_edges, 2);
    condition = &year->options[0].edges[0].conditions[0];
    assert_false(condition->is_answer);
    assert_int_equal(condition->comparison, GUIDE_BEFORE);
    assert_string_equal(condition->left.from, "today");
    assert_string_equal(condition->right.from, "year");
    assert_int_equal(condition->right.add_years, 1);
    assert_int_equal(condition->right.month, 10);
    assert_int_equal(condition->right.day, 31);

    way = &guides_find(guides, 6)->nodes[1];
    assert_int_equal(way->n_options, 2);
    assert_string_equal(way->options[0].hint, "提示。");
    assert_int_equal(way->options[0].edges[0].guide, 7);
    assert_string_equal(way->options[0].edges[0].node, "way");
    condition = &way->options[0].edges[0].conditions[0];
    assert_true(condition->is_answer);
    assert_string_equal(condition->node, "way");
    assert_string_equal(condition->option, "one");
    condition = &way->options[1].edges[0].conditions[0];
    assert_string_equal(condition->left.from, "");
    assert_int_equal(condition->left.literal.year, 2000);
    assert_int_equal(condition->left.literal.day, 31);
    assert_int_equal(condition->comparison, GUIDE_ON_OR_AFTER);
    guides_free(guides);
}

static void an_outcome_comes_with_all_it_says(void **state)
{
    struct guides *guides = NULL;
    const struct guide_node *end;

    (void)state;
    assert_int_equal(load(&guides, ""), 0);
    end = guide_find_node(guides_find(guides, 6), "end");
    assert_int_equal(end->kind, GUIDE_OUTCOME);
    assert_string_equal(end->title, "到{day}为止");
    assert_string_equal(end->whom, "毕业高校");
    assert_true(end->office);
    assert_int_equal(end->n_steps, 2);
    assert_string_equal(end->steps[0].supplement, "");
    assert_string_equal(end->steps[1].text, "过了{day}再来。");
    assert_string_equal(end->steps[1].supplement, "tip");
    assert_int_equal(end->n_bring, 1);
    assert_string_equal(end->bring[0].text, "证书");
    assert_int_equal(end->n_quotes, 1);
    assert_int_equal(end->quotes[0].question, 6);
    assert_int_equal(end->n_links, 2);
    assert_string_equal(end->links[0], "law");
    assert_int_equal(end->n_supplements, 1);
    assert_string_equal(end->supplements[0], "tip");
    assert_int_equal(end->n_dates, 1);
    assert_string_equal(end->dates[0].name, "day");
    assert_int_equal(end->dates[0].show, GUIDE_DAY);
    guides_free(guides);
}

#define NINE "VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9)"

/* What the schema allows and the reader must not believe. */
static void what_is_odd_is_refused(void **state)
{
    static const char *const damages[] = {
        /* guide */
        "DELETE FROM guide WHERE question = 12",
        "DELETE FROM guide",
        "UPDATE guide SET question = 0 WHERE question = 1",
        "INSERT INTO guide VALUES (13, '多', 'year')",
        "UPDATE guide SET title = '' WHERE question = 3",
        "UPDATE guide SET start = 'nowhere' WHERE question = 3",
        "UPDATE guide SET start = '' WHERE question = 3",
        /* node */
        "DELETE FROM guide_node WHERE guide = 3",
        "UPDATE guide_node SET node = 9 WHERE guide = 3 AND node = 3",
        "INSERT INTO guide_node VALUES (13, 1, 'x', 1, 0, '问？', '', '', '', 0)",
        "UPDATE guide_node SET id = 'year' WHERE guide = 3 AND node = 2",
        "UPDATE guide_node SET id = '' WHERE guide = 3 AND node = 3",
        "UPDATE guide_node SET id = 'End' WHERE guide = 3 AND node = 3",
        "UPDATE guide_node SET id = 'a=b' WHERE guide = 3 AND node = 3",
        "UPDATE guide_node SET id = replace(hex(zeroblob(24)), '0', 'x') WHERE guide = 3 AND node = 3",
        "UPDATE guide_node SET kind = 0 WHERE guide = 3 AND node = 2",
        "UPDATE guide_node SET kind = 5 WHERE guide = 3 AND node = 2",
        "UPDATE guide_node SET kind = 3 WHERE guide = 3 AND node = 2",
        "UPDATE guide_node SET kind = 4, title = '结果' WHERE guide = 3 AND node = 2",
        "UPDATE guide_node SET kind = 1, ask = '问？' WHERE guide = 3 AND node = 3",
        "UPDATE guide_node SET precision = 0 WHERE guide = 3 AND node = 1",
        "UPDATE guide_node SET precision = 4 WHERE guide = 3 AND node = 1",
        "UPDATE guide_node SET precision = 1 WHERE guide = 3 AND node = 2",
        "UPDATE guide_node SET ask = '' WHERE guide = 3 AND node = 1",
        "UPDATE guide_node SET title = '' WHERE guide = 3 AND node = 3",
        "UPDATE guide_node SET office = 2 WHERE guide = 3 AND node = 3",
        "UPDATE guide_node SET office = 0 WHERE guide = 3 AND node = 3", /* nowhere to go */
        "WITH n(i) AS (VALUES (0), (1), (2), (3), (4), (5), (6), (7)) INSERT INTO guide_node SELECT 3,"
        " 4 + a.i * 8 + b.i, 'n' || a.i || b.i, 4, 0, '', '', '题', '', 1 FROM n AS a, n AS b",
        /* option */
        "DELETE FROM guide_option WHERE guide = 3 AND node = 2 AND option = 2",
        "UPDATE guide_option SET option = 3 WHERE guide = 3 AND node = 2 AND option = 2",
        "INSERT INTO guide_option VALUES (3, 3, 1, 'x', '甲', '')",
        "INSERT INTO guide_option VALUES (3, 9, 1, 'x', '甲', '')",
        "INSERT INTO guide_option VALUES (3, 2, 3, 'x', '甲', '')", /* leads nowhere */
        "INSERT INTO guide_option VALUES (3, 1, 2, 'other', '甲', '')",
        "UPDATE guide_option SET id = 'one' WHERE guide = 3 AND node = 2",
        "UPDATE guide_option SET id = '' WHERE guide = 3 AND node = 2 AND option = 1",
        "UPDATE guide_option SET id = 'x' WHERE guide = 3 AND node = 1",
        "UPDATE guide_option SET label = '' WHERE guide = 3 AND node = 2 AND option = 1",
        "WITH n(i) AS (" NINE ") INSERT INTO guide_option SELECT 3, 2, i + 2, 'x' || i, '甲', '' FROM n",
        /* edge */
        "DELETE FROM guide_edge WHERE guide = 3 AND node = 2 AND option = 1",
        "DELETE FROM guide_edge WHERE guide = 3 AND node = 1 AND edge = 2",
        "UPDATE guide_edge SET edge = 3 WHERE guide = 3 AND node = 1 AND edge = 2",
        "UPDATE guide_edge SET to_node = 'nowhere' WHERE guide = 3 AND node = 2 AND option = 1",
        "UPDATE guide_edge SET to_node = '' WHERE guide = 3 AND node = 2 AND option = 1",
        "UPDATE guide_edge SET to_guide = 13 WHERE guide = 3 AND node = 2 AND option = 1",
        "UPDATE guide_edge SET to_guide = -1 WHERE guide = 3 AND node = 2 AND option = 1",
        "INSERT INTO guide_edge VALUES (3, 2, 1, 2, 0, 'end')", /* the first takes all */
        "INSERT INTO guide_edge VALUES (3, 2, 3, 1, 0, 'end')",
        "WITH n(i) AS (" NINE ") INSERT INTO guide_edge SELECT 3, 2, 1, i + 1, 0, 'end' FROM n",
        /* condition */
        "DELETE FROM guide_condition WHERE guide = 3",
        "UPDATE guide_condition SET edge = 2 WHERE guide = 3",
        "UPDATE guide_condition SET edge = 3 WHERE guide = 3",
        "UPDATE guide_condition SET condition = 2 WHERE guide = 3",
        "UPDATE guide_condition SET comparison = 5 WHERE guide = 3",
        "UPDATE guide_condition SET comparison = -1 WHERE guide = 3",
        "UPDATE guide_condition SET comparison = 0 WHERE guide = 3",
        "UPDATE guide_condition SET left_base = '' WHERE guide = 3",
        "UPDATE guide_condition SET left_base = 'end' WHERE guide = 3",
        "UPDATE guide_condition SET left_base = 'way' WHERE guide = 3",
        "UPDATE guide_condition SET right_base = 'nowhere' WHERE guide = 3",
        "UPDATE guide_condition SET right_base = '2026-02-29' WHERE guide = 3",
        "UPDATE guide_condition SET right_years = 100 WHERE guide = 3",
        "UPDATE guide_condition SET right_years = -1 WHERE guide = 3",
        "UPDATE guide_condition SET right_month = 0 WHERE guide = 3",
        "UPDATE guide_condition SET right_month = 13 WHERE guide = 3",
        "UPDATE guide_condition SET right_day = 32 WHERE guide = 3",
        "UPDATE guide_condition SET right_month = 2, right_day = 29 WHERE guide = 3",
        "UPDATE guide_condition SET right_month = 4, right_day = 31 WHERE guide = 3",
        "UPDATE guide_condition SET left_day = 1 WHERE guide = 3",
        "UPDATE guide_condition SET asked = 'nowhere' WHERE comparison = 0",
        "UPDATE guide_condition SET asked = 'end' WHERE comparison = 0",
        "UPDATE guide_condition SET asked = '' WHERE comparison = 0",
        "UPDATE guide_condition SET answered = 'three' WHERE comparison = 0",
        "UPDATE guide_condition SET answered = '' WHERE comparison = 0",
        "WITH n(i) AS (" NINE ") INSERT INTO guide_condition SELECT 3, 1, 1, 1, i + 1, 1, '', '', 'today',"
        " 0, 0, 0, 'today', 0, 0, 0 FROM n",
        /* what an outcome says */
        "DELETE FROM guide_item WHERE guide = 3",
        "UPDATE guide_item SET node = 1 WHERE guide = 3",
        "UPDATE guide_item SET list = 0 WHERE guide = 3",
        "UPDATE guide_item SET list = 3 WHERE guide = 3",
        "UPDATE guide_item SET list = 2 WHERE guide = 3",
        "UPDATE guide_item SET ordinal = 2 WHERE guide = 3",
        "UPDATE guide_item SET text = '' WHERE guide = 3",
        "UPDATE guide_item SET text = '{night}' WHERE guide = 3",
        "UPDATE guide_item SET text = '{day' WHERE guide = 3",
        "UPDATE guide_item SET text = 'day}' WHERE guide = 3",
        "UPDATE guide_item SET supplement = 'tip' WHERE guide = 3", /* not one of the outcome's */
        "WITH n(i) AS (" NINE ") INSERT INTO guide_item SELECT 3, 3, 1, 1 + i + 9 * m, '步。', ''"
        " FROM n, (SELECT 0 AS m UNION SELECT 1 UNION SELECT 2)",
        "DELETE FROM guide_quote WHERE guide = 3",
        "UPDATE guide_quote SET question = 0 WHERE guide = 3",
        "UPDATE guide_quote SET question = 13 WHERE guide = 3",
        "UPDATE guide_quote SET text = '' WHERE guide = 3",
        "UPDATE guide_quote SET node = 2 WHERE guide = 3",
        "UPDATE guide_link SET link = 'nowhere' WHERE ordinal = 1",
        "UPDATE guide_link SET ordinal = 3 WHERE ordinal = 2",
        "UPDATE guide_link SET node = 1",
        "UPDATE guide_supplement SET supplement = 'nowhere'",
        "DELETE FROM guide_supplement", /* a step says so */
        "DELETE FROM guide_date WHERE guide = 3",
        "UPDATE guide_date SET name = 'night' WHERE guide = 3",
        "UPDATE guide_date SET name = '' WHERE guide = 3",
        "UPDATE guide_date SET base = '' WHERE guide = 3",
        "UPDATE guide_date SET base = 'way' WHERE guide = 3",
        "UPDATE guide_date SET years = 100 WHERE guide = 3",
        "UPDATE guide_date SET month = 2, day = 30 WHERE guide = 3",
        "UPDATE guide_date SET show = 0 WHERE guide = 3",
        "UPDATE guide_date SET show = 4 WHERE guide = 3",
        "UPDATE guide_date SET node = 2 WHERE guide = 3",
        "UPDATE guide_node SET title = '{night}' WHERE guide = 3 AND node = 3",
    };

    (void)state;
    assert_int_equal(load_after(""), 0);
    for (size_t i = 0; i < ARRAY_SIZE(damages); i++)
        if (load_after(damages[i]) != -EBADMSG)
            fail_msg("loaded: %s", damages[i]);
}

/* Every text that is read, with the way to its row. */
static const struct text {
    const char *table, *column, *where;
} texts[] = {
    {"guide", "title", "question = 6"},
    {"guide", "start", "question = 6"},
    {"guide_node", "id", "guide = 6 AND node = 2"},
    {"guide_node", "ask", "guide = 6 AND node = 2"},
    {"guide_node", "hint", "guide = 6 AND node = 2"},
    {"guide_node", "title", "guide = 6 AND node = 3"},
    {"guide_node", "whom", "guide = 6 AND node = 3"},
    {"guide_option", "id", "guide = 6 AND node = 2"},
    {"guide_option", "label", "guide = 6 AND node = 2"},
    {"guide_option", "hint", "guide = 6 AND node = 2"},
    {"guide_edge", "to_node", "guide = 6 AND node = 1"},
    {"guide_condition", "asked", "comparison = 0"},
    {"guide_condition", "answered", "comparison = 0"},
    {"guide_condition", "left_base", "comparison = 4"},
    {"guide_condition", "right_base", "comparison = 4"},
    {"guide_item", "text", "guide = 6 AND list = 2"},
    {"guide_item", "supplement", "guide = 6 AND list = 2"},
    {"guide_quote", "text", "guide = 6"},
    {"guide_link", "link", "guide = 6 AND ordinal = 1"},
    {"guide_supplement", "supplement", "guide = 6"},
    {"guide_date", "name", "guide = 6"},
    {"guide_date", "base", "guide = 6"},
};

static void no_text_carries_control_characters_out(void **state)
{
    static const char *const values[] = {
        "x'1b5b33316d'", /* ESC [ 3 1 m */
        "x'c29b'",       /* C1 CSI */
        "x'e280ae'",     /* right-to-left override */
        "x'41c0af'",     /* ill-formed UTF-8 */
        "x'410042'",     /* NUL within */
        "x'ee8080'",     /* private use */
    };
    char damage[512];

    (void)state;
    for (size_t t = 0; t < ARRAY_SIZE(texts); t++) {
        for (size_t v = 0; v < ARRAY_SIZE(values); v++) {
            snprintf(damage, sizeof(damage), "UPDATE %s SET %s = CAST(%s AS TEXT) WHERE %s", texts[t].table,
                     texts[t].column, values[v], texts[t].where);
            if (load_after(damage) != -EBADMSG)
                fail_msg("loaded: %s", damage);
        }
    }
}

static void values_against_the_schema_are_refused(void **state)
{
    static const char *const values[] = {"NULL", "x'414243'", "zeroblob(100000)"};
    char statement[512], *damage;
    int r;

    (void)state;
    for (size_t t = 0; t < ARRAY_SIZE(texts); t++) {
        for (size_t v = 0; v < ARRAY_SIZE(values); v++) {
            snprintf(statement, sizeof(statement), "UPDATE %s SET %s = %s WHERE %s", texts[t].table,
                     texts[t].column, values[v], texts[t].where);
            damage = fixture_against_schema(texts[t].table, statement);
            r = load_after(damage);
            sqlite3_free(damage);
            if (r != -EBADMSG)
                fail_msg("loaded (%d): %s", r, statement);
        }
    }
}

/* Whatever bit flips: the guides are refused, or every way through them ends. The sanitizers look on. */
static void no_flipped_bit_brings_the_guides_down(void **state)
{
    struct image image = fixture_build("");
    const struct date today = {.year = 2026, .month = 11, .day = 23};
    struct guide_answers answers = {0};
    struct guide_place place;
    int loaded = 0, refused = 0;

    (void)state;
    assert_int_equal(guide_answers_parse(&answers, "year=2026,way=one"), 0);
    for (size_t i = 0; i < image.n; i += 7) {
        unsigned char bit = (unsigned char)(1u << (i % 8));
        struct handbook *handbook = NULL;
        struct guides *guides = NULL;
        image.bytes[i] ^= bit;
        if (handbook_open_bytes(&handbook, image.bytes, image.n) == 0 &&
            guides_load(&guides, handbook) == 0) {
            loaded++;
            for (int question = 1; question <= CONTENT_QUESTIONS; question++)
                assert_int_not_equal(guide_resolve(&place, guides, question, &answers, today), -ENOENT);
        } else {
            refused++;
        }
        guides_free(guides);
        handbook_close(handbook);
        image.bytes[i] ^= bit;
    }
    assert_true(loaded > 500 && refused > 200);
    free(image.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_guides_are_loaded_in_order),
        cmocka_unit_test(a_question_comes_with_its_options_edges_and_conditions),
        cmocka_unit_test(an_outcome_comes_with_all_it_says),
        cmocka_unit_test(what_is_odd_is_refused),
        cmocka_unit_test(no_text_carries_control_characters_out),
        cmocka_unit_test(values_against_the_schema_are_refused),
        cmocka_unit_test(no_flipped_bit_brings_the_guides_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
