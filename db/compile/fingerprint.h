/* SPDX-License-Identifier: MIT */
#ifndef DB_COMPILE_FINGERPRINT_H
#define DB_COMPILE_FINGERPRINT_H

#include "db/compile/draft.h"

#define FINGERPRINT_HEX 65 /* 64 digits and a NUL */

/*
 * SHA-256 over name, NUL, length as 8 bytes big-endian and bytes of every source file, in the order of their
 * names. The same files give the same fingerprint, wherever they lie.
 */
void fingerprint_of(char out[FINGERPRINT_HEX], const struct draft_content *content);

#endif
