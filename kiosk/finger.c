/* SPDX-License-Identifier: MIT */
#include "kiosk/finger.h"

#define WHEEL_LINES 3

bool finger_is_meant(const struct key *key)
{
    return key->type == KEY_PRESS || key->type == KEY_DRAG || key->type == KEY_RELEASE ||
           key->type == KEY_WHEEL_UP || key->type == KEY_WHEEL_DOWN;
}

static struct event scroll(int lines)
{
    return (struct event){.action = ACTION_SCROLL, .value = lines};
}

static struct event drag(struct finger *finger, int row)
{
    int lines = finger->row - row;
    if (!finger->down || lines == 0)
        return (struct event){.action = ACTION_NONE};
    finger->moved = true;
    finger->row = row;
    return scroll(lines);
}

static struct event release(struct finger *finger)
{
    bool tap = finger->down && !finger->moved;
    finger->down = false;
    return tap ? finger->aim : (struct event){.action = ACTION_NONE};
}

struct event finger_event(struct finger *finger, const struct key *key, const struct hits *hits, bool stale)
{
    switch (key->type) {
    case KEY_PRESS:
        *finger =
            (struct finger){.down = !stale, .row = key->row, .aim = hits_find(hits, key->row, key->col)};
        return (struct event){.action = ACTION_NONE};
    case KEY_DRAG:
        return drag(finger, key->row);
    case KEY_RELEASE:
        return release(finger);
    default:
        return scroll(key->type == KEY_WHEEL_UP ? -WHEEL_LINES : WHEEL_LINES);
    }
}

void finger_lift(struct finger *finger)
{
    finger->down = false;
}
