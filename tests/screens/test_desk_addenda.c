/* SPDX-License-Identifier: MIT */
/* The school's own words: written, published, taken back, by one or by several. */
#include "tests/screens/others.h"

#include "base/error.h"
#include "db/site/addenda.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define CHUNK "paste:到学籍科登记，带身份证原件。"

static void a_clerk_may_not_change_what_the_school_says(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:小张 b");
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
    player_open_desk(&player, "login:李老师 b 3 " CHUNK " Tab Right Right Enter Enter");
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
    player_open_desk(&player, "login:李老师 b 6 type:改坏了 Ctrl-S Tab Left Enter Down Enter");
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

static void retracting_keeps_what_is_not_saved(void **state)
{
    struct player player;
    struct addendum *history;
    size_t n;
    (void)state;
    player_open_desk(&player, "login:李老师 b 6 End type:另起一稿 Tab Right Right Right Enter y");
    assert_shows(&player, "已撤下");
    assert_shows(&player, "第 2 版，在“历史”里");
    assert_int_equal(site_addendum_history(&history, &n, player.hall->site, 6), 0);
    assert_int_equal(history[0].state, ADDENDUM_RETRACTED);
    assert_int_equal(history[1].state, ADDENDUM_DRAFT);
    assert_non_null(strstr(history[1].text, "另起一稿"));
    addenda_free(history, n);
    player_close(&player);
}

static void a_question_is_answered_by_the_letter_in_the_footer(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 b 3 " CHUNK " Tab Right Right Enter");
    assert_shows(&player, "Y 发布");
    player_play(&player, "Y");
    assert_shows(&player, "已发布，第 1 版");
    player_close(&player);
}

static void a_question_is_answered_by_a_tap_on_the_footer_too(void **state)
{
    struct player player;
    char script[32];
    (void)state;
    player_open_desk(&player, "login:李老师 b 3 " CHUNK " Tab Right Right Enter");
    _cleanup_free_ char *footer = player_row(&player, 23);
    char *answer = strstr(footer, "Y 发布");
    assert_non_null(answer);
    *answer = '\0';
    snprintf(script, sizeof(script), "tap:23,%d", canvas_measure(&player.canvas, footer));
    player_play(&player, script);
    assert_shows(&player, "已发布，第 1 版");
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

/* ---- the text ---- */

static void undo_brings_back_what_was_erased(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 b 6 Home Delete Delete Delete Delete Ctrl-Z");
    assert_shows(&player, "本人来不了的，可以写委托书。");
    player_play(&player, "Ctrl-Y");
    assert_hidden(&player, "本人来不了的，可以写委托书。");
    player_close(&player);
}

static void a_paste_keeps_its_lines_and_nothing_that_could_do_harm(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 b 3 paste:第一行|第二行\033[2J|第三行");
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
    player_open_desk(&player, "login:李老师 b 6");
    int row = player_find(&player, "补办学历证明书");
    char script[64];
    snprintf(script, sizeof(script), "tap:%d,8 type:好", row);
    player_play(&player, script);
    assert_shows(&player, "补办好学历证明书");
    player_close(&player);
}

/* ---- others write, too ---- */

static void two_editors_never_cover_each_other_up_unasked(void **state)
{
    struct player player;
    struct site_session other;
    int version;
    (void)state;
    player_open_desk(&player, "login:李老师 b 3 " CHUNK);
    struct site *site = other_admin(&other, &player);
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

static void retracting_stops_when_the_draft_cannot_be_saved(void **state)
{
    struct player player;
    struct site_session other;
    struct addendum_shown *shown;
    (void)state;
    player_open_desk(&player, "login:李老师 b 6 End type:另起一稿 Tab Right Right Right Enter");
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
        player_open_desk(&player, "login:李老师 b 6 End type:改一改");
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

/* What does not fit is marked as cut; the warning comes first. */
static void the_smallest_screen_says_whose_words_publishing_replaces(void **state)
{
    struct player player;
    struct site_session other;
    int version;
    (void)state;
    player_open_desk(&player, "login:李老师 b 6 End type:改一改 resize:40x12");
    struct site *site = other_admin(&other, &player);
    assert_int_equal(site_addendum_publish(&version, site, &other, 6, 1, "王老师写的"), 0);
    player_play(&player, "Ctrl-S Tab Right Right Enter");
    assert_shows(&player, "发布这段文字吗");
    assert_shows(&player, "王老师刚发布了第 2");
    assert_shows(&player, "文字代替。先看“历史”？");
    assert_shows(&player, "…");
    assert_shows(&player, "N 先不发布");
    site_close(site);
    player_close(&player);
}

static void what_another_publishes_while_the_question_stands_stays(void **state)
{
    struct player player;
    struct site_session other;
    struct addendum_shown *shown;
    int version;
    (void)state;
    player_open_desk(&player, "login:李老师 b 6 End type:改一改 Tab Right Right Enter");
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
    player_open_desk(&player, "login:李老师 b 6 End type:改一改");
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
    player_open_desk(&player, "login:李老师 b 3");
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
    player_open_desk(&player, "login:李老师 b 6 End type:甲 Up Ctrl-L type:" HALL_PASSWORD " Enter type:乙");
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
    player_open_desk(&player, "login:李老师 b 6 End type:甲 Ctrl-L");
    struct site *site = other_admin(&other, &player);
    assert_int_equal(site_addendum_save(&version, site, &other, 6, 2, "王老师写的"), 0);
    player_play(&player, "type:" HALL_PASSWORD " Enter");
    assert_shows(&player, "王老师写的");
    assert_shows(&player, "王老师刚存了第 3 版，这里换成了它的文字");
    site_close(site);
    player_close(&player);
}

static void a_right_that_is_taken_away_is_gone_at_once(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:李老师 b 3 " CHUNK);
    other_changes_account(&player, 1, SITE_ROLE_DESK, true);
    player_play(&player, "Ctrl-S");
    assert_shows(&player, "没有这个权限");
    assert_shows(&player, "到学籍科登记");           /* the text is still there to be copied */
    player_play(&player, "Tab Right Right Enter y"); /* no key is dead */
    assert_shows(&player, "没有这个权限");
    player_close(&player);
}

static void a_version_is_not_restored_without_the_right_and_that_is_said(void **state)
{
    struct player player;
    struct addendum *latest;
    (void)state;
    player_open_desk(&player, "login:李老师 b 6 type:改 Ctrl-S Tab Left Enter Down Enter");
    assert_screen(&player, "desk-version");
    other_changes_account(&player, 1, SITE_ROLE_DESK, true);
    for (int i = 0; i < 2; i++) {
        player_play(&player, "r");
        assert_shows(&player, "没有这个权限");
    }
    assert_int_equal(site_addendum_latest(&latest, player.hall->site, 6), 0);
    assert_int_equal(latest->version, 2);
    addenda_free(latest, 1);
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clerk_may_not_change_what_the_school_says),
        cmocka_unit_test(published_words_reach_the_kiosk_and_retracted_ones_leave_it),
        cmocka_unit_test(an_old_version_comes_back_as_a_draft),
        cmocka_unit_test(retracting_keeps_what_is_not_saved),
        cmocka_unit_test(a_question_is_answered_by_the_letter_in_the_footer),
        cmocka_unit_test(a_question_is_answered_by_a_tap_on_the_footer_too),
        cmocka_unit_test(an_addendum_stays_while_another_program_writes),
        cmocka_unit_test(undo_brings_back_what_was_erased),
        cmocka_unit_test(a_paste_keeps_its_lines_and_nothing_that_could_do_harm),
        cmocka_unit_test(a_tap_sets_the_cursor_in_the_text),
        cmocka_unit_test(two_editors_never_cover_each_other_up_unasked),
        cmocka_unit_test(retracting_stops_when_the_draft_cannot_be_saved),
        cmocka_unit_test(publishing_tells_of_what_it_replaces_after_a_draft_was_saved_too),
        cmocka_unit_test(the_smallest_screen_says_whose_words_publishing_replaces),
        cmocka_unit_test(what_another_publishes_while_the_question_stands_stays),
        cmocka_unit_test(a_save_that_met_another_keeps_its_warning),
        cmocka_unit_test(retracting_looks_whether_something_is_shown_now),
        cmocka_unit_test(unlocking_keeps_undo_and_the_cursor),
        cmocka_unit_test(unlocking_says_so_when_another_wrote_meanwhile),
        cmocka_unit_test(a_right_that_is_taken_away_is_gone_at_once),
        cmocka_unit_test(a_version_is_not_restored_without_the_right_and_that_is_said),
    };
    return cmocka_run_group_tests_name("本校补充 at the desk", tests, NULL, NULL);
}
