/* SPDX-License-Identifier: MIT */
#include "tests/screens/player.h"

#include "base/error.h"
#include "db/site/pin.h"
#include "ui/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define MONDAY 1795413900 /* 2026-11-23 14:05:00 in Asia/Shanghai */

static int start_slip(void *context, const struct document *document)
{
    struct player *player = context;
    assert_int_equal(document_error(document), 0);
    if (player->print_error)
        return player->print_error;
    player->printed++;
    player->printer_state.progress = PRINT_SENDING;
    player->printer_state.percent = 0;
    return 0;
}

static void watch_printer(void *context, bool watch)
{
    struct player *player = context;
    assert_true(watch != player->watched);
    player->watched = watch;
}

static void forget_slips(void *context)
{
    struct player *player = context;
    player->printer_state.progress = PRINT_NOTHING;
    player->printer_state.left = 3;
}

static const struct app_printer *printer_of(struct player *player)
{
    player->printer_state = (struct print_state){.condition = PRINTER_READY, .left = 3};
    player->printer = (struct app_printer){.state = &player->printer_state,
                                           .start = start_slip,
                                           .watch = watch_printer,
                                           .forget = forget_slips,
                                           .context = player};
    return &player->printer;
}

static int say(void *context, const char *text)
{
    struct player *player = context;
    free(player->said);
    player->said = strdup(text);
    if (!player->said)
        return -ENOMEM;
    player->speaking = !player->voice_trouble;
    return 0;
}

static void fall_silent(void *context)
{
    struct player *player = context;
    assert_true(player->speaking); /* nobody is told to stop who is silent */
    player->speaking = false;
}

static bool is_speaking(void *context)
{
    const struct player *player = context;
    return player->speaking;
}

static int voice_trouble(void *context)
{
    const struct player *player = context;
    return player->voice_trouble;
}

static int report(char **out, void *context)
{
    (void)context;
    *out = strdup("正常  字符集：UTF-8（C.UTF-8）\n注意  时区：UTC 不是北京时间；请设为 Asia/Shanghai\n");
    return *out ? 0 : -ENOMEM;
}

void player_open(struct player *player, const struct player_options *options)
{
    *player = (struct player){.time = {.ms = 1000000, .seconds = options->wall ? options->wall : MONDAY}};
    player->handbook = options->handbook;
    if (!options->handbook && !options->handbook_error)
        assert_int_equal(handbook_open_embedded(&player->handbook), 0);
    if (options->hall != PLAYER_ALONE) {
        player->hall = calloc(1, sizeof(*player->hall));
        assert_non_null(player->hall);
        hall_open(player->hall, clock_from_manual(&player->time), options->hall == PLAYER_EMPTY_DESK,
                  options->hall == PLAYER_KIOSK ? TALLY_KIOSK : TALLY_DESK);
    }
    static const struct staff staff = {.report = report};
    bool is_desk = options->hall == PLAYER_DESK || options->hall == PLAYER_EMPTY_DESK;
    player->voice = (struct app_voice){.say = say,
                                       .stop = fall_silent,
                                       .is_speaking = is_speaking,
                                       .trouble = voice_trouble,
                                       .context = player};
    struct app_options app = {.handbook = player->handbook,
                              .handbook_error = options->handbook_error,
                              .clock = clock_from_manual(&player->time),
                              .theme = options->theme,
                              .hours = options->hours,
                              .voice = options->voice ? &player->voice : NULL,
                              .printer = options->printer ? printer_of(player) : NULL,
                              .site_db = player->hall ? player->hall->site : NULL,
                              .tally = player->hall ? &player->hall->tally : NULL,
                              .staff = &staff,
                              .desk = is_desk ? &player->hall->desk : NULL,
                              .idle_seconds = options->idle_seconds,
                              .start_at_home = options->at_home,
                              .locked = options->locked};
    if (options->pin)
        assert_int_equal(site_pin_set(player->hall->site, NULL, options->pin), 0);
    assert_int_equal(app_new(&player->app, &app), 0);
    if (options->plain)
        app_set_glyphs(player->app, GLYPHS_PLAIN);
    assert_int_equal(canvas_init(&player->canvas, options->rows, options->cols, glyphs_for(GLYPHS_FULL)), 0);
    assert_int_equal(app_draw(player->app, &player->canvas), 0);
}

void player_open_desk(struct player *player, const char *script)
{
    player_open(player,
                &(struct player_options){.rows = 24, .cols = 80, .hall = PLAYER_DESK, .printer = true});
    player_play(player, script);
}

void player_close(struct player *player)
{
    app_free(player->app);
    if (player->hall)
        hall_close(player->hall);
    free(player->hall);
    handbook_close(player->handbook);
    canvas_fini(&player->canvas);
    free(player->said);
}

void player_draw(struct player *player)
{
    int error = app_draw(player->app, &player->canvas);
    if (error != -ENOMEM || !player->poor)
        assert_int_equal(error, 0);
}

void player_resize(struct player *player, int rows, int cols)
{
    assert_true(canvas_resize(&player->canvas, rows, cols) == 0 || player->poor);
    app_invalidate(player->app);
    player_draw(player);
}
