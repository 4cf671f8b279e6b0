/* SPDX-License-Identifier: MIT */
/* What is inside a handle of site.db: for db/site/ alone. */
#ifndef DB_SITE_HANDLE_H
#define DB_SITE_HANDLE_H

#include "base/error.h"
#include "db/rows.h"
#include "db/site/accounts.h"
#include "db/site/audit.h"
#include "db/site/site.h"

#define SITE_SECRET_BYTES 32
#define SITE_HASH_BYTES 32
#define SITE_STEPS_MAX 50000000 /* of one statement; some seconds */
#define SITE_TIME_MAX (INT64_C(1) << 40)

struct sqlite3;

enum site_statement {
    SITE_STATE_CREATE,
    SITE_STATE_SECRET,
    SITE_REVISION,
    SITE_REVISION_RAISE,
    SITE_HEAD,
    SITE_HEAD_SET,
    SITE_DECOY,
    SITE_DECOY_SET,
    SITE_PROFILE_CREATE,
    SITE_PROFILE_READ,
    SITE_PROFILE_WRITE,
    SITE_ADDENDUM_LATEST,
    SITE_ADDENDUM_ONE,
    SITE_ADDENDUM_ALL,
    SITE_ADDENDUM_SHOWN,
    SITE_ADDENDUM_ADD,
    SITE_ADDENDUM_PRUNE,
    SITE_ACCOUNT_COUNT,
    SITE_ACCOUNT_BY_ID,
    SITE_ACCOUNT_BY_NAME,
    SITE_ACCOUNT_ALL,
    SITE_ACCOUNT_ADMINS,
    SITE_ACCOUNT_ADD,
    SITE_ACCOUNT_ROLE,
    SITE_ACCOUNT_ENABLE,
    SITE_ACCOUNT_PASSWORD,
    SITE_ACCOUNT_LOGIN,
    SITE_ATTEMPT_READ,
    SITE_ATTEMPT_WRITE,
    SITE_ATTEMPT_REMOVE,
    SITE_ATTEMPT_PRUNE,
    SITE_PIN_READ,
    SITE_PIN_SET,
    SITE_PIN_TRIED,
    SITE_PIN_REMOVE,
    SITE_COUNTER_ADD,
    SITE_TERM_READ,
    SITE_TERM_WRITE,
    SITE_TERM_PRUNE,
    SITE_STATS_ITEMS,
    SITE_STATS_KINDS,
    SITE_STATS_HOURS,
    SITE_STATS_DAYS,
    SITE_STATS_MONTHS,
    SITE_STATS_PLACES,
    SITE_STATS_TOTAL,
    SITE_STATS_CELLS,
    SITE_AUDIT_ADD,
    SITE_AUDIT_LIST,
    SITE_AUDIT_MOVED,
    SITE_AUDIT_ALL,
    SITE_HISTORY_ADD,
    SITE_HISTORY_LIST,
    SITE_QUICK_CHECK,
    SITE_STATEMENT_COUNT,
};

struct site {
    struct sqlite3 *db;
    struct sqlite3_stmt *statements[SITE_STATEMENT_COUNT];
    struct clock clock;
    struct site_cost cost;
    bool writable;
    int depth;  /* of site_begin */
    int failed; /* the first error within the open transaction */
    unsigned char secret[SITE_SECRET_BYTES];
};

/* A run of a statement, prepared when first used; rows_next tells if it could not be. */
struct rows site_rows(struct site *site, enum site_statement which);
const char *site_statement_sql(enum site_statement which);

/* Runs a statement that yields no row to its end and ends it; the first error of binding or running. */
int site_run(struct rows *rows);

/* The same for one that must have changed a row: else -EBADMSG. */
int site_run_one(struct rows *rows);

/* The error of a system call: no room, a quota and a limit are one. */
static inline int site_system_error(int number)
{
    return number == EDQUOT || number == EFBIG ? -ENOSPC : -number;
}

/* Wall time, not negative. */
int64_t site_now(const struct site *site);

/* BLAKE2b with the database's secret over a kind of thing (one letter) and its text. */
void site_keyed_hash(unsigned char out[SITE_HASH_BYTES], const struct site *site, char kind,
                     const char *text);

/* Several reads of one moment. Not while another one is held; within a transaction it changes nothing. */
int site_hold(struct site *site);
void site_release(struct site *site);

/* Within a transaction: -EPERM unless the account still has the right. NULL (the operator) has all. */
int site_may(struct site *site, const struct site_session *by, enum site_right right);

static inline const char *site_who(const struct site_session *by)
{
    return by ? by->name : "";
}

/* Within a transaction: profile or addenda have changed. */
int site_raise_revision(struct site *site);

/* Within a transaction: adds a row to the audit log. The detail passes the sink and is cut. */
int site_audit(struct site *site, const char *account, enum audit_action action, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* What an account's row says; password is crypto_pwhash_str's text. */
#define SITE_PASSWORD_HASH_BYTES 128
struct site_account_row {
    int64_t id;
    char name[SITE_NAME_BYTES];
    enum site_role role;
    bool enabled;
    char password[SITE_PASSWORD_HASH_BYTES];
};

/* -ENOENT if there is none. */
int site_account_by_id(struct site_account_row *out, struct site *site, int64_t id);
int site_account_by_name(struct site_account_row *out, struct site *site, const char *name);

/* Within a transaction: somebody has logged in with it now. */
int site_account_note_login(struct site *site, int64_t id);

/* Whether it is the only administrator who can log in. */
int site_account_is_last_admin(bool *out, struct site *site, const struct site_account_row *account);

/* Within a transaction. */
int site_account_store_password(struct site *site, int64_t account,
                                const char hash[SITE_PASSWORD_HASH_BYTES]);

/* Tries of a name (table attempt) or of the PIN (table pin). */
struct site_attempt {
    int tries;
    int wait;
    int64_t since, seen;
};

/* Its four columns from `column` on, and its four parameters from `parameter` on. */
struct site_attempt site_attempt_read(struct rows *rows, int column);
void site_attempt_bind(struct rows *rows, int parameter, const struct site_attempt *attempt);

/* Seconds that are left of a wait; 0 if none. Starts it anew if the clock was set back. */
int site_attempt_left(struct site_attempt *attempt, int64_t now);

/*
 * The rule of accounts.h, before a try is checked. True: it counts, *wait is what its failure means. False:
 * *wait seconds are to go. *changed says whether the attempt differs from before and has to be stored.
 */
bool site_attempt_count(struct site_attempt *attempt, int *wait, bool *changed, int64_t now);
int site_attempt_remove(struct site *site, const char *name);

#endif
