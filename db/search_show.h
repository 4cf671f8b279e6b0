/* SPDX-License-Identifier: MIT */
/* What of a text is shown, and which of it matched. */
#ifndef DB_SEARCH_SHOW_H
#define DB_SEARCH_SHOW_H

#include "db/search_score.h"

#define SNIPPET_MAX 64 /* characters of a passage that are shown, without … */

/* The pieces of a text that matched, first ones first; returns how many. */
size_t search_marks(struct search_mark out[SEARCH_MARKS_MAX], const struct search_masks *masks,
                    const char *text);

/* A copy of the text around its first match, from the start of a sentence if one is near; the caller frees.
 * NULL: memory. */
char *search_snippet(const struct search_masks *masks, const char *text);

#endif
