/* SPDX-License-Identifier: MIT */
/*
 * Typed letters against Chinese text: full pinyin with or without spaces, initials, a mix of both and of Han,
 * the last syllable unfinished. Every reading of a character matches; there are no tones; ü is typed v or u.
 *
 * A text is encoded once, a number of 16 bits for each letter, digit and Han character; everything else is
 * left out, so that （北京） is found without its brackets. What is typed is prepared once. Then each text is
 * matched in one pass, without memory, in a time that what is typed cannot make long: the states of the
 * search are the places in it, a bit each (shift-and, Baeza-Yates and Gonnet 1992), and a character moves
 * them all together.
 */
#ifndef DB_PINYIN_H
#define DB_PINYIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

#define PINYIN_UNITS_MAX 63 /* letters, digits and Han that are looked at of what is typed */
#define PINYIN_SYLLABLES_MAX 512
#define PINYIN_CHARACTERS_MAX 16000

/* How characters are read. */
struct pinyin;

int pinyin_new(struct pinyin **out);
void pinyin_free(struct pinyin *pinyin);

/*
 * A character and its readings, "zhang chang", "" if it has none; a-z, at most six letters each, ü as v. In
 * the order of code points. -EBADMSG if it is otherwise, -ENOMEM.
 */
int pinyin_add(struct pinyin *pinyin, char32_t character, const char *readings);

/* For whoever matches by himself (db/search.c): a character's number, 0 if it has none; how many numbers
 * there are. */
uint16_t pinyin_unit(const struct pinyin *pinyin, char32_t character);
size_t pinyin_units(const struct pinyin *pinyin);

/* The syllables that a number is read as, borrowed; returns how many. Their letters; NULL behind the last. */
size_t pinyin_readings(const uint16_t **out, const struct pinyin *pinyin, uint16_t unit);
const char *pinyin_syllable(const struct pinyin *pinyin, size_t syllable);

/* Fills `out` (room for max) with the text's numbers; returns how many. More than max are left out. */
size_t pinyin_encode(uint16_t *out, size_t max, const struct pinyin *pinyin, const char *text);

/* What is typed, ready to be matched. It is to be wiped by whoever prepared it. */
struct pinyin_query {
    const struct pinyin *pinyin;
    size_t n;         /* of units; nothing matches if it is 0 */
    size_t n_letters; /* how many of them are a-z */
    size_t n_digits;
    uint16_t units[PINYIN_UNITS_MAX];
    uint64_t spaces; /* a space stands before these units */
    struct pinyin_places {
        uint64_t whole;   /* where the syllable stands in what is typed */
        uint64_t tail;    /* where the rest of what is typed begins it */
        uint64_t initial; /* where its first letter stands */
        uint64_t two;     /* where zh, ch or sh stands, if it begins so */
        unsigned length;
    } places[PINYIN_SYLLABLES_MAX]; /* only if there are letters */
    /* What each number of a text is good for, most for nothing. */
    unsigned char use[PINYIN_CHARACTERS_MAX + 64];
};

/* Any bytes are fine. Upper case, full-width forms and ü are folded, other characters part syllables as a
 * space does. */
void pinyin_prepare(struct pinyin_query *query, const struct pinyin *pinyin, const char *typed);

/* What is typed if it is nothing but digits, half-width; else "". */
void pinyin_digits(char out[PINYIN_UNITS_MAX + 1], const struct pinyin_query *query);

/* How a text matches, best first. Han and digits count as spelt out. */
enum pinyin_match {
    PINYIN_WHOLE,          /* jilindaxue, 吉林大学, jilin大学 */
    PINYIN_START,          /* jilin, jil */
    PINYIN_INITIALS_WHOLE, /* jldx */
    PINYIN_INITIALS_START, /* jl */
    PINYIN_MIXED_START,    /* jilindx; or the whole */
    PINYIN_SHORT,  /* 吉大, jida: others between, from the first character to where short forms end */
    PINYIN_INSIDE, /* lindaxue */
    PINYIN_INITIALS_INSIDE,  /* ldx */
    PINYIN_MIXED_INSIDE,     /* lindx */
    PINYIN_SCATTERED,        /* 吉学, jixue: others between, from the first character on */
    PINYIN_SCATTERED_INSIDE, /* 林学: others between; only if no letters are typed */
    PINYIN_NONE,
};
#define PINYIN_MATCHES (PINYIN_NONE + 1)

/*
 * `text`: n numbers of pinyin_encode. `short_end`: where its short forms end, behind the 大 of 吉林大学; 0 if
 * it has none.
 */
enum pinyin_match pinyin_match(const struct pinyin_query *query, const uint16_t *text, size_t n,
                               size_t short_end);

/* Whether a character is one that is read: the ideographs of Unicode's blocks, and 〇. */
bool pinyin_is_han(char32_t c);

/* Whether there is no letter, digit or Han character in what is typed. */
bool pinyin_is_blank(const char *typed);

#endif
