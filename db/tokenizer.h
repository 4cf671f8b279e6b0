/* SPDX-License-Identifier: MIT */
/*
 * FTS5's tokenizer for Chinese. A character is a token, and so is every phrase of two to four, because an
 * index of phrases that were cut beforehand (detail=none) answers in a few microseconds whatever its size;
 * and each of them once more as it is spelt and by its initials, in every reading. A run of Latin letters or
 * digits counts as one character. A phrase ends at a comma or a full stop, not at quotation marks and
 * brackets.
 *
 * The first letter of a token says what it is: h毕业证, pbiyezheng, ibyz; H, P and I in long texts, so that
 * they can be asked for alone. A query is one such token and is not cut.
 */
#ifndef DB_TOKENIZER_H
#define DB_TOKENIZER_H

#include <stdbool.h>
#include <stddef.h>

#define TOKENIZER_NAME "yibentong"
#define TOKENIZER_PHRASE_MAX 4
#define TOKENIZER_TOKEN_MAX 160 /* bytes */

struct pinyin;
struct sqlite3;

/* What holds for the texts that are inserted next; to be changed between two inserts. */
struct tokenizer {
    const struct pinyin *pinyin; /* how they are spelt; NULL: not to be found by their spelling */
    bool is_long;
};

/* Makes it known to a connection. `tokenizer` is borrowed until that is closed; a reader needs none. SQLite's
 * code. */
int tokenizer_register(struct sqlite3 *db, struct tokenizer *tokenizer);

/* Calls `take` for each token of a text; ends early, with what it returned, if that is not 0. */
typedef int tokenizer_take(void *context, const char *token, size_t n);
int tokenizer_cut(const struct tokenizer *tokenizer, const char *text, size_t n, tokenizer_take *take,
                  void *context);

#endif
