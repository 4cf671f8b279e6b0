/* SPDX-License-Identifier: MIT */
/* What the desk promises a clerk: quick answers, nothing lost, nobody else's hands on it. */
#include "tests/screens/player.h"
#include "tests/unit/bundle_fixture.h"

#include "base/error.h"
#include "db/site/addenda.h"
#include "db/site/audit.h"
#include "db/site/profile.h"
#include "db/site/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define CHUNK "paste:到学籍科登记，带身份证原件。"

static struct player *desk(struct player *player, const char *script)
{
    player_open(player,
                &(struct player_options){.rows = 24, .cols = 80, .hall = PLAYER_DESK, .printer = true});
    player_play(player, script);
    return player;
}

/* ---- logging in ---- */

static void the_first_start_creates_the_administrator(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80, .hall = PLAYER_EMPTY_DESK});
    assert_shows(&player, "第一次使用");
    player_play(&player, "type:陈老师 Enter type:geheim-2026 Enter type:geheim-2027 Enter");
    assert_shows(&player, "两次输入的密码不一样");
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
    desk(&player, "Enter Esc / ? 0 6 P Q T S A Space Esc Esc");
    assert_screen(&player, "desk-login");
    player_close(&player);
}

static void wrong_passwords_wait_and_the_wait_is_counted_down(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "type:小张 Enter type:falsch Enter");
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
    desk(&player, "type:小张 Enter type:a Enter type:b Enter type:c Enter type:d Enter type:e Enter");
    assert_shows(&player, "还要等");
    player_play(&player, "Up Backspace Backspace type:李老师 Enter type:" HALL_PASSWORD " Enter");
    assert_shows(&player, "李老师（编辑）");
    player_close(&player);
}

static void the_password_never_reaches_the_glass(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "type:小张 Enter type:" HALL_PASSWORD);
    assert_shows(&player, "********");
    assert_hidden(&player, "mima");
    player_close(&player);
}

/* ---- the lock ---- */

static void a_desk_locks_after_a_minute_and_opens_where_it_was(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 6 Right wait:49000");
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
    desk(&player, "login:李老师 b 3 type:一 wait:55000 type:二");
    assert_hidden(&player, "秒后锁定");
    assert_shows(&player, "一二");
    player_close(&player);
}

static void a_locked_desk_keeps_what_was_being_written(void **state)
{
    struct player player;
    struct addendum *latest;
    (void)state;
    desk(&player, "login:李老师 b 3 " CHUNK " wait:61000");
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
    desk(&player, "login:李老师 x Down type:二 Ctrl-L");
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
    desk(&player, "login:李老师 b 3 " CHUNK " Ctrl-L Esc y");
    assert_shows(&player, "工作台登录");
    player_play(&player, "Up Home Delete Delete Delete type:小张 Enter type:" HALL_PASSWORD " Enter");
    assert_screen(&player, "desk-bench");
    assert_shows(&player, "小张（前台）");
    assert_int_equal(site_addendum_latest(&latest, player.hall->site, 3), 0);
    assert_string_equal(latest->text, "到学籍科登记，带身份证原件。");
    addenda_free(latest, 1);
    player_close(&player);
}

