/* SPDX-License-Identifier: MIT */
#include "db/harden.h"

#include "base/error.h"
#include "db/store.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

static int set_switches(sqlite3 *db)
{
    static const struct {
        int name, value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 0},    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    int code = SQLITE_OK;

    for (size_t i = 0; i < ARRAY_SIZE(switches) && code == SQLITE_OK; i++)
        code = sqlite3_db_config(db, switches[i].name, switches[i].value, NULL);
    return code;
}

static void set_limits(sqlite3 *db)
{
    static const struct {
        int name, value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, STORE_LENGTH_MAX},
        {SQLITE_LIMIT_SQL_LENGTH, 8192},
        {SQLITE_LIMIT_COLUMN, 32},
        {SQLITE_LIMIT_EXPR_DEPTH, 16},
        {SQLITE_LIMIT_COMPOUND_SELECT, 2},
        {SQLITE_LIMIT_VDBE_OP, 1000},
        {SQLITE_LIMIT_FUNCTION_ARG, 8},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 64},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 8},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };

    for (size_t i = 0; i < ARRAY_SIZE(limits); i++)
        sqlite3_limit(db, limits[i].name, limits[i].value);
}

int harden_switches(struct sqlite3 *db)
{
    int code = set_switches(db);

    /* temp_store: a sort that a hostile file makes large must not reach the disk. */
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA cell_size_check=1;PRAGMA mmap_size=0;PRAGMA temp_store=2", NULL, NULL,
                            NULL);
    if (code != SQLITE_OK)
        return store_error(code);
    set_limits(db);
    return 0;
}

/* Called after that many steps of one statement: it is too many. */
static int out_of_steps(void *context)
{
    (void)context;
    return 1;
}

int harden_lock(struct sqlite3 *db, harden_authorizer *authorizer, int steps)
{
    sqlite3_progress_handler(db, steps, out_of_steps, NULL);
    return store_error(sqlite3_set_authorizer(db, authorizer, NULL));
}

/* The next CREATE of the schema as SQLite keeps it, without the semicolon; NULL behind the last. */
static const char *next_statement(const char *sql, size_t *n)
{
    for (; *sql; sql = strchrnul(sql, '\n'), sql += *sql == '\n') {
        if (strncmp(sql, "CREATE ", 7) == 0) {
            *n = strcspn(sql, ";");
            return sql;
        }
    }
    return NULL;
}

/* A row's statement, until the next step. */
struct piece {
    const char *sql;
    size_t n;
};

static bool is_same(const struct piece *piece, const char *sql, size_t n)
{
    return piece->n == n && memcmp(piece->sql, sql, n) == 0;
}

/* What follows the piece in the text from `sql` on; NULL if it does not stand there. */
static const char *find_piece(const struct piece *piece, const char *sql)
{
    size_t n = 0;

    while ((sql = next_statement(sql, &n))) {
        if (is_same(piece, sql, n))
            return sql + n;
        sql += n;
    }
    return NULL;
}

static size_t count_statements(const char *sql)
{
    size_t n = 0, count = 0;

    while ((sql = next_statement(sql, &n))) {
        sql += n;
        count++;
    }
    return count;
}

static bool is_one_of(const struct piece *piece, const char *const *more, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_same(piece, more[i], strlen(more[i])))
            return true;
    return false;
}

/* The type first: running out of memory must not look like damage. */
static int read_piece(struct piece *out, sqlite3_stmt *rows)
{
    if (sqlite3_column_type(rows, 0) != SQLITE_TEXT)
        return -EBADMSG;
    out->sql = (const char *)sqlite3_column_text(rows, 0);
    out->n = (size_t)sqlite3_column_bytes(rows, 0);
    return out->sql ? 0 : -ENOMEM;
}

/* Names are unique within a database: as many rows of ours as there are statements means all of them. */
static int compare_schema(sqlite3_stmt *rows, const char *schema, const char *const *more, size_t n)
{
    const char *at = schema;
    struct piece piece;
    size_t found = 0;
    int code;

    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        int r = read_piece(&piece, rows);
        if (r < 0)
            return r;
        if (is_one_of(&piece, more, n))
            continue;
        at = find_piece(&piece, at); /* usually in the same order */
        if (!at)
            at = find_piece(&piece, schema);
        if (!at)
            return -EBADMSG;
        found++;
    }
    if (code != SQLITE_DONE)
        return store_db_error(sqlite3_db_handle(rows), code);
    return found == count_statements(schema) ? 0 : -EBADMSG;
}

int harden_schema(struct sqlite3 *db, const char *schema, const char *const *more, size_t n)
{
    sqlite3_stmt *rows = NULL;
    int r = store_db_error(
        db, sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema ORDER BY rowid", -1, &rows, NULL));

    if (r == 0)
        r = compare_schema(rows, schema, more, n);
    sqlite3_finalize(rows);
    return r;
}

int harden_probe(struct sqlite3 *db, const char *select)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, select, -1, &statement, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    int r = code == SQLITE_DONE ? -EBADMSG : store_db_error(db, code);
    sqlite3_finalize(statement);
    return r;
}
