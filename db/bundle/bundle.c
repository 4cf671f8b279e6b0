/* SPDX-License-Identifier: MIT */
#include "db/bundle/bundle.h"

#include "base/error.h"

#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_AT_ONCE 65536 /* the clock is looked at in between */

/* What the signature's comment must say, so that minisign -V shows what is in the file. */
static void write_comment(char out[MINISIGN_COMMENT_MAX], const struct bundle_header *header)
{
    snprintf(out, MINISIGN_COMMENT_MAX, "yibentong %s %s %u",
             header->kind == BUNDLE_SITE ? "site" : "content", header->school, (unsigned)header->sequence);
}

/* ---- verifying ---- */

static int check_payload(struct bundle *bundle, size_t at)
{
    unsigned char digest[64];

    if (bundle->n - at != bundle->header.length)
        return BUNDLE_WRONG_LENGTH;
    bundle->payload = (const unsigned char *)bundle->bytes + at;
    crypto_hash_sha512(digest, bundle->payload, bundle->header.length);
    return memcmp(digest, bundle->header.digest, sizeof(digest)) == 0 ? 0 : BUNDLE_WRONG_DIGEST;
}

/* What stands behind the signature, which is good. */
static int take_signed(struct bundle *bundle, const struct minisign_signature *signature)
{
    char comment[MINISIGN_COMMENT_MAX];
    size_t used = 0;
    int r = bundle_header_read(&bundle->header, &used, bundle->bytes + signature->head,
                               bundle->n - signature->head);

    if (r != 0)
        return r;
    write_comment(comment, &bundle->header);
    if (strcmp(comment, signature->comment) != 0)
        return BUNDLE_NOT_OURS;
    return check_payload(bundle, signature->head + used);
}

static int check_signature(struct bundle *bundle, struct minisign_signature *signature,
                           const struct keyring *keyring)
{
    const struct keyring_slot *slot;

    if (minisign_init() < 0)
        return -EIO;
    if (keyring_count(keyring) == 0)
        return BUNDLE_NO_KEY;
    if (minisign_take_apart(signature, bundle->bytes, bundle->n) < 0)
        return BUNDLE_UNSIGNED;
    slot = keyring_find(keyring, signature->id);
    if (!slot)
        return BUNDLE_WRONG_KEY;
    if (!minisign_verify(&slot->key, signature, bundle->bytes + signature->head, bundle->n - signature->head))
        return BUNDLE_TAMPERED;
    memcpy(bundle->signer, signature->id, sizeof(bundle->signer));
    bundle->slot = slot->name;
    return 0;
}

int bundle_verify(struct bundle **out, char *bytes, size_t n, const struct keyring *keyring)
{
    struct bundle *bundle = calloc(1, sizeof(*bundle));
    struct minisign_signature signature;
    int r;

    if (!bundle)
        return -ENOMEM;
    bundle->bytes = bytes;
    bundle->n = n;
    r = check_signature(bundle, &signature, keyring);
    if (r == 0)
        r = take_signed(bundle, &signature);
    if (r == 0)
        *out = bundle;
    else
        free(bundle);
    return r;
}

void bundle_free(struct bundle *bundle)
{
    if (!bundle)
        return;
    free(bundle->bytes);
    free(bundle);
}

/* ---- reading ---- */

static int64_t now_ms(const struct clock *clock)
{
    return clock ? clock->monotonic_ms(clock->context) : 0;
}

/* Exactly n bytes. A file that grows or shrinks meanwhile does not have the bytes that were signed. */
static int read_all(char *bytes, size_t n, int fd, const struct clock *clock)
{
    int64_t until = now_ms(clock) + BUNDLE_READ_MS;

    for (size_t done = 0; done < n;) {
        size_t most = n - done < READ_AT_ONCE ? n - done : READ_AT_ONCE;
        ssize_t got = read(fd, bytes + done, most);
        if (got < 0 && errno != EINTR)
            return -errno;
        if (got == 0)
            return BUNDLE_TAMPERED;
        done += got > 0 ? (size_t)got : 0;
        if (now_ms(clock) > until)
            return -ETIMEDOUT;
    }
    return 0;
}

