/* SPDX-License-Identifier: MIT */
/* Transactions, and who may change something. */
#include "base/error.h"
#include "db/site/handle.h"
#include "db/store.h"

#include <sqlite3.h>
#include <string.h>

static int execute(struct site *site, const char *sql)
{
    errno = 0;
    return store_db_error(site->db, sqlite3_exec(site->db, sql, NULL, NULL, NULL));
}

/* SQLite undoes a transaction by itself when a write fails in some ways. */
static void undo(struct site *site)
{
    if (!sqlite3_get_autocommit(site->db))
        execute(site, "ROLLBACK");
}

/* IMMEDIATE: two that read first and write later would wait for each other. */
static int begin(struct site *site, const char *sql)
{
    undo(site); /* what could not be undone before, for want of memory */
    int r = execute(site, sql);
    if (r < 0)
        undo(site); /* it may have begun all the same */
    return r;
}

int site_begin(struct site *site)
{
    if (!site->writable)
        return -EROFS;
    int r = site->depth > 0 ? site->failed : begin(site, "BEGIN IMMEDIATE");
    if (r == 0)
        site->depth++;
    return r;
}

int site_end(struct site *site, int result)
{
    if (result < 0 && site->failed == 0)
        site->failed = result;
    if (--site->depth > 0)
        return result;
    if (site->failed == 0)
        site->failed = execute(site, "COMMIT");
    if (site->failed < 0) {
        result = site->failed;
        undo(site);
    }
    site->failed = 0;
    return result;
}

int site_hold(struct site *site)
{
    return site->depth > 0 ? 0 : begin(site, "BEGIN");
}

void site_release(struct site *site)
{
    if (site->depth == 0)
        undo(site); /* nothing was written */
}

int site_may(struct site *site, const struct site_session *by, enum site_right right)
{
    struct site_account_row account;

    if (!by)
        return 0;
    int r = site_account_by_id(&account, site, by->account);
    if (r < 0)
        return r == -ENOENT ? -EPERM : r;
    if (!account.enabled || strcmp(account.name, by->name) != 0 || !(site_role_rights(account.role) & right))
        return -EPERM;
    return 0;
}
