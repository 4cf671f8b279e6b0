/* SPDX-License-Identifier: MIT */
/* Where in its file a piece of a guide stands, for complaints that come after reading. */
#ifndef DB_COMPILE_GUIDE_LINES_H
#define DB_COMPILE_GUIDE_LINES_H

#include "db/compile/draft.h"
#include "db/compile/node.h"

const struct node *guide_node_map(const struct draft_guide *file, size_t node);

/* The line of one edge of one option, and of where it leads to; map: that of the node. */
int guide_edge_line(const struct node *map, const struct guide_node *node, size_t option, size_t edge);
int guide_target_line(const struct node *map, const struct guide_node *node, size_t option, size_t edge);

/* The line of the i-th item of a list that the node has. */
int guide_item_line(const struct node *map, const char *key, size_t i);

#endif
