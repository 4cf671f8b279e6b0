/* SPDX-License-Identifier: MIT */
#include "ui/glyphs.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "base/utf8.h"
#include "base/width.h"

#include <string.h>

static const struct glyphs levels[] = {
    [GLYPHS_FULL] = {.level = GLYPHS_FULL,
                     .horizontal = U'─',
                     .vertical = U'│',
                     .top_left = U'┌',
                     .top_right = U'┐',
                     .bottom_left = U'└',
                     .bottom_right = U'┘',
                     .selected = U'▐',
                     .upper_half = U'▀',
                     .lower_half = U'▄',
                     .trail = "‹",
                     .pointer = "➤",
                     .up = "↑",
                     .down = "↓",
                     .left = "←",
                     .right = "→"},
    [GLYPHS_PLAIN] = {.level = GLYPHS_PLAIN,
                      .horizontal = U'-',
                      .vertical = U'|',
                      .top_left = U'+',
                      .top_right = U'+',
                      .bottom_left = U'+',
                      .bottom_right = U'+',
                      .selected = U'>',
                      .trail = "<",
                      .pointer = ">",
                      .up = "上",
                      .down = "下",
                      .left = "左",
                      .right = "右"},
};

const struct glyphs *glyphs_for(enum glyph_level level)
{
    return &levels[level];
}

struct stand_in {
    char32_t ch;
    const char *text;
};

/* Drawn wider than their cell by most terminals (measured), whatever they say. */
static const struct stand_in always[] = {
    {U'※', "*"},
    {U'℃', "度"},
    {U'№', "No."},
};

/*
 * What takes two cells where ambiguous characters do, or what GBK lacks: 〓 in its place is two cells wide.
 * What stands in is ASCII or one of GBK's wide characters, on which everybody agrees; ・ is none of them,
 * mlterm gives it one cell in GB18030 (measured).
 */
static const struct stand_in plain_only[] = {
    {U'“', "〝"}, {U'”', "〞"}, {U'‘', "'"},  {U'’', "'"},  {U'…', "..."}, {U'—', "-"}, {U'·', "－"},
    {U'×', "x"},  {U'←', "左"}, {U'→', "右"}, {U'↑', "上"}, {U'↓', "下"},  {U'●', "*"}, {U'■', "#"},
    {U'▲', "^"},  {U'▼', "v"},  {U'◆', "*"},  {U'★', "*"},  {U'○', "o"},   {U'□', "o"}, {U'✔', "*"},
    {U'✘', "x"},  {U'☐', "o"},  {U'‹', "<"},  {U'›', ">"},  {U'➤', ">"},   {U'─', "-"}, {U'│', "|"},
    {U'▴', "^"},  {U'▾', "v"},  {U'▸', ">"},  {U'◂', "<"},  {U'▪', "*"},
};

static const char *find_stand_in(const struct stand_in *table, size_t n, char32_t ch)
{
    for (size_t i = 0; i < n; i++)
        if (table[i].ch == ch)
            return table[i].text;
    return NULL;
}

/* ①…⑳, ⑴…⒇ as (n), ⒈…⒛ as n. and Ⅰ…Ⅻ as letters; returns the bytes written to out, 0 for none of these. */
static size_t enclosed_number(char *out, size_t size, char32_t ch)
{
    static const char *const roman[] = {"I",   "II",   "III", "IV", "V",  "VI",
                                        "VII", "VIII", "IX",  "X",  "XI", "XII"};
    if (ch >= 0x2460 && ch <= 0x2473)
        return (size_t)snprintf(out, size, "(%u)", (unsigned)(ch - 0x2460 + 1));
    if (ch >= 0x2474 && ch <= 0x2487)
        return (size_t)snprintf(out, size, "(%u)", (unsigned)(ch - 0x2474 + 1));
    if (ch >= 0x2488 && ch <= 0x249B)
        return (size_t)snprintf(out, size, "%u.", (unsigned)(ch - 0x2488 + 1));
    if (ch >= 0x2160 && ch <= 0x216B)
        return (size_t)snprintf(out, size, "%s", roman[ch - 0x2160]);
    return 0;
}

/* One allowed character as it will be drawn; returns the bytes written, at most 16. */
static size_t draw_as(const struct glyphs *glyphs, char32_t ch, char out[16])
{
    size_t n = enclosed_number(out, 16, ch);
    if (n)
        return n;
    const char *text = find_stand_in(always, ARRAY_SIZE(always), ch);
    if (!text && glyphs->level == GLYPHS_PLAIN) {
        text = find_stand_in(plain_only, ARRAY_SIZE(plain_only), ch);
        if (!text && width_is_ambiguous(ch))
            text = "?";
    }
    if (!text)
        return utf8_encode(out, ch);
    n = strlen(text);
    memcpy(out, text, n);
    return n;
}

/* Most of all text goes this way. */
bool glyphs_is_plain(char32_t ch)
{
    return (ch >= 0x20 && ch < 0x7f) || (ch >= 0x3001 && ch <= 0x3020) || (ch >= 0x4e00 && ch < 0x9ffd) ||
           (ch >= 0xff01 && ch < 0xff5f);
}

static size_t append(const struct glyphs *glyphs, char *out, size_t used, char32_t ch, int *marks)
{
    switch (sanitize_class_of(ch)) {
    case SANITIZE_MARK:
        if (*marks < 0 || *marks >= SANITIZE_MARKS_MAX)
            return used;
        ++*marks;
        return used + utf8_encode(out + used, ch);
    case SANITIZE_BASE: {
        char drawn[16];
        size_t n = draw_as(glyphs, ch, drawn);
        memcpy(out + used, drawn, n);
        *marks = 0;
        return used + n;
    }
    case SANITIZE_DROP:
        break;
    }
    return used;
}

/* The bytes in front that are drawn as they are. */
static size_t plain_length(const char *utf8, size_t n)
{
    size_t length = 0;
    char32_t ch;
    for (size_t step; length < n; length += step) {
        step = utf8_decode(&ch, utf8 + length, n - length);
        if (!glyphs_is_plain(ch))
            break;
    }
    return length;
}

int glyphs_plain_width(const char *utf8)
{
    int width = 0;
    char32_t ch;
    for (size_t i = 0, n = strlen(utf8); i < n; width += ch < 0x7f ? 1 : 2) {
        i += utf8_decode(&ch, utf8 + i, n - i);
        if (!glyphs_is_plain(ch))
            return -1;
    }
    return width;
}

char *glyphs_display(const struct glyphs *glyphs, const char *utf8)
{
    size_t n = strlen(utf8);
    char *out =
        malloc(n * 8 + 1); /* a byte of input becomes at most five bytes ("(10)" of three, "?" of one) */
    if (!out)
        return NULL;
    size_t used = 0;
    int marks = -1; /* no base yet */
    for (size_t i = 0; i < n;) {
        size_t plain = plain_length(utf8 + i, n - i);
        if (plain > 0) {
            memcpy(out + used, utf8 + i, plain);
            used += plain;
            i += plain;
            marks = 0;
            continue;
        }
        char32_t ch;
        i += utf8_decode(&ch, utf8 + i, n - i);
        used = append(glyphs, out, used, ch, &marks);
    }
    out[used] = '\0';
    return out;
}
