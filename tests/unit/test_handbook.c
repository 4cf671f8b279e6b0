/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/handbook.h"
#include "handbook_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* Opens the database after damage and reads all of it: the first error. */
static int read_after(const char *damage)
{
    struct image image = fixture_build(damage);
    struct handbook *handbook = NULL;
    int r = handbook_open_bytes(&handbook, image.bytes, image.n);

    if (r == 0)
        r = handbook_check(handbook);
    handbook_close(handbook);
    free(image.bytes);
    return r;
}

struct open {
    struct image image;
    struct handbook *handbook;
};

static int open_sound(void **state)
{
    struct open *open = calloc(1, sizeof(*open));

    if (!open)
        return -1;
    open->image = fixture_build("");
    *state = open;
    return handbook_open_bytes(&open->handbook, open->image.bytes, open->image.n);
}

static int close_sound(void **state)
{
    struct open *open = *state;

    handbook_close(open->handbook);
    free(open->image.bytes);
    free(open);
    return 0;
}

static void the_edition_and_all_questions_are_there_at_once(void **state)
{
    const struct open *open = *state;
    const struct edition *edition = handbook_edition(open->handbook);
    size_t n = 0;
    const struct question *questions = handbook_questions(open->handbook, &n);

    assert_string_equal(edition->title, "一本通");
    assert_string_equal(edition->label, "2025 版 第 1 号");
    assert_string_equal(edition->compiled, "2026-11-23");
    assert_int_equal(n, CONTENT_QUESTIONS);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(questions[i].number, (int)i + 1);
    assert_string_equal(questions[11].title, "问题12？");
    assert_string_equal(questions[11].short_title, "短题12");
    assert_int_equal(questions[11].audience, 13);
}

static void an_answer_is_whole_and_in_order(void **state)
{
    const struct open *open = *state;
    struct answer *answer = NULL;
    const struct block *blocks;

    assert_int_equal(handbook_answer(&answer, open->handbook, 6), 0);
    assert_int_equal(answer->question.number, 6);
    assert_string_equal(answer->question.title, "问题6？");
    assert_int_equal(answer->n_blocks, 3);
    blocks = answer->blocks;
    assert_int_equal(blocks[0].kind, BLOCK_PARAGRAPH);
    assert_string_equal(blocks[0].heading, "标题");
    assert_int_equal(blocks[1].kind, BLOCK_STEP);
    assert_string_equal(blocks[1].label, "（1）");
    assert_string_equal(blocks[1].text + blocks[1].label_bytes, "第一条。");
    assert_int_equal(blocks[2].kind, BLOCK_QUOTE);
    assert_int_equal(blocks[2].depth, 1);
    assert_string_equal(blocks[2].law, "某法第一条");
    assert_int_equal(answer->n_related, 2);
    assert_int_equal(answer->related[0], 7);
    assert_int_equal(answer->related[1], 2);
    answer_free(answer);
}

static void an_answer_brings_its_links_and_supplements(void **state)
{
    const struct open *open = *state;
    struct answer *answer = NULL;

    assert_int_equal(handbook_answer(&answer, open->handbook, 6), 0);
    assert_int_equal(answer->n_links, 2);
    assert_string_equal(answer->links[0].id, "law");
    assert_string_equal(answer->links[0].host, "www.moe.gov.cn");
    assert_string_equal(answer->links[1].url, "https://www.chsi.com.cn/");
    assert_int_equal(answer->n_supplements, 1);
    assert_string_equal(answer->supplements[0].title, "提示");
    assert_string_equal(answer->supplements[0].date, "2021");
    assert_int_equal(answer->supplements[0].n_blocks, 2);
    assert_int_equal(answer->supplements[0].blocks[0].kind, BLOCK_NOTE);
    assert_int_equal(answer->supplements[0].blocks[1].source, SOURCE_SUPPLEMENT);
    assert_string_equal(answer->supplements[0].blocks[1].label, "1");
    answer_free(answer);
}

