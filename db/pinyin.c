/* SPDX-License-Identifier: MIT */
#include "db/pinyin.h"

#include "base/error.h"
#include "base/utf8.h"
#include "db/pinyin_table.h"

#include <string.h>

int pinyin_new(struct pinyin **out)
{
    struct pinyin *pinyin = calloc(1, sizeof(*pinyin));

    if (!pinyin)
        return -ENOMEM;
    *out = pinyin;
    return 0;
}

void pinyin_free(struct pinyin *pinyin)
{
    if (!pinyin)
        return;
    free(pinyin->characters);
    free(pinyin->readings);
    free(pinyin);
}

/* Doubles an array of n items when n is a power of two. NULL: out of memory, and the array stays. */
static void *grow(void *items, size_t n, size_t size)
{
    return n & (n - 1) ? items : reallocarray(items, n ? 2 * n : 1, size);
}

/* The number of a syllable of n letters, a new one if need be; -EBADMSG if it is none or one too many. */
static int intern(struct pinyin *pinyin, const char *letters, size_t n)
{
    if (n == 0 || n > SYLLABLE_LETTERS || strspn(letters, "abcdefghijklmnopqrstuvwxyz") < n)
        return -EBADMSG;
    for (size_t i = 0; i < pinyin->n_syllables; i++)
        if (strncmp(pinyin->syllables[i], letters, n) == 0 && !pinyin->syllables[i][n])
            return (int)i;
    if (pinyin->n_syllables == PINYIN_SYLLABLES_MAX)
        return -EBADMSG;
    memcpy(pinyin->syllables[pinyin->n_syllables], letters, n);
    return (int)pinyin->n_syllables++;
}

static int add_reading(struct pinyin *pinyin, struct character *character, const char *letters, size_t n)
{
    int syllable = intern(pinyin, letters, n);
    uint16_t *readings;

    if (syllable < 0)
        return syllable;
    if (character->n == READINGS_MAX || pinyin->n_readings == UINT16_MAX)
        return -EBADMSG;
    readings = grow(pinyin->readings, pinyin->n_readings, sizeof(*readings));
    if (!readings)
        return -ENOMEM;
    pinyin->readings = readings;
    readings[pinyin->n_readings++] = (uint16_t)syllable;
    character->n++;
    return 0;
}

static struct character *add_character(struct pinyin *pinyin, char32_t code_point)
{
    struct character *characters = grow(pinyin->characters, pinyin->n_characters, sizeof(*characters));

    if (!characters)
        return NULL;
    pinyin->characters = characters;
    characters += pinyin->n_characters++;
    *characters = (struct character){.code_point = code_point, .first = (uint16_t)pinyin->n_readings};
    return characters;
}

int pinyin_add(struct pinyin *pinyin, char32_t code_point, const char *readings)
{
    size_t n = pinyin->n_characters;
    struct character *character;
    int r = 0;

    if (n == PINYIN_CHARACTERS_MAX || (n && pinyin->characters[n - 1].code_point >= code_point))
        return -EBADMSG;
    character = add_character(pinyin, code_point);
    if (!character)
        return -ENOMEM;
    while (r == 0 && *readings) {
        size_t letters = strcspn(readings, " ");
        r = add_reading(pinyin, character, readings, letters);
        readings += letters;
        readings += *readings == ' ' && readings[1]; /* a space at the end is an empty syllable */
    }
    return r;
}

/* The half-width form, in lower case. */
static char32_t fold(char32_t c)
{
    if (c >= U'！' && c <= U'～')
        c -= U'！' - U'!';
    if (c >= U'A' && c <= U'Z')
        c += U'a' - U'A';
    return c == U'ü' || c == U'Ü' ? U'v' : c;
}

bool pinyin_is_han(char32_t c)
{
    return c == U'〇' || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

static bool is_unit(char32_t c)
{
    return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') || pinyin_is_han(c);
}

static uint16_t find_han(const struct pinyin *pinyin, char32_t c)
{
    size_t low = 0, high = pinyin->n_characters;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pinyin->characters[middle].code_point < c)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == pinyin->n_characters || pinyin->characters[low].code_point != c)
        return UNIT_UNKNOWN;
    return (uint16_t)(UNIT_HAN + low);
}

/* Of a character that is_unit. */
static uint16_t unit_of(const struct pinyin *pinyin, char32_t c)
{
    if (pinyin_is_han(c))
        return find_han(pinyin, c);
    return (uint16_t)(c >= U'a' ? UNIT_LETTER + (c - U'a') : UNIT_DIGIT + (c - U'0'));
}

uint16_t pinyin_unit(const struct pinyin *pinyin, char32_t c)
{
    c = fold(c);
    return is_unit(c) ? unit_of(pinyin, c) : (uint16_t)UNIT_UNKNOWN;
}

size_t pinyin_units(const struct pinyin *pinyin)
{
    return UNIT_HAN + pinyin->n_characters;
}

