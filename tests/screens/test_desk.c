/* SPDX-License-Identifier: MIT */
/* What the desk promises a clerk: quick answers, nothing lost, nothing counted of anybody. */
#include "tests/screens/player.h"

#include "base/error.h"
#include "db/site/addenda.h"
#include "db/site/audit.h"
#include "db/site/profile.h"
#include "db/site/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* ---- the workbench ---- */

static void a_question_is_two_keys_away_from_anywhere(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:小张 6");
    assert_shows(&player, "学历证书发放条件");
    player_play(&player, "1 2");
    assert_shows(&player, "原本可在学信网查询");
    player_play(&player, "/ type:byz Enter");
    assert_screen(&player, "desk-question");
    player_play(&player, "Esc Esc Esc");
    assert_screen(&player, "desk-bench");
    player_close(&player);
}

static void a_single_panel_tells_how_much_is_below(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:小张 6");
    assert_shows(&player, "▾ 还有 ");
    player_play(&player, "End");
    assert_shows(&player, "▴ 到底了");
    player_close(&player);
}

static void panels_stand_side_by_side_where_there_is_room(void **state)
{
    static const char *const titles[] = {"答复", "依据", "应备材料", "本校补充", "常见追问"};
    struct player player;
    (void)state;
    for (int wide = 0; wide < 2; wide++) {
        player_open(&player, &(struct player_options){
                                 .rows = wide ? 43 : 35, .cols = wide ? 132 : 120, .hall = PLAYER_DESK});
        player_play(&player, "login:小张 5");
        for (size_t i = 0; i < ARRAY_SIZE(titles); i++)
            assert_shows(&player, titles[i]);
        assert_shows(&player, "高校录取通知书");
        assert_shows(&player, "手册 问题5");
        player_close(&player);
    }
}

static void papers_are_listed_with_their_source_or_not_at_all(void **state)
{
    struct player player;
    (void)state;
    for (int question = 1; question <= 12; question++) {
        char script[64];
        snprintf(script, sizeof(script), "login:小张 %d wait:900 Right Right", question);
        if (question >= 10)
            snprintf(script, sizeof(script), "login:小张 1 %d Right Right", question - 10);
        player_open_desk(&player, script);
        assert_shows(&player, "[应备材料]");
        if (player_find(&player, "▪") >= 0)
            assert_true(player_find(&player, "手册 问题") >= 0 ||
                        player_find(&player, "补充说明，不是手册原文") >= 0);
        else
            assert_shows(&player, "都没有列出这一题要带的材料");
        assert_hidden(&player, "{");
        player_close(&player);
    }
}

static void the_code_is_one_key_away_and_so_is_where_codes_are_verified(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:小张 6 f");
    assert_screen(&player, "code");
    assert_shows(&player, "www.moe.gov.cn");
    player_play(&player, "Esc v");
    assert_screen(&player, "code");
    assert_shows(&player, "www.chsi.com.cn");
    player_close(&player);
}

/* As an input method left on sends them. */
static void a_full_width_letter_is_that_key(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:王老师 ｊ");
    assert_screen(&player, "desk-stats");
    player_play(&player, "ｅ");
    assert_screen(&player, "desk-export");
    player_play(&player, "Esc Esc ｓ");
    assert_screen(&player, "school");
    player_play(&player, "Esc Esc ｙ");
    assert_screen(&player, "desk-login");
    player_close(&player);
}

static void a_waiting_digit_is_told_on_the_smallest_screen_too(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 12, .cols = 40, .hall = PLAYER_DESK});
    player_play(&player, "login:小张 1");
    assert_shows(&player, "1_ 再按 0、1、2，或 Enter");
    player_close(&player);
}

static void a_slip_carries_the_addendum_and_the_next_student_gets_one_too(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:小张 6 P");
    assert_screen(&player, "print");
    for (int page = 0; page < 12 && player_find(&player, "请先在学籍科登记") < 0; page++)
        player_play(&player, "PgDn");
    assert_shows(&player, "请先在学籍科登记");
    for (int i = 0; i < 5; i++)
        player_play(&player, "Enter printer:sending:50 printer:done Esc P");
    assert_int_equal(player.printed, 5);
    player_close(&player);
}

static void a_small_screen_still_says_how_to_go_back_and_where_help_is(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 6");
    char *row = player_row(&player, 23);
    assert_non_null(strstr(row, "Esc"));
    assert_non_null(strstr(row, "? "));
    free(row);
    player_close(&player);
}

/* A visitor compares it with what the phone shows. */
static void the_host_of_a_page_is_never_broken(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 43, .cols = 132, .hall = PLAYER_DESK});
    player_play(&player, "login:小张 7");
    assert_shows(&player, " my.chsi.com.cn");
    player_close(&player);
}

