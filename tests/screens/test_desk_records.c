/* SPDX-License-Identifier: MIT */
/* What an administrator looks up: the log to its first row, accounts, counters, an export's every refusal;
 * content put back. */
#include "tests/screens/machine.h"
#include "tests/unit/sql_fixture.h"

#include "base/error.h"
#include "db/site/audit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void desk(struct player *player, const char *script)
{
    player_open(player, &(struct player_options){.rows = 24, .cols = 110, .hall = PLAYER_DESK});
    player_play(player, script);
}

/* ---- the log ---- */

static void fill_log(struct site *site, int n)
{
    assert_int_equal(site_begin(site), 0);
    for (int i = 0; i < n; i++)
        assert_int_equal(site_audit_note(site, NULL, AUDIT_EXPORTED, "stats"), 0);
    assert_int_equal(site_end(site, 0), 0);
}

static void play_often(struct player *player, const char *word, int n)
{
    for (int i = 0; i < n; i++)
        player_play(player, word);
}

static void a_long_log_is_read_to_its_first_row_and_back(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:王老师");
    fill_log(player.hall->site, 420);
    player_play(&player, "r");
    assert_hidden(&player, "建立数据文件");
    play_often(&player, "PgDn", 40);
    assert_shows(&player, "建立数据文件"); /* the first row of all */
    player_play(&player, "Down PgDn");
    assert_shows(&player, "建立数据文件");
    play_often(&player, "PgUp", 40);
    assert_shows(&player, "▐    429");
    player_play(&player, "Up PgUp");
    assert_shows(&player, "▐    429");
    player_close(&player);
}

static void each_kind_of_row_is_named_with_its_detail(void **state)
{
    static const struct {
        enum audit_action action;
        const char *detail, *action_shown, *detail_shown;
    } rows[] = {{AUDIT_LOGIN_WAIT, "60", "多次输错后又试", "如果又错，要等 60 秒"},
                {AUDIT_PIN_WAIT, "120", "维护密码输错多次", "要等 120 秒"},
                {AUDIT_ADDENDUM_SAVED, "6 4 from 1", "存本校补充草稿", "第 6 题，第 4 版，同第 1 版"},
                {AUDIT_ADDENDUM_PUBLISHED, "6 5", "发布本校补充", "第 6 题，第 5 版"},
                {AUDIT_ADDENDUM_RETRACTED, "?", "撤下本校补充", "?"},
                {AUDIT_PROFILE, "office place", "改学校信息", "部门名称 地点"},
                {AUDIT_CONTENT_INSTALLED, "7 begun", "安装内容", "第 7 号，开始"},
                {AUDIT_CONTENT_INSTALLED, "7 ok", "安装内容", "第 7 号，完成"},
                {AUDIT_CONTENT_ROLLED_BACK, "6 old", "退回内容", "第 6 号，没有成功（代号 old）"},
                {AUDIT_SITE_MIGRATED, "1 2", "升级数据文件", "1 2"},
                {AUDIT_LOGIN_FAILED, "", "登录失败", ""}};
    struct player player;
    (void)state;
    desk(&player, "login:王老师");
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        char sql[200];
        snprintf(sql, sizeof(sql),
                 "INSERT INTO audit SELECT max(seq) + 1, time, '', %d, '%s', zeroblob(32), zeroblob(32) FROM "
                 "audit",
                 rows[i].action, rows[i].detail);
        run_sql(player.hall->path, sql);
    }
    player_play(&player, "r");
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        assert_shows(&player, rows[i].action_shown);
        assert_shows(&player, rows[i].detail_shown);
    }
    player_close(&player);
}

static void what_was_done_in_another_year_is_told_with_the_year(void **state)
{
    (void)state;
    struct player player;
    desk(&player, "login:王老师 r");
    assert_shows(&player, "11月23日 14:05");
    player_play(&player, "Esc");
    player.time.seconds += 60L * 24 * 60 * 60;
    player_play(&player, "r");
    assert_shows(&player, "2026年11月23日");
    player_close(&player);
}

