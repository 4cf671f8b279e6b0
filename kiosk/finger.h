/* SPDX-License-Identifier: MIT */
/*
 * Taps, drags and the wheel as events. A tap means what lay under the finger when it came down, and is one
 * only if the finger did not move; a finger that moves scrolls.
 */
#ifndef KIOSK_FINGER_H
#define KIOSK_FINGER_H

#include "ui/screen.h"

#include <stdbool.h>

struct finger {
    bool down, moved;
    int row;
    struct event aim;
};

bool finger_is_meant(const struct key *key); /* whether the key is a finger's or the wheel's */

/* What it does; ACTION_NONE for nothing yet. `stale`: something else is about to be painted, nobody can aim
 * at it. */
struct event finger_event(struct finger *finger, const struct key *key, const struct hits *hits, bool stale);

/* What it aimed at is gone. */
void finger_lift(struct finger *finger);

#endif
