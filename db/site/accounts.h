/* SPDX-License-Identifier: MIT */
/*
 * The staff's accounts. Passwords are kept as Argon2id (libsodium's crypto_pwhash_str), normalised to NFC,
 * and are wiped from memory that this module allocates; callers wipe theirs (sodium_memzero). None is ever
 * logged.
 *
 * The rule of wrong tries, the same for names that no account has (of these only a keyed hash is stored:
 * somebody may have typed a password in the wrong line):
 *   - each try counts before it is checked: the count and the wait that a failure means are committed to the
 * disk, then the password is hashed. A power cut in between costs a try, it never gives one. Success sets the
 * count to 0.
 *   - four failures mean no wait; the fifth in a row one minute, each further one 2, 4, 8, 16, then 30
 * minutes. While a wait lasts a try is answered SITE_LOGIN_WAIT without looking at the password and without
 * counting.
 *   - a wait is kept as its length, the wall time when it began, and the latest wall time at which anybody
 * tried (the high-water mark). If the clock shows less than that mark, it has been set back, and the whole
 * wait begins anew from what it shows now: setting it back never shortens a wait and never makes one longer
 * than 30 minutes. (Who may set the clock forward may also write site.db.)
 *   - known or not, disabled or not: the same answer after the same work, one hash.
 *   - an administrator who sets an account's password ends its wait.
 */
#ifndef DB_SITE_ACCOUNTS_H
#define DB_SITE_ACCOUNTS_H

#include "db/site/site.h"

#include <stddef.h>
#include <time.h>

#define SITE_NAME_CHARACTERS 16
#define SITE_NAME_BYTES (4 * SITE_NAME_CHARACTERS + 1) /* with the NUL */
#define SITE_PASSWORD_CHARACTERS 8                     /* at least */
#define SITE_PASSWORD_BYTES 128                        /* at most, as typed and in NFC */
#define SITE_FREE_TRIES 5                              /* the first failure that means a wait */
#define SITE_WAIT_MAX 1800                             /* seconds */
#define SITE_ACCOUNTS_MAX 200

/* Each may what those before it may. */
enum site_role {
    SITE_ROLE_DESK = 1,   /* 前台 */
    SITE_ROLE_EDITOR = 2, /* 编辑 */
    SITE_ROLE_ADMIN = 3,  /* 管理员 */
};

enum site_right {
    SITE_MAY_ANSWER = 1 << 0,   /* look, print, statistics, change the own password: every role */
    SITE_MAY_EDIT = 1 << 1,     /* profile, addenda: from 编辑 */
    SITE_MAY_ACCOUNTS = 1 << 2, /* this and the following: 管理员 */
    SITE_MAY_UPDATE = 1 << 3,   /* install content, roll it back */
    SITE_MAY_AUDIT = 1 << 4,    /* read the audit log */
    SITE_MAY_EXPORT = 1 << 5,
};

unsigned site_role_rights(enum site_role role); /* 0 for what is no role */
const char *site_role_id(enum site_role role);  /* "desk", "editor", "admin"; NULL for what is no role */

/*
 * Who is logged in. Every change takes one, and within its transaction looks whether the account still is
 * enabled and its role still has the right (-EPERM): taking a right away works at once. NULL instead stands
 * for the operator of the machine at a command line, who may write the file anyway: everything is allowed,
 * and the log names no account ("").
 */
struct site_session {
    int64_t account;
    char name[SITE_NAME_BYTES];
    enum site_role role;
};

/* The role as it is now. -EPERM: the account is disabled; the desk locks. */
int site_session_renew(struct site_session *session, struct site *site);

/* Argon2id's costs; the default is libsodium's INTERACTIVE (2 passes, 64 MiB). A hash of lower cost is made
 * anew at the next success. For tests, and for machines that can do more. */
struct site_cost {
    unsigned long long passes;
    size_t memory; /* bytes */
};
void site_set_cost(struct site *site, struct site_cost cost);