static void a_log_that_was_touched_says_so(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:王老师");
    run_sql(player.hall->path, "UPDATE audit SET detail = 'x' WHERE seq = 2");
    player_play(&player, "r");
    assert_hidden(&player, "首尾相接");
    assert_shows(&player, "第 2");
    player_close(&player);
}

/* ---- accounts ---- */

static void an_account_s_every_refusal_says_what_is_wrong(void **state)
{
    static const struct {
        const char *script, *shows;
    } rows[] = {
        {"n type:小张 Down Down type:xinmima1 Enter type:xinmima1 Enter", "这个姓名已经有账号了"},
        {"n type:小李 Down Down type:xinmima1 Enter type:xinmima2 Enter", "两次输入的密码不一样"},
        {"n type:小李 Down Down type:kurz Enter type:kurz Enter", "至少 8 个字符"},
        {"n type:xiaolizhang Down Down type:xiaolizhang Enter type:xiaolizhang Enter", "密码不能就是姓名"},
        {"n Down Down type:xinmima1 Enter type:xinmima1 Enter", "姓名最多 16 个字"},
        {"Home Enter Left Ctrl-S", "这是最后一个管理员，角色不能改"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct player player;
        desk(&player, "login:王老师 z");
        player_play(&player, rows[i].script);
        assert_shows(&player, rows[i].shows);
        assert_screen(&player, "desk-account");
        player_close(&player);
    }
}

static void an_account_gets_another_role_and_another_password(void **state)
{
    struct player player;
    struct site_session session;
    (void)state;
    desk(&player, "login:王老师 z Down Down Enter Right Down type:neu-neu-1 Enter type:neu-neu-1 Enter");
    assert_shows(&player, "已保存");
    assert_int_equal(site_login(&session, NULL, player.hall->site, HALL_CLERK, "neu-neu-1"), 0);
    assert_int_equal(session.role, SITE_ROLE_EDITOR);
    player_play(&player, "End d y");
    assert_shows(&player, "已停用");
    player_play(&player, "d n d Right Enter");
    assert_shows(&player, "已启用");
    player_close(&player);
}

/* ---- counters and their export ---- */

static void every_view_of_the_counters_has_its_rows(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "login:王老师 j");
    for (char key = '1'; key <= '9'; key++) {
        player_play(&player, (char[]){key, '\0'});
        assert_screen(&player, "desk-stats");
    }
    player_play(&player, "3");
    assert_shows(&player, "学");
    player_play(&player, "BackTab BackTab Tab Left Right Down Up 0");
    player_play(&player, "?");
    player_close(&player);
}

static void an_export_says_why_the_file_cannot_be_written(void **state)
{
    static const struct {
        int error;
        const char *shows;
    } rows[] = {{-EEXIST, "已经有这个文件了"}, {-ENOENT, "没有这个文件夹"}, {-EACCES, "没有权限写在这里"},
                {-EPERM, "没有权限写在这里"},  {-EROFS, "这里只能读"},      {-ENOSPC, "磁盘满了"},
                {-ENAMETOOLONG, "文件名太长"}, {-EISDIR, "这是一个文件夹"}, {-EIO, "写不了这个文件"}};
    struct player player;
    (void)state;
    desk(&player, "login:王老师 j e");
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        player.hall->export_error = rows[i].error;
        player_play(&player, "Ctrl-S");
        assert_shows(&player, rows[i].shows);
        assert_screen(&player, "desk-export");
    }
    player_play(&player, "Home");
    play_often(&player, "Delete", 60);
    player_play(&player, "Ctrl-S");
    assert_shows(&player, "请写文件名");
    player_close(&player);
}

static void an_export_goes_where_the_desk_was_started_without_a_home(void **state)
{
    struct player player;
    (void)state;
    desk(&player, "");
    player.hall->desk.home = NULL;
    player_play(&player, "login:王老师 j e Ctrl-S");
    assert_string_equal(player.hall->exported.path, "yibentong-2026-11-23-2026-11-23.csv");
    player_close(&player);
}

/* ---- content ---- */

static struct machine *open_machine(struct player *player, uint32_t n)
{
    struct machine *machine = machine_open(n);
    desk(player, "");
    machine_is_players(machine, player);
    return machine;
}

static void close_machine(struct player *player, struct machine *machine)
{
    player_close(player);
    machine_close(machine);
}

