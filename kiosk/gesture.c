/* SPDX-License-Identifier: MIT */
#include "kiosk/gesture.h"

#include "base/error.h"

static const int function_keys[] = {2, 4, 6, 8};

/* Row and column: 0 the first edge, 1 the last. Clockwise from the top left. */
static const struct {
    int bottom, right;
} corners[] = {{0, 0}, {0, 1}, {1, 1}, {1, 0}};
_Static_assert(ARRAY_SIZE(corners) == ARRAY_SIZE(function_keys), "both ways are as long");

static bool is_in_corner(const struct key *key, size_t corner, int rows, int cols)
{
    bool row =
        corners[corner].bottom ? key->row >= rows - GESTURE_CORNER_ROWS : key->row < GESTURE_CORNER_ROWS;
    bool col =
        corners[corner].right ? key->col >= cols - GESTURE_CORNER_COLS : key->col < GESTURE_CORNER_COLS;
    return row && col;
}

static bool goes_on(const struct gesture *gesture, const struct key *key, int rows, int cols)
{
    size_t step = (size_t)gesture->step;
    if (step && gesture->taps != (key->type == KEY_PRESS))
        return false;
    if (key->type == KEY_PRESS)
        return is_in_corner(key, step, rows, cols);
    return key->type == KEY_FUNCTION && !key->alt && (int)key->ch == function_keys[step];
}

enum gesture_result gesture_offer(struct gesture *gesture, const struct key *key, int rows, int cols,
                                  int64_t now_ms)
{
    if (gesture->step && key->type == KEY_RELEASE && gesture->taps)
        return GESTURE_TAKEN;
    bool late = gesture->step && now_ms - gesture->at > GESTURE_GAP_MS;
    if (late)
        gesture->step = 0;
    if (!goes_on(gesture, key, rows, cols)) {
        *gesture = (struct gesture){0};
        return GESTURE_PASS;
    }
    gesture->taps = key->type == KEY_PRESS;
    gesture->at = now_ms;
    if (++gesture->step < (int)ARRAY_SIZE(corners))
        return GESTURE_TAKEN;
    *gesture = (struct gesture){0};
    return GESTURE_DONE;
}
