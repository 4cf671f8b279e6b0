/* SPDX-License-Identifier: MIT */
/*
 * The text of a paste as it comes in: what may be shown of it, handed on as KEY_PASTE. Bounded: of one that
 * nobody wants its first INPUT_PASTE_MAX characters, of one that is wanted about INPUT_PASTE_TOTAL.
 */
#ifndef UI_INPUT_PASTE_H
#define UI_INPUT_PASTE_H

#include "ui/input.h"

struct input_paste {
    char32_t text[INPUT_PASTE_MAX + 1];
    size_t n;
    bool wanted;      /* with its line ends, all of it; set from outside */
    bool carriage;    /* the last character was a \r */
    size_t handed_on; /* characters, of this paste */
    int marks;        /* those that the last base still takes */
};

void input_paste_add(struct input_paste *paste, char32_t ch);

/* What has come so far, as a key. False, and nothing in it: the total has been handed on. */
bool input_paste_key(struct key *key, struct input_paste *paste);

/* The same, the last of this paste. */
void input_paste_end(struct key *key, struct input_paste *paste);

#endif
