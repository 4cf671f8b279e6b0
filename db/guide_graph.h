/* SPDX-License-Identifier: MIT */
/*
 * A guide as a drawing for graphviz: its questions and outcomes in the words that a visitor reads, the ways
 * between them with the option or the condition in words. A hand-over ends at the other question's title.
 */
#ifndef DB_GUIDE_GRAPH_H
#define DB_GUIDE_GRAPH_H

#include "db/guide.h"

/* Of guides that are sound (db/guide_sound.h), as a handbook's are. DOT in UTF-8, the same text for the same
 * guides; the caller frees. -ENOENT no such guide, -ENOMEM. */
int guide_graph(char **out, const struct guides *guides, int question);

#endif
