/* SPDX-License-Identifier: MIT */
/*
 * Guides as they stand in handbook.db: a table after the other in the order of its key, so that every row
 * belongs to something that is there already. What only the whole tells is looked at by guide_sound.c.
 */
#include "base/error.h"
#include "db/guide_day.h"
#include "db/guide_sound.h"
#include "db/statements.h"

#include <string.h>

/* The row's guide, by its first column; NULL if there is none (noted). */
static struct guide *guide_at(struct rows *rows, struct guides *guides)
{
    int number = rows_int(rows, 0, 1, (int)guides->n);

    return rows->error < 0 ? NULL : &guides->items[number - 1];
}

/* The row's node, by its first two columns, which must be of this kind; 0: any that asks. */
static struct guide_node *node_at(struct rows *rows, struct guides *guides, enum guide_node_kind kind)
{
    struct guide *guide = guide_at(rows, guides);
    int number = rows_int(rows, 1, 1, guide ? (int)guide->n_nodes : 0);
    struct guide_node *node = rows->error < 0 ? NULL : &guide->nodes[number - 1];

    rows_require(rows, node && (kind ? node->kind == kind : node->kind != GUIDE_OUTCOME));
    return rows->error < 0 ? NULL : node;
}

static struct guide_option *option_at(struct rows *rows, struct guides *guides)
{
    struct guide_node *node = node_at(rows, guides, 0);
    int number = rows_int(rows, 2, 1, node ? (int)node->n_options : 0);

    return rows->error < 0 ? NULL : &node->options[number - 1];
}

static struct guide_edge *edge_at(struct rows *rows, struct guides *guides)
{
    struct guide_option *option = option_at(rows, guides);
    int number = rows_int(rows, 3, 1, option ? (int)option->n_edges : 0);

    return rows->error < 0 ? NULL : &option->edges[number - 1];
}

/* One more in an array, if `column` numbers it so; NULL if not (noted). */
static void *add(struct rows *rows, int column, void *items, size_t *n, size_t size, size_t max)
{
    void *item;

    rows_int(rows, column, (int)*n + 1, (int)*n + 1);
    item = rows_grow(rows, items, *n, size, max);
    *n += item != NULL;
    return item;
}

#define ADD(rows, column, owner, items, n, max)                                                              \
    ((owner) ? add(rows, column, &(owner)->items, &(owner)->n, sizeof(*(owner)->items), max) : NULL)

/* An id as it may stand in an answer; optional: "" is one too. */
static char *read_id(struct rows *rows, int column, bool optional)
{
    char *id = rows_text(rows, column);

    rows_require(rows, id && (guide_id_is_sound(id) || (optional && !id[0])));
    return id;
}

static void read_day(struct guide_day *day, struct rows *rows, int column, bool optional)
{
    char *base = optional ? rows_text(rows, column) : rows_filled(rows, column);

    if (base && date_parse(&day->literal, base) == 0)
        base[0] = '\0';
    day->from = base;
    day->add_years = rows_int(rows, column + 1, 0, GUIDE_ADD_YEARS_MAX);
    day->month = rows_int(rows, column + 2, 0, 12);
    day->day = rows_int(rows, column + 3, 0, 31);
    rows_require(rows, (day->month == 0 && day->day == 0) || guide_day_is_yearly(day->month, day->day));
}

static void read_guide(struct rows *rows, struct guides *guides)
{
    struct guide *guide = ADD(rows, 0, guides, items, n, CONTENT_QUESTIONS);

    if (!guide)
        return;
    guide->question = (int)guides->n;
    guide->title = rows_filled(rows, 1);
    guide->start = read_id(rows, 2, false);
}

static void read_node(struct rows *rows, struct guides *guides)
{
    struct guide *guide = guide_at(rows, guides);
    struct guide_node *node = ADD(rows, 1, guide, nodes, n_nodes, GUIDE_NODES_MAX);
    bool outcome;

    if (!node)
        return;
    node->id = read_id(rows, 2, false);
    node->kind = (enum guide_node_kind)rows_int(rows, 3, GUIDE_CHOICE, GUIDE_OUTCOME);
    node->precision = (enum guide_precision)rows_int(rows, 4, node->kind == GUIDE_DATE ? GUIDE_YEAR : 0,
                                                     node->kind == GUIDE_DATE ? GUIDE_DAY : 0);
    node->ask = rows_text(rows, 5);
    node->hint = rows_text(rows, 6);
    node->title = rows_text(rows, 7);
    node->whom = rows_text(rows, 8);
    node->office = rows_int(rows, 9, 0, 1);
    outcome = node->kind == GUIDE_OUTCOME;
    rows_require(rows, rows->error == 0 && (outcome ? node->title : node->ask)[0]);
}

static void read_option(struct rows *rows, struct guides *guides)
{
    struct guide_node *node = node_at(rows, guides, 0);
    struct guide_option *option = ADD(rows, 2, node, options, n_options, GUIDE_OPTIONS_MAX);

    if (!option)
        return;
    option->id = read_id(rows, 3, node->kind != GUIDE_CHOICE);
    option->label = rows_text(rows, 4);
    option->hint = rows_text(rows, 5);
}