static void the_whole_title_of_a_question_is_read_at_any_size(void **state)
{
    static const struct {
        int rows, cols;
    } sizes[] = {{24, 80}, {30, 100}, {43, 132}};
    size_t n;
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(sizes); i++)
        for (int number = 1; number <= 9; number++) {
            struct player player;
            char script[60];
            player_open(&player, &(struct player_options){
                                     .rows = sizes[i].rows, .cols = sizes[i].cols, .hall = PLAYER_DESK});
            snprintf(script, sizeof(script), "login:小张 %d wait:900", number);
            player_play(&player, script);
            const char *title = handbook_questions(player.handbook, &n)[number - 1].title;
            char *row = player_row(&player, 0), begin[31];
            assert_null(strstr(row, "…"));
            free(row);
            snprintf(begin, sizeof(begin), "%s", title); /* ten characters */
            assert_shows(&player, begin);
            player_close(&player);
        }
}

static void digits_that_come_fast_are_text_where_staff_write(void **state)
{
    static const struct {
        const char *script, *shows;
    } rows[] = {{"login:李老师 x Down Down Down Down burst:0431-85160000", "0431-85160000"},
                {"login:李老师 b 3 burst:0431-85160000", "0431-85160000"},
                {"login:王老师 g o burst:/media/20261123", "/media/20261123"}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct player player;
        player_open_desk(&player, rows[i].script);
        assert_shows(&player, rows[i].shows);
        player_close(&player);
    }
}

/* ---- what is counted ---- */

static int64_t counted(struct player *player, enum tally_kind kind, const char *item)
{
    struct date day = date_of(player->time.seconds);
    struct stats_query query = {.from = day, .to = day, .by = STATS_BY_ITEM, .kinds = 1u << kind};
    struct stats_row *rows;
    size_t n;
    int64_t found = 0;
    assert_int_equal(site_stats(&rows, &n, player->hall->site, &query), 0);
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].key, item) == 0)
            found = rows[i].n;
    free(rows);
    return found;
}

static void the_kiosk_counts_what_is_asked_and_nothing_of_who_asks(void **state)
{
    struct player player;
    (void)state;
    player_open(&player,
                &(struct player_options){.rows = 24, .cols = 80, .hall = PLAYER_KIOSK, .printer = true});
    int64_t before = counted(&player, TALLY_QUESTION, "5");
    player_play(&player, "Enter 5 Space 2 1 1 P Enter printer:sending:50 printer:done Esc Esc 0");
    player_play(&player, "/ type:byz Enter Q Esc Esc Backspace Backspace Backspace type:xyzzyq Esc Esc");
    assert_screen(&player, "attract"); /* it is written when the visitor has gone */
    assert_int_equal(counted(&player, TALLY_QUESTION, "5"), before + 1);
    assert_int_equal(counted(&player, TALLY_GUIDE, "5"), 1);
    assert_int_equal(counted(&player, TALLY_SEARCH, "6"), 1);
    assert_int_equal(counted(&player, TALLY_LINK, "law-41"), 1);
    player_close(&player);
}

static void a_kiosk_without_data_of_its_own_counts_nothing(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80});
    player_play(&player, "Enter 5 Esc Esc");
    assert_screen(&player, "attract");
    player_close(&player);
}

static void about_says_what_is_counted_where_it_is(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 40, .cols = 80, .hall = PLAYER_KIOSK});
    player_play(&player, "Enter A");
    assert_hidden(&player, "您按过的键不会保存");
    assert_shows(&player, "带数字的不记");
    player_close(&player);
    player_open(&player, &(struct player_options){.rows = 40, .cols = 80});
    player_play(&player, "Enter A");
    assert_shows(&player, "您按过的键不会保存");
    player_close(&player);
}

static void an_empty_profile_invents_nothing(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 40, .cols = 80});
    player_play(&player, "Enter 1 0 Space 3 2");
    assert_shows(&player, "请向本校学籍学历管理部门咨询");
    player_close(&player);
}

/* ---- an hour at the desk ---- */

