/* SPDX-License-Identifier: MIT */
#ifndef DB_COMPILE_GUIDE_WAYS_H
#define DB_COMPILE_GUIDE_WAYS_H

#include "db/compile/draft.h"

/*
 * Walks every way through guides whose names all lead somewhere: no circle, nothing that nobody comes to, no
 * more questions than allowed, nothing reckoned from what was not asked. -ENOMEM.
 */
int check_ways(struct draft_content *content, struct report *report);

#endif
