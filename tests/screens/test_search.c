/* SPDX-License-Identifier: MIT */
/* Searching on the screen: by keyboard, by an input method, by one finger; and that nothing typed stays. */
#include "tests/screens/player.h"

#include "base/error.h"
#include "base/utf8.h"
#include "base/width.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct player_options small = {.rows = 24, .cols = 80};
static const struct player_options large = {.rows = 30, .cols = 100};

/* A key of the on-screen keyboard: three blanks around a letter. */
static void tap_key(struct player *player, char key)
{
    char words[8];
    snprintf(words, sizeof(words), "  %c  ", key);
    for (int row = player->canvas.rows - 14; row < player->canvas.rows - 2; row++) {
        _cleanup_free_ char *text = player_row(player, row);
        _cleanup_free_ char *padded = NULL;
        assert_true(asprintf(&padded, "%s  ", text) > 0);
        char *at = strstr(padded, words);
        if (!at || strstr(text, "学籍"))
            continue;
        at[2] = '\0';
        char script[32];
        snprintf(script, sizeof(script), "tap:%d,%d", row, width_of_text(padded));
        player_play(player, script);
        return;
    }
    fail_msg("no key %c", key);
}

static void what_people_say_finds_the_question(void **state)
{
    static const struct {
        const char *typed, *first;
    } cases[] = {{"毕 业 证 丢 了", "问题 6 "},
                 {"当 兵", "问题 5 "},
                 {"b i y e z h e n g", "问题 6 "},
                 {"x u e x i n 网", "问题 1 "},
                 {"2 0 0 0 年 以 前", "问题 8 "},
                 {"畢 業 證", "问题 6 "},
                 {"9", "问题 9 "}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct player player;
        player_open(&player, &small);
        player_play(&player, "Enter /");
        player_play(&player, cases[i].typed);
        _cleanup_free_ char *row = player_row(&player, 5);
        if (!strstr(row, cases[i].first))
            fail_msg("“%s”: %s", cases[i].typed, row);
        player_play(&player, "Enter");
        assert_screen(&player, "answer");
        player_play(&player, "Esc");
        assert_screen(&player, "search"); /* and back to what was found */
        player_close(&player);
    }
}

static void ctrl_u_begins_anew(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, "Enter / 毕 业 证 Ctrl-U 当 兵");
    _cleanup_free_ char *row = player_row(&player, 5);
    assert_non_null(strstr(row, "问题 5 "));
    assert_hidden(&player, "毕业证当兵");
    player_play(&player, "Ctrl-U Ctrl-U");
    assert_screen(&player, "search");
    player_close(&player);
}

/* 学生在校期间变更了户籍信 and 学生毕业后户籍信息发生变: both say that something changed, neither when. */
static void a_title_that_does_not_fit_is_told_by_its_short_one(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 12, .cols = 40});
    player_play(&player, "Enter / 改 名 字");
    assert_shows(&player, "在校期间变更户籍信息");
    assert_shows(&player, "毕业后变更户籍信息");
    assert_hidden(&player, "学生在校期间");
    player_close(&player);
}

static void a_text_that_does_not_fit_says_so(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, "Enter / b y z");
    assert_shows(&player, "到入伍地县（市、区）人…");
    player_close(&player);
}

static void results_change_with_each_key(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter / 改");
    _cleanup_free_ char *before = player_row(&player, 5);
    player_play(&player, "专");
    _cleanup_free_ char *after = player_row(&player, 5);
    assert_string_not_equal(before, after);
    player_play(&player, "Backspace");
    _cleanup_free_ char *again = player_row(&player, 5);
    assert_string_equal(before, again);
    player_close(&player);
}

static void one_finger_is_enough(void **state)
{
    const struct player_options *sizes[] = {&small, &large};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
        struct player player;
        player_open(&player, sizes[i]);
        player_play(&player, "tap:1,1");
        player_tap(&player, "/ 搜索");
        assert_screen(&player, "search");
        tap_key(&player, 'd');
        tap_key(&player, 'b');
        assert_shows(&player, "│ db");
        player_tap(&player, "问题 5");
        assert_screen(&player, "answer");
        assert_shows(&player, "‹ 5  ");
        player_tap(&player, "Esc");
        player_tap(&player, "退格");
        player_tap(&player, "退格");
        player_tap(&player, "入伍"); /* a quick word */
        assert_shows(&player, "│ 入伍");
        assert_shows(&player, "问题 5");
        player_close(&player);
    }
}

