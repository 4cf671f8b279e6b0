/* SPDX-License-Identifier: MIT */
/* What keys, fingers and time do. */
#include "tests/screens/player.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct player_options small = {.rows = 24, .cols = 80};
static const struct player_options large = {.rows = 30, .cols = 100};

static void every_question_opens_by_its_number(void **state)
{
    (void)state;
    for (int number = 1; number <= CONTENT_QUESTIONS; number++) {
        char script[64], place[16];
        snprintf(script, sizeof(script), number < 10 ? "Enter %d wait:800" : "Enter 1 %d", number % 10);
        snprintf(place, sizeof(place), "‹ %d  ", number);
        struct player player;
        player_open(&player, &small);
        player_play(&player, script);
        assert_screen(&player, "answer");
        assert_shows(&player, place);
        player_close(&player);
    }
}

static void two_to_nine_open_without_waiting(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter 9");
    assert_screen(&player, "answer");
    player_close(&player);
}

static void one_waits_says_so_and_enter_opens_it_at_once(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter 1");
    assert_screen(&player, "home");
    assert_shows(&player, "1_");
    player_play(&player, "Enter");
    assert_shows(&player, "‹ 1  ");
    player_play(&player, "Esc 1 Down");
    assert_screen(&player, "home");
    assert_hidden(&player, "1_");
    player_play(&player, "wait:2000");
    assert_screen(&player, "home");
    player_close(&player);
}

static void a_digit_on_the_attract_screen_opens_the_question(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "6");
    assert_shows(&player, "‹ 6  ");
    player_play(&player, "Esc");
    assert_screen(&player, "home");
    player_close(&player);
}

static void the_attract_screens_topics_open_their_answers(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    char tap[32];
    snprintf(tap, sizeof(tap), "tap:%d,38", player_find(&player, "毕业证丢了怎么办"));
    player_play(&player, tap);
    assert_shows(&player, "‹ 6  ");
    player_close(&player);
}

static void a_tap_on_a_question_opens_it(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &large);
    player_play(&player, "tap:3,3");
    assert_screen(&player, "home");
    char tap[32];
    snprintf(tap, sizeof(tap), "tap:%d,20", player_find(&player, "应征入伍"));
    player_play(&player, tap);
    assert_shows(&player, "‹ 5  ");
    player_close(&player);
}

static void on_a_tall_screen_a_question_is_two_rows_for_a_finger(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &large);
    player_play(&player, "Enter");
    char tap[32];
    snprintf(tap, sizeof(tap), "tap:%d,20", player_find(&player, "应征入伍") + 1);
    player_play(&player, tap);
    assert_shows(&player, "‹ 5  ");
    player_close(&player);
}

static void the_footer_can_be_tapped(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter 2");
    _cleanup_free_ char *footer = player_row(&player, 23);
    assert_non_null(strstr(footer, "Esc"));
    player_play(&player, "tap:23,30 tap:22,30");
    player_close(&player);

    for (int col = 0; col < 80;
         col++) { /* every cell of every label does what the label says, never crashes */
        char tap[32];
        snprintf(tap, sizeof(tap), "tap:%d,%d", 22 + col % 2, col);
        player_open(&player, &small);
        player_play(&player, "Enter 2");
        player_play(&player, tap);
        player_close(&player);
    }
}

static void escape_goes_back_one_screen_and_zero_goes_home(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter 2 Q");
    assert_screen(&player, "code");
    player_play(&player, "Esc");
    assert_screen(&player, "answer");
    player_play(&player, "Q 0");
    assert_screen(&player, "home");
    player_play(&player, "Esc");
    assert_screen(&player, "attract");
    player_play(&player, "Esc");
    assert_screen(&player, "home");
    player_close(&player);
}

static void the_question_left_last_stays_selected(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter 7 Esc");
    int row = player_find(&player, "▐");
    _cleanup_free_ char *text = player_row(&player, row);
    assert_non_null(strstr(text, " 7 "));
    player_close(&player);
}

static void the_filter_leaves_the_questions_of_the_audience(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter Left");
    assert_shows(&player, "[2000届及以前]");
    assert_shows(&player, "如何进行学历认证");
    assert_hidden(&player, "应征入伍");
    player_play(&player, "Right");
    assert_shows(&player, "应征入伍");
    player_close(&player);
}

