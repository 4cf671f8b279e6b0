/* SPDX-License-Identifier: MIT */
/* What the office does at the desk: profile, numbers, accounts, the log. */
#include "tests/screens/others.h"

#include "base/error.h"
#include "db/site/audit.h"
#include "db/site/profile.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* ---- the profile ---- */

static void the_profile_is_shown_as_the_kiosk_will_say_it(void **state)
{
    struct player player;
    struct profile *profile;
    (void)state;
    player_open_desk(&player, "login:李老师 x Down Down Down Down type:0431 Ctrl-S");
    assert_shows(&player, "电话  0431");
    assert_shows(&player, "已保存");
    assert_int_equal(site_profile_read(&profile, player.hall->site), 0);
    assert_string_equal(profile->telephone, "0431");
    site_profile_free(profile);
    player_play(&player, "Up Up Up Up Enter type:beihua Enter Ctrl-S Esc");
    assert_shows(&player, "北华大学"); /* the title bar knows it at once */
    player_close(&player);
}

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
    player_open_desk(&player, "login:李老师 x Down Down Down Down type:0431");
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
    player_open_desk(&player, "login:李老师 x Down Down Down Down type:0431");
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

/* ---- numbers ---- */

static void statistics_hide_small_numbers_and_walk_through_time(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:小张 j");
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

static void statistics_say_that_counting_pauses(void **state)
{
    static const int rows[] = {24, 17}; /* on a line of its own, and in place of the sum */
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct player player;
        player_open(&player, &(struct player_options){.rows = rows[i], .cols = 80, .hall = PLAYER_DESK});
        player_play(&player, "login:小张 6");
        struct site *site = hall_other(player.hall, clock_from_manual(&player.time));
        site_set_busy(player.hall->site, 0);
        assert_int_equal(site_begin(site), 0);
        player_play(&player, "wait:61000");
        assert_int_equal(site_end(site, -ECANCELED), -ECANCELED);
        player_play(&player, "type:" HALL_PASSWORD " Enter Esc j");
        assert_screen(&player, "desk-stats");
        assert_shows(&player, "使用次数暂停记录");
        assert_int_equal(player_find(&player, "一共") >= 0, rows[i] == 24);
        site_close(site);
        player_close(&player);
    }
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
    player_open_desk(&player, "login:王老师 j Tab Tab e");
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
    player_open_desk(&player, "login:李老师 j");
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
    player_open_desk(&player, "login:王老师 j e");
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

/* The file is written, and from then on somebody reads site.db: nothing can be committed. */
static int write_while_another_reads(void *context, const struct desk_export *what)
{
    (void)what;
    assert_int_equal(sqlite3_exec(context, "BEGIN; SELECT * FROM audit", NULL, NULL, NULL), SQLITE_OK);
    return 0;
}

static void an_export_whose_row_is_lost_says_that_the_file_was_written(void **state)
{
    struct player player;
    sqlite3 *reader;
    (void)state;
    player_open_desk(&player, "login:王老师 j e");
    assert_int_equal(sqlite3_open(player.hall->path, &reader), SQLITE_OK);
    site_set_busy(player.hall->site, 0);
    player.hall->desk.export = write_while_another_reads;
    player.hall->desk.export_context = reader;
    player_play(&player, "Ctrl-S");
    assert_screen(&player, "desk-stats");
    assert_shows(&player, "✘ 文件已经存好，但没能记入日志");
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
    assert_int_equal(count_rows(player.hall->site, AUDIT_EXPORTED), 0);
    player_close(&player);
}

/* ---- accounts and the log ---- */

static void an_administrator_opens_accounts_and_closes_them(void **state)
{
    struct player player;
    struct site_session session;
    (void)state;
    player_open_desk(&player,
                     "login:王老师 z n type:小李 Down Right Down type:xinmima1 Enter type:xinmima1 Enter");
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
    player_open_desk(&player, "login:小张 m type:falsch Enter type:neu-neu-1 Enter type:neu-neu-1 Enter");
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
    player_open_desk(&player, "login:李老师 b 3 type:草 Esc Esc Esc y");
    player_play(&player, "Up Home Delete Delete Delete login:王老师 r");
    assert_screen(&player, "desk-audit");
    assert_shows(&player, "首尾相接");
    assert_shows(&player, "存本校补充草稿");
    assert_shows(&player, "退出登录");
    player_close(&player);
}

static void the_statistics_can_be_tapped(void **state)
{
    struct player player;
    (void)state;
    player_open_desk(&player, "login:小张 j");
    assert_shows(&player, "2026年11月23日 星期一");
    player_tap(&player, "← 2026年");
    assert_shows(&player, "2026年11月22日");
    player_tap(&player, "→   [天]");
    assert_shows(&player, "2026年11月23日 星期一");
    player_play(&player, "Tab");
    assert_shows(&player, "[周]");
    player_tap(&player, "天 [周]");
    assert_shows(&player, "[天]");
    player_tap(&player, "2 引导");
    assert_shows(&player, "[2 引导]");
    player_resize(&player, 12, 40);
    player_tap(&player, "[2 引导]");
    assert_shows(&player, "[3 结果]");
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_profile_is_shown_as_the_kiosk_will_say_it),
        cmocka_unit_test(two_editors_of_the_profile_keep_both_their_fields),
        cmocka_unit_test(a_field_that_another_changed_too_is_told_before_it_is_replaced),
        cmocka_unit_test(the_title_bar_knows_a_saved_school_at_once),
        cmocka_unit_test(statistics_hide_small_numbers_and_walk_through_time),
        cmocka_unit_test(statistics_say_that_counting_pauses),
        cmocka_unit_test(an_export_asks_where_to_and_says_what_is_wrong),
        cmocka_unit_test(an_export_is_for_administrators),
        cmocka_unit_test(an_export_that_cannot_be_logged_is_not_made),
        cmocka_unit_test(an_export_whose_row_is_lost_says_that_the_file_was_written),
        cmocka_unit_test(an_administrator_opens_accounts_and_closes_them),
        cmocka_unit_test(everybody_changes_their_own_password),
        cmocka_unit_test(the_log_says_who_did_what_and_that_it_is_whole),
        cmocka_unit_test(the_statistics_can_be_tapped),
    };
    return cmocka_run_group_tests_name("the office at the desk", tests, NULL, NULL);
}
