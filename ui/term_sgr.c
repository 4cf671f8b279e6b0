/* SPDX-License-Identifier: MIT */
#include "ui/term_sgr.h"

#include "base/sanitize.h"
#include "base/utf8.h"
#include "base/width.h"

#include <stdio.h>
#include <string.h>

#define ESC '\033'
#define PARAMETERS_MAX 16
#define UTF8_BYTES_MAX 4
#define MARK_BYTES 4 /* in UTF-8 */
_Static_assert(TERM_SGR_MARK == 0xe0100 && TERM_SGR_STYLES == 240, "what style_at reads");

enum { BOLD = 1 << 1, DIM = 1 << 2, UNDERLINE = 1 << 4, BLINK = 1 << 5, REVERSE = 1 << 7, STRUCK = 1 << 9 };
#define SEEN_ON_SPACES (UNDERLINE | BLINK | REVERSE | STRUCK)

void term_sgr_forget(struct term_sgr *sgr)
{
    sgr->known = sgr->ascii = false;
    sgr->col = 0;
}

/* ---- reading ---- */

/* The numbers of a sequence at p, up to its final byte; -1 if it is none that we understand. */
static int read_parameters(int values[PARAMETERS_MAX], const char *p, const char *end)
{
    int n = 0, value = 0;
    for (; p < end; p++) {
        if (*p >= '0' && *p <= '9' && value < 1000) {
            value = value * 10 + (*p - '0');
        } else if (*p == ';' && n < PARAMETERS_MAX - 1) {
            values[n++] = value;
            value = 0;
        } else {
            return -1;
        }
    }
    values[n++] = value;
    return n;
}

/* 38;5;n and 48;5;n. The parameters used, 0 if it is something else. */
static int read_long_colour(uint32_t *colour, const int *values, int n)
{
    if (n < 3 || values[1] != 5 || values[2] > 255)
        return 0;
    *colour = 1 + (uint32_t)values[2];
    return 3;
}

static bool read_attribute(struct term_sgr_state *state, int value)
{
    static const unsigned cleared[] = {[2] = BOLD | DIM, [3] = 1 << 3, [4] = UNDERLINE, [5] = BLINK,
                                       [7] = REVERSE,    [8] = 1 << 8, [9] = STRUCK};
    if (value == 0)
        *state = (struct term_sgr_state){0};
    else if (value <= 9)
        state->attrs |= 1U << value;
    else if (value >= 22 && value <= 29 && cleared[value - 20])
        state->attrs &= ~cleared[value - 20];
    else
        return false;
    return true;
}

static bool read_short_colour(struct term_sgr_state *state, int value)
{
    if (value >= 30 && value <= 39 && value != 38)
        state->ink = value == 39 ? 0 : 1 + (uint32_t)(value - 30);
    else if (value >= 40 && value <= 49 && value != 48)
        state->ground = value == 49 ? 0 : 1 + (uint32_t)(value - 40);
    else if (value >= 90 && value <= 97)
        state->ink = 1 + (uint32_t)(value - 82);
    else if (value >= 100 && value <= 107)
        state->ground = 1 + (uint32_t)(value - 92);
    else
        return false;
    return true;
}

static bool read_sgr(struct term_sgr_state *state, const char *p, const char *end)
{
    int values[PARAMETERS_MAX];
    int n = read_parameters(values, p, end);
    if (n < 0)
        return false;
    for (int i = 0, used; i < n; i += used) {
        used = 1;
        if (values[i] == 38 || values[i] == 48)
            used = read_long_colour(values[i] == 38 ? &state->ink : &state->ground, &values[i], n - i);
        else if (!read_attribute(state, values[i]) && !read_short_colour(state, values[i]))
            used = 0;
        if (used == 0)
            return false;
    }
    return true;
}

/* ---- writing ---- */