static void a_clerks_hour_loses_nothing(void **state)
{
    static const char *const hour[] = {"login:李老师",
                                       "6",
                                       "Right",
                                       "Right",
                                       "Right",
                                       "1 1",
                                       "/ type:改名 Enter",
                                       "Esc Esc",
                                       "2",
                                       "Space",
                                       "Esc",
                                       "P",
                                       "Enter",
                                       "printer:sending:10",
                                       "printer:done",
                                       "Esc",
                                       "f",
                                       "Esc",
                                       "v",
                                       "Esc",
                                       "e",
                                       "End type:先看 wait:62000",
                                       "type:" HALL_PASSWORD " Enter",
                                       "type:学信档案。",
                                       "Ctrl-Z Ctrl-Y",
                                       "Esc",
                                       "Esc",
                                       "b",
                                       "2",
                                       "Tab Right Right Enter y",
                                       "Tab",
                                       "Esc",
                                       "Esc",
                                       "j",
                                       "Tab",
                                       "2",
                                       "8",
                                       "Esc",
                                       "x",
                                       "Down Down Down type:，午休 Ctrl-S",
                                       "Esc",
                                       "s",
                                       "type:jldx Enter",
                                       "Esc Esc",
                                       "Ctrl-L",
                                       "type:" HALL_PASSWORD " Enter",
                                       "Esc y"};
    struct player player;
    struct addendum_shown *shown;
    struct profile *profile;
    struct audit_verdict verdict;
    (void)state;
    player_open_desk(&player, "");
    for (size_t i = 0; i < ARRAY_SIZE(hour); i++)
        player_play(&player, hour[i]);
    assert_screen(&player, "desk-login");
    assert_int_equal(site_addendum_shown(&shown, player.hall->site, 2), 0);
    assert_string_equal(shown->text, "草稿：九月底以前不用着急。先看学信档案。");
    addendum_shown_free(shown);
    assert_int_equal(site_profile_read(&profile, player.hall->site), 0);
    assert_string_equal(profile->hours, "周一至周五 9:00-16:00，午休");
    site_profile_free(profile);
    assert_int_equal(site_audit_verify(&verdict, player.hall->site), 0);
    assert_int_equal(player.printed, 1);
    player_close(&player);
}

static void random_clerks_break_nothing(void **state)
{
    static const char *const words[] = {
        "Enter",   "Esc",       "Up",        "Down",      "Left",     "Right",     "PgUp",   "PgDn",
        "Home",    "End",       "Tab",       "0",         "1",        "2",         "6",      "b",
        "x",       "j",         "z",         "r",         "m",        "e",         "f",      "v",
        "q",       "?",         "t",         "Space",     "P",        "/",         "s",      "y",
        "n",       "d",         "l",         "Ctrl-S",    "Ctrl-Z",   "Ctrl-Y",    "Ctrl-L", "Delete",
        "BackTab", "type:学籍", "paste:a|b", "Backspace", "wheel:up", "wheel:down"};
    (void)state;
    unsigned seed = 20261123;
    struct player player;
    player_open(&player, &(struct player_options){
                             .rows = 24, .cols = 80, .hall = PLAYER_DESK, .printer = true, .locked = true});
    for (int i = 0; i < 5000; i++) {
        char word[48];
        unsigned kind = player_random(&seed) % 50;
        int row = (int)(player_random(&seed) % 80), col = (int)(player_random(&seed) % 250);
        if (strcmp(app_screen_name(player.app), "desk-login") == 0 && i % 8 == 0) {
            player_play(&player, "Esc n type:" HALL_PASSWORD " Enter");
            player_play(&player, "BackTab Home Delete Delete Delete Delete Delete login:王老师 wait:1900000");
        }
        if (kind == 0)
            snprintf(word, sizeof(word), "resize:%dx%d", col + 1, row + 1);
        else if (kind < 7)
            snprintf(word, sizeof(word), "tap:%d,%d", row % player.canvas.rows, col % player.canvas.cols);
        else if (kind == 7)
            snprintf(word, sizeof(word), "wait:%u", player_random(&seed) % 30000);
        else
            snprintf(word, sizeof(word), "%s", words[player_random(&seed) % ARRAY_SIZE(words)]);
        player_play(&player, word);
    }
    struct audit_verdict verdict;
    assert_int_equal(site_audit_verify(&verdict, player.hall->site), 0);
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_is_two_keys_away_from_anywhere),
        cmocka_unit_test(a_single_panel_tells_how_much_is_below),
        cmocka_unit_test(panels_stand_side_by_side_where_there_is_room),
        cmocka_unit_test(papers_are_listed_with_their_source_or_not_at_all),
        cmocka_unit_test(the_code_is_one_key_away_and_so_is_where_codes_are_verified),
        cmocka_unit_test(a_full_width_letter_is_that_key),
        cmocka_unit_test(a_waiting_digit_is_told_on_the_smallest_screen_too),
        cmocka_unit_test(a_slip_carries_the_addendum_and_the_next_student_gets_one_too),
        cmocka_unit_test(a_small_screen_still_says_how_to_go_back_and_where_help_is),
        cmocka_unit_test(the_host_of_a_page_is_never_broken),
        cmocka_unit_test(the_whole_title_of_a_question_is_read_at_any_size),
        cmocka_unit_test(digits_that_come_fast_are_text_where_staff_write),
        cmocka_unit_test(the_kiosk_counts_what_is_asked_and_nothing_of_who_asks),
        cmocka_unit_test(a_kiosk_without_data_of_its_own_counts_nothing),
        cmocka_unit_test(about_says_what_is_counted_where_it_is),
        cmocka_unit_test(an_empty_profile_invents_nothing),
        cmocka_unit_test(a_clerks_hour_loses_nothing),
        cmocka_unit_test(random_clerks_break_nothing),
    };
    return cmocka_run_group_tests_name("the staff desk", tests, NULL, NULL);
}