static void quitting_saves_what_was_being_written(void **state)
{
    struct player player;
    struct addendum *latest;
    (void)state;
    desk(&player, "login:李老师 b 3 " CHUNK " Ctrl-C");
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
        desk(&player, script);
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
    desk(&player, "login:李老师 b 3 " CHUNK);
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

static void nobody_ends_a_locked_desk(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 x Down type:二 Ctrl-L Ctrl-C");
    assert_false(app_wants_to_quit(player.app));
    assert_hidden(&player, "Ctrl-C");
    player_play(&player, "Esc Ctrl-C n type:" HALL_PASSWORD " Enter");
    assert_false(app_wants_to_quit(player.app));
    assert_shows(&player, "学籍科二");
    player_close(&player);
}

/* ---- the workbench ---- */

static void a_question_is_two_keys_away_from_anywhere(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:小张 6");
    assert_shows(&player, "学历证书发放条件");
    player_play(&player, "1 2");
    assert_shows(&player, "原本可在学信网查询");
    player_play(&player, "/ type:byz Enter");
    assert_screen(&player, "desk-question");
    player_play(&player, "Esc Esc Esc");
    assert_screen(&player, "desk-bench");
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
        desk(&player, script);
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
    desk(&player, "login:小张 6 f");
    assert_screen(&player, "code");
    assert_shows(&player, "www.moe.gov.cn");
    player_play(&player, "Esc v");
    assert_screen(&player, "code");
    assert_shows(&player, "www.chsi.com.cn");
    player_close(&player);
}

static void a_slip_carries_the_addendum_and_the_next_student_gets_one_too(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:小张 6 P");
    assert_screen(&player, "print");
    for (int page = 0; page < 12 && player_find(&player, "请先在学籍科登记") < 0; page++)
        player_play(&player, "PgDn");
    assert_shows(&player, "请先在学籍科登记");
    for (int i = 0; i < 5; i++)
        player_play(&player, "Enter printer:sending:50 printer:done Esc P");
    assert_int_equal(player.printed, 5);
    player_close(&player);
}

/* ---- the school's own words ---- */

static void a_clerk_may_not_change_what_the_school_says(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:小张 b");
    assert_screen(&player, "desk-bench");
    player_play(&player, "x z r");
    assert_screen(&player, "desk-bench");
    player_play(&player, "6 e");
    assert_screen(&player, "desk-question");
    assert_shows(&player, "不能修改本校补充");
    player_close(&player);
}

static void published_words_reach_the_kiosk_and_retracted_ones_leave_it(void **state)
{
    struct player player;
    struct addendum_shown *shown;
    (void)state;
    desk(&player, "login:李老师 b 3 " CHUNK " Tab Right Right Enter Enter");
    assert_int_equal(site_addendum_shown(&shown, player.hall->site, 3), -ENOENT); /* no was chosen */
    player_play(&player, "Enter Right Enter");
    assert_shows(&player, "已发布，第");
    assert_int_equal(site_addendum_shown(&shown, player.hall->site, 3), 0);
    assert_string_equal(shown->text, "到学籍科登记，带身份证原件。");
    assert_string_equal(shown->source, "吉林大学 学籍科");
    addendum_shown_free(shown);
    player_play(&player, "Right Enter y");
    assert_shows(&player, "已撤下");
    assert_int_equal(site_addendum_shown(&shown, player.hall->site, 3), -ENOENT);
    player_close(&player);
}

static void an_old_version_comes_back_as_a_draft(void **state)
{
    struct player player;
    struct addendum *latest;
    (void)state;
    desk(&player, "login:李老师 b 6 type:改坏了 Ctrl-S Tab Left Enter Down Enter");
    assert_screen(&player, "desk-version");
    assert_shows(&player, "请先在学籍科登记");
    player_play(&player, "r");
    assert_screen(&player, "desk-history");
    assert_shows(&player, "第 1 版的文字已存成新草稿");
    player_play(&player, "Esc");
    assert_screen(&player, "desk-edit");
    assert_hidden(&player, "改坏了");
    assert_int_equal(site_addendum_latest(&latest, player.hall->site, 6), 0);
    assert_int_equal(latest->restored, 1);
    addenda_free(latest, 1);
    player_close(&player);
}

static void two_editors_never_cover_each_other_up_unasked(void **state)
{
    struct player player;
    struct site_session other;
    int version;
    (void)state;
    desk(&player, "login:李老师 b 3 " CHUNK);
    struct site *site = hall_other(player.hall, clock_from_manual(&player.time));
    assert_int_equal(site_login(&other, NULL, site, HALL_ADMIN, HALL_PASSWORD), 0);
    assert_int_equal(site_addendum_publish(&version, site, &other, 3, 0, "王老师写的"), 0);
    player_play(&player, "Tab Right Right Enter y");
    assert_shows(&player, "王老师刚存了第 1 版");
    player_play(&player, "Tab");
    assert_shows(&player, "到学籍科登记");
    player_play(&player, "Esc");
    assert_screen(&player, "desk-addenda");
    struct addendum *history;
    size_t n;
    assert_int_equal(site_addendum_history(&history, &n, site, 3), 0);
    assert_int_equal(n, 2);
    assert_string_equal(history[1].text, "王老师写的");
    addenda_free(history, n);
    site_close(site);
    player_close(&player);
}

static void retracting_keeps_what_is_not_saved(void **state)
{
    struct player player;
    struct addendum *history;
    size_t n;
    (void)state;
    desk(&player, "login:李老师 b 6 End type:另起一稿 Tab Right Right Right Enter y");
    assert_shows(&player, "已撤下");
    assert_shows(&player, "第 2 版，在“历史”里");
    assert_int_equal(site_addendum_history(&history, &n, player.hall->site, 6), 0);
    assert_int_equal(history[0].state, ADDENDUM_RETRACTED);
    assert_int_equal(history[1].state, ADDENDUM_DRAFT);
    assert_non_null(strstr(history[1].text, "另起一稿"));
    addenda_free(history, n);
    player_close(&player);
}

/* Another administrator at another desk. */
static struct site *other_admin(struct site_session *out, struct player *player)
{
    struct site *site = hall_other(player->hall, clock_from_manual(&player->time));
    assert_int_equal(site_login(out, NULL, site, HALL_ADMIN, HALL_PASSWORD), 0);
    return site;
}

static void retracting_stops_when_the_draft_cannot_be_saved(void **state)
{
    struct player player;
    struct site_session other;
    struct addendum_shown *shown;
    (void)state;
    desk(&player, "login:李老师 b 6 End type:另起一稿 Tab Right Right Right Enter");
    struct site *site = other_admin(&other, &player);
    site_set_busy(player.hall->site, 0);
    assert_int_equal(site_begin(site), 0);
    player_play(&player, "y");
    assert_int_equal(site_end(site, -ECANCELED), -ECANCELED);
    assert_shows(&player, "✘");
    assert_shows(&player, "没有保存");
    assert_int_equal(site_addendum_shown(&shown, site, 6), 0);
    addendum_shown_free(shown);
    site_close(site);
    player_close(&player);
}

static void publishing_tells_of_what_it_replaces_after_a_draft_was_saved_too(void **state)
{
    static const char *const ways[] = {"Ctrl-S", "Tab Left Enter Esc Tab",
                                       "Ctrl-L type:" HALL_PASSWORD " Enter"};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
        struct player player;
        struct site_session other;
        int version;
        desk(&player, "login:李老师 b 6 End type:改一改");
        struct site *site = other_admin(&other, &player);
        assert_int_equal(site_addendum_publish(&version, site, &other, 6, 1, "王老师写的"), 0);
        player_play(&player, ways[i]);
        player_play(&player, "Tab Home Right Right Enter");
        for (int k = 0; k < 5 && player_find(&player, "发布这段文字吗") < 0; k++)
            player_play(&player, "Right Enter");
        assert_shows(&player, "王老师刚发布了第 2 版");
        player_play(&player, "n");
        struct addendum_shown *shown;
        assert_int_equal(site_addendum_shown(&shown, site, 6), 0);
        assert_string_equal(shown->text, "王老师写的");
        addendum_shown_free(shown);
        site_close(site);
        player_close(&player);
    }
}

