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

struct machine {
    struct clock_manual time;
    struct handbook *handbook;
    struct app *app;
    struct canvas canvas;
};

static void open_machine(struct machine *machine, struct app_options options)
{
    *machine = (struct machine){.time = {.ms = 5000000, .seconds = 1795413900}};
    assert_int_equal(handbook_open_embedded(&machine->handbook), 0);
    options.handbook = machine->handbook;
    options.clock = clock_from_manual(&machine->time);
    assert_int_equal(app_new(&machine->app, &options), 0);
    assert_int_equal(canvas_init(&machine->canvas, 24, 80, glyphs_for(GLYPHS_FULL)), 0);
    assert_int_equal(app_draw(machine->app, &machine->canvas), 0);
}

static void close_machine(struct machine *machine)
{
    app_free(machine->app);
    handbook_close(machine->handbook);
    canvas_fini(&machine->canvas);
}

static void assert_screen(const struct machine *machine, const char *name)
{
    assert_string_equal(app_screen_name(machine->app), name);
}

/* As the loop: whatever is due by then. */
static void pass(struct machine *machine, int64_t ms)
{
    machine->time.ms += ms;
    machine->time.seconds += (time_t)(ms / 1000);
    app_tick(machine->app);
    assert_int_equal(app_draw(machine->app, &machine->canvas), 0);
}

static void the_machine_s_own_idle_time_holds_on_every_screen_but_attract(void **state)
{
    struct machine machine;
    (void)state;
    open_machine(&machine, (struct app_options){.idle_seconds = 7, .start_at_home = true});
    assert_int_equal(app_deadline(machine.app), machine.time.ms + 7000);
    app_key(machine.app, &(struct key){.type = KEY_TEXT, .ch = U'?'}); /* help has three minutes of its own */
    assert_screen(&machine, "help");
    assert_int_equal(app_deadline(machine.app), machine.time.ms + 7000);
    pass(&machine, 7000 + COUNTDOWN_MS - 1);
    assert_screen(&machine, "help");
    pass(&machine, 1);
    assert_screen(&machine, "attract");
    pass(&machine, 7000 + COUNTDOWN_MS); /* and there is nobody to count down for */
    assert_screen(&machine, "attract");
    close_machine(&machine);
}

/* A machine that was busy, or a laptop that slept: what is late is done, and no second below zero is shown.
 */
static void a_countdown_that_is_noticed_late_ends_at_once(void **state)
{
    struct machine machine;
    (void)state;
    open_machine(&machine, (struct app_options){.idle_seconds = 7, .start_at_home = true});
    machine.time.ms += 7000 + 2 * COUNTDOWN_MS;
    app_invalidate(machine.app);
    assert_int_equal(app_draw(machine.app, &machine.canvas), 0); /* before the tick */
    pass(&machine, 0);
    assert_screen(&machine, "attract");
    close_machine(&machine);
}

static void the_countdown_has_a_second_for_each_second(void **state)
{
    struct machine machine;
    (void)state;
    open_machine(&machine, (struct app_options){.idle_seconds = 30, .start_at_home = true});
    pass(&machine, 30000);
    for (int left = COUNTDOWN_MS / 1000; left > 0; left--) {
        assert_screen(&machine, "home");
        assert_int_equal(app_deadline(machine.app), machine.time.ms + 1000);
        pass(&machine, 1000);
    }
    assert_screen(&machine, "attract");
    close_machine(&machine);
}

static void what_is_read_ahead_is_read_once_and_never_for_a_passer_by(void **state)
{
    struct machine machine;
    (void)state;
    open_machine(&machine, (struct app_options){0});
    assert_false(app_has_idle_work(machine.app));
    app_key(machine.app, &(struct key){.type = KEY_ENTER});
    int steps = 0;
    for (; app_has_idle_work(machine.app); steps++)
        app_do_idle_work(machine.app);
    assert_int_equal(steps, 3);    /* guides, the search, codes */
    app_do_idle_work(machine.app); /* nothing is left to do, and nothing breaks */
    assert_false(app_has_idle_work(machine.app));
    close_machine(&machine);
}

static void a_guide_that_came_first_is_not_read_again(void **state)
{
    struct machine machine;
    (void)state;
    open_machine(&machine, (struct app_options){.start_at_home = true});
    app_key(machine.app, &(struct key){.type = KEY_TEXT, .ch = U'5'});
    pass(&machine, 1000);
    app_key(machine.app, &(struct key){.type = KEY_TEXT, .ch = U' '});
    assert_screen(&machine, "guide-choice");
    while (app_has_idle_work(machine.app))
        app_do_idle_work(machine.app);
    assert_int_equal(app_draw(machine.app, &machine.canvas), 0);
    assert_screen(&machine, "guide-choice");
    close_machine(&machine);
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
    struct machine machine;
    (void)state;
    open_machine(&machine, (struct app_options){.idle_seconds = 7});
    assert_int_equal(app_take_content(machine.app, machine.handbook, 0, "新"), 0);
    app_key(machine.app, &(struct key){.type = KEY_TEXT, .ch = U'6'}); /* waits for the rest of a burst */
    assert_screen(&machine, "attract");
    assert_int_equal(app_take_content(machine.app, machine.handbook, 0, "新"), -EBUSY);
    pass(&machine, 1000);
    assert_screen(&machine, "answer");
    assert_int_equal(app_take_content(machine.app, machine.handbook, 0, "新"), -EBUSY);
    pass(&machine, 7000 + COUNTDOWN_MS);
    assert_screen(&machine, "attract");
    assert_int_equal(app_take_content(machine.app, NULL, -EBADMSG, "没有"), 0);
    app_key(machine.app, &(struct key){.type = KEY_ENTER});
    assert_screen(&machine, "service");
    close_machine(&machine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_machine_s_own_idle_time_holds_on_every_screen_but_attract),
        cmocka_unit_test(a_countdown_that_is_noticed_late_ends_at_once),
        cmocka_unit_test(the_countdown_has_a_second_for_each_second),
        cmocka_unit_test(what_is_read_ahead_is_read_once_and_never_for_a_passer_by),
        cmocka_unit_test(a_guide_that_came_first_is_not_read_again),
        cmocka_unit_test(without_content_there_is_nothing_to_read_ahead),
        cmocka_unit_test(content_is_exchanged_when_nobody_is_there),
    };
    return cmocka_run_group_tests_name("idle", tests, NULL, NULL);
}
