/* SPDX-License-Identifier: MIT */
/*
 * What a complete escape sequence means. Pure: bytes in, a key out; ui/input.c finds where a sequence begins
 * and ends.
 */
#ifndef UI_INPUT_SEQUENCE_H
#define UI_INPUT_SEQUENCE_H

#include "ui/input.h"

enum sequence_meaning {
    SEQUENCE_NOTHING,     /* unknown, a reply, out of range: swallowed */
    SEQUENCE_KEY,         /* *key is filled */
    SEQUENCE_PASTE_BEGIN, /* text follows up to ESC [ 201 ~ */
    SEQUENCE_MOUSE_BEGIN, /* three bytes of an X10 mouse report follow */
};

/*
 * bytes: what follows the ESC, n of them, up to and with the final one: "[A", "OP", "[<0;1;1M", "[[A". Cursor
 * reports come back as KEY_CURSOR_REPORT always; whether one was asked for is the caller's to know.
 */
enum sequence_meaning input_sequence(struct key *key, const char *bytes, size_t n);

#endif