static void what_another_publishes_while_the_question_stands_stays(void **state)
{
    struct player player;
    struct site_session other;
    struct addendum_shown *shown;
    int version;
    (void)state;
    desk(&player, "login:李老师 b 6 End type:改一改 Tab Right Right Enter");
    assert_shows(&player, "发布这段文字吗");
    struct site *site = other_admin(&other, &player);
    assert_int_equal(site_addendum_publish(&version, site, &other, 6, 1, "王老师写的"), 0);
    player_play(&player, "y");
    assert_shows(&player, "王老师刚存了第 2 版");
    assert_int_equal(site_addendum_shown(&shown, site, 6), 0);
    assert_string_equal(shown->text, "王老师写的");
    addendum_shown_free(shown);
    site_close(site);
    player_close(&player);
}

static void a_save_that_met_another_keeps_its_warning(void **state)
{
    struct player player;
    struct site_session other;
    int version;
    (void)state;
    desk(&player, "login:李老师 b 6 End type:改一改");
    struct site *site = other_admin(&other, &player);
    assert_int_equal(site_addendum_publish(&version, site, &other, 6, 1, "王老师写的"), 0);
    player_play(&player, "Ctrl-S");
    assert_shows(&player, "别人刚存了第 2 版");
    assert_shows(&player, "第 3 版");
    site_close(site);
    player_close(&player);
}

static void retracting_looks_whether_something_is_shown_now(void **state)
{
    struct player player;
    struct site_session other;
    int version;
    (void)state;
    desk(&player, "login:李老师 b 3");
    struct site *site = other_admin(&other, &player);
    assert_int_equal(site_addendum_publish(&version, site, &other, 3, 0, "王老师写的"), 0);
    player_play(&player, "Tab Right Right Right Enter");
    assert_shows(&player, "撤下的是王老师刚发布的第 1 版");
    player_play(&player, "n");
    assert_int_equal(site_addendum_retract(&version, site, &other, 3, 1), 0);
    player_play(&player, "Enter");
    assert_shows(&player, "不用撤下");
    site_close(site);
    player_close(&player);
}

static void unlocking_keeps_undo_and_the_cursor(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 b 6 End type:甲 Up Ctrl-L type:" HALL_PASSWORD " Enter type:乙");
    assert_shows(&player, "乙");
    assert_hidden(&player, "甲乙");
    player_play(&player, "Ctrl-Z Ctrl-Z");
    assert_hidden(&player, "甲");
    player_close(&player);
}

static void unlocking_says_so_when_another_wrote_meanwhile(void **state)
{
    struct player player;
    struct site_session other;
    int version;
    (void)state;
    desk(&player, "login:李老师 b 6 End type:甲 Ctrl-L");
    struct site *site = other_admin(&other, &player);
    assert_int_equal(site_addendum_save(&version, site, &other, 6, 2, "王老师写的"), 0);
    player_play(&player, "type:" HALL_PASSWORD " Enter");
    assert_shows(&player, "王老师写的");
    assert_shows(&player, "王老师刚存了第 3 版，这里换成了它的文字");
    site_close(site);
    player_close(&player);
}

