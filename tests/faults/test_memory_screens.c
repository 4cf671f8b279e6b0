/* SPDX-License-Identifier: MIT */
/*
 * Memory runs out in every way in which a visitor's or a clerk's walk allocates, once and for ever. Each
 * time: no crash, no leak (under the sanitizers), and when there is memory again the visitor gets home, the
 * clerk to the workbench or its log-in.
 */
#include "tests/screens/player.h"

#include "base/error.h"
#include "tests/faults/allocator.h"
#include "tests/faults/engine.h"
#include "tests/faults/ways.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* How many calls make a way: what frees behind a failure is reached in few. */
#define DEPTH_ONCE 12
#define DEPTH_FOR_EVER 8

#define KIOSK                                                                                                \
    {                                                                                                        \
        .rows = 24, .cols = 80, .hall = PLAYER_KIOSK, .printer = true, .voice = true, .pin = "20261123"      \
    }
#define DESK                                                                                                 \
    {                                                                                                        \
        .rows = 30, .cols = 110, .hall = PLAYER_DESK, .printer = true                                        \
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
};

static const struct walk clerks[] = {
    {DESK, "login:小张", "6 Right Right Right Right P Enter Esc f Esc v Esc Space Esc Esc"},
    {DESK, "login:李老师", "b 3 type:一 Enter type:二 Ctrl-S Ctrl-Z Tab Right Right Enter Y"},
    {DESK, "login:李老师", "b 6 type:一 Ctrl-S Esc b Down Down Down Down Down l Down Enter r Esc Esc Esc"},
    {DESK, "login:李老师", "x Down type:二 Up Enter type:jldx Enter Ctrl-S"},
    {DESK, "login:王老师", "j Right Tab Right Tab 8 e Down Right Down Enter Esc Esc"},
    {DESK, "login:王老师", "z n type:小李 Down Right Down type:xinmima1 Enter type:xinmima1 Enter Esc"},
    {DESK, "login:王老师", "z Down Enter Right Ctrl-S Left Ctrl-S Esc d y d y Esc"},
    {DESK, "login:王老师", "r PgDn Esc"},
    {DESK, "login:王老师", "m type:mima2026 Enter type:xinmima1 Enter type:xinmima1 Enter Esc"},
    {DESK, "login:王老师", "6 Ctrl-L type:mima2026 Enter Esc Ctrl-L Esc y"},
    {DESK, "", "login:小张", true},
    {DESK, "login:王老师", "g r b o type:/nothing.ybt Enter Esc Esc"},
};

static bool is_home(const struct player *player)
{
    static const char *const homes[] = {"home", "desk-bench", "desk-login"};
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
    if (!is_home(player))
        fail_msg("“%s”: left on %s", script, app_screen_name(player->app));
}

/* At each key that is reached with memory, the first allocation in a new way fails. Returns how many did. */
static long fail_at_each_key(struct player *player, const char *script, bool for_ever)
{
    char word[80];
    long failed = 0;
    for (size_t n; script += strspn(script, " "), (n = strcspn(script, " ")) > 0; script += n) {
        snprintf(word, sizeof(word), "%.*s", (int)n, script);
        allocator_fail(WAYS_NEXT, for_ever);
        player_play(player, word);
        failed += allocator_heal();
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
static long fail_walk(struct player *player, const struct walk *walk, bool for_ever)
{
    player->poor = true;
    long failed = fail_at_each_key(player, walk->script, for_ever);
    player->poor = false;
    go_home(player, walk->script);
    if (failed && (walk->afresh || strcmp(app_screen_name(player->app), "desk-login") == 0)) {
        player_close(player);
        open_walk(player, walk);
    }
    return failed;
}

static void fail_everywhere(const struct walk *walks, size_t n)
{
    for (int for_ever = 0; for_ever < 2; for_ever++) {
        ways_forget(for_ever ? DEPTH_FOR_EVER : DEPTH_ONCE);
        for (size_t i = 0; i < n; i++) {
            struct player player;
            long failed, all = 0;
            open_walk(&player, &walks[i]);
            while ((failed = fail_walk(&player, &walks[i], for_ever)))
                all += failed;
            player_close(&player);
            assert_true(all > 0);
        }
    }
}

static void a_visitor_gets_home_when_memory_ran_out(void **state)
{
    (void)state;
    fail_everywhere(visitors, ARRAY_SIZE(visitors));
}

static void a_clerk_gets_back_to_the_workbench_when_memory_ran_out(void **state)
{
    (void)state;
    fail_everywhere(clerks, ARRAY_SIZE(clerks));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visitor_gets_home_when_memory_ran_out),
        cmocka_unit_test(a_clerk_gets_back_to_the_workbench_when_memory_ran_out),
    };
    engine_spare_allocations();
    return cmocka_run_group_tests_name("screens without memory", tests, NULL, NULL);
}
