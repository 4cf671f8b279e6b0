/* SPDX-License-Identifier: MIT */
/* Who comes to the desk, who leaves it, and what the lock keeps. */
#include "tests/screens/others.h"

#include "base/error.h"
#include "db/site/addenda.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define CHUNK "paste:到学籍科登记，带身份证原件。"

static void the_first_start_creates_the_administrator(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80, .hall = PLAYER_EMPTY_DESK});
    assert_shows(&player, "第一次使用");
    player_play(&player, "type:陈老师 Enter type:geheim-2026 Enter type:geheim-2027 Enter");
    assert_shows(&player, "两次输入的密码不一样");
    assert_shows(&player, "Enter 建立");
    player_play(&player, "Backspace type:6 Enter");
    assert_screen(&player, "desk-bench");
    assert_shows(&player, "陈老师（管理员）");
    player_play(&player, "Esc y type:geheim-2026 Enter");
    assert_screen(&player, "desk-bench"); /* the name stood there already */
    player_close(&player);
}

static void a_desk_shows_nothing_before_somebody_logs_in(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "Enter Esc / ? 0 6 P Q T S A Space Esc Esc");
    assert_screen(&player, "desk-login");
    player_close(&player);
}

static void wrong_passwords_wait_and_the_wait_is_counted_down(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "type:小张 Enter type:falsch Enter");
    assert_shows(&player, "连错 5 次"); /* how many are left may be untrue after a restart */
    player_play(&player, "type:falsch Enter type:falsch Enter type:falsch Enter type:falsch Enter");
    assert_shows(&player, "还要等");
    player_play(&player, "type:" HALL_PASSWORD " Enter");
    assert_screen(&player, "desk-login"); /* the right one has to wait too */
    player_play(&player, "wait:31000");
    assert_shows(&player, "还要等 29 秒");
    player_play(&player, "wait:31000");
    assert_hidden(&player, "还要等");
    player_play(&player,
                "Ctrl-Z Backspace Backspace Backspace Backspace Backspace Backspace Backspace Backspace"
                " type:" HALL_PASSWORD " Enter");
    assert_screen(&player, "desk-bench");
    player_close(&player);
}

static void others_may_log_in_while_one_waits(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player,
                     "type:小张 Enter type:a Enter type:b Enter type:c Enter type:d Enter type:e Enter");
    assert_shows(&player, "还要等");
    player_play(&player, "Up Backspace Backspace type:李老师 Enter type:" HALL_PASSWORD " Enter");
    assert_shows(&player, "李老师（编辑）");
    player_close(&player);
}

static void the_password_never_reaches_the_glass(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "type:小张 Enter type:" HALL_PASSWORD);
    assert_shows(&player, "********");
    assert_hidden(&player, "mima");
    player_close(&player);
}

static void a_password_that_is_not_sent_is_wiped(void **state)
{
    static const char *const scripts[] = {"type:小张 Enter type:mima", "login:李老师 Ctrl-L type:mima"};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
        struct player player;
        player_open_desk(&player, scripts[i]);
        player_play(&player, "wait:59000");
        assert_shows(&player, "****");
        player_play(&player, "wait:2000");
        assert_hidden(&player, "****");
        assert_shows(&player, "已经清掉");
        player_play(&player, "type:" HALL_PASSWORD " Enter");
        assert_screen(&player, "desk-bench");
        player_close(&player);
    }
}

static void another_name_takes_the_place_of_the_remembered_one(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 Esc y");
    assert_shows(&player, "换别人登录");
    player_play(&player, "Up type:小张 Enter type:" HALL_PASSWORD " Enter");
    assert_shows(&player, "小张（前台）");
    player_play(&player, "Esc y Up Left Delete"); /* who moves in it edits it */
    assert_shows(&player, "[小 ");
    player_close(&player);
}

static void a_card_reader_types_nothing_into_a_desk_that_is_looked_at(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 burst:220102199001011234");
    assert_screen(&player, "desk-bench");
    player_play(&player, "Ctrl-L burst:220102199001011234");
    assert_hidden(&player, "*****");
    player_close(&player);
}

static void a_closed_account_opens_nothing_more(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师");
    other_changes_account(&player, 1, SITE_ROLE_EDITOR, false);
    player_play(&player, "6");
    assert_screen(&player, "desk-login");
    assert_shows(&player, "您的账号停用了，已经退出登录");
    player_play(&player, "Esc 0 6");
    assert_screen(&player, "desk-login");
    player_close(&player);
}

