/* SPDX-License-Identifier: MIT */
/*
 * What makes a SQLite handle safe to use on a file that we do not trust, shared by the read-only store
 * (db/store.h) and the hall's own database (db/site/): switches, limits, a limit of steps, and the schema
 * compared with ours, text for text.
 */
#ifndef DB_HARDEN_H
#define DB_HARDEN_H

#include <stddef.h>

struct sqlite3;

typedef int harden_authorizer(void *context, int action, const char *a, const char *b, const char *c,
                              const char *d);

/*
 * DEFENSIVE, TRUSTED_SCHEMA off, triggers, views, double-quoted strings and extensions off, cell_size_check
 * on, no mmap, sorts in memory, low limits. To be called before anything is read. 0 or -E….
 */
int harden_switches(struct sqlite3 *db);

/*
 * From here on statements are prepared only as the authorizer allows, and a run of one ends with -ETIME after
 * `steps` of SQLite's virtual machine.
 */
int harden_lock(struct sqlite3 *db, harden_authorizer *authorizer, int steps);

/*
 * Whether the tables of the database are those of the SQL text and nothing else, in whatever order; also
 * allowed are the n statements of `more`. A statement of the text starts with “CREATE ” at the start of a
 * line and has no semicolon within, not even in a comment. -EBADMSG if not.
 */
int harden_schema(struct sqlite3 *db, const char *schema, const char *const *more, size_t n);

/* Reads a row; -EBADMSG if there is none. */
int harden_probe(struct sqlite3 *db, const char *select);

#endif