static void a_question_without_extras_has_none(void **state)
{
    const struct open *open = *state;
    struct answer *answer = NULL;

    assert_int_equal(handbook_answer(&answer, open->handbook, 1), 0);
    assert_int_equal(answer->n_blocks, 1);
    assert_int_equal(answer->n_links + answer->n_supplements + answer->n_related, 0);
    answer_free(answer);
}

static void what_is_not_there_is_not_found(void **state)
{
    static const int numbers[] = {0, -1, 13, 1000000};
    const struct open *open = *state;
    struct answer *answer = NULL;
    struct link *link = NULL;
    char longest[100000];

    for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
        assert_int_equal(handbook_answer(&answer, open->handbook, numbers[i]), -ENOENT);
    memset(longest, 'x', sizeof(longest));
    longest[sizeof(longest) - 1] = '\0';
    assert_int_equal(handbook_link(&link, open->handbook, ""), -ENOENT);
    assert_int_equal(handbook_link(&link, open->handbook, "HOME"), -ENOENT);
    assert_int_equal(handbook_link(&link, open->handbook, "' OR 1 --"), -ENOENT);
    assert_int_equal(handbook_link(&link, open->handbook, longest), -ENOENT);
    assert_null(answer);
    assert_null(link);
}

static void links_come_best_first_and_by_id(void **state)
{
    const struct open *open = *state;
    struct link *links = NULL, *link = NULL;
    size_t n = 0;

    for (int run = 0; run < 3; run++) { /* a statement is as new after each run */
        assert_int_equal(handbook_links(&links, &n, open->handbook), 0);
        assert_int_equal(n, 2);
        assert_string_equal(links[0].id, "law");
        assert_string_equal(links[0].grade, "B");
        assert_string_equal(links[1].id, "home");
        links_free(links, n);
        assert_int_equal(handbook_link(&link, open->handbook, "home"), 0);
        assert_string_equal(link->purpose, "首页");
        assert_string_equal(link->checked, "2026-11-23");
        links_free(link, 1);
    }
    links_free(NULL, 0);
    answer_free(NULL);
    handbook_close(NULL);
}

