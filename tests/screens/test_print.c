/* SPDX-License-Identifier: MIT */
/* From an outcome to paper: what is shown before, while and after printing, and when it is not possible. */
#include "tests/screens/player.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define OUTCOME "Enter 5 Space 2 1 1"

static const struct player_options small = {.rows = 24, .cols = 80, .printer = true};
static const struct player_options large = {.rows = 30, .cols = 100, .printer = true};
static const struct player_options without = {.rows = 24, .cols = 80};

static void an_outcome_is_on_paper_in_two_taps(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, OUTCOME);
    assert_screen(&player, "outcome");
    player_tap(&player, "打印这张清单带走");
    assert_screen(&player, "print");
    assert_int_equal(player.printed, 0);
    player_tap(&player, "打印：按 Enter 或点这里");
    assert_int_equal(player.printed, 1);
    assert_shows(&player, "正在打印");
    player_play(&player, "printer:sending:60");
    assert_shows(&player, "60%");
    player_play(&player, "printer:done");
    assert_shows(&player, "已经打印，请取走");
    player_play(&player, "Enter");
    assert_screen(&player, "outcome");
    player_close(&player);
}

static void news_of_the_printer_is_seen_by_who_reads_on_below(void **state)
{
    static const struct {
        const char *news, *sentence;
    } rows[] = {
        {"printer:no-paper", "打印机缺纸了"}, {"printer:failed", "没有打印好"}, {"printer:done", "已经打印"}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct player player;
        player_open(&player, &small);
        player_play(&player, OUTCOME " P Enter printer:sending:60 End");
        assert_hidden(&player, "正在打印");
        player_play(&player, "printer:sending:70"); /* is none: the text stays where it is */
        assert_hidden(&player, "正在打印");
        player_play(&player, rows[i].news);
        assert_shows(&player, rows[i].sentence);
        player_close(&player);
    }
}

static void an_answer_is_printed_by_p_and_enter(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &large);
    player_play(&player, "Enter 6 P Enter");
    assert_int_equal(player.printed, 1);
    player_play(&player, "printer:done P");
    assert_int_equal(player.printed, 2);
    player_close(&player);
}

static void trouble_shows_before_anybody_presses_print(void **state)
{
    static const struct {
        const char *word, *label, *sentence;
    } troubles[] = {{"no-paper", "打印机缺纸", "打印机缺纸了"},
                    {"cover", "打印机盖开着", "盖子没有盖好"},
                    {"offline", "打印机停着", "没有回应"},
                    {"fault", "打印机有故障", "出了故障"},
                    {"gone", "打印机未连", "找不到打印机"}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(troubles); i++) {
        char script[64];
        struct player player;
        player_open(&player, &small);
        snprintf(script, sizeof(script), OUTCOME " printer:%s", troubles[i].word);
        player_play(&player, script);
        assert_screen(&player, "outcome");
        assert_shows(&player, troubles[i].sentence);
        assert_shows(&player, troubles[i].label);
        player_play(&player, "P");
        assert_screen(&player, "print");
        assert_shows(&player, troubles[i].sentence);
        assert_shows(&player, "二维码");
        player_play(&player, "Enter P");
        assert_int_equal(player.printed, 0);
        player_play(&player, "printer:ready Enter");
        assert_int_equal(player.printed, 1);
        player_close(&player);
    }
}

/* The code is on the print screen itself where it fits, one key away where it does not. */
static void without_paper_the_code_does_the_same_job(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &large);
    player_play(&player, OUTCOME " P printer:no-paper");
    assert_shows(&player, "www.gfbzb.gov.cn");
    player_play(&player, "Q");
    assert_screen(&player, "code");
    player_play(&player, "Esc resize:80x24 Q");
    assert_screen(&player, "code");
    player_close(&player);
}

static void paper_that_runs_out_in_the_middle_is_told_and_tried_again(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, OUTCOME " P Enter printer:sending:40 printer:no-paper printer:failed");
    assert_shows(&player, "没有打印好");
    assert_shows(&player, "缺纸");
    player_play(&player, "printer:ready");
    assert_shows(&player, "再试一次");
    player_play(&player, "Enter");
    assert_int_equal(player.printed, 2);
    player_close(&player);
}

static void what_the_printer_does_not_explain_is_said_all_the_same(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, OUTCOME " P Enter printer:broken");
    assert_shows(&player, "没有打印好");
    assert_shows(&player, "中途报告出错");
    assert_shows(&player, "再试一次");
    player_close(&player);
}

