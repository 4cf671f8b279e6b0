/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include "base/error.h"

#include <string.h>

/* What a lead byte asks for: how many bytes follow, and the narrower range of the first of them (RFC 3629,
 * 4). */
struct lead {
    unsigned char follow, low, high;
};

static struct lead lead_of(unsigned char byte)
{
    if (byte < 0xC2 || byte > 0xF4)
        return (struct lead){.follow = 0};
    return (struct lead){
        .follow = byte < 0xE0   ? 1
                  : byte < 0xF0 ? 2
                                : 3,
        .low = byte == 0xE0   ? 0xA0
               : byte == 0xF0 ? 0x90
                              : 0x80,
        .high = byte == 0xED   ? 0x9F
                : byte == 0xF4 ? 0x8F
                               : 0xBF,
    };
}

size_t utf8_decode_any(char32_t *code_point, const char *s, size_t n)
{
    const unsigned char *bytes = (const unsigned char *)s;

    if (bytes[0] < 0x80) {
        *code_point = bytes[0];
        return 1;
    }
    *code_point = UTF8_REPLACEMENT;

    struct lead lead = lead_of(bytes[0]);
    if (!lead.follow)
        return 1;
    char32_t value = bytes[0] & (0x3F >> lead.follow);
    for (size_t i = 1; i <= lead.follow; i++) {
        if (i >= n || bytes[i] < lead.low || bytes[i] > lead.high)
            return i;
        value = value << 6 | (bytes[i] & 0x3F);
        lead.low = 0x80;
        lead.high = 0xBF;
    }
    *code_point = value;
    return lead.follow + 1u;
}

/* A byte behind the lead: the six bits of a code point above `shift`. */
static inline char follower(char32_t code_point, int shift)
{
    return (char)(0x80 | (code_point >> shift & 0x3F));
}

size_t utf8_encode(char out[4], char32_t code_point)
{
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = UTF8_REPLACEMENT;
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = follower(code_point, 0);
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = follower(code_point, 6);
        out[2] = follower(code_point, 0);
        return 3;
    }
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = follower(code_point, 12);
    out[2] = follower(code_point, 6);
    out[3] = follower(code_point, 0);
    return 4;
}

bool utf8_is_valid(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        char32_t code_point;
        size_t used = utf8_decode(&code_point, s + i, n - i);
        if (code_point == UTF8_REPLACEMENT && (used != 3 || memcmp(s + i, "\xEF\xBF\xBD", 3) != 0))
            return false;
        i += used;
    }
    return true;
}

int utf8_to_utf32(char32_t **out, size_t *n, const char *s)
{
    size_t length = strlen(s), count = 0;
    char32_t *text = calloc(length + 1, sizeof(*text));
    if (!text)
        return -ENOMEM;

    for (size_t i = 0; i < length; count++)
        i += utf8_decode(&text[count], s + i, length - i);
    *out = text;
    *n = count;
    return 0;
}