static void content_is_put_back_once_somebody_agrees(void **state)
{
    struct player player;
    struct machine *machine = open_machine(&player, 2);
    (void)state;
    player_play(&player, "login:王老师 g");
    assert_shows(&player, "装的是第 2 号");
    player_play(&player, "b");
    assert_shows(&player, "退回后用上一次装的第 1 号");
    player_play(&player, "n");
    assert_int_equal(machine_in_use(machine), 2);
    player_play(&player, "B y");
    assert_shows(&player, "已退回第 1 号");
    assert_int_equal(machine_in_use(machine), 1);
    player_play(&player, "b");
    assert_shows(&player, "退回后用程序自带的内容");
    player_play(&player, "y");
    assert_shows(&player, "已退回程序自带的内容");
    assert_int_equal(machine_in_use(machine), 0);
    player_play(&player, "b");
    assert_shows(&player, "没有可以退回的");
    close_machine(&player, machine);
}

static void bundles_on_a_stick_say_whether_they_may_be_installed(void **state)
{
    struct player player;
    struct machine *machine = open_machine(&player, 1);
    (void)state;
    machine_put(machine, "new.ybt", machine_content(2, "", &machine->current));
    machine_put(machine, "foreign.ybt", machine_content(3, "", &machine->stranger));
    player_play(&player, "login:王老师 g");
    assert_shows(&player, "可以装");
    assert_shows(&player, "foreign.ybt");
    assert_shows(&player, "签名用的密钥本机没有登记");
    assert_shows(&player, "序号 1 不高于本机装过的 1");
    player_play(&player, "Home Enter");
    assert_screen(&player, "desk-update");
    player_play(&player, "Esc Up End Down x tap:3,40 R");
    assert_screen(&player, "desk-updates");
    close_machine(&player, machine);
}

static void a_bundle_is_looked_at_and_left_as_it_is(void **state)
{
    struct player player;
    struct machine *machine = open_machine(&player, 0);
    char script[240];
    (void)state;
    const char *path = machine_put(machine, "2.ybt", machine_content(2, "", &machine->current));
    snprintf(script, sizeof(script), "login:王老师 g o Esc O paste:%s Up F8 Enter", path);
    player_play(&player, script);
    assert_shows(&player, "可以安装");
    assert_shows(&player, "处变化");
    player_play(&player, "PgDn PgDn End Home resize:60x14 resize:110x24 i n x");
    assert_screen(&player, "desk-update");
    assert_int_equal(machine_in_use(machine), 0);
    player_play(&player, "I Y");
    assert_screen(&player, "desk-updates");
    assert_shows(&player, "已安装第 2 号");
    close_machine(&player, machine);
}

static void an_empty_path_opens_nothing(void **state)
{
    struct player player;
    struct machine *machine = open_machine(&player, 0);
    (void)state;
    player_play(&player, "login:王老师 g o Enter");
    assert_screen(&player, "desk-updates");
    player_play(&player, "Left Esc");
    assert_screen(&player, "desk-updates");
    close_machine(&player, machine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_log_is_read_to_its_first_row_and_back),
        cmocka_unit_test(each_kind_of_row_is_named_with_its_detail),
        cmocka_unit_test(what_was_done_in_another_year_is_told_with_the_year),
        cmocka_unit_test(a_log_that_was_touched_says_so),
        cmocka_unit_test(an_account_s_every_refusal_says_what_is_wrong),
        cmocka_unit_test(an_account_gets_another_role_and_another_password),
        cmocka_unit_test(every_view_of_the_counters_has_its_rows),
        cmocka_unit_test(an_export_says_why_the_file_cannot_be_written),
        cmocka_unit_test(an_export_goes_where_the_desk_was_started_without_a_home),
        cmocka_unit_test(content_is_put_back_once_somebody_agrees),
        cmocka_unit_test(bundles_on_a_stick_say_whether_they_may_be_installed),
        cmocka_unit_test(a_bundle_is_looked_at_and_left_as_it_is),
        cmocka_unit_test(an_empty_path_opens_nothing),
    };
    return cmocka_run_group_tests_name("the desk's records", tests, NULL, NULL);
}
