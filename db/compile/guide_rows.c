/* SPDX-License-Identifier: MIT */
#include "db/compile/guide_rows.h"

#include "db/guide_sound.h"

#define DAY_TEXT 40

/* Where a row belongs: the numbers of guide, node, option and edge, from 1. */
struct place {
    int guide;
    size_t node, option, edge;
};

static const char *base_of(char out[DAY_TEXT], const struct guide_day *day)
{
    if (day->from[0])
        return day->from;
    snprintf(out, DAY_TEXT, "%04d-%02d-%02d", day->literal.year, day->literal.month, day->literal.day);
    return out;
}

#define DAY(base, d) TEXT(base), NUMBER((d)->add_years), NUMBER((d)->month), NUMBER((d)->day)

static void write_condition(struct writer *writer, const struct place *place,
                            const struct guide_condition *condition, size_t number)
{
    const struct guide_day none = {0}, *left = &none, *right = &none;
    char left_text[DAY_TEXT], right_text[DAY_TEXT];
    const char *left_base = "", *right_base = "";

    if (!condition->is_answer) {
        left = &condition->left;
        right = &condition->right;
        left_base = base_of(left_text, left);
        right_base = base_of(right_text, right);
    }
    INSERT(writer, "INSERT INTO guide_condition VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
           NUMBER(place->guide), NUMBER(place->node), NUMBER(place->option), NUMBER(place->edge),
           NUMBER(number), NUMBER(condition->is_answer ? 0 : condition->comparison),
           TEXT(condition->is_answer ? condition->node : ""),
           TEXT(condition->is_answer ? condition->option : ""), DAY(left_base, left), DAY(right_base, right));
}

static void write_option(struct writer *writer, struct place place, const struct guide_option *option)
{
    INSERT(writer, "INSERT INTO guide_option VALUES (?, ?, ?, ?, ?, ?)", NUMBER(place.guide),
           NUMBER(place.node), NUMBER(place.option), TEXT(option->id), TEXT(option->label),
           TEXT(option->hint));
    for (size_t i = 0; i < option->n_edges; i++) {
        const struct guide_edge *edge = &option->edges[i];
        place.edge = i + 1;
        INSERT(writer, "INSERT INTO guide_edge VALUES (?, ?, ?, ?, ?, ?)", NUMBER(place.guide),
               NUMBER(place.node), NUMBER(place.option), NUMBER(place.edge), NUMBER(edge->guide),
               TEXT(edge->node));
        for (size_t c = 0; c < edge->n_conditions; c++)
            write_condition(writer, &place, &edge->conditions[c], c + 1);
    }
}

static void write_items(struct writer *writer, const struct place *place, enum guide_list list,
                        const struct guide_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        INSERT(writer, "INSERT INTO guide_item VALUES (?, ?, ?, ?, ?, ?)", NUMBER(place->guide),
               NUMBER(place->node), NUMBER(list), NUMBER(i + 1), TEXT(items[i].text),
               TEXT(items[i].supplement));
}

static void write_names(struct writer *writer, const char *sql, const struct place *place, char *const *names,
                        size_t n)
{
    for (size_t i = 0; i < n; i++)
        INSERT(writer, sql, NUMBER(place->guide), NUMBER(place->node), NUMBER(i + 1), TEXT(names[i]));
}

static void write_dates(struct writer *writer, const struct place *place, const struct guide_node *node)
{
    char text[DAY_TEXT];

    for (size_t i = 0; i < node->n_dates; i++) {
        const struct guide_shown_date *date = &node->dates[i];
        INSERT(writer, "INSERT INTO guide_date VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", NUMBER(place->guide),
               NUMBER(place->node), NUMBER(i + 1), TEXT(date->name),
               DAY(base_of(text, &date->day), &date->day), NUMBER(date->show));
    }
}

static void write_outcome(struct writer *writer, const struct place *place, const struct guide_node *node)
{
    write_items(writer, place, GUIDE_LIST_STEPS, node->steps, node->n_steps);
    write_items(writer, place, GUIDE_LIST_BRING, node->bring, node->n_bring);
    for (size_t i = 0; i < node->n_quotes; i++)
        INSERT(writer, "INSERT INTO guide_quote VALUES (?, ?, ?, ?, ?)", NUMBER(place->guide),
               NUMBER(place->node), NUMBER(i + 1), NUMBER(node->quotes[i].question),
               TEXT(node->quotes[i].text));
    write_names(writer, "INSERT INTO guide_link VALUES (?, ?, ?, ?)", place, node->links, node->n_links);
    write_names(writer, "INSERT INTO guide_supplement VALUES (?, ?, ?, ?)", place, node->supplements,
                node->n_supplements);
    write_dates(writer, place, node);
}

static void write_node(struct writer *writer, struct place place, const struct guide_node *node)
{
    INSERT(writer, "INSERT INTO guide_node VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", NUMBER(place.guide),
           NUMBER(place.node), TEXT(node->id), NUMBER(node->kind), NUMBER(node->precision), TEXT(node->ask),
           TEXT(node->hint), TEXT(node->title), TEXT(node->whom), NUMBER(node->office));
    for (size_t i = 0; i < node->n_options; i++) {
        place.option = i + 1;
        write_option(writer, place, &node->options[i]);
    }
    write_outcome(writer, &place, node);
}

void write_guide(struct writer *writer, const struct guide *guide)
{
    INSERT(writer, "INSERT INTO guide VALUES (?, ?, ?)", NUMBER(guide->question), TEXT(guide->title),
           TEXT(guide->start));
    for (size_t i = 0; i < guide->n_nodes; i++)
        write_node(writer, (struct place){.guide = guide->question, .node = i + 1}, &guide->nodes[i]);
}
