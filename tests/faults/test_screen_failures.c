/* SPDX-License-Identifier: MIT */
/*
 * Something fails in every way in which a visitor's or a clerk's walk reaches it: memory, once and for ever,
 * a call of SQLite. Each time: no crash, no leak (under the sanitizers), and when all is well again the
 * visitor gets home, the clerk to the workbench or its log-in.
 */
#include "tests/screens/player.h"

#include "base/error.h"
#include "tests/faults/allocator.h"
#include "tests/faults/engine.h"
#include "tests/faults/ways.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* How many calls make a way: what frees behind a failure is reached in few. */
#define DEPTH_ONCE 12
#define DEPTH_FOR_EVER 8
#define DEPTH_ENGINE 9

static const struct failure {
    bool engine; /* else an allocation */
    bool for_ever;
    int depth;
} memory = {.depth = DEPTH_ONCE}, all_memory = {.for_ever = true, .depth = DEPTH_FOR_EVER},
  database = {.engine = true, .depth = DEPTH_ENGINE};

#define KIOSK                                                                                                \
    {                                                                                                        \
        .rows = 24, .cols = 80, .hall = PLAYER_KIOSK, .printer = true, .voice = true, .pin = "20261123"      \
    }
#define DESK                                                                                                 \
    {                                                                                                        \
        .rows = 30, .cols = 110, .hall = PLAYER_DESK, .printer = true                                        \
    }

#define LOCKED                                                                                               \
    {                                                                                                        \
        .rows = 24, .cols = 80, .hall = PLAYER_KIOSK, .printer = true, .pin = "204713", .locked = true       \
    }
#define EMPTY_DESK                                                                                           \
    {                                                                                                        \
        .rows = 30, .cols = 110, .hall = PLAYER_EMPTY_DESK                                                   \
    }
#define WITHOUT_HANDBOOK                                                                                     \
    {                                                                                                        \
        .rows = 24, .cols = 80, .handbook_error = -EBADMSG                                                   \
    }

struct walk {
    struct player_options options;
    const char *before, *script; /* with all the memory, and without */
    bool afresh; /* each time from the beginning, with a pause at the end in which what is read ahead is read
                  */
};

static const struct walk visitors[] = {
    {KIOSK, "Enter", "Right 2 wait:900 PgDn Q Esc P Enter printer:sending:50 printer:done Esc V V Esc"},
    {KIOSK, "", "Enter", true},
    {KIOSK, "Enter", "/ type:byz Down Enter Esc Esc / type:xyzzyq Esc"},
    {KIOSK, "Enter", "s type:jlsf Down Enter Esc Esc"},
    {KIOSK, "Enter", "6 Space 3 1 V P Enter Esc Esc"},
    {KIOSK, "Enter", "7 Space type:20250630 Enter V C Esc"},
    {KIOSK, "Enter", "? PgDn Esc A PgDn Esc T T"},
    {KIOSK, "Enter 6 wait:900 P",
     "printer:no-paper printer:cover printer:ready Enter printer:offline printer:ready", true},
    {KIOSK, "Enter 6 wait:900 P Enter", "printer:failed Enter printer:done", true},
    {KIOSK, "Enter 6 wait:900 P printer:failed", "Enter printer:low", true},
    {LOCKED, "Enter", "Esc F2 F4 F6 F8 2 0 4 7 1 3 Backspace 3 Enter P Esc 2 T PgDn Esc Up Down 0"},
    {KIOSK, "Enter",
     "5 Space wheel:down wheel:up Down PgDn PgUp Up 9 Home End Esc Esc / type:学 wheel:down wheel:up PgDn "
     "PgUp End Home 9 Esc"},
    {WITHOUT_HANDBOOK, "", "Enter ? Esc A Esc"},
    {LOCKED, "", "F2 F4 F6 F8 2 0 4 7 1 3 Enter 1 PgDn Esc", true},
    {LOCKED, "", "F2 F4 F6 F8 2 0 4 7 1 3 Enter 2 PgDn 9 0", true},
    {KIOSK, "Enter", "2 Space type:吉大 Down Enter 1 type:2020 Enter C Down Enter Esc Esc"},
    {KIOSK, "Enter", "5 Space 2 1 1 Down Down Enter Q Right Left Esc P Esc Esc Esc"},
    {KIOSK, "Enter", "/ type:吉利 Down Down Enter Esc Esc / type:学信网 Down Down Down Enter Esc Esc"},
    {KIOSK, "Enter",
     "resize:40x12 6 wait:900 PgDn Q Esc Esc resize:130x40 6 wait:900 Right Left Esc resize:80x24"},
};

