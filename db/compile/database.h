/* SPDX-License-Identifier: MIT */
#ifndef DB_COMPILE_DATABASE_H
#define DB_COMPILE_DATABASE_H

#include "db/compile/draft.h"

/*
 * The bytes of handbook.db for content that was checked; the same content gives the same bytes (of one
 * version of SQLite). Free with database_free. -ENOMEM.
 */
int database_build(unsigned char **out, size_t *n, const struct draft_content *content);
void database_free(unsigned char *bytes);

#endif