static void undo_brings_back_what_was_erased(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 b 6 Home Delete Delete Delete Delete Ctrl-Z");
    assert_shows(&player, "本人来不了的，可以写委托书。");
    player_play(&player, "Ctrl-Y");
    assert_hidden(&player, "本人来不了的，可以写委托书。");
    player_close(&player);
}

static void a_paste_keeps_its_lines_and_nothing_that_could_do_harm(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 b 3 paste:第一行|第二行\033[2J|第三行");
    int first = player_find(&player, "第一行");
    assert_true(first > 0);
    assert_int_equal(player_find(&player, "第二行[2J"), first + 1);
    assert_int_equal(player_find(&player, "第三行"), first + 2);
    player_close(&player);
}

static void a_tap_sets_the_cursor_in_the_text(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 b 6");
    int row = player_find(&player, "补办学历证明书");
    char script[64];
    snprintf(script, sizeof(script), "tap:%d,8 type:好", row);
    player_play(&player, script);
    assert_shows(&player, "补办好学历证明书");
    player_close(&player);
}

static void the_profile_is_shown_as_the_kiosk_will_say_it(void **state)
{
    struct player player;
    struct profile *profile;
    (void)state;
    desk(&player, "login:李老师 x Down Down Down Down type:0431 Ctrl-S");
    assert_shows(&player, "电话  0431");
    assert_shows(&player, "已保存");
    assert_int_equal(site_profile_read(&profile, player.hall->site), 0);
    assert_string_equal(profile->telephone, "0431");
    site_profile_free(profile);
    player_play(&player, "Up Up Up Up Enter type:beihua Enter Ctrl-S Esc");
    assert_shows(&player, "北华大学"); /* the title bar knows it at once */
    player_close(&player);
}

/* ---- numbers, accounts, the log ---- */

static struct profile *stored_profile(struct site *site)
{
    struct profile *profile;
    assert_int_equal(site_profile_read(&profile, site), 0);
    return profile;
}

/* What an administrator at another desk writes. */
static void other_writes_profile(struct player *player, const char *place, const char *telephone)
{
    struct site_session other;
    struct site *site = other_admin(&other, player);
    struct profile *profile = stored_profile(site), changed = *profile;
    _cleanup_free_ char *own_place = strdup(place), *own_telephone = strdup(telephone);
    changed.place = own_place;
    changed.telephone = own_telephone;
    assert_int_equal(site_profile_write(site, &other, &changed), 0);
    site_profile_free(profile);
    site_close(site);
}

static void two_editors_of_the_profile_keep_both_their_fields(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 x Down Down Down Down type:0431");
    other_writes_profile(&player, "新楼二层", "");
    player_play(&player, "Ctrl-S");
    assert_shows(&player, "已保存");
    assert_shows(&player, "新楼二层"); /* the form knows it now */
    struct profile *profile = stored_profile(player.hall->site);
    assert_string_equal(profile->place, "新楼二层");
    assert_string_equal(profile->telephone, "0431");
    site_profile_free(profile);
    player_close(&player);
}

static void a_field_that_another_changed_too_is_told_before_it_is_replaced(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 x Down Down Down Down type:0431");
    other_writes_profile(&player, "新楼二层", "0432");
    player_play(&player, "Ctrl-S");
    assert_shows(&player, "别人刚把这一项改成了“0432”");
    struct profile *profile = stored_profile(player.hall->site);
    assert_string_equal(profile->telephone, "0432");
    site_profile_free(profile);
    player_play(&player, "Ctrl-S");
    assert_shows(&player, "已保存");
    profile = stored_profile(player.hall->site);
    assert_string_equal(profile->telephone, "0431");
    assert_string_equal(profile->place, "新楼二层");
    site_profile_free(profile);
    player_close(&player);
}

static void the_title_bar_knows_a_saved_school_at_once(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 120, .hall = PLAYER_DESK});
    player_play(&player, "login:李老师 x Up Enter type:beihua Enter");
    char *row = player_row(&player, 0);
    assert_non_null(strstr(row, "吉林大学"));
    free(row);
    player_play(&player, "Ctrl-S");
    row = player_row(&player, 0);
    assert_non_null(strstr(row, "北华大学"));
    free(row);
    player_close(&player);
}

static void statistics_hide_small_numbers_and_walk_through_time(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:小张 j");
    assert_shows(&player, "27");
    assert_shows(&player, "<5");
    player_play(&player, "Left");
    assert_shows(&player, "2026年11月22日");
    assert_shows(&player, "8");
    player_play(&player, "Right Right Right");
    assert_shows(&player, "2026年11月23日"); /* nothing has been asked tomorrow */
    player_play(&player, "Tab Tab 6");
    assert_shows(&player, "宿舍");
    player_play(&player, "9");
    assert_shows(&player, "自助终端");
    player_close(&player);
}

