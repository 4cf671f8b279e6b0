/* SPDX-License-Identifier: MIT */
/* Passwords that are given: the rule of db/site/accounts.h. */
#include "base/error.h"
#include "db/site/handle.h"
#include "db/site/password.h"

#include <sodium.h>
#include <string.h>

#define WAIT_FIRST 60
/* Names that nobody has and whose tries are remembered; the longest untried falls out. */
#define UNKNOWN_MAX 1000

struct site_attempt site_attempt_read(struct rows *rows, int column)
{
    return (struct site_attempt){
        .tries = rows_int(rows, column, 0, INT32_MAX - 1),
        .wait = rows_int(rows, column + 1, 0, SITE_WAIT_MAX),
        .since = rows_int64(rows, column + 2, 0, SITE_TIME_MAX),
        .seen = rows_int64(rows, column + 3, 0, SITE_TIME_MAX),
    };
}

void site_attempt_bind(struct rows *rows, int parameter, const struct site_attempt *attempt)
{
    rows_bind_int(rows, parameter, attempt->tries);
    rows_bind_int(rows, parameter + 1, attempt->wait);
    rows_bind_int64(rows, parameter + 2, attempt->since);
    rows_bind_int64(rows, parameter + 3, attempt->seen);
}

int site_attempt_left(struct site_attempt *attempt, int64_t now)
{
    if (now < attempt->seen) {
        attempt->since = now;
        attempt->seen = now;
    }
    int64_t left = attempt->wait - (now - attempt->since);
    return left > 0 ? (int)left : 0;
}

/* Seconds that a failure of this try means. */
static int wait_after(int tries)
{
    int doublings = tries - SITE_FREE_TRIES;

    if (doublings < 0)
        return 0;
    return doublings < 5 ? WAIT_FIRST << doublings : SITE_WAIT_MAX;
}

bool site_attempt_count(struct site_attempt *attempt, int *wait, bool *changed, int64_t now)
{
    int64_t before = attempt->seen;

    *wait = site_attempt_left(attempt, now);
    attempt->seen = now;
    *changed = now != before; /* `since` moves with it */
    if (*wait > 0)
        return false;
    attempt->tries++;
    attempt->wait = wait_after(attempt->tries);
    attempt->since = now;
    *wait = attempt->wait;
    *changed = true;
    return true;
}

static int read_attempt(struct site_attempt *out, struct site *site,
                        const unsigned char hash[SITE_HASH_BYTES])
{
    struct rows rows = site_rows(site, SITE_ATTEMPT_READ);

    *out = (struct site_attempt){0};
    rows_bind_bytes(&rows, 1, hash, SITE_HASH_BYTES);
    if (rows_next(&rows) > 0)
        *out = site_attempt_read(&rows, 0);
    rows_end(&rows);
    return rows.error;
}

/* What is tried: a name's password, or that of a session which runs and is locked. */
enum door { DOOR_LOGIN = 'n', DOOR_UNLOCK = 'u' };

static void hash_door(unsigned char out[SITE_HASH_BYTES], const struct site *site, enum door door,
                      const char *name)
{
    site_keyed_hash(out, site, (char)door, name);
}

static int write_attempt(struct site *site, const unsigned char hash[SITE_HASH_BYTES], int64_t account,
                         const struct site_attempt *attempt)
{
    struct rows rows = site_rows(site, SITE_ATTEMPT_WRITE);

    rows_bind_bytes(&rows, 1, hash, SITE_HASH_BYTES);
    rows_bind_int64(&rows, 2, account);
    site_attempt_bind(&rows, 3, attempt);
    int r = site_run(&rows);
    if (r < 0)
        return r;
    rows = site_rows(site, SITE_ATTEMPT_PRUNE);
    rows_bind_int(&rows, 1, UNKNOWN_MAX);
    return site_run(&rows);
}

static int remove_attempt(struct site *site, enum door door, const char *name)
{
    unsigned char hash[SITE_HASH_BYTES];
    struct rows rows = site_rows(site, SITE_ATTEMPT_REMOVE);

    hash_door(hash, site, door, name);
    rows_bind_bytes(&rows, 1, hash, sizeof(hash));
    return site_run(&rows);
}

