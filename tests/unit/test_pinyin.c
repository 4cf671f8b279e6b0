/* SPDX-License-Identifier: MIT */
#include "db/pinyin.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TEXT_MAX 64

/* By code point. */
static const struct {
    char32_t character;
    const char *readings;
} readings[] = {
    {U'中', "zhong"}, {U'京', "jing"},        {U'北', "bei"}, {U'吉', "ji"},      {U'大', "da dai"},
    {U'女', "nv ru"}, {U'学', "xue"},         {U'安', "an"},  {U'师', "shi"},     {U'春', "chun"},
    {U'林', "lin"},   {U'理', "li"},          {U'略', "lve"}, {U'石', "shi dan"}, {U'绿', "lv lu"},
    {U'西', "xi"},    {U'长', "zhang chang"}, {U'鿃', ""},
};

static int setup(void **state)
{
    struct pinyin *pinyin;

    if (pinyin_new(&pinyin) < 0)
        return -1;
    for (size_t i = 0; i < ARRAY_SIZE(readings); i++)
        if (pinyin_add(pinyin, readings[i].character, readings[i].readings) < 0)
            return -1;
    *state = pinyin;
    return 0;
}

static int teardown(void **state)
{
    pinyin_free(*state);
    return 0;
}

static enum pinyin_match match(const struct pinyin *pinyin, const char *typed, const char *text)
{
    struct pinyin_query query;
    uint16_t numbers[TEXT_MAX];
    size_t n = pinyin_encode(numbers, TEXT_MAX, pinyin, text), bytes = strlen(text);
    bool university = bytes > 6 && strcmp(text + bytes - 6, "大学") == 0;

    pinyin_prepare(&query, pinyin, typed);
    return pinyin_match(&query, numbers, n, university ? n - 1 : 0);
}

struct row {
    const char *typed, *text;
    enum pinyin_match match;
};

static void check_rows(const struct pinyin *pinyin, const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        enum pinyin_match found = match(pinyin, rows[i].typed, rows[i].text);
        if (found != rows[i].match)
            fail_msg("%s in %s: %d, not %d", rows[i].typed, rows[i].text, found, rows[i].match);
    }
}

#define CHECK_ROWS(...)                                                                                      \
    check_rows(*state, (const struct row[]){__VA_ARGS__}, ARRAY_SIZE(((const struct row[]){__VA_ARGS__})))

static void full_pinyin_matches_with_and_without_spaces(void **state)
{
    CHECK_ROWS({"jilindaxue", "吉林大学", PINYIN_WHOLE}, {"ji lin da xue", "吉林大学", PINYIN_WHOLE},
               {"jilin daxue", "吉林大学", PINYIN_WHOLE}, {"JiLin", "吉林大学", PINYIN_START},
               {"ｊｉｌｉｎ", "吉林大学", PINYIN_START}, {"lindaxue", "吉林大学", PINYIN_INSIDE},
               {"daxue", "吉林大学", PINYIN_INSIDE}, {"jilinxueda", "吉林大学", PINYIN_NONE},
               {"jilindaxuex", "吉林大学", PINYIN_NONE}, {" ji  lin ", "吉林大学", PINYIN_START});
}

static void a_space_or_an_apostrophe_parts_syllables(void **state)
{
    CHECK_ROWS({"xian", "西安", PINYIN_WHOLE}, {"xi an", "西安", PINYIN_WHOLE},
               {"xi'an", "西安", PINYIN_WHOLE}, {"x ian", "西安", PINYIN_NONE},
               {"xia n", "西安", PINYIN_NONE}, {"j ilin", "吉林", PINYIN_NONE}, {"z hong", "中", PINYIN_NONE},
               {"zhong", "中", PINYIN_WHOLE});
}

static void the_last_syllable_may_be_unfinished(void **state)
{
    CHECK_ROWS({"jili", "吉林大学", PINYIN_START}, {"jilind", "吉林大学", PINYIN_START},
               {"jilindaxu", "吉林大学", PINYIN_WHOLE}, {"chu", "长春", PINYIN_INSIDE},
               {"jlin", "吉林大学", PINYIN_MIXED_START}, {"jildaxue", "吉林大学", PINYIN_MIXED_START},
               {"jilidaxue", "吉林大学", PINYIN_NONE});
}

static void initials_match_also_two_letters_long(void **state)
{
    CHECK_ROWS({"jldx", "吉林大学", PINYIN_INITIALS_WHOLE}, {"jl", "吉林大学", PINYIN_INITIALS_START},
               {"j l d x", "吉林大学", PINYIN_INITIALS_WHOLE}, {"ldx", "吉林大学", PINYIN_INITIALS_INSIDE},
               {"cc", "长春", PINYIN_INITIALS_WHOLE}, {"chch", "长春", PINYIN_INITIALS_WHOLE},
               {"zhch", "长春", PINYIN_INITIALS_WHOLE}, {"zc", "长春", PINYIN_INITIALS_WHOLE},
               {"jlu", "吉林大学", PINYIN_NONE}, {"jlx", "吉林大学", PINYIN_NONE});
}

