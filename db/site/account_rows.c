/* SPDX-License-Identifier: MIT */
#include "db/site/accounts.h"

#include "base/error.h"
#include "db/site/handle.h"

#include <string.h>

unsigned site_role_rights(enum site_role role)
{
    switch (role) {
    case SITE_ROLE_DESK:
        return SITE_MAY_ANSWER;
    case SITE_ROLE_EDITOR:
        return SITE_MAY_ANSWER | SITE_MAY_EDIT;
    case SITE_ROLE_ADMIN:
        return SITE_MAY_ANSWER | SITE_MAY_EDIT | SITE_MAY_ACCOUNTS | SITE_MAY_UPDATE | SITE_MAY_AUDIT |
               SITE_MAY_EXPORT;
    default:
        return 0;
    }
}

const char *site_role_id(enum site_role role)
{
    static const char *const ids[] = {
        [SITE_ROLE_DESK] = "desk", [SITE_ROLE_EDITOR] = "editor", [SITE_ROLE_ADMIN] = "admin"};

    return role > 0 && (size_t)role < ARRAY_SIZE(ids) ? ids[role] : NULL;
}

static int read_account(struct site_account_row *out, struct rows *rows)
{
    struct site_account_row row = {0};
    bool found = rows_next(rows) > 0;

    if (found) {
        row.id = rows_int64(rows, 0, 1, INT64_MAX);
        rows_copy(row.name, sizeof(row.name), rows, 1);
        row.role = (enum site_role)rows_int(rows, 2, SITE_ROLE_DESK, SITE_ROLE_ADMIN);
        row.enabled = rows_int(rows, 3, 0, 1);
        rows_copy(row.password, sizeof(row.password), rows, 4);
    }
    rows_end(rows);
    if (rows->error < 0)
        return rows->error;
    if (!found)
        return -ENOENT;
    *out = row;
    return 0;
}

int site_account_by_id(struct site_account_row *out, struct site *site, int64_t id)
{
    struct rows rows = site_rows(site, SITE_ACCOUNT_BY_ID);

    rows_bind_int64(&rows, 1, id);
    return read_account(out, &rows);
}

int site_account_by_name(struct site_account_row *out, struct site *site, const char *name)
{
    struct rows rows = site_rows(site, SITE_ACCOUNT_BY_NAME);

    rows_bind_text(&rows, 1, name);
    return read_account(out, &rows);
}

int site_account_note_login(struct site *site, int64_t id)
{
    struct rows rows = site_rows(site, SITE_ACCOUNT_LOGIN);

    rows_bind_int64(&rows, 1, id);
    rows_bind_int64(&rows, 2, site_now(site));
    return site_run_one(&rows);
}

int site_session_renew(struct site_session *session, struct site *site)
{
    struct site_account_row account;
    int r = site_account_by_id(&account, site, session->account);

    if (r < 0)
        return r == -ENOENT ? -EPERM : r;
    if (!account.enabled || strcmp(account.name, session->name) != 0)
        return -EPERM;
    session->role = account.role;
    return 0;
}

static int read_count(size_t *out, struct rows *rows)
{
    int64_t count = 0;

    if (rows_next(rows) > 0)
        count = rows_int64(rows, 0, 0, INT32_MAX);
    rows_end(rows);
    if (rows->error == 0)
        *out = (size_t)count;
    return rows->error;
}

int site_account_count(size_t *out, struct site *site)
{
    struct rows rows = site_rows(site, SITE_ACCOUNT_COUNT);

    return read_count(out, &rows);
}

int site_account_is_last_admin(bool *out, struct site *site, const struct site_account_row *account)
{
    struct rows rows = site_rows(site, SITE_ACCOUNT_ADMINS);
    size_t others = 0;

    rows_bind_int64(&rows, 1, account->id);
    int r = read_count(&others, &rows);
    *out = account->enabled && account->role == SITE_ROLE_ADMIN && others == 0;
    return r;
}

static void read_listed(struct site_account *account, struct rows *rows, int64_t now)
{
    account->id = rows_int64(rows, 0, 1, INT64_MAX);
    rows_copy(account->name, sizeof(account->name), rows, 1);
    account->role = (enum site_role)rows_int(rows, 2, SITE_ROLE_DESK, SITE_ROLE_ADMIN);
    account->enabled = rows_int(rows, 3, 0, 1);
    account->created = rows_int64(rows, 4, 0, SITE_TIME_MAX);
    account->last_login = rows_int64(rows, 5, 0, SITE_TIME_MAX);
    struct site_attempt attempt = site_attempt_read(rows, 6);
    account->failures = attempt.tries;
    account->wait = site_attempt_left(&attempt, now);
}

int site_accounts(struct site_account **out, size_t *n, struct site *site)
{
    struct rows rows = site_rows(site, SITE_ACCOUNT_ALL);
    struct site_account *list = NULL, *account;
    size_t count = 0;

    while (rows_next(&rows) > 0 &&
           (account = rows_grow(&rows, &list, count, sizeof(*account), 2 * SITE_ACCOUNTS_MAX))) {
        count++;
        read_listed(account, &rows, site_now(site));
    }
    rows_end(&rows);
    if (rows.error < 0) {
        free(list);
        return rows.error;
    }
    *out = list;
    *n = count;
    return 0;
}