/* 0 to 9999, and a semicolon. */
static char *put_number(char *p, int number)
{
    for (int unit = 1000; unit > 1; unit /= 10)
        if (number >= unit)
            *p++ = (char)('0' + number / unit % 10);
    *p++ = (char)('0' + number % 10);
    *p++ = ';';
    return p;
}

/* base: 30 for ink, 40 for ground. */
static char *put_colour(char *p, uint32_t colour, int base)
{
    if (colour == 0)
        return put_number(p, base + 9);
    if (colour <= 8)
        return put_number(p, base + (int)colour - 1);
    if (colour <= 16)
        return put_number(p, base + 60 + (int)colour - 9);
    return put_number(put_number(put_number(p, base + 8), 5), (int)colour - 1);
}

static char *put_attributes(char *p, unsigned shown, unsigned wanted)
{
    unsigned gone = shown & ~wanted;
    if (shown == wanted)
        return p;
    if (gone & (BOLD | DIM)) { /* one number ends both */
        p = put_number(p, 22);
        shown &= ~(unsigned)(BOLD | DIM);
        gone &= ~(unsigned)(BOLD | DIM);
    }
    for (int i = 3; i <= 9; i++)
        if (gone & 1U << i)
            p = put_number(p, 20 + i);
    for (int i = 1; i <= 9; i++)
        if (wanted & ~shown & 1U << i)
            p = put_number(p, i);
    return p;
}

static bool is_plain(const struct term_sgr_state *state)
{
    return state->ink == 0 && state->ground == 0 && state->attrs == 0;
}

bool term_sgr_alike(const struct term_sgr_state *a, const struct term_sgr_state *b, bool blank)
{
    unsigned mask = blank ? SEEN_ON_SPACES : ~0U;
    return a->ground == b->ground && (blank || a->ink == b->ink) && (a->attrs & mask) == (b->attrs & mask);
}

static char *put_change(struct term_sgr *sgr, char *out, const struct term_sgr_state *wanted, bool blank)
{
    char *p = out;
    *p++ = ESC;
    *p++ = '[';
    if (!sgr->known || is_plain(wanted)) {
        p = put_number(p, 0);
        sgr->shown = (struct term_sgr_state){0};
        sgr->known = true;
    }
    struct term_sgr_state to = *wanted;
    if (blank) {
        to.ink = sgr->shown.ink;
        to.attrs = (sgr->shown.attrs & ~(unsigned)SEEN_ON_SPACES) | (to.attrs & SEEN_ON_SPACES);
    }
    p = put_attributes(p, sgr->shown.attrs, to.attrs);
    if (to.ink != sgr->shown.ink)
        p = put_colour(p, to.ink, 30);
    if (to.ground != sgr->shown.ground)
        p = put_colour(p, to.ground, 40);
    sgr->shown = to;
    p[-1] = 'm'; /* in place of the last semicolon */
    return p;
}

/* The sequence that makes the terminal show what is wanted; nothing if it does. */
static inline char *put_difference(struct term_sgr *sgr, char *out, const struct term_sgr_state *wanted,
                                   bool blank)
{
    bool shown = sgr->known && term_sgr_alike(&sgr->shown, wanted, blank);
    return shown ? out : put_change(sgr, out, wanted, blank);
}

/* ---- the stream ---- */

/* The end of the escape sequence at p: a CSI, or ESC, intermediate bytes and a final one. */
static const char *sequence_end(const char *p, const char *end)
{
    p++;
    if (p < end && *p == '[') {
        p++;
        while (p < end && (unsigned char)*p >= 0x20 && (unsigned char)*p < 0x40)
            p++;
    } else {
        while (p < end && *p >= 0x20 && *p < 0x30)
            p++;
    }
    return p < end ? p + 1 : end;
}

/* The count of an ECH that is to be written as blanks, or 0. */
static int blanks_of(const char *p, const char *end)
{
    int values[PARAMETERS_MAX];
    if (end - p < 4 || p[1] != '[' || end[-1] != 'X' || read_parameters(values, p + 2, end - 1) != 1)
        return 0;
    return values[0] > 1 && values[0] < TERM_SGR_MAX - 100 ? values[0] : 0;
}