/* What the schema allows and the reader must not believe. */
static void values_out_of_their_range_are_refused(void **state)
{
    static const char *const damages[] = {
        "UPDATE edition SET title = ''",
        "UPDATE edition SET compiled = '2026-02-30'",
        "UPDATE edition SET compiled = '2026'",
        "DELETE FROM question WHERE number = 12",
        "DELETE FROM question",
        "INSERT INTO question VALUES (13, '多', '多', 1)",
        "INSERT INTO question VALUES (0, '多', '多', 1)",
        "UPDATE question SET number = 99 WHERE number = 7",
        "UPDATE question SET audience = 0 WHERE number = 1",
        "UPDATE question SET audience = 16 WHERE number = 1",
        "UPDATE question SET audience = -1 WHERE number = 1",
        "UPDATE question SET audience = 4294967297 WHERE number = 1",
        "UPDATE question SET title = '' WHERE number = 1",
        "UPDATE question SET short_title = '' WHERE number = 1",
        "DELETE FROM block WHERE owner = '3'",
        "UPDATE block SET kind = 0",
        "UPDATE block SET kind = 5",
        "UPDATE block SET kind = 4 WHERE owner = '6'",
        "UPDATE block SET kind = 1 WHERE owner = 'tip'",
        "UPDATE block SET kind = 3 WHERE owner = 'tip'",
        "UPDATE block SET source = 0",
        "UPDATE block SET source = 3",
        "UPDATE block SET source = 2 WHERE owner = '6'",
        "UPDATE block SET source = 1 WHERE owner = 'tip'",
        "UPDATE block SET depth = 2",
        "UPDATE block SET depth = -1",
        "UPDATE block SET text = '' WHERE owner = '1'",
        "UPDATE block SET law = '法' WHERE owner = '1'",
        "UPDATE block SET label = '（1）' WHERE owner = '1'",
        "UPDATE block SET label_bytes = 3 WHERE owner = '1'",
        "UPDATE block SET label = '' WHERE label <> ''",
        "UPDATE block SET label = '（2）' WHERE owner = '6' AND label <> ''",
        "UPDATE block SET label_bytes = 0 WHERE owner = '6' AND label <> ''",
        "UPDATE block SET label_bytes = 8 WHERE owner = '6' AND label <> ''",   /* within a character */
        "UPDATE block SET label_bytes = 11 WHERE owner = '6' AND label <> ''",  /* within a character */
        "UPDATE block SET label_bytes = 22 WHERE owner = '6' AND label <> ''",  /* all of the text */
        "UPDATE block SET label_bytes = 250 WHERE owner = '6' AND label <> ''", /* behind the text */
        "UPDATE block SET label_bytes = 9223372036854775807 WHERE label <> ''",
        "UPDATE block SET label_bytes = 1 WHERE owner = 'tip'",
        "DELETE FROM block WHERE owner = 'tip'",
        "UPDATE supplement SET title = ''",
        "UPDATE supplement SET source = ''",
        "UPDATE supplement SET date = ''",
        "UPDATE supplement SET date = '202'",
        "UPDATE supplement SET date = '20x1'",
        "UPDATE supplement SET date = '2021-13-01'",
        "UPDATE supplement SET date = '2021-01-01 '",
        "UPDATE related SET other = 13",
        "UPDATE related SET other = 0",
        "UPDATE related SET other = -7",
        "UPDATE link SET url = 'https://evil.cn/', host = 'evil.cn' WHERE id = 'home'",
        "UPDATE link SET url = 'https://evil.cn/' WHERE id = 'home'",
        "UPDATE link SET url = 'http://www.chsi.com.cn/' WHERE id = 'home'",
        "UPDATE link SET host = 'my.chsi.com.cn' WHERE id = 'home'",
        "UPDATE link SET host = '' WHERE id = 'home'",
        "UPDATE link SET grade = 'C' WHERE id = 'home'",
        "UPDATE link SET grade = '' WHERE id = 'home'",
        "UPDATE link SET purpose = '' WHERE id = 'home'",
        "UPDATE link SET checked = '2026-1-1' WHERE id = 'home'",
        "UPDATE link SET checked = '' WHERE id = 'home'",
    };

    (void)state;
    assert_int_equal(read_after(""), 0);
    for (size_t i = 0; i < ARRAY_SIZE(damages); i++)
        if (read_after(damages[i]) != -EBADMSG)
            fail_msg("read: %s", damages[i]);
}

/* Every text that is read, with the way to its row. */
static const struct text {
    const char *table, *column, *where;
} texts[] = {
    {"edition", "title", "1"},
    {"edition", "label", "1"},
    {"edition", "compiled", "1"},
    {"question", "title", "number = 6"},
    {"question", "short_title", "number = 6"},
    {"block", "heading", "owner = '6'"},
    {"block", "label", "owner = '6' AND label <> ''"},
    {"block", "text", "owner = '6' AND ordinal = 1"},
    {"block", "law", "owner = '6' AND law <> ''"},
    {"block", "text", "owner = 'tip'"},
    {"supplement", "title", "1"},
    {"supplement", "source", "1"},
    {"supplement", "date", "1"},
    {"link", "purpose", "id = 'home'"},
    {"link", "url", "id = 'home'"},
    {"link", "host", "id = 'home'"},
    {"link", "grade", "id = 'home'"},
    {"link", "checked", "id = 'home'"},
};

