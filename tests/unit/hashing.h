/* SPDX-License-Identifier: MIT */
/* libsodium's check of a hash, wrapped by the linker: it is counted, and it can be where the power fails. */
#ifndef TESTS_UNIT_HASHING_H
#define TESTS_UNIT_HASHING_H

#include <stdbool.h>

/* --wrap knows no context. */
extern struct hashing {
    int checks;
    unsigned long long passes, kibibytes; /* of the last one */
    bool power_fails; /* the next one is the last act of this process, which exits with 99 */
} hashing;

#endif
