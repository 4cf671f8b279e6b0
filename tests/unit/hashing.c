/* SPDX-License-Identifier: MIT */
#include "tests/unit/hashing.h"

#include <stdio.h>
#include <unistd.h>

int __real_crypto_pwhash_str_verify(const char *hash, const char *password, unsigned long long n);
int __wrap_crypto_pwhash_str_verify(const char *hash, const char *password, unsigned long long n);

struct hashing hashing;

int __wrap_crypto_pwhash_str_verify(const char *hash, const char *password, unsigned long long n)
{
    hashing.checks++;
    if (sscanf(hash, "$argon2id$v=19$m=%llu,t=%llu,", &hashing.kibibytes, &hashing.passes) != 2)
        hashing.kibibytes = hashing.passes = 0;
    if (hashing.power_fails)
        _exit(99);
    return __real_crypto_pwhash_str_verify(hash, password, n);
}