size_t pinyin_readings(const uint16_t **out, const struct pinyin *pinyin, uint16_t unit)
{
    const struct character *character;

    if (unit < UNIT_HAN || unit >= pinyin_units(pinyin))
        return 0;
    character = &pinyin->characters[unit - UNIT_HAN];
    *out = pinyin->readings + character->first;
    return character->n;
}

const char *pinyin_syllable(const struct pinyin *pinyin, size_t syllable)
{
    return syllable < pinyin->n_syllables ? pinyin->syllables[syllable] : NULL;
}

static bool is_letter(uint16_t unit)
{
    return unit >= UNIT_LETTER && unit < UNIT_DIGIT;
}

size_t pinyin_encode(uint16_t *out, size_t max, const struct pinyin *pinyin, const char *text)
{
    size_t left = strlen(text), n = 0;
    char32_t c;

    for (size_t used; left > 0 && n < max; text += used, left -= used) {
        used = utf8_decode(&c, text, left);
        c = fold(c);
        if (is_unit(c))
            out[n++] = unit_of(pinyin, c);
    }
    return n;
}

bool pinyin_is_blank(const char *typed)
{
    size_t left = strlen(typed);
    char32_t c;

    for (size_t used; left > 0; typed += used, left -= used) {
        used = utf8_decode(&c, typed, left);
        if (is_unit(fold(c)))
            return false;
    }
    return true;
}

static void add_unit(struct pinyin_query *query, uint16_t unit)
{
    query->n_letters += is_letter(unit);
    query->n_digits += unit >= UNIT_DIGIT && unit < UNIT_HAN;
    query->units[query->n++] = unit;
}

static void read_typed(struct pinyin_query *query, const char *typed)
{
    size_t left = strlen(typed);
    bool space = false;
    char32_t c;

    for (size_t used; left > 0 && query->n < PINYIN_UNITS_MAX; typed += used, left -= used) {
        used = utf8_decode(&c, typed, left);
        c = fold(c);
        if (is_unit(c)) {
            query->spaces |= space ? bit(query->n) : 0;
            add_unit(query, unit_of(query->pinyin, c));
        }
        space = !is_unit(c);
    }
}

/* Where each letter stands; v also where u does, which is how ü is typed, too. */
static void find_letters(uint64_t places[26], const struct pinyin_query *query)
{
    memset(places, 0, 26 * sizeof(places[0]));
    for (size_t i = 0; i < query->n; i++)
        if (is_letter(query->units[i]))
            places[query->units[i] - UNIT_LETTER] |= bit(i);
    places['v' - 'a'] |= places['u' - 'a'];
}

static struct pinyin_places find_places(const struct pinyin_query *query, const uint64_t letters[26],
                                        const char *syllable)
{
    struct pinyin_places places = {.initial = letters[*syllable - 'a']};
    uint64_t inside = ~query->spaces; /* no syllable goes on behind a space */
    uint64_t so_far = places.initial; /* where its first n letters stand */
    size_t n = 1;

    if (syllable[1] == 'h') /* zh, ch, sh */
        places.two = so_far & (letters['h' - 'a'] & inside) >> 1;
    for (; syllable[n]; n++) {
        if (n <= query->n)
            places.tail |= so_far & bit(query->n - n);
        so_far &= (letters[syllable[n] - 'a'] & inside) >> n;
    }
    places.whole = so_far;
    places.length = (unsigned)n;
    return places;
}

static unsigned char use_of(uint64_t places)
{
    return (unsigned char)((places & 1 ? USE_START : 0) | (places ? USE_SOMEWHERE : 0));
}

static void find_use(struct pinyin_query *query)
{
    const struct pinyin *pinyin = query->pinyin;

    memset(query->use, 0, UNIT_HAN + pinyin->n_characters);
    for (size_t i = 0; query->n_letters > 0 && i < pinyin->n_characters; i++) {
        const struct character *character = &pinyin->characters[i];
        for (size_t k = 0; k < character->n; k++) {
            const struct pinyin_places *places = &query->places[pinyin->readings[character->first + k]];
            query->use[UNIT_HAN + i] |= use_of(places->initial | places->tail); /* whole is part of initial */
        }
    }
    for (size_t i = 0; i < query->n; i++)
        query->use[query->units[i]] |= use_of(bit(i)) | USE_ITSELF;
    query->use[UNIT_UNKNOWN] = 0;
}

void pinyin_prepare(struct pinyin_query *query, const struct pinyin *pinyin, const char *typed)
{
    uint64_t letters[26];

    query->pinyin = pinyin;
    query->n = query->n_letters = query->n_digits = 0;
    query->spaces = 0;
    read_typed(query, typed);
    if (query->n_letters > 0) {
        find_letters(letters, query);
        for (size_t i = 0; i < pinyin->n_syllables; i++)
            query->places[i] = find_places(query, letters, pinyin->syllables[i]);
    }
    find_use(query);
}

void pinyin_digits(char out[PINYIN_UNITS_MAX + 1], const struct pinyin_query *query)
{
    size_t n = query->n_digits == query->n ? query->n : 0;

    for (size_t i = 0; i < n; i++)
        out[i] = (char)('0' + (query->units[i] - UNIT_DIGIT));
    out[n] = '\0';
}