int site_attempt_remove(struct site *site, const char *name)
{
    int r = remove_attempt(site, DOOR_LOGIN, name);

    return r < 0 ? r : remove_attempt(site, DOOR_UNLOCK, name);
}

/* A try that has been counted and is to be checked. */
struct trial {
    struct site_account_row account; /* id 0: nobody is called that */
    char hash[SITE_PASSWORD_HASH_BYTES];
    int wait; /* what a failure means */
    enum door door;
};

static int read_decoy(char out[SITE_PASSWORD_HASH_BYTES], struct site *site)
{
    struct rows rows = site_rows(site, SITE_DECOY);

    if (rows_next(&rows) > 0)
        rows_copy(out, SITE_PASSWORD_HASH_BYTES, &rows, 0);
    else
        rows_require(&rows, false);
    rows_end(&rows);
    return rows.error;
}

/* Who it is, if anybody; and the hash that will be checked in any case. */
static int find_account(struct trial *trial, struct site *site, const char *name)
{
    int r = strlen(name) < SITE_NAME_BYTES ? site_account_by_name(&trial->account, site, name) : -ENOENT;

    if (r == -ENOENT) {
        trial->account = (struct site_account_row){0};
        return read_decoy(trial->hash, site);
    }
    if (r == 0)
        memcpy(trial->hash, trial->account.password, sizeof(trial->hash));
    return r;
}

/* Counts the try, or SITE_LOGIN_WAIT. */
static int count_try(struct trial *trial, struct site *site, const char *name)
{
    unsigned char hash[SITE_HASH_BYTES];
    struct site_attempt attempt;
    bool changed;

    hash_door(hash, site, trial->door, name);
    int r = find_account(trial, site, name);
    if (r == 0)
        r = read_attempt(&attempt, site, hash);
    if (r < 0)
        return r;
    /* Beside the account's own row, which is told of with it (SITE_ACCOUNT_ALL). */
    int64_t owner = trial->door == DOOR_LOGIN ? trial->account.id : -trial->account.id;
    bool counts = site_attempt_count(&attempt, &trial->wait, &changed, site_now(site));
    r = changed ? write_attempt(site, hash, owner, &attempt) : 0;
    if (r < 0 || !counts)
        return r < 0 ? r : SITE_LOGIN_WAIT;
    if (attempt.wait == 0)
        return 0;
    return site_audit(site, trial->account.name, AUDIT_LOGIN_WAIT, "%d", attempt.wait);
}

/* The count is on the disk before the password is looked at. */
static int begin_trial(struct trial *trial, struct site *site, const char *name)
{
    int r = site_begin(site);

    return r < 0 ? r : site_end(site, count_try(trial, site, name));
}

static int fail(struct site *site, const struct trial *trial)
{
    int r = site_begin(site);

    if (r == 0)
        r = site_end(site, site_audit(site, trial->account.name, AUDIT_LOGIN_FAILED, "%s", ""));
    return r < 0 ? r : SITE_LOGIN_REFUSED;
}

/* 0, SITE_LOGIN_REFUSED, SITE_LOGIN_WAIT. */
static int check_try(struct trial *trial, struct site *site, const char *name,
                     const struct password *password)
{
    int r = begin_trial(trial, site, name);

    if (r != 0)
        return r;
    r = password_verify(trial->hash, password);
    if (r < 0)
        return r;
    return r > 0 || !trial->account.enabled ? fail(site, trial) : 0; /* nobody is not enabled, either */
}

/* Somebody may have changed the account while the hash was made. */
static int is_still_so(struct site *site, const struct trial *trial)
{
    struct site_account_row now;
    int r = site_account_by_id(&now, site, trial->account.id);

    if (r < 0)
        return r;
    return now.enabled && strcmp(now.password, trial->account.password) == 0 ? 0 : SITE_LOGIN_REFUSED;
}

/* Success: the new hash, if there is one, the time, no tries. */
static int succeed(struct site *site, struct trial *trial, const char *hash)
{
    int r = is_still_so(site, trial);

    if (r == 0 && *hash)
        r = site_account_store_password(site, trial->account.id, hash);
    if (r == 0 && trial->door == DOOR_UNLOCK)
        r = remove_attempt(site, DOOR_UNLOCK, trial->account.name);
    else if (r == 0)
        r = site_attempt_remove(site, trial->account.name);
    return r;
}