static void a_long_answer_scrolls_to_its_end_and_back(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter 8");
    assert_shows(&player, "下面还有");
    player_play(&player, "End");
    assert_hidden(&player, "下面还有");
    assert_shows(&player, "100%");
    assert_shows(&player, "相关问题");
    player_play(&player, "Home");
    assert_shows(&player, "0%");
    player_play(&player, "drag:20,10,10,10");
    assert_hidden(&player, " 0%");
    player_play(&player, "drag:5,10,20,10");
    assert_shows(&player, "0%");
    player_play(&player, "wheel:down");
    assert_shows(&player, "往回翻");
    player_close(&player);
}

/* What lay under the finger when it came down is meant, and nothing that came to lie there since. */
static void a_finger_lifted_on_another_screen_does_nothing(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter 1");
    app_key(player.app, &(struct key){.type = KEY_PRESS, .row = 5, .col = 8});
    player_play(&player, "wait:900");
    assert_screen(&player, "answer");
    for (int row = 0; row < 24; row++) {
        app_key(player.app, &(struct key){.type = KEY_RELEASE, .row = row, .col = 8});
        player_play(&player, "");
        assert_screen(&player, "answer");
    }
    player_close(&player);
}

static void a_drag_is_not_a_tap(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter drag:12,20,8,20");
    assert_screen(&player, "home");
    player_close(&player);
}

static void idle_counts_down_and_forgets_the_visitor(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter Right wait:60000");
    assert_shows(&player, "20 秒后回到开始画面");
    player_play(&player, "wait:1000");
    assert_shows(&player, "19 秒后回到开始画面");
    player_play(&player, "x");
    assert_hidden(&player, "秒后回到开始画面");
    assert_shows(&player, "[录取新生]");
    player_play(&player, "wait:79000");
    assert_screen(&player, "home");
    player_play(&player, "wait:1000");
    assert_screen(&player, "attract");
    player_play(&player, "Enter");
    assert_shows(&player, "[全部]");
    player_close(&player);
}

static void the_key_that_stops_the_countdown_does_nothing_else(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter wait:65000 5");
    assert_screen(&player, "home");
    player_play(&player, "5");
    assert_screen(&player, "answer");
    player_close(&player);
}

static void reading_a_long_answer_is_not_idle_too_soon(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter 5 wait:170000");
    assert_hidden(&player, "秒后回到开始画面");
    assert_screen(&player, "answer");
    player_close(&player);
}

static void a_stuck_key_does_not_keep_the_screen(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter 2");
    for (int second = 0; second < 2000 && strcmp(app_screen_name(player.app), "attract") != 0; second++)
        player_play(&player, "x wait:1000");
    assert_screen(&player, "attract");
    player_close(&player);
}

static void ctrl_c_leaves_unless_locked(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter 2 Ctrl-C");
    assert_true(app_wants_to_quit(player.app));
    player_close(&player);

    struct player_options locked = small;
    locked.locked = true;
    player_open(&player, &locked);
    player_play(&player, "Ctrl-C Enter Ctrl-C 2 Ctrl-C ? Ctrl-C");
    assert_false(app_wants_to_quit(player.app));
    player_close(&player);
}

static void links_change_beside_the_text_and_the_text_stays(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &large);
    player_play(&player, "Enter 2");
    _cleanup_free_ char *before = player_row(&player, 5);
    assert_shows(&player, "1/3");
    player_play(&player, "Right");
    assert_shows(&player, "2/3");
    assert_shows(&player, "account.chsi.com.cn");
    _cleanup_free_ char *after = player_row(&player, 5);
    assert_memory_equal(before, after, 60);
    player_play(&player, "Left Left");
    assert_shows(&player, "3/3");
    player_play(&player, "Q");
    assert_shows(&player, "www.moe.gov.cn");
    player_close(&player);
}

static void related_questions_open_and_a_long_chain_comes_back(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter");
    for (int i = 0; i < 40; i++)
        player_play(&player, i % 2 ? "3" : "2");
    assert_screen(&player, "answer");
    for (int i = 0; i < 40 && strcmp(app_screen_name(player.app), "home") != 0; i++)
        player_play(&player, "Esc");
    assert_screen(&player, "home");
    player_close(&player);
}

/* An identity card's number must not open questions, be shown or stay anywhere. */
static void what_a_card_reader_types_is_swallowed(void **state)
{
    static const char *const places[] = {"",        "Enter",         "Enter 2",      "Enter 2 Q",
                                         "Enter s", "Enter 7 Space", "Enter 6 Space"};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
        struct player player;
        player_open(&player, &small);
        player_play(&player, places[i]);
        char *before = NULL, *after = NULL;
        size_t n;
        FILE *stream = open_memstream(&before, &n);
        player_dump(&player, stream);
        fclose(stream);
        player_play(&player, "burst:22010219990101123X");
        stream = open_memstream(&after, &n);
        player_dump(&player, stream);
        fclose(stream);
        assert_string_equal(before, after);
        free(before);
        free(after);
        player_play(&player, "Esc"); /* and keys work again */
        player_close(&player);
    }
}