static int count_rows(struct site *site, enum audit_action action)
{
    struct audit_row *rows;
    size_t n;
    int found = 0;
    assert_int_equal(site_audit_list(&rows, &n, site, 0, 100), 0);
    for (size_t i = 0; i < n; i++)
        found += rows[i].action == action;
    audit_free(rows, n);
    return found;
}

static void an_export_asks_where_to_and_says_what_is_wrong(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:王老师 j Tab Tab e");
    player.hall->export_error = -EEXIST;
    player_play(&player, "Ctrl-S");
    assert_shows(&player, "已经有这个文件了");
    player.hall->export_error = 0;
    player_play(&player, "Down Right Ctrl-S");
    assert_screen(&player, "desk-stats");
    assert_string_equal(player.hall->exported.path, "/home/laoshi/yibentong-2026-11-01-2026-11-30.csv");
    assert_true(player.hall->exported.gb18030);
    assert_int_equal(player.hall->exported.to.day, 30);
    assert_int_equal(count_rows(player.hall->site, AUDIT_EXPORTED), 1); /* the refused one has none */
    player_close(&player);
}

static void an_export_is_for_administrators(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 j");
    assert_hidden(&player, "E 存成表格");
    player_play(&player, "e");
    assert_screen(&player, "desk-stats");
    assert_shows(&player, "存成表格要管理员");
    player_close(&player);
}

static void an_export_that_cannot_be_logged_is_not_made(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:王老师 j e");
    struct site *site = hall_other(player.hall, clock_from_manual(&player.time));
    site_set_busy(player.hall->site, 0);
    assert_int_equal(site_begin(site), 0);
    player_play(&player, "Ctrl-S");
    assert_null(player.hall->exported_path);
    assert_shows(&player, "✘");
    assert_int_equal(site_end(site, -ECANCELED), -ECANCELED);
    site_close(site);
    player_close(&player);
}

static void an_administrator_opens_accounts_and_closes_them(void **state)
{
    struct player player;
    struct site_session session;
    (void)state;
    desk(&player, "login:王老师 z n type:小李 Down Right Down type:xinmima1 Enter type:xinmima1 Enter");
    assert_shows(&player, "账号已开好");
    assert_int_equal(site_login(&session, NULL, player.hall->site, "小李", "xinmima1"), 0);
    assert_int_equal(session.role, SITE_ROLE_EDITOR);
    player_play(&player, "End d y");
    assert_shows(&player, "已停用");
    assert_int_equal(site_login(&session, NULL, player.hall->site, "小李", "xinmima1"), SITE_LOGIN_REFUSED);
    player_play(&player, "Home d y");
    assert_shows(&player, "最后一个管理员");
    player_play(&player, "Down Enter Right Down type:kurz Enter type:kurz Enter");
    assert_shows(&player, "密码太短");
    player_close(&player);
}

static void everybody_changes_their_own_password(void **state)
{
    struct player player;
    struct site_session session;
    (void)state;
    desk(&player, "login:小张 m type:falsch Enter type:neu-neu-1 Enter type:neu-neu-1 Enter");
    assert_shows(&player, "现在的密码不对");
    player_play(&player, "type:" HALL_PASSWORD " Ctrl-S");
    assert_screen(&player, "desk-bench");
    assert_int_equal(site_login(&session, NULL, player.hall->site, HALL_CLERK, "neu-neu-1"), 0);
    player_close(&player);
}

static void the_log_says_who_did_what_and_that_it_is_whole(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 b 3 type:草 Esc Esc Esc y");
    player_play(&player, "Up Home Delete Delete Delete login:王老师 r");
    assert_screen(&player, "desk-audit");
    assert_shows(&player, "首尾相接");
    assert_shows(&player, "存本校补充草稿");
    assert_shows(&player, "退出登录");
    player_close(&player);
}

static void a_right_that_is_taken_away_is_gone_at_once(void **state)
{
    struct player player;
    struct site_account *accounts;
    struct site_session admin;
    size_t n;
    (void)state;
    desk(&player, "login:李老师 b 3 " CHUNK);
    struct site *site = hall_other(player.hall, clock_from_manual(&player.time));
    assert_int_equal(site_login(&admin, NULL, site, HALL_ADMIN, HALL_PASSWORD), 0);
    assert_int_equal(site_accounts(&accounts, &n, site), 0);
    assert_int_equal(site_account_set_role(site, &admin, accounts[1].id, SITE_ROLE_DESK), 0);
    free(accounts);
    site_close(site);
    player_play(&player, "Ctrl-S");
    assert_shows(&player, "没有这个权限");
    assert_shows(&player, "到学籍科登记"); /* the text is still there to be copied */
    player_close(&player);
}

