/* SPDX-License-Identifier: MIT */
/* Hours and brightness, the voice, what is large enough for a finger: what the kiosk promises to those who
 * see little or come late. */
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

static void assert_theme(const struct player *player, const char *id)
{
    assert_string_equal(app_theme(player->app)->id, id);
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

/* When it opens is the longest that is said there: on the smallest screen in two lines, and whole. */
static void a_hall_that_is_closed_into_the_next_year_says_so_whole(void **state)
{
    static const struct hours holidays = {.open = {{.days = 0x1F, .from = 510, .to = 690}},
                                          .n_open = 1,
                                          .closed = {{{2026, 11, 23}, {2027, 1, 24}}},
                                          .n_closed = 1};
    static const int rows[] = {12, 13, 24};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct player player;
        player_open(&player,
                    &(struct player_options){
                        .rows = rows[i], .cols = 40, .hours = &holidays, .wall = MIDNIGHT + 12 * HOUR});
        assert_shows(&player, "现在是休息时间");
        assert_shows(&player, "2027年1月25日星期一 8:30 开门");
        player_close(&player);
    }
}

static void nothing_is_told_while_the_hall_is_open_and_the_words_come_by_themselves(void **state)
{
    (void)state;
    struct player player;
    player_open(&player,
                &(struct player_options){
                    .rows = 24, .cols = 80, .hours = &hall, .wall = MIDNIGHT + 16 * HOUR + 29 * MINUTE});
    assert_hidden(&player, "休息");
    player_play(&player, "wait:60000");
    assert_shows(&player, "现在是休息时间；明天 8:30 开门");
    player_close(&player);
}

/* ---- brightness ---- */

static void at_night_the_screen_is_dark_when_nobody_is_there(void **state)
{
    (void)state;
    struct player player;
    player_open(&player,
                &(struct player_options){
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
    player_open(&player,
                &(struct player_options){
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
    player_open(
        &player,
        &(struct player_options){
            .rows = 24, .cols = 80, .hours = &hall, .theme = "contrast", .wall = MIDNIGHT + 6 * HOUR});
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

/* ---- the voice ---- */

static const struct player_options with_voice = {.rows = 30, .cols = 100, .voice = true, .printer = true};

static void what_a_screen_shows_is_read_aloud(void **state)
{
    static const struct {
        const char *script, *begins, *says;
    } screens[] = {
        {"Enter 6 v", "学历证书发放条件是什么？遗失或损坏了怎么办？\n",
         "学生可及时联系毕业高校出具“学历证明书”。"},
        {"Enter 6 V", "学历证书发放条件是什么？遗失或损坏了怎么办？\n", "官方页面："},
        {"Enter 6 Space v", "学历证书，您遇到的是哪一种情况？\n", "3、证书遗失了。"},
        {"Enter 7 Space v", "", "。"},
        {"Enter 5 Space 2 1 1 v", "", "依次办理：\n1、"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(screens); i++) {
        struct player player;
        player_open(&player, &with_voice);
        player_play(&player, screens[i].script);
        assert_true(player.speaking);
        assert_int_equal(strncmp(player.said, screens[i].begins, strlen(screens[i].begins)), 0);
        assert_non_null(strstr(player.said, screens[i].says));
        player_close(&player);
    }
}

static void any_move_stops_the_voice_and_the_key_again_does_no_more(void **state)
{
    static const char *const moves[] = {"v", "Down", "Esc",       "0",          "Space",
                                        "/", "t",    "tap:15,10", "wheel:down", "Right"};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(moves); i++) {
        struct player player;
        player_open(&player, &with_voice);
        player_play(&player, "Enter 2 v");
        assert_true(player.speaking);
        player_play(&player, moves[i]);
        assert_false(player.speaking);
        player_close(&player);
    }
}

static void a_finger_can_ask_for_it_where_it_is_offered(void **state)
{
    static const char *const scripts[] = {"Enter 2", "Enter 2 Space", "Enter 6 Space", "Enter 5 Space 2 1 1"};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
        struct player player;
        player_open(&player, &with_voice);
        player_play(&player, scripts[i]);
        assert_shows(&player, "朗读");
        const struct hits *hits = app_hits(player.app);
        char tap[32] = "";
        for (size_t k = 0; k < hits->n; k++)
            if (hits->items[k].event.action == ACTION_SPEAK)
                snprintf(tap, sizeof(tap), "tap:%d,%d", hits->items[k].rect.row, hits->items[k].rect.col + 1);
        player_play(&player, tap);
        assert_true(player.speaking);
        player_play(&player, tap);
        assert_false(player.speaking);
        player_close(&player);
    }
}

static void who_listens_is_not_taken_for_gone_and_who_goes_is_not_read_to(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &with_voice);
    player_play(&player, "Enter 2 v wait:600000");
    assert_screen(&player, "answer");
    player.speaking = false; /* it has come to its end */
    player_play(&player, "wait:201000");
    assert_screen(&player, "attract");
    player_play(&player, "Enter 2 v Esc Esc");
    assert_screen(&player, "attract");
    assert_false(player.speaking);
    player_close(&player);
}

/* A speech-dispatcher that hangs says for ever that it speaks. */
static void a_voice_that_is_stuck_keeps_nobody_s_screen(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &with_voice);
    player_play(&player, "Enter 2 v wait:3600000");
    assert_screen(&player, "attract");
    assert_false(player.speaking);
    player_close(&player);
}

static void without_a_voice_nothing_is_offered(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &(struct player_options){.rows = 30, .cols = 100});
    player_play(&player, "Enter 2 v");
    assert_screen(&player, "answer");
    assert_hidden(&player, "朗读");
    player_play(&player, "? End");
    assert_hidden(&player, "读出来");
    player_close(&player);
    player_open(&player, &with_voice);
    player_play(&player, "Enter ? End");
    assert_shows(&player, "读出来");
    player_close(&player);
}

static void a_voice_that_is_not_there_says_so_on_the_screen(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &with_voice);
    player.voice_trouble = -ECONNREFUSED;
    player_play(&player, "Enter 2 v wait:1000");
    assert_shows(&player, "现在不能朗读，请看屏幕，或问工作人员");
    player_play(&player, "Down");
    assert_hidden(&player, "不能朗读");
    player_close(&player);
}

