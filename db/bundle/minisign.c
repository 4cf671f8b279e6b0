/* SPDX-License-Identifier: MIT */
#include "db/bundle/minisign.h"

#include "base/error.h"
#include "base/sanitize.h"

#include <sodium.h>
#include <string.h>

#define UNTRUSTED "untrusted comment: "
#define TRUSTED "trusted comment: "
#define SIGNATURE_COMMENT UNTRUSTED "signature of a yibentong bundle\n"

/* What a signature's second line holds, and a public key's. */
struct signature_line {
    unsigned char algorithm[2], id[MINISIGN_ID_BYTES], signature[64];
};
struct public_line {
    unsigned char algorithm[2], id[MINISIGN_ID_BYTES], key[32];
};
/* The part of a secret key that a password hides. */
struct hidden {
    unsigned char id[MINISIGN_ID_BYTES], key[64], check[32];
};
struct secret_line {
    unsigned char algorithm[2], kdf[2], check_algorithm[2], salt[32], ops[8], memory[8];
    struct hidden hidden;
};

_Static_assert(sizeof(struct signature_line) == 74 && sizeof(struct public_line) == 42 &&
                   sizeof(struct secret_line) == 158,
               "bytes of a file, without gaps");

/* scrypt, as minisign has it, and no dearer: a key's file must not hold a machine up for hours. */
#define OPS_MAX (2 * (uint64_t)crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE)
#define MEMORY_MAX (uint64_t) crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE

static const unsigned char without_password[2];

int minisign_init(void)
{
    return sodium_init() < 0 ? -EIO : 0;
}

void minisign_wipe(struct minisign_secret *secret)
{
    sodium_memzero(secret, sizeof(*secret));
}

void minisign_generate(struct minisign_public *public, struct minisign_secret *secret)
{
    crypto_sign_keypair(public->key, secret->key);
    randombytes_buf(public->id, sizeof(public->id));
    memcpy(secret->id, public->id, sizeof(secret->id));
}

void minisign_public_of(struct minisign_public *out, const struct minisign_secret *secret)
{
    memcpy(out->id, secret->id, sizeof(out->id));
    crypto_sign_ed25519_sk_to_pk(out->key, secret->key);
}

void minisign_id_text(char out[MINISIGN_ID_HEX], const unsigned char id[MINISIGN_ID_BYTES])
{
    for (size_t i = 0; i < MINISIGN_ID_BYTES; i++)
        snprintf(out + 2 * i, 3, "%02X", id[MINISIGN_ID_BYTES - 1 - i]); /* a little-endian number */
}

/* ---- lines ---- */

/* The bytes up to a line end; *at moves behind it. NULL: there is none, or it is longer than max. */
static const char *take_line(size_t *length, const char *bytes, size_t n, size_t *at, size_t max)
{
    const char *start = bytes + *at;
    size_t room = n - *at < max + 1 ? n - *at : max + 1;
    const char *end = memchr(start, '\n', room);

    if (!end)
        return NULL;
    *length = (size_t)(end - start);
    *at += *length + 1;
    return start;
}

static bool starts_with(const char *text, size_t n, const char *prefix)
{
    return n >= strlen(prefix) && memcmp(text, prefix, strlen(prefix)) == 0;
}

/*
 * Exactly `size` bytes in base64, in the one way in which they are written: libsodium takes some bytes above
 * 127 for letters, so what was read is written again and compared.
 */
static bool decode(void *out, size_t size, const char *text, size_t n)
{
    char again[sodium_base64_ENCODED_LEN(sizeof(struct secret_line), sodium_base64_VARIANT_ORIGINAL)];
    size_t length = 0;
    bool same;

    if (n != sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_ORIGINAL) - 1 ||
        sodium_base642bin(out, size, text, n, NULL, &length, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        length != size)
        return false;
    sodium_bin2base64(again, sizeof(again), out, size, sodium_base64_VARIANT_ORIGINAL);
    same = memcmp(again, text, n) == 0;
    sodium_memzero(again, sizeof(again)); /* it may be a secret key */
    return same;
}