static void a_bundle_that_nobody_signed_is_looked_at_and_refused(void **state)
{
    struct player player;
    char path[160], script[200];
    (void)state;
    desk(&player, "login:李老师 g");
    assert_screen(&player, "desk-bench"); /* not for editors */
    player_close(&player);
    desk(&player, "login:王老师 g");
    assert_shows(&player, "是程序自带的内容");
    assert_shows(&player, "没有找到内容包");
    player_play(&player, "b");
    assert_shows(&player, "没有可以退回的");
    assert_int_equal(mkdir(player.hall->stick, 0700), 0);
    snprintf(path, sizeof(path), "%s/a.ybt", player.hall->stick);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("SQLite format 3", file) >= 0);
    assert_int_equal(fclose(file), 0);
    player_play(&player, "r");
    assert_shows(&player, "a.ybt");
    player_play(&player, "Enter");
    assert_screen(&player, "desk-update");
    assert_shows(&player, "✘");
    player_play(&player, "i");
    assert_screen(&player, "desk-update");
    assert_hidden(&player, "安装这个内容吗");
    snprintf(script, sizeof(script), "Esc o paste:%s", player.hall->stick);
    player_play(&player, script);
    player_play(&player, "type:/nothing.ybt Enter");
    assert_screen(&player, "desk-update");
    assert_shows(&player, "✘");
    player_close(&player);
}

/* As another program's commit does, and a backup: a moment in which nobody reads. */
static sqlite3 *lock_out(const struct player *player)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(player->hall->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    return db;
}

/* An administrator at another desk takes somebody's account away, or a role. */
static void other_changes_account(struct player *player, size_t index, enum site_role role, bool enabled)
{
    struct site_session admin;
    struct site_account *accounts;
    size_t n;
    struct site *site = other_admin(&admin, player);
    assert_int_equal(site_accounts(&accounts, &n, site), 0);
    assert_int_equal(site_account_set_role(site, &admin, accounts[index].id, role), 0);
    assert_int_equal(site_account_set_enabled(site, &admin, accounts[index].id, enabled), 0);
    free(accounts);
    site_close(site);
}

static void a_closed_account_opens_nothing_more(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师");
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
    desk(&player, "login:李老师 x Down type:二");
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
    desk(&player, "login:李老师 b");
    player_play(&player, "Esc");
    other_changes_account(&player, 1, SITE_ROLE_DESK, true);
    player_play(&player, "x");
    assert_hidden(&player, "部门名称");
    player_play(&player, "6");
    assert_screen(&player, "desk-question");
    assert_hidden(&player, "E 补充");
    player_close(&player);
}

/* A hall whose machine has content installed that the desk, open since before, does not show; and the same
 * content with a higher number on a stick. */
static void a_bundle_is_compared_with_what_is_in_use_and_not_installed_unnoted(void **state)
{
    struct machine *machine;
    (void)state;
    assert_int_equal(machine_setup((void **)&machine), 0);
    for (int lose_the_log = 0; lose_the_log < 2; lose_the_log++) {
        struct player player;
        char script[240];
        machine_install(machine, machine_content(1, "", &machine->current));
        const char *path =
            machine_put(machine, "2.ybt", machine_content(2 + lose_the_log, "", &machine->current));
        desk(&player, "");
        player.hall->place = machine->place;
        player.hall->place.clock = clock_from_manual(&player.time);
        snprintf(script, sizeof(script), "login:王老师 g o paste:%s Enter", path);
        player_play(&player, script);
        assert_shows(&player, "可以安装");
        assert_shows(&player, "没有变化");
        struct site *site = hall_other(player.hall, clock_from_manual(&player.time));
        site_set_busy(player.hall->site, 0);
        if (lose_the_log)
            assert_int_equal(site_begin(site), 0);
        player_play(&player, "i y");
        if (lose_the_log)
            assert_int_equal(site_end(site, -ECANCELED), -ECANCELED);
        if (lose_the_log) /* what cannot be noted is not begun */
            assert_hidden(&player, "已安装");
        else
            assert_shows(&player, "工作台退出登录后换上");
        assert_screen(&player, lose_the_log ? "desk-update" : "desk-updates");
        site_close(site);
        player_close(&player);
    }
    assert_int_equal(machine_teardown((void **)&machine), 0);
}