static void pinyin_initials_and_han_mix(void **state)
{
    CHECK_ROWS({"jilindx", "吉林大学", PINYIN_MIXED_START}, {"jlindaxue", "吉林大学", PINYIN_MIXED_START},
               {"lindx", "吉林大学", PINYIN_MIXED_INSIDE}, {"jilin大学", "吉林大学", PINYIN_WHOLE},
               {"吉lin大x", "吉林大学", PINYIN_WHOLE}, {"吉林d", "吉林大学", PINYIN_START},
               {"jl大学", "吉林大学", PINYIN_INITIALS_WHOLE}, {"吉l da学", "吉林大学", PINYIN_MIXED_START});
}

static void every_reading_of_a_character_matches(void **state)
{
    CHECK_ROWS({"changchun", "长春", PINYIN_WHOLE}, {"zhangchun", "长春", PINYIN_WHOLE},
               {"dai", "大", PINYIN_WHOLE}, {"jilindaixue", "吉林大学", PINYIN_WHOLE},
               {"shi", "石", PINYIN_WHOLE}, {"dan", "石", PINYIN_WHOLE}, {"s", "石", PINYIN_WHOLE},
               {"chang", "春", PINYIN_NONE});
}

static void u_with_dots_is_typed_v_or_u(void **state)
{
    CHECK_ROWS({"nv", "女", PINYIN_WHOLE}, {"nu", "女", PINYIN_WHOLE}, {"nü", "女", PINYIN_WHOLE},
               {"NÜ", "女", PINYIN_WHOLE}, {"lue", "略", PINYIN_WHOLE}, {"lve", "略", PINYIN_WHOLE},
               {"lvlu", "绿绿", PINYIN_WHOLE}, {"xve", "学", PINYIN_NONE});
}

static void han_is_found_by_itself_and_in_short(void **state)
{
    CHECK_ROWS({"吉林大学", "吉林大学", PINYIN_WHOLE}, {"吉林", "吉林大学", PINYIN_START},
               {"林大", "吉林大学", PINYIN_INSIDE}, {"吉大", "吉林大学", PINYIN_SHORT},
               {"jida", "吉林大学", PINYIN_SHORT}, {"jid", "吉林大学", PINYIN_SHORT},
               {"吉学", "吉林大学", PINYIN_SCATTERED}, {"jixue", "吉林大学", PINYIN_SCATTERED},
               {"林学", "吉林大学", PINYIN_SCATTERED_INSIDE}, {"linxue", "吉林大学", PINYIN_NONE},
               {"大吉", "吉林大学", PINYIN_NONE}, {"吉吉", "吉林大学", PINYIN_NONE},
               {"北师大", "北京师大学", PINYIN_SHORT}, {"鿃", "吉鿃", PINYIN_INSIDE},
               {"火", "吉林大学", PINYIN_NONE}, {"吉火", "吉林大学", PINYIN_NONE}, {"火", "火", PINYIN_NONE});
}

static void what_is_no_letter_is_passed_over(void **state)
{
    CHECK_ROWS({"大学北京", "大学（北京）", PINYIN_WHOLE}, {"（北京）", "大学(北京)", PINYIN_INSIDE},
               {"吉-林", "吉·林", PINYIN_WHOLE}, {"2001ji", "２００１吉", PINYIN_WHOLE},
               {"wifi", "WiFi", PINYIN_WHOLE}, {"%_*\"'();--", "吉林", PINYIN_NONE},
               {"", "吉林", PINYIN_NONE}, {"吉", "", PINYIN_NONE}, {"\x1b[31m", "吉", PINYIN_NONE},
               {"\xff\xfe吉\xc0", "吉林", PINYIN_START});
}

static void blank_is_what_has_nothing_to_look_for(void **state)
{
    (void)state;
    assert_true(pinyin_is_blank(""));
    assert_true(pinyin_is_blank(" 　%_*\"'\t\x7f\xff\xe5"));
    assert_false(pinyin_is_blank("%a"));
    assert_false(pinyin_is_blank("（吉）"));
    assert_false(pinyin_is_blank("７"));
}

static void digits_come_back_half_width(void **state)
{
    struct pinyin_query query;
    char digits[PINYIN_UNITS_MAX + 1];

    pinyin_prepare(&query, *state, "４1 0");
    pinyin_digits(digits, &query);
    assert_string_equal(digits, "410");
    pinyin_prepare(&query, *state, "41吉");
    pinyin_digits(digits, &query);
    assert_string_equal(digits, "");
}

