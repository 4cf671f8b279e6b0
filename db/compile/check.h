/* SPDX-License-Identifier: MIT */
/* What only the whole content tells: names that lead nowhere, a quote's law that the answer does
 * not name, … */
#ifndef DB_COMPILE_CHECK_H
#define DB_COMPILE_CHECK_H

#include "db/compile/draft.h"

/* Looks at what could be read; what is wrong goes into the report. */
void check_content(const struct draft_content *content, struct report *report);

#endif
