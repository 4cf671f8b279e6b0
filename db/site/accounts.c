/* SPDX-License-Identifier: MIT */
#include "db/site/accounts.h"

#include "base/error.h"
#include "db/site/handle.h"
#include "db/site/password.h"

#include <sodium.h>
#include <string.h>

void site_set_cost(struct site *site, struct site_cost cost)
{
    site->cost = cost;
}

int site_account_store_password(struct site *site, int64_t account, const char hash[SITE_PASSWORD_HASH_BYTES])
{
    struct rows rows = site_rows(site, SITE_ACCOUNT_PASSWORD);

    rows_bind_int64(&rows, 1, account);
    rows_bind_text(&rows, 2, hash);
    return site_run_one(&rows);
}

/* 0 and the hash of a password that may be set, or what is wrong with it. */
static int hash_new(char out[SITE_PASSWORD_HASH_BYTES], const struct site *site, const char *name,
                    const char *typed)
{
    _cleanup_password_ struct password password = {0};
    int r = site_password_check(name, typed);

    if (r == 0)
        r = password_init(&password, typed);
    return r == 0 ? password_hash(out, site, &password) : r;
}

/* Within a transaction. What was tried under the name before somebody was called that counts for nothing. */
static int add(struct site *site, const char *by, const char *name, enum site_role role, const char *hash)
{
    struct site_account_row taken;
    int r = site_account_by_name(&taken, site, name);

    if (r != -ENOENT)
        return r < 0 ? r : -EEXIST;
    struct rows rows = site_rows(site, SITE_ACCOUNT_ADD);
    rows_bind_text(&rows, 1, name);
    rows_bind_int(&rows, 2, (int)role);
    rows_bind_text(&rows, 3, hash);
    rows_bind_int64(&rows, 4, site_now(site));
    r = site_run_one(&rows);
    if (r == 0)
        r = site_attempt_remove(site, name);
    return r < 0 ? r : site_audit(site, by, AUDIT_ACCOUNT_ADDED, "%s %s", name, site_role_id(role));
}

/* What an administrator needs who may be the first one: the decoy is checked for names that nobody has. */
struct admin {
    char hash[SITE_PASSWORD_HASH_BYTES], decoy[SITE_PASSWORD_HASH_BYTES];
};

/* Makes it, which takes its time, and begins a transaction. */
static int begin_admin(struct admin *out, struct site *site, const char *name, const char *password)
{
    int r = site_name_check(name);

    if (r == 0)
        r = hash_new(out->hash, site, name, password);
    if (r == 0)
        r = password_make_decoy(out->decoy, site);
    return r == 0 ? site_begin(site) : r;
}

static int set_decoy(struct site *site, const char *decoy)
{
    struct rows rows = site_rows(site, SITE_DECOY_SET);

    rows_bind_text(&rows, 1, decoy);
    return site_run_one(&rows);
}

static int add_first(struct site_session *out, struct site *site, const char *name, const struct admin *admin)
{
    struct site_account_row account;
    size_t count;
    int r = site_account_count(&count, site);

    if (r == 0 && count > 0)
        r = -EEXIST;
    if (r == 0)
        r = set_decoy(site, admin->decoy);
    if (r == 0)
        r = add(site, name, name, SITE_ROLE_ADMIN, admin->hash);
    if (r == 0)
        r = site_account_by_name(&account, site, name);
    if (r == 0)
        r = site_account_note_login(site, account.id);
    if (r < 0)
        return r;
    *out = (struct site_session){.account = account.id, .role = account.role};
    memcpy(out->name, account.name, sizeof(out->name));
    return site_audit(site, name, AUDIT_LOGIN, "first");
}

int site_first_admin(struct site_session *out, struct site *site, const char *name, const char *password)
{
    struct admin admin;
    struct site_session session;
    int r = begin_admin(&admin, site, name, password);

    if (r == 0)
        r = site_end(site, add_first(&session, site, name, &admin));
    if (r == 0)
        *out = session;
    return r;
}

static int add_allowed(struct site *site, const struct site_session *by, const char *name,
                       enum site_role role, const char *hash)
{
    size_t count = 0;
    int r = site_may(site, by, SITE_MAY_ACCOUNTS);

    if (r == 0)
        r = site_account_count(&count, site);
    if (r == 0 && count >= SITE_ACCOUNTS_MAX)
        r = -EDQUOT;
    return r < 0 ? r : add(site, site_who(by), name, role, hash);
}

int site_account_add(struct site *site, const struct site_session *by, const char *name, enum site_role role,
                     const char *password)
{
    char hash[SITE_PASSWORD_HASH_BYTES];
    int r = site_role_id(role) ? site_name_check(name) : -EINVAL;

    if (r == 0)
        r = hash_new(hash, site, name, password);
    if (r == 0)
        r = site_begin(site);
    if (r == 0)
        r = site_end(site, add_allowed(site, by, name, role, hash));
    return r;
}

