/* SPDX-License-Identifier: MIT */
/*
 * What is asked here, counted in memory until somebody has a moment to write it (site_tally_flush): by day,
 * hour, kiosk or desk, kind and item. Pure, of a fixed size, never fails and never waits.
 *
 * Nothing of a person: an item is an id of the content, never typed text. The one exception are the terms of
 * searches that found nothing: short ones without digits, in the kiosk alone, once for each visitor until
 * they leave; site.db shows one only after TALLY_TERM_SEEN times and keeps no more than a keyed hash before
 * (db/site/stats.h).
 */
#ifndef DB_SITE_TALLY_H
#define DB_SITE_TALLY_H

#include "db/site/site.h"

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define TALLY_CELLS 192
#define TALLY_TERMS 24
#define TALLY_ITEM_BYTES 64 /* with the NUL: of a-z 0-9 - _ . / : */
#define TALLY_ITEM_DIGITS 4 /* in a row, at most: no number of a person */
/* Longer ones are counted without their text; so are those with a digit of any script, and the desk's. */
#define TALLY_TERM_CHARACTERS 12
#define TALLY_TERM_BYTES (4 * TALLY_TERM_CHARACTERS + 1)
#define TALLY_TERM_SEEN 3

enum tally_where {
    TALLY_KIOSK = 1,
    TALLY_DESK = 2,
};

/* Never renumber: these stand in site.db. */
enum tally_kind {
    TALLY_QUESTION = 1, /* an answer was opened; item "1" to "12" */
    TALLY_GUIDE = 2,    /* a guide was begun; item "1" to "12" */
    TALLY_OUTCOME = 3,  /* a guide ended; item "6/node-id" */
    TALLY_LINK = 4,     /* a code was shown large or printed; item the link's id */
    TALLY_SLIP = 5,     /* a slip came out of the printer; item "6" or "6/node-id" */
    TALLY_SEARCH = 6,   /* a search led to something that was opened; item the question "6", or the kind of
                           target: "link" */
    TALLY_MISS = 7,     /* a search found nothing; item "", or the term once it may be shown */
};
#define TALLY_KINDS 7
const char *tally_kind_id(enum tally_kind kind); /* "question", "guide", …; NULL for what is no kind */
const char *tally_where_id(enum tally_where where);

/* An item: "6" of a question, "6/node-id" of an outcome. */
void tally_question_item(char out[TALLY_ITEM_BYTES], int question);
void tally_outcome_item(char out[TALLY_ITEM_BYTES], int question, const char *node);

struct tally_cell {
    int day; /* YYYYMMDD, local time */
    int hour;
    enum tally_kind kind;
    unsigned n;
    char item[TALLY_ITEM_BYTES];
};

struct tally_term {
    int day, hour;
    unsigned n;
    unsigned visitor; /* the last who missed it */
    char text[TALLY_TERM_BYTES];
};

struct tally {
    enum tally_where where;
    struct tally_cell cells[TALLY_CELLS];
    size_t n_cells;
    struct tally_term terms[TALLY_TERMS];
    size_t n_terms;
    unsigned visitor;
    unsigned dropped; /* not counted since the last flush, for want of room */
    int error;        /* of the last flush; 0: recording works. Not 0: it pauses, the staff should be told */
};

void tally_init(struct tally *tally, enum tally_where where);

/* Counts one. An item that is not of the allowed characters is not counted. */
void tally_add(struct tally *tally, time_t now, enum tally_kind kind, const char *item);

/*
 * A search that found nothing, when the visitor is done with it: leaves the search or the kiosk, not at each
 * key.
 */
void tally_miss(struct tally *tally, time_t now, const char *typed);

/* The visitor has left, and whoever comes is another one: a term counts once more. */
void tally_visitor(struct tally *tally);

bool tally_is_empty(const struct tally *tally);

/*
 * Writes all of it in one transaction and empties it, terms wiped; nothing to write is fine. On an error
 * everything stays for the next try, tally->error tells it, and is returned. For a kiosk: at an idle moment,
 * with site_set_busy(site, 0). site NULL: there is no database (-ENOENT), the same.
 */
int site_tally_flush(struct site *site, struct tally *tally);

#endif