static void themes_change_and_are_reset_for_the_next_visitor(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    assert_string_equal(app_theme(player.app)->id, "paper");
    player_play(&player, "Enter t");
    assert_string_equal(app_theme(player.app)->id, "night");
    player_play(&player, "t");
    assert_string_equal(app_theme(player.app)->id, "contrast");
    player_play(&player, "Esc");
    assert_string_equal(app_theme(player.app)->id, "paper");
    player_close(&player);
}

static void without_content_the_visitor_is_told_where_to_go(void **state)
{
    (void)state;
    struct player player;
    struct player_options broken = small;
    broken.handbook_error = -EBADMSG;
    player_open(&player, &broken);
    player_play(&player, "Enter");
    assert_screen(&player, "service");
    assert_shows(&player, "www.chsi.com.cn");
    assert_shows(&player, "010-67410388");
    player_play(&player, "? Esc a Esc 0 5 Enter");
    assert_screen(&player, "service");
    player_close(&player);
}

static void too_small_says_so_and_grows_back(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter 2 resize:30x8");
    assert_shows(&player, "窗口太小");
    player_play(&player, "resize:1x1 resize:80x24");
    assert_shows(&player, "‹ 2  ");
    player_close(&player);
}

static void a_title_goes_before_the_date(void **state)
{
    struct player player;
    (void)state;
    player_open(&player, &small);
    player_play(&player, "Enter 1 2");
    _cleanup_free_ char *long_one = player_row(&player, 0);
    assert_non_null(strstr(long_one, "突然无法查询了怎么办？ "));
    assert_null(strstr(long_one, "11月23日"));
    assert_non_null(strstr(long_one, " 14:05"));
    player_play(&player, "0 1 1");
    _cleanup_free_ char *short_one = player_row(&player, 0);
    assert_non_null(strstr(short_one, "有错误怎么办？"));
    assert_non_null(strstr(short_one, "11月23日 14:05"));
    player_close(&player);
}

static void the_clock_moves_with_the_minute(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &small);
    player_play(&player, "Enter");
    assert_shows(&player, "11月23日 14:05");
    player_play(&player, "wait:59000");
    assert_shows(&player, "14:05");
    player_play(&player, "wait:1000");
    assert_shows(&player, "14:06");
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_question_opens_by_its_number),
        cmocka_unit_test(two_to_nine_open_without_waiting),
        cmocka_unit_test(one_waits_says_so_and_enter_opens_it_at_once),
        cmocka_unit_test(a_digit_on_the_attract_screen_opens_the_question),
        cmocka_unit_test(the_attract_screens_topics_open_their_answers),
        cmocka_unit_test(a_tap_on_a_question_opens_it),
        cmocka_unit_test(on_a_tall_screen_a_question_is_two_rows_for_a_finger),
        cmocka_unit_test(the_footer_can_be_tapped),
        cmocka_unit_test(escape_goes_back_one_screen_and_zero_goes_home),
        cmocka_unit_test(the_question_left_last_stays_selected),
        cmocka_unit_test(the_filter_leaves_the_questions_of_the_audience),
        cmocka_unit_test(a_long_answer_scrolls_to_its_end_and_back),
        cmocka_unit_test(a_finger_lifted_on_another_screen_does_nothing),
        cmocka_unit_test(a_drag_is_not_a_tap),
        cmocka_unit_test(idle_counts_down_and_forgets_the_visitor),
        cmocka_unit_test(the_key_that_stops_the_countdown_does_nothing_else),
        cmocka_unit_test(reading_a_long_answer_is_not_idle_too_soon),
        cmocka_unit_test(a_stuck_key_does_not_keep_the_screen),
        cmocka_unit_test(ctrl_c_leaves_unless_locked),
        cmocka_unit_test(links_change_beside_the_text_and_the_text_stays),
        cmocka_unit_test(related_questions_open_and_a_long_chain_comes_back),
        cmocka_unit_test(what_a_card_reader_types_is_swallowed),
        cmocka_unit_test(themes_change_and_are_reset_for_the_next_visitor),
        cmocka_unit_test(without_content_the_visitor_is_told_where_to_go),
        cmocka_unit_test(too_small_says_so_and_grows_back),
        cmocka_unit_test(a_title_goes_before_the_date),
        cmocka_unit_test(the_clock_moves_with_the_minute),
    };
    return cmocka_run_group_tests_name("behaviour of the screens", tests, NULL, NULL);
}
