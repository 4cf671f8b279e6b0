/* SPDX-License-Identifier: MIT */
/* Passwords as bytes to hash, and Argon2id of them: for db/site/ alone. */
#ifndef DB_SITE_PASSWORD_H
#define DB_SITE_PASSWORD_H

#include "base/error.h"
#include "db/site/handle.h"

/* A password in NFC. Wiped by password_fini. */
struct password {
    char bytes[SITE_PASSWORD_BYTES + 1];
    size_t n;
};

/*
 * 0, or enum site_password_outcome: SITE_PASSWORD_LONG or _TEXT. It is "" then, which is nobody's, so that it
 * can be checked with the same work. -ENOMEM.
 */
int password_init(struct password *out, const char *typed);
void password_fini(struct password *password);

/* Makes the text that is stored, at the handle's cost. -ENOMEM. */
int password_hash(char out[SITE_PASSWORD_HASH_BYTES], const struct site *site,
                  const struct password *password);

/* The hash of something that nobody knows. -ENOMEM. */
int password_make_decoy(char out[SITE_PASSWORD_HASH_BYTES], const struct site *site);

/* 0 it is this one; 1 it is not, or the text is no hash; -ENOMEM. */
int password_verify(const char *hash, const struct password *password);

/* Whether the hash cost less than one made now would. */
bool password_is_cheap(const char *hash, const struct site *site);

#define _cleanup_password_ _cleanup_(password_fini)

#endif
