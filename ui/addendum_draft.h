/* SPDX-License-Identifier: MIT */
/*
 * 本校补充 while it is written: the text, and from which versions of site.db it goes on.
 *
 * Two of them matter. `base` is the newest version as read: what somebody saves meanwhile is told, and a
 * draft then goes on top of it, as every version stays. `settled` is the newest that is no draft, what
 * visitors see or no longer see: publishing and retracting take its place, so whoever does that has been
 * told whose it is, also long after a draft was saved on top of it.
 */
#ifndef UI_ADDENDUM_DRAFT_H
#define UI_ADDENDUM_DRAFT_H

#include "ui/screen.h"
#include "ui/text_area.h"

struct addendum_draft {
    int question;
    struct text_area area;
    bool changed;  /* since it was read or saved */
    int base;      /* 0: there is none */
    int settled;   /* 0: there is none */
    int asked;     /* the settled version that the open question told of */
    bool is_shown; /* the settled one is published */
};

/* Reads the newest version. 0 or an error of db/site/; then there is nothing to free. */
int addendum_draft_open(struct addendum_draft *out, const struct ui *ui, int question);
void addendum_draft_fini(struct addendum_draft *draft);

/* Shows again: what somebody else has made the newest meanwhile takes the place of a saved text, and is told;
 * a text that is not saved stays, and that is told. Otherwise nothing changes, undo and cursor included. */
void addendum_draft_resume(struct addendum_draft *draft, struct ui *ui);

/* Saves what has changed, and says so, with what is still to be done; or why not. 0, an enum
 * addendum_outcome, or an error. */
int addendum_draft_save(struct addendum_draft *draft, struct ui *ui, const char *to_be_done);

/* What publishing or retracting would take the place of, as it is now, in a sentence for the question. 0:
 * ask. Otherwise why not has been told. */
int addendum_draft_ask_publish(char *words, size_t size, struct addendum_draft *draft, struct ui *ui);
int addendum_draft_ask_retract(char *words, size_t size, struct addendum_draft *draft, struct ui *ui);

/* After the question. What is not saved is saved before the published text goes. It says what came of it. */
void addendum_draft_publish(struct addendum_draft *draft, struct ui *ui);
void addendum_draft_retract(struct addendum_draft *draft, struct ui *ui);

#endif
