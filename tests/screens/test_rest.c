/* SPDX-License-Identifier: MIT */
/* What happens when nobody is there: other content, counters on the disk, the hall's data found again. */
#include "tests/screens/player.h"

#include "base/error.h"
#include "db/site/addenda.h"
#include "db/site/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* ---- other content ---- */

static int take(struct player *player, struct handbook **other)
{
    assert_int_equal(handbook_open_embedded(other), 0);
    int r = app_take_content(player->app, *other, 0, "另一份");
    if (r < 0)
        handbook_close(*other);
    return r;
}

/* What was shown before is closed at once: nothing may look at it any more. */
static void take_and_close(struct player *player)
{
    struct handbook *other;
    assert_true(app_is_resting(player->app));
    assert_int_equal(take(player, &other), 0);
    handbook_close(player->handbook);
    player->handbook = other;
    assert_true(app_dirty(player->app));
}

static void a_resting_kiosk_takes_other_content_and_one_in_use_does_not(void **state)
{
    struct player player;
    struct handbook *other;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80});
    player_play(&player, "Enter");
    assert_false(app_is_resting(player.app));
    assert_int_equal(take(&player, &other), -EBUSY);
    player_play(&player, "6 g Esc Esc Esc Esc");
    assert_screen(&player, "attract");
    take_and_close(&player);
    player_play(&player, "Enter 6 g Esc Esc ?");
    player_play(&player, "Esc a");
    player_close(&player);
}

/* As the program starts: the first frame is what it will be, and the handbook opens behind it. */
static void the_first_screen_is_the_same_before_the_handbook_is_open(void **state)
{
    const struct edition edition = handbook_embedded_edition();
    struct clock_manual time = {.ms = 1000000, .seconds = 1795413900};
    struct handbook *handbook = NULL;
    struct canvas before, after;
    struct app *app;
    (void)state;
    assert_int_equal(
        app_new(&app, &(struct app_options){.edition = &edition, .clock = clock_from_manual(&time)}), 0);
    assert_int_equal(canvas_init(&before, 37, 100, glyphs_for(GLYPHS_FULL)), 0);
    assert_int_equal(canvas_init(&after, 37, 100, glyphs_for(GLYPHS_FULL)), 0);
    assert_int_equal(app_draw(app, &before), 0);
    assert_int_equal(handbook_open_embedded(&handbook), 0);
    assert_int_equal(app_take_content(app, handbook, 0, "内置"), 0);
    assert_int_equal(app_draw(app, &after), 0);
    assert_memory_equal(before.cells, after.cells, 37 * 100 * sizeof(struct cell));
    app_key(app, &(struct key){.type = KEY_ENTER});
    assert_string_equal(app_screen_name(app), "home");
    app_free(app);
    handbook_close(handbook);
    canvas_fini(&before);
    canvas_fini(&after);
}

/* What a visitor sees then is of use to them, and staff are told why. */
static void each_reason_why_there_is_no_handbook_is_told(void **state)
{
    static const struct {
        int error;
        const char *reason;
    } rows[] = {{-EBADMSG, "内容数据库损坏"},  {-EPROTO, "版本与程序不合"},
                {-ENOENT, "找不到内容数据库"}, {-EACCES, "没有读取内容数据库的权限"},
                {-ENOMEM, "内存不足"},         {-ETIME, "读取内容超时"},
                {-EIO, "读取内容时出错"}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct player player;
        player_open(&player,
                    &(struct player_options){.rows = 24, .cols = 80, .handbook_error = rows[i].error});
        player_play(&player, "Enter");
        assert_screen(&player, "service");
        assert_shows(&player, rows[i].reason);
        assert_shows(&player, "www.chsi.com.cn");
        player_close(&player);
    }
}

static void a_key_that_waits_is_somebody(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80});
    assert_true(app_is_resting(player.app));
    app_key(player.app, &(struct key){.type = KEY_TEXT, .ch = U'4'});
    assert_false(app_is_resting(player.app));
    player_close(&player);
}

static void a_desk_where_nobody_is_logged_in_takes_other_content(void **state)
{
    struct player player;
    struct handbook *other;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80, .hall = PLAYER_DESK});
    take_and_close(&player);
    player_play(&player, "login:小张 6");
    assert_false(app_is_resting(player.app));
    player_play(&player, "Ctrl-L");
    assert_screen(&player, "desk-login");
    assert_false(app_is_resting(player.app)); /* what lies below is theirs */
    assert_int_equal(take(&player, &other), -EBUSY);
    player_play(&player, "type:" HALL_PASSWORD " Enter Esc Esc y");
    assert_screen(&player, "desk-login");
    take_and_close(&player);
    player_play(&player, "type:" HALL_PASSWORD " Enter 6");
    assert_screen(&player, "desk-question");
    player_close(&player);
}

/* ---- what is written ---- */

static int64_t counted(const struct player *player)
{
    struct stats_query query = {.from = {2026, 11, 23}, .to = {2026, 11, 23}, .by = STATS_BY_KIND};
    int64_t n = -1;
    assert_int_equal(site_stats_total(&n, player->hall->site, &query), 0);
    return n;
}

