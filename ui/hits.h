/* SPDX-License-Identifier: MIT */
/* What a finger or the mouse means where it touches the screen, as it was last painted. */
#ifndef UI_HITS_H
#define UI_HITS_H

#include "ui/actions.h"
#include "ui/canvas.h"

#include <stddef.h>

struct hit {
    struct rect rect;
    struct event event;
};

#define HITS_MAX 128
struct hits {
    size_t n;
    struct hit items[HITS_MAX];
    size_t lost; /* what could not be taken up, and a finger does not find: a test sees to it that it is 0 */
};

/* A rect without cells is nothing to touch, and left out. */
void hits_add(struct hits *hits, struct rect rect, struct event event);

/* The event of what lies at the cell, the last added first; ACTION_NONE for nothing. */
struct event hits_find(const struct hits *hits, int row, int col);

#endif
