/* SPDX-License-Identifier: MIT */
/* The staff's PIN: how it is asked for, who does not get past it, what lies behind it. */
#include "db/site/pin.h"
#include "tests/screens/player.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define PIN "204713"
#define BY_KEYS "F2 F4 F6 F8 "
#define BY_FINGER "tap:0,0 tap:0,79 tap:23,79 tap:23,0 "

static const struct player_options terminal = {
    .rows = 24, .cols = 80, .locked = true, .hall = PLAYER_KIOSK, .pin = PIN, .printer = true, .voice = true};

static void staff_are_asked_for_their_pin_by_keys_and_by_finger(void **state)
{
    static const char *const ways[] = {BY_KEYS, BY_FINGER, "tap:2,5 tap:2,74 tap:21,74 tap:21,5"};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
        struct player player;
        player_open(&player, &terminal);
        player_play(&player, ways[i]);
        assert_screen(&player, "staff-pin");
        player_play(&player, "2 0 4 7 1 3 Enter");
        assert_screen(&player, "staff");
        player_close(&player);
    }
}

static void a_finger_types_the_pin(void **state)
{
    static const char pin[] = PIN;

    (void)state;
    struct player player;
    player_open(&player, &terminal);
    player_play(&player, BY_FINGER);
    for (size_t i = 0; pin[i]; i++) {
        const struct hits *hits = app_hits(player.app);
        for (size_t k = 0; k < hits->n; k++)
            if (hits->items[k].event.action == ACTION_DIGIT && hits->items[k].event.value == pin[i] - '0') {
                char tap[32];
                snprintf(tap, sizeof(tap), "tap:%d,%d", hits->items[k].rect.row, hits->items[k].rect.col);
                player_play(&player, tap);
                break;
            }
    }
    assert_shows(&player, "* * * * * *");
    player_play(&player, "tap:23,4"); /* 确定, in the footer */
    assert_screen(&player, "staff");
    player_close(&player);
}

static void no_part_of_the_gesture_and_no_other_order_asks(void **state)
{
    static const char *const ways[] = {"F2 F4 F6",
                                       "F2 F2 F4 F6",
                                       "F4 F2 F6 F8",
                                       "F2 F4 F8 F6",
                                       "F8 F6 F4 F2",
                                       "F2 wait:3001 F4 F6 F8",
                                       "F2 F4 tap:23,79 F8",
                                       "tap:0,0 tap:0,79 tap:23,79",
                                       "tap:0,0 tap:23,79 tap:0,79 tap:23,0",
                                       "tap:0,0 tap:0,79 tap:12,40 tap:23,79 tap:23,0",
                                       "tap:0,0 wait:3001 tap:0,79 tap:23,79 tap:23,0",
                                       "Enter F2 F4 F6 F8",
                                       "Enter tap:0,0 tap:0,79"};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
        struct player player;
        player_open(&player, &terminal);
        player_play(&player, ways[i]);
        assert_string_not_equal(app_screen_name(player.app), "staff-pin");
        player_close(&player);
    }
}

static void a_visitor_who_taps_a_corner_starts_all_the_same(void **state)
{
    static const char *const ways[] = {"tap:0,79",          "tap:23,79",     "tap:23,0", "tap:0,0 tap:0,0",
                                       "tap:0,0 tap:12,40", "tap:0,0 Enter", "F2 Enter"};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
        struct player player;
        player_open(&player, &terminal);
        player_play(&player, ways[i]);
        assert_screen(&player, "home");
        player_close(&player);
    }
}

static void without_a_pin_or_unlocked_nobody_is_asked(void **state)
{
    struct player_options options[] = {terminal, terminal, terminal};
    options[0].pin = NULL;
    options[1].locked = false;
    options[2].hall = PLAYER_ALONE;
    options[2].pin = NULL;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
        struct player player;
        player_open(&player, &options[i]);
        player_play(&player, BY_KEYS);
        assert_screen(&player, "attract");
        player_play(&player, BY_FINGER);
        assert_string_not_equal(app_screen_name(player.app), "staff-pin");
        player_close(&player);
    }
}

static void a_wrong_pin_says_so_and_the_fifth_waits_by_the_hands_of_the_clock(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &terminal);
    player_play(&player, BY_KEYS);
    for (int i = 0; i < 4; i++) {
        player_play(&player, "1 1 1 1 1 2 Enter");
        assert_shows(&player, "密码不对。");
    }
    player_play(&player, "1 1 1 1 1 2 Enter");
    assert_shows(&player, "输错太多次了。还要等 1 分 00 秒。");
    player_play(&player, "wait:5000 2 0 4 7 1 3 Enter"); /* the right one has to wait too */
    assert_screen(&player, "staff-pin");
    assert_shows(&player, "还要等 5");
    player_play(&player, "Esc " BY_KEYS "2 0 4 7 1 3 Enter"); /* and asking anew is no way round it */
    assert_screen(&player, "staff-pin");
    assert_shows(&player, "输错太多次了。还要等");
    player_play(&player, "wait:30000 Left wait:25000 Left 2 0 4 7 1 3 Enter");
    assert_screen(&player, "staff");
    player_close(&player);
}

