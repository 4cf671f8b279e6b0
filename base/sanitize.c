/* SPDX-License-Identifier: MIT */
#include "base/sanitize.h"

#include "base/error.h"
#include "base/utf8.h"
#include "base/width.h"

#include <stdint.h>
#include <string.h>
#include <unictype.h>

#define CATEGORIES                                                                                           \
    (UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_P |                     \
     UC_CATEGORY_MASK_S | UC_CATEGORY_MASK_Zs)

/* Han and the punctuation between them: nearly all of any text here. Without branches, because
 * nobody can tell which comes next. */
static inline bool is_plain(char32_t c)
{
    return (c - 0x3400U < 0xA000U - 0x3400U) | (c - 0xFF01U < 0x5EU) | (c - 0x3008U < 10) |
           (c - 0x3001U < 3) | (c - 0x2018U < 8);
}

enum sanitize_class sanitize_class_of(char32_t code_point)
{
    /* What a page is made of, without a table. All of it has been assigned since Unicode 14. */
    if (code_point < 0x7F)
        return code_point >= 0x20 ? SANITIZE_BASE : SANITIZE_DROP;
    if (is_plain(code_point))
        return SANITIZE_BASE;

    /* Default ignorable: variation selectors, fillers and joiners that count as letters or marks but show
     * nothing. */
    if (!uc_is_general_category_withtable(code_point, CATEGORIES) ||
        uc_is_property_default_ignorable_code_point(code_point))
        return SANITIZE_DROP;
    /* By cells, not by category: some spacing marks have a cell of their own, conjoining Hangul vowels have
     * none. */
    return width_of(code_point) > 0 ? SANITIZE_BASE : SANITIZE_MARK;
}

/* Whether the next code point is kept. `marks` counts those that the last base still takes;
 * 0 at the start. */
static bool keep(int *marks, char32_t code_point)
{
    switch (sanitize_class_of(code_point)) {
    case SANITIZE_BASE:
        *marks = SANITIZE_MARKS_MAX;
        return true;
    case SANITIZE_MARK:
        if (*marks == 0)
            return false;
        --*marks;
        return true;
    case SANITIZE_DROP:
    default:
        return false;
    }
}

/* The bytes in front that need no tables. */
static size_t plain_length(const char *text, size_t n)
{
    const unsigned char *start = (const unsigned char *)text, *s = start, *end = s + n;

    for (;;) {
        while (end - s >= 3 && (s[0] & 0xF0) == 0xE0 && ((s[1] ^ 0x80) | (s[2] ^ 0x80)) < 0x40 &&
               is_plain((s[0] & 0x0FU) << 12 | (s[1] & 0x3FU) << 6 | (s[2] & 0x3FU)))
            s += 3;
        if (s == end || *s < 0x20 || *s >= 0x7F)
            return (size_t)(s - start);
        s++;
    }
}

bool sanitize_is_clean(const char *s, size_t n)
{
    int marks = 0;

    for (size_t i = 0; i < n;) {
        size_t plain = plain_length(s + i, n - i);
        if (plain > 0) {
            marks = SANITIZE_MARKS_MAX;
            i += plain;
            continue;
        }
        char32_t code_point;
        size_t used = utf8_decode(&code_point, s + i, n - i);
        if (!keep(&marks, code_point))
            return false;
        if (code_point == UTF8_REPLACEMENT && (used != 3 || memcmp(s + i, "\xEF\xBF\xBD", 3) != 0))
            return false;
        i += used;
    }
    return true;
}

static size_t clean(char *out, const char *s, size_t n)
{
    size_t length = 0;
    int marks = 0;

    for (size_t i = 0; i < n;) {
        char32_t code_point;
        i += utf8_decode(&code_point, s + i, n - i);
        if (keep(&marks, code_point))
            length += utf8_encode(out + length, code_point);
    }
    return length;
}

int sanitize_text(char **out, const char *s, size_t n)
{
    /* An ill-formed byte becomes three. utf8_encode writes no more than it returns. */
    if (n > (SIZE_MAX - 1) / 3)
        return -ENOMEM;
    bool as_is = sanitize_is_clean(s, n);
    char *text = malloc(as_is ? n + 1 : 3 * n + 1);
    if (!text)
        return -ENOMEM;

    size_t length = n;
    if (as_is && n > 0)
        memcpy(text, s, n);
    else
        length = clean(text, s, n);
    text[length] = '\0';

    if (!as_is) {
        char *shrunk = realloc(text, length + 1);
        if (shrunk)
            text = shrunk;
    }
    *out = text;
    return 0;
}
