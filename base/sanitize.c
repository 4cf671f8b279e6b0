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

enum sanitize_class sanitize_class_of(char32_t code_point)
{
    /* What a page is made of, without a table. All of these ranges is assigned since Unicode 14. */
    if (code_point < 0x7F)
        return code_point >= 0x20 ? SANITIZE_BASE : SANITIZE_DROP;
    if ((code_point >= 0x4E00 && code_point <= 0x9FFF) || (code_point >= 0x3400 && code_point <= 0x4DBF))
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

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The bytes in front that need no tables: printable ASCII and Han of U+5000 to U+8FFF, most of
 * any text here. */
static size_t plain_length(const char *s, size_t n)
{
    size_t i = 0;

    for (;;) {
        unsigned char lead = i < n ? (unsigned char)s[i] : 0;
        if (lead >= 0xE5 && lead <= 0xE8 && n - i >= 3 && is_continuation(s[i + 1]) &&
            is_continuation(s[i + 2]))
            i += 3;
        else if (lead >= 0x20 && lead < 0x7F)
            i++;
        else
            return i;
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
