/* SPDX-License-Identifier: MIT */
/*
 * Clocks that do what they like: the wall clock set back and forth by anything from a second to a century,
 * monotonic time that stands still or leaps. No wait lies in the past, every frame is painted, the countdown
 * follows monotonic time alone, and once time passes again the visitor's screens are gone.
 *
 *   clock [--runs N] [--seed N]
 */
#include "base/error.h"
#include "tests/torture/lobby.h"

#include <string.h>
#include <time.h>

#define STEPS 200
#define MONDAY 1795413900
#define AWAY_MS 400000

struct torture {
    struct lobby lobby;
    long jumps, still, leaps, findings;
};

static void find(struct torture *torture, const char *what)
{
    if (torture->findings++ < 20)
        fprintf(stderr, "FOUND: %s (screen %s, wall %ld, monotonic %ld)\n", what,
                app_screen_name(torture->lobby.app), (long)torture->lobby.time.seconds,
                (long)torture->lobby.time.ms);
}

static void jump(struct torture *torture)
{
    static const int64_t spans[] = {1, 59, 3600, 86400, 86400 * 31, INT64_C(86400) * 366 * 100};
    struct lobby *lobby = &torture->lobby;
    int64_t span = spans[lobby_random(lobby, ARRAY_SIZE(spans))];

    torture->jumps++;
    lobby->time.seconds += (time_t)(lobby_random(lobby, 2) ? span : -span);
}

static void press(struct torture *torture)
{
    lobby_random_key(&torture->lobby);
    if (!lobby_draw(&torture->lobby))
        find(torture, "a frame failed");
}

/* Many things happen in one and the same millisecond. */
static void stand_still(struct torture *torture)
{
    torture->still++;
    for (unsigned i = 1 + lobby_random(&torture->lobby, 40); i > 0; i--) {
        if (lobby_random(&torture->lobby, 2))
            press(torture);
        if (!lobby_tick(&torture->lobby))
            find(torture, "time stands still: a deadline in the past would spin");
    }
}

static void leap(struct torture *torture)
{
    torture->leaps++;
    torture->lobby.time.ms += lobby_random(&torture->lobby, 1u << 30);
    if (!lobby_tick(&torture->lobby))
        find(torture, "a leap: a deadline in the past would spin");
}

static void step(struct torture *torture)
{
    switch (lobby_random(&torture->lobby, 6)) {
    case 0:
        jump(torture);
        if (!lobby_tick(&torture->lobby))
            find(torture, "a jump of the wall clock: a deadline in the past would spin");
        break;
    case 1:
        stand_still(torture);
        break;
    case 2:
        if (lobby_random(&torture->lobby, 10) == 0)
            leap(torture);
        break;
    default:
        press(torture);
        if (!lobby_pass(&torture->lobby, lobby_random(&torture->lobby, 3000)))
            find(torture, "a deadline in the past would spin");
        break;
    }
}

static void walk_away(struct torture *torture)
{
    for (int64_t passed = 0; passed < AWAY_MS; passed += 1000) {
        if (lobby_random(&torture->lobby, 4) == 0)
            jump(torture); /* nobody stays for a clock that is set */
        if (!lobby_pass(&torture->lobby, 1000))
            find(torture, "walking away: a deadline in the past would spin");
    }
    if (strcmp(app_screen_name(torture->lobby.app), "attract") != 0)
        find(torture, "nobody is there, and the visit goes on");
}

/* The wall clock changes nothing about when the countdown begins and ends. */
static int64_t visit_length(bool jumps)
{
    struct torture torture = {0};
    int64_t began;

    lobby_open(&torture.lobby, 1, MONDAY);
    lobby_key(&torture.lobby, KEY_ENTER, 0);
    began = torture.lobby.time.ms;
    while (strcmp(app_screen_name(torture.lobby.app), "attract") != 0 &&
           torture.lobby.time.ms < began + 2 * AWAY_MS) {
        if (jumps)
            jump(&torture);
        lobby_pass(&torture.lobby, 1000);
    }
    int64_t length = torture.lobby.time.ms - began;
    lobby_close(&torture.lobby);
    return length;
}

int main(int argc, char **argv)
{
    int64_t end = lobby_end(argc, argv);
    long runs = lobby_option(argc, argv, "--runs", 2000), run;
    unsigned seed = (unsigned)lobby_option(argc, argv, "--seed", 20261123);
    struct torture sum = {0};

    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    for (run = 0; run < runs && !lobby_is_over(end); run++) {
        struct torture torture = {0};
        lobby_open(&torture.lobby, seed + (unsigned)run, MONDAY);
        for (int i = 0; i < STEPS; i++)
            step(&torture);
        walk_away(&torture);
        lobby_close(&torture.lobby);
        sum.jumps += torture.jumps;
        sum.still += torture.still;
        sum.leaps += torture.leaps;
        sum.findings += torture.findings;
    }
    int64_t quiet = visit_length(false), jumpy = visit_length(true);
    if (quiet != jumpy || quiet >= 2 * AWAY_MS) {
        fprintf(stderr, "FOUND: a visit of %ld ms takes %ld while the clock jumps\n", (long)quiet,
                (long)jumpy);
        sum.findings++;
    }
    printf("clock: runs %ld, jumps %ld, stood still %ld, leaps %ld, findings %ld\n", run, sum.jumps,
           sum.still, sum.leaps, sum.findings);
    return sum.findings ? EXIT_FAILURE : EXIT_SUCCESS;
}
