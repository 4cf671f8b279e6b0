/* SPDX-License-Identifier: MIT */
#include "db/compile/guide_lines.h"

const struct node *guide_node_map(const struct draft_guide *file, size_t node)
{
    return node_nth(node_get(file->map, "nodes"), node);
}

static const struct node *next_of(const struct node *map, const struct guide_node *node, size_t option)
{
    if (node->kind != GUIDE_DATE)
        map = node_nth(node_get(map, "options"), option);
    else if (option > 0)
        map = node_get(map, "unsure");
    return node_get(map, "next");
}

int guide_edge_line(const struct node *map, const struct guide_node *node, size_t option, size_t edge)
{
    const struct node *next = next_of(map, node, option);

    return next->kind == NODE_LIST ? node_nth(next, edge)->line : next->line;
}

int guide_target_line(const struct node *map, const struct guide_node *node, size_t option, size_t edge)
{
    const struct node *next = next_of(map, node, option);

    return next->kind == NODE_LIST ? node_get(node_nth(next, edge), "to")->line : next->line;
}

int guide_item_line(const struct node *map, const char *key, size_t i)
{
    return node_nth(node_get(map, key), i)->line;
}