static void the_desk_keeps_its_own_meaning_of_the_key(void **state)
{
    (void)state;
    struct player player;
    player_open(&player, &(struct player_options){.rows = 35, .cols = 120, .hall = PLAYER_DESK});
    player_play(&player, "login:王老师 v");
    assert_screen(&player, "code");
    player_close(&player);
}

/* ---- large targets ---- */

static bool means(const struct hits *hits, int row, int col, struct event event)
{
    struct event found = hits_find(hits, row, col);
    return found.action == event.action && found.value == event.value && found.ch == event.ch;
}

/* Rows at which a tap in the hit's middle column means the same as the hit, other hits that
 * do so included. */
static int rows_to_hit(const struct hits *hits, const struct hit *hit)
{
    int col = hit->rect.col + hit->rect.cols / 2, first = hit->rect.row + hit->rect.rows - 1, last = first;
    while (first > 0 && !means(hits, first, col, hit->event) && first > hit->rect.row)
        first--;
    last = first;
    while (first > 0 && means(hits, first - 1, col, hit->event))
        first--;
    while (means(hits, last + 1, col, hit->event))
        last++;
    return means(hits, first, col, hit->event) ? last - first + 1 : 0;
}

#define TO_THE_PIN "F2 F4 F6 F8 "

static void what_can_be_tapped_is_two_rows_high_where_there_is_room(void **state)
{
    static const char *const scripts[] = {
        "",
        "Enter",
        "Enter Right",
        "Enter 2",
        "Enter 2 PgDn",
        "Enter 2 End",
        "Enter 6",
        "Enter 8 End",
        "Enter 1 2 End",
        "Enter 2 Q",
        "Enter 6 Space",
        "Enter 5 Space 2 Down",
        "Enter 7 Space",
        "Enter 7 Space 2 0 2 4 2 Right",
        "Enter 2 Space",
        "Enter 2 Space j l d x",
        "Enter 1 0 Space 3 2 C",
        "Enter 5 Space 2 1 1",
        "Enter 5 Space 2 1 1 End",
        "Enter 1 0 Space 3 2 End",
        "Enter /",
        "Enter / b y z",
        "Enter s",
        "Enter s c h a n g",
        "Enter s j l d x Enter",
        "Enter 6 P",
        "Enter 6 P Enter printer:done",
        "Enter 6 P Enter printer:failed",
        "Enter ?",
        "Enter ? End",
        "Enter a",
        TO_THE_PIN,
        TO_THE_PIN "2 0 4 7 1 3 Enter",
        TO_THE_PIN "2 0 4 7 1 3 Enter 2",
    };
    static const struct player_options roomy = {.rows = 30,
                                                .cols = 100,
                                                .locked = true,
                                                .hall = PLAYER_KIOSK,
                                                .pin = "204713",
                                                .printer = true,
                                                .voice = true};
    size_t small = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
        struct player player;
        player_open(&player, &roomy);
        player_play(&player, scripts[i]);
        const struct hits *hits = app_hits(player.app);
        for (size_t k = 0; k < hits->n; k++) {
            const struct hit *hit = &hits->items[k];
            if (hit->event.action == ACTION_NONE || rows_to_hit(hits, hit) >= 2)
                continue;
            print_error("“%s”, %s: %s %d at row %d, col %d is %d row high\n", scripts[i],
                        app_screen_name(player.app), action_info(hit->event.action)->id, hit->event.value,
                        hit->rect.row, hit->rect.col, rows_to_hit(hits, hit));
            small++;
        }
        player_close(&player);
    }
    assert_int_equal(small, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_hall_is_told_of_and_the_kiosk_works_on),
        cmocka_unit_test(a_hall_that_is_closed_into_the_next_year_says_so_whole),
        cmocka_unit_test(nothing_is_told_while_the_hall_is_open_and_the_words_come_by_themselves),
        cmocka_unit_test(at_night_the_screen_is_dark_when_nobody_is_there),
        cmocka_unit_test(the_morning_makes_it_bright_again_but_not_under_a_visitors_eyes),
        cmocka_unit_test(the_halls_own_theme_is_the_one_by_day),
        cmocka_unit_test(high_contrast_is_two_presses_away_wherever_one_begins),
        cmocka_unit_test(what_a_visitor_chose_stays_until_they_leave),
        cmocka_unit_test(what_somebody_chose_and_left_on_the_first_screen_is_dropped),
        cmocka_unit_test(what_a_screen_shows_is_read_aloud),
        cmocka_unit_test(any_move_stops_the_voice_and_the_key_again_does_no_more),
        cmocka_unit_test(a_finger_can_ask_for_it_where_it_is_offered),
        cmocka_unit_test(who_listens_is_not_taken_for_gone_and_who_goes_is_not_read_to),
        cmocka_unit_test(a_voice_that_is_stuck_keeps_nobody_s_screen),
        cmocka_unit_test(without_a_voice_nothing_is_offered),
        cmocka_unit_test(a_voice_that_is_not_there_says_so_on_the_screen),
        cmocka_unit_test(the_desk_keeps_its_own_meaning_of_the_key),
        cmocka_unit_test(what_can_be_tapped_is_two_rows_high_where_there_is_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
