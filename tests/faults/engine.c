/* SPDX-License-Identifier: MIT */
#include "tests/faults/engine.h"

#include "tests/faults/allocator.h"
#include "tests/faults/ways.h"

#include <limits.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>

static struct {
    long countdown; /* calls until one fails, or WAYS_NEXT; LONG_MAX never */
    int code;
    bool for_ever, failed;
    int inside; /* SQLite, whose parts call each other: not counted */
} faults = {.countdown = LONG_MAX};

void engine_fail(long k, int code, bool for_ever)
{
    faults.countdown = k;
    faults.code = code;
    faults.for_ever = for_ever;
    faults.failed = false;
}

bool engine_heal(void)
{
    faults.countdown = LONG_MAX;
    return faults.failed;
}

static bool fails(void)
{
    if (faults.inside > 0 || faults.countdown == LONG_MAX)
        return false;
    if (faults.countdown == WAYS_NEXT ? !ways_is_new() : --faults.countdown > 0)
        return false;
    faults.failed = true;
    faults.countdown = faults.for_ever ? 1 : LONG_MAX;
    return true;
}

/* What can go wrong with memory alone. */
static bool is_missing(void)
{
    return faults.code == SQLITE_NOMEM && fails();
}

#define WRAP(type, name, parameters)                                                                         \
    type __real_##name parameters;                                                                           \
    type __wrap_##name parameters;                                                                           \
    type __wrap_##name parameters

/* Calls the real one unless `missing`. */
#define WRAP_UNLESS(missing, instead, type, name, parameters, arguments)                                     \
    WRAP(type, name, parameters)                                                                             \
    {                                                                                                        \
        if (missing)                                                                                         \
            return instead;                                                                                  \
        faults.inside++;                                                                                     \
        type result = __real_##name arguments;                                                               \
        faults.inside--;                                                                                     \
        return result;                                                                                       \
    }

#define WRAP_CODE(name, parameters, arguments)                                                               \
    WRAP_UNLESS(fails(), faults.code, int, name, parameters, arguments)

/* Of those that fail for want of memory only. */
#define WRAP_BINDING(name, parameters, arguments)                                                            \
    WRAP_UNLESS(is_missing(), faults.code, int, name, parameters, arguments)
#define WRAP_VALUE(type, name, parameters, arguments)                                                        \
    WRAP_UNLESS(is_missing(), NULL, type, name, parameters, arguments)

/* Without memory there is not even a handle to ask; else there is one. */
WRAP(int, sqlite3_open_v2, (const char *path, sqlite3 **db, int flags, const char *vfs))
{
    *db = NULL;
    if (is_missing())
        return faults.code;
    faults.inside++;
    int code = __real_sqlite3_open_v2(path, db, flags, vfs);
    faults.inside--;
    return fails() ? faults.code : code;
}

/* Of the many things that it can be told, ours are switches: a number and where the answer goes. */
int __real_sqlite3_db_config(sqlite3 *db, int what, ...);
int __wrap_sqlite3_db_config(sqlite3 *db, int what, ...);
int __wrap_sqlite3_db_config(sqlite3 *db, int what, ...)
{
    va_list arguments;

    if (is_missing())
        return faults.code;
    va_start(arguments, what);
    int value = va_arg(arguments, int), *answer = va_arg(arguments, int *);
    va_end(arguments);
    return __real_sqlite3_db_config(db, what, value, answer);
}

WRAP_CODE(sqlite3_exec,
          (sqlite3 * db, const char *sql, int (*row)(void *, int, char **, char **), void *context,
           char **message),
          (db, sql, row, context, message))
WRAP_CODE(sqlite3_prepare_v2, (sqlite3 * db, const char *sql, int n, sqlite3_stmt **out, const char **rest),
          (db, sql, n, out, rest))
WRAP_CODE(sqlite3_prepare_v3,
          (sqlite3 * db, const char *sql, int n, unsigned flags, sqlite3_stmt **out, const char **rest),
          (db, sql, n, flags, out, rest))
WRAP_CODE(sqlite3_step, (sqlite3_stmt * statement), (statement))
WRAP_BINDING(sqlite3_bind_text,
             (sqlite3_stmt * statement, int parameter, const char *text, int n, void (*destroy)(void *)),
             (statement, parameter, text, n, destroy))
WRAP_BINDING(sqlite3_bind_int, (sqlite3_stmt * statement, int parameter, int value),
             (statement, parameter, value))
WRAP_BINDING(sqlite3_bind_int64, (sqlite3_stmt * statement, int parameter, sqlite3_int64 value),
             (statement, parameter, value))
WRAP_BINDING(sqlite3_bind_blob64,
             (sqlite3_stmt * statement, int parameter, const void *bytes, sqlite3_uint64 n,
              void (*destroy)(void *)),
             (statement, parameter, bytes, n, destroy))
WRAP_BINDING(sqlite3_bind_pointer,
             (sqlite3_stmt * statement, int parameter, void *pointer, const char *type,
              void (*destroy)(void *)),
             (statement, parameter, pointer, type, destroy))
WRAP_BINDING(sqlite3_set_authorizer,
             (sqlite3 * db, int (*ask)(void *, int, const char *, const char *, const char *, const char *),
              void *context),
             (db, ask, context))
WRAP_BINDING(sqlite3_deserialize,
             (sqlite3 * db, const char *schema, unsigned char *bytes, sqlite3_int64 n, sqlite3_int64 room,
              unsigned flags),
             (db, schema, bytes, n, room, flags))
WRAP_CODE(sqlite3_file_control, (sqlite3 * db, const char *schema, int what, void *argument),
          (db, schema, what, argument))
/* In a damaged table a row is not where its index says. */
WRAP_UNLESS(faults.code == SQLITE_CORRUPT && fails(), 0, int, sqlite3_changes, (sqlite3 * db), (db))
WRAP_VALUE(unsigned char *, sqlite3_serialize,
           (sqlite3 * db, const char *schema, sqlite3_int64 *n, unsigned flags), (db, schema, n, flags))
WRAP_VALUE(const unsigned char *, sqlite3_column_text, (sqlite3_stmt * statement, int column),
           (statement, column))
WRAP_VALUE(const void *, sqlite3_column_blob, (sqlite3_stmt * statement, int column), (statement, column))

/* ---- its own allocations ---- */

/* Of the process, as SQLite's configuration is. */
static sqlite3_mem_methods usual;

static void *allocate(int n)
{
    allocator_spare(true);
    void *pointer = usual.xMalloc(n);
    allocator_spare(false);
    return pointer;
}

static void *reallocate(void *pointer, int n)
{
    allocator_spare(true);
    void *moved = usual.xRealloc(pointer, n);
    allocator_spare(false);
    return moved;
}

void engine_spare_allocations(void)
{
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual) != SQLITE_OK)
        abort();
    sqlite3_mem_methods spared = usual;
    spared.xMalloc = allocate;
    spared.xRealloc = reallocate;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &spared) != SQLITE_OK)
        abort();
}
