/* SPDX-License-Identifier: MIT */
/* HANDBOOK is the path of the handbook's text, given by meson.build. */
#include "base/linebreak.h"

#include "base/error.h"
#include "base/utf8.h"
#include "base/width.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char32_t never_first[] = U"，。、；：？！）》”’】〕…·％";
static const char32_t never_last[] = U"（《“‘【〔";

static bool contains(const char32_t *set, char32_t c)
{
    for (; *set; set++)
        if (*set == c)
            return true;
    return false;
}

static bool is_space(char32_t c)
{
    return c == U' ' || c == U'　';
}

static int width_between(const char32_t *text, size_t from, size_t to)
{
    int width = 0;

    while (to > from && is_space(text[to - 1]))
        to--;
    for (; from < to; from++)
        width += width_of(text[from]);
    return width;
}

/* A break where there is no opportunity is right only inside something that no line of this measure could
 * hold. */
static void assert_only_long_words_are_cut(const char32_t *text, const char *breaks, size_t n, size_t at,
                                           int columns)
{
    size_t from = at, to = at + 1;

    if (breaks[at])
        return;
    while (from > 0 && !breaks[from])
        from--;
    while (to < n && !breaks[to])
        to++;
    assert_true(width_between(text, from, to) > columns);
    assert_true(width_of(text[at]) > 0);
}

