/* SPDX-License-Identifier: MIT */
#include "db/guide_sound.h"

#include "base/error.h"
#include "db/guide_day.h"

#include <string.h>

bool guide_id_is_sound(const char *id)
{
    size_t n = strlen(id);

    return n > 0 && n < GUIDE_ID_MAX && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

static bool is_day_sound(const struct guides *guides, const struct guide_day *day)
{
    const struct guide_node *node;

    if (!day->from[0] || strcmp(day->from, GUIDE_TODAY) == 0)
        return true;
    node = guides_find_asked(guides, day->from);
    return node && node->kind == GUIDE_DATE;
}

static bool is_condition_sound(const struct guides *guides, const struct guide_condition *condition)
{
    const struct guide_node *node;

    if (!condition->is_answer)
        return is_day_sound(guides, &condition->left) && is_day_sound(guides, &condition->right);
    node = guides_find_asked(guides, condition->node);
    return node && guide_find_option(node, condition->option);
}

static bool is_edge_sound(const struct guides *guides, const struct guide *guide,
                          const struct guide_edge *edge, bool last)
{
    const struct guide *other = edge->guide ? guides_find(guides, edge->guide) : guide;

    if (!guide_find_node(other, edge->node) || last != (edge->n_conditions == 0))
        return false;
    for (size_t i = 0; i < edge->n_conditions; i++)
        if (!is_condition_sound(guides, &edge->conditions[i]))
            return false;
    return true;
}

static bool is_option_sound(const struct guides *guides, const struct guide *guide,
                            const struct guide_node *node, size_t index)
{
    const struct guide_option *option = &node->options[index];
    bool unlabelled = node->kind == GUIDE_DATE && index == 0; /* the date itself is entered, not chosen */

    for (size_t i = 0; i < index; i++)
        if (strcmp(node->options[i].id, option->id) == 0)
            return false;
    for (size_t i = 0; i < option->n_edges; i++)
        if (!is_edge_sound(guides, guide, &option->edges[i], i + 1 == option->n_edges))
            return false;
    return option->n_edges > 0 && (option->label[0] || unlabelled);
}

static bool has_options(const struct guide_node *node, const char *const *ids, size_t min, size_t max)
{
    if (node->n_options < min || node->n_options > max)
        return false;
    for (size_t i = 0; i < node->n_options; i++)
        if (strcmp(node->options[i].id, ids[i]) != 0)
            return false;
    return true;
}

static bool are_options_sound(const struct guides *guides, const struct guide *guide,
                              const struct guide_node *node)
{
    static const char *const of_date[] = {"", GUIDE_UNSURE};
    static const char *const of_institution[] = {"", GUIDE_NOT_FOUND, GUIDE_UNSURE};

    if (node->kind == GUIDE_CHOICE ? node->n_options < 2
        : node->kind == GUIDE_DATE ? !has_options(node, of_date, 1, 2)
                                   : !has_options(node, of_institution, 3, 3))
        return false;
    for (size_t i = 0; i < node->n_options; i++)
        if (!is_option_sound(guides, guide, node, i))
            return false;
    return true;
}

static bool has_date(const struct guide_node *outcome, const char *name, size_t n)
{
    for (size_t i = 0; i < outcome->n_dates; i++)
        if (strlen(outcome->dates[i].name) == n && memcmp(outcome->dates[i].name, name, n) == 0)
            return true;
    return false;
}

static bool is_text_sound(const struct guide_node *outcome, const char *text)
{
    while (*(text += strcspn(text, "{}"))) {
        size_t n = strcspn(text + 1, "{}");
        if (text[0] != '{' || text[1 + n] != '}' || !has_date(outcome, text + 1, n))
            return false;
        text += n + 2;
    }
    return true;
}

static bool is_item_sound(const struct guide_node *outcome, const struct guide_item *item)
{
    bool known = !item->supplement[0];

    for (size_t i = 0; i < outcome->n_supplements; i++)
        known |= strcmp(outcome->supplements[i], item->supplement) == 0;
    return known && is_text_sound(outcome, item->text);
}

static bool are_items_sound(const struct guide_node *outcome, const struct guide_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_item_sound(outcome, &items[i]))
            return false;
    return true;
}

static bool is_outcome_sound(const struct guides *guides, const struct guide_node *node)
{
    for (size_t i = 0; i < node->n_dates; i++)
        if (!is_day_sound(guides, &node->dates[i].day))
            return false;
    return node->n_steps > 0 && node->n_quotes > 0 && (node->n_links > 0 || node->office) &&
           is_text_sound(node, node->title) && are_items_sound(node, node->steps, node->n_steps) &&
           are_items_sound(node, node->bring, node->n_bring);
}

static bool is_guide_sound(const struct guides *guides, const struct guide *guide)
{
    if (!guide_find_node(guide, guide->start))
        return false;
    for (size_t i = 0; i < guide->n_nodes; i++) {
        const struct guide_node *node = &guide->nodes[i];
        if (guide_find_node(guide, node->id) != node) /* the first of its id */
            return false;
        if (node->kind == GUIDE_OUTCOME ? !is_outcome_sound(guides, node)
                                        : !are_options_sound(guides, guide, node))
            return false;
    }
    return true;
}

bool guides_are_sound(const struct guides *guides)
{
    for (size_t i = 0; i < guides->n; i++)
        if (!is_guide_sound(guides, &guides->items[i]))
            return false;
    return guides->n == CONTENT_QUESTIONS;
}