static void what_is_no_pin_is_no_try_and_a_card_reader_is_neither(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &terminal);
    player_play(&player, BY_KEYS);
    for (int i = 0; i < 6; i++) {
        player_play(&player, "1 Enter");
        assert_shows(&player, "密码是 6 到 12 位数字。");
        player_play(&player, "burst:220102200001010018");
        assert_shows(&player, "密码是 6 到 12 位数字。");
    }
    player_play(&player, "2 0 4 7 1 3 Enter");
    assert_screen(&player, "staff");
    player_close(&player);
}

static void digits_come_at_any_speed_and_are_never_shown(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &terminal);
    player_play(&player, BY_KEYS "burst:204713");
    assert_screen(&player, "staff");
    player_play(&player, "Esc " BY_KEYS "9 8 7 9 8 7");
    assert_shows(&player, "* * * * * *");
    assert_hidden(&player, "987");
    player_play(&player, "Backspace Backspace");
    assert_shows(&player, "* * * *");
    assert_hidden(&player, "* * * * *");
    player_close(&player);
}

static void nothing_but_the_pin_leads_past_the_question(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &terminal);
    player_play(&player,
                BY_KEYS "/ ? a s p q c t Space Up Down Left Right PgUp PgDn Home End Tab Enter Ctrl-C");
    assert_screen(&player, "staff-pin");
    player_play(&player, "Esc");
    assert_screen(&player, "attract");
    player_close(&player);
}

static void who_walks_away_from_it_is_forgotten(void **state)
{
    static const char *const ways[] = {BY_KEYS "2 0 4", BY_KEYS "2 0 4 7 1 3 Enter",
                                       BY_KEYS "2 0 4 7 1 3 Enter 2"};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
        struct player player;
        player_open(&player, &terminal);
        player_play(&player, ways[i]);
        player_play(&player, "wait:201000");
        assert_screen(&player, "attract");
        player_close(&player);
    }
}

static void behind_the_pin_a_slip_is_printed_and_the_machine_looked_at(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &terminal);
    player_play(&player, BY_KEYS "2 0 4 7 1 3 Enter 1");
    assert_screen(&player, "print");
    assert_shows(&player, "测试纸条");
    player_play(&player, "Enter printer:done Enter");
    assert_int_equal(player.printed, 1);
    assert_screen(&player, "staff");
    player_play(&player, "2");
    assert_screen(&player, "staff-check");
    assert_shows(&player, "注意  时区：UTC 不是北京时间");
    player_play(&player, "/ ? a Esc");
    assert_screen(&player, "staff");
    player_play(&player, "Esc");
    assert_screen(&player, "attract");
    assert_false(app_wants_to_quit(player.app));
    player_close(&player);
}

static void behind_the_pin_the_program_is_left_with_a_code_of_its_own(void **state)
{
    static const struct {
        const char *key;
        int code;
    } ways[] = {{"3", 0}, {"4", 3}};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
        struct player player;
        player_open(&player, &terminal);
        player_play(&player, BY_KEYS "2 0 4 7 1 3 Enter");
        assert_false(app_wants_to_quit(player.app));
        player_play(&player, ways[i].key);
        assert_true(app_wants_to_quit(player.app));
        assert_int_equal(app_exit_code(player.app), ways[i].code);
        player_close(&player);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(staff_are_asked_for_their_pin_by_keys_and_by_finger),
        cmocka_unit_test(a_finger_types_the_pin),
        cmocka_unit_test(no_part_of_the_gesture_and_no_other_order_asks),
        cmocka_unit_test(a_visitor_who_taps_a_corner_starts_all_the_same),
        cmocka_unit_test(without_a_pin_or_unlocked_nobody_is_asked),
        cmocka_unit_test(a_wrong_pin_says_so_and_the_fifth_waits_by_the_hands_of_the_clock),
        cmocka_unit_test(what_is_no_pin_is_no_try_and_a_card_reader_is_neither),
        cmocka_unit_test(digits_come_at_any_speed_and_are_never_shown),
        cmocka_unit_test(nothing_but_the_pin_leads_past_the_question),
        cmocka_unit_test(who_walks_away_from_it_is_forgotten),
        cmocka_unit_test(behind_the_pin_a_slip_is_printed_and_the_machine_looked_at),
        cmocka_unit_test(behind_the_pin_the_program_is_left_with_a_code_of_its_own),
    };
    return cmocka_run_group_tests_name("the staff's PIN", tests, NULL, NULL);
}