static void no_text_carries_control_characters_out(void **state)
{
    static const char *const values[] = {
        "x'1b5b33316d'", /* ESC [ 3 1 m */
        "x'41070a0d'",   /* bell and line ends */
        "x'c29b'",       /* C1 CSI */
        "x'e280ae'",     /* right-to-left override */
        "x'e2808b'",     /* zero-width space */
        "x'41c0af'",     /* ill-formed UTF-8 */
        "x'e4bd'",       /* cut off */
        "x'eda080'",     /* a surrogate */
        "x'410042'",     /* NUL within */
        "x'ee8080'",     /* private use */
    };
    char damage[512];

    (void)state;
    assert_int_equal(read_after(""), 0);
    for (size_t t = 0; t < ARRAY_SIZE(texts); t++) {
        for (size_t v = 0; v < ARRAY_SIZE(values); v++) {
            snprintf(damage, sizeof(damage), "UPDATE %s SET %s = CAST(%s AS TEXT) WHERE %s", texts[t].table,
                     texts[t].column, values[v], texts[t].where);
            if (read_after(damage) != -EBADMSG)
                fail_msg("read: %s", damage);
        }
    }
}

static void values_against_the_schema_are_refused(void **state)
{
    static const char *const values[] = {"NULL", "x'414243'", "zeroblob(100000)"};
    char statement[512], *damage;
    int r;

    (void)state;
    assert_int_equal(read_after(""), 0);
    for (size_t t = 0; t < ARRAY_SIZE(texts); t++) {
        for (size_t v = 0; v < ARRAY_SIZE(values); v++) {
            snprintf(statement, sizeof(statement), "UPDATE %s SET %s = %s WHERE %s", texts[t].table,
                     texts[t].column, values[v], texts[t].where);
            damage = fixture_against_schema(texts[t].table, statement);
            r = read_after(damage);
            sqlite3_free(damage);
            if (r != -EBADMSG)
                fail_msg("read (%d): %s", r, statement);
        }
    }
}

static void numbers_that_are_none_are_refused(void **state)
{
    static const struct {
        const char *table, *statement;
    } cases[] = {
        {"question", "UPDATE question SET audience = 'x'"},
        {"question", "UPDATE question SET audience = NULL"},
        {"question", "UPDATE question SET audience = 1.5"},
        {"block", "UPDATE block SET kind = x'01'"},
        {"block", "UPDATE block SET label_bytes = NULL"},
        {"related", "UPDATE related SET other = 'x'"},
    };
    char *damage;
    int r;

    (void)state;
    assert_int_equal(read_after(""), 0);
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        damage = fixture_against_schema(cases[i].table, cases[i].statement);
        r = read_after(damage);
        sqlite3_free(damage);
        if (r != -EBADMSG)
            fail_msg("read (%d): %s", r, cases[i].statement);
    }
}

static void more_than_honest_content_has_is_refused(void **state)
{
    static const char *const damages[] = {
        "WITH RECURSIVE n(i) AS (VALUES (10) UNION ALL SELECT i + 1 FROM n WHERE i < 600)"
        " INSERT INTO block SELECT '6', i, 1, 1, 0, '', '', 0, 'x', '' FROM n",
        "WITH RECURSIVE n(i) AS (VALUES (10) UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
        " INSERT INTO link SELECT 'x' || i, i, 'x', 'https://www.chsi.com.cn/', 'www.chsi.com.cn', 'A',"
        " '2026-11-23' FROM n",
        "WITH RECURSIVE n(i) AS (VALUES (10) UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
        " INSERT INTO question_supplement SELECT 6, i, 'tip' FROM n",
        "WITH RECURSIVE n(i) AS (VALUES (10) UNION ALL SELECT i + 1 FROM n WHERE i < 30)"
        " INSERT INTO related SELECT 6, i, 2 FROM n",
        "UPDATE block SET text = replace(hex(zeroblob(50000)), '00', 'x') || text WHERE owner = '1'",
    };

    (void)state;
    for (size_t i = 0; i < 4; i++)
        if (read_after(damages[i]) != -EBADMSG)
            fail_msg("read: %s", damages[i]);
    assert_int_equal(read_after(damages[4]), 0); /* 50,000 bytes still are a string */
    assert_int_equal(read_after("UPDATE block SET text = hex(zeroblob(40000)) WHERE owner = '1'"), -EBADMSG);
}

