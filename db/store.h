/* SPDX-License-Identifier: MIT */
/*
 * Opening a read-only SQLite database that we do not trust: bytes embedded in the program or a file from
 * elsewhere.
 *
 * Every handle is hardened: DEFENSIVE, TRUSTED_SCHEMA off, triggers, views, double-quoted strings and
 * extensions off, cell_size_check on, no mmap, low limits (length, SQL, depth, attach 0 …), an authorizer
 * that allows reading only and a limit of steps for each run of a statement (a time limit that does not
 * depend on how busy the machine is). application_id, user_version and the schema (sqlite_schema compared
 * with ours, text for text) are checked and a row is read before the handle is handed out. A WAL image cannot
 * be read from memory and is refused (-EBADMSG).
 *
 * This does not prove that nothing was changed (SQLite itself does not notice most flipped bits): readers
 * must take every value for hostile, and integrity comes from a signature over the file.
 */
#ifndef DB_STORE_H
#define DB_STORE_H

#include <stddef.h>

#define STORE_LENGTH_MAX 65536  /* bytes of a string and of a row */
#define STORE_STEPS_MAX 2000000 /* of SQLite's virtual machine, some 50 ms; then -ETIME */

struct sqlite3;
struct sqlite3_stmt;

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
 * Reads a whole file into memory (regular files of at most 64 MiB) and opens the copy. On success *bytes is
 * the copy, for the caller to free after store_close. Also -errno of open and read.
 */
int store_open_file(struct sqlite3 **out, void **bytes, const struct store_format *format, const char *path);

/*
 * Makes FTS5's virtual table and our tokenizer ready, once, before the first statement that names it: it
 * declares itself by statements that the authorizer forbids, and at open it would cost every start.
 */
int store_connect(struct sqlite3 *db, const char *table);

/* NULL is fine. A debug build names statements that were left open on standard error. */
void store_close(struct sqlite3 *db);

/* Makes a statement ready for its next run: reset, bindings cleared, steps counted from 0. */
void store_reset(struct sqlite3_stmt *statement);

/*
 * Counts the steps of FTS5's own statements from 0, too: after each run that used the index. They live as
 * long as the handle, and nobody else ends their runs: a terminal that is searched all day would one day be
 * told -ETIME.
 */
void store_reset_index(struct sqlite3 *db);

/* 0 or -E… for a result code of SQLite: -EBADMSG, -ENOMEM, -ETIME, -EIO. */
int store_error(int code);

/*
 * The same for a database in a file, after a call on it failed: also -EBUSY (another process has it), -ENOSPC
 * (also a quota, a limit on file sizes), -EROFS, -EACCES, -ENOENT (it cannot be opened).
 */
int store_db_error(struct sqlite3 *db, int code);

#endif