/* Outcomes of giving a password, beside 0. */
enum site_login_outcome {
    SITE_LOGIN_REFUSED = 1, /* name or password is wrong, or the account is disabled: nobody is told which */
    SITE_LOGIN_WAIT = 2,    /* too many failures: *wait seconds to go */
};

/*
 * Logs in. *wait (seconds, may be NULL) is written with both outcomes:
 * with REFUSED what this failure means, 0 to SITE_WAIT_MAX. Takes some 0.1 s. Opened for writing only:
 * without a place for the count nobody logs in (-EROFS, -ENOSPC …).
 */
int site_login(struct site_session *out, int *wait, struct site *site, const char *name,
               const char *password);

/*
 * Unlocks a session that runs, the same way, with a count of its own: wrong passwords for the name at other
 * desks keep nobody out of their own, nor the reverse. The role is as it is now. Logging in ends this count,
 * too.
 */
int site_unlock(struct site_session *session, int *wait, struct site *site, const char *password);

/* For the log; nothing else happens. */
int site_logout(struct site *site, const struct site_session *by);

/* What is wrong with a password that is to be set; outcomes of all that set one. */
enum site_password_outcome {
    SITE_PASSWORD_SHORT = 11, /* fewer than SITE_PASSWORD_CHARACTERS */
    SITE_PASSWORD_LONG,       /* more than SITE_PASSWORD_BYTES */
    SITE_PASSWORD_NAME,       /* it is the account's name, whatever the case */
    SITE_PASSWORD_TEXT,       /* not UTF-8, or control characters in it */
};

/* 0 or an outcome, before anything is written. -ENOMEM. */
int site_password_check(const char *name, const char *password);

/* 0, or -EINVAL: not 1 to SITE_NAME_CHARACTERS characters of clean text in NFC, without spaces
 * at its ends. */
int site_name_check(const char *name);

/* How many accounts there are; 0: the desk asks for the first administrator. */
int site_account_count(size_t *out, struct site *site);

/* Creates the first administrator and logs them in. -EEXIST: there already is an account.
 * -EINVAL: the name. */
int site_first_admin(struct site_session *out, struct site *site, const char *name, const char *password);

/* Needs SITE_MAY_ACCOUNTS. -EEXIST: the name is taken. -EINVAL: name or role. -EDQUOT: SITE_ACCOUNTS_MAX. */
int site_account_add(struct site *site, const struct site_session *by, const char *name, enum site_role role,
                     const char *password);

/*
 * Need SITE_MAY_ACCOUNTS. An account is disabled, never removed: the log names it. -ENOENT: no such account.
 * SITE_ACCOUNT_LAST: it is the last enabled administrator; nothing was changed.
 */
#define SITE_ACCOUNT_LAST 21
int site_account_set_role(struct site *site, const struct site_session *by, int64_t account,
                          enum site_role role);
int site_account_set_enabled(struct site *site, const struct site_session *by, int64_t account, bool enabled);

/* An administrator sets somebody's password; ends that account's wait. */
int site_account_set_password(struct site *site, const struct site_session *by, int64_t account,
                              const char *password);

/*
 * Makes `name` an enabled administrator with this password, whether there was such an account (*created
 * false) or not; ends its wait. The way back in when no administrator knows their password. Needs
 * SITE_MAY_ACCOUNTS. -EINVAL: the name. -EDQUOT: SITE_ACCOUNTS_MAX.
 */
int site_account_rescue(bool *created, struct site *site, const struct site_session *by, const char *name,
                        const char *password);

/* The own password. A wrong old one counts as a try: also SITE_LOGIN_REFUSED, SITE_LOGIN_WAIT with *wait. */
int site_password_change(int *wait, struct site *site, const struct site_session *by, const char *old,
                         const char *password);

struct site_account {
    int64_t id;
    char name[SITE_NAME_BYTES];
    enum site_role role;
    bool enabled;
    time_t created;
    time_t last_login; /* 0: never */
    int failures;      /* since the last success */
    int wait;          /* seconds until the next try, 0 */
};

/* In the order of creation; the caller frees *out with free(). */
int site_accounts(struct site_account **out, size_t *n, struct site *site);

#endif
