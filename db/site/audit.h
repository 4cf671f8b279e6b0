/* SPDX-License-Identifier: MIT */
/*
 * The audit log: who changed what and when. Rows are only ever added (the handle's own authorizer forbids
 * everything else) and are chained: the hash of each (BLAKE2b, 32 bytes) covers its number, time, account,
 * action, detail and the hash before it. The number and hash of the last row are kept apart, so that a tail
 * that was cut off is noticed.
 *
 * The chain shows carelessness and tampering with single rows. Who may write the whole file could make a new
 * chain; against that the office notes the last hash on paper now and then (site_audit_head).
 */
#ifndef DB_SITE_AUDIT_H
#define DB_SITE_AUDIT_H

#include "db/site/site.h"

#include <stddef.h>
#include <time.h>

#define AUDIT_HASH_BYTES 32
#define AUDIT_DETAIL_CHARACTERS 200

/* Never renumber: these stand in site.db. */
enum audit_action {
    AUDIT_LOGIN = 1,
    AUDIT_LOGIN_FAILED = 2, /* account "": no account has this name; what was typed is not kept */
    AUDIT_LOGIN_WAIT =
        3, /* a try that means a wait if it fails; detail: seconds. Written before it is checked */
    AUDIT_LOGOUT = 4,
    AUDIT_ACCOUNT_ADDED = 10, /* detail: name, role's id */
    AUDIT_ACCOUNT_ROLE = 11,  /* detail: name, role's id */
    AUDIT_ACCOUNT_ENABLED = 12,
    AUDIT_ACCOUNT_DISABLED = 13,
    AUDIT_PASSWORD = 14,       /* detail: whose */
    AUDIT_PROFILE = 20,        /* detail: the fields that changed, "place hours" */
    AUDIT_ADDENDUM_SAVED = 30, /* detail of these: question, version "6 3"; restored also "from 1" */
    AUDIT_ADDENDUM_PUBLISHED = 31,
    AUDIT_ADDENDUM_RETRACTED = 32,
    AUDIT_CONTENT_INSTALLED = 40, /* detail of these: edition, sequence, result */
    AUDIT_CONTENT_ROLLED_BACK = 41,
    AUDIT_SITE_CREATED = 50,
    AUDIT_SITE_MIGRATED = 51, /* detail: from, to */
    AUDIT_EXPORTED = 52,      /* detail: what */
    AUDIT_IMPORTED = 53,
    AUDIT_PIN_SET = 60,
    AUDIT_PIN_REMOVED = 61,
    AUDIT_PIN_RIGHT = 62,
    AUDIT_PIN_WRONG = 63,
    AUDIT_PIN_WAIT = 64, /* as AUDIT_LOGIN_WAIT */
    AUDIT_ACTION_MAX = AUDIT_PIN_WAIT,
};
const char *audit_action_id(enum audit_action action); /* "login", …; NULL for what is none */

struct audit_row {
    int64_t seq; /* from 1 */
    time_t time;
    enum audit_action action;
    char *account; /* "": a command of the operator */
    char *detail;
};

/*
 * At most `limit` rows before row `before` (0: from the end), newest first; reading needs SITE_MAY_AUDIT,
 * which is the caller's to see to. For audit_free.
 */
int site_audit_list(struct audit_row **out, size_t *n, struct site *site, int64_t before, size_t limit);
void audit_free(struct audit_row *rows, size_t n); /* NULL is fine */

/*
 * A row for something that has no other place in site.db (an export, an import); needs SITE_MAY_EXPORT. Only
 * AUDIT_EXPORTED and AUDIT_IMPORTED, else -EINVAL.
 */
int site_audit_note(struct site *site, const struct site_session *by, enum audit_action action,
                    const char *detail);

/* The highest number among exports and imports of a school's data ("site CODE NUMBER");
 * 0 if there is none. */
int site_audit_highest(uint32_t *out, struct site *site, const char *code);

/* What site_audit_verify found: the rows, the last hash in hexadecimal; and, with AUDIT_BROKEN, the first bad
 * row. */
struct audit_verdict {
    int64_t rows;
    int64_t first_bad; /* 0: none. One more than the last row: rows behind it are missing */
    char head[2 * AUDIT_HASH_BYTES + 1];
};
#define AUDIT_BROKEN 1

/* Walks the whole chain. 0, AUDIT_BROKEN (*out is written too), or an error. */
int site_audit_verify(struct audit_verdict *out, struct site *site);

#endif
