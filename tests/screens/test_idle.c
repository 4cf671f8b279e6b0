/* SPDX-License-Identifier: MIT */
/* When the kiosk takes a visitor for gone, and what it does while nobody waits for it. */
#include "base/error.h"
#include "tests/screens/player.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNTDOWN_MS 20000

static void open_player(struct player *player, struct player_options options)
{
    options.rows = 24;
    options.cols = 80;
    player_open(player, &options);
}

/* As the loop: whatever is due by then. */
static void pass(struct player *player, int64_t ms)
{
    player->time.ms += ms;
    player->time.seconds += (time_t)(ms / 1000);
    app_tick(player->app);
    assert_int_equal(app_draw(player->app, &player->canvas), 0);
}

static void the_machine_s_own_idle_time_holds_on_every_screen_but_attract(void **state)
{
    struct player player;
    (void)state;
    open_player(&player, (struct player_options){.idle_seconds = 7, .at_home = true});
    assert_int_equal(app_deadline(player.app), player.time.ms + 7000);
    app_key(player.app, &(struct key){.type = KEY_TEXT, .ch = U'?'}); /* help has three minutes of its own */
    assert_screen(&player, "help");
    assert_int_equal(app_deadline(player.app), player.time.ms + 7000);
    pass(&player, 7000 + COUNTDOWN_MS - 1);
    assert_screen(&player, "help");
    pass(&player, 1);
    assert_screen(&player, "attract");
    pass(&player, 7000 + COUNTDOWN_MS); /* and there is nobody to count down for */
    assert_screen(&player, "attract");
    player_close(&player);
}

/* A machine that was busy, or a laptop that slept: what is late is done, and no second below
 * zero is shown. */
static void a_countdown_that_is_noticed_late_ends_at_once(void **state)
{
    struct player player;
    (void)state;
    open_player(&player, (struct player_options){.idle_seconds = 7, .at_home = true});
    player.time.ms += 7000 + 2 * COUNTDOWN_MS;
    app_invalidate(player.app);
    assert_int_equal(app_draw(player.app, &player.canvas), 0); /* before the tick */
    pass(&player, 0);
    assert_screen(&player, "attract");
    player_close(&player);
}

static void the_countdown_has_a_second_for_each_second(void **state)
{
    struct player player;
    (void)state;
    open_player(&player, (struct player_options){.idle_seconds = 30, .at_home = true});
    pass(&player, 30000);
    for (int left = COUNTDOWN_MS / 1000; left > 0; left--) {
        assert_screen(&player, "home");
        assert_int_equal(app_deadline(player.app), player.time.ms + 1000);
        pass(&player, 1000);
    }
    assert_screen(&player, "attract");
    player_close(&player);
}

static void what_is_read_ahead_is_read_once_behind_the_first_frame(void **state)
{
    struct player player;
    (void)state;
    open_player(&player, (struct player_options){0});
    app_invalidate(player.app);
    assert_false(app_has_idle_work(player.app));
    assert_int_equal(app_draw(player.app, &player.canvas), 0);
    int steps = 0;
    for (; app_has_idle_work(player.app); steps++)
        app_do_idle_work(player.app);
    assert_int_equal(steps, 4);   /* guides, the search, an answer, codes */
    app_do_idle_work(player.app); /* nothing is left to do, and nothing breaks */
    assert_false(app_has_idle_work(player.app));
    app_key(player.app, &(struct key){.type = KEY_ENTER});
    assert_int_equal(app_draw(player.app, &player.canvas), 0);
    assert_false(app_has_idle_work(player.app));
    player_close(&player);
}

/* A digit may be a card reader's for a moment; what it opens does not wait for anything else. */
static void nothing_is_read_ahead_while_a_key_waits(void **state)
{
    struct player player;
    (void)state;
    open_player(&player, (struct player_options){.at_home = true});
    assert_int_equal(app_draw(player.app, &player.canvas), 0);
    assert_true(app_has_idle_work(player.app));
    app_key(player.app, &(struct key){.type = KEY_TEXT, .ch = U'5'});
    assert_false(app_has_idle_work(player.app));
    pass(&player, 1000);
    assert_screen(&player, "answer");
    player_close(&player);
}

static void a_guide_that_came_first_is_not_read_again(void **state)
{
    struct player player;
    (void)state;
    open_player(&player, (struct player_options){.at_home = true});
    app_key(player.app, &(struct key){.type = KEY_TEXT, .ch = U'5'});
    pass(&player, 1000);
    app_key(player.app, &(struct key){.type = KEY_TEXT, .ch = U' '});
    assert_screen(&player, "guide-choice");
    while (app_has_idle_work(player.app))
        app_do_idle_work(player.app);
    assert_int_equal(app_draw(player.app, &player.canvas), 0);
    assert_screen(&player, "guide-choice");
    player_close(&player);
}

static void without_content_there_is_nothing_to_read_ahead(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80, .handbook_error = -EBADMSG});
    player_play(&player, "Enter");
    assert_false(app_has_idle_work(player.app));
    player_close(&player);
}

/* New content comes in only where nobody would lose their place. */
static void content_is_exchanged_when_nobody_is_there(void **state)
{
    struct player player;
    (void)state;
    open_player(&player, (struct player_options){.idle_seconds = 7});
    assert_int_equal(app_take_content(player.app, player.handbook, 0, "新"), 0);
    app_key(player.app, &(struct key){.type = KEY_TEXT, .ch = U'6'}); /* waits for the rest of a burst */
    assert_screen(&player, "attract");
    assert_int_equal(app_take_content(player.app, player.handbook, 0, "新"), -EBUSY);
    pass(&player, 1000);
    assert_screen(&player, "answer");
    assert_int_equal(app_take_content(player.app, player.handbook, 0, "新"), -EBUSY);
    pass(&player, 7000 + COUNTDOWN_MS);
    assert_screen(&player, "attract");
    assert_int_equal(app_take_content(player.app, NULL, -EBADMSG, "没有"), 0);
    app_key(player.app, &(struct key){.type = KEY_ENTER});
    assert_screen(&player, "service");
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_machine_s_own_idle_time_holds_on_every_screen_but_attract),
        cmocka_unit_test(a_countdown_that_is_noticed_late_ends_at_once),
        cmocka_unit_test(the_countdown_has_a_second_for_each_second),
        cmocka_unit_test(what_is_read_ahead_is_read_once_behind_the_first_frame),
        cmocka_unit_test(nothing_is_read_ahead_while_a_key_waits),
        cmocka_unit_test(a_guide_that_came_first_is_not_read_again),
        cmocka_unit_test(without_content_there_is_nothing_to_read_ahead),
        cmocka_unit_test(content_is_exchanged_when_nobody_is_there),
    };
    return cmocka_run_group_tests_name("idle", tests, NULL, NULL);
}
