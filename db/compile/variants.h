/* SPDX-License-Identifier: MIT */
/* The traditional characters that somebody may type for those of the content, from Unihan. */
#ifndef DB_COMPILE_VARIANTS_H
#define DB_COMPILE_VARIANTS_H

#include "db/compile/draft.h"
#include "db/compile/writer.h"

/* Those that stand for a character of content->readings and do not occur themselves. */
void write_variants(struct writer *writer, const struct draft_content *content);

#endif