/* The only reading of what is typed beyond the limit is that it was not typed. */
static void what_is_too_long_is_cut(void **state)
{
    struct pinyin_query query;
    char typed[10001];

    memset(typed, 'a', sizeof(typed) - 1);
    typed[sizeof(typed) - 1] = '\0';
    pinyin_prepare(&query, *state, typed);
    assert_int_equal(query.n, PINYIN_UNITS_MAX);
    for (size_t i = 0; i + 2 < sizeof(typed); i += 3)
        memcpy(typed + i, "吉", 3);
    typed[9999] = '\0';
    assert_int_equal(match(*state, typed, "吉林大学"), PINYIN_NONE);
}

/* All places of the widest query at once: 63 letters over 63 characters, the last bit is not lost. */
static void the_longest_query_matches_to_its_end(void **state)
{
    struct pinyin_query query;
    uint16_t text[PINYIN_UNITS_MAX];
    char typed[PINYIN_UNITS_MAX + 1] = "";

    for (size_t i = 0; i < PINYIN_UNITS_MAX; i++) {
        typed[i] = 'j';
        assert_int_equal(pinyin_encode(text + i, 1, *state, "吉"), 1);
    }
    pinyin_prepare(&query, *state, typed);
    assert_int_equal(pinyin_match(&query, text, PINYIN_UNITS_MAX, 0), PINYIN_INITIALS_WHOLE);
    assert_int_equal(pinyin_match(&query, text, PINYIN_UNITS_MAX - 1, 0), PINYIN_NONE);
    typed[PINYIN_UNITS_MAX - 1] = 'l';
    pinyin_prepare(&query, *state, typed);
    assert_int_equal(pinyin_match(&query, text, PINYIN_UNITS_MAX, 0), PINYIN_NONE);
}

static void encoding_stops_where_the_room_ends(void **state)
{
    uint16_t text[3] = {0, 0, 77};

    assert_int_equal(pinyin_encode(text, 2, *state, "吉林大学"), 2);
    assert_int_equal(text[2], 77);
}

static void readings_that_are_none_are_refused(void **state)
{
    static const char *const bad[] = {"Ji",      "ji  li", "ji ", " ji",
                                      "zhuangg", "jí",     "j1",  "a b c d e f g h i j k l m n o p q"};
    struct pinyin *pinyin;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
        assert_int_equal(pinyin_new(&pinyin), 0);
        assert_int_equal(pinyin_add(pinyin, U'吉', bad[i]), -EBADMSG);
        pinyin_free(pinyin);
    }
    assert_int_equal(pinyin_new(&pinyin), 0);
    assert_int_equal(pinyin_add(pinyin, U'林', "lin"), 0);
    assert_int_equal(pinyin_add(pinyin, U'吉', "ji"), -EBADMSG);
    assert_int_equal(pinyin_add(pinyin, U'林', "lin"), -EBADMSG);
    pinyin_free(pinyin);
    pinyin_free(NULL);
}

static void a_table_without_end_is_refused(void **state)
{
    struct pinyin *pinyin;
    char syllable[4] = "aaa";
    int r = 0;
    char32_t c;

    (void)state;
    assert_int_equal(pinyin_new(&pinyin), 0);
    for (c = 0x4E00; c < 0x9FFF && r == 0; c++) {
        syllable[0] = (char)('a' + c % 26);
        syllable[1] = (char)('a' + c / 26 % 26);
        r = pinyin_add(pinyin, c, syllable);
    }
    assert_int_equal(r, -EBADMSG);
    assert_int_equal(c - 0x4E00, PINYIN_SYLLABLES_MAX + 1);
    pinyin_free(pinyin);

    assert_int_equal(pinyin_new(&pinyin), 0);
    for (c = 0x4E00, r = 0; c < 0x9FFF && r == 0; c++)
        r = pinyin_add(pinyin, c, "a");
    assert_int_equal(r, -EBADMSG);
    assert_int_equal(c - 0x4E00, PINYIN_CHARACTERS_MAX + 1);
    pinyin_free(pinyin);
}

#define WITH_TABLE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TABLE(full_pinyin_matches_with_and_without_spaces),
        WITH_TABLE(a_space_or_an_apostrophe_parts_syllables),
        WITH_TABLE(the_last_syllable_may_be_unfinished),
        WITH_TABLE(initials_match_also_two_letters_long),
        WITH_TABLE(pinyin_initials_and_han_mix),
        WITH_TABLE(every_reading_of_a_character_matches),
        WITH_TABLE(u_with_dots_is_typed_v_or_u),
        WITH_TABLE(han_is_found_by_itself_and_in_short),
        WITH_TABLE(what_is_no_letter_is_passed_over),
        cmocka_unit_test(blank_is_what_has_nothing_to_look_for),
        WITH_TABLE(digits_come_back_half_width),
        WITH_TABLE(what_is_too_long_is_cut),
        WITH_TABLE(the_longest_query_matches_to_its_end),
        WITH_TABLE(encoding_stops_where_the_room_ends),
        cmocka_unit_test(readings_that_are_none_are_refused),
        cmocka_unit_test(a_table_without_end_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