static const struct walk clerks[] = {
    {DESK, "login:小张", "6 Right Right Right Right P Enter Esc f Esc v Esc Space Esc Esc"},
    {DESK, "login:李老师", "b 3 type:一 Enter type:二 Ctrl-S Ctrl-Z Tab Right Right Enter Y"},
    {DESK, "login:李老师", "b 6 type:一 Ctrl-S Esc b Down Down Down Down Down l Down Enter r Esc Esc Esc"},
    {DESK, "login:李老师", "b 6 type:一 Ctrl-S Tab Left Enter Down Enter r Esc Esc Esc"},
    {DESK, "login:李老师", "x Down type:二 Up Enter type:jldx Enter Ctrl-S"},
    {DESK, "login:王老师", "j Right Tab Right Tab 8 e Down Right Down Enter Esc Esc"},
    {DESK, "login:王老师", "z n type:小李 Down Right Down type:xinmima1 Enter type:xinmima1 Enter Esc"},
    {DESK, "login:王老师", "z Down Enter Right Ctrl-S Left Ctrl-S Esc d y d y Esc"},
    {DESK, "login:王老师", "r PgDn Esc"},
    {DESK, "login:王老师", "m type:mima2026 Enter type:xinmima1 Enter type:xinmima1 Enter Esc"},
    {DESK, "login:王老师", "6 Ctrl-L type:mima2026 Enter Esc Ctrl-L Esc y"},
    {DESK, "", "login:小张", true},
    {DESK, "login:小张",
     "Ctrl-L Up Down Tab BackTab Left Delete Backspace type:falsch Enter Esc type:mima2026 Enter"},
    {DESK, "login:王老师",
     "x Space Left Right wheel:down wheel:up Tab BackTab F2 Esc n z Space Up End Home Enter Space Esc"},
    {EMPTY_DESK, "", "type:王老师 Down type:mima2026 Down type:mima2026 Enter", true},
    {DESK, "login:王老师", "j Tab Tab Right Enter c Esc x Down Ctrl-S Esc n Esc"},
    {DESK, "login:李老师",
     "b 3 F2 type:一 Left Delete Home End Up Down PgUp PgDn Enter paste:甲|乙 Ctrl-Y Tab BackTab Esc n Esc"},
    {DESK, "login:王老师", "g r b o type:/nothing.ybt Enter Esc Esc"},
};

/* A kiosk that has no handbook has no other home. */
static bool is_home(const struct player *player)
{
    static const char *const homes[] = {"home", "desk-bench", "desk-login"};
    if (!player->handbook)
        return strcmp(app_screen_name(player->app), "service") == 0;
    for (size_t i = 0; i < ARRAY_SIZE(homes); i++)
        if (strcmp(app_screen_name(player->app), homes[i]) == 0)
            return true;
    return false;
}

static void go_home(struct player *player, const char *script)
{
    for (int i = 0; i < 24 && !is_home(player); i++)
        if (strcmp(app_screen_name(player->app), "attract") == 0)
            player_play(player, "Enter");
        else
            player_play(player, player_find(player, " Y ") >= 0 ? "y" : "Esc"); /* also what is not saved */
    if (strcmp(app_screen_name(player->app), "desk-bench") == 0 && player_find(player, " Y ") >= 0)
        player_play(player, "n"); /* who was there before the walk ended was asked whether to log out */
    if (!is_home(player))
        fail_msg("“%s”: left on %s", script, app_screen_name(player->app));
}