/* The last one is erased, not written: at the right margin the cursor would hang behind the line. */
static char *put_blanks(char *out, int n)
{
    memset(out, ' ', (size_t)n - 1);
    out = mempcpy(out + n - 1, "\033[X\033[", 5);
    return out + sprintf(out, "%dD", n - 1);
}

/* Erases up to the cursor by writing, from the margin on; the cursor ends where it was. */
static char *put_blanks_before(char *out, int n)
{
    *out++ = '\r';
    memset(out, ' ', (size_t)n);
    return mempcpy(out + n, "\033[X", 3);
}

static bool erases_to_start(const struct term_sgr *sgr, const char *p, size_t n)
{
    return n == 4 && memcmp(p, "\033[1K", 4) == 0 && sgr->col > 0 && sgr->col < TERM_SGR_MAX - 100;
}

/* Where the cursor stands after a sequence; anything but the moves and erasures that curses
 * sends loses it. */
static void follow_sequence(struct term_sgr *sgr, const char *p, const char *end)
{
    int values[PARAMETERS_MAX];
    char final = end[-1];
    bool charset = p[1] == '(' || p[1] == ')';
    int n = p[1] == '[' ? read_parameters(values, p + 2, end - 1) : -1;
    if (charset || (n > 0 && memchr("mKJXABdr", final, 8)))
        return;
    int by = n > 0 && values[0] > 0 ? values[0] : 1;
    if (n > 0 && final == 'H')
        sgr->col = n > 1 && values[1] > 0 ? values[1] : 1;
    else if (n > 0 && final == 'G')
        sgr->col = by;
    else if (n > 0 && sgr->col > 0 && (final == 'C' || final == 'D'))
        sgr->col = final == 'C' ? sgr->col + by : sgr->col > by ? sgr->col - by : 1;
    else
        sgr->col = 0;
}

/* The same after a byte that is no sequence. */
static void follow_byte(struct term_sgr *sgr, unsigned char byte)
{
    if (byte == '\r')
        sgr->col = 1;
    else if (byte == '\b')
        sgr->col -= sgr->col > 1;
    else if (byte >= 0x7f || (byte < ' ' && byte != '\n'))
        sgr->col = 0;
    else if (sgr->col > 0 && byte != '\n')
        sgr->col++;
}

static bool moves_only(char final)
{
    return memchr("HdGABCDfr", final, 9);
}

static char *put_sequence(struct term_sgr *sgr, char *out, const char *p, const char *end)
{
    size_t n = (size_t)(end - p);
    if (n == 3 && memcmp(p, "\033(B", 3) == 0) {
        if (sgr->ascii)
            return out;
        sgr->ascii = true;
    } else if (n >= 3 && p[1] == '[' && end[-1] == 'm') {
        struct term_sgr_state wanted = sgr->wanted;
        if (read_sgr(&wanted, p + 2, end - 1)) {
            sgr->wanted = wanted;
            return out;
        }
        out = put_difference(sgr, out, &sgr->wanted, false);
        /* More than we understand: from here on everything as it comes, but marks are not for the glass. */
        sgr->enabled = sgr->styles;
        sgr->known = false;
    } else if (n < 3 || p[1] != '[' || !moves_only(end[-1])) {
        out = put_difference(sgr, out, &sgr->wanted, true);
        int blanks = blanks_of(p, end);
        if (blanks)
            return put_blanks(out, blanks);
        if (erases_to_start(sgr, p, n))
            return put_blanks_before(out, sgr->col - 1);
        sgr->ascii = sgr->ascii && n > 1 && p[1] != '(' && p[1] != ')';
    }
    return (char *)memcpy(out, p, n) + n;
}

