/* SPDX-License-Identifier: MIT */
/*
 * Addenda (本校补充): what the school adds to an answer, one text for each of the twelve questions, always
 * shown as the school's own and apart from the official wording.
 *
 * Each save makes a version, numbered 1, 2, 3 … for each question; versions are never changed. What is shown
 * is the newest that is not a draft, if that is published: a later draft changes nothing for visitors. Only
 * the newest ADDENDUM_DRAFTS drafts of each question and account are kept; published and retracted versions
 * for ever.
 *
 * A text is plain, with "\n" between lines and none at its end. At write and again at read each line passes
 * the text sink; tabs become spaces, spaces at the ends of lines and empty lines at both ends are cut.
 */
#ifndef DB_SITE_ADDENDA_H
#define DB_SITE_ADDENDA_H

#include "db/site/site.h"

#include <stddef.h>
#include <time.h>

#define ADDENDUM_CHARACTERS 4000 /* code points, line ends included */
#define ADDENDUM_DRAFTS 20       /* of a question and an account that are kept */

enum addendum_state {
    ADDENDUM_DRAFT = 1,
    ADDENDUM_PUBLISHED = 2,
    ADDENDUM_RETRACTED = 3, /* its text is "" */
};

struct addendum {
    int question; /* 1 to 12 */
    int version;  /* from 1 */
    enum addendum_state state;
    int restored; /* the version whose text this is a copy of; 0: it was typed */
    char *text;
    char *account; /* who; "" was a command of the operator (an import) */
    time_t time;
};

/* Outcomes of changing one, beside 0. */
enum addendum_outcome {
    ADDENDUM_CHANGED = 1, /* somebody else has made a version since `base`: read it again, show both */
    ADDENDUM_LONG,        /* more than ADDENDUM_CHARACTERS */
    ADDENDUM_EMPTY, /* nothing is left to publish: retract it instead; or nothing is published to retract */
};

/*
 * Each change needs SITE_MAY_EDIT, says on which version it was based (`base`: the number of the newest
 * version as read, 0 if there was none), and yields the number of the new version. -EINVAL: no such question.
 * -ENOENT: no such version.
 */
int site_addendum_save(int *version, struct site *site, const struct site_session *by, int question, int base,
                       const char *text); /* a draft */
int site_addendum_publish(int *version, struct site *site, const struct site_session *by, int question,
                          int base, const char *text);
int site_addendum_retract(int *version, struct site *site, const struct site_session *by, int question,
                          int base);
/* The text of an old version as a new draft. */
int site_addendum_restore(int *version, struct site *site, const struct site_session *by, int question,
                          int base, int old);

/* The newest version, what an editor opens: -ENOENT if there is none. */
int site_addendum_latest(struct addendum **out, struct site *site, int question);
/* The newest that is no draft, what visitors see or no longer see: -ENOENT likewise. */
int site_addendum_settled(struct addendum **out, struct site *site, int question);
int site_addendum_version(struct addendum **out, struct site *site, int question, int version);

/* All versions of a question with their texts, newest first. An array for addenda_free; n may be 0, *out is
 * then NULL. */
int site_addendum_history(struct addendum **out, size_t *n, struct site *site, int question);

/* NULL is fine. For one that came alone n is 1. */
void addenda_free(struct addendum *addenda, size_t n);

/* What visitors see. */
struct addendum_shown {
    char *text;    /* never "" */
    char *source;  /* the school and its office as the profile has them, a space between; "" if it is not
                      filled in */
    char date[11]; /* YYYY-MM-DD when it was published, local time */
};

/* -ENOENT: nothing is published for this question. */
int site_addendum_shown(struct addendum_shown **out, struct site *site, int question);
void addendum_shown_free(struct addendum_shown *shown); /* NULL is fine */

/* What a text becomes when it is saved: for a preview. The caller frees. */
int addendum_clean(char **out, const char *text);

/* Code points of a clean text, as ADDENDUM_CHARACTERS counts them. */
size_t addendum_length(const char *text);

#endif