/* A key's file: edited by people, so that the line ends and blanks behind the key do not matter. */
static int decode_key(void *out, size_t size, const char *text, size_t n)
{
    const char *line;
    size_t at = 0, length;

    line = take_line(&length, text, n < MINISIGN_KEY_MAX ? n : MINISIGN_KEY_MAX, &at, MINISIGN_KEY_MAX);
    if (!line || !starts_with(line, length, UNTRUSTED))
        return -EBADMSG;
    while (n > at && strchr(" \t\r\n", text[n - 1]) && text[n - 1])
        n--;
    return decode(out, size, text + at, n - at) ? 0 : -EBADMSG;
}

/* "prefix" and base64 of the bytes, a line each. */
static int encode_key(char **out, const char *comment, const void *bytes, size_t size)
{
    char text[sodium_base64_ENCODED_LEN(sizeof(struct secret_line), sodium_base64_VARIANT_ORIGINAL)];
    int written;

    sodium_bin2base64(text, sizeof(text), bytes, size, sodium_base64_VARIANT_ORIGINAL);
    written = asprintf(out, UNTRUSTED "%s\n%s\n", comment, text);
    sodium_memzero(text, sizeof(text));
    return written < 0 ? -ENOMEM : 0;
}

/* ---- keys ---- */

int minisign_read_public(struct minisign_public *out, const char *text, size_t n)
{
    struct public_line line;
    int r = decode_key(&line, sizeof(line), text, n);

    if (r < 0 || memcmp(line.algorithm, "Ed", 2) != 0)
        return -EBADMSG;
    memcpy(out->id, line.id, sizeof(out->id));
    memcpy(out->key, line.key, sizeof(out->key));
    return 0;
}

int minisign_write_public(char **out, const struct minisign_public *public)
{
    struct public_line line = {.algorithm = "Ed"};
    char id[MINISIGN_ID_HEX], comment[64];

    memcpy(line.id, public->id, sizeof(line.id));
    memcpy(line.key, public->key, sizeof(line.key));
    minisign_id_text(id, public->id);
    snprintf(comment, sizeof(comment), "minisign public key %s", id);
    return encode_key(out, comment, &line, sizeof(line));
}

static uint64_t read_little(const unsigned char bytes[8])
{
    uint64_t value = 0;

    for (int i = 7; i >= 0; i--)
        value = value << 8 | bytes[i];
    return value;
}

static void write_little(unsigned char bytes[8], uint64_t value)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(value >> 8 * i);
}

/* BLAKE2b-256 of the key, so that a wrong password shows. */
static void checksum(unsigned char out[32], const struct hidden *hidden)
{
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, 32);
    crypto_generichash_update(&state, (const unsigned char *)"Ed", 2);
    crypto_generichash_update(&state, hidden->id, sizeof(hidden->id));
    crypto_generichash_update(&state, hidden->key, sizeof(hidden->key));
    crypto_generichash_final(&state, out, 32);
}

/* Hides what is plain and shows what is hidden. */
static int apply_password(struct secret_line *line, const char *password)
{
    unsigned char stream[sizeof(line->hidden)], *bytes = (unsigned char *)&line->hidden;
    uint64_t ops = read_little(line->ops), memory = read_little(line->memory);

    if (ops > OPS_MAX || memory > MEMORY_MAX)
        return -EBADMSG;
    if (crypto_pwhash_scryptsalsa208sha256(stream, sizeof(stream), password, strlen(password), line->salt,
                                           ops, (size_t)memory) != 0)
        return -ENOMEM;
    for (size_t i = 0; i < sizeof(stream); i++)
        bytes[i] ^= stream[i];
    sodium_memzero(stream, sizeof(stream));
    return 0;
}

