/* SPDX-License-Identifier: MIT */
/*
 * Letters cut into syllables. Every way to cut them is a path from the first letter to the last; a whole
 * syllable costs least, then one that the end cuts short, an initial, one with a slip, a letter that is
 * nothing. What stands behind one another somewhere in the handbook costs less. The cheapest path is kept for
 * each of a few last pieces at each place (Viterbi), so that the time is a few microseconds for each letter.
 */
#include "db/search_query.h"

#include <stdio.h>
#include <string.h>

#define PIECE_MAX 6 /* letters of a syllable */
#define SLIP_PIECE_MAX 7
#define BEAM 8
#define COST_WHOLE 100
#define COST_UNFINISHED 115
#define COST_INITIAL 165
#define COST_SLIP 270
#define COST_NOISE 300
#define GAIN_FOLLOWS 45

struct step {
    enum item_kind kind;
    size_t start, n;  /* its letters */
    size_t low, high; /* its syllables */
    int cost;         /* of the path so far */
    int back;         /* which of those at `start` is before it; -1 none */
};

struct paths {
    const struct search_shelf *shelf;
    const char *letters;
    size_t n;
    const struct search_item *before;
    bool initials; /* each letter is one */
    struct step steps[SEARCH_QUERY_MAX + 1][BEAM];
    int count[SEARCH_QUERY_MAX + 1];
};

/* The syllables an item stands for. */
static struct syllables range(size_t low, size_t high)
{
    struct syllables set = {0};

    for (size_t i = low; i < high; i++)
        syllables_add(&set, i);
    return set;
}

/* Whether any of the syllables of [low, high) stands before one of `second`. */
static bool follows(const struct search_shelf *shelf, size_t low, size_t high, const struct syllables *second)
{
    for (size_t i = low; i < high; i++)
        if (syllables_meet(&shelf->follow[i], second))
            return true;
    return false;
}

static bool follows_character(const struct search_shelf *shelf, uint16_t unit, const struct syllables *second)
{
    struct syllables first = search_readings(shelf, unit);

    for (size_t i = 0; i < shelf->n_syllables; i++)
        if (syllables_have(&first, i) && syllables_meet(&shelf->follow[i], second))
            return true;
    return false;
}

static bool follows_step(const struct paths *paths, size_t start, int back, const struct syllables *second)
{
    const struct search_item *before = paths->before;

    if (start > 0)
        return follows(paths->shelf, paths->steps[start][back].low, paths->steps[start][back].high, second);
    if (!before)
        return false;
    if (before->kind == ITEM_CHARACTER)
        return follows_character(paths->shelf, before->unit, second);
    return follows(paths->shelf, before->low, before->high, second);
}

/* Keeps it if it is among the cheapest at its end. */
static void keep(struct paths *paths, const struct step *step)
{
    size_t end = step->start + step->n;
    struct step *steps = paths->steps[end];
    int *count = &paths->count[end], at;

    if (*count == BEAM && steps[BEAM - 1].cost <= step->cost)
        return;
    *count += *count < BEAM;
    for (at = *count - 1; at > 0 && steps[at - 1].cost > step->cost; at--)
        steps[at] = steps[at - 1];
    steps[at] = *step;
}

static void extend(struct paths *paths, struct step step, int cost)
{
    struct syllables second = range(step.low, step.high);
    int before = step.start > 0 ? paths->count[step.start] : 1;

    for (int back = 0; back < before; back++) {
        step.back = step.start > 0 ? back : -1;
        step.cost = cost + (step.start > 0 ? paths->steps[step.start][back].cost : 0);
        if (step.low < step.high && follows_step(paths, step.start, back, &second))
            step.cost -= GAIN_FOLLOWS;
        keep(paths, &step);
    }
}

/* m, n, r and ng are readings, too, of what nobody spells so. */
static bool has_vowel(const char *letters, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strchr("aeiouv", letters[i]))
            return true;
    return false;
}

