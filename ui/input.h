/* SPDX-License-Identifier: MIT */
/*
 * Bytes from the terminal to keys. The state is bounded: 64 bytes and 50 ms. Escape sequences of ECMA-48 and
 * xterm (CSI, SS3, SGR mouse 1006, bracketed paste 2004) become keys; replies (DA, OSC, DCS, APC …) and what
 * is unknown or too long are swallowed whole; ill-formed text becomes U+FFFD. A paste is swallowed but for
 * its first 64 characters of text, and told as one KEY_PASTE; one without an end ends after 200 ms of
 * silence. Nothing here is kept once read.
 */
#ifndef UI_INPUT_H
#define UI_INPUT_H

#include "base/charset.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

enum key_type {
    KEY_NONE,
    KEY_TEXT, /* key.ch, printable */
    KEY_ENTER,
    KEY_ESCAPE,
    KEY_BACKSPACE,
    KEY_TAB,
    KEY_BACKTAB,
    KEY_UP,
    KEY_DOWN,
    KEY_LEFT,
    KEY_RIGHT,
    KEY_HOME,
    KEY_END,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_INSERT,
    KEY_DELETE,
    KEY_FUNCTION, /* key.ch = 1 … 12 */
    KEY_CONTROL,  /* key.ch = 'A' … 'Z': Ctrl with a letter that has no name above */
    KEY_PASTE,    /* key.text */
    KEY_PRESS,    /* button 1 down at key.row, key.col (0-based) */
    KEY_RELEASE,  /* button 1 up */
    KEY_DRAG,     /* moved with button 1 down */
    KEY_WHEEL_UP,
    KEY_WHEEL_DOWN,
    KEY_CURSOR_REPORT, /* CPR: key.row, key.col (0-based); only while input_expect_report holds, else
                          swallowed */
};

#define INPUT_BUFFER 64
#define INPUT_PASTE_MAX 64     /* characters of a KEY_PASTE */
#define INPUT_PASTE_TOTAL 4000 /* of a whole paste that is wanted; the rest is swallowed */

struct key {
    enum key_type type;
    char32_t ch;
    bool alt;                           /* came with ESC before it, or a modifier that says so */
    int row, col;                       /* 0 … 32767 for the mouse; anything else is not reported */
    char32_t text[INPUT_PASTE_MAX + 1]; /* KEY_PASTE */
};

struct input;

int input_new(struct input **out, const struct charset *charset); /* -ENOMEM, -EINVAL unknown charset */
void input_free(struct input *input);

/* Hands in bytes; any number of them. They are decoded one by one, with `now_ms` of the monotonic clock. */
void input_feed(struct input *input, const void *bytes, size_t n, int64_t now_ms);

/*
 * The next key, if there is one. 1: *out is filled. 0: no key yet. Decodes lazily: call until 0 before
 * feeding again; input_feed keeps at most 4096 bytes that wait, and drops what comes above that.
 */
int input_next(struct key *out, struct input *input, int64_t now_ms);

/* When input_next is to be called again although no byte came (a lone ESC becomes KEY_ESCAPE), or -1. */
int64_t input_deadline(const struct input *input);

/*
 * While a text is being edited a whole paste is wanted: it comes as several KEY_PASTE one after another, with
 * its line ends (U'\n') and blanks for tabs.
 */
void input_want_pastes(struct input *input, bool want);

/* Lets one cursor report through until the time given. */
void input_expect_report(struct input *input, int64_t until_ms);

#endif
