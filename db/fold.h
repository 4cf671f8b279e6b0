/* SPDX-License-Identifier: MIT */
/*
 * Characters as they are compared: NFKC (full-width, circled and other compatibility forms), lower case,
 * traditional as simplified. Shared by what is searched and what is typed.
 */
#ifndef DB_FOLD_H
#define DB_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <uchar.h>

#define FOLD_MAX 18 /* what one character can become in NFKC */

/* Which simplified character a traditional one stands for. */
struct variants {
    struct variant {
        char32_t traditional, simplified;
    } * items; /* by traditional */
    size_t n;
};

/* In the order of `traditional`. -EBADMSG if it is not, -ENOMEM. */
int variants_add(struct variants *variants, char32_t traditional, char32_t simplified);
void variants_fini(struct variants *variants);

/* What a character is compared as; `variants` may be NULL. Returns how many. */
size_t fold_character(char32_t out[FOLD_MAX], char32_t c, const struct variants *variants);

bool fold_is_han(char32_t c);
bool fold_is_word(char32_t c); /* a letter or a digit that is no Han */

/* Quotation marks, brackets and spaces, over which a phrase goes on: 学历（含证明书）查询. */
bool fold_is_transparent(char32_t c);

#endif
