/* SPDX-License-Identifier: MIT */
#include "db/search_shelf.h"

#include "base/error.h"
#include "base/utf8.h"

#include <string.h>

/* What stands in `numbers`: 0 not met yet, these, or a number and COMMON. */
enum { SEVERAL = 1, TRANSPARENT, COMMON };

static uint16_t find_number(const struct search_shelf *shelf, char32_t c)
{
    char32_t folded[FOLD_MAX];

    if (fold_character(folded, c, NULL) > 1)
        return SEVERAL;
    if (fold_is_han(folded[0]) || fold_is_word(folded[0]))
        return (uint16_t)(COMMON + pinyin_unit(shelf->pinyin, folded[0]));
    return fold_is_transparent(folded[0]) ? TRANSPARENT : COMMON;
}

static uint16_t number_of(struct search_shelf *shelf, char32_t c)
{
    if (c >= SHELF_CHARACTERS)
        return find_number(shelf, c);
    if (shelf->numbers[c] == 0)
        shelf->numbers[c] = find_number(shelf, c);
    return shelf->numbers[c];
}

uint16_t search_unit(const struct search_shelf *shelf, char32_t c)
{
    bool met = c < SHELF_CHARACTERS && shelf->numbers[c] >= COMMON;

    return met ? (uint16_t)(shelf->numbers[c] - COMMON) : pinyin_unit(shelf->pinyin, c);
}

static size_t encode_several(uint16_t out[FOLD_MAX], struct search_shelf *shelf, char32_t c)
{
    char32_t folded[FOLD_MAX];
    size_t count = fold_character(folded, c, NULL), n = 0;

    for (size_t i = 0; i < count; i++) {
        uint16_t number = number_of(shelf, folded[i]);
        if (number >= COMMON)
            out[n++] = (uint16_t)(number - COMMON);
    }
    return n;
}

/* Texts of ours are in simplified characters. `part`: 0 for what ends a phrase, or what nobody knows. */
static size_t encode_character(uint16_t out[FOLD_MAX], struct search_shelf *shelf, char32_t c, bool part)
{
    uint16_t number = number_of(shelf, c);

    if (number == SEVERAL)
        return encode_several(out, shelf, c);
    if (number == TRANSPARENT || (number == COMMON && !part))
        return 0;
    out[0] = (uint16_t)(number - COMMON);
    return 1;
}

/* What is written so far, and how much of the text is read. */
struct encoding {
    uint16_t *out;
    uint32_t *offsets; /* or NULL */
    size_t n, max, at;
};

static bool goes_on(const struct encoding *encoding)
{
    return encoding->n > 0 && encoding->out[encoding->n - 1] != 0;
}

/*
 * The characters of three bytes in front that were met before and are one number or none: nearly all of any
 * text. Without branches between one and the next, because nobody can tell whether it is a comma.
 */
static void encode_plain(struct encoding *encoding, const struct search_shelf *shelf, const char *text)
{
    const unsigned char *s = (const unsigned char *)text + encoding->at;
    size_t n = encoding->n;
    bool part = goes_on(encoding);

    for (; n < encoding->max && (s[0] & 0xF0) == 0xE0 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80;
         s += 3) {
        uint16_t number = shelf->numbers[(s[0] & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F)];
        if (number < TRANSPARENT)
            break;
        encoding->out[n] = (uint16_t)(number - COMMON);
        if (encoding->offsets)
            encoding->offsets[n] = (uint32_t)(s - (const unsigned char *)text);
        n += (number > COMMON) | ((number == COMMON) & part);
        part = (number > COMMON) | ((number == TRANSPARENT) & part);
    }
    encoding->n = n;
    encoding->at = (size_t)(s - (const unsigned char *)text);
}

static void encode_one(struct encoding *encoding, struct search_shelf *shelf, const char *text)
{
    uint16_t units[FOLD_MAX];
    char32_t c;
    size_t used = utf8_decode(&c, text + encoding->at, strnlen(text + encoding->at, 4));
    size_t count = encode_character(units, shelf, c, goes_on(encoding));

    for (size_t i = 0; i < count && encoding->n < encoding->max; i++, encoding->n++) {
        encoding->out[encoding->n] = units[i];
        if (encoding->offsets)
            encoding->offsets[encoding->n] = (uint32_t)encoding->at;
    }
    encoding->at += used;
}

size_t search_encode(uint16_t *out, uint32_t *offsets, size_t max, struct search_shelf *shelf,
                     const char *text)
{
    struct encoding encoding = {.out = out, .offsets = offsets, .max = max};

    for (encode_plain(&encoding, shelf, text); encoding.n < max && text[encoding.at];
         encode_plain(&encoding, shelf, text))
        encode_one(&encoding, shelf, text);
    if (offsets)
        offsets[encoding.n] = (uint32_t)encoding.at;
    return encoding.n;
}

size_t search_encode_row(uint16_t *out, size_t max, struct search_shelf *shelf, const struct entry_row *row)
{
    const char *more[] = {row->title, row->target};
    size_t n = search_encode(out, NULL, max, shelf, row->text);

    for (size_t i = 0; row->kind == ENTRY_LINK && i < ARRAY_SIZE(more) && n < max; i++) {
        out[n++] = 0;
        n += search_encode(out + n, NULL, max - n, shelf, more[i]);
    }
    return n;
}
