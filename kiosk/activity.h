/* SPDX-License-Identifier: MIT */
/*
 * Whether somebody is still there. A key that never changes is a thing lying on the keyboard: it must not
 * keep the last visitor's screen open.
 */
#ifndef KIOSK_ACTIVITY_H
#define KIOSK_ACTIVITY_H

#include "ui/input.h"

#include <stdbool.h>
#include <stdint.h>

#define ACTIVITY_STUCK 100     /* the same key so often in a row is stuck */
#define ACTIVITY_REST_MS 30000 /* so long without a key, and whoever comes next is somebody else */

struct activity {
    int64_t at; /* monotonic ms of the last key that counts */
    struct key last;
    int same; /* how often the last key came again */
};

void activity_note(struct activity *activity, const struct key *key, int64_t now_ms);

bool activity_rests(const struct activity *activity, int64_t now_ms);

/* Forgets which keys came; the visitor has left. */
void activity_forget(struct activity *activity);

#endif
