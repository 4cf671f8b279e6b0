/* SPDX-License-Identifier: MIT */
/*
 * New content for this machine: found on a stick, looked at, installed, taken back. What commands, the desk
 * and the kiosk share; the format of a bundle is db/bundle/bundle.h, the words for refusals are
 * ui/update_words.h.
 *
 * STATE/content/ holds the bundle in use and the one before (NNNNNN.ybt) and the file `state`, which says
 * which is which and the highest sequence number that each key has signed. Everything is decided by one
 * rename of `state`: whatever moment the power fails at, either the old content is in use or the new. A lost
 * or damaged `state` means the highest bundle that verifies.
 */
#ifndef DB_UPDATE_H
#define DB_UPDATE_H

#include "base/clock.h"
#include "db/bundle/bundle.h"
#include "db/content_changes.h"
#include "db/handbook.h"

#include <stdint.h>
#include <sys/stat.h>

struct site;
struct site_session;

#define UPDATE_STATE "/var/lib/yibentong"
#define UPDATE_FOUND_MAX 16     /* bundles that a search lists */
#define UPDATE_ENTRIES_MAX 2000 /* names that a search looks at */
#define UPDATE_DEPTH 2          /* folders below a root that it enters */

/* Where this machine keeps things and what it is. */
struct update_place {
    const char *state; /* NULL: UPDATE_STATE */
    const char *keys;  /* NULL: KEYRING_FOLDER */
    const char *school; /* its 学校标识码; NULL or "": not set, so that only bundles for every school fit */
    const char *version; /* of this program */
    struct date today;
    struct clock clock;            /* for the time that a stick may take */
    struct site *site;             /* where installations are noted, borrowed; NULL: nowhere */
    const struct site_session *by; /* who installs, borrowed (db/site/accounts.h); NULL: the operator */
};

static inline const char *update_state(const struct update_place *place)
{
    return place->state ? place->state : UPDATE_STATE;
}

/* ---- what is in use ---- */

/* A bundle of the machine that could not be used, and why: an enum bundle_refusal or -errno. */
struct update_fault {
    uint32_t sequence;
    int reason;
};

struct update_in_use {
    struct handbook *handbook; /* NULL: nothing installed can be used, the embedded copy serves */
    struct bundle *bundle;     /* what it is read from; its bytes belong to the handbook */
    bool fell_back;            /* not what was installed last but the one before, or nothing */
    bool expired;              /* its valid-until is over; it stays until there is newer content */
    struct update_fault faults[2];
    size_t n_faults;
};

/*
 * Opens the content that was installed last, or the one before if it fails its self-test (signature, digest,
 * schema, first page of the handbook). Writes nothing. 0 also if there is none; -ENOMEM. Free with
 * update_in_use_fini.
 */
int update_in_use_open(struct update_in_use *out, const struct update_place *place);
void update_in_use_fini(struct update_in_use *in_use);

/* What tells, for the price of one stat, whether something else has been installed since. */
struct update_stamp {
    dev_t device;
    ino_t file;
    struct timespec written;
};
struct update_stamp update_stamp(const struct update_place *place);
bool update_stamp_differs(const struct update_stamp *a, const struct update_stamp *b);

struct update_status {
    uint32_t current, previous; /* sequence numbers; 0: the embedded copy, nothing */
    uint32_t highest;           /* a bundle must be above this */
    bool damaged;               /* `state` could not be read: guessed from the bundles */
};
/* -errno of reading (a missing folder is no error: all 0). */
int update_status(struct update_status *out, const struct update_place *place);

/* ---- a bundle ---- */

/* A bundle that has been verified. */
struct update {
    struct bundle *bundle;
    int refusal;               /* why it may not be installed here and now (enum bundle_refusal), 0: it may */
    uint32_t highest;          /* the number that it had to be above */
    struct handbook *handbook; /* after update_review */
    struct content_changes *changes; /* after update_review */
};

/*
 * Reads and verifies a file. 0: signed by a key of ours and whole, update->refusal says whether it fits; an
 * enum bundle_refusal: nothing in it may be believed or read; -errno of reading.
 */
int update_open(struct update **out, const struct update_place *place, const char *path);
void update_free(struct update *update);

/*
 * The compiler's checks again, in the reader's way (handbook_check, every address, guides, quotes), and what
 * changes against `now`, the handbook in use (NULL: the embedded one). What is wrong goes to update->refusal.
 * 0, -ENOMEM.
 */
int update_review(struct update *update, struct handbook *now);

/* The same against what is in use on this machine. */
int update_review_here(struct update *update, const struct update_place *place);

/*
 * Makes it the content in use: the very bytes that were verified. Reviews it if that was not done. 0; an enum
 * bundle_refusal (also BUNDLE_BUSY; BUNDLE_OLD if another has come between); -errno of writing: then nothing
 * has changed.
 *
 * With place->site: place->by must have SITE_MAY_UPDATE now (-EPERM), and that it begins is on the disk
 * (HISTORY_BEGUN, db/site/history.h) before anything is installed; what cannot be noted is not done, and what
 * db/site says is returned. How it ended is the caller's to note with site_content_conclude.
 */
int update_install(struct update *update, const struct update_place *place);

/*
 * Back to the one before, or to the embedded copy if there is none; what is left is not kept, and its number
 * stays refused. 0 with what is in use now (0: embedded); BUNDLE_BUSY, BUNDLE_NOTHING_BEFORE; -errno. Who may
 * do it and what is noted: as for update_install; what begins names what is taken back.
 */
int update_rollback(uint32_t *now, const struct update_place *place);

/* ---- a stick ---- */

struct update_found {
    char *path;
    int refusal;                 /* as update_open and update->refusal, -errno; 0: it may be installed */
    bool verified;               /* the header may be believed */
    struct bundle_header header; /* if verified */
};

/*
 * The bundles (*.ybt) below the roots (NULL: /media, /run/media, /mnt), newest sequence first, those that may
 * be installed before the others. Follows no symbolic link, leaves out what begins with a dot, is bounded in
 * depth and number. 0 or -ENOMEM; folders that cannot be read are left out. The caller frees with
 * update_found_free.
 */
int update_find(struct update_found **out, size_t *n, const struct update_place *place,
                const char *const *roots);
void update_found_free(struct update_found *found, size_t n);

#endif
