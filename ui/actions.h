/* SPDX-License-Identifier: MIT */
/*
 * What a visitor can do. Keys become actions in one place; footer, help page and man page come from the same
 * table.
 */
#ifndef UI_ACTIONS_H
#define UI_ACTIONS_H

#include "ui/glyphs.h"
#include "ui/input.h"

#include <stddef.h>

enum action {
    ACTION_NONE,
    ACTION_DIGIT, /* event.value 0 … 9; an unused 0 is ACTION_HOME */
    ACTION_OPEN,
    ACTION_SELECT, /* a tap on row event.value of a list */
    ACTION_UP,
    ACTION_DOWN,
    ACTION_LEFT,
    ACTION_RIGHT,
    ACTION_PAGE_UP,
    ACTION_PAGE_DOWN,
    ACTION_TOP,
    ACTION_BOTTOM,
    ACTION_SCROLL, /* event.value lines, by wheel or a finger's drag */
    ACTION_FILTER, /* a tap on filter event.value */
    ACTION_NEXT,   /* Tab */
    ACTION_PREVIOUS,
    ACTION_RELATED, /* a tap on question event.value */
    ACTION_LINK,    /* a tap on link event.value */
    ACTION_CODE,
    ACTION_GUIDE,
    ACTION_CHANGE, /* an earlier answer of a guide */
    ACTION_SCHOOL,
    ACTION_PRINT,
    ACTION_SEARCH,
    ACTION_HELP,
    ACTION_ABOUT,
    ACTION_THEME,
    ACTION_SPEAK, /* read aloud, where there is a voice */
    ACTION_ERASE, /* Backspace: a character, or a step back; else as ACTION_BACK */
    ACTION_WORD,  /* a tap on quick word event.value of the on-screen keyboard */
    ACTION_BACK,
    ACTION_HOME,
    ACTION_QUIT,
    ACTION_POINT, /* a tap into a text that is edited: line event.value, column event.col */
    ACTION_DELETE,
    ACTION_CLEAR,
    ACTION_UNDO,
    ACTION_REDO,
    ACTION_SAVE,
    ACTION_LOCK, /* the staff desk */
    ACTION_TEXT, /* event.ch, a printable character that is no key of its own */
    ACTION_COUNT
};

struct event {
    enum action action;
    int value;
    char32_t ch;
    int col; /* of a tap, from the left edge of what it hit */
};

struct action_info {
    enum action action;
    const char *id;    /* for tests and logs: "home" */
    const char *keys;  /* as shown in the footer: "0", "Esc", "空格" */
    const char *label; /* 首页 */
    const char *help;  /* one line for the help page */
};

const struct action_info *action_info(enum action action);

/* Of a key that has no action of its own: the character in upper case, also if an input method left on made
 * it full-width. 0 for every other event. */
char32_t event_letter(struct event event);

/* Whether it is a Chinese character that no key means: an input method sends it. */
bool event_is_han(struct event event);

/* The action of a key where text is typed: every printable character is ACTION_TEXT. */
struct event action_of_typed_key(const struct key *key);

/* The action of a key; ACTION_NONE if it has none. Mouse keys have none: ui/screen.h finds what they hit. */
struct event action_of_key(const struct key *key);

#endif
