/* SPDX-License-Identifier: MIT */
#include "ui/countdown.h"

#include <stdio.h>

static int64_t left(const struct countdown *countdown, struct clock clock)
{
    int64_t ms = countdown->until - clock.monotonic_ms(clock.context);
    return countdown->until && ms > 0 ? ms : 0;
}

void countdown_start(struct countdown *countdown, struct clock clock, int seconds)
{
    countdown->until = clock.monotonic_ms(clock.context) + (int64_t)seconds * 1000;
}

int countdown_seconds(const struct countdown *countdown, struct clock clock)
{
    return (int)((left(countdown, clock) + 999) / 1000);
}

int64_t countdown_next(const struct countdown *countdown, struct clock clock)
{
    int64_t ms = left(countdown, clock);
    return ms ? countdown->until - (ms - 1) / 1000 * 1000 : -1;
}

bool countdown_ends(struct countdown *countdown, struct clock clock)
{
    bool ends = countdown->until && !left(countdown, clock);
    if (ends)
        countdown->until = 0;
    return ends;
}

const char *countdown_words(char out[COUNTDOWN_WORDS], int seconds)
{
    if (seconds >= 60)
        snprintf(out, COUNTDOWN_WORDS, "还要等 %d 分 %02d 秒", seconds / 60, seconds % 60);
    else
        snprintf(out, COUNTDOWN_WORDS, "还要等 %d 秒", seconds);
    return out;
}
