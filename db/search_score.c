/* SPDX-License-Identifier: MIT */
#include "db/search_score.h"

#include "base/error.h"

#include <string.h>

/* Letters say less than characters until they are many. */
static const double character_credit[RUNS] = {1.0, 0.97, 0.9, 0.72, 0.62, 0.62, 0.36, 0.08};
static const double syllable_credit[RUNS] = {1.0, 0.95, 0.82, 0.62, 0.44, 0.5, 0.2, 0.04};
static const double initial_credit[RUNS] = {1.0, 0.78, 0.45, 0.5, 0.3, 0.12, 0.05, 0};

static void add_unit(struct search_masks *masks, uint16_t unit, uint64_t fits, uint64_t nears)
{
    struct search_mask *mask = &masks->units[unit];

    if (mask->nears == 0)
        masks->met[masks->n_met++] = unit;
    mask->fits |= fits;
    mask->nears |= nears;
}

/* Every unit that is read as the syllable. */
static void add_readers(struct search_masks *masks, size_t syllable, uint64_t fits, uint64_t nears)
{
    const struct search_lists *readers = &masks->shelf->readers;

    for (size_t i = readers->first[syllable]; i < readers->first[syllable + 1]; i++)
        add_unit(masks, readers->items[i], fits, nears);
}

static void add_item(struct search_masks *masks, const struct search_item *item, uint64_t bit)
{
    if (item->kind == ITEM_CHARACTER && item->unit)
        add_unit(masks, item->unit, bit, bit);
    for (size_t i = item->low; item->kind != ITEM_CHARACTER && i < item->high; i++)
        add_readers(masks, i, bit, bit);
    for (size_t word = 0; item->has_near && word < SHELF_SYLLABLE_WORDS; word++)
        for (uint64_t left = item->near.bits[word]; left; left &= left - 1)
            add_readers(masks, 64 * word + (size_t)__builtin_ctzll(left), 0, bit);
}

int search_masks_init(struct search_masks *out, struct search_shelf *shelf, const struct search_query *query)
{
    size_t n = pinyin_units(shelf->pinyin);

    *out = (struct search_masks){.shelf = shelf,
                                 .query = query,
                                 .n_units = n,
                                 .units = calloc(n, sizeof(*out->units)),
                                 .met = calloc(n, sizeof(*out->met))};
    if (!out->units || !out->met) {
        search_masks_fini(out);
        return -ENOMEM;
    }
    for (size_t i = 0; i < query->n; i++) {
        uint64_t bit = UINT64_C(1) << i;
        out->stops |= query->items[i].stop ? bit : 0;
        out->spelt |= query->items[i].kind != ITEM_CHARACTER ? bit : 0;
        add_item(out, &query->items[i], bit);
    }
    return 0;
}

void search_masks_fini(struct search_masks *masks)
{
    if (masks->units)
        explicit_bzero(masks->units, masks->n_units * sizeof(*masks->units));
    if (masks->met)
        explicit_bzero(masks->met, masks->n_met * sizeof(*masks->met));
    free(masks->units);
    free(masks->met);
    masks->units = NULL;
    masks->met = NULL;
}

/* Runs that end at the character before, exact and near; exact ones at the character before that. */
struct reached {
    struct runs {
        uint64_t one, two, three;
    } exact, near;
    uint64_t last_but_one;
};

static struct runs step(struct runs before, uint64_t fits, uint64_t *four)
{
    *four |= fits & before.three << 1;
    return (struct runs){fits, fits & before.one << 1, fits & before.two << 1};
}

/* One character further. */
static inline void advance(struct search_trace *trace, struct reached *reached,
                           const struct search_mask *mask)
{
    uint64_t none = 0;

    trace->skip |= mask->fits & (reached->last_but_one << 1 | reached->exact.one << 2);
    reached->last_but_one = reached->exact.one;
    reached->exact = step(reached->exact, mask->fits, &trace->four);
    reached->near = step(reached->near, mask->nears, &none);
    trace->one |= reached->exact.one;
    trace->two |= reached->exact.two;
    trace->three |= reached->exact.three;
    trace->near_one |= reached->near.one;
    trace->near_two |= reached->near.two;
    trace->near_three |= reached->near.three;
    trace->covered += mask->fits != 0 || reached->near.two != 0;
}

struct search_trace search_trace(const struct search_masks *masks, const uint16_t *units, size_t n)
{
    struct search_trace trace = {0};
    struct reached reached = {0};

    for (size_t i = 0; i < n; i++) {
        const struct search_mask *mask = &masks->units[units[i]];
        trace.n += units[i] != 0;
        if (mask->nears | reached.exact.one | reached.near.one | reached.last_but_one)
            advance(&trace, &reached, mask); /* else nothing begins, goes on or ends here */
    }
    return trace;
}

/* A bit for each place of the shelf where something nears the query. */
static void mark_places(uint64_t *places, const struct search_masks *masks)
{
    const struct search_lists *standing = &masks->shelf->standing;

    for (size_t i = 0; i < masks->n_met; i++)
        for (size_t at = standing->first[masks->met[i]]; at < standing->first[masks->met[i] + 1]; at++)
            places[standing->items[at] / 64] |= UINT64_C(1) << standing->items[at] % 64;
}

/* What was reached `gap` characters ago: over one that nears nothing something is skipped, over more nothing
 * is. */
static void pass_over(struct reached *reached, size_t gap)
{
    if (gap > 1)
        *reached = (struct reached){.last_but_one = gap == 2 ? reached->exact.one : 0};
}

