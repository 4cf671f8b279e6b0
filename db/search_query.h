/* SPDX-License-Identifier: MIT */
/*
 * What was typed, understood: an item for each character that is meant. Letters become syllables, unfinished
 * syllables and initials, whichever way the words of the handbook follow one another most readily. An item
 * fits a character exactly, or nearly (another character of the same sound, a syllable with one slip).
 */
#ifndef DB_SEARCH_QUERY_H
#define DB_SEARCH_QUERY_H

#include "db/search.h"
#include "db/search_shelf.h"

enum item_kind {
    ITEM_CHARACTER, /* Han, a digit, or a letter that is meant as such */
    ITEM_SYLLABLE,
    ITEM_UNFINISHED, /* two letters or more of a syllable */
    ITEM_INITIAL,
    ITEM_NOISE, /* a letter that begins nothing */
};

struct search_item {
    enum item_kind kind;
    char32_t character;    /* folded; 0 for letters that are spelling */
    uint16_t unit;         /* its number, 0 if the handbook does not know it */
    size_t low, high;      /* the syllables that letters may be */
    char letters[8];       /* what was typed; NUL-terminated */
    struct syllables near; /* what fits nearly */
    bool has_near;
    bool breaks; /* something stands between it and the item before */
    bool stop;   /* everybody says it: 怎么办 */
};

struct search_query {
    struct search_item items[SEARCH_QUERY_MAX];
    size_t n;
    char text[4 * SEARCH_QUERY_MAX + 1]; /* what was typed, folded */
    int question;                        /* 问题6, 第六题: its number; else 0 */
    bool initials;                       /* letters are nothing else */
};

/* Any bytes are fine. `initials`: letters are nothing else. To be wiped by whoever prepared it. */
void search_query_prepare(struct search_query *out, const struct search_shelf *shelf, const char *typed,
                          bool initials);

/* Whether letters were taken for initials beside syllables (xxda: x, x, da), and may all be initials
 * (学信档案). */
bool search_query_is_doubtful(const struct search_query *query);

/* Letters a-z as items, at most max; returns how many. `before`: the item in front of them, or NULL;
 * `initials`: each is one. */
size_t search_letters(struct search_item *out, size_t max, const struct search_shelf *shelf,
                      const char *letters, size_t n, const struct search_item *before, bool initials);

/* The number of a question if nothing else was typed (folded, without spaces), else 0. */
int search_number(const char32_t *typed, size_t n);

/* Marks what everybody says. */
void search_mark_stops(struct search_query *query, const struct search_shelf *shelf);

/* Whether a character fits an item exactly. */
bool search_item_fits(const struct search_item *item, const struct search_shelf *shelf, uint16_t unit);

#endif
