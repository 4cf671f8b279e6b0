/* SPDX-License-Identifier: MIT */
#include "db/compile/guide_ways.h"

#include "base/error.h"
#include "db/compile/guide_lines.h"
#include "db/guide_day.h"
#include "db/guide_follow.h"
#include "db/guide_paths.h"
#include "db/guide_sound.h"

#include <string.h>

#define QUESTIONS_MAX 6

enum visit { UNSEEN, OPEN, DONE };

struct ways {
    const struct draft_content *content;
    struct report *report;
    struct guides guides; /* the content's, as the resolver wants them */
    int question;         /* the ways from here, on this day, are walked now */
    struct date today;
    char visits[CONTENT_QUESTIONS][GUIDE_NODES_MAX]; /* enum visit */
    bool taken[CONTENT_QUESTIONS][GUIDE_NODES_MAX][GUIDE_OPTIONS_MAX][GUIDE_EDGES_MAX];
    bool blamed[CONTENT_QUESTIONS][GUIDE_NODES_MAX]; /* one complaint for a node is enough */
};

/* Days on which windows open, are open for the last day, have closed; an ordinary day; a leap day. */
static const struct date days[] = {{2026, 11, 23}, {2026, 8, 31}, {2026, 9, 1},
                                   {2026, 10, 31}, {2026, 11, 1}, {2028, 2, 29}};

static size_t index_of(const struct guide *guide, const struct guide_node *node)
{
    return (size_t)(node - guide->nodes);
}

static size_t number_of(const struct guide *guide)
{
    return (size_t)guide->question - 1;
}

/* The map of a node, and so its line. */
static const struct node *map_of(const struct ways *ways, const struct guide *guide,
                                 const struct guide_node *node)
{
    return guide_node_map(&ways->content->guide_files[number_of(guide)], index_of(guide, node));
}

#define COMPLAIN(ways, guide, line, ...)                                                                     \
    report_add((ways)->report, (ways)->content->guide_files[number_of(guide)].path, line, __VA_ARGS__)

/* --- without conditions: every way ends, every node is on one --- */

static void visit(struct ways *ways, const struct guide *guide, const struct guide_node *node)
{
    char *state = &ways->visits[number_of(guide)][index_of(guide, node)];

    if (*state == OPEN)
        COMPLAIN(ways, guide, map_of(ways, guide, node)->line, "从 %s 出去又绕回 %s", node->id, node->id);
    if (*state != UNSEEN)
        return;
    *state = OPEN;
    for (size_t o = 0; o < node->n_options; o++) {
        for (size_t e = 0; e < node->options[o].n_edges; e++) {
            const struct guide_edge *edge = &node->options[o].edges[e];
            const struct guide *other = edge->guide ? &ways->content->guides[edge->guide - 1] : guide;
            visit(ways, other, guide_find_node(other, edge->node));
        }
    }
    *state = DONE;
}

static void check_circles(struct ways *ways)
{
    for (size_t i = 0; i < ways->guides.n; i++)
        visit(ways, &ways->guides.items[i],
              guide_find_node(&ways->guides.items[i], ways->guides.items[i].start));
    for (size_t i = 0; i < ways->guides.n; i++) {
        const struct guide *guide = &ways->guides.items[i];
        for (size_t k = 0; k < guide->n_nodes; k++)
            if (ways->visits[i][k] == UNSEEN)
                COMPLAIN(ways, guide, map_of(ways, guide, &guide->nodes[k])->line, "没有去向通到节点 %s",
                         guide->nodes[k].id);
    }
}

/* --- every way that a visitor can go --- */

/* Whether a question was answered within the first n steps of a trail, by a date if one is needed. */
static bool is_known(const struct guide_trail *trail, size_t n, const char *id, bool date)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(trail->items[i].node->id, id) == 0)
            return !date || (trail->items[i].node->kind == GUIDE_DATE && !trail->items[i].option->id[0]);
    return false;
}

static const char *unknown_of_day(const struct guide_trail *trail, size_t n, const struct guide_day *day)
{
    bool asked = day->from[0] && strcmp(day->from, GUIDE_TODAY) != 0;

    return asked && !is_known(trail, n, day->from, true) ? day->from : NULL;
}

static const char *unknown_of_condition(const struct guide_trail *trail, size_t n,
                                        const struct guide_condition *condition)
{
    const char *unknown;

    if (condition->is_answer)
        return is_known(trail, n, condition->node, false) ? NULL : condition->node;
    unknown = unknown_of_day(trail, n, &condition->left);
    return unknown ? unknown : unknown_of_day(trail, n, &condition->right);
}

/* A question that an edge of the option looks at and that was not asked before; NULL: there is none. */
static const char *unknown_of_option(const struct guide_trail *trail, size_t n,
                                     const struct guide_option *option)
{
    const char *unknown = NULL;

    for (size_t e = 0; e < option->n_edges; e++)
        for (size_t c = 0; c < option->edges[e].n_conditions && !unknown; c++)
            unknown = unknown_of_condition(trail, n, &option->edges[e].conditions[c]);
    return unknown;
}

