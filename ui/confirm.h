/* SPDX-License-Identifier: MIT */
/*
 * “Really?” over a screen, before something is published, removed or thrown away. No is what is chosen until
 * somebody moves; Esc is no. While it is open it takes every key.
 */
#ifndef UI_CONFIRM_H
#define UI_CONFIRM_H

#include "ui/screen.h"

#include <stdbool.h>

#define CONFIRM_TEXT 400 /* bytes */

struct confirm {
    bool open, yes; /* yes: the selection stands on it */
    int purpose;    /* the screen's own: what is asked */
    char title[96];
    char text[CONFIRM_TEXT];
    const char *yes_words, *no_words; /* borrowed */
};

void confirm_ask(struct confirm *confirm, int purpose, const char *yes_words, const char *no_words,
                 const char *title, const char *text);

enum { CONFIRM_STAYED, CONFIRM_MOVED, CONFIRM_YES, CONFIRM_NO };
/* Only while it is open; closed by YES and NO. ← → Tab choose, Enter takes, Y and N answer at once. */
int confirm_act(struct confirm *confirm, struct event event);

/* In the middle of the body; nothing when it is not open. Replaces the hits. */
void confirm_draw(const struct confirm *confirm, struct canvas *canvas, struct rect body, struct hits *hits);

/* The footer while it is open. */
void confirm_footer(const struct confirm *confirm, struct footer *out);

#endif
