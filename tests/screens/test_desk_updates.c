/* SPDX-License-Identifier: MIT */
/* New content at the desk: looked at, installed, taken back, and what is noted of it. */
#include "tests/screens/machine.h"
#include "tests/screens/others.h"

#include "base/error.h"
#include "db/site/history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cmocka.h>

static void a_bundle_that_nobody_signed_is_looked_at_and_refused(void **state)
{
    struct player player;
    char path[160], script[200];
    (void)state;
    player_open_desk(&player, "login:李老师 g");
    assert_screen(&player, "desk-bench"); /* not for editors */
    player_close(&player);
    player_open_desk(&player, "login:王老师 g");
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

/* A hall whose machine has content installed that the desk, open since before, does not show; and the same
 * content with a higher number on a stick. */
static void a_bundle_is_compared_with_what_is_in_use_and_not_installed_unnoted(void **state)
{
    struct machine *machine = machine_open(0);
    (void)state;
    for (int lose_the_log = 0; lose_the_log < 2; lose_the_log++) {
        struct player player;
        char script[240];
        machine_install(machine, machine_content(1, "", &machine->current));
        const char *path =
            machine_put(machine, "2.ybt", machine_content(2 + lose_the_log, "", &machine->current));
        player_open_desk(&player, "");
        machine_is_players(machine, &player);
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
    machine_close(machine);
}

static void a_rollback_that_fails_leaves_a_row_like_one_that_does_not(void **state)
{
    struct machine *machine = machine_open(0);
    struct player player;
    struct history_row *rows;
    size_t n;
    char path[160];
    (void)state;
    assert_int_equal(machine_install(machine, machine_signed(machine, 3)), 0);
    snprintf(path, sizeof(path), "%s/content", machine->state);
    int other = open(path, O_RDONLY | O_DIRECTORY);
    assert_int_equal(flock(other, LOCK_EX), 0); /* somebody installs at this moment */
    player_open_desk(&player, "");
    machine_is_players(machine, &player);
    player_play(&player, "login:王老师 g b y");
    assert_shows(&player, "✘");
    assert_int_equal(machine_in_use(machine), 3);
    close(other);
    player_play(&player, "b y");
    assert_shows(&player, "已退回程序自带的内容");
    assert_int_equal(site_content_list(&rows, &n, player.hall->site, 10), 0);
    assert_int_equal(n, 3); /* newest first: done, begun, refused */
    assert_string_equal(rows[0].result, "ok");
    assert_string_equal(rows[1].result, HISTORY_BEGUN);
    assert_string_equal(rows[2].result, "busy");
    assert_int_equal(rows[2].action, HISTORY_ROLLBACK);
    assert_int_equal(rows[2].sequence, 3);
    assert_string_equal(rows[2].account, HALL_ADMIN);
    history_free(rows, n);
    player_close(&player);
    machine_close(machine);
}

static void an_installation_needs_the_right_at_that_moment(void **state)
{
    struct machine *machine = machine_open(0);
    struct player player;
    char script[240];
    (void)state;
    const char *path = machine_put(machine, "1.ybt", machine_content(1, "", &machine->current));
    player_open_desk(
        &player,
        "login:王老师 z n type:小李 Down Right Right Down type:xinmima1 Enter type:xinmima1 Enter Esc");
    machine_is_players(machine, &player);
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
    machine_close(machine);
}

static void an_edition_with_a_long_name_is_noted_as_far_as_there_is_room(void **state)
{
    struct machine *machine = machine_open(0);
    struct player player;
    struct history_row *rows;
    size_t n;
    char script[240];
    (void)state;
    struct bundle_header header = machine_header(1);
    struct image image = fixture_build("");
    memset(header.edition, 'x', BUNDLE_EDITION_MAX - 1);
    header.edition[BUNDLE_EDITION_MAX - 1] = '\0';
    const char *path =
        machine_put(machine, "1.ybt", machine_bundle(&header, image.bytes, image.n, &machine->current));
    free(image.bytes);
    player_open_desk(&player, "");
    machine_is_players(machine, &player);
    snprintf(script, sizeof(script), "login:王老师 g o paste:%s Enter i y", path);
    player_play(&player, script);
    assert_shows(&player, "已安装第 1 号");
    assert_hidden(&player, "没能记入日志");
    assert_int_equal(site_content_list(&rows, &n, player.hall->site, 1), 0);
    assert_string_equal(rows[0].result, "ok");
    assert_int_equal(strlen(rows[0].edition), HISTORY_EDITION_CHARACTERS);
    history_free(rows, n);
    player_close(&player);
    machine_close(machine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_that_nobody_signed_is_looked_at_and_refused),
        cmocka_unit_test(a_bundle_is_compared_with_what_is_in_use_and_not_installed_unnoted),
        cmocka_unit_test(a_rollback_that_fails_leaves_a_row_like_one_that_does_not),
        cmocka_unit_test(an_installation_needs_the_right_at_that_moment),
        cmocka_unit_test(an_edition_with_a_long_name_is_noted_as_far_as_there_is_room),
    };
    return cmocka_run_group_tests_name("new content at the desk", tests, NULL, NULL);
}