/* The style that the mark at p names; NULL if there is none. They are F3 A0 84 80 to F3 A0 87 AF. */
static inline const struct term_sgr_state *style_at(const struct term_sgr *sgr, const char *p,
                                                    const char *end)
{
    if (end - p < MARK_BYTES || memcmp(p, "\xf3\xa0", 2) != 0)
        return NULL;
    unsigned index = (p[2] & 3U) << 6 | (p[3] & 0x3fU);
    bool is_mark = (p[2] & 0xfc) == 0x84 && (p[3] & 0xc0) == 0x80 && index < TERM_SGR_STYLES;
    return is_mark && sgr->styles ? &sgr->styles[index] : NULL;
}

/* ASCII, and U+4000 to U+9FFF, which is nearly all that there is. */
static bool starts_cell(unsigned char byte)
{
    return byte < 0x80 || (byte >= 0xe4 && byte <= 0xe9);
}

/* Behind what stands on the same cell: combining marks, as many as a cell holds. */
static const char *cell_end(const struct term_sgr *sgr, const char *p, const char *end)
{
    char32_t ch;
    for (int i = 0; i < SANITIZE_MARKS_MAX && p < end && !starts_cell((unsigned char)*p); i++) {
        size_t n = utf8_decode(&ch, p, (size_t)(end - p));
        if (width_of(ch) != 0 || style_at(sgr, p, end))
            break;
        p += n;
    }
    return p;
}

static const char *rewrite_character(struct term_sgr *sgr, char **out, const char *p, const char *end)
{
    const char *next = p + 1;
    while (next < end && next < p + UTF8_BYTES_MAX && ((unsigned char)*next & 0xc0) == 0x80)
        next++;
    const struct term_sgr_state *style = style_at(sgr, next, end);
    *out = put_difference(sgr, *out, style ? style : &sgr->wanted, *p == ' ');
    follow_byte(sgr, (unsigned char)*p); /* all of one that has more than one byte lose the place */
    while (p < next)
        *(*out)++ = *p++;
    if (!style)
        return next;
    next = cell_end(sgr, p + MARK_BYTES, end); /* they look as what they stand on */
    *out = mempcpy(*out, p + MARK_BYTES, (size_t)(next - p - MARK_BYTES));
    return next;
}

/* One character or one sequence at p; where the next one starts. */
static const char *rewrite_item(struct term_sgr *sgr, char **out, const char *p, const char *end)
{
    if (*p == ESC) {
        const char *next = sequence_end(p, end);
        *out = put_sequence(sgr, *out, p, next);
        if (next - p >= 2)
            follow_sequence(sgr, p, next);
        return next;
    }
    if ((unsigned char)*p >= ' ')
        return rewrite_character(sgr, out, p, end);
    follow_byte(sgr, (unsigned char)*p);
    *(*out)++ = *p;
    return p + 1;
}

size_t term_sgr_rewrite(struct term_sgr *sgr, char *out, size_t room, size_t *written, const char *bytes,
                        size_t n)
{
    const char *p = bytes, *end = bytes + n, *last = out + room - TERM_SGR_MAX;
    char *to = out;
    while (p < end && sgr->enabled) {
        const char *next = *p == ESC ? sequence_end(p, end) : p + 1;
        if (next - p > last - to)
            break;
        p = rewrite_item(sgr, &to, p, end);
    }
    if (!sgr->enabled) {
        size_t rest = (size_t)(end - p) < (size_t)(last - to) ? (size_t)(end - p) : (size_t)(last - to);
        memcpy(to, p, rest);
        to += rest;
        p += rest;
    }
    *written = (size_t)(to - out);
    return (size_t)(p - bytes);
}

bool term_sgr_understands(const char *sequences)
{
    struct term_sgr sgr = {.enabled = true};
    char out[2 * TERM_SGR_MAX];
    size_t written, n = strlen(sequences);
    return term_sgr_rewrite(&sgr, out, sizeof(out), &written, sequences, n) == n && sgr.enabled;
}
