/* SPDX-License-Identifier: MIT */
/*
 * Clocks that do what they like: the wall clock set back and forth by anything from a second to a century,
 * monotonic time that stands still or leaps. No wait lies in the past, every frame is painted, the countdown
 * follows monotonic time alone, and once time passes again the visitor's screens are gone.
 *
 *   clock [--runs N] [--seed N]
 */
#include "base/error.h"
#include "tests/torture/hall.h"

#include <string.h>
#include <time.h>

#define STEPS 200
#define MONDAY 1795413900
#define AWAY_MS 400000

struct torture {
    struct hall hall;
    long jumps, still, leaps, findings;
};

static void find(struct torture *torture, const char *what)
{
    if (torture->findings++ < 20)
        fprintf(stderr, "FOUND: %s (screen %s, wall %ld, monotonic %ld)\n", what,
                app_screen_name(torture->hall.app), (long)torture->hall.time.seconds,
                (long)torture->hall.time.ms);
}

static void jump(struct torture *torture)
{
    static const int64_t spans[] = {1, 59, 3600, 86400, 86400 * 31, INT64_C(86400) * 366 * 100};
    struct hall *hall = &torture->hall;
    int64_t span = spans[hall_random(hall, ARRAY_SIZE(spans))];

    torture->jumps++;
    hall->time.seconds += (time_t)(hall_random(hall, 2) ? span : -span);
}

static void press(struct torture *torture)
{
    hall_random_key(&torture->hall);
    if (!hall_draw(&torture->hall))
        find(torture, "a frame failed");
}

/* Many things happen in one and the same millisecond. */
static void stand_still(struct torture *torture)
{
    torture->still++;
    for (unsigned i = 1 + hall_random(&torture->hall, 40); i > 0; i--) {
        if (hall_random(&torture->hall, 2))
            press(torture);
        if (!hall_tick(&torture->hall))
            find(torture, "time stands still: a deadline in the past would spin");
    }
}

static void leap(struct torture *torture)
{
    torture->leaps++;
    torture->hall.time.ms += hall_random(&torture->hall, 1u << 30);
    if (!hall_tick(&torture->hall))
        find(torture, "a leap: a deadline in the past would spin");
}

static void step(struct torture *torture)
{
    switch (hall_random(&torture->hall, 6)) {
    case 0:
        jump(torture);
        if (!hall_tick(&torture->hall))
            find(torture, "a jump of the wall clock: a deadline in the past would spin");
        break;
    case 1:
        stand_still(torture);
        break;
    case 2:
        if (hall_random(&torture->hall, 10) == 0)
            leap(torture);
        break;
    default:
        press(torture);
        if (!hall_pass(&torture->hall, hall_random(&torture->hall, 3000)))
            find(torture, "a deadline in the past would spin");
        break;
    }
}

static void walk_away(struct torture *torture)
{
    for (int64_t passed = 0; passed < AWAY_MS; passed += 1000) {
        if (hall_random(&torture->hall, 4) == 0)
            jump(torture); /* nobody stays for a clock that is set */
        if (!hall_pass(&torture->hall, 1000))
            find(torture, "walking away: a deadline in the past would spin");
    }
    if (strcmp(app_screen_name(torture->hall.app), "attract") != 0)
        find(torture, "nobody is there, and the visit goes on");
}

/* The wall clock changes nothing about when the countdown begins and ends. */
static int64_t visit_length(bool jumps)
{
    struct torture torture = {0};
    int64_t began;

    hall_open(&torture.hall, 1, MONDAY);
    hall_key(&torture.hall, KEY_ENTER, 0);
    began = torture.hall.time.ms;
    while (strcmp(app_screen_name(torture.hall.app), "attract") != 0 &&
           torture.hall.time.ms < began + 2 * AWAY_MS) {
        if (jumps)
            jump(&torture);
        hall_pass(&torture.hall, 1000);
    }
    int64_t length = torture.hall.time.ms - began;
    hall_close(&torture.hall);
    return length;
}

int main(int argc, char **argv)
{
    long runs = hall_option(argc, argv, "--runs", 2000);
    unsigned seed = (unsigned)hall_option(argc, argv, "--seed", 20261123);
    struct torture sum = {0};

    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    for (long run = 0; run < runs; run++) {
        struct torture torture = {0};
        hall_open(&torture.hall, seed + (unsigned)run, MONDAY);
        for (int i = 0; i < STEPS; i++)
            step(&torture);
        walk_away(&torture);
        hall_close(&torture.hall);
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
    printf("clock: runs %ld, jumps %ld, stood still %ld, leaps %ld, findings %ld\n", runs, sum.jumps,
           sum.still, sum.leaps, sum.findings);
    return sum.findings ? EXIT_FAILURE : EXIT_SUCCESS;
}
