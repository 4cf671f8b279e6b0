/* SPDX-License-Identifier: MIT */
/*
 * Card readers and scanners type: many digits and an Enter within milliseconds. What they type is somebody's
 * number, so it is never shown, never acted on and wiped at once. A digit waits BURST_GAP_MS for the next; a
 * hand is never as fast.
 */
#ifndef KIOSK_BURST_H
#define KIOSK_BURST_H

#include "ui/input.h"

#include <stdint.h>

#define BURST_GAP_MS 20 /* between two characters of a device: measured readers send one every 1 to 10 ms */
/* So many in a row are a burst; a year typed over a slow line may come as four at once. */
#define BURST_KEYS 6

struct burst {
    struct key held[BURST_KEYS];
    int n;
    int64_t last; /* when the newest came, monotonic ms */
    bool swallowing;
};

/*
 * Takes a key. 1: it waits or is swallowed. 0: it is to be acted on now, after those that burst_take gives
 * back.
 */
int burst_offer(struct burst *burst, const struct key *key, int64_t now_ms);

/* The next held key that turned out to be typed by hand. 1: *out is filled, 0: none. Call when burst_offer
 * gave 0 and at the deadline. */
int burst_take(struct key *out, struct burst *burst);

/* When held keys are due, or -1. */
int64_t burst_deadline(const struct burst *burst);

#endif
