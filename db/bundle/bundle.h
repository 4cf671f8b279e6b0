/* SPDX-License-Identifier: MIT */
/*
 * A bundle (.ybt): signed content in one file that fits on a USB stick. docs/yibentong-content.5 is the
 * format: four lines of a minisign signature; then what is signed: a header of lines in a fixed order, an
 * empty line, the payload.
 *
 * A bundle is read once into memory and only that copy is looked at. Nothing but the four lines is parsed
 * before the signature over all the rest has been verified with a pinned key.
 */
#ifndef DB_BUNDLE_BUNDLE_H
#define DB_BUNDLE_BUNDLE_H

#include "base/clock.h"
#include "db/bundle/keyring.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BUNDLE_FORMAT 1
#define BUNDLE_SEQUENCE_MAX 999999
#define BUNDLE_EDITION_MAX 121                /* bytes with the NUL */
#define BUNDLE_HEADER_MAX 1024                /* bytes */
#define BUNDLE_CONTENT_MAX (16 * 1024 * 1024) /* bytes of a payload */
#define BUNDLE_SITE_MAX (1024 * 1024)
#define BUNDLE_FILE_MAX (MINISIGN_HEAD_MAX + BUNDLE_HEADER_MAX + BUNDLE_CONTENT_MAX)
#define BUNDLE_READ_MS 20000 /* a stick that has not given the file by then is given up: -ETIMEDOUT */

enum bundle_kind {
    BUNDLE_CONTENT = 1, /* a handbook.db */
    BUNDLE_SITE = 2,    /* a school's profile and 本校补充 */
};

/* Why a bundle is not taken. Positive results of the functions of db/bundle/ and db/update.h;
 * never renumber. */
enum bundle_refusal {
    /* Nothing in it may be believed: */
    BUNDLE_UNSIGNED = 1, /* it does not begin with a signature */
    BUNDLE_NO_KEY,       /* this machine has no pinned key */
    BUNDLE_WRONG_KEY,    /* signed with a key that is not pinned */
    BUNDLE_TAMPERED,     /* the bytes are not those that were signed: changed, cut off, added to */
    BUNDLE_TOO_LARGE,    /* larger than any bundle may be */
    /* Signed, but made wrong: */
    BUNDLE_NOT_OURS,     /* no header of a bundle of this program */
    BUNDLE_NEW_FORMAT,   /* a later version of the format */
    BUNDLE_WRONG_LENGTH, /* the payload is shorter or longer than the header says */
    BUNDLE_WRONG_DIGEST, /* the payload's SHA-512 is another */
    /* Sound, but not for here and now: */
    BUNDLE_WRONG_KIND,   /* content where a school's data is asked for, or the reverse */
    BUNDLE_WRONG_SCHOOL, /* made for another school */
    BUNDLE_NEW_PROGRAM,  /* needs a later version of the program */
    BUNDLE_EARLY,        /* its valid-from is still to come */
    BUNDLE_EXPIRED,      /* its valid-until is over */
    BUNDLE_OLD,          /* its sequence number is not above all that were installed before */
    /* Its payload is not what a kiosk may show: */
    BUNDLE_BAD_SCHEMA,  /* no handbook.db, or one with other tables, views or triggers than ours */
    BUNDLE_BAD_LINK,    /* an address off the list of hosts (db/content.h), or a link otherwise wrong */
    BUNDLE_BAD_GUIDE,   /* a guide that does not hold together */
    BUNDLE_BAD_QUOTE,   /* an outcome quotes what its question does not say */
    BUNDLE_BAD_CONTENT, /* anything else that the handbook's reader refuses */
    BUNDLE_BAD_SITE,    /* a school's data that is not as docs/yibentong-content.5 says */
    /* Of installing: */
    BUNDLE_BUSY,           /* somebody else is installing at this moment */
    BUNDLE_NOTHING_BEFORE, /* rollback: the program's own content is in use already */
    BUNDLE_STALE,          /* the program's own content is newer (edition's date) */
    BUNDLE_REFUSALS        /* one more than the last */
};

struct bundle_header {
    enum bundle_kind kind;
    char school[11];                  /* 学校标识码, or "*": every school */
    char edition[BUNDLE_EDITION_MAX]; /* as shown, clean text: "2025 版 第 2 号" */
    uint32_t sequence;                /* 1 to BUNDLE_SEQUENCE_MAX; goes only up */
    char program[24];                 /* the oldest program that may read it, "0.1.0" */
    struct date from;                 /* not to be installed before this day … */
    struct date until;                /* … nor after this one; year 0: no end */
    size_t length;                    /* of the payload */
    unsigned char digest[64];         /* its SHA-512 */
};

struct bundle {  /* free with bundle_free */
    char *bytes; /* the whole file */
    size_t n;
    struct bundle_header header;
    const unsigned char *payload; /* within bytes, header.length of it */
    unsigned char signer[MINISIGN_ID_BYTES];
    const char *slot; /* "current" or "next" */
};

/*
 * Reads a regular file and verifies it: 0 with *out, which the caller frees; an enum bundle_refusal; -errno
 * of opening and reading (a symbolic link -ELOOP, a folder or a device -EINVAL), -ETIMEDOUT by the clock,
 * -ENOMEM. at: a folder's descriptor or AT_FDCWD.
 */
int bundle_read(struct bundle **out, int at, const char *path, const struct keyring *keyring,
                const struct clock *clock);

/* The same for bytes in memory, malloc'ed, which are taken over on success. */
int bundle_verify(struct bundle **out, char *bytes, size_t n, const struct keyring *keyring);
void bundle_free(struct bundle *bundle);

/* Whether it is for this machine: of the kind, the school (NULL: none is set), the program's version, today.
 * 0 or why not. */
int bundle_applies(const struct bundle_header *header, enum bundle_kind kind, const char *school,
                   const char *version, struct date today);

/*
 * Makes a bundle; length and digest are filled in here. The caller frees *out. -EINVAL: the header would not
 * be read back; -EFBIG, -ENOMEM.
 */
int bundle_make(char **out, size_t *n, const struct bundle_header *header, const void *payload, size_t length,
                const struct minisign_secret *secret);

/* The header's lines with the empty line behind them, and back. 0; -EINVAL / BUNDLE_NOT_OURS,
 * BUNDLE_NEW_FORMAT. */
int bundle_header_write(char out[BUNDLE_HEADER_MAX], const struct bundle_header *header);
int bundle_header_read(struct bundle_header *out, size_t *used, const char *bytes, size_t n);

/* "0.1.0" as a number that can be compared. -EINVAL. */
int bundle_version(uint64_t *out, const char *text);

#endif
