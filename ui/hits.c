/* SPDX-License-Identifier: MIT */
#include "ui/hits.h"

void hits_add(struct hits *hits, struct rect rect, struct event event)
{
    if (rect.rows <= 0 || rect.cols <= 0)
        return;
    if (hits->n < HITS_MAX)
        hits->items[hits->n++] = (struct hit){.rect = rect, .event = event};
    else
        hits->lost++;
}

struct event hits_find(const struct hits *hits, int row, int col)
{
    for (size_t i = hits->n; i > 0; i--) {
        const struct hit *hit = &hits->items[i - 1];
        const struct rect *r = &hit->rect;
        if (row < r->row || row >= r->row + r->rows || col < r->col || col >= r->col + r->cols)
            continue;
        struct event event = hit->event;
        event.col = col - r->col;
        return event;
    }
    return (struct event){.action = ACTION_NONE};
}