static void blame(struct ways *ways, const struct guide *guide, const struct guide_node *node,
                  const char *what, const char *unknown)
{
    bool *blamed = &ways->blamed[number_of(guide)][index_of(guide, node)];

    if (unknown && !*blamed)
        COMPLAIN(ways, guide, map_of(ways, guide, node)->line, "%s %s 用到 %s，到这里的人不一定答过",
                 node->id, what, unknown);
    *blamed |= unknown != NULL;
}

static void check_trail(struct ways *ways, const struct guide_trail *trail)
{
    for (size_t i = 0; i < trail->n; i++) {
        const struct guide_step *step = &trail->items[i];
        size_t option = (size_t)(step->option - step->node->options);
        size_t edge = (size_t)(step->edge - step->option->edges);
        ways->taken[number_of(step->guide)][index_of(step->guide, step->node)][option][edge] = true;
        blame(ways, step->guide, step->node, "的条件", unknown_of_option(trail, i + 1, step->option));
    }
}

static void check_outcome(struct ways *ways, const struct guide_trail *trail, const struct guide_place *place)
{
    bool *blamed = &ways->blamed[number_of(place->guide)][index_of(place->guide, place->node)];

    for (size_t i = 0; i < place->node->n_dates; i++)
        blame(ways, place->guide, place->node, "的日期",
              unknown_of_day(trail, trail->n, &place->node->dates[i].day));
    if (place->n_path > QUESTIONS_MAX && !*blamed) {
        COMPLAIN(ways, place->guide, map_of(ways, place->guide, place->node)->line,
                 "从第 %d 题到 %s 要答 %zu 个问题，最多 %d 个", ways->question, place->node->id,
                 place->n_path, QUESTIONS_MAX);
        *blamed = true;
    }
}

static int check_path(void *context, const struct guide_answers *answers, const struct guide_place *place)
{
    struct ways *ways = context;
    struct guide_trail trail;
    struct guide_place end;
    int r = guide_follow(&end, &trail, &ways->guides, ways->question, answers, ways->today);

    (void)place; /* the same as end */
    if (r < 0)
        return r;
    check_trail(ways, &trail);
    check_outcome(ways, &trail, &end);
    return 0;
}

static int check_paths(struct ways *ways, const struct guide *guide)
{
    int r;

    ways->question = guide->question;
    r = guide_paths(&ways->guides, guide->question, ways->today, check_path, ways);
    if (r != -ELOOP && r != -ENOSPC)
        return r;
    COMPLAIN(ways, guide, 0, "第 %d 题问得没有完：超过 %d 个问题", guide->question, GUIDE_PATH_MAX);
    return 1;
}

/* Two edges of an option to the same place count as one: which of them was taken makes no difference. */
static bool is_taken(const struct ways *ways, const struct guide *guide, const struct guide_node *node,
                     size_t o, size_t e)
{
    const struct guide_option *option = &node->options[o];

    for (size_t i = 0; i < option->n_edges; i++)
        if (ways->taken[number_of(guide)][index_of(guide, node)][o][i] &&
            option->edges[i].guide == option->edges[e].guide &&
            strcmp(option->edges[i].node, option->edges[e].node) == 0)
            return true;
    return false;
}

static void check_edges(const struct ways *ways, const struct guide *guide, const struct guide_node *node)
{
    for (size_t o = 0; o < node->n_options; o++)
        for (size_t e = 0; e < node->options[o].n_edges; e++)
            if (!is_taken(ways, guide, node, o, e))
                COMPLAIN(ways, guide, guide_edge_line(map_of(ways, guide, node), node, o, e),
                         "这条去向没有人会走到（%s 的第 %zu 条）", node->id, e + 1);
}

static int check_all_paths(struct ways *ways)
{
    for (size_t d = 0; d < ARRAY_SIZE(days); d++) {
        ways->today = days[d];
        for (size_t i = 0; i < ways->guides.n; i++) {
            int r = check_paths(ways, &ways->guides.items[i]);
            if (r != 0)
                return r;
        }
    }
    for (size_t i = 0; i < ways->guides.n; i++)
        for (size_t k = 0; k < ways->guides.items[i].n_nodes; k++)
            check_edges(ways, &ways->guides.items[i], &ways->guides.items[i].nodes[k]);
    return 0;
}

int check_ways(struct draft_content *content, struct report *report)
{
    _cleanup_free_ struct ways *ways = calloc(1, sizeof(*ways));
    size_t before = report->n;
    int r;

    if (!ways)
        return -ENOMEM;
    *ways = (struct ways){
        .content = content,
        .report = report,
        .guides = {.items = content->guides, .n = CONTENT_QUESTIONS},
    };
    check_circles(ways);
    if (report->n > before) /* no way would end */
        return 0;
    r = check_all_paths(ways);
    return r < 0 ? r : 0;
}
