/* SPDX-License-Identifier: MIT */
/*
 * Labelled fields of one line, one under the other: text, passwords, a choice of a few. Tab, Shift-Tab, ↑ and
 * ↓ go from one to the next; Enter too, and on the last one it submits; Ctrl-S submits anywhere. The field
 * that has the keys is told by ▐, bold and its cursor, not by colour. What is wrong with a field stands under
 * it, or beside it where rows are few.
 */
#ifndef UI_FORM_H
#define UI_FORM_H

#include "ui/canvas.h"
#include "ui/edit.h"
#include "ui/screen.h"

#define FORM_FIELDS 8
#define FORM_ERROR 120 /* bytes of what is wrong with a field */

enum form_kind {
    FORM_TEXT,
    FORM_PASSWORD, /* shown as * */
    FORM_CHOICE,   /* ← → or a blank changes it */
    FORM_LOOKUP,   /* shown only; Enter or typing asks the screen for another value: FORM_OPEN */
};

struct form_field {
    enum form_kind kind;
    const char *label; /* borrowed, as hint and choices */
    const char *hint;  /* while it is empty; NULL none */
    const char *const *choices;
    int n_choices, choice;
    struct edit edit;
    char error[FORM_ERROR]; /* "" if nothing is wrong; cleared by a change */
};

struct form {
    struct form_field fields[FORM_FIELDS];
    int n, focus;
    /* computed: */
    int first, shown, rows_each, label_cols;
};

/* A field more; max characters for the typed kinds. Its number. */
int form_add(struct form *form, enum form_kind kind, const char *label, const char *hint, size_t max);
int form_add_choice(struct form *form, const char *label, const char *const *choices, int n);
void form_fini(struct form *form); /* wipes */

/* What a typed field holds; the caller frees (and wipes a password). -ENOMEM. */
int form_text(char **out, const struct form *form, int field);
int form_set(struct form *form, int field, const char *text); /* 0 or -ENOMEM; too long is cut */
void form_wipe(struct form *form, int field);                 /* empties it, nothing can be undone */

/* Says what is wrong with a field (NULL: nothing any more) and goes there; INTENT_REDRAW. */
struct intent form_refuse(struct form *form, int field, const char *words);

/* What an event does; or -ENOMEM. */
enum {
    FORM_UNKNOWN = 0,
    FORM_STAYED = 1,
    FORM_MOVED = 2,
    FORM_CHANGED = 3,
    FORM_SUBMIT = 4, /* Enter on the last field, Ctrl-S anywhere */
    FORM_OPEN = 5,   /* another value for the FORM_LOOKUP that has the keys */
};
int form_act(struct form *form, struct event event);
/* What follows, where the screen has nothing to submit or open. */
struct intent form_intent(int result);

/* For so many rows. */
void form_layout(struct form *form, int rows);
void form_draw(const struct form *form, struct canvas *canvas, struct rect rect, struct hits *hits);
int form_rows(const struct form *form); /* that it takes as laid out */

#endif