static void extend_spelt(struct paths *paths, size_t start)
{
    for (size_t n = 1; n <= (paths->initials ? 1 : PIECE_MAX) && start + n <= paths->n; n++) {
        struct step step = {.start = start, .n = n};
        bool whole;
        search_spelt(&step.low, &step.high, &whole, paths->shelf, paths->letters + start, n);
        if (step.low == step.high)
            return; /* and nothing longer either */
        bool ends = start + n == paths->n;
        bool double_initial = n == 2 && paths->letters[start + 1] == 'h';
        step.kind = n == 1 || double_initial ? ITEM_INITIAL : ITEM_UNFINISHED;
        if (n == 1 || double_initial || ends)
            extend(paths, step, step.kind == ITEM_INITIAL ? COST_INITIAL : COST_UNFINISHED);
        if (whole && !paths->initials && has_vowel(paths->letters + start, n)) {
            step.kind = ITEM_SYLLABLE;
            step.high = step.low + 1;
            extend(paths, step, COST_WHOLE);
        }
    }
}

/* Pieces that are a syllable but for one letter, which is not the first. */
static void extend_slips(struct paths *paths, size_t start)
{
    size_t low, high;
    bool whole;

    search_spelt(&low, &high, &whole, paths->shelf, paths->letters + start, 1);
    for (size_t n = 3; n <= SLIP_PIECE_MAX && start + n <= paths->n; n++)
        for (size_t i = low; i < high; i++) {
            const char *spelling = paths->shelf->spelling[i];
            size_t m = strlen(spelling);
            if (m < 3 || !search_is_slip(paths->letters + start, n, spelling, m))
                continue;
            extend(paths,
                   (struct step){.kind = ITEM_SYLLABLE, .start = start, .n = n, .low = i, .high = i + 1},
                   COST_SLIP);
        }
}

static int find_paths(struct paths *paths, bool slips)
{
    memset(paths->count, 0, sizeof(paths->count));
    for (size_t start = 0; start < paths->n; start++) {
        if (start > 0 && paths->count[start] == 0)
            continue;
        extend_spelt(paths, start);
        if (slips)
            extend_slips(paths, start);
        extend(paths, (struct step){.kind = ITEM_NOISE, .start = start, .n = 1}, COST_NOISE);
    }
    return paths->steps[paths->n][0].cost;
}

/* Letters that are no noise and no mere initials, mixed with whole syllables, need no slip
 * to be understood. */
static bool is_doubtful(const struct paths *paths)
{
    size_t at = paths->n, initials = 0, noise = 0, whole = 0;

    for (int i = 0; at > 0;) {
        const struct step *step = &paths->steps[at][i];
        initials += step->kind == ITEM_INITIAL;
        noise += step->kind == ITEM_NOISE;
        whole += step->kind == ITEM_SYLLABLE;
        at = step->start;
        i = step->back;
    }
    return noise > 0 || (initials > 0 && whole > 0);
}

static void fill_item(struct search_item *item, const struct paths *paths, const struct step *step)
{
    *item = (struct search_item){.kind = step->kind, .low = step->low, .high = step->high};
    for (size_t i = 0; i < step->n && i + 1 < sizeof(item->letters); i++)
        item->letters[i] = paths->letters[step->start + i];
    if (step->kind == ITEM_SYLLABLE) {
        snprintf(item->letters, sizeof(item->letters), "%s", paths->shelf->spelling[step->low]);
        item->near = paths->shelf->near[step->low];
        item->has_near = true;
    }
}

/* The cheapest path, its first piece first. */
static size_t take_path(struct search_item *out, size_t max, const struct paths *paths)
{
    const struct step *path[SEARCH_QUERY_MAX];
    size_t at = paths->n, n = 0, taken = 0;

    for (int i = 0; at > 0;) {
        path[n] = &paths->steps[at][i];
        at = path[n]->start;
        i = path[n++]->back;
    }
    while (n > 0 && taken < max)
        fill_item(&out[taken++], paths, path[--n]);
    return taken;
}

size_t search_letters(struct search_item *out, size_t max, const struct search_shelf *shelf,
                      const char *letters, size_t n, const struct search_item *before, bool initials)
{
    struct paths paths; /* its steps are large, and filled as far as there are letters */

    paths.shelf = shelf;
    paths.letters = letters;
    paths.n = n < SEARCH_QUERY_MAX ? n : SEARCH_QUERY_MAX;
    paths.before = before;
    paths.initials = initials;
    find_paths(&paths, false);
    if (!initials && is_doubtful(&paths))
        find_paths(&paths, true);
    n = take_path(out, max, &paths);
    explicit_bzero(paths.steps, (paths.n + 1) * sizeof(*paths.steps));
    return n;
}