static void an_installation_needs_the_right_at_that_moment(void **state)
{
    struct machine *machine;
    struct player player;
    char script[240];
    (void)state;
    assert_int_equal(machine_setup((void **)&machine), 0);
    const char *path = machine_put(machine, "1.ybt", machine_content(1, "", &machine->current));
    desk(&player,
         "login:王老师 z n type:小李 Down Right Right Down type:xinmima1 Enter type:xinmima1 Enter Esc");
    player.hall->place = machine->place;
    player.hall->place.clock = clock_from_manual(&player.time);
    player_play(&player, "Esc y Up Home Delete Delete Delete type:小李 Enter type:xinmima1 Enter");
    assert_screen(&player, "desk-bench");
    snprintf(script, sizeof(script), "g o paste:%s Enter i", path);
    player_play(&player, script);
    assert_shows(&player, "安装这个内容吗");
    other_changes_account(&player, 3, SITE_ROLE_DESK, true);
    player_play(&player, "y");
    assert_shows(&player, "没有这个权限");
    assert_int_equal(machine_in_use(machine), 0);
    player_close(&player);
    assert_int_equal(machine_teardown((void **)&machine), 0);
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
        desk(&player, rows[i].script);
        assert_shows(&player, rows[i].shows);
        player_close(&player);
    }
}

static void a_card_reader_types_nothing_into_a_desk_that_is_looked_at(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 burst:220102199001011234");
    assert_screen(&player, "desk-bench");
    player_play(&player, "Ctrl-L burst:220102199001011234");
    assert_hidden(&player, "*****");
    player_close(&player);
}

static void a_password_that_is_not_sent_is_wiped(void **state)
{
    static const char *const scripts[] = {"type:小张 Enter type:mima", "login:李老师 Ctrl-L type:mima"};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
        struct player player;
        desk(&player, scripts[i]);
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
    desk(&player, "login:李老师 Esc y");
    assert_shows(&player, "换别人登录");
    player_play(&player, "Up type:小张 Enter type:" HALL_PASSWORD " Enter");
    assert_shows(&player, "小张（前台）");
    player_play(&player, "Esc y Up Left Delete"); /* who moves in it edits it */
    assert_shows(&player, "[小 ");
    player_close(&player);
}

