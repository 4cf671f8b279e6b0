/* SPDX-License-Identifier: MIT */
#include "tests/fuzz/altered.h"

#include "base/error.h"
#include "db/harden.h"
#include "db/statements.h"
#include "db/store.h"

#include <sqlite3.h>
#include <string.h>

extern const char handbook_db_start[] __attribute__((visibility("hidden")));
extern const char handbook_db_end[] __attribute__((visibility("hidden")));

static void check(bool promise)
{
    if (!promise)
        abort();
}

static size_t place_of(const uint8_t *patch, size_t n)
{
    return ((size_t)patch[0] << 16 | (size_t)patch[1] << 8 | patch[2]) % n;
}

/* The embedded handbook, a copy that is changed and put back, and the connection that reads it. */
struct kept {
    unsigned char *bytes;
    size_t n, page;
    bool *schema; /* by page: it is read when the schema is */
    sqlite3 *db;
    bool serves; /* this input leaves the schema as it is */
    uint32_t served;
    struct {
        const char *sql;
        sqlite3_stmt *statement;
    } statements[STATEMENT_COUNT + 1];
};

static struct kept kept; /* what stands in for SQLite is handed no context */

int __real_store_open_bytes(sqlite3 **out, const struct store_format *format, const void *bytes, size_t n);
int __wrap_store_open_bytes(sqlite3 **out, const struct store_format *format, const void *bytes, size_t n);
void __real_store_close(sqlite3 *db);
void __wrap_store_close(sqlite3 *db);
int __real_sqlite3_prepare_v3(sqlite3 *db, const char *sql, int n, unsigned flags, sqlite3_stmt **out,
                              const char **tail);
int __wrap_sqlite3_prepare_v3(sqlite3 *db, const char *sql, int n, unsigned flags, sqlite3_stmt **out,
                              const char **tail);
int __wrap_sqlite3_prepare_v2(sqlite3 *db, const char *sql, int n, sqlite3_stmt **out, const char **tail);
int __real_sqlite3_finalize(sqlite3_stmt *statement);
int __wrap_sqlite3_finalize(sqlite3_stmt *statement);

/* Sees that another has written, as SQLite does, and throws away what it has read. */
static void change_counter(void)
{
    static const size_t places[] = {24, 92}; /* both have it, or the size in the header would not hold */
    uint32_t counter = ++kept.served;

    for (size_t i = 0; i < ARRAY_SIZE(places); i++)
        for (size_t byte = 0; byte < 4; byte++)
            kept.bytes[places[i] + byte] = (unsigned char)(counter >> (24 - 8 * byte));
}

int __wrap_store_open_bytes(sqlite3 **out, const struct store_format *format, const void *bytes, size_t n)
{
    int r;

    if (!kept.serves || bytes != kept.bytes)
        return __real_store_open_bytes(out, format, bytes, n);
    change_counter();
    r = harden_probe(kept.db, format->probe);
    if (r == 0)
        *out = kept.db;
    return r;
}

void __wrap_store_close(sqlite3 *db)
{
    if (db != kept.db)
        __real_store_close(db);
    else
        for (sqlite3_stmt *statement = NULL; (statement = sqlite3_next_stmt(db, statement));)
            check(!sqlite3_stmt_busy(statement));
}

/* A statement says the same as long as the schema is the same: prepared once. */
int __wrap_sqlite3_prepare_v3(sqlite3 *db, const char *sql, int n, unsigned flags, sqlite3_stmt **out,
                              const char **tail)
{
    int code;
    size_t i = 0;

    if (!kept.db || db != kept.db)
        return __real_sqlite3_prepare_v3(db, sql, n, flags, out, tail);
    while (i < ARRAY_SIZE(kept.statements) && kept.statements[i].sql && kept.statements[i].sql != sql)
        i++;
    check(i < ARRAY_SIZE(kept.statements));
    code = kept.statements[i].sql
               ? SQLITE_OK
               : __real_sqlite3_prepare_v3(db, sql, n, flags, &kept.statements[i].statement, tail);
    check(code == SQLITE_OK);
    kept.statements[i].sql = sql;
    *out = kept.statements[i].statement;
    return code;
}

int __wrap_sqlite3_prepare_v2(sqlite3 *db, const char *sql, int n, sqlite3_stmt **out, const char **tail)
{
    return __wrap_sqlite3_prepare_v3(db, sql, n, 0, out, tail);
}

int __wrap_sqlite3_finalize(sqlite3_stmt *statement)
{
    if (!statement || !kept.db || sqlite3_db_handle(statement) != kept.db)
        return __real_sqlite3_finalize(statement);
    store_reset(statement);
    return SQLITE_OK;
}

/* The pages of the schema, as SQLite itself counts them. */
static void find_schema(void)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *rows = NULL;

    check(sqlite3_open(":memory:", &db) == SQLITE_OK &&
          sqlite3_deserialize(db, "main", kept.bytes, (sqlite3_int64)kept.n, (sqlite3_int64)kept.n,
                              SQLITE_DESERIALIZE_READONLY) == SQLITE_OK);
    check(sqlite3_prepare_v2(db, "SELECT pageno, pgsize FROM dbstat WHERE name = 'sqlite_schema'", -1, &rows,
                             NULL) == SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        kept.page = (size_t)sqlite3_column_int64(rows, 1);
        if (!kept.schema)
            check((kept.schema = calloc(kept.n / kept.page + 1, sizeof(*kept.schema))) != NULL);
        kept.schema[sqlite3_column_int64(rows, 0) - 1] = true;
    }
    check(kept.schema && kept.schema[0]);
    sqlite3_finalize(rows);
    sqlite3_close(db);
}

static void keep(void)
{
    struct handbook *handbook = NULL;

    /* There is one thread: a tenth of the time is SQLite's locks. */
    check(sqlite3_shutdown() == SQLITE_OK && sqlite3_config(SQLITE_CONFIG_SINGLETHREAD) == SQLITE_OK &&
          sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK);
    kept.n = (size_t)(handbook_db_end - handbook_db_start);
    check((kept.bytes = malloc(kept.n)) != NULL);
    memcpy(kept.bytes, handbook_db_start, kept.n);
    find_schema();
    check(handbook_open_bytes(&handbook, kept.bytes, kept.n) == 0);
    kept.db = handbook->db;
    for (size_t i = 0; i < STATEMENT_COUNT; i++)
        __real_sqlite3_finalize(handbook->statements[i]);
    memset(handbook->statements, 0, sizeof(handbook->statements));
    handbook_close(handbook); /* all but the connection */
}

const void *altered_bytes(size_t *n, const uint8_t *changes, size_t size, bool anew)
{
    if (!kept.db)
        keep();
    kept.serves = !anew;
    for (size_t i = 0; i + 4 <= size; i += 4) {
        size_t place = place_of(changes + i, kept.n);
        kept.bytes[place] = changes[i + 3];
        kept.serves = kept.serves && !kept.schema[place / kept.page];
    }
    *n = kept.n;
    return kept.bytes;
}

void altered_restore(const uint8_t *changes, size_t size)
{
    for (size_t i = 0; i + 4 <= size; i += 4) {
        size_t place = place_of(changes + i, kept.n);
        kept.bytes[place] = (unsigned char)handbook_db_start[place];
    }
}
