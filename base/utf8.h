/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 to code points and back. Whatever is not well-formed (RFC 3629: overlong forms, surrogates, above
 * U+10FFFF, stray and missing continuation bytes) reads as U+FFFD, one for each maximal ill-formed part
 * (Unicode 15, 3.9).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <uchar.h>

#define UTF8_REPLACEMENT U'\uFFFD'

/* What utf8_decode does with the rarer ones. */
size_t utf8_decode_any(char32_t *code_point, const char *s, size_t n);

/* Reads one code point at s, of at most n bytes (n > 0). Returns the bytes used, 1 to 4; always advances. */
static inline size_t utf8_decode(char32_t *code_point, const char *s, size_t n)
{
    const unsigned char *bytes = (const unsigned char *)s;

    /* Three bytes with a lead that narrows nothing: Han and nearly all else in our texts. */
    if (n >= 3 && bytes[0] > 0xE0 && bytes[0] < 0xF0 && bytes[0] != 0xED && (bytes[1] & 0xC0) == 0x80 &&
        (bytes[2] & 0xC0) == 0x80) {
        *code_point = (char32_t)((bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F));
        return 3;
    }
    return utf8_decode_any(code_point, s, n);
}

/* Writes one code point; returns the bytes written, 1 to 4. A value that is no scalar value writes U+FFFD. */
size_t utf8_encode(char out[4], char32_t code_point);

bool utf8_is_valid(const char *s, size_t n);

/* The whole string as a heap array of code points, *n of them; the caller frees. -ENOMEM. */
int utf8_to_utf32(char32_t **out, size_t *n, const char *s);

#endif
