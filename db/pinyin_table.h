/* SPDX-License-Identifier: MIT */
/* What is inside a table of readings: shared by pinyin.c (making, preparing) and pinyin_match.c. */
#ifndef DB_PINYIN_TABLE_H
#define DB_PINYIN_TABLE_H

#include "db/pinyin.h"

/* The numbers: 0 a character that we do not know, then a-z, 0-9, and the table's characters
 * in their order. */
enum {
    UNIT_UNKNOWN,
    UNIT_LETTER,
    UNIT_DIGIT = UNIT_LETTER + 26,
    UNIT_HAN = UNIT_DIGIT + 10,
};

#define SYLLABLE_LETTERS 6
#define READINGS_MAX 16 /* of one character */
_Static_assert(UNIT_HAN <= 64, "the numbers before the characters have room in pinyin_query.use");

/* pinyin_query.use: whether a number can match at the start of what is typed, anywhere, and whether it was
 * typed itself. */
enum {
    USE_START = 1,
    USE_SOMEWHERE = 2,
    USE_ITSELF = 4,
};

struct character {
    char32_t code_point;
    uint16_t first, n; /* in readings */
};

struct pinyin {
    struct character *characters; /* by code point */
    size_t n_characters;
    uint16_t *readings; /* which syllable */
    size_t n_readings;
    char syllables[PINYIN_SYLLABLES_MAX][SYLLABLE_LETTERS + 1];
    size_t n_syllables;
};

static inline uint64_t bit(size_t place)
{
    return UINT64_C(1) << place;
}

#endif