static void arm(const struct failure *failure)
{
    if (failure->engine)
        engine_fail(WAYS_NEXT, SQLITE_IOERR, failure->for_ever);
    else
        allocator_fail(WAYS_NEXT, failure->for_ever);
}

/* At each key that is reached with all that it needs, what fails is the first that is reached in a new way.
 * Returns how often something did. */
static long fail_at_each_key(struct player *player, const char *script, const struct failure *failure)
{
    char word[80];
    long failed = 0;
    for (size_t n; script += strspn(script, " "), (n = strcspn(script, " ")) > 0; script += n) {
        snprintf(word, sizeof(word), "%.*s", (int)n, script);
        arm(failure);
        player_play(player, word);
        failed += failure->engine ? engine_heal() : allocator_heal();
    }
    return failed;
}

static void open_walk(struct player *player, const struct walk *walk)
{
    player_open(player, &walk->options);
    player->hasty = !walk->afresh;
    player_play(player, walk->before);
}

/* From home to home. Whoever was logged out begins with everything anew. */
static long fail_walk(struct player *player, const struct walk *walk, const struct failure *failure)
{
    player->poor = true;
    long failed = fail_at_each_key(player, walk->script, failure);
    player->poor = false;
    go_home(player, walk->script);
    if (failed && (walk->afresh || strcmp(app_screen_name(player->app), "desk-login") == 0)) {
        player_close(player);
        open_walk(player, walk);
    }
    return failed;
}

static void fail_everywhere(const struct walk *walks, size_t n, const struct failure *failure)
{
    long failed, all = 0;
    ways_forget(failure->depth);
    for (size_t i = 0; i < n; i++) {
        struct player player;
        open_walk(&player, &walks[i]);
        while ((failed = fail_walk(&player, &walks[i], failure)))
            all += failed;
        player_close(&player);
    }
    assert_true(all > (long)n); /* a walk that goes where another has been reaches nothing new */
}

static void a_visitor_gets_home_when_memory_ran_out(void **state)
{
    (void)state;
    fail_everywhere(visitors, ARRAY_SIZE(visitors), &memory);
    fail_everywhere(visitors, ARRAY_SIZE(visitors), &all_memory);
}

static void a_clerk_gets_back_to_the_workbench_when_memory_ran_out(void **state)
{
    (void)state;
    fail_everywhere(clerks, ARRAY_SIZE(clerks), &memory);
    fail_everywhere(clerks, ARRAY_SIZE(clerks), &all_memory);
}

static void both_do_when_a_database_failed(void **state)
{
    (void)state;
    fail_everywhere(visitors, ARRAY_SIZE(visitors), &database);
    fail_everywhere(clerks, ARRAY_SIZE(clerks), &database);
}

/* ---- whatever they press, whatever fails ---- */

#define PASSWORD_TYPED "type:" HALL_PASSWORD
#define HOURS 50
#define KEYS_AN_HOUR 150

static unsigned below(unsigned *seed, unsigned limit)
{
    return player_random(seed) % limit;
}

