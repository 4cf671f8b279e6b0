/* SPDX-License-Identifier: MIT */
/* Guides as visitors walk them: twelve people, each to the right outcome in at most six taps or keys after
 * the question. */
#include "tests/screens/player.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct player_options small = {.rows = 24, .cols = 80};
static const struct player_options large = {.rows = 30, .cols = 100};

/* Today is 2026-11-23. Space opens the guide. */
static const struct {
    const char *visitor, *script, *outcome;
} visitors[] = {
    {"a new student without an account, with WeChat", "1 Enter Space 1 1", "用手机微信注册学信网账号"},
    {"a parent whose child's school is not on the list", "2 Space 不 存 在 Enter Down Enter", "请向学校核实"},
    {"a student whose study programme is wrong", "3 Space 2", "处理不符的学籍信息"},
    {"a student whose change the school has made", "4 Space 2 4", "更新“学信档案”个人信息"},
    {"a new student who cannot go in person", "5 Space 2 1 2", "委托别人到县级征兵办"},
    {"a graduate who lost the certificate", "6 Space 3", "申请“学历证明书”"},
    {"a student whose certificate is dated tomorrow", "7 Space 2 0 2 6 1 1 2 4 Enter",
     "要等到2026年11月24日零点"},
    {"a graduate of 1998", "8 Space 1 9 9 8 Enter 2", "免费申请学历认证电子报告"},
    {"a graduate of 2015 with a right account", "9 Space 2 0 1 5 Enter 1 2", "核实您的学历是否已注册"},
    {"a graduate who changed both and forgot the old number", "1 0 Space 3 2", "先请毕业高校查原身份证号"},
    {"a graduate whose school made the error", "1 1 Space 1", "向学校提出书面申请"},
    {"a graduate whose record vanished", "1 2 Space 3 2 0 2 0 Enter 2", "可能是人像比对存疑"},
};

static void twelve_visitors_reach_what_applies_to_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(visitors); i++) {
        struct player player;
        player_open(&player, &small);
        player_play(&player, "Enter");
        player_play(&player, visitors[i].script);
        print_message("%s\n", visitors[i].visitor);
        assert_screen(&player, "outcome");
        assert_shows(&player, visitors[i].outcome);
        player_play(&player, "End");
        assert_shows(&player, "以学信网页面和学校规定为准");
        player_close(&player);
    }
}

static void a_tap_does_what_a_digit_does(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &large);
    player_play(&player, "Enter 6");
    char tap[32];
    snprintf(tap, sizeof(tap), "tap:%d,10", player_find(&player, "按空格或点这里"));
    player_play(&player, tap);
    assert_screen(&player, "guide-choice");
    snprintf(tap, sizeof(tap), "tap:%d,20",
             player_find(&player, "证书遗失了") + 1); /* the lower edge of the box */
    player_play(&player, tap);
    assert_screen(&player, "outcome");
    assert_shows(&player, "遗失");
    player_close(&player);
}

static void the_way_so_far_is_told_and_taken_back_step_by_step(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter");
    player_play(&player, "5 Space 2 1");
    assert_shows(&player, "已批准入伍，要办保留手续 › 录取新生，还没入学");
    player_play(&player, "Backspace");
    assert_shows(&player, "批准入伍时，您是新生还是在校生");
    player_play(&player, "Left");
    assert_shows(&player, "您现在到哪一步了");
    player_play(&player, "Left Backspace Backspace");
    assert_screen(&player, "guide-choice");
    player_play(&player, "Esc");
    assert_screen(&player, "answer");
    player_close(&player);
}

static void one_answer_is_changed_and_the_rest_stays(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter");
    player_play(&player, "1 0 Space 3 2");
    assert_shows(&player, "先请毕业高校查原身份证号");
    player_play(&player, "C");
    assert_screen(&player, "guide-change");
    assert_shows(&player, "姓名和身份证号都变了");
    player_play(&player, "1");
    assert_shows(&player, "户籍信息变了哪一项");
    player_play(&player, "2");
    assert_screen(&player, "outcome"); /* the forgotten number was not asked again */
    player_play(&player, "C Esc");
    assert_screen(&player, "outcome");
    player_play(&player, "C 1 Esc"); /* a change given up keeps everything */
    assert_screen(&player, "outcome");
    player_play(&player, "Esc");
    assert_screen(&player, "answer");
    player_close(&player);
}

static void guides_hand_over_and_keep_what_was_said(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter");
    player_play(&player, "9 Space 2 0 0 0 Enter");
    assert_shows(&player, "以前在学信网绑定成功过吗");
    assert_shows(&player, "2000年");
    player_play(&player, "Esc");
    player_play(&player, "Space 2 0 0 1 Enter");
    assert_shows(&player, "和您的一致吗");
    player_close(&player);
}