static void a_closed_account_is_logged_out_when_it_changes_something(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 x Down type:二");
    other_changes_account(&player, 1, SITE_ROLE_EDITOR, false);
    player_play(&player, "Ctrl-S");
    assert_screen(&player, "desk-login");
    assert_shows(&player, "您的账号停用了，已经退出登录");
    player_close(&player);
}

static void a_lesser_role_opens_no_more_than_it_may(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 b");
    player_play(&player, "Esc");
    other_changes_account(&player, 1, SITE_ROLE_DESK, true);
    player_play(&player, "x");
    assert_hidden(&player, "部门名称");
    player_play(&player, "6");
    assert_screen(&player, "desk-question");
    assert_hidden(&player, "E 补充");
    player_close(&player);
}

static void whoever_takes_over_a_locked_desk_is_asked_for_their_own_name(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 Ctrl-L Esc y");
    assert_hidden(&player, "李老师");
    player_play(&player, "type:小张 Enter type:" HALL_PASSWORD " Enter");
    assert_shows(&player, "小张（前台）");
    player_close(&player);
}

/* ---- the lock ---- */

static void a_desk_locks_after_a_minute_and_opens_where_it_was(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 6 Right wait:49000");
    assert_screen(&player, "desk-question");
    player_play(&player, "wait:2000");
    assert_shows(&player, "秒后锁定");
    player_play(&player, "wait:10000");
    assert_screen(&player, "desk-login");
    assert_shows(&player, "已锁定：李老师");
    assert_hidden(&player, "学历证书");
    player_play(&player, "Esc n wait:600000 0 / ? Ctrl-L type:falsch Enter");
    assert_screen(&player, "desk-login");
    player_play(&player, "type:" HALL_PASSWORD " Enter");
    assert_screen(&player, "desk-question");
    assert_shows(&player, "[依据]");
    player_close(&player);
}

static void a_key_in_the_countdown_is_not_lost(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 b 3 type:一 wait:55000 type:二");
    assert_hidden(&player, "秒后锁定");
    assert_shows(&player, "一二");
    player_close(&player);
}

static void a_locked_desk_keeps_what_was_being_written(void **state)
{
    struct player player;
    struct addendum *latest;
    (void)state;
    player_open_desk(&player, "login:李老师 b 3 " CHUNK " wait:61000");
    assert_screen(&player, "desk-login");
    assert_int_equal(site_addendum_latest(&latest, player.hall->site, 3), 0);
    assert_string_equal(latest->text, "到学籍科登记，带身份证原件。");
    assert_int_equal(latest->state, ADDENDUM_DRAFT);
    assert_string_equal(latest->account, HALL_EDITOR);
    addenda_free(latest, 1);
    player_play(&player, "type:" HALL_PASSWORD " Enter type:另外 Ctrl-Z");
    assert_screen(&player, "desk-edit");
    assert_shows(&player, "到学籍科登记，带身份证原件。");
    player_close(&player);
}

static void a_profile_that_is_half_filled_in_waits_under_the_lock(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 x Down type:二 Ctrl-L");
    assert_shows(&player, "没保存的内容");
    player_play(&player, "type:" HALL_PASSWORD " Enter");
    assert_shows(&player, "学籍科二");
    player_close(&player);
}

static void somebody_else_may_take_over_a_locked_desk(void **state)
{
    struct player player;
    struct addendum *latest;
    (void)state;
    player_open_desk(&player, "login:李老师 b 3 " CHUNK " Ctrl-L Esc y");
    assert_shows(&player, "工作台登录");
    player_play(&player, "Up Home Delete Delete Delete type:小张 Enter type:" HALL_PASSWORD " Enter");
    assert_screen(&player, "desk-bench");
    assert_shows(&player, "小张（前台）");
    assert_int_equal(site_addendum_latest(&latest, player.hall->site, 3), 0);
    assert_string_equal(latest->text, "到学籍科登记，带身份证原件。");
    addenda_free(latest, 1);
    player_close(&player);
}

/* The name of a locked desk is fixed: whoever stands on it and types, types the password. */
static void a_locked_desk_has_no_dead_field(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 6 Ctrl-L Up type:" HALL_PASSWORD " Enter");
    assert_screen(&player, "desk-question");
    player_play(&player, "Ctrl-L Up Enter type:" HALL_PASSWORD " Enter");
    assert_screen(&player, "desk-question");
    player_play(&player, "Ctrl-L type:falsch Enter");
    assert_shows(&player, "✘ 密码不对");
    assert_hidden(&player, "姓名或密码不对");
    player_close(&player);
}