static void the_embedded_handbook_is_whole(void **state)
{
    struct handbook *handbook = NULL;
    struct answer *answer = NULL;
    size_t n = 0;

    (void)state;
    assert_int_equal(handbook_open_embedded(&handbook), 0);
    assert_int_equal(handbook_check(handbook), 0);
    assert_string_equal(handbook_questions(handbook, &n)[0].title,
                        "录取新生如何注册学信网账号？怎么查询本人学籍信息？");
    assert_int_equal(handbook_answer(&answer, handbook, 1), 0);
    assert_true(answer->n_blocks >= 4);
    assert_string_equal(answer->blocks[answer->n_blocks - 1].label, "第三步");
    answer_free(answer);
    handbook_close(handbook);
}

static void the_embedded_edition_is_known_without_opening_it(void **state)
{
    const struct edition known = handbook_embedded_edition();
    struct handbook *handbook = NULL;

    (void)state;
    assert_int_equal(handbook_open_embedded(&handbook), 0);
    assert_string_equal(known.title, handbook_edition(handbook)->title);
    assert_string_equal(known.label, handbook_edition(handbook)->label);
    assert_string_equal(known.compiled, handbook_edition(handbook)->compiled);
    handbook_close(handbook);
}

static void a_file_that_is_missing_or_none_says_so(void **state)
{
    struct handbook *handbook = NULL;

    (void)state;
    assert_int_equal(handbook_open_file(&handbook, "no such folder/handbook.db"), -ENOENT);
    assert_int_equal(handbook_open_file(&handbook, "/"), -EISDIR);
    assert_null(handbook);
}

/* Whatever bit flips: it does not open, or what is read is clean or refused. The sanitizers look on. */
static void no_flipped_bit_brings_the_reader_down(void **state)
{
    struct image image = fixture_build("");
    struct handbook *handbook;
    int refused = 0;

    (void)state;
    for (size_t i = 0; i < image.n; i += i < 100 ? 1 : 5) { /* all of them: tests/faults */
        unsigned char bit = (unsigned char)(1u << (i * 5 % 8));
        handbook = NULL;
        image.bytes[i] ^= bit;
        if (handbook_open_bytes(&handbook, image.bytes, image.n) < 0 || handbook_check(handbook) < 0)
            refused++;
        handbook_close(handbook);
        image.bytes[i] ^= bit;
    }
    assert_true(refused > 100);
    free(image.bytes);
}

static void a_question_is_found_by_its_number(void **state)
{
    struct handbook *handbook;
    (void)state;
    assert_int_equal(handbook_open_embedded(&handbook), 0);
    assert_null(handbook_question(handbook, 0));
    assert_null(handbook_question(handbook, CONTENT_QUESTIONS + 1));
    for (int number = 1; number <= CONTENT_QUESTIONS; number++)
        assert_int_equal(handbook_question(handbook, number)->number, number);
    handbook_close(handbook);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_is_found_by_its_number),
        cmocka_unit_test_setup_teardown(the_edition_and_all_questions_are_there_at_once, open_sound,
                                        close_sound),
        cmocka_unit_test_setup_teardown(an_answer_is_whole_and_in_order, open_sound, close_sound),
        cmocka_unit_test_setup_teardown(an_answer_brings_its_links_and_supplements, open_sound, close_sound),
        cmocka_unit_test_setup_teardown(a_question_without_extras_has_none, open_sound, close_sound),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_not_found, open_sound, close_sound),
        cmocka_unit_test_setup_teardown(links_come_best_first_and_by_id, open_sound, close_sound),
        cmocka_unit_test(values_out_of_their_range_are_refused),
        cmocka_unit_test(no_text_carries_control_characters_out),
        cmocka_unit_test(values_against_the_schema_are_refused),
        cmocka_unit_test(numbers_that_are_none_are_refused),
        cmocka_unit_test(more_than_honest_content_has_is_refused),
        cmocka_unit_test(the_embedded_handbook_is_whole),
        cmocka_unit_test(the_embedded_edition_is_known_without_opening_it),
        cmocka_unit_test(a_file_that_is_missing_or_none_says_so),
        cmocka_unit_test(no_flipped_bit_brings_the_reader_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