/* A change of one number of an account. */
struct change {
    enum site_statement statement;
    int value;
    enum audit_action action;
    bool weakens; /* the last administrator may not suffer it */
};

static int apply(struct site *site, const struct site_session *by, int64_t id, const struct change *change)
{
    struct site_account_row account;
    bool last = false;
    int r = site_may(site, by, SITE_MAY_ACCOUNTS);

    if (r == 0)
        r = site_account_by_id(&account, site, id);
    if (r == 0 && change->weakens)
        r = site_account_is_last_admin(&last, site, &account);
    if (r < 0 || last)
        return r < 0 ? r : SITE_ACCOUNT_LAST;
    struct rows rows = site_rows(site, change->statement);
    rows_bind_int64(&rows, 1, id);
    rows_bind_int(&rows, 2, change->value);
    r = site_run_one(&rows);
    if (r < 0)
        return r;
    const char *role =
        change->action == AUDIT_ACCOUNT_ROLE ? site_role_id((enum site_role)change->value) : NULL;
    return site_audit(site, site_who(by), change->action, "%s%s%s", account.name, role ? " " : "",
                      role ? role : "");
}

static int change_account(struct site *site, const struct site_session *by, int64_t id,
                          const struct change *change)
{
    int r = site_begin(site);

    return r < 0 ? r : site_end(site, apply(site, by, id, change));
}

int site_account_set_role(struct site *site, const struct site_session *by, int64_t account,
                          enum site_role role)
{
    struct change change = {.statement = SITE_ACCOUNT_ROLE,
                            .value = (int)role,
                            .action = AUDIT_ACCOUNT_ROLE,
                            .weakens = role != SITE_ROLE_ADMIN};

    return site_role_id(role) ? change_account(site, by, account, &change) : -EINVAL;
}

int site_account_set_enabled(struct site *site, const struct site_session *by, int64_t account, bool enabled)
{
    struct change change = {.statement = SITE_ACCOUNT_ENABLE,
                            .value = enabled,
                            .action = enabled ? AUDIT_ACCOUNT_ENABLED : AUDIT_ACCOUNT_DISABLED,
                            .weakens = !enabled};

    return change_account(site, by, account, &change);
}

static int set_password(struct site *site, const struct site_session *by,
                        const struct site_account_row *account, const char *hash)
{
    int r = site_may(site, by, SITE_MAY_ACCOUNTS);

    if (r == 0)
        r = site_account_store_password(site, account->id, hash);
    if (r == 0)
        r = site_attempt_remove(site, account->name);
    return r < 0 ? r : site_audit(site, site_who(by), AUDIT_PASSWORD, "%s", account->name);
}

int site_account_set_password(struct site *site, const struct site_session *by, int64_t account,
                              const char *password)
{
    char hash[SITE_PASSWORD_HASH_BYTES];
    struct site_account_row row;
    int r = site_account_by_id(&row, site, account);

    if (r == 0)
        r = hash_new(hash, site, row.name, password);
    if (r == 0)
        r = site_begin(site);
    return r != 0 ? r : site_end(site, set_password(site, by, &row, hash));
}

static int raise_account(struct site *site, const struct site_session *by,
                         const struct site_account_row *account, const char *hash)
{
    static const struct change raise = {
        .statement = SITE_ACCOUNT_ROLE, .value = SITE_ROLE_ADMIN, .action = AUDIT_ACCOUNT_ROLE};
    static const struct change enable = {
        .statement = SITE_ACCOUNT_ENABLE, .value = 1, .action = AUDIT_ACCOUNT_ENABLED};
    int r = set_password(site, by, account, hash);

    if (r == 0 && account->role != SITE_ROLE_ADMIN)
        r = apply(site, by, account->id, &raise);
    if (r == 0 && !account->enabled)
        r = apply(site, by, account->id, &enable);
    return r;
}

static int rescue(bool *created, struct site *site, const struct site_session *by, const char *name,
                  const struct admin *admin)
{
    struct site_account_row account;
    size_t count = 0;
    int r = site_account_by_name(&account, site, name);

    *created = r == -ENOENT;
    if (r == 0)
        return raise_account(site, by, &account, admin->hash);
    if (r == -ENOENT)
        r = site_account_count(&count, site);
    if (r == 0 && count == 0)
        r = set_decoy(site, admin->decoy);
    return r < 0 ? r : add_allowed(site, by, name, SITE_ROLE_ADMIN, admin->hash);
}

int site_account_rescue(bool *created, struct site *site, const struct site_session *by, const char *name,
                        const char *password)
{
    struct admin admin;
    bool made = false;
    int r = begin_admin(&admin, site, name, password);

    if (r == 0)
        r = site_end(site, rescue(&made, site, by, name, &admin));
    if (r == 0)
        *created = made;
    return r;
}