static void search_opens_from_anywhere(void **state)
{
    static const char *const places[] = {"",
                                         "Enter",
                                         "Enter 2",
                                         "Enter 2 Q",
                                         "Enter ?",
                                         "Enter a",
                                         "Enter 6 Space",
                                         "Enter 6 Space 3",
                                         "Enter s j l d x Enter"};
    (void)state;
    for (size_t i = 1; i < ARRAY_SIZE(places); i++) {
        struct player player;
        player_open(&player, &small);
        player_play(&player, places[i]);
        player_play(&player, "/");
        assert_screen(&player, "search");
        player_close(&player);
    }
}

static void one_finger_is_enough_on_an_upright_screen(void **state)
{
    static const struct player_options sizes[] = {
        {.rows = 45, .cols = 60}, {.rows = 24, .cols = 60}, {.rows = 45, .cols = 54}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
        struct player player;
        player_open(&player, &sizes[i]);
        player_play(&player, "Enter /");
        for (const char *key = "byz1p0"; *key; key++)
            tap_key(&player, *key);
        assert_shows(&player, "byz1p0");
        player_play(&player, "Esc s");
        for (const char *key = "jldx"; *key; key++)
            tap_key(&player, *key);
        assert_shows(&player, "吉林大学");
        player_close(&player);
    }
}

/* An input method that was left on sends whole words at once, from the first screen on. */
static void chinese_written_where_nothing_is_asked_is_searched(void **state)
{
    static const char *const places[] = {"",        "Enter",         "Enter 2",
                                         "Enter ?", "Enter 6 Space", "Enter 6 Space 3"};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
        struct player player;
        player_open(&player, &small);
        if (*places[i])
            player_play(&player, places[i]);
        player_play(&player, "type:毕业证丢了");
        assert_screen(&player, "search");
        assert_shows(&player, "毕业证丢了");
        player_play(&player, "Enter");
        assert_screen(&player, "answer");
        assert_shows(&player, "学历证书发放条件是什么");
        player_close(&player);
    }
}

static void letters_that_mean_nothing_open_nothing(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, "Enter type:zxé，。");
    assert_screen(&player, "home");
    player_close(&player);
}

static void a_passage_opens_where_it_stands(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter / 退 学 处 理");
    player_tap(&player, "段落 5");
    assert_screen(&player, "answer");
    assert_shows(&player, "退学处理");
    player_close(&player);
}

static void a_school_a_guide_and_a_page_open_as_what_they_are(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &large);
    player_play(&player, "Enter / 吉 林 大 学");
    player_tap(&player, "学校 ");
    assert_screen(&player, "school-card");
    assert_shows(&player, "4122010183");
    player_play(&player, "Esc Esc / 找 回 密 码");
    player_tap(&player, "引导 1");
    assert_screen(&player, "guide-choice");
    player_play(&player, "Esc Esc / 征 兵 网");
    player_tap(&player, "网页 ");
    assert_screen(&player, "code");
    assert_shows(&player, "www.gfbzb.gov.cn");
    player_close(&player);
}

/* What does not fit is reached by arrows, by a drag and by a tap, in a list of questions as in one of
 * schools. */
static void every_result_can_be_reached(void **state)
{
    static const struct {
        const char *script, *last;
    } cases[] = {{"Enter / x j", "12/12"}, {"Enter s j l", "12/12"}, {"Enter 2 Space j l", "12/12"}};
    static const char *const ways[] = {"Down", "PgDn", "wheel:down", "drag:9,20,8,20"};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
        for (size_t k = 0; k < ARRAY_SIZE(ways); k++) {
            struct player player;
            player_open(&player, &small);
            player_play(&player, cases[i].script);
            for (int times = 0; times < 16 && player_find(&player, cases[i].last) < 0; times++)
                player_play(&player, ways[k]);
            assert_shows(&player, cases[i].last);
            assert_shows(&player, "▐");
            player_play(&player, "resize:132x43 resize:40x12 resize:80x24"); /* and stays in view */
            assert_shows(&player, "▐");
            player_close(&player);
        }
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter / x j");
    player_tap(&player, "点这里或按");
    assert_shows(&player, "7/12");
    player_close(&player);
}