static void press_anything(char *out, size_t size, const struct player *player, unsigned *seed)
{
    static const char *const words[] = {"Enter",
                                        "Enter",
                                        "Enter",
                                        "Esc",
                                        "Up",
                                        "Down",
                                        "Left",
                                        "Right",
                                        "PgUp",
                                        "PgDn",
                                        "Home",
                                        "End",
                                        "Tab",
                                        "BackTab",
                                        "Space",
                                        "Backspace",
                                        "Delete",
                                        "0",
                                        "1",
                                        "2",
                                        "6",
                                        "7",
                                        "b",
                                        "c",
                                        "d",
                                        "e",
                                        "f",
                                        "g",
                                        "j",
                                        "l",
                                        "m",
                                        "n",
                                        "o",
                                        "P",
                                        "q",
                                        "r",
                                        "s",
                                        "t",
                                        "V",
                                        "x",
                                        "y",
                                        "z",
                                        "?",
                                        "/",
                                        "Ctrl-S",
                                        "Ctrl-Z",
                                        "Ctrl-Y",
                                        "Ctrl-L",
                                        "Ctrl-C",
                                        "type:吉大",
                                        "type:2020",
                                        "type:学信网",
                                        "paste:甲|乙",
                                        "wheel:up",
                                        "wheel:down",
                                        "printer:low",
                                        "printer:ready",
                                        "printer:done",
                                        "printer:failed",
                                        "printer:no-paper",
                                        "login:王老师",
                                        PASSWORD_TYPED};
    unsigned kind = below(seed, 40);
    int row = (int)below(seed, 80), col = (int)below(seed, 240);
    if (kind == 0)
        snprintf(out, size, "resize:%dx%d", col + 1, row + 1);
    else if (kind < 8)
        snprintf(out, size, "tap:%d,%d", row % player->canvas.rows, col % player->canvas.cols);
    else if (kind == 8)
        snprintf(out, size, "wait:%u", below(seed, 30000));
    else
        snprintf(out, size, "%s", words[below(seed, ARRAY_SIZE(words))]);
}

/* Most keys are like any other; at the rest memory or the database fails, once or for as long as it takes. */
static void press_in_trouble(struct player *player, const char *word, unsigned *seed)
{
    static const int codes[] = {SQLITE_IOERR, SQLITE_FULL, SQLITE_BUSY, SQLITE_READONLY, SQLITE_CORRUPT};
    bool for_ever = below(seed, 6) == 0;
    if (below(seed, 2))
        engine_fail(1 + (long)below(seed, 12), codes[below(seed, ARRAY_SIZE(codes))], for_ever);
    else
        allocator_fail(1 + (long)below(seed, 60), for_ever);
    player_play(player, word);
    engine_heal();
    allocator_heal();
}

static void live_through_a_bad_hour(struct player *player, unsigned *seed)
{
    player->poor = true;
    for (int i = 0; i < KEYS_AN_HOUR; i++) {
        char word[48];
        press_anything(word, sizeof(word), player, seed);
        if (below(seed, 3) == 0)
            press_in_trouble(player, word, seed);
        else
            player_play(player, word);
    }
    player->poor = false;
    player_play(player, "resize:110x30 printer:ready");
}

static void whatever_is_pressed_and_whatever_fails_there_is_a_way_home(void **state)
{
    static const struct player_options places[] = {KIOSK, DESK, LOCKED};
    static const char *const who[] = {"login:王老师", "login:李老师", "login:小张"};
    unsigned seed = 20261126;
    (void)state;
    for (int hour = 0; hour < HOURS; hour++) {
        struct player player;
        const struct player_options *place = &places[hour % 2 ? 1 : hour % 4];
        player_open(&player, place);
        player.hasty = hour % 3;
        player_play(&player, place->hall == PLAYER_DESK ? who[below(&seed, ARRAY_SIZE(who))] : "Enter");
        live_through_a_bad_hour(&player, &seed);
        go_home(&player, "whatever");
        player_close(&player);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visitor_gets_home_when_memory_ran_out),
        cmocka_unit_test(a_clerk_gets_back_to_the_workbench_when_memory_ran_out),
        cmocka_unit_test(both_do_when_a_database_failed),
        cmocka_unit_test(whatever_is_pressed_and_whatever_fails_there_is_a_way_home),
    };
    engine_spare_allocations();
    return cmocka_run_group_tests_name("screens, when something fails", tests, NULL, NULL);
}
