/* SPDX-License-Identifier: MIT */
/* Bytes fed to the decoder, and the keys that it makes of them, in words: "up alt-a paste<abc>". */
#ifndef TESTS_UNIT_INPUT_KEYS_H
#define TESTS_UNIT_INPUT_KEYS_H

#include "ui/input.h"

#define KEYS_MAX 32

struct keys {
    size_t n;
    struct key items[KEYS_MAX];
};

/* input_free. */
struct input *input_for(const char *charset_name);

/* Adds every key that there is by then. */
void drain(struct keys *keys, struct input *input, int64_t now_ms);

/* The time goes to each deadline that the decoder names, and no further. */
void wait_out(struct keys *keys, struct input *input);

/* The keys in words. */
void describe(char *out, size_t size, const struct keys *keys);

/* The n bytes make these keys, cut in two anywhere, and byte by byte. */
void assert_keys(const char *charset, const char *bytes, size_t n, const char *expected);

#define ASSERT_KEYS(bytes, expected) assert_keys("UTF-8", bytes, sizeof(bytes) - 1, expected)
#define ASSERT_GB_KEYS(bytes, expected) assert_keys("GB18030", bytes, sizeof(bytes) - 1, expected)

#endif
