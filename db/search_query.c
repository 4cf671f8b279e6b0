/* SPDX-License-Identifier: MIT */
#include "db/search_query.h"

#include "base/utf8.h"

#include <string.h>

bool search_item_fits(const struct search_item *item, const struct search_shelf *shelf, uint16_t unit)
{
    const uint16_t *readings = NULL;
    size_t n;

    if (unit == 0 || item->kind == ITEM_NOISE)
        return false;
    if (item->kind == ITEM_CHARACTER)
        return item->unit == unit;
    n = pinyin_readings(&readings, shelf->pinyin, unit);
    for (size_t i = 0; i < n; i++)
        if (shelf->place[readings[i]] >= item->low && shelf->place[readings[i]] < item->high)
            return true;
    return false;
}

static void add_character(struct search_query *query, const struct search_shelf *shelf, char32_t c,
                          bool breaks)
{
    struct search_item *item;

    if (query->n == SEARCH_QUERY_MAX)
        return;
    item = &query->items[query->n++];
    *item = (struct search_item){
        .kind = ITEM_CHARACTER, .character = c, .unit = search_unit(shelf, c), .breaks = breaks};
    item->near = search_readings(shelf, item->unit);
    item->has_near = fold_is_han(c) && item->unit;
}

static bool stands_at(const struct search_shelf *shelf, size_t at, const char *letters, size_t n)
{
    uint16_t a = pinyin_unit(shelf->pinyin, U'a');
    const uint16_t *units = shelf->units + at;

    if (n > shelf->n_units - at || (at > 0 && units[-1] >= a && units[-1] < a + 26))
        return false; /* too short, or within a word */
    for (size_t i = 0; i < n; i++)
        if (units[i] != a + (letters[i] - 'a'))
            return false;
    return true;
}

/* Whether the letters begin a Latin word that stands on the shelf, chsi or PDF: then they are no spelling. */
static bool is_known_word(const struct search_shelf *shelf, const char *letters, size_t n)
{
    const struct search_lists *standing = &shelf->standing;
    uint16_t first = pinyin_unit(shelf->pinyin, (char32_t)letters[0]);

    for (size_t i = standing->first[first]; n >= 3 && i < standing->first[first + 1]; i++)
        if (stands_at(shelf, standing->items[i], letters, n))
            return true;
    return false;
}

static void add_letters(struct search_query *query, const struct search_shelf *shelf, const char *letters,
                        size_t n, bool breaks)
{
    size_t first = query->n;

    if (n == 0 || first == SEARCH_QUERY_MAX)
        return;
    if (is_known_word(shelf, letters, n)) {
        for (size_t i = 0; i < n; i++)
            add_character(query, shelf, (char32_t)letters[i], breaks && i == 0);
        return;
    }
    query->n += search_letters(query->items + first, SEARCH_QUERY_MAX - first, shelf, letters, n,
                               first ? &query->items[first - 1] : NULL, query->initials);
    if (query->n > first)
        query->items[first].breaks = breaks;
}

/* 98年毕业 is how people say 1998年; of the years from 00 on nobody can tell the century. */
static bool is_short_year(const char32_t *typed, size_t n, size_t at)
{
    bool starts = at == 0 || !(typed[at - 1] >= U'0' && typed[at - 1] <= U'9');

    return starts && n - at >= 3 && typed[at] >= U'5' && typed[at] <= U'9' && typed[at + 1] >= U'0' &&
           typed[at + 1] <= U'9' &&
           (typed[at + 2] == U'年' || typed[at + 2] == U'届' || typed[at + 2] == U'级');
}

static void read_items(struct search_query *query, const struct search_shelf *shelf, const char32_t *typed,
                       size_t n)
{
    char letters[SEARCH_QUERY_MAX];
    bool breaks = false, starts;

    for (size_t i = 0; i < n;) {
        size_t count = 0;
        starts = breaks;
        while (i + count < n && typed[i + count] >= U'a' && typed[i + count] <= U'z') {
            letters[count] = (char)typed[i + count];
            count++;
        }
        add_letters(query, shelf, letters, count, starts);
        if (count == 0 && is_short_year(typed, n, i)) {
            add_character(query, shelf, U'1', starts);
            add_character(query, shelf, U'9', false);
            starts = false;
        }
        breaks = count == 0 && !fold_is_han(typed[i]) && !fold_is_word(typed[i]);
        if (count == 0 && !breaks)
            add_character(query, shelf, typed[i], starts);
        i += count ? count : 1;
    }
    explicit_bzero(letters, sizeof(letters));
}

/* The first SEARCH_QUERY_MAX characters, folded. */
static size_t fold_typed(char32_t out[SEARCH_QUERY_MAX], const struct search_shelf *shelf, const char *typed)
{
    char32_t c, folded[FOLD_MAX];
    size_t left = strnlen(typed, 4 * SEARCH_QUERY_MAX), n = 0;

    for (size_t used; left > 0; typed += used, left -= used) {
        used = utf8_decode(&c, typed, left);
        size_t count = fold_character(folded, c, &shelf->variants);
        for (size_t i = 0; i < count && n < SEARCH_QUERY_MAX; i++)
            out[n++] = folded[i];
    }
    explicit_bzero(folded, sizeof(folded));
    return n;
}

void search_query_prepare(struct search_query *out, const struct search_shelf *shelf, const char *typed,
                          bool initials)
{
    char32_t folded[SEARCH_QUERY_MAX];
    size_t n = fold_typed(folded, shelf, typed);

    *out = (struct search_query){.question = search_number(folded, n), .initials = initials};
    read_items(out, shelf, folded, n);
    search_mark_stops(out, shelf);
    for (size_t i = 0, at = 0; i < n; i++)
        at += utf8_encode(out->text + at, folded[i]);
    explicit_bzero(folded, sizeof(folded));
}

bool search_query_is_doubtful(const struct search_query *query)
{
    size_t initials = 0, double_ones = 0, others = 0;

    for (size_t i = 0; i < query->n; i++) {
        initials += query->items[i].kind == ITEM_INITIAL;
        double_ones += query->items[i].kind == ITEM_INITIAL && query->items[i].letters[1];
        others += query->items[i].kind == ITEM_SYLLABLE || query->items[i].kind == ITEM_UNFINISHED;
    }
    return double_ones > 0 || (initials > 0 && others > 0 && query->n <= 8);
}
