/* SPDX-License-Identifier: MIT */
/*
 * Opening a read-only SQLite database that we do not trust: bytes embedded in the program or a file from elsewhere.
 *
 * Every handle is hardened: DEFENSIVE, TRUSTED_SCHEMA off, triggers, views, double-quoted strings and extensions off,
 * cell_size_check on, no mmap, low limits (length, SQL, depth, attach 0 …), an authorizer that allows reading only and
 * a time limit for each statement. application_id, user_version and the schema (sqlite_schema compared with ours, text
 * for text) are checked and a row is read before the handle is handed out.
 */
#ifndef DB_STORE_H
#define DB_STORE_H

#include <stddef.h>

struct sqlite3;

struct store_format {
    int application_id;
    int user_version;
    const char *schema; /* the SQL that made the tables; compared with what the database says */
    const char *probe;  /* a SELECT that must yield a row */
};

/*
 * Opens n bytes in place (they are not copied and must stay until store_close).
 * -EBADMSG damaged or not ours, -EPROTO another version, -ENOMEM.
 */
int store_open_bytes(struct sqlite3 **out, const struct store_format *format, const void *bytes, size_t n);

/*
 * Reads a whole file into memory (regular files of at most 64 MiB) and opens the copy. On success *bytes is the copy,
 * for the caller to free after store_close. Also -errno of open and read.
 */
int store_open_file(struct sqlite3 **out, void **bytes, const struct store_format *format, const char *path);

void store_close(struct sqlite3 *db);

#endif