static int decode_secret(struct secret_line *line, const char *text, size_t n)
{
    if (decode_key(line, sizeof(*line), text, n) < 0 || memcmp(line->algorithm, "Ed", 2) != 0 ||
        memcmp(line->check_algorithm, "B2", 2) != 0)
        return -EBADMSG;
    return memcmp(line->kdf, "Sc", 2) == 0 || memcmp(line->kdf, without_password, 2) == 0 ? 0 : -EBADMSG;
}

int minisign_has_password(bool *out, const char *text, size_t n)
{
    struct secret_line line;
    int r = decode_secret(&line, text, n);

    if (r == 0)
        *out = memcmp(line.kdf, "Sc", 2) == 0;
    sodium_memzero(&line, sizeof(line));
    return r;
}

/* The second half of a secret key is the public one, which follows from the first. */
static bool is_consistent(const struct hidden *hidden)
{
    unsigned char seed[32], key[64], public[32];
    bool same;

    crypto_sign_ed25519_sk_to_seed(seed, hidden->key);
    crypto_sign_seed_keypair(public, key, seed);
    same = sodium_memcmp(key, hidden->key, sizeof(key)) == 0;
    sodium_memzero(seed, sizeof(seed));
    sodium_memzero(key, sizeof(key));
    return same;
}

/* minisign writes no checksum where there is no password. */
static int open_secret(struct secret_line *line, const char *password)
{
    unsigned char expected[32];
    int r;

    if (memcmp(line->kdf, without_password, 2) == 0)
        return is_consistent(&line->hidden) ? 0 : -EBADMSG;
    if (!password || !*password)
        return -EKEYREJECTED;
    r = apply_password(line, password);
    if (r < 0)
        return r;
    checksum(expected, &line->hidden);
    if (sodium_memcmp(expected, line->hidden.check, sizeof(expected)) != 0)
        return -EKEYREJECTED;
    return is_consistent(&line->hidden) ? 0 : -EBADMSG;
}

int minisign_read_secret(struct minisign_secret *out, const char *text, size_t n, const char *password)
{
    struct secret_line line;
    int r = decode_secret(&line, text, n);

    if (r == 0)
        r = open_secret(&line, password);
    if (r == 0) {
        memcpy(out->id, line.hidden.id, sizeof(out->id));
        memcpy(out->key, line.hidden.key, sizeof(out->key));
    }
    sodium_memzero(&line, sizeof(line));
    return r;
}

/* As dear as minisign makes it, or as this machine's memory allows: the file says which. */
static int lock_secret(struct secret_line *line, const char *password)
{
    uint64_t ops = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE, memory = MEMORY_MAX;
    int r;

    memcpy(line->kdf, "Sc", 2);
    checksum(line->hidden.check, &line->hidden);
    randombytes_buf(line->salt, sizeof(line->salt));
    do {
        write_little(line->ops, ops);
        write_little(line->memory, memory);
        r = apply_password(line, password);
        ops /= 2;
        memory /= 2;
    } while (r == -ENOMEM && memory >= crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_INTERACTIVE);
    return r;
}

int minisign_write_secret(char **out, const struct minisign_secret *secret, const char *password)
{
    struct secret_line line = {.algorithm = "Ed", .check_algorithm = "B2"};
    bool locked = password && *password;
    int r = 0;

    memcpy(line.hidden.id, secret->id, sizeof(line.hidden.id));
    memcpy(line.hidden.key, secret->key, sizeof(line.hidden.key));
    if (locked)
        r = lock_secret(&line, password);
    if (r == 0)
        r = encode_key(out, locked ? "minisign encrypted secret key" : "minisign secret key", &line,
                       sizeof(line));
    sodium_memzero(&line, sizeof(line));
    return r;
}

/* ---- signatures ---- */

/* What the second signature is over: the first one and the comment. Returns its bytes. */
static size_t global_message(unsigned char out[64 + MINISIGN_COMMENT_MAX], const unsigned char signature[64],
                             const char *comment)
{
    size_t n = strlen(comment);

    memcpy(out, signature, 64);
    memcpy(out + 64, comment, n);
    return 64 + n;
}