static int size_of(size_t *out, int fd)
{
    struct stat status;

    if (fstat(fd, &status) < 0)
        return -errno;
    if (!S_ISREG(status.st_mode))
        return -EINVAL;
    if (status.st_size > BUNDLE_FILE_MAX)
        return BUNDLE_TOO_LARGE;
    *out = (size_t)status.st_size;
    return *out == 0 ? BUNDLE_UNSIGNED : 0;
}

static int read_private(char **out, size_t *n, int fd, const struct clock *clock)
{
    char *bytes;
    int r = size_of(n, fd);

    if (r != 0)
        return r;
    bytes = malloc(*n);
    if (!bytes)
        return -ENOMEM;
    r = read_all(bytes, *n, fd, clock);
    if (r == 0)
        *out = bytes;
    else
        free(bytes);
    return r;
}

int bundle_read(struct bundle **out, int at, const char *path, const struct keyring *keyring,
                const struct clock *clock)
{
    char *bytes = NULL;
    size_t n = 0;
    int r, fd = openat(at, path,
                       O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY); /* no FIFO holds us */

    if (fd < 0)
        return -errno;
    r = read_private(&bytes, &n, fd, clock);
    close(fd);
    if (r == 0)
        r = bundle_verify(out, bytes, n, keyring);
    if (r != 0)
        free(bytes);
    return r;
}

/* ---- for whom ---- */

int bundle_applies(const struct bundle_header *header, enum bundle_kind kind, const char *school,
                   const char *version, struct date today)
{
    uint64_t ours = 0, needed = 0;

    if (header->kind != kind)
        return BUNDLE_WRONG_KIND;
    if (header->school[0] != '*' && strcmp(header->school, school ? school : "") != 0)
        return BUNDLE_WRONG_SCHOOL;
    if (bundle_version(&ours, version) < 0 || bundle_version(&needed, header->program) < 0 || needed > ours)
        return BUNDLE_NEW_PROGRAM;
    if (date_compare(today, header->from) < 0)
        return BUNDLE_EARLY;
    return header->until.year && date_compare(today, header->until) > 0 ? BUNDLE_EXPIRED : 0;
}

/* ---- making ---- */

/* Header and payload, one behind the other. */
static int join(char **out, size_t *n, const struct bundle_header *header, const void *payload, size_t length)
{
    char text[BUNDLE_HEADER_MAX], *bytes;
    size_t head;

    if (bundle_header_write(text, header) < 0)
        return -EINVAL;
    head = strlen(text);
    bytes = malloc(head + length);
    if (!bytes)
        return -ENOMEM;
    memcpy(bytes, text, head);
    memcpy(bytes + head, payload, length);
    *out = bytes;
    *n = head + length;
    return 0;
}

static int sign(char **out, size_t *n, const char *bytes, size_t length, const char *comment,
                const struct minisign_secret *secret)
{
    _cleanup_free_ char *head = NULL;
    char *whole;
    size_t before;
    int r = minisign_sign(&head, secret, comment, bytes, length);

    if (r < 0) {
        head = NULL;
        return r;
    }
    before = strlen(head);
    whole = malloc(before + length);
    if (!whole)
        return -ENOMEM;
    memcpy(whole, head, before);
    memcpy(whole + before, bytes, length);
    *out = whole;
    *n = before + length;
    return 0;
}

int bundle_make(char **out, size_t *n, const struct bundle_header *header, const void *payload, size_t length,
                const struct minisign_secret *secret)
{
    struct bundle_header filled = *header;
    char comment[MINISIGN_COMMENT_MAX];
    _cleanup_free_ char *bytes = NULL;
    size_t size = 0;
    int r;

    if (length > (header->kind == BUNDLE_SITE ? (size_t)BUNDLE_SITE_MAX : (size_t)BUNDLE_CONTENT_MAX))
        return -EFBIG;
    filled.length = length;
    crypto_hash_sha512(filled.digest, payload, length);
    write_comment(comment, &filled);
    r = join(&bytes, &size, &filled, payload, length);
    return r < 0 ? r : sign(out, n, bytes, size, comment, secret);
}
