/* SPDX-License-Identifier: MIT */
#include "db/search_show.h"

#include "base/error.h"
#include "base/utf8.h"

#include <string.h>

#define TEXT_UNITS_MAX 1024 /* of a text that are looked at */
#define BEFORE_MAX 16       /* characters of a snippet before the first match */

struct marked {
    uint16_t units[TEXT_UNITS_MAX];
    uint32_t offsets[TEXT_UNITS_MAX + 1];
    bool marks[TEXT_UNITS_MAX];
    size_t n;
};

static void mark(struct marked *marked, size_t end, size_t n)
{
    for (size_t i = 0; i < n; i++)
        marked->marks[end - i] = true;
}

/* Runs of two and more, unless it is all what everybody says; exact ones, or what sounds so. */
static uint64_t mark_runs(struct marked *marked, const struct search_masks *masks, bool near)
{
    uint64_t before = 0, reached = 0, two;

    for (size_t i = 0; i < marked->n; i++) {
        const struct search_mask *mask = &masks->units[marked->units[i]];
        uint64_t here = near ? mask->nears : mask->fits;
        if (!(here | before))
            continue;
        two = here & before << 1;
        two &= ~(masks->stops & masks->stops << 1);
        if (two)
            mark(marked, i, 2);
        reached |= two | two >> 1;
        before = here;
    }
    return reached;
}

/* Characters that stand alone, of items that no run has; an initial alone is nothing. */
static void mark_single(struct marked *marked, const struct search_masks *masks, uint64_t reached)
{
    for (size_t i = 0; i < marked->n; i++) {
        uint64_t alone = masks->units[marked->units[i]].fits & ~reached & ~masks->stops;
        if (alone & ~masks->spelt || (alone && masks->query->n == 1))
            mark(marked, i, 1);
    }
}

static void find_marks(struct marked *marked, const struct search_masks *masks, const char *text)
{
    uint64_t reached;

    marked->n = search_encode(marked->units, marked->offsets, TEXT_UNITS_MAX, masks->shelf, text);
    memset(marked->marks, 0, marked->n * sizeof(*marked->marks));
    reached = mark_runs(marked, masks, false);
    if (!reached)
        reached = mark_runs(marked, masks, true);
    mark_single(marked, masks, reached);
}

/* The end of the character that starts at `at`. */
static size_t behind(const char *text, size_t at)
{
    char32_t c;

    return at + utf8_decode(&c, text + at, strnlen(text + at, 4));
}

size_t search_marks(struct search_mark out[SEARCH_MARKS_MAX], const struct search_masks *masks,
                    const char *text)
{
    struct marked marked;
    size_t n = 0, end = 0;

    find_marks(&marked, masks, text);
    for (size_t i = 0; i < marked.n; i++) {
        size_t start = marked.offsets[i];
        if (!marked.marks[i])
            continue;
        bool joins = n > 0 && (start <= end || (i > 0 && marked.marks[i - 1] && marked.units[i - 1] != 0));
        if (!joins && n == SEARCH_MARKS_MAX)
            break;
        if (!joins)
            out[n++].start = start;
        end = behind(text, start);
        out[n - 1].n = end - out[n - 1].start;
    }
    explicit_bzero(marked.marks, marked.n * sizeof(*marked.marks)); /* the rest is the text */
    return n;
}

static size_t first_mark(const struct search_masks *masks, const char *text)
{
    struct search_mark marks[SEARCH_MARKS_MAX];

    return search_marks(marks, masks, text) > 0 ? marks[0].start : 0;
}

/* Back from `at` to where a clause starts, or BEFORE_MAX characters. */
static size_t find_start(const char *text, size_t at)
{
    static const char *const ends[] = {"。", "；", "！", "？", "，"};
    size_t start = at;

    for (int i = 0; i < BEFORE_MAX && start > 0; i++) {
        for (size_t e = 0; e < ARRAY_SIZE(ends); e++)
            if (start >= 3 && memcmp(text + start - 3, ends[e], 3) == 0)
                return start;
        do
            start--;
        while (start > 0 && ((unsigned char)text[start] & 0xc0) == 0x80);
    }
    return start;
}

char *search_snippet(const struct search_masks *masks, const char *text)
{
    size_t start = find_start(text, first_mark(masks, text)), end = start;
    char *out, *tail;

    for (int i = 0; i < SNIPPET_MAX && text[end]; i++)
        end = behind(text, end);
    out = malloc(end - start + 2 * strlen("…") + 1);
    if (!out)
        return NULL;
    tail = stpcpy(out, start > 0 ? "…" : "");
    tail = mempcpy(tail, text + start, end - start);
    strcpy(tail, text[end] ? "…" : "");
    return out;
}