/* Twelve are listed; that there are more is said, and only then. */
static void more_schools_than_are_listed_are_told_of(void **state)
{
    static const char more[] = "还有更多，接着打字";
    (void)state;
    struct player player;
    player_open(&player, &large);
    player_play(&player, "Enter s 学 院");
    assert_shows(&player, "1/12");
    assert_shows(&player, more);
    player_play(&player, "Backspace Backspace 吉 林 大 学");
    assert_shows(&player, "吉林大学");
    assert_true(player_find(&player, more) < 0);
    player_close(&player);
}

static void nonsense_is_told_and_the_twelve_are_offered(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter / ☂ ♞");
    assert_shows(&player, "全部 12 题");
    player_tap(&player, "全部 12 题");
    assert_screen(&player, "home");
    player_close(&player);
}

/* Where a row holds no more than the title of a question, its passages show what they say. */
static void no_two_results_look_alike_on_the_smallest_screen(void **state)
{
    static const char *const queries[] = {"b y z", "x j", "z h u c e", "毕 业 证"};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(queries); i++) {
        struct player player;
        char script[64];
        player_open(&player, &(struct player_options){.rows = 12, .cols = 40});
        snprintf(script, sizeof(script), "Enter / %s", queries[i]);
        player_play(&player, script);
        for (int row = 3; row < 10; row++)
            for (int other = 3; other < row; other++) {
                _cleanup_free_ char *one = player_row(&player, row), *two = player_row(&player, other);
                if (strlen(one) > 4 && strlen(two) > 4 && strcmp(one + 4, two + 4) == 0)
                    fail_msg("“%s”: %s twice", queries[i], one + 4);
            }
        player_close(&player);
    }
}

static void remarks_are_read_to_their_end_on_the_smallest_screen(void **state)
{
    static const struct {
        const char *script, *end;
    } cases[] = {{"Enter", "看其他 6 题"},
                 {"Enter /", "就行。"},
                 {"Enter / 宇 宙 飞 船", "全部 12 题。"},
                 {"Enter s", "6月17日"},
                 {"Enter s 不 存 在", "字再查"}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct player player;
        player_open(&player, &(struct player_options){.rows = 12, .cols = 40});
        player_play(&player, cases[i].script);
        assert_shows(&player, cases[i].end);
        player_close(&player);
    }
}

static void what_was_typed_is_gone_with_the_visitor(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter / 秘 密 的 话 wait:300000");
    assert_screen(&player, "attract");
    player_play(&player, "Enter /");
    assert_hidden(&player, "秘密");
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ctrl_u_begins_anew),
        cmocka_unit_test(what_people_say_finds_the_question),
        cmocka_unit_test(a_title_that_does_not_fit_is_told_by_its_short_one),
        cmocka_unit_test(a_text_that_does_not_fit_says_so),
        cmocka_unit_test(results_change_with_each_key),
        cmocka_unit_test(one_finger_is_enough),
        cmocka_unit_test(one_finger_is_enough_on_an_upright_screen),
        cmocka_unit_test(search_opens_from_anywhere),
        cmocka_unit_test(chinese_written_where_nothing_is_asked_is_searched),
        cmocka_unit_test(letters_that_mean_nothing_open_nothing),
        cmocka_unit_test(a_passage_opens_where_it_stands),
        cmocka_unit_test(a_school_a_guide_and_a_page_open_as_what_they_are),
        cmocka_unit_test(every_result_can_be_reached),
        cmocka_unit_test(more_schools_than_are_listed_are_told_of),
        cmocka_unit_test(nonsense_is_told_and_the_twelve_are_offered),
        cmocka_unit_test(no_two_results_look_alike_on_the_smallest_screen),
        cmocka_unit_test(remarks_are_read_to_their_end_on_the_smallest_screen),
        cmocka_unit_test(what_was_typed_is_gone_with_the_visitor),
    };
    return cmocka_run_group_tests_name("search on the screen", tests, NULL, NULL);
}
