/* SPDX-License-Identifier: MIT */
#include "db/pinyin_table.h"

/* The places in the query that a text has been matched up to, by how it was spelt. */
struct reach {
    uint64_t spelt, initials, mixed;
};

/* Where the query has this very number. */
static uint64_t places_of(const struct pinyin_query *query, uint16_t unit)
{
    uint64_t places = 0;

    for (size_t i = 0; i < query->n; i++)
        places |= query->units[i] == unit ? bit(i) : 0;
    return places;
}

static void step_reading(struct reach *to, const struct reach *from, const struct pinyin_places *syllable,
                         uint64_t end)
{
    uint64_t other = from->initials | from->mixed, any = from->spelt | from->mixed;

    to->spelt |= (from->spelt & syllable->whole) << syllable->length;
    to->spelt |= from->spelt & syllable->tail ? end : 0;
    to->initials |= (from->initials & syllable->initial) << 1 | (from->initials & syllable->two) << 2;
    to->mixed |= (other & syllable->whole) << syllable->length;
    to->mixed |= other & syllable->tail ? end : 0;
    to->mixed |= (any & syllable->initial) << 1 | (any & syllable->two) << 2;
}

static void step_itself(struct reach *to, const struct reach *from, const struct pinyin_query *query,
                        uint16_t unit)
{
    uint64_t same = places_of(query, unit);

    to->spelt = (from->spelt & same) << 1;
    to->initials = (from->initials & same) << 1;
    to->mixed = (from->mixed & same) << 1;
}

/* One character of the text further. */
static struct reach step(const struct pinyin_query *query, struct reach from, uint16_t unit)
{
    struct reach to = {0};

    if (!query->use[unit])
        return to;
    if (query->use[unit] & USE_ITSELF)
        step_itself(&to, &from, query, unit);
    if (query->n_letters > 0 && unit >= UNIT_HAN) {
        const struct character *character = &query->pinyin->characters[unit - UNIT_HAN];
        for (size_t i = 0; i < character->n; i++)
            step_reading(&to, &from, &query->places[query->pinyin->readings[character->first + i]],
                         bit(query->n));
    }
    return to;
}

static bool is_empty(struct reach reach)
{
    return !(reach.spelt | reach.initials | reach.mixed);
}

static enum pinyin_match best_of(struct reach reached, uint64_t end, enum pinyin_match spelt,
                                 enum pinyin_match initials, enum pinyin_match mixed)
{
    if (reached.spelt & end)
        return spelt;
    if (reached.initials & end)
        return initials;
    return reached.mixed & end ? mixed : PINYIN_NONE;
}

static enum pinyin_match better(enum pinyin_match a, enum pinyin_match b)
{
    return a < b ? a : b;
}

/* Whether a character matches what is typed from its start on, or anywhere: most do not, and
 * are passed over. */
static bool is_of_use(const struct pinyin_query *query, uint16_t unit, unsigned use)
{
    return query->use[unit] & use;
}

static enum pinyin_match match_start(const struct pinyin_query *query, const uint16_t *text, size_t n)
{
    struct reach reach = {.spelt = 1, .initials = 1};
    enum pinyin_match best = PINYIN_NONE;
    uint64_t end = bit(query->n);

    for (size_t i = 0; i < n && !is_empty(reach); i++) {
        reach = step(query, reach, text[i]);
        best = better(best, best_of(reach, end, PINYIN_START, PINYIN_INITIALS_START, PINYIN_MIXED_START));
    }
    return better(best, best_of(reach, end, PINYIN_WHOLE, PINYIN_INITIALS_WHOLE, PINYIN_MIXED_START));
}

static enum pinyin_match match_inside(const struct pinyin_query *query, const uint16_t *text, size_t n)
{
    struct reach reach = {0};
    enum pinyin_match best = PINYIN_NONE;
    uint64_t end = bit(query->n);

    for (size_t i = 0; i < n && best != PINYIN_INSIDE; i++) {
        if (is_empty(reach) && !is_of_use(query, text[i], USE_START))
            continue;
        reach.spelt |= 1;
        reach.initials |= 1;
        reach = step(query, reach, text[i]);
        if ((reach.spelt | reach.initials | reach.mixed) & end)
            best =
                better(best, best_of(reach, end, PINYIN_INSIDE, PINYIN_INITIALS_INSIDE, PINYIN_MIXED_INSIDE));
    }
    return best;
}

/* What was reached stays reached while others stand between.
 * `start`: what is reached before each character. */
static void scatter(struct reach *reach, const struct pinyin_query *query, uint64_t start,
                    const uint16_t *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        reach->spelt |= start;
        if (is_of_use(query, text[i], USE_SOMEWHERE))
            reach->spelt |= step(query, *reach, text[i]).spelt;
    }
}

static enum pinyin_match match_scattered(const struct pinyin_query *query, const uint16_t *text, size_t n,
                                         size_t short_end)
{
    struct reach reach = {.spelt = 1};
    uint64_t end = bit(query->n);
    bool is_short = false;

    reach.spelt = step(query, reach, text[0]).spelt; /* the first character must match */
    if (short_end > 1) {
        scatter(&reach, query, 0, text + 1, short_end - 2);
        is_short = step(query, reach, text[short_end - 1]).spelt & end;
        text += short_end - 2;
        n -= short_end - 2;
    }
    scatter(&reach, query, 0, text + 1, n - 1);
    if (is_short)
        return PINYIN_SHORT;
    return reach.spelt & end ? PINYIN_SCATTERED : PINYIN_NONE;
}

static enum pinyin_match match_scattered_inside(const struct pinyin_query *query, const uint16_t *text,
                                                size_t n)
{
    struct reach reach = {0};

    scatter(&reach, query, 1, text, n);
    return reach.spelt & bit(query->n) ? PINYIN_SCATTERED_INSIDE : PINYIN_NONE;
}

enum pinyin_match pinyin_match(const struct pinyin_query *query, const uint16_t *text, size_t n,
                               size_t short_end)
{
    enum pinyin_match best = PINYIN_NONE;

    if (query->n == 0 || n == 0)
        return PINYIN_NONE;
    if (is_of_use(query, text[0], USE_START)) {
        best = match_start(query, text, n);
        if (best == PINYIN_NONE)
            best = match_scattered(query, text, n, short_end);
    }
    if (best > PINYIN_INSIDE)
        best = better(best, match_inside(query, text, n));
    if (best == PINYIN_NONE && query->n_letters == 0)
        best = match_scattered_inside(query, text, n);
    return best;
}
