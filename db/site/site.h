/* SPDX-License-Identifier: MIT */
/*
 * The hall's own database, site.db: the school's profile, its addenda to the answers (本校补充), the staff's
 * accounts, what was asked (counters), the audit log, which content was installed. The handbook is never in
 * it, and the program is whole without it: an absent, unreadable or full site.db only means that nothing is
 * recorded.
 *
 * Several processes use it at once (the kiosk counts while the desk writes); a handle belongs to one thread.
 * Every change is one transaction, is on the disk when the function returns 0 (journal_mode TRUNCATE,
 * synchronous FULL; docs/decisions/0014), and has its row in the audit log within the same transaction (but
 * for counters). A transaction that fails has changed nothing.
 *
 * The file is opened without trusting it, as db/store.h has it, and every value read is checked and passes
 * the text sink. What SQLite says of an error is never shown or logged: it may be an attacker's text.
 *
 * Errors of everything in db/site/:
 *   -ENOENT   no such file (an empty file counts as none); else what the function's header says
 *   -EBADMSG  damaged, or not a site.db (foreign tables, views, triggers)
 *   -EPROTO   of a newer version of the program; opened for reading only: also of an older one
 *   -EPERM    the file is a link, is not a plain file, or others than its owner's group may write to it; or,
 * of a change: the account may not do this (any more) -EACCES, -EROFS, -ENOSPC (also a quota, a limit on file
 * sizes), -EIO -EBUSY    another process kept it for longer than we wait -ETIME    a query took too many
 * steps -ENOMEM
 */
#ifndef DB_SITE_SITE_H
#define DB_SITE_SITE_H

#include "base/clock.h"

#include <stdbool.h>
#include <stdint.h>

#define SITE_PATH "/var/lib/yibentong/site.db"
#define SITE_APPLICATION_ID 0x59425353 /* "YBSS" */
#define SITE_VERSION 1
#define SITE_BUSY_MS 2000 /* how long a handle waits for other processes unless told otherwise */

struct site;
struct site_session; /* db/site/accounts.h */

enum site_mode {
    SITE_READ,   /* nothing is written, not even a recovery: after a crash -EROFS until somebody opened it for
                    writing */
    SITE_WRITE,  /* must exist; an older version is migrated, a copy site.db.bak-vN of it kept */
    SITE_CREATE, /* as SITE_WRITE, and created if absent, readable by owner and group (0660) */
};

/*
 * Opens it. The folder must exist (-ENOENT). The clock stamps what is written; it is copied.
 * A kiosk that gets -EROFS, -EACCES or -ENOSPC for SITE_WRITE opens it with SITE_READ and shows profile and
 * addenda.
 */
int site_open(struct site **out, const char *path, enum site_mode mode, struct clock clock);

/* NULL is fine. What is not committed is undone. */
void site_close(struct site *site);

/* How long to wait for other processes, in milliseconds; 0: not at all, -EBUSY at once. */
void site_set_busy(struct site *site, int milliseconds);

bool site_is_writable(const struct site *site);

/*
 * A number that is another one after any change of profile or addenda, by whatever process: the kiosk reads
 * them anew when it differs from the last. One short read.
 */
int site_revision(int64_t *out, struct site *site);

/*
 * Several changes as one: between site_begin and site_end the functions of db/site/ join the transaction that
 * is open. They nest; the outermost site_end commits. site_end is always called after a site_begin that
 * returned 0, with the result so far: a negative one undoes everything since the outermost begin and is
 * returned; otherwise the result is returned, or the error of committing. After a negative result inside, the
 * outer site_end returns that first error, whatever it is told. Holds back other writers: no waiting for
 * people in between.
 */
int site_begin(struct site *site);
int site_end(struct site *site, int result);

/*
 * Reads everything as its users would and lets SQLite look for damage (PRAGMA quick_check). 0, or the first
 * error. The audit log's chain is a matter of its own: site_audit_verify.
 */
int site_check(struct site *site);

#endif
