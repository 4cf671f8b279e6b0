/* SPDX-License-Identifier: MIT */
#include "db/search_score.h"

#include "base/error.h"

#include <string.h>

/* What an item is worth by the best run that it stands in; letters say less than characters until they are
 * many. */
enum { RUN_FOUR, RUN_THREE, RUN_TWO, RUN_NEAR_THREE, RUN_NEAR_TWO, RUN_SKIP, RUN_ONE, RUN_NEAR_ONE, RUNS };
static const double character_credit[RUNS] = {1.0, 0.97, 0.9, 0.72, 0.62, 0.62, 0.36, 0.08};
static const double syllable_credit[RUNS] = {1.0, 0.95, 0.82, 0.62, 0.44, 0.5, 0.2, 0.04};
static const double initial_credit[RUNS] = {1.0, 0.78, 0.45, 0.5, 0.3, 0.12, 0.05, 0};

int search_masks_init(struct search_masks *out, struct search_shelf *shelf, const struct search_query *query)
{
    size_t n = pinyin_units(shelf->pinyin);
    struct search_mask *units = calloc(n, sizeof(*units));

    if (!units)
        return -ENOMEM;
    *out = (struct search_masks){.shelf = shelf, .query = query, .n_units = n, .units = units};
    for (size_t i = 0; i < query->n; i++) {
        out->stops |= query->items[i].stop ? UINT64_C(1) << i : 0;
        out->spelt |= query->items[i].kind != ITEM_CHARACTER ? UINT64_C(1) << i : 0;
    }
    return 0;
}

void search_masks_fini(struct search_masks *masks)
{
    if (masks->units)
        explicit_bzero(masks->units, masks->n_units * sizeof(*masks->units));
    free(masks->units);
    masks->units = NULL;
}

static void find_mask(struct search_masks *masks, struct search_mask *mask, uint16_t unit)
{
    mask->known = true;
    for (size_t i = 0; i < masks->query->n; i++) {
        const struct search_item *item = &masks->query->items[i];
        mask->fits |= search_item_fits(item, masks->shelf, unit) ? UINT64_C(1) << i : 0;
        mask->nears |= search_item_nears(item, masks->shelf, unit) ? UINT64_C(1) << i : 0;
    }
}

static inline const struct search_mask *mask_of(struct search_masks *masks, uint16_t unit)
{
    struct search_mask *mask = &masks->units[unit];

    if (__builtin_expect(!mask->known, false))
        find_mask(masks, mask, unit);
    return mask;
}

const struct search_mask *search_mask_of(struct search_masks *masks, uint16_t unit)
{
    return mask_of(masks, unit);
}

/* Runs that end at the character before. */
struct runs {
    uint64_t one, two, three;
};

static struct runs step(struct runs before, uint64_t fits, uint64_t *four)
{
    *four |= fits & before.three << 1;
    return (struct runs){fits, fits & before.one << 1, fits & before.two << 1};
}

struct search_trace search_trace(struct search_masks *masks, const uint16_t *units, size_t n)
{
    struct search_trace trace = {0};
    struct runs exact = {0}, near = {0};
    uint64_t last_but_one = 0, none = 0;

    for (size_t i = 0; i < n; i++) {
        const struct search_mask *mask = mask_of(masks, units[i]);
        trace.n += units[i] != 0;
        if (!(mask->nears | exact.one | near.one | last_but_one))
            continue; /* nothing begins, goes on or ends here */
        trace.skip |= mask->fits & (last_but_one << 1 | exact.one << 2);
        last_but_one = exact.one;
        exact = step(exact, mask->fits, &trace.four);
        near = step(near, mask->nears, &none);
        trace.one |= exact.one;
        trace.two |= exact.two;
        trace.three |= exact.three;
        trace.near_one |= near.one;
        trace.near_two |= near.two;
        trace.near_three |= near.three;
        trace.covered += mask->fits != 0 || near.two != 0;
    }
    return trace;
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

void search_weigh(struct search_weights *out, const struct search_query *query,
                  const struct search_trace questions[CONTENT_QUESTIONS])
{
    *out = (struct search_weights){0};
    for (size_t i = 0; i < query->n; i++) {
        double weight = weight_of[count(questions, i)];
        out->items[i] = query->items[i].stop ? weight * 0.08 : weight;
        out->all += out->items[i];
    }
}

static const double *credits_of(enum item_kind kind)
{
    if (kind == ITEM_CHARACTER)
        return character_credit;
    return kind == ITEM_INITIAL || kind == ITEM_NOISE ? initial_credit : syllable_credit;
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
    size_t n = masks->query->n;
    double sum = 0;

    if (!(trace->one | trace->near_one))
        return 0;

    for (size_t i = 0; i < n; i++) {
        const double *credits = credits_of(masks->query->items[i].kind);
        int run = 0;
        while (run < RUNS && !(runs[run] >> i & 1))
            run++;
        /* All of a query of three characters is no less than four of a longer one. */
        if (run < RUNS)
            sum += weights->items[i] * (run <= RUN_TWO && run == RUN_FOUR + 4 - (int)n ? 1 : credits[run]);
    }
    if (n == 1 && trace->one)
        return 1;
    return weights->all > 0 ? sum / weights->all : 0;
}

double search_fit(const struct search_masks *masks, const struct search_weights *weights,
                  const struct search_trace *trace)
{
    double said = trace->n > 0 ? (double)trace->covered / trace->n : 0;

    return search_coverage(masks, weights, trace) * (0.6 + 0.4 * said);
}
