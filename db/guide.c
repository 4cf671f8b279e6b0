/* SPDX-License-Identifier: MIT */
#include "db/guide.h"

#include "base/error.h"
#include "db/guide_day.h"
#include "db/guide_follow.h"

#include <string.h>

#define SCHOOL_DIGITS 10

const struct guide *guides_find(const struct guides *guides, int question)
{
    return question >= 1 && (size_t)question <= guides->n ? &guides->items[question - 1] : NULL;
}

const struct guide_node *guide_find_node(const struct guide *guide, const char *id)
{
    for (size_t i = 0; i < guide->n_nodes; i++)
        if (strcmp(guide->nodes[i].id, id) == 0)
            return &guide->nodes[i];
    return NULL;
}

const struct guide_node *guides_find_asked(const struct guides *guides, const char *id)
{
    for (size_t i = 0; i < guides->n; i++) {
        const struct guide_node *node = guide_find_node(&guides->items[i], id);
        if (node && node->kind != GUIDE_OUTCOME)
            return node;
    }
    return NULL;
}

const struct guide_option *guide_find_option(const struct guide_node *node, const char *id)
{
    for (size_t i = 0; i < node->n_options; i++)
        if (strcmp(node->options[i].id, id) == 0)
            return &node->options[i];
    return NULL;
}

static bool is_date(const struct guide_node *node, const char *value)
{
    enum guide_precision precision;
    struct date date;

    return guide_day_parse(&date, &precision, value) && precision == node->precision;
}

static bool is_school(const char *value)
{
    return (strlen(value) == SCHOOL_DIGITS && strspn(value, "0123456789") == SCHOOL_DIGITS) ||
           strcmp(value, GUIDE_FOUND) == 0;
}

const struct guide_option *guide_option_of(const struct guide_node *node, const char *value)
{
    if ((node->kind == GUIDE_DATE && is_date(node, value)) ||
        (node->kind == GUIDE_INSTITUTION && is_school(value)))
        return guide_find_option(node, "");
    return value[0] ? guide_find_option(node, value) : NULL;
}

/* guide_option_of, and a date is not further ahead than anybody plans. */
static const struct guide_option *option_on(const struct guide_node *node, const char *value,
                                            struct date today)
{
    const struct guide_option *option = guide_option_of(node, value);
    enum guide_precision precision;
    struct date date;

    if (option && node->kind == GUIDE_DATE && guide_day_parse(&date, &precision, value) &&
        date.year > today.year + GUIDE_YEARS_AHEAD)
        return NULL;
    return option;
}

/* What was answered on the way so far; -1 if the question was not asked. */
static int find_step(const struct guide_place *place, const char *id)
{
    for (size_t i = 0; i < place->n_path; i++)
        if (strcmp(place->path[i].node->id, id) == 0)
            return (int)i;
    return -1;
}

static bool reckon(struct date *out, const struct guide_place *place, const struct guide_day *day,
                   struct date today)
{
    int step = find_step(place, day->from);

    return guide_day_reckon(out, day, step < 0 ? NULL : place->path[step].value, today);
}

static bool compare(struct date left, enum guide_comparison comparison, struct date right)
{
    int order = date_compare(left, right);

    return comparison == GUIDE_BEFORE         ? order < 0
           : comparison == GUIDE_ON_OR_BEFORE ? order <= 0
           : comparison == GUIDE_AFTER        ? order > 0
                                              : order >= 0;
}

static bool is_answered(const struct guide_place *place, const char *node, const char *option_id)
{
    const struct guide_option *option;
    int step = find_step(place, node);

    if (step < 0)
        return false;
    option = guide_option_of(place->path[step].node, place->path[step].value);
    return option && strcmp(option->id, option_id) == 0;
}

static bool holds(const struct guide_condition *condition, const struct guide_place *place, struct date today)
{
    struct date left, right;

    if (condition->is_answer)
        return is_answered(place, condition->node, condition->option);
    return reckon(&left, place, &condition->left, today) && reckon(&right, place, &condition->right, today) &&
           compare(left, condition->comparison, right);
}

static bool all_hold(const struct guide_edge *edge, const struct guide_place *place, struct date today)
{
    for (size_t i = 0; i < edge->n_conditions; i++)
        if (!holds(&edge->conditions[i], place, today))
            return false;
    return true;
}

static const struct guide_edge *choose(const struct guide_option *option, const struct guide_place *place,
                                       struct date today)
{
    for (size_t i = 0; i < option->n_edges; i++)
        if (all_hold(&option->edges[i], place, today))
            return &option->edges[i];
    return NULL;
}

/* A question that is met again behind a hand-over was answered already and is not asked twice. */
static int note_answer(struct guide_place *place, const char *value)
{
    if (find_step(place, place->node->id) >= 0)
        return 0;
    if (place->n_path == GUIDE_PATH_MAX)
        return -ELOOP;
    place->path[place->n_path].guide = place->guide;
    place->path[place->n_path].node = place->node;
    place->path[place->n_path].value = value;
    place->n_path++;
    return 0;
}

static void note_step(struct guide_trail *trail, const struct guide_place *place,
                      const struct guide_option *option, const struct guide_edge *edge)
{
    if (trail && trail->n < GUIDE_HOPS_MAX)
        trail->items[trail->n++] =
            (struct guide_step){.guide = place->guide, .node = place->node, .option = option, .edge = edge};
}

/* Where an edge leads. False: nowhere, which neither compiler nor reader lets through. */
static bool enter(struct guide_place *place, const struct guides *guides, const struct guide_edge *edge)
{
    const struct guide *guide = edge->guide ? guides_find(guides, edge->guide) : place->guide;
    const struct guide_node *node = guide ? guide_find_node(guide, edge->node) : NULL;

    if (!node)
        return false;
    place->guide = guide;
    place->node = node;
    return true;
}

/* One answer further. 1: moved; 0: this is the place. */
static int advance(struct guide_place *place, struct guide_trail *trail, const struct guides *guides,
                   const struct guide_answers *answers, struct date today)
{
    const char *value =
        place->node->kind == GUIDE_OUTCOME ? NULL : guide_answer_get(answers, place->node->id);
    const struct guide_option *option;
    const struct guide_edge *edge;
    int r;

    if (!value)
        return 0;
    option = option_on(place->node, value, today);
    if (!option)
        return -EINVAL;
    r = note_answer(place, value);
    if (r < 0)
        return r;
    edge = choose(option, place, today);
    if (!edge)
        return -ELOOP;
    note_step(trail, place, option, edge);
    return enter(place, guides, edge) ? 1 : -ELOOP;
}

int guide_follow(struct guide_place *out, struct guide_trail *trail, const struct guides *guides,
                 int question, const struct guide_answers *answers, struct date today)
{
    const struct guide *guide = guides_find(guides, question);
    const struct guide_node *node = guide ? guide_find_node(guide, guide->start) : NULL;
    int r = 1;

    if (!node)
        return -ENOENT;
    out->guide = guide;
    out->node = node;
    out->n_path = 0;
    if (trail)
        trail->n = 0;
    for (int hops = 0; r > 0 && hops < GUIDE_HOPS_MAX; hops++)
        r = advance(out, trail, guides, answers, today);
    return r > 0 ? -ELOOP : r;
}

int guide_resolve(struct guide_place *out, const struct guides *guides, int question,
                  const struct guide_answers *answers, struct date today)
{
    int r = guide_follow(out, NULL, guides, question, answers, today);
    return r == -ELOOP ? -EBADMSG : r;
}