static void hash(unsigned char out[64], const void *bytes, size_t n)
{
    crypto_generichash(out, 64, bytes, n, NULL, 0);
}

int minisign_sign(char **out, const struct minisign_secret *secret, const char *comment, const void *bytes,
                  size_t n)
{
    struct signature_line line = {.algorithm = "ED"};
    unsigned char digest[64], message[64 + MINISIGN_COMMENT_MAX], global[64];
    char first[sodium_base64_ENCODED_LEN(sizeof(line), sodium_base64_VARIANT_ORIGINAL)];
    char second[sodium_base64_ENCODED_LEN(sizeof(global), sodium_base64_VARIANT_ORIGINAL)];
    size_t length = strlen(comment);

    if (length == 0 || length >= MINISIGN_COMMENT_MAX || !sanitize_is_clean(comment, length))
        return -EINVAL;
    memcpy(line.id, secret->id, sizeof(line.id));
    hash(digest, bytes, n);
    crypto_sign_detached(line.signature, NULL, digest, sizeof(digest), secret->key);
    crypto_sign_detached(global, NULL, message, global_message(message, line.signature, comment),
                         secret->key);
    sodium_bin2base64(first, sizeof(first), (unsigned char *)&line, sizeof(line),
                      sodium_base64_VARIANT_ORIGINAL);
    sodium_bin2base64(second, sizeof(second), global, sizeof(global), sodium_base64_VARIANT_ORIGINAL);
    return asprintf(out, SIGNATURE_COMMENT "%s\n" TRUSTED "%s\n%s\n", first, comment, second) < 0 ? -ENOMEM
                                                                                                  : 0;
}

static int take_comment(struct minisign_signature *out, const char *line, size_t n)
{
    size_t prefix = strlen(TRUSTED);

    if (!line || !starts_with(line, n, TRUSTED) || n == prefix || n - prefix >= sizeof(out->comment) ||
        !sanitize_is_clean(line + prefix, n - prefix))
        return -EBADMSG;
    memcpy(out->comment, line + prefix, n - prefix);
    out->comment[n - prefix] = '\0';
    return 0;
}

int minisign_take_apart(struct minisign_signature *out, const char *bytes, size_t n)
{
    struct minisign_signature taken;
    struct signature_line decoded;
    size_t at = strlen(SIGNATURE_COMMENT), length = 0;
    const char *line;

    if (!starts_with(bytes, n, SIGNATURE_COMMENT))
        return -EBADMSG;
    line = take_line(&length, bytes, n, &at, MINISIGN_HEAD_MAX);
    if (!line || !decode(&decoded, sizeof(decoded), line, length) || memcmp(decoded.algorithm, "ED", 2) != 0)
        return -EBADMSG;
    line = take_line(&length, bytes, n, &at, MINISIGN_HEAD_MAX);
    if (take_comment(&taken, line, length) < 0)
        return -EBADMSG;
    line = take_line(&length, bytes, n, &at, MINISIGN_HEAD_MAX);
    if (!line || !decode(taken.global, sizeof(taken.global), line, length))
        return -EBADMSG;
    memcpy(taken.id, decoded.id, sizeof(taken.id));
    memcpy(taken.signature, decoded.signature, sizeof(taken.signature));
    taken.head = at;
    *out = taken;
    return 0;
}

bool minisign_verify(const struct minisign_public *key, const struct minisign_signature *signature,
                     const void *bytes, size_t n)
{
    unsigned char digest[64], message[64 + MINISIGN_COMMENT_MAX];
    size_t length = global_message(message, signature->signature, signature->comment);

    if (memcmp(key->id, signature->id, sizeof(key->id)) != 0 ||
        crypto_sign_verify_detached(signature->global, message, length, key->key) != 0)
        return false;
    hash(digest, bytes, n);
    return crypto_sign_verify_detached(signature->signature, digest, sizeof(digest), key->key) == 0;
}
