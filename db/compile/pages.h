/* SPDX-License-Identifier: MIT */
/* The files of content, one function each: read, checked by themselves, added to the draft. 0 (look at
 * report) or -ENOMEM. */
#ifndef DB_COMPILE_PAGES_H
#define DB_COMPILE_PAGES_H

#include "db/compile/draft.h"

int load_edition(struct draft_content *content, struct report *report, const char *folder);
int load_links(struct draft_content *content, struct report *report, const char *folder);
int load_question(struct draft_content *content, struct report *report, const char *folder, int number);
int load_supplement(struct draft_content *content, struct report *report, const char *folder,
                    const char *file);

/* Reads a file and keeps it for the fingerprint. 0, 1 after reporting, -ENOMEM. */
int load_source(struct source *out, struct draft_content *content, struct report *report, const char *folder,
                const char *name);

#endif
