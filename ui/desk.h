/* SPDX-License-Identifier: MIT */
/*
 * The staff desk: what its screens share beside struct ui. A kiosk has none of it (ui->desk is NULL).
 *
 * Somebody is logged in from site_login until they log out; while the desk is locked they still are, but only
 * their password goes on. Screens that hold unsaved text keep it (screen_ops.keep) before the desk locks.
 */
#ifndef UI_DESK_H
#define UI_DESK_H

#include "db/site/accounts.h"
#include "db/site/history.h"
#include "db/update.h"
#include "ui/screen.h"

#include <stdbool.h>

#define DESK_IDLE_SECONDS 60      /* without a key until it locks */
#define DESK_COUNTDOWN_SECONDS 10 /* of these at the end are counted down */
#define DESK_WORDS 200            /* bytes of a sentence about an error */

/* What the statistics write to a file. */
struct desk_export {
    const char *path;
    struct date from, to; /* both inclusive */
    bool gb18030;         /* else UTF-8 with a byte order mark */
};

struct desk {
    struct site *site; /* borrowed; open for writing */
    struct site_session session;
    bool logged_in, locked;
    bool revoked;                    /* the account is no longer enabled: the app logs out */
    bool first;                      /* there is no account yet: the first one becomes administrator */
    bool profile_changed;            /* here; the app reads it anew */
    bool unkept;                     /* locked, and a text could not be saved: it is in memory only */
    char last_name[SITE_NAME_BYTES]; /* who logged in last, as long as the program runs */
    /* Writes the counters as CSV: 0; -EEXIST there is such a file; -errno. NULL: nothing can be exported. */
    int (*export)(void *context, const struct desk_export *what);
    void *export_context;
    const struct update_place *updates; /* where content is installed; borrowed. NULL: not from here */
    const char *const *update_roots;    /* folders where sticks are; borrowed, NULL: the usual ones */
    char update_path[1024];             /* the bundle that is looked at */
    const char *home;                   /* folder for files unless another is named; borrowed */
    struct date from, to;               /* what the statistics showed last, for the export */
    char code[16];                      /* of a school that was picked, for the screen that asked; "" none */
};

/* Looks whether there is an account. 0, or why site.db cannot be read. */
int desk_open(struct desk *out, struct site *site);

bool desk_may_open(const struct ui *ui, enum screen_id id); /* by screen_ops.right */
const char *desk_role_name(enum site_role role);            /* 前台, 编辑, 管理员 */

/* Whether the account still is enabled, with its role as it is now: another desk may have changed both. 0;
 * -EPERM: it is not, and desk->revoked; or an error of site.db. */
int desk_renew(struct ui *ui);

/* Before an act that site.db does not guard itself (enum site_right). If not, it has been told why. */
bool desk_still_may(struct ui *ui, unsigned right);

/* Forgets who is logged in; a row in the log. */
void desk_log_out(struct desk *desk);

/* What went wrong with site.db, and what to do; for a negative error. */
void desk_error_words(char out[DESK_WORDS], int error);

/* Where a password is to be set and nothing is typed yet. */
#define DESK_PASSWORD_HINT "至少 " IN_WORDS(SITE_PASSWORD_CHARACTERS) " 个字符"

/* What is wrong with a password that is to be set (enum site_password_outcome). */
const char *desk_password_words(int outcome);

/* Wipes and frees; for _cleanup_. */
void desk_free_secret(char **secret);

/* A sentence over the footer until the next key: that it worked, or why not. That it worked never covers up
 * what did not. */
__attribute__((format(printf, 2, 3))) void desk_notice(struct ui *ui, const char *format, ...);
void desk_complain(struct ui *ui, int error);
__attribute__((format(printf, 2, 3))) void desk_warn(struct ui *ui, const char *format, ...);

/* What is said after desk->revoked. */
#define DESK_REVOKED "您的账号停用了，已经退出登录；有疑问请找管理员"

/* 11月23日 14:05, with the year if it is another one than now. */
#define DESK_TIME 80 /* bytes */
void desk_time_words(char out[DESK_TIME], const struct ui *ui, time_t time);

/* The footer's first entry where digits are question numbers: 数字 选题, or what a waiting 1 may become. */
void desk_number_footer(const struct ui *ui, struct footer *out);

/* Where content is installed, of today, of this school and by whom. Borrows from desk and profile;
 * ui->desk->updates is not NULL. */
struct update_place desk_update_place(const struct ui *ui);

/* Takes note of how an installation or a return that update_* has begun ended. 0, or an error of site.db. */
int desk_record_update(const struct ui *ui, enum history_action action, const char *edition, int64_t sequence,
                       int refusal);

/* Opens the code of one page large, for the student. */
struct intent desk_show_link(const char *id);

#endif
