/* SPDX-License-Identifier: MIT */
/* A line of typed text and an on-screen keyboard under it. What is typed lives here only and is wiped with
 * the screen. */
#ifndef UI_TYPING_H
#define UI_TYPING_H

#include "ui/screen.h"

#include <uchar.h>

#define TYPING_MAX 64 /* characters; more are not taken */

struct typing {
    char32_t text[TYPING_MAX];
    size_t n;
};

/* Takes ACTION_TEXT and ACTION_ERASE; whether the text changed. */
bool typing_act(struct typing *typing, struct event event);
void typing_append(struct typing *typing, const char *utf8);
void typing_wipe(struct typing *typing);

/* As UTF-8; out has room for TYPING_MAX * 4 + 1 bytes. */
void typing_text(const struct typing *typing, char out[TYPING_MAX * 4 + 1]);

/* The field with its frame (3 rows) or without (1 row), the end of a long text in view. `hint` shows while it
 * is empty. */
void typing_draw(const struct typing *typing, struct canvas *canvas, struct rect rect, const char *hint);

/*
 * At the end of the field, where not all that was found shows: 3/12，点这里或按 ↓ ▾; a tap goes on to the
 * next ones. more: others fit, too, which are not listed; typing on is what brings them.
 */
void typing_count(struct canvas *canvas, struct rect rect, int index, int total, bool more,
                  struct hits *hits);

/*
 * The keyboard: quick words, letters, digits, 退格. Events are ACTION_WORD (index), ACTION_TEXT (ch) and
 * ACTION_ERASE. Takes keyboard_rows rows for a room of so many; 0 where there is no room for one.
 */
struct keyboard {
    const char *const *words; /* quick words, NULL at the end */
};
int keyboard_rows(int room_rows, int room_cols);
void keyboard_draw(const struct keyboard *keyboard, struct canvas *canvas, struct rect rect,
                   struct hits *hits);

#endif