static void nobody_ends_a_locked_desk(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 x Down type:二 Ctrl-L Ctrl-C");
    assert_false(app_wants_to_quit(player.app));
    assert_hidden(&player, "Ctrl-C");
    player_play(&player, "Esc Ctrl-C n type:" HALL_PASSWORD " Enter");
    assert_false(app_wants_to_quit(player.app));
    assert_shows(&player, "学籍科二");
    player_close(&player);
}

/* ---- leaving ---- */

static void quitting_saves_what_was_being_written(void **state)
{
    struct player player;
    struct addendum *latest;
    (void)state;
    player_open_desk(&player, "login:李老师 b 3 " CHUNK " Ctrl-C");
    assert_true(app_wants_to_quit(player.app));
    app_free(player.app);
    player.app = NULL;
    assert_int_equal(site_addendum_latest(&latest, player.hall->site, 3), 0);
    assert_string_equal(latest->text, "到学籍科登记，带身份证原件。");
    addenda_free(latest, 1);
    player_close(&player);
}

static void quitting_asks_before_a_profile_is_lost(void **state)
{
    static const char *const ways[] = {"", "Up Enter ",
                                       "Up Enter type:beihua "}; /* also from the list above it */
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
        struct player player;
        char script[120];
        snprintf(script, sizeof(script), "login:李老师 x Down type:二 %sCtrl-C", ways[i]);
        player_open_desk(&player, script);
        assert_false(app_wants_to_quit(player.app));
        assert_screen(&player, "desk-profile");
        assert_shows(&player, "改动还没有保存");
        player_play(&player, "n");
        assert_shows(&player, "学籍科二");
        player_play(&player, "Ctrl-C y");
        assert_true(app_wants_to_quit(player.app));
        player_close(&player);
    }
}

static void quitting_asks_when_a_draft_cannot_be_saved(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 b 3 " CHUNK);
    struct site *site = hall_other(player.hall, clock_from_manual(&player.time));
    site_set_busy(player.hall->site, 0);
    assert_int_equal(site_begin(site), 0);
    player_play(&player, "Ctrl-C");
    assert_false(app_wants_to_quit(player.app));
    assert_shows(&player, "没能存成草稿");
    assert_int_equal(site_end(site, -ECANCELED), -ECANCELED);
    player_play(&player, "n Ctrl-C");
    assert_true(app_wants_to_quit(player.app));
    site_close(site);
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_start_creates_the_administrator),
        cmocka_unit_test(a_desk_shows_nothing_before_somebody_logs_in),
        cmocka_unit_test(wrong_passwords_wait_and_the_wait_is_counted_down),
        cmocka_unit_test(others_may_log_in_while_one_waits),
        cmocka_unit_test(the_password_never_reaches_the_glass),
        cmocka_unit_test(a_password_that_is_not_sent_is_wiped),
        cmocka_unit_test(another_name_takes_the_place_of_the_remembered_one),
        cmocka_unit_test(a_card_reader_types_nothing_into_a_desk_that_is_looked_at),
        cmocka_unit_test(a_closed_account_opens_nothing_more),
        cmocka_unit_test(a_closed_account_is_logged_out_when_it_changes_something),
        cmocka_unit_test(a_lesser_role_opens_no_more_than_it_may),
        cmocka_unit_test(whoever_takes_over_a_locked_desk_is_asked_for_their_own_name),
        cmocka_unit_test(a_desk_locks_after_a_minute_and_opens_where_it_was),
        cmocka_unit_test(a_key_in_the_countdown_is_not_lost),
        cmocka_unit_test(a_locked_desk_keeps_what_was_being_written),
        cmocka_unit_test(a_profile_that_is_half_filled_in_waits_under_the_lock),
        cmocka_unit_test(somebody_else_may_take_over_a_locked_desk),
        cmocka_unit_test(a_locked_desk_has_no_dead_field),
        cmocka_unit_test(nobody_ends_a_locked_desk),
        cmocka_unit_test(quitting_saves_what_was_being_written),
        cmocka_unit_test(quitting_asks_before_a_profile_is_lost),
        cmocka_unit_test(quitting_asks_when_a_draft_cannot_be_saved),
    };
    return cmocka_run_group_tests_name("logging in at the desk", tests, NULL, NULL);
}
