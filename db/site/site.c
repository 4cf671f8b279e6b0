/* SPDX-License-Identifier: MIT */
#include "db/site/site.h"

#include "base/error.h"
#include "db/site/handle.h"
#include "db/store.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

struct rows site_rows(struct site *site, enum site_statement which)
{
    sqlite3_stmt **prepared = &site->statements[which];
    int r = 0;

    if (!*prepared)
        r = store_db_error(site->db, sqlite3_prepare_v3(site->db, site_statement_sql(which), -1,
                                                        SQLITE_PREPARE_PERSISTENT, prepared, NULL));
    return rows_begin(*prepared, r);
}

int site_run(struct rows *rows)
{
    rows_require(rows, rows_next(rows) <= 0);
    rows_end(rows);
    return rows->error;
}

int site_run_one(struct rows *rows)
{
    int r = site_run(rows);

    return r < 0 ? r : sqlite3_changes(sqlite3_db_handle(rows->statement)) == 1 ? 0 : -EBADMSG;
}

int64_t site_now(const struct site *site)
{
    time_t now = site->clock.wall(site->clock.context);

    return now < 0 ? 0 : now >= SITE_TIME_MAX ? SITE_TIME_MAX - 1 : now;
}

void site_keyed_hash(unsigned char out[SITE_HASH_BYTES], const struct site *site, char kind, const char *text)
{
    crypto_generichash_state state;

    crypto_generichash_init(&state, site->secret, sizeof(site->secret), SITE_HASH_BYTES);
    crypto_generichash_update(&state, (const unsigned char *)&kind, 1);
    crypto_generichash_update(&state, (const unsigned char *)text, strlen(text));
    crypto_generichash_final(&state, out, SITE_HASH_BYTES);
    sodium_memzero(&state, sizeof(state));
}

void site_set_busy(struct site *site, int milliseconds)
{
    sqlite3_busy_timeout(site->db, milliseconds);
}

bool site_is_writable(const struct site *site)
{
    return site->writable;
}

int site_revision(int64_t *out, struct site *site)
{
    struct rows rows = site_rows(site, SITE_REVISION);
    int64_t revision = 0;

    if (rows_next(&rows) > 0)
        revision = rows_int64(&rows, 0, 0, INT64_MAX);
    else
        rows_require(&rows, false);
    rows_end(&rows);
    if (rows.error == 0)
        *out = revision;
    return rows.error;
}

int site_raise_revision(struct site *site)
{
    struct rows rows = site_rows(site, SITE_REVISION_RAISE);

    return site_run_one(&rows);
}

void site_close(struct site *site)
{
    if (!site)
        return;
    for (size_t i = 0; i < SITE_STATEMENT_COUNT; i++)
        sqlite3_finalize(site->statements[i]);
    store_close(site->db);
    sodium_memzero(site->secret, sizeof(site->secret));
    free(site);
}