static void a_slip_that_waits_for_paper_says_what_to_do(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, OUTCOME " P Enter printer:sending:40 printer:no-paper");
    assert_shows(&player, "正在打印");
    assert_shows(&player, "请告诉工作人员装纸");
    player_play(&player, "printer:ready printer:sending:100");
    assert_shows(&player, "快好了");
    assert_hidden(&player, "100%");
    player_close(&player);
}

static void a_slip_is_done_and_the_printer_is_not_well(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, OUTCOME " P Enter printer:done printer:no-paper");
    assert_shows(&player, "已经打印，请取走");
    assert_shows(&player, "打印机缺纸了");
    assert_hidden(&player, "按 P；");
    player_play(&player, "P");
    assert_int_equal(player.printed, 1);
    player_play(&player, "printer:ready");
    assert_shows(&player, "再打一张，按 P");
    player_close(&player);
}

static void a_second_slip_that_is_not_begun_is_not_shown_as_done(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, OUTCOME " P Enter printer:done");
    player.print_error = -ENOMEM;
    player_play(&player, "P");
    assert_shows(&player, "没有打印好");
    assert_shows(&player, "内存");
    assert_hidden(&player, "已经打印");
    player_close(&player);
}

/* Back at the answer, one still hears of the slip. */
static void a_slip_that_fails_behind_ones_back_is_told(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, OUTCOME " P Enter printer:sending:40 Esc");
    assert_screen(&player, "outcome");
    assert_shows(&player, "正在打印上一张");
    player_play(&player, "printer:failed");
    assert_shows(&player, "刚才那一张没有打印好");
    assert_shows(&player, "刚才没打好");
    player_play(&player, "P");
    assert_shows(&player, "刚才那一张没有打印好");
    assert_shows(&player, "太久没有收");
    player_play(&player, "Enter");
    assert_int_equal(player.printed, 2);
    player_close(&player);
}

static void an_answer_tells_of_its_slip_as_well(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, "Enter 6");
    assert_hidden(&player, "上一张");
    player_play(&player, "P Enter printer:sending:40 Esc");
    assert_screen(&player, "answer");
    assert_shows(&player, "正在打印上一张");
    player_play(&player, "printer:no-paper");
    assert_shows(&player, "打印机缺纸了");
    player_play(&player, "printer:failed printer:ready");
    assert_shows(&player, "刚才那一张没有打印好");
    player_close(&player);
}

static void no_more_slips_are_not_offered(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, OUTCOME " P Enter printer:done P printer:done P printer:done Esc");
    assert_screen(&player, "outcome");
    assert_shows(&player, "张数已用完");
    assert_shows(&player, "打印的张数已经用完");
    assert_hidden(&player, "打印这张清单带走");
    player_close(&player);
}

static void nobody_empties_the_roll(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, "Enter 6 P Enter printer:done P printer:done P printer:done");
    assert_int_equal(player.printed, 3);
    assert_shows(&player, "张数已经用完");
    player_play(&player, "Esc P Enter P");
    assert_shows(&player, "张数已经用完");
    assert_int_equal(player.printed, 3);
    player_play(&player, "0 Esc Enter 6 P Enter"); /* no next visitor comes within a second */
    assert_int_equal(player.printed, 3);
    player_play(&player, "0 Esc wait:20000 Enter 6 wait:20000 P Enter");
    assert_int_equal(player.printed, 3);
    player_play(&player, "0 Esc wait:31000 Enter 6 P Enter");
    assert_int_equal(player.printed, 4);
    player_play(&player, "printer:done P printer:done P printer:done wait:400000"); /* left by idleness */
    assert_screen(&player, "attract");
    player_play(&player, "Enter 6 P Enter");
    assert_int_equal(player.printed, 7);
    player_close(&player);
}

static void a_printer_that_has_done_much_asks_for_a_little_time(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, OUTCOME " printer:wait:23 P");
    assert_shows(&player, "请等 23 秒");
    player_play(&player, "Enter");
    assert_int_equal(player.print_error, 0);
    player_play(&player, "printer:wait:240");
    assert_shows(&player, "请等 4 分钟再打");
    player_play(&player, "printer:wait:0 Enter");
    assert_int_equal(player.printed, 1);
    player_close(&player);
}

