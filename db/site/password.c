/* SPDX-License-Identifier: MIT */
#include "db/site/password.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "db/site/text.h"

#include <sodium.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

_Static_assert(SITE_PASSWORD_HASH_BYTES == crypto_pwhash_STRBYTES, "what libsodium writes");

static bool is_ascii(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

static bool has_controls(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return true;
    return false;
}

static int take(struct password *out, const void *bytes, size_t n)
{
    if (n > SITE_PASSWORD_BYTES)
        return SITE_PASSWORD_LONG;
    memcpy(out->bytes, bytes, n);
    out->bytes[n] = '\0';
    out->n = n;
    return 0;
}

int password_init(struct password *out, const char *typed)
{
    size_t n = strlen(typed), length = 0;

    *out = (struct password){0};
    if (n > SITE_PASSWORD_BYTES)
        return SITE_PASSWORD_LONG;
    if (has_controls(typed, n) || u8_check((const uint8_t *)typed, n))
        return SITE_PASSWORD_TEXT;
    if (is_ascii(typed, n))
        return take(out, typed, n);
    uint8_t *normal = u8_normalize(UNINORM_NFC, (const uint8_t *)typed, n, NULL, &length);
    if (!normal)
        return -ENOMEM;
    int r = take(out, normal, length);
    sodium_memzero(normal, length);
    free(normal);
    return r;
}

void password_fini(struct password *password)
{
    sodium_memzero(password, sizeof(*password));
}

/* Whether they are the same but for case; what could not be compared for want of memory is not. */
static bool is_name(const char *name, const struct password *password)
{
    int difference = 1;

    (void)u8_casecmp((const uint8_t *)name, strlen(name), (const uint8_t *)password->bytes, password->n, NULL,
                     UNINORM_NFC, &difference);
    return difference == 0;
}

int site_password_check(const char *name, const char *password)
{
    _cleanup_password_ struct password normal;
    int r = password_init(&normal, password);

    if (r != 0)
        return r;
    if (text_length(normal.bytes) < SITE_PASSWORD_CHARACTERS)
        return SITE_PASSWORD_SHORT;
    return is_name(name, &normal) ? SITE_PASSWORD_NAME : 0;
}

int site_name_check(const char *name)
{
    _cleanup_free_ uint8_t *normal = NULL;
    size_t n = strlen(name), length = 0;

    if (n == 0 || n >= SITE_NAME_BYTES || !sanitize_is_clean(name, n) ||
        text_length(name) > SITE_NAME_CHARACTERS)
        return -EINVAL;
    normal = u8_normalize(UNINORM_NFC, (const uint8_t *)name, n, NULL, &length);
    if (!normal)
        return -ENOMEM;
    if (length != n || memcmp(normal, name, n) != 0)
        return -EINVAL;
    _cleanup_free_ char *trimmed = NULL;
    int r = text_clean_line(&trimmed, name);
    return r < 0 ? r : strcmp(trimmed, name) == 0 ? 0 : -EINVAL;
}

int password_hash(char out[SITE_PASSWORD_HASH_BYTES], const struct site *site,
                  const struct password *password)
{
    /* Fails only when there is no memory for its cost. */
    return crypto_pwhash_str(out, password->bytes, password->n, site->cost.passes, site->cost.memory) < 0
               ? -ENOMEM
               : 0;
}

int password_make_decoy(char out[SITE_PASSWORD_HASH_BYTES], const struct site *site)
{
    _cleanup_password_ struct password random = {.n = 32};

    randombytes_buf(random.bytes, random.n);
    return password_hash(out, site, &random);
}

int password_verify(const char *hash, const struct password *password)
{
    errno = 0;
    if (crypto_pwhash_str_verify(hash, password->bytes, password->n) == 0)
        return 0;
    return errno == ENOMEM ? -ENOMEM : 1;
}

bool password_is_cheap(const char *hash, const struct site *site)
{
    unsigned long kibibytes = 0;
    unsigned long long passes = 0;

    if (sscanf(hash, "$argon2id$v=19$m=%lu,t=%llu,", &kibibytes, &passes) != 2)
        return true;
    return kibibytes < site->cost.memory / 1024 || passes < site->cost.passes;
}
