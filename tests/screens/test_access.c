/* SPDX-License-Identifier: MIT */
/* Hours and brightness, the staff's PIN, what is large enough for a finger: what the kiosk promises to those who see
 * little, come late, or keep it running. */
#include "db/site/pin.h"
#include "tests/screens/player.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define MIDNIGHT 1795363200 /* 2026-11-23 00:00 in Asia/Shanghai, a Monday */

static const struct hours hall = {
    .open = {{.days = 0x1F, .from = 510, .to = 690}, {.days = 0x1F, .from = 780, .to = 990}},
    .n_open = 2,
    .dim_from = 22 * 60,
    .dim_to = 6 * 60};

static void assert_screen(const struct player *player, const char *name)
{
    assert_string_equal(app_screen_name(player->app), name);
}

static void assert_theme(const struct player *player, const char *id)
{
    assert_string_equal(app_theme(player->app)->id, id);
}

static void assert_shows(const struct player *player, const char *words)
{
    if (player_find(player, words) < 0) {
        player_dump(player, stderr);
        fail_msg("not on the screen: %s", words);
    }
}

/* ---- hours ---- */

static void a_closed_hall_is_told_of_and_the_kiosk_works_on(void **state)
{
    static const struct {
        int rows, cols;
    } sizes[] = {{12, 40}, {24, 80}, {30, 100}, {12, 132}};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
        struct player player;
        player_open(&player, &(struct player_options){.rows = sizes[i].rows,
                                                      .cols = sizes[i].cols,
                                                      .hours = &hall,
                                                      .wall = MIDNIGHT + 12 * HOUR});
        assert_shows(&player, "现在是休息时间");
        assert_shows(&player, "今天 13:00 开门");
        assert_shows(&player, "自助终端照常可用");
        player_play(&player, "Enter 6");
        assert_screen(&player, "answer");
        player_close(&player);
    }
}

static void nothing_is_told_while_the_hall_is_open_and_the_words_come_by_themselves(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &(struct player_options){
                             .rows = 24, .cols = 80, .hours = &hall, .wall = MIDNIGHT + 16 * HOUR + 29 * MINUTE});
    assert_int_equal(player_find(&player, "休息"), -1);
    player_play(&player, "wait:60000");
    assert_shows(&player, "现在是休息时间；明天 8:30 开门");
    player_close(&player);
}

/* ---- brightness ---- */

static void at_night_the_screen_is_dark_when_nobody_is_there(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &(struct player_options){
                             .rows = 24, .cols = 80, .hours = &hall, .wall = MIDNIGHT + 21 * HOUR + 59 * MINUTE});
    assert_theme(&player, "paper");
    player_play(&player, "wait:60000");
    assert_theme(&player, "night");
    player_play(&player, "Enter 6"); /* and stays so for a visitor */
    assert_theme(&player, "night");
    player_play(&player, "t");
    assert_theme(&player, "contrast");
    player_play(&player, "wait:60000");
    assert_theme(&player, "contrast");
    player_play(&player, "0 Esc");
    assert_theme(&player, "night");
    player_close(&player);
}

static void the_morning_makes_it_bright_again_but_not_under_a_visitors_eyes(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &(struct player_options){
                             .rows = 24, .cols = 80, .hours = &hall, .wall = MIDNIGHT + 5 * HOUR + 59 * MINUTE});
    assert_theme(&player, "night");
    player_play(&player, "Enter 6 wait:90000");
    assert_theme(&player, "night");
    player_play(&player, "0 Esc");
    assert_theme(&player, "paper");
    player_close(&player);
}

static void the_halls_own_theme_is_the_one_by_day(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &(struct player_options){.rows = 24,
                                                  .cols = 80,
                                                  .hours = &hall,
                                                  .theme = "contrast",
                                                  .wall = MIDNIGHT + 6 * HOUR});
    assert_theme(&player, "contrast");
    player_close(&player);
}

static void high_contrast_is_two_presses_away_wherever_one_begins(void **state)
{
    static const char *const ids[] = {"paper", "night", "contrast"};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
        struct player player;
        player_open(&player, &(struct player_options){.rows = 24, .cols = 80, .theme = ids[i]});
        int presses = 0;
        for (; strcmp(app_theme(player.app)->id, "contrast") != 0; presses++)
            player_play(&player, "T");
        assert_true(presses <= 2);
        player_close(&player);
    }
}

static void what_a_visitor_chose_stays_until_they_leave(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80});
    player_play(&player, "T T Enter 6 Space 1 Esc Esc 0 / q Esc 2 Q Esc wait:170000 Down");
    assert_theme(&player, "contrast");
    player_play(&player, "wait:200000"); /* the countdown has run out */
    assert_screen(&player, "attract");
    assert_theme(&player, "paper");
    player_close(&player);
}

static void what_somebody_chose_and_left_on_the_first_screen_is_dropped(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80});
    player_play(&player, "T T wait:30000");
    assert_theme(&player, "contrast");
    player_play(&player, "wait:60000");
    assert_theme(&player, "paper");
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_hall_is_told_of_and_the_kiosk_works_on),
        cmocka_unit_test(nothing_is_told_while_the_hall_is_open_and_the_words_come_by_themselves),
        cmocka_unit_test(at_night_the_screen_is_dark_when_nobody_is_there),
        cmocka_unit_test(the_morning_makes_it_bright_again_but_not_under_a_visitors_eyes),
        cmocka_unit_test(the_halls_own_theme_is_the_one_by_day),
        cmocka_unit_test(high_contrast_is_two_presses_away_wherever_one_begins),
        cmocka_unit_test(what_a_visitor_chose_stays_until_they_leave),
        cmocka_unit_test(what_somebody_chose_and_left_on_the_first_screen_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