static void read_edge(struct rows *rows, struct guides *guides)
{
    struct guide_option *option = option_at(rows, guides);
    struct guide_edge *edge = ADD(rows, 3, option, edges, n_edges, GUIDE_EDGES_MAX);

    if (!edge)
        return;
    edge->guide = rows_int(rows, 4, 0, (int)guides->n);
    edge->node = read_id(rows, 5, false);
}

static void read_condition(struct rows *rows, struct guides *guides)
{
    struct guide_edge *edge = edge_at(rows, guides);
    struct guide_condition *condition = ADD(rows, 4, edge, conditions, n_conditions, GUIDE_CONDITIONS_MAX);
    int comparison = rows_int(rows, 5, 0, GUIDE_ON_OR_AFTER);

    if (!condition)
        return;
    condition->is_answer = comparison == 0;
    condition->comparison = (enum guide_comparison)comparison;
    condition->node = read_id(rows, 6, !condition->is_answer);
    condition->option = read_id(rows, 7, true);
    read_day(&condition->left, rows, 8, condition->is_answer);
    read_day(&condition->right, rows, 12, condition->is_answer);
}

static void read_item(struct rows *rows, struct guides *guides)
{
    struct guide_node *node = node_at(rows, guides, GUIDE_OUTCOME);
    bool bring = rows_int(rows, 2, GUIDE_LIST_STEPS, GUIDE_LIST_BRING) == GUIDE_LIST_BRING;
    struct guide_item *item = bring ? ADD(rows, 3, node, bring, n_bring, GUIDE_ITEMS_MAX)
                                    : ADD(rows, 3, node, steps, n_steps, GUIDE_ITEMS_MAX);

    if (!item)
        return;
    item->text = rows_filled(rows, 4);
    item->supplement = rows_text(rows, 5);
}

static void read_quote(struct rows *rows, struct guides *guides)
{
    struct guide_node *node = node_at(rows, guides, GUIDE_OUTCOME);
    struct guide_quote *quote = ADD(rows, 2, node, quotes, n_quotes, GUIDE_ITEMS_MAX);

    if (!quote)
        return;
    quote->question = rows_int(rows, 3, 1, CONTENT_QUESTIONS);
    quote->text = rows_filled(rows, 4);
}

/* The statement joins what the id names: a name of nothing is NULL, which rows_filled refuses. */
static void read_link(struct rows *rows, struct guides *guides)
{
    struct guide_node *node = node_at(rows, guides, GUIDE_OUTCOME);
    char **link = ADD(rows, 2, node, links, n_links, GUIDE_ITEMS_MAX);

    if (link)
        *link = rows_filled(rows, 3);
}

static void read_supplement(struct rows *rows, struct guides *guides)
{
    struct guide_node *node = node_at(rows, guides, GUIDE_OUTCOME);
    char **supplement = ADD(rows, 2, node, supplements, n_supplements, GUIDE_ITEMS_MAX);

    if (supplement)
        *supplement = rows_filled(rows, 3);
}

static void read_date(struct rows *rows, struct guides *guides)
{
    struct guide_node *node = node_at(rows, guides, GUIDE_OUTCOME);
    struct guide_shown_date *date = ADD(rows, 2, node, dates, n_dates, GUIDE_ITEMS_MAX);

    if (!date)
        return;
    date->name = read_id(rows, 3, false);
    read_day(&date->day, rows, 4, false);
    date->show = (enum guide_precision)rows_int(rows, 8, GUIDE_YEAR, GUIDE_DAY);
}

static int load(struct guides *guides, struct handbook *handbook)
{
    static const struct {
        enum statement statement;
        void (*read)(struct rows *rows, struct guides *guides);
    } tables[] = {
        {STATEMENT_GUIDES, read_guide},
        {STATEMENT_GUIDE_NODES, read_node},
        {STATEMENT_GUIDE_OPTIONS, read_option},
        {STATEMENT_GUIDE_EDGES, read_edge},
        {STATEMENT_GUIDE_CONDITIONS, read_condition},
        {STATEMENT_GUIDE_ITEMS, read_item},
        {STATEMENT_GUIDE_QUOTES, read_quote},
        {STATEMENT_GUIDE_LINKS, read_link},
        {STATEMENT_GUIDE_SUPPLEMENTS, read_supplement},
        {STATEMENT_GUIDE_DATES, read_date},
    };
    struct rows rows = {0};

    for (size_t i = 0; rows.error == 0 && i < ARRAY_SIZE(tables); i++) {
        rows = handbook_rows(handbook, tables[i].statement);
        while (rows_next(&rows) > 0)
            tables[i].read(&rows, guides);
        rows_end(&rows);
    }
    return rows.error;
}

int guides_load(struct guides **out, struct handbook *handbook)
{
    struct guides *guides = calloc(1, sizeof(*guides));
    int r = guides ? load(guides, handbook) : -ENOMEM;

    if (r == 0 && !guides_are_sound(guides))
        r = -EBADMSG;
    if (r < 0)
        guides_free(guides);
    else
        *out = guides;
    return r;
}
