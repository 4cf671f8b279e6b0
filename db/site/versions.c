/* SPDX-License-Identifier: MIT */
#include "db/site/versions.h"

#include "base/durable.h"
#include "base/error.h"
#include "db/harden.h"
#include "db/schema.h"
#include "db/site/handle.h"
#include "db/store.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

const struct site_version *site_versions(size_t *n)
{
    static const struct site_version versions[] = {{.number = SITE_VERSION, .schema = site_schema}};

    *n = ARRAY_SIZE(versions);
    return versions;
}

static int execute(struct site *site, const char *sql)
{
    return store_db_error(site->db, sqlite3_exec(site->db, sql, NULL, NULL, NULL));
}

static int read_number(int64_t *out, struct site *site, const char *pragma)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(site->db, pragma, -1, &statement, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    *out = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    int r = store_db_error(site->db, code);
    sqlite3_finalize(statement);
    return r;
}

/* What the file says it is, at one moment. */
struct state {
    int64_t tables, application, version;
};

static int read_numbers(struct state *out, struct site *site)
{
    int r = read_number(&out->tables, site, "SELECT count(*) FROM sqlite_schema");

    if (r == 0)
        r = read_number(&out->application, site, "PRAGMA application_id");
    if (r == 0)
        r = read_number(&out->version, site, "PRAGMA user_version");
    return r;
}

static int read_state(struct state *out, struct site *site)
{
    int r = site_hold(site);

    if (r < 0)
        return r;
    r = read_numbers(out, site);
    site_release(site);
    return r;
}

static bool is_empty(const struct state *state)
{
    return state->tables == 0 && state->application == 0 && state->version == 0;
}

static const struct site_version *find_version(const struct site_version *versions, size_t n, int64_t number)
{
    for (size_t i = 0; i < n; i++)
        if (versions[i].number == number)
            return &versions[i];
    return NULL;
}

static int set_numbers(struct site *site, int version)
{
    char sql[96];

    snprintf(sql, sizeof(sql), "PRAGMA application_id=%d;PRAGMA user_version=%d", SITE_APPLICATION_ID,
             version);
    return execute(site, sql);
}

static int create_rows(struct site *site)
{
    static const unsigned char none[AUDIT_HASH_BYTES];
    unsigned char secret[SITE_SECRET_BYTES];
    struct rows rows = site_rows(site, SITE_STATE_CREATE);

    randombytes_buf(secret, sizeof(secret));
    rows_bind_bytes(&rows, 1, secret, sizeof(secret));
    rows_bind_bytes(&rows, 2, none, sizeof(none));
    int r = site_run(&rows);
    sodium_memzero(secret, sizeof(secret));
    if (r < 0)
        return r;
    rows = site_rows(site, SITE_PROFILE_CREATE);
    return site_run(&rows);
}

static int create_tables(struct site *site, const struct site_version *last)
{
    int r = execute(site, last->schema);

    if (r == 0)
        r = set_numbers(site, last->number);
    if (r == 0)
        r = create_rows(site);
    return r < 0 ? r : site_audit(site, "", AUDIT_SITE_CREATED, "%d", last->number);
}

/*
 * As this transaction sees it, through SQLite: opening and closing the file by ourselves would drop the locks
 * that this process holds on it (sqlite.org/howtocorrupt.html, section 2.2).
 */
static int keep_copy(struct site *site, const char *path, int version)
{
    _cleanup_free_ char *name = NULL;
    sqlite3_int64 n = 0;

    if (asprintf(&name, "%s.bak-v%d", path, version) < 0)
        return -ENOMEM;
    unsigned char *bytes = sqlite3_serialize(site->db, "main", &n, 0);
    if (!bytes)
        return -ENOMEM;
    int r = durable_write(name, bytes, (size_t)n, 0640);
    sqlite3_free(bytes);
    return r < 0 ? site_system_error(-r) : 0;
}

static int migrate(struct site *site, const char *path, const struct site_version *from,
                   const struct site_version *last)
{
    int r = harden_schema(site->db, from->schema, NULL, 0);

    if (r == 0)
        r = keep_copy(site, path, from->number);
    for (const struct site_version *at = from; r == 0 && at < last; at++)
        r = execute(site, at->migration);
    if (r == 0)
        r = harden_schema(site->db, last->schema, NULL, 0);
    if (r == 0)
        r = set_numbers(site, last->number);
    return r < 0 ? r : site_audit(site, "", AUDIT_SITE_MIGRATED, "%d %d", from->number, last->number);
}

/* Another process may have done it while we waited for the lock. */
static int bring_up_locked(struct site *site, const char *path, bool create,
                           const struct site_version *versions, size_t n)
{
    const struct site_version *last = &versions[n - 1];
    struct state state;
    int r = read_numbers(&state, site);

    if (r < 0)
        return r;
    if (is_empty(&state))
        return create ? create_tables(site, last) : -ENOENT;
    if (state.application != SITE_APPLICATION_ID)
        return -EBADMSG;
    const struct site_version *from = find_version(versions, n, state.version);
    if (!from)
        return -EPROTO;
    return from == last ? 0 : migrate(site, path, from, last);
}

int site_bring_up(struct site *site, const char *path, bool create, const struct site_version *versions,
                  size_t n)
{
    struct state state;
    int r = read_state(&state, site);

    if (r < 0)
        return r;
    if (is_empty(&state)) {
        if (!create)
            return -ENOENT;
    } else {
        if (state.application != SITE_APPLICATION_ID)
            return -EBADMSG;
        if (state.version == versions[n - 1].number)
            return 0;
        if (!site->writable || !find_version(versions, n, state.version))
            return -EPROTO;
    }
    r = site_begin(site);
    return r < 0 ? r : site_end(site, bring_up_locked(site, path, create, versions, n));
}
