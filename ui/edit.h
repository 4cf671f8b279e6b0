/* SPDX-License-Identifier: MIT */
/*
 * A text of several lines that is being edited: what it holds, where the cursor stands, and the way back.
 *
 * Code points, lines ended by U'\n'. Everything that comes in passes the text sink (base/sanitize.h): a tab
 * becomes a blank, \r\n and \r become \n, a mark joins the base before it or is dropped. A base with its
 * marks is one step of the cursor and is erased whole, so that no mark is ever left alone.
 *
 * Undo knows every change since edit_set within EDIT_HISTORY_BYTES; what is typed or erased in a row is one
 * change until the cursor moves or the line ends.
 */
#ifndef UI_EDIT_H
#define UI_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <uchar.h>

#define EDIT_HISTORY_BYTES (1 << 20) /* of text that undo keeps; the oldest changes go first */

struct edit_change;

struct edit {
    char32_t *text;
    size_t n, room;
    size_t cursor; /* 0 to n, never between a base and its marks */
    size_t max;    /* code points */
    struct edit_change *changes;
    size_t n_changes, changes_room;
    size_t done;          /* so many of them stand; those behind can be done again */
    size_t history_bytes; /* of all changes */
    bool in_run;          /* the next character typed belongs to the last change */
};

void edit_init(struct edit *edit, size_t max);
void edit_fini(struct edit *edit); /* wipes */

/* What an edit may come to, besides 0 and -ENOMEM (then nothing has changed). */
enum { EDIT_FULL = 1 /* not all of it fitted; the beginning was taken */ };

/* Another text instead; the cursor at its end, nothing to undo. */
int edit_set(struct edit *edit, const char *utf8);

/* At the cursor. 0, EDIT_FULL, -ENOMEM. */
int edit_insert(struct edit *edit, const char32_t *text, size_t n);

/* Backspace, Delete and all of it, a change of its own: whether something was erased; -ENOMEM. */
int edit_erase_before(struct edit *edit);
int edit_erase_after(struct edit *edit);
int edit_clear(struct edit *edit);

/* 1: done, the cursor is where it happened. 0: nothing to undo. -ENOMEM. */
int edit_undo(struct edit *edit);
int edit_redo(struct edit *edit);

/* Puts the cursor at a position, moved back to a boundary; ends a run. */
void edit_move(struct edit *edit, size_t position);

/* The boundary before or after a position; the ends stay. */
size_t edit_before(const struct edit *edit, size_t position);
size_t edit_after(const struct edit *edit, size_t position);

/* The text as UTF-8; the caller frees. -ENOMEM. */
int edit_text(char **out, const struct edit *edit);

#endif
