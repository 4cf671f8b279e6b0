/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as what an update is made of. The first byte says as what: 'B' a bundle as it comes from a stick,
 * 's' what the office has signed (so that the fuzzer gets past the signature), 'S' the same under a keyed
 * digest in the place of Ed25519 (put there by the linker: a hundred times as fast), 'P' a public key, 'K' a
 * secret key, 'J' a school's data. What is accepted is written in the one way in which it may be written.
 */
#include "base/error.h"
#include "db/content_check.h"
#include "db/site_update.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

int __real_crypto_sign_detached(unsigned char *out, unsigned long long *n, const unsigned char *message,
                                unsigned long long size, const unsigned char *secret);
int __real_crypto_sign_verify_detached(const unsigned char *signature, const unsigned char *message,
                                       unsigned long long size, const unsigned char *public);
int __wrap_crypto_sign_detached(unsigned char *out, unsigned long long *n, const unsigned char *message,
                                unsigned long long size, const unsigned char *secret);
int __wrap_crypto_sign_verify_detached(const unsigned char *signature, const unsigned char *message,
                                       unsigned long long size, const unsigned char *public);

static bool digests; /* in the place of signatures */

int __wrap_crypto_sign_detached(unsigned char *out, unsigned long long *n, const unsigned char *message,
                                unsigned long long size, const unsigned char *secret)
{
    if (!digests)
        return __real_crypto_sign_detached(out, n, message, size, secret);
    return crypto_generichash(out, crypto_sign_BYTES, message, size, secret + crypto_sign_SEEDBYTES,
                              crypto_sign_PUBLICKEYBYTES);
}

int __wrap_crypto_sign_verify_detached(const unsigned char *signature, const unsigned char *message,
                                       unsigned long long size, const unsigned char *public)
{
    unsigned char digest[crypto_sign_BYTES];

    if (!digests)
        return __real_crypto_sign_verify_detached(signature, message, size, public);
    crypto_generichash(digest, sizeof(digest), message, size, public, crypto_sign_PUBLICKEYBYTES);
    return memcmp(digest, signature, sizeof(digest)) == 0 ? 0 : -1;
}

struct office {
    bool made;
    struct minisign_secret secret;
    struct keyring keyring;
};

/* Always the same. */
static const struct office *the_office(void)
{
    static const unsigned char seed[crypto_sign_SEEDBYTES] = "fuzz";
    static struct office office;
    unsigned char public[32];

    if (office.made)
        return &office;
    check(minisign_init() == 0);
    memcpy(office.secret.id, "officeID", sizeof(office.secret.id));
    crypto_sign_seed_keypair(public, office.secret.key, seed);
    office.keyring = (struct keyring){.slots = {{.name = "current"}, {.name = "next", .error = -ENOENT}}};
    minisign_public_of(&office.keyring.slots[0].key, &office.secret);
    office.made = true;
    return &office;
}

/* A header that was accepted says the same when it is written again. */
static void check_header(const struct bundle *bundle)
{
    char text[BUNDLE_HEADER_MAX];
    size_t used, head = (size_t)(bundle->payload - (const unsigned char *)bundle->bytes);

    check(bundle_header_write(text, &bundle->header) == 0);
    used = strlen(text);
    check(head > used && memcmp(bundle->payload - used, text, used) == 0);
    check(head + bundle->header.length == bundle->n);
}

/* Takes the bytes over. */
static int verify(char *bytes, size_t n, const struct keyring *keyring)
{
    struct bundle *bundle = NULL;
    struct handbook *handbook = NULL;
    int r = bundle_verify(&bundle, bytes, n, keyring);

    if (r != 0) {
        free(bytes);
        return r;
    }
    check_header(bundle);
    if (content_open_checked(&handbook, bundle->payload, bundle->header.length) == 0)
        handbook_close(handbook);
    bundle_free(bundle);
    return 0;
}

static char *copy_of(const uint8_t *data, size_t n)
{
    char *copy = malloc(n + 1);

    check(copy != NULL);
    memcpy(copy, data, n);
    copy[n] = '\0';
    return copy;
}

/* The comment that the header would have, or another. */
static void write_comment(char out[MINISIGN_COMMENT_MAX], const char *bytes, size_t n)
{
    struct bundle_header header;
    size_t used;

    if (bundle_header_read(&header, &used, bytes, n) != 0)
        strcpy(out, "none");
    else
        snprintf(out, MINISIGN_COMMENT_MAX, "yibentong %s %s %u",
                 header.kind == BUNDLE_SITE ? "site" : "content", header.school, (unsigned)header.sequence);
}

static void try_signed(const uint8_t *data, size_t n)
{
    const struct office *office = the_office();
    char comment[MINISIGN_COMMENT_MAX], *head = NULL, *whole;
    size_t before;

    write_comment(comment, (const char *)data, n);
    check(minisign_sign(&head, &office->secret, comment, data, n) == 0);
    before = strlen(head);
    whole = malloc(before + n);
    check(whole != NULL);
    memcpy(whole, head, before);
    memcpy(whole + before, data, n);
    free(head);
    int r = verify(whole, before + n, &office->keyring);
    check(r >= 0 && r != BUNDLE_TAMPERED && r != BUNDLE_UNSIGNED && r != BUNDLE_WRONG_KEY);
}

/* Nobody but the office makes a bundle, and the fuzzer has not its key. */
static void try_raw(const uint8_t *data, size_t n)
{
    check(verify(copy_of(data, n), n, &the_office()->keyring) > 0);
}

static void try_keys(const uint8_t *data, size_t n, bool secret)
{
    struct minisign_public public;
    struct minisign_secret pair;
    char *text = NULL;
    bool locked;

    if (!secret) {
        if (minisign_read_public(&public, (const char *)data, n) == 0) {
            check(minisign_write_public(&text, &public) == 0);
            free(text);
        }
        return;
    }
    /* scrypt costs what the file says; that is not what is looked for */
    if (minisign_has_password(&locked, (const char *)data, n) == 0 && !locked &&
        minisign_read_secret(&pair, (const char *)data, n, NULL) == 0)
        minisign_public_of(&public, &pair);
}

static void try_school(const uint8_t *data, size_t n)
{
    struct site_payload payload;
    char *text = NULL;
    size_t size = 0;

    if (site_payload_read(&payload, (const char *)data, n) != 0)
        return;
    check(site_payload_write(&text, &size, &payload) == 0);
    check(size == n && memcmp(text, data, n) == 0);
    check(strlen(payload.profile.code) == 10);
    free(text);
    site_payload_fini(&payload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || minisign_init() < 0)
        return 0;
    digests = data[0] == 'S';
    switch (data[0]) {
    case 'B':
        try_raw(data + 1, size - 1);
        break;
    case 'S':
    case 's':
        try_signed(data + 1, size - 1);
        break;
    case 'P':
    case 'K':
        try_keys(data + 1, size - 1, data[0] == 'K');
        break;
    case 'J':
        try_school(data + 1, size - 1);
        break;
    }
    return 0;
}