static void a_visitor_s_screen_is_gone_before_the_disk_is_waited_for(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80, .hall = PLAYER_KIOSK});
    int64_t before = counted(&player);
    player.hasty = true;
    player_play(&player, "Enter 6");
    app_key(player.app, &(struct key){.type = KEY_ESCAPE});
    app_key(player.app, &(struct key){.type = KEY_ESCAPE});
    assert_screen(&player, "attract");
    assert_true(app_dirty(player.app));
    assert_false(app_has_idle_work(player.app)); /* not before the frame */
    assert_int_equal(counted(&player), before);
    assert_int_equal(app_draw(player.app, &player.canvas), 0);
    assert_true(app_has_idle_work(player.app));
    assert_int_equal(counted(&player), before);
    player_play(&player, "Enter"); /* the next one comes at once: their keys do not wait either */
    while (app_has_idle_work(player.app))
        app_do_idle_work(player.app);
    assert_int_equal(counted(&player), before);
    player_play(&player, "Esc");
    while (app_has_idle_work(player.app))
        app_do_idle_work(player.app);
    assert_int_equal(counted(&player), before + 1);
    player_close(&player);
}

static void a_desk_is_covered_before_it_saves(void **state)
{
    struct addendum *draft = NULL;
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80, .hall = PLAYER_DESK});
    player_play(&player, "login:李老师 b 3 type:新");
    player.hasty = true;
    player_play(&player, "Ctrl-L");
    assert_screen(&player, "desk-login");
    assert_int_equal(site_addendum_latest(&draft, player.hall->site, 3), -ENOENT);
    assert_true(app_has_idle_work(player.app));
    app_do_idle_work(player.app);
    assert_int_equal(site_addendum_latest(&draft, player.hall->site, 3), 0);
    assert_string_equal(draft->text, "新");
    addenda_free(draft, 1);
    player_close(&player);
}

/* Home and back to the search is one visitor, however often. */
static void a_visitor_counts_once_until_they_leave(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80, .hall = PLAYER_KIOSK});
    player_play(&player, "Enter");
    for (int i = 0; i < 4; i++)
        player_play(&player, "/ type:食堂食堂 Esc 6 0");
    assert_int_equal(player.hall->tally.n_terms, 1);
    assert_int_equal(player.hall->tally.terms[0].n, 1);
    player_close(&player);
}

/* ---- the hall's own data ---- */

/* A kiosk is started before the desk is; then the desk is set up. */
static void a_kiosk_takes_the_hall_s_data_that_came_later(void **state)
{
    struct player player, other;
    (void)state;
    player_open(&other, &(struct player_options){.rows = 24, .cols = 80, .hall = PLAYER_KIOSK});
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80});
    int64_t before = counted(&other);
    assert_hidden(&player, "吉林大学");
    player_play(&player, "Enter");
    assert_int_equal(app_take_site(player.app, other.hall->site, &other.hall->tally), -EBUSY);
    player_play(&player, "Esc");
    assert_int_equal(app_take_site(player.app, other.hall->site, &other.hall->tally), 0);
    player_play(&player, "Enter");
    assert_shows(&player, "吉林大学");
    player_play(&player, "6 Esc Esc");
    assert_int_equal(counted(&other), before + 1);
    player_play(&player, "Enter a End");
    assert_shows(&player, "本校只统计");
    assert_hidden(&player, "您按过的键不会保存");
    player_close(&player);
    player_close(&other);
}

/* What was counted while nothing could be written is written when it can. */
static void recording_resumes_without_a_restart(void **state)
{
    struct player player;
    struct site *reader;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80, .hall = PLAYER_KIOSK});
    struct tally *tally = &player.hall->tally;
    int64_t before = counted(&player);
    assert_int_equal(site_open(&reader, player.hall->path, SITE_READ, clock_from_manual(&player.time)), 0);
    assert_int_equal(app_take_site(player.app, reader, tally), 0);
    player_play(&player, "Enter 6 Esc Esc");
    assert_int_equal(tally->error, -EROFS);
    assert_int_equal(counted(&player), before);
    player_play(&player, "Enter a End");
    assert_shows(&player, "暂停记录：不能写入本校数据");
    player_play(&player, "Esc Esc");
    assert_int_equal(app_take_site(player.app, player.hall->site, tally), 0);
    site_close(reader);
    player_play(&player, "");
    assert_int_equal(tally->error, 0);
    assert_int_equal(counted(&player), before + 1);
    player_play(&player, "Enter a End");
    assert_hidden(&player, "暂停记录");
    player_close(&player);
}

/* Another program keeps the file; a minute later it does not. */
static void a_write_that_failed_is_tried_again_within_a_minute(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80, .hall = PLAYER_KIOSK});
    int64_t before = counted(&player);
    struct site *other = hall_other(player.hall, clock_from_manual(&player.time));
    site_set_busy(player.hall->site, 0);
    assert_int_equal(site_begin(other), 0);
    player_play(&player, "Enter 6 Esc Esc");
    assert_int_equal(player.hall->tally.error, -EBUSY);
    assert_int_equal(site_end(other, 0), 0);
    site_close(other);
    player_play(&player, "wait:61000");
    assert_int_equal(player.hall->tally.error, 0);
    assert_int_equal(counted(&player), before + 1);
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_resting_kiosk_takes_other_content_and_one_in_use_does_not),
        cmocka_unit_test(the_first_screen_is_the_same_before_the_handbook_is_open),
        cmocka_unit_test(each_reason_why_there_is_no_handbook_is_told),
        cmocka_unit_test(a_key_that_waits_is_somebody),
        cmocka_unit_test(a_desk_where_nobody_is_logged_in_takes_other_content),
        cmocka_unit_test(a_visitor_s_screen_is_gone_before_the_disk_is_waited_for),
        cmocka_unit_test(a_desk_is_covered_before_it_saves),
        cmocka_unit_test(a_visitor_counts_once_until_they_leave),
        cmocka_unit_test(a_kiosk_takes_the_hall_s_data_that_came_later),
        cmocka_unit_test(recording_resumes_without_a_restart),
        cmocka_unit_test(a_write_that_failed_is_tried_again_within_a_minute),
    };
    return cmocka_run_group_tests_name("rest", tests, NULL, NULL);
}
