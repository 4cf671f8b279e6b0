/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/guide.h"

static void condition_fini(struct guide_condition *condition)
{
    free(condition->node);
    free(condition->option);
    free(condition->left.from);
    free(condition->right.from);
}

static void edge_fini(struct guide_edge *edge)
{
    for (size_t i = 0; i < edge->n_conditions; i++)
        condition_fini(&edge->conditions[i]);
    free(edge->conditions);
    free(edge->node);
}

static void option_fini(struct guide_option *option)
{
    for (size_t i = 0; i < option->n_edges; i++)
        edge_fini(&option->edges[i]);
    free(option->edges);
    free(option->id);
    free(option->label);
    free(option->hint);
}

static void items_free(struct guide_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(items[i].text);
        free(items[i].supplement);
    }
    free(items);
}

static void names_free(char **names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
}

static void outcome_fini(struct guide_node *node)
{
    items_free(node->steps, node->n_steps);
    items_free(node->bring, node->n_bring);
    for (size_t i = 0; i < node->n_quotes; i++)
        free(node->quotes[i].text);
    free(node->quotes);
    names_free(node->links, node->n_links);
    names_free(node->supplements, node->n_supplements);
    for (size_t i = 0; i < node->n_dates; i++) {
        free(node->dates[i].name);
        free(node->dates[i].day.from);
    }
    free(node->dates);
    free(node->title);
    free(node->whom);
}

static void node_fini(struct guide_node *node)
{
    for (size_t i = 0; i < node->n_options; i++)
        option_fini(&node->options[i]);
    free(node->options);
    outcome_fini(node);
    free(node->id);
    free(node->ask);
    free(node->hint);
}

void guides_free(struct guides *guides)
{
    if (!guides)
        return;
    for (size_t i = 0; i < guides->n; i++) {
        struct guide *guide = &guides->items[i];
        for (size_t k = 0; k < guide->n_nodes; k++)
            node_fini(&guide->nodes[k]);
        free(guide->nodes);
        free(guide->title);
        free(guide->start);
    }
    free(guides->items);
    free(guides);
}
