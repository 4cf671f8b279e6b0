/* SPDX-License-Identifier: MIT */
/*
 * What the search keeps at hand, made at the first one: the short entries (titles, what people say, headings,
 * outcomes, links: some 600, 60 kB), because finding in spite of a slip means looking at every one of them,
 * which takes some ten microseconds; and how syllables are spelt and follow one another. Long texts are found
 * by the index (db/tokenizer.h), and so is what is short beyond SHELF_MAX.
 */
#ifndef DB_SEARCH_SHELF_H
#define DB_SEARCH_SHELF_H

#include "db/fold.h"
#include "db/handbook.h"
#include "db/pinyin.h"
#include "db/search_entry.h"
#include "db/search_lists.h"

#include <stdbool.h>
#include <stdint.h>

#define SHELF_MAX 1024
#define SHELF_UNITS_MAX (SHELF_MAX * 64)
#define SHELF_CHARACTERS 0x10000 /* those of the basic plane */
#define SHELF_SYLLABLE_WORDS (PINYIN_SYLLABLES_MAX / 64)

/* A set of syllables, by their place in the order of letters. */
struct syllables {
    uint64_t bits[SHELF_SYLLABLE_WORDS];
};

struct shelf_entry {
    long long id;
    enum entry_kind kind;
    int question;
    uint32_t first;   /* in units */
    uint16_t n, said; /* of them; those of them that are no ends of phrases */
    uint32_t texts;   /* in texts: its text, title and target, a NUL behind each */
};

struct search_shelf {
    const struct pinyin *pinyin; /* the handbook's */
    struct variants variants;
    struct shelf_entry *entries;
    size_t n;
    long long last; /* id of the last entry */
    uint16_t *units;
    size_t n_units;
    char *texts;
    size_t n_texts;
    struct search_lists standing; /* by unit: where in `units` it stands, in order */
    struct search_lists readers;  /* by syllable, in the order of letters: the units that are read so */
    const char *spelling[PINYIN_SYLLABLES_MAX]; /* in the order of letters */
    uint16_t place[PINYIN_SYLLABLES_MAX];       /* of pinyin's syllables in that order */
    size_t n_syllables;
    /* What a character is encoded as, found when first met (search_shelf.c). */
    uint16_t numbers[SHELF_CHARACTERS];
    struct syllables follow[PINYIN_SYLLABLES_MAX]; /* which stand behind it somewhere on the shelf */
    struct syllables near[PINYIN_SYLLABLES_MAX];   /* which one slip makes of it, itself included */
};

/* The handbook's, borrowed; made if there is none yet. -EBADMSG, -ENOMEM, -ETIME. */
int search_shelf_get(struct search_shelf **out, struct handbook *handbook);
void search_shelf_free(struct search_shelf *shelf);

/* An entry of the shelf as its row is, but for its block; texts are borrowed. False if it is none. */
bool search_shelf_row(struct entry_row *out, const struct search_shelf *shelf, long long id);

/*
 * A text's characters as numbers of db/pinyin.h, and a 0 where a phrase ends; quotation marks and brackets
 * are left out. offsets (or NULL): where each stands, and behind the last where the text ends. Returns how
 * many, at most max.
 */
size_t search_encode(uint16_t *out, uint32_t *offsets, size_t max, struct search_shelf *shelf,
                     const char *text);

/* pinyin_unit of a character that is folded; found at once if a text of the shelf has it. */
uint16_t search_unit(const struct search_shelf *shelf, char32_t c);

/* What of a row is searched: a link's host and id, too. */
size_t search_encode_row(uint16_t *out, size_t max, struct search_shelf *shelf, const struct entry_row *row);

/* The syllables that a character is read as. */
struct syllables search_readings(const struct search_shelf *shelf, uint16_t unit);

/* The syllables that begin with n letters, [*low, *high); *whole tells whether the first is nothing more. */
void search_spelt(size_t *low, size_t *high, bool *whole, const struct search_shelf *shelf,
                  const char *letters, size_t n);

/* Whether one letter more, less or other, or two swapped, make one of the other; both of at most eight
 * letters. */
bool search_is_slip(const char *a, size_t n, const char *b, size_t m);

static inline bool syllables_meet(const struct syllables *a, const struct syllables *b)
{
    uint64_t both = 0;

    for (size_t i = 0; i < SHELF_SYLLABLE_WORDS; i++)
        both |= a->bits[i] & b->bits[i];
    return both != 0;
}

static inline void syllables_add(struct syllables *set, size_t syllable)
{
    set->bits[syllable / 64] |= UINT64_C(1) << syllable % 64;
}

static inline void syllables_join(struct syllables *set, const struct syllables *other)
{
    for (size_t i = 0; i < SHELF_SYLLABLE_WORDS; i++)
        set->bits[i] |= other->bits[i];
}

static inline bool syllables_have(const struct syllables *set, size_t syllable)
{
    return set->bits[syllable / 64] >> syllable % 64 & 1;
}

#endif
