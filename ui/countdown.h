/* SPDX-License-Identifier: MIT */
/* How long somebody still has to wait after wrong tries, in whole seconds that are told as they pass. */
#ifndef UI_COUNTDOWN_H
#define UI_COUNTDOWN_H

#include "base/clock.h"

#include <stdbool.h>

#define COUNTDOWN_WORDS 64 /* bytes */

/* {0}: nobody waits. */
struct countdown {
    int64_t until; /* monotonic ms, 0 none */
};

void countdown_start(struct countdown *countdown, struct clock clock, int seconds);

/* The seconds that are left, begun ones included; 0: nobody waits, or no longer. */
int countdown_seconds(const struct countdown *countdown, struct clock clock);

/* When countdown_seconds will be one less, monotonic ms; -1 never. */
int64_t countdown_next(const struct countdown *countdown, struct clock clock);

/* Whether it has run out since it was started; once for each start. */
bool countdown_ends(struct countdown *countdown, struct clock clock);

/* “还要等 1 分 05 秒”, “还要等 5 秒”. Returns out. */
const char *countdown_words(char out[COUNTDOWN_WORDS], int seconds);

#endif