static void the_slip_before_is_not_taken_for_this_one(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, "Enter 6 P Enter printer:done Esc Esc 7 P");
    assert_hidden(&player, "已经打印");
    assert_shows(&player, "打印：按 Enter");
    player_play(&player, "Esc Esc 6 P Enter Esc Esc 7 P");
    assert_shows(&player, "上一张");
    player_play(&player, "Enter");
    assert_int_equal(player.printed, 2);
    player_close(&player);
}

static void what_cannot_be_begun_says_why(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player.print_error = -ENOMEM;
    player_play(&player, OUTCOME " P Enter");
    assert_shows(&player, "没有打印好");
    assert_shows(&player, "内存");
    player.print_error = 0;
    player_play(&player, "Enter");
    assert_int_equal(player.printed, 1);
    assert_shows(&player, "正在打印");
    player_close(&player);
}

static void a_machine_without_a_printer_does_not_speak_of_one(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &without);
    player_play(&player, OUTCOME);
    assert_hidden(&player, "打印");
    player_play(&player, "P");
    assert_screen(&player, "print"); /* whoever knows the key is told */
    assert_shows(&player, "没有接打印机");
    player_play(&player, "Enter Esc ?");
    assert_hidden(&player, "打印");
    player_close(&player);
}

static void the_printer_is_asked_only_while_it_is_looked_at(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    assert_false(player.watched);
    player_play(&player, "Enter");
    assert_false(player.watched);
    player_play(&player, "6");
    assert_true(player.watched);
    player_play(&player, "P Q");
    assert_false(player.watched);
    player_play(&player, "Esc");
    assert_true(player.watched);
    player_play(&player, "wait:400000");
    assert_screen(&player, "attract");
    assert_false(player.watched);
    player_close(&player);
}

static void waiting_for_a_slip_is_no_idleness(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, OUTCOME " P Enter");
    for (int percent = 0; percent <= 100; percent += 20) {
        char script[64];
        snprintf(script, sizeof(script), "wait:100000 printer:sending:%d", percent);
        player_play(&player, script);
        assert_screen(&player, "print");
        assert_hidden(&player, "秒后回到开始画面");
    }
    player_play(&player, "printer:done wait:170000");
    assert_screen(&player, "print");
    player_play(&player, "wait:40000");
    assert_screen(&player, "attract");
    player_close(&player);
}

static void the_preview_says_what_the_paper_will(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 70, .cols = 100, .printer = true});
    player_play(&player, OUTCOME " P");
    assert_shows(&player, "纸上写的是");
    assert_shows(&player, "依次办理");
    assert_shows(&player, "以学信网页面和学校规定为准");
    assert_hidden(&player, "您的回答");
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_outcome_is_on_paper_in_two_taps),
        cmocka_unit_test(news_of_the_printer_is_seen_by_who_reads_on_below),
        cmocka_unit_test(an_answer_is_printed_by_p_and_enter),
        cmocka_unit_test(trouble_shows_before_anybody_presses_print),
        cmocka_unit_test(without_paper_the_code_does_the_same_job),
        cmocka_unit_test(paper_that_runs_out_in_the_middle_is_told_and_tried_again),
        cmocka_unit_test(what_the_printer_does_not_explain_is_said_all_the_same),
        cmocka_unit_test(a_slip_that_waits_for_paper_says_what_to_do),
        cmocka_unit_test(a_slip_is_done_and_the_printer_is_not_well),
        cmocka_unit_test(a_second_slip_that_is_not_begun_is_not_shown_as_done),
        cmocka_unit_test(a_slip_that_fails_behind_ones_back_is_told),
        cmocka_unit_test(an_answer_tells_of_its_slip_as_well),
        cmocka_unit_test(no_more_slips_are_not_offered),
        cmocka_unit_test(nobody_empties_the_roll),
        cmocka_unit_test(a_printer_that_has_done_much_asks_for_a_little_time),
        cmocka_unit_test(the_slip_before_is_not_taken_for_this_one),
        cmocka_unit_test(what_cannot_be_begun_says_why),
        cmocka_unit_test(a_machine_without_a_printer_does_not_speak_of_one),
        cmocka_unit_test(the_printer_is_asked_only_while_it_is_looked_at),
        cmocka_unit_test(waiting_for_a_slip_is_no_idleness),
        cmocka_unit_test(the_preview_says_what_the_paper_will),
    };
    return cmocka_run_group_tests_name("printing", tests, NULL, NULL);
}
