/* SPDX-License-Identifier: MIT */
/*
 * Keys and signatures in the files of minisign (jedisct1.github.io/minisign, section "Signature format"):
 * Ed25519 over the BLAKE2b-512 of what is signed ("ED"), and over that signature with a trusted comment. What
 * is written here, minisign verifies; keys that `minisign -G` makes are read, with and without password
 * (scrypt, by libsodium).
 *
 * Legacy signatures ("Ed", without BLAKE2b) are not accepted: they would need the whole file twice.
 */
#ifndef DB_BUNDLE_MINISIGN_H
#define DB_BUNDLE_MINISIGN_H

#include <stdbool.h>
#include <stddef.h>

#define MINISIGN_ID_BYTES 8
#define MINISIGN_ID_HEX 17        /* of an id as minisign prints it, with its NUL */
#define MINISIGN_KEY_MAX 1024     /* bytes of a key's file */
#define MINISIGN_COMMENT_MAX 256  /* bytes of a trusted comment with its NUL */
#define MINISIGN_HEAD_MAX 1024    /* bytes of a signature's four lines */
#define MINISIGN_PASSWORD_MAX 256 /* bytes with the NUL */

struct minisign_public {
    unsigned char id[MINISIGN_ID_BYTES];
    unsigned char key[32];
};

struct minisign_secret { /* wipe with minisign_wipe when done */
    unsigned char id[MINISIGN_ID_BYTES];
    unsigned char key[64];
};

/* To be called before any other function here; again does no harm. 0, or -EIO (no source of randomness). */
int minisign_init(void);

/* A new pair. */
void minisign_generate(struct minisign_public *public, struct minisign_secret *secret);
void minisign_public_of(struct minisign_public *out, const struct minisign_secret *secret);
void minisign_wipe(struct minisign_secret *secret);

/* The text of a key's file to the key: a comment line and a line of base64. -EBADMSG. */
int minisign_read_public(struct minisign_public *out, const char *text, size_t n);

/*
 * The secret key in the text of its file; the password is not looked at if it has none, and may be NULL then.
 * -EBADMSG damaged or no such key, -EKEYREJECTED wrong password (or none given), -ENOMEM (scrypt needs up to
 * 1 GiB).
 */
int minisign_read_secret(struct minisign_secret *out, const char *text, size_t n, const char *password);

/* Whether the file asks for a password. -EBADMSG. */
int minisign_has_password(bool *out, const char *text, size_t n);

/* The texts of the two files; the caller frees. password NULL or "": not encrypted. -ENOMEM. */
int minisign_write_public(char **out, const struct minisign_public *public);
int minisign_write_secret(char **out, const struct minisign_secret *secret, const char *password);

/* As minisign prints it: sixteen digits, upper case. */
void minisign_id_text(char out[MINISIGN_ID_HEX], const unsigned char id[MINISIGN_ID_BYTES]);

/* The four lines of a signature of n bytes. The comment is clean text of one line. The caller frees. -ENOMEM,
 * -EINVAL. */
int minisign_sign(char **out, const struct minisign_secret *secret, const char *comment, const void *bytes,
                  size_t n);

/* A signature's four lines, taken apart; nothing of it is believed yet. */
struct minisign_signature {
    unsigned char id[MINISIGN_ID_BYTES];
    unsigned char signature[64], global[64];
    char comment[MINISIGN_COMMENT_MAX]; /* the trusted one */
    size_t head;                        /* bytes of the four lines; what is signed begins behind them */
};

/* -EBADMSG: the bytes do not begin with the four lines exactly as minisign_sign writes them. */
int minisign_take_apart(struct minisign_signature *out, const char *bytes, size_t n);

/* Whether the key has signed these n bytes and the comment. */
bool minisign_verify(const struct minisign_public *key, const struct minisign_signature *signature,
                     const void *bytes, size_t n);

#endif
