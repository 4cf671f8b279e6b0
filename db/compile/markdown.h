/* SPDX-License-Identifier: MIT */
/*
 * The body of a page to blocks, by md4c without extensions. docs/content-format.md says what is allowed;
 * everything else is refused, and so is a line that leaves no trace in the text (a link definition, a rule,
 * an empty item).
 */
#ifndef DB_COMPILE_MARKDOWN_H
#define DB_COMPILE_MARKDOWN_H

#include "db/compile/blocks.h"
#include "db/compile/source.h"

/* Parses from `offset` to the end. 0; 1 refused (reported); -ENOMEM. */
int markdown_parse(struct body *out, struct pool *pool, struct report *report, const struct source *source,
                   size_t offset, enum block_source kind);

#endif
