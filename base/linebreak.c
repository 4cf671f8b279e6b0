/* SPDX-License-Identifier: MIT */
#include "base/linebreak.h"

#include "base/error.h"
#include "base/width.h"

#include <stdbool.h>
#include <stdint.h>
#include <unictype.h>
#include <unilbrk.h>

/* Characters that stand in for others while UAX #14 is asked, for the line breaking class that they have. */
#define CLASS_OP U'「'
#define CLASS_CL U'」'
#define CLASS_WJ U'\u2060'

static bool is_latin(char32_t c)
{
    return c < 0x250 && uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_Nd);
}

/* The tailoring: what UAX #14 is to see instead of text[i]. */
static char32_t stand_in(const char32_t *text, size_t n, size_t i)
{
    char32_t c = text[i];
    bool within_word = i > 0 && i + 1 < n && is_latin(text[i - 1]) && is_latin(text[i + 1]);

    switch (c) {
    case U'“':
    case U'‘':
        return CLASS_OP;
    case U'’': /* an apostrophe: don’t */
    case U'·':
        return within_word ? c : CLASS_CL;
    case U'”':
    case U'％':
    case U'～':
        return CLASS_CL;
    case U'／': /* GB/T 15834 5.1.9: at neither end of a line */
        return CLASS_WJ;
    default:
        break;
    }
    if (c >= U'０' && c <= U'９')
        return U'0' + (c - U'０');
    if ((c >= U'Ａ' && c <= U'Ｚ') || (c >= U'ａ' && c <= U'ｚ'))
        return U'a';
    return c;
}

int linebreak_find(char *breaks, const char32_t *text, size_t n)
{
    if (n == 0)
        return 0;
    _cleanup_free_ uint32_t *copy = calloc(n, sizeof(*copy));
    if (!copy)
        return -ENOMEM;

    for (size_t i = 0; i < n; i++)
        copy[i] = stand_in(text, n, i);
    u32_possible_linebreaks(copy, n, "UTF-8", breaks);
    for (size_t i = 0; i < n; i++)
        breaks[i] =
            (breaks[i] == UC_BREAK_POSSIBLE || breaks[i] == UC_BREAK_MANDATORY) && width_of(text[i]) > 0;
    return 0;
}

/* Space that a line drops where it ends; not the no-break kinds, and not what carries a mark. */
static bool is_space(const char32_t *text, size_t n, size_t i)
{
    char32_t c = text[i];
    bool space = c == U' ' || c == U'\t' || c == U'\n' || c == U'\u3000' ||
                 (c >= 0x2000 && c <= 0x200A && c != 0x2007);

    return space && (i + 1 == n || width_of(text[i + 1]) > 0);
}

static bool may_start_line(char32_t c)
{
    static const char32_t never[] = U"，。、；：？！…·％～／,.;:?!%";

    for (size_t i = 0; never[i]; i++)
        if (c == never[i])
            return false;
    return !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Pe | UC_CATEGORY_MASK_Pf);
}

static bool may_end_line(char32_t c)
{
    return !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Ps | UC_CATEGORY_MASK_Pi) && c != U'／';
}

/* Where a word that is longer than a line is cut: at `limit` or, if that looks wrong, a little before. */
static size_t cut(const char32_t *text, size_t start, size_t limit)
{
    while (limit > start + 1 && width_of(text[limit]) == 0)
        limit--;
    for (size_t i = limit; i > start; i--) {
        bool dash = text[i] == U'—' && text[i - 1] == U'—';
        if (width_of(text[i]) > 0 && !dash && may_start_line(text[i]) && may_end_line(text[i - 1]))
            return i;
    }
    return limit;
}

size_t linebreak_line_measured(size_t *next, const char32_t *text, const char *breaks, size_t n, size_t start,
                               int measure, linebreak_width *width, const void *context)
{
    size_t i, behind = start; /* the line's last character that is no space ends there */
    size_t end = start, follow = start;
    int used = 0;

    for (i = start;; i++) {
        if (i > start && (i == n || breaks[i])) {
            end = behind;
            follow = i;
        }
        if (i == n)
            break;
        used += width(context, i);
        if (is_space(text, n, i))
            continue;
        if (used > measure && i > start)
            break;
        behind = i + 1;
    }
    if (follow == start) {
        follow = cut(text, start, i);
        for (end = follow; end > start && is_space(text, n, end - 1);)
            end--;
    }

    while (follow < n && is_space(text, n, follow))
        follow++;
    *next = follow;
    return end;
}

static int cells_of(const void *context, size_t i)
{
    const char32_t *text = context;
    return width_of(text[i]);
}

size_t linebreak_line(size_t *next, const char32_t *text, const char *breaks, size_t n, size_t start,
                      int columns)
{
    return linebreak_line_measured(next, text, breaks, n, start, columns, cells_of, text);
}
