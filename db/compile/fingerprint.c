/* SPDX-License-Identifier: MIT */
#include "db/compile/fingerprint.h"

#include <sodium.h>
#include <string.h>

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct source *)a)->name, ((const struct source *)b)->name);
}

static void add_source(crypto_hash_sha256_state *state, const struct source *source)
{
    unsigned char length[8];

    for (int i = 0; i < 8; i++)
        length[i] = (unsigned char)((unsigned long long)source->n >> (56 - 8 * i));
    crypto_hash_sha256_update(state, (const unsigned char *)source->name, strlen(source->name) + 1);
    crypto_hash_sha256_update(state, length, sizeof(length));
    crypto_hash_sha256_update(state, (const unsigned char *)source->text, source->n);
}

void fingerprint_of(char out[FINGERPRINT_HEX], const struct draft_content *content)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;

    qsort(content->sources, content->n_sources, sizeof(*content->sources), compare_names);
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < content->n_sources; i++)
        add_source(&state, &content->sources[i]);
    crypto_hash_sha256_final(&state, digest);
    sodium_bin2hex(out, FINGERPRINT_HEX, digest, sizeof(digest));
}
