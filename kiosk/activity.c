/* SPDX-License-Identifier: MIT */
#include "kiosk/activity.h"

#include <string.h>

void activity_note(struct activity *activity, const struct key *key, int64_t now_ms)
{
    const struct key *last = &activity->last;
    bool same =
        key->type == last->type && key->ch == last->ch && key->row == last->row && key->col == last->col;
    activity->same = same ? activity->same + 1 : 0;
    activity->last = (struct key){.type = key->type, .ch = key->ch, .row = key->row, .col = key->col};
    if (activity->same < ACTIVITY_STUCK)
        activity->at = now_ms;
}

bool activity_rests(const struct activity *activity, int64_t now_ms)
{
    return now_ms - activity->at >= ACTIVITY_REST_MS;
}

void activity_forget(struct activity *activity)
{
    explicit_bzero(&activity->last, sizeof(activity->last));
    activity->same = 0;
}
