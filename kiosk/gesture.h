/* SPDX-License-Identifier: MIT */
/*
 * How staff ask a locked kiosk for its PIN without a visitor ever doing so by chance: on the attract screen
 * F2, F4, F6, F8, or a tap into each of the four corners, from the top left clockwise; each within
 * GESTURE_GAP_MS of the one before. It opens nothing but the question for the PIN.
 *
 * What does not go on with it means what it always means: a tap into the top left corner is the only one that
 * a visitor may have to make twice.
 */
#ifndef KIOSK_GESTURE_H
#define KIOSK_GESTURE_H

#include "ui/input.h"

#include <stdbool.h>
#include <stdint.h>

#define GESTURE_GAP_MS 3000
#define GESTURE_CORNER_ROWS 3
#define GESTURE_CORNER_COLS 6

struct gesture {
    int step; /* how much of it has been seen */
    bool taps;
    int64_t at; /* of the last step, monotonic ms */
};

enum gesture_result {
    GESTURE_PASS,  /* the key means what it always means */
    GESTURE_TAKEN, /* it is part of the gesture, and nothing else */
    GESTURE_DONE,
};

/* Takes a key on a screen of that size. */
enum gesture_result gesture_offer(struct gesture *gesture, const struct key *key, int rows, int cols,
                                  int64_t now_ms);

#endif