/* Goes from place to place; what lies between them needs no look. */
size_t search_trace_shelf(struct search_traced *out, const struct search_masks *masks)
{
    const struct search_shelf *shelf = masks->shelf;
    uint64_t places[SHELF_UNITS_MAX / 64];
    size_t words = (shelf->n_units + 63) / 64, n = 0, entry = 0, end = 0, last = 0;
    struct search_trace trace = {0};
    struct reached reached = {0};

    memset(places, 0, words * sizeof(*places));
    mark_places(places, masks);
    for (size_t word = 0; word < words; word++)
        for (uint64_t left = places[word]; left; left &= left - 1) {
            size_t at = 64 * word + (size_t)__builtin_ctzll(left);
            if (at >= end) {
                if (end > 0)
                    out[n++] = (struct search_traced){entry, trace};
                while (at >= shelf->entries[entry].first + shelf->entries[entry].n)
                    entry++;
                end = shelf->entries[entry].first + shelf->entries[entry].n;
                trace = (struct search_trace){.n = shelf->entries[entry].said};
                reached = (struct reached){0};
            } else {
                pass_over(&reached, at - last);
            }
            advance(&trace, &reached, &masks->units[shelf->units[at]]);
            last = at;
        }
    if (end > 0)
        out[n++] = (struct search_traced){entry, trace};
    explicit_bzero(places, words * sizeof(*places));
    return n;
}

void search_trace_join(struct search_trace *to, const struct search_trace *from)
{
    to->one |= from->one;
    to->two |= from->two;
    to->three |= from->three;
    to->four |= from->four;
    to->skip |= from->skip;
    to->near_one |= from->near_one;
    to->near_two |= from->near_two;
    to->near_three |= from->near_three;
}

static uint64_t spread(uint64_t ends, unsigned length)
{
    uint64_t all = ends;

    for (unsigned i = 1; i < length; i++)
        all |= ends >> i;
    return all;
}

/* In how many questions the item stands; in those only that have it beside its neighbour, if any do. */
static unsigned count(const struct search_trace questions[CONTENT_QUESTIONS], size_t item)
{
    uint64_t here = UINT64_C(1) << item;
    unsigned alone = 0, paired = 0, near = 0;

    for (size_t i = 0; i < CONTENT_QUESTIONS; i++) {
        alone += (questions[i].one & here) != 0;
        paired += (spread(questions[i].two, 2) & here) != 0;
        near += (spread(questions[i].near_two, 2) & here) != 0;
    }
    if (paired > 0)
        return paired;
    return alone > 0 ? alone : near;
}

/* 0.25 + ln(13 / (n + 0.5)): what hardly any question has tells them apart. */
static const double weight_of[CONTENT_QUESTIONS + 1] = {0.5, 2.41, 1.9,  1.56, 1.31, 1.11, 0.94,
                                                        0.8, 0.67, 0.56, 0.46, 0.37, 0.29};

static const double *credits_of(enum item_kind kind)
{
    if (kind == ITEM_CHARACTER)
        return character_credit;
    return kind == ITEM_INITIAL || kind == ITEM_NOISE ? initial_credit : syllable_credit;
}

/* All of a query of three characters is no less than four of a longer one. */
static double credit_of(const struct search_query *query, size_t item, int run)
{
    bool all = run <= RUN_TWO && run == RUN_FOUR + 4 - (int)query->n;

    return all ? 1 : credits_of(query->items[item].kind)[run];
}

void search_weigh(struct search_weights *out, const struct search_query *query,
                  const struct search_trace questions[CONTENT_QUESTIONS])
{
    out->all = 0;
    for (size_t i = 0; i < query->n; i++) {
        double weight = weight_of[count(questions, i)];
        weight = query->items[i].stop ? weight * 0.08 : weight;
        for (int run = 0; run < RUNS; run++)
            out->items[i][run] = weight * credit_of(query, i, run);
        out->all += weight;
    }
}

double search_coverage(const struct search_masks *masks, const struct search_weights *weights,
                       const struct search_trace *trace)
{
    const uint64_t runs[RUNS] = {
        [RUN_FOUR] = spread(trace->four, 4),
        [RUN_THREE] = spread(trace->three, 3),
        [RUN_TWO] = spread(trace->two, 2),
        [RUN_NEAR_THREE] = spread(trace->near_three, 3),
        [RUN_NEAR_TWO] = spread(trace->near_two, 2),
        [RUN_SKIP] = trace->skip | trace->skip >> 1 | trace->skip >> 2,
        [RUN_ONE] = trace->one,
        [RUN_NEAR_ONE] = trace->near_one,
    };
    uint64_t left = runs[RUN_SKIP] | trace->one | trace->near_one; /* every run has its single characters */
    double sum = 0;

    if (trace->one && masks->query->n == 1)
        return 1;
    for (; left; left &= left - 1) {
        size_t item = (size_t)__builtin_ctzll(left);
        int run = 0;
        while (!(runs[run] >> item & 1))
            run++;
        sum += weights->items[item][run];
    }
    return weights->all > 0 ? sum / weights->all : 0;
}

double search_fit(const struct search_masks *masks, const struct search_weights *weights,
                  const struct search_trace *trace)
{
    double said = trace->n > 0 ? (double)trace->covered / trace->n : 0;

    return search_coverage(masks, weights, trace) * (0.6 + 0.4 * said);
}
