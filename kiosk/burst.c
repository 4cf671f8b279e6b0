/* SPDX-License-Identifier: MIT */
#include "kiosk/burst.h"

#include <string.h>

/* What readers send: digits, the X of an identity number, an Enter or Tab at the end. */
static bool from_a_device(const struct key *key)
{
    if (key->alt)
        return false;
    return key->type == KEY_TEXT &&
           ((key->ch >= U'0' && key->ch <= U'9') || key->ch == U'x' || key->ch == U'X');
}

static bool ends_a_burst(const struct key *key)
{
    return key->type == KEY_ENTER || key->type == KEY_TAB;
}

static void wipe(struct burst *burst)
{
    explicit_bzero(burst->held, sizeof(burst->held));
    burst->n = 0;
}

int burst_offer(struct burst *burst, const struct key *key, int64_t now_ms)
{
    bool follows = now_ms - burst->last <= BURST_GAP_MS;
    if (!follows)
        burst->swallowing = false;
    if (burst->swallowing && (from_a_device(key) || ends_a_burst(key))) {
        burst->last = now_ms;
        burst->swallowing = !ends_a_burst(key);
        return 1;
    }
    if (!from_a_device(key) || (burst->n && !follows))
        return 0;
    burst->held[burst->n++] = *key;
    burst->last = now_ms;
    if (burst->n == BURST_KEYS) {
        wipe(burst);
        burst->swallowing = true;
    }
    return 1;
}

int burst_take(struct key *out, struct burst *burst)
{
    if (burst->n == 0)
        return 0;
    *out = burst->held[0];
    burst->n--;
    memmove(burst->held, burst->held + 1, (size_t)burst->n * sizeof(burst->held[0]));
    return 1;
}

int64_t burst_deadline(const struct burst *burst)
{
    return burst->n ? burst->last + BURST_GAP_MS + 1 : -1;
}
