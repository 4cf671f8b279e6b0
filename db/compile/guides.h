/* SPDX-License-Identifier: MIT */
/* assets/guides/q01.yaml … q12.yaml, as docs/guide-format.md describes them. */
#ifndef DB_COMPILE_GUIDES_H
#define DB_COMPILE_GUIDES_H

#include "db/compile/draft.h"

/* Reads a guide and checks what its file alone tells. 0 (look at report) or -ENOMEM. */
int load_guide(struct draft_content *content, struct report *report, const char *folder, int number);

/* What only all guides and the rest of the content tell: names that lead nowhere, quotes,
 * circles, … -ENOMEM. */
int check_guides(struct draft_content *content, struct report *report);

#endif