static int enter(struct site *site, struct trial *trial, const char *hash, const char *decoy)
{
    int r = succeed(site, trial, hash);

    if (r != 0)
        return r;
    r = site_account_note_login(site, trial->account.id);
    if (r == 0 && *decoy) {
        struct rows rows = site_rows(site, SITE_DECOY_SET);
        rows_bind_text(&rows, 1, decoy);
        r = site_run_one(&rows);
    }
    return r < 0 ? r : site_audit(site, trial->account.name, AUDIT_LOGIN, "%s", *hash ? "rehashed" : "");
}

/* A hash of today's cost, and a decoy of the same, if that of the account cost less. */
static int renew_hash(char hash[SITE_PASSWORD_HASH_BYTES], char decoy[SITE_PASSWORD_HASH_BYTES],
                      const struct site *site, const struct trial *trial, const struct password *password)
{
    hash[0] = decoy[0] = '\0';
    if (!password_is_cheap(trial->account.password, site))
        return 0;
    int r = password_hash(hash, site, password);
    return r < 0 ? r : password_make_decoy(decoy, site);
}

static void tell_wait(int *wait, const struct trial *trial, int r)
{
    if (wait && (r == SITE_LOGIN_REFUSED || r == SITE_LOGIN_WAIT))
        *wait = trial->wait;
}

static int go_in(struct site_session *out, int *wait, struct site *site, enum door door, const char *name,
                 const char *password)
{
    char hash[SITE_PASSWORD_HASH_BYTES], decoy[SITE_PASSWORD_HASH_BYTES];
    _cleanup_password_ struct password normal = {0};
    struct trial trial = {.door = door};
    int r = password_init(&normal, password);

    if (r >= 0)
        r = check_try(&trial, site, name, &normal);
    if (r == 0)
        r = renew_hash(hash, decoy, site, &trial, &normal);
    if (r == 0)
        r = site_begin(site);
    if (r == 0)
        r = site_end(site, enter(site, &trial, hash, decoy));
    tell_wait(wait, &trial, r);
    if (r == 0) {
        *out = (struct site_session){.account = trial.account.id, .role = trial.account.role};
        memcpy(out->name, trial.account.name, sizeof(out->name));
    }
    return r;
}

int site_login(struct site_session *out, int *wait, struct site *site, const char *name, const char *password)
{
    return go_in(out, wait, site, DOOR_LOGIN, name, password);
}

int site_unlock(struct site_session *session, int *wait, struct site *site, const char *password)
{
    struct site_session now;
    int r = go_in(&now, wait, site, DOOR_UNLOCK, session->name, password);

    if (r == 0 && now.account != session->account)
        r = -EPERM;
    if (r == 0)
        *session = now;
    return r;
}

int site_logout(struct site *site, const struct site_session *by)
{
    int r = site_begin(site);

    return r < 0 ? r : site_end(site, site_audit(site, site_who(by), AUDIT_LOGOUT, "%s", ""));
}

static int change(struct site *site, struct trial *trial, const char *hash)
{
    int r = succeed(site, trial, hash);

    return r != 0 ? r : site_audit(site, trial->account.name, AUDIT_PASSWORD, "%s", trial->account.name);
}

int site_password_change(int *wait, struct site *site, const struct site_session *by, const char *old,
                         const char *password)
{
    char hash[SITE_PASSWORD_HASH_BYTES];
    _cleanup_password_ struct password before = {0}, after = {0};
    struct trial trial = {.door = DOOR_LOGIN};
    int r = by ? site_password_check(by->name, password) : -EINVAL;

    if (r == 0)
        r = password_init(&after, password);
    if (r == 0 && password_init(&before, old) == -ENOMEM)
        r = -ENOMEM;
    if (r == 0)
        r = check_try(&trial, site, by->name, &before);
    if (r == 0)
        r = password_hash(hash, site, &after);
    if (r == 0)
        r = site_begin(site);
    if (r == 0)
        r = site_end(site, change(site, &trial, hash));
    tell_wait(wait, &trial, r);
    return r;
}
