/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as what an update is made of. The first byte says as what: 'B' a bundle as it comes from a stick,
 * 'S' what the office has signed (so that the fuzzer gets past the signature), 'P' a public key, 'K' a secret
 * key, 'J' a school's data. What is accepted is written in the one way in which it may be written.
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

/* Always the same office. */
static void make_office(struct minisign_secret *secret, struct keyring *keyring)
{
    static const unsigned char seed[crypto_sign_SEEDBYTES] = "fuzz";
    unsigned char public[32];

    check(minisign_init() == 0);
    memcpy(secret->id, "officeID", sizeof(secret->id));
    crypto_sign_seed_keypair(public, secret->key, seed);
    *keyring = (struct keyring){.slots = {{.name = "current"}, {.name = "next", .error = -ENOENT}}};
    minisign_public_of(&keyring->slots[0].key, secret);
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
    struct minisign_secret secret;
    struct keyring keyring;
    char comment[MINISIGN_COMMENT_MAX], *head = NULL, *whole;
    size_t before;

    make_office(&secret, &keyring);
    write_comment(comment, (const char *)data, n);
    check(minisign_sign(&head, &secret, comment, data, n) == 0);
    before = strlen(head);
    whole = malloc(before + n);
    check(whole != NULL);
    memcpy(whole, head, before);
    memcpy(whole + before, data, n);
    free(head);
    int r = verify(whole, before + n, &keyring);
    check(r >= 0 && r != BUNDLE_TAMPERED && r != BUNDLE_UNSIGNED && r != BUNDLE_WRONG_KEY);
}

/* Nobody but the office makes a bundle, and the fuzzer has not its key. */
static void try_raw(const uint8_t *data, size_t n)
{
    struct minisign_secret secret;
    struct keyring keyring;

    make_office(&secret, &keyring);
    check(verify(copy_of(data, n), n, &keyring) > 0);
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
    switch (data[0]) {
    case 'B':
        try_raw(data + 1, size - 1);
        break;
    case 'S':
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