static void check_line_starts(const char32_t *text, const char *breaks, size_t n, size_t start, int columns)
{
    if (start == 0)
        return;
    assert_only_long_words_are_cut(text, breaks, n, start, columns);
    if (!breaks[start])
        return;
    assert_false(contains(never_first, text[start]));
    assert_false(contains(never_last, text[start - 1]));
    assert_false(text[start] == U'—' && text[start - 1] == U'—');
    assert_false(
        text[start] < 0x80 && text[start - 1] < 0x80 && width_of(text[start]) == 1 &&
        strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", (int)text[start]) &&
        strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", (int)text[start - 1]));
}

static void check_at(const char32_t *text, const char *breaks, size_t n, int columns)
{
    for (size_t start = 0, next; start < n; start = next) {
        check_line_starts(text, breaks, n, start, columns);
        next = start;
        size_t end = linebreak_line(&next, text, breaks, n, start, columns);
        assert_true(next > start && next <= n && end >= start && end <= next);
        assert_true(width_between(text, start, end) <= columns);
        for (size_t i = end; i < next; i++)
            assert_true(is_space(text[i]));
    }
}

static void check_at_every_measure(const char *utf8)
{
    _cleanup_free_ char32_t *text = NULL;
    size_t n;

    assert_int_equal(utf8_to_utf32(&text, &n, utf8), 0);
    if (n == 0)
        return;
    _cleanup_free_ char *breaks = malloc(n);
    assert_non_null(breaks);
    assert_int_equal(linebreak_find(breaks, text, n), 0);
    for (int columns = 2; columns <= 80; columns++)
        check_at(text, breaks, n, columns);
}

static void the_whole_handbook_is_set_well_at_every_measure(void **state)
{
    _cleanup_fclose_ FILE *file = fopen(HANDBOOK, "r");
    _cleanup_free_ char *line = NULL;
    size_t size = 0, lines = 0;

    (void)state;
    assert_non_null(file);
    for (ssize_t n; (n = getline(&line, &size, file)) > 0; lines++) {
        line[strcspn(line, "\r\n")] = '\0';
        check_at_every_measure(line);
    }
    assert_true(lines > 50);
}

static void hard_sentences_are_set_well_at_every_measure(void **state)
{
    static const char *const sentences[] = {
        "（《“‘【〔规定〕】’”》），。",
        "他说：“‘学历’是‘学籍’之后的事……”——真的？！",
        "见 https://www.chsi.com.cn/xlcx/bg.do?srcid=bgcx&method=query，或拨打 010-67410388。",
        "don’t 合格率100％，90%以上；约翰·史密斯·李 Jean‑Luc",
        "１２３４年ＡＢＣ／ＤＥＦ第3/4条，9月-10月底，2025年6月30日～7月1日",
        "e\u0301\u0302\u0303e\u0301e\u0301中\u0301\u0302文\u0301，",
        "……………………………………",
        "————————",
        "   　　 前面有空格 　",
        "   ",
        "中      \u0301    文",
        "，，，，。。。。））））",
        "（（（（（（（",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(sentences); i++)
        check_at_every_measure(sentences[i]);
}

/* Lines joined with "|" */
static void assert_set(const char *utf8, int columns, const char *expected)
{
    _cleanup_free_ char32_t *text = NULL;
    char breaks[256], joined[1024];
    size_t n, length = 0;

    assert_int_equal(utf8_to_utf32(&text, &n, utf8), 0);
    assert_true(n <= sizeof(breaks));
    assert_int_equal(linebreak_find(breaks, text, n), 0);
    for (size_t start = 0, next; start < n; start = next) {
        size_t end = linebreak_line(&next, text, breaks, n, start, columns);
        if (start > 0)
            joined[length++] = '|';
        for (size_t i = start; i < end; i++)
            length += utf8_encode(joined + length, text[i]);
    }
    joined[length] = '\0';
    assert_string_equal(joined, expected);
}

static void closing_punctuation_takes_its_character_to_the_next_line(void **state)
{
    (void)state;
    assert_set("学籍信息，学历", 8, "学籍信|息，学历");
    assert_set("学籍信息”学历", 8, "学籍信|息”学历");
    assert_set("学籍信息……学历", 8, "学籍信|息……学历");
    assert_set("合格率九十％以上", 10, "合格率九|十％以上");
    assert_set("约翰·史密斯", 4, "约|翰·|史密|斯");
}

static void opening_punctuation_goes_to_the_next_line_with_its_character(void **state)
{
    (void)state;
    assert_set("登录“学信档案”账号", 6, "登录|“学信|档案”|账号");
    assert_set("按照《办法》规定", 6, "按照|《办|法》规|定");
}

static void quotation_marks_do_not_glue_the_characters_outside_them(void **state)
{
    (void)state;
    assert_set("规定“学历”可查", 4, "规定|“学|历”|可查");
}

static void words_and_numbers_stay_whole(void **state)
{
    (void)state;
    assert_set("自2001年起", 4, "自|2001|年起");
    assert_set("the student’s file", 9, "the|student’s|file");
    assert_set("第２０１４号", 8, "第|２０１４|号");
}

static void white_space_at_a_break_is_dropped(void **state)
{
    (void)state;
    assert_set("学历   学籍", 4, "学历|学籍");
    assert_set("学历　　学籍", 4, "学历|学籍");
    assert_set("学历 ", 4, "学历");
    assert_set("a  b", 4, "a  b");
}

static void a_word_longer_than_a_line_is_cut_where_it_hurts_least(void **state)
{
    (void)state;
    assert_set("abcdefghij", 4, "abcd|efgh|ij");
    assert_set("abcdefgh，", 8, "abcdefg|h，");
    assert_set("e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301|e\u0301");
    assert_set("中——文", 2, "中|——|文");
    assert_set("中，", 2, "中|，");
}

static int three_for_digits(const void *context, size_t i)
{
    const char32_t *text = context;
    return text[i] >= U'0' && text[i] <= U'9' ? 3 : width_of(text[i]);
}

static void a_line_can_be_measured_in_another_unit(void **state)
{
    static const char32_t text[] = U"共123，页";
    const size_t n = ARRAY_SIZE(text) - 1;
    char breaks[ARRAY_SIZE(text)];
    size_t next;
    (void)state;
    assert_int_equal(linebreak_find(breaks, text, n), 0);
    /* as cells 共123， are seven; here they are thirteen, and punctuation still starts no line */
    assert_int_equal(linebreak_line(&next, text, breaks, n, 0, 12), n);
    assert_int_equal(linebreak_line_measured(&next, text, breaks, n, 0, 13, three_for_digits, text), 5);
    assert_int_equal(next, 5);
    assert_int_equal(linebreak_line_measured(&next, text, breaks, n, 0, 12, three_for_digits, text), 1);
    assert_int_equal(next, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_handbook_is_set_well_at_every_measure),
        cmocka_unit_test(hard_sentences_are_set_well_at_every_measure),
        cmocka_unit_test(closing_punctuation_takes_its_character_to_the_next_line),
        cmocka_unit_test(opening_punctuation_goes_to_the_next_line_with_its_character),
        cmocka_unit_test(quotation_marks_do_not_glue_the_characters_outside_them),
        cmocka_unit_test(words_and_numbers_stay_whole),
        cmocka_unit_test(white_space_at_a_break_is_dropped),
        cmocka_unit_test(a_word_longer_than_a_line_is_cut_where_it_hurts_least),
        cmocka_unit_test(a_line_can_be_measured_in_another_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