static void a_date_is_picked_by_taps_alone(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter");
    player_play(&player, "7 Space");
    static const char *const taps[] = {"2025年", " 6月", "30日"};
    static const int cells[] = {0, 0, 0};
    for (size_t i = 0; i < ARRAY_SIZE(taps); i++) {
        int row = player_find(&player, taps[i]);
        if (row < 0)
            player_dump(&player, stderr);
        assert_true(row >= 0);
        _cleanup_free_ char *text = player_row(&player, row);
        int col = cells[i];
        for (const char *at = text; at < strstr(text, taps[i]); at++)
            col += (*at & 0xc0) != 0x80 ? ((unsigned char)*at >= 0xe3 ? 2 : 1) : 0;
        char tap[32];
        snprintf(tap, sizeof(tap), "tap:%d,%d", row, col + 1);
        player_play(&player, tap);
    }
    assert_shows(&player, "您想用哪一种方式查学历");
    assert_shows(&player, "2025年6月30日");
    player_close(&player);
}

static void a_day_that_does_not_exist_cannot_be_given(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter");
    player_play(&player, "7 Space 2 0 2 5 2 3 0 Enter"); /* 30 February */
    assert_screen(&player, "guide-date");
    assert_shows(&player, "2025年2月只有28天");
    player_play(&player, "2 9 Enter");
    assert_screen(&player, "guide-date");
    player_play(&player, "2 8");
    assert_shows(&player, "按 Enter 确定");
    player_play(&player, "Enter");
    assert_screen(&player, "guide-choice");
    player_close(&player);

    player_open(&player, &small);
    player_play(&player, "Enter");
    player_play(&player, "7 Space 1 8 0 0");
    assert_shows(&player, "请输入四位年份");
    player_play(&player, "9 9 9 9");
    assert_shows(&player, "____年");
    player_close(&player);
}

static void a_school_is_found_as_one_types(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter");
    player_play(&player, "2 Space j l d x");
    assert_shows(&player, "吉林大学");
    player_play(&player, "Enter");
    assert_shows(&player, "已选  吉林大学");
    assert_shows(&player, "按国家规定录取");
    player_play(&player, "0 s n o t h i n g l i k e i t");
    assert_shows(&player, "不在教育部名单（截至2026年6月17日）中，请向学校核实");
    player_close(&player);
}

static void enter_alone_never_says_that_a_school_is_missing_or_a_date(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter 2 Space Enter Enter q q q z z z Enter");
    assert_screen(&player, "guide-school");
    player_close(&player);
    player_open(&player, &small);
    player_play(&player, "Enter 5 Space 4 Enter Enter Enter");
    assert_screen(&player, "guide-date");
    player_close(&player);
}

static void a_query_of_marks_alone_says_nothing_about_a_school(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter s 。 ，");
    assert_hidden(&player, "不在教育部名单");
    player_play(&player, "不 存 在");
    assert_shows(&player, "不在教育部名单（截至2026年6月17日）中，请向学校核实");
    player_close(&player);
}

static void the_window_of_registration_is_open_through_31_october(void **state)
{
    static const struct {
        time_t now;
        const char *outcome;
    } days[] = {{1788191940 /* 2026-08-31 23:59 */, "还没到注册时间"},
                {1788192000 /* 2026-09-01 00:00 */, "学校可能还在注册"},
                {1793462340 /* 2026-10-31 23:59 */, "学校可能还在注册"},
                {1793462400 /* 2026-11-01 00:00 */, "和您的一致吗"}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(days); i++) {
        struct player player;
        player_open(&player, &small);
        player.time.seconds = days[i].now;
        player_play(&player, "Enter");
        player_play(&player, "2 Space j l d x Enter 1 2 0 2 6 Enter");
        assert_shows(&player, days[i].outcome);
        player_close(&player);
    }
}

static void what_was_answered_is_forgotten_when_the_visitor_leaves(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter");
    player_play(&player, "5 Space 2 1");
    player_play(&player, "wait:300000");
    assert_screen(&player, "attract");
    player_play(&player, "Enter");
    player_play(&player, "5 Space");
    assert_hidden(&player, "已选");
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twelve_visitors_reach_what_applies_to_them),
        cmocka_unit_test(a_tap_does_what_a_digit_does),
        cmocka_unit_test(the_way_so_far_is_told_and_taken_back_step_by_step),
        cmocka_unit_test(one_answer_is_changed_and_the_rest_stays),
        cmocka_unit_test(guides_hand_over_and_keep_what_was_said),
        cmocka_unit_test(a_date_is_picked_by_taps_alone),
        cmocka_unit_test(a_day_that_does_not_exist_cannot_be_given),
        cmocka_unit_test(a_school_is_found_as_one_types),
        cmocka_unit_test(enter_alone_never_says_that_a_school_is_missing_or_a_date),
        cmocka_unit_test(a_query_of_marks_alone_says_nothing_about_a_school),
        cmocka_unit_test(the_window_of_registration_is_open_through_31_october),
        cmocka_unit_test(what_was_answered_is_forgotten_when_the_visitor_leaves),
    };
    return cmocka_run_group_tests_name("guides on the screens", tests, NULL, NULL);
}