static void a_small_screen_still_says_how_to_go_back_and_where_help_is(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 6");
    char *row = player_row(&player, 23);
    assert_non_null(strstr(row, "Esc"));
    assert_non_null(strstr(row, "? "));
    free(row);
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

static void a_question_is_answered_by_the_letter_in_the_footer(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:李老师 b 3 " CHUNK " Tab Right Right Enter");
    assert_shows(&player, "Y 发布");
    player_play(&player, "Y");
    assert_shows(&player, "已发布，第 1 版");
    player_close(&player);
}

static void an_addendum_stays_while_another_program_writes(void **state)
{
    struct player player;
    struct site_session admin;
    int version;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 60, .cols = 80, .hall = PLAYER_KIOSK});
    player_play(&player, "Enter 6 wait:900");
    assert_shows(&player, "请先在学籍科登记");
    player_play(&player, "Esc");
    struct site *site = other_admin(&admin, &player);
    site_set_busy(player.hall->site, 0);
    sqlite3 *other = lock_out(&player);
    player_play(&player, "6 wait:900");
    assert_shows(&player, "请先在学籍科登记");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    assert_int_equal(site_addendum_retract(&version, site, &admin, 6, 1), 0);
    player_play(&player, "Esc 6 wait:900");
    assert_hidden(&player, "请先在学籍科登记");
    site_close(site);
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
    desk(&player, "");
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

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
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
        unsigned kind = next_random(&seed) % 50;
        int row = (int)(next_random(&seed) % 80), col = (int)(next_random(&seed) % 250);
        if (strcmp(app_screen_name(player.app), "desk-login") == 0 && i % 8 == 0) {
            player_play(&player, "Esc n type:" HALL_PASSWORD " Enter");
            player_play(&player, "BackTab Home Delete Delete Delete Delete Delete login:王老师 wait:1900000");
        }
        if (kind == 0)
            snprintf(word, sizeof(word), "resize:%dx%d", col + 1, row + 1);
        else if (kind < 7)
            snprintf(word, sizeof(word), "tap:%d,%d", row % player.canvas.rows, col % player.canvas.cols);
        else if (kind == 7)
            snprintf(word, sizeof(word), "wait:%u", next_random(&seed) % 30000);
        else
            snprintf(word, sizeof(word), "%s", words[next_random(&seed) % ARRAY_SIZE(words)]);
        player_play(&player, word);
    }
    struct audit_verdict verdict;
    assert_int_equal(site_audit_verify(&verdict, player.hall->site), 0);
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
        cmocka_unit_test(a_desk_locks_after_a_minute_and_opens_where_it_was),
        cmocka_unit_test(a_key_in_the_countdown_is_not_lost),
        cmocka_unit_test(a_locked_desk_keeps_what_was_being_written),
        cmocka_unit_test(a_profile_that_is_half_filled_in_waits_under_the_lock),
        cmocka_unit_test(somebody_else_may_take_over_a_locked_desk),
        cmocka_unit_test(quitting_saves_what_was_being_written),
        cmocka_unit_test(quitting_asks_before_a_profile_is_lost),
        cmocka_unit_test(quitting_asks_when_a_draft_cannot_be_saved),
        cmocka_unit_test(nobody_ends_a_locked_desk),
        cmocka_unit_test(a_question_is_two_keys_away_from_anywhere),
        cmocka_unit_test(panels_stand_side_by_side_where_there_is_room),
        cmocka_unit_test(papers_are_listed_with_their_source_or_not_at_all),
        cmocka_unit_test(the_code_is_one_key_away_and_so_is_where_codes_are_verified),
        cmocka_unit_test(a_slip_carries_the_addendum_and_the_next_student_gets_one_too),
        cmocka_unit_test(a_clerk_may_not_change_what_the_school_says),
        cmocka_unit_test(published_words_reach_the_kiosk_and_retracted_ones_leave_it),
        cmocka_unit_test(an_old_version_comes_back_as_a_draft),
        cmocka_unit_test(two_editors_never_cover_each_other_up_unasked),
        cmocka_unit_test(retracting_keeps_what_is_not_saved),
        cmocka_unit_test(retracting_stops_when_the_draft_cannot_be_saved),
        cmocka_unit_test(publishing_tells_of_what_it_replaces_after_a_draft_was_saved_too),
        cmocka_unit_test(what_another_publishes_while_the_question_stands_stays),
        cmocka_unit_test(a_save_that_met_another_keeps_its_warning),
        cmocka_unit_test(retracting_looks_whether_something_is_shown_now),
        cmocka_unit_test(unlocking_keeps_undo_and_the_cursor),
        cmocka_unit_test(unlocking_says_so_when_another_wrote_meanwhile),
        cmocka_unit_test(undo_brings_back_what_was_erased),
        cmocka_unit_test(a_paste_keeps_its_lines_and_nothing_that_could_do_harm),
        cmocka_unit_test(a_tap_sets_the_cursor_in_the_text),
        cmocka_unit_test(the_profile_is_shown_as_the_kiosk_will_say_it),
        cmocka_unit_test(two_editors_of_the_profile_keep_both_their_fields),
        cmocka_unit_test(a_field_that_another_changed_too_is_told_before_it_is_replaced),
        cmocka_unit_test(the_title_bar_knows_a_saved_school_at_once),
        cmocka_unit_test(statistics_hide_small_numbers_and_walk_through_time),
        cmocka_unit_test(an_export_asks_where_to_and_says_what_is_wrong),
        cmocka_unit_test(an_administrator_opens_accounts_and_closes_them),
        cmocka_unit_test(everybody_changes_their_own_password),
        cmocka_unit_test(the_log_says_who_did_what_and_that_it_is_whole),
        cmocka_unit_test(a_bundle_that_nobody_signed_is_looked_at_and_refused),
        cmocka_unit_test(a_right_that_is_taken_away_is_gone_at_once),
        cmocka_unit_test(an_export_is_for_administrators),
        cmocka_unit_test(an_export_that_cannot_be_logged_is_not_made),
        cmocka_unit_test(a_closed_account_opens_nothing_more),
        cmocka_unit_test(a_closed_account_is_logged_out_when_it_changes_something),
        cmocka_unit_test(a_lesser_role_opens_no_more_than_it_may),
        cmocka_unit_test(a_bundle_is_compared_with_what_is_in_use_and_not_installed_unnoted),
        cmocka_unit_test(an_installation_needs_the_right_at_that_moment),
        cmocka_unit_test(digits_that_come_fast_are_text_where_staff_write),
        cmocka_unit_test(a_card_reader_types_nothing_into_a_desk_that_is_looked_at),
        cmocka_unit_test(a_password_that_is_not_sent_is_wiped),
        cmocka_unit_test(another_name_takes_the_place_of_the_remembered_one),
        cmocka_unit_test(a_small_screen_still_says_how_to_go_back_and_where_help_is),
        cmocka_unit_test(the_whole_title_of_a_question_is_read_at_any_size),
        cmocka_unit_test(a_question_is_answered_by_the_letter_in_the_footer),
        cmocka_unit_test(an_addendum_stays_while_another_program_writes),
        cmocka_unit_test(about_says_what_is_counted_where_it_is),
        cmocka_unit_test(the_kiosk_counts_what_is_asked_and_nothing_of_who_asks),
        cmocka_unit_test(a_kiosk_without_data_of_its_own_counts_nothing),
        cmocka_unit_test(an_empty_profile_invents_nothing),
        cmocka_unit_test(a_clerks_hour_loses_nothing),
        cmocka_unit_test(random_clerks_break_nothing),
    };
    return cmocka_run_group_tests_name("the staff desk", tests, NULL, NULL);
}
