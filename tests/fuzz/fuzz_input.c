/* SPDX-License-Identifier: MIT */
/*
 * Any bytes, in any pieces, at any times: the decoder makes sound keys only, never more than bytes came (and
 * those it still held), and without pauses the pieces make no difference.
 */
#include "base/error.h"
#include "base/sanitize.h"
#include "tests/fuzz/charsets.h"
#include "ui/input.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PIECE_MAX 4096

static void check(bool promise)
{
    if (!promise)
        abort();
}

static struct input *open_input(unsigned choice)
{
    static const struct charset charsets[] = {
        {.name = "UTF-8", .is_utf8 = true},
        {.name = "GB18030"},
        {.name = "GBK"},
        {.name = "BIG5-HKSCS"},
    };
    struct input *input = NULL;

    check(input_new(&input, &charsets[choice % ARRAY_SIZE(charsets)]) == 0);
    return input;
}

static void check_key(const struct key *key)
{
    check(key->type > KEY_NONE && key->type <= KEY_CURSOR_REPORT);
    check(key->row >= 0 && key->row <= 32767 && key->col >= 0 && key->col <= 32767);
    check(key->type != KEY_TEXT || sanitize_class_of(key->ch) == SANITIZE_BASE);
    check(key->type != KEY_FUNCTION || (key->ch >= 1 && key->ch <= 12));
    check(key->type != KEY_CONTROL || (key->ch >= 'A' && key->ch <= 'Z'));
    check(key->text[INPUT_PASTE_MAX] == 0);
    for (size_t i = 0; key->text[i]; i++)
        check(sanitize_class_of(key->text[i]) != SANITIZE_DROP);
}

static size_t drain(struct input *input, int64_t now)
{
    struct key key;
    size_t n = 0;

    while (input_next(&key, input, now) == 1) {
        check_key(&key);
        n++;
    }
    check(input_deadline(input) == -1 || input_deadline(input) > now);
    return n;
}

/* Pieces and pauses as the data say; sometimes the decoder is fed before it was drained. */
static void in_pieces(const uint8_t *data, size_t size, unsigned choice)
{
    struct input *input = open_input(choice);
    int64_t now = 0;
    size_t keys = 0, fed = 0;

    while (size > 1) {
        size_t n = 1 + data[0] % 32;
        now += data[0] / 32 * 20;
        data++;
        size--;
        if (n > size)
            n = size;
        if (n % 5 == 0)
            input_expect_report(input, now + 30);
        input_feed(input, data, n, now);
        fed += n;
        if (n % 7 != 0)
            keys += drain(input, now);
        data += n;
        size -= n;
    }
    for (int64_t deadline; (deadline = input_deadline(input)) >= 0;)
        keys += drain(input, deadline > now ? deadline : now);
    check(keys <= fed);
    input_free(input);
}

static void digest_keys(uint64_t *digest, struct input *input, int64_t now)
{
    struct key key;

    while (input_next(&key, input, now) == 1) {
        uint64_t parts[] = {key.type, key.ch, key.alt, (uint64_t)key.row, (uint64_t)key.col, 0};
        for (size_t i = 0; i < ARRAY_SIZE(key.text) && key.text[i]; i++)
            parts[5] = parts[5] * 31 + key.text[i];
        for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
            *digest = (*digest ^ parts[i]) * 0x100000001B3;
    }
}

static uint64_t digest_of(const uint8_t *data, size_t size, size_t piece, unsigned choice)
{
    struct input *input = open_input(choice);
    uint64_t digest = 0xCBF29CE484222325;

    for (size_t i = 0; i < size; i += piece) {
        input_feed(input, data + i, size - i < piece ? size - i : piece, 0);
        digest_keys(&digest, input, 0);
    }
    for (int64_t deadline; (deadline = input_deadline(input)) >= 0;)
        digest_keys(&digest, input, deadline);
    input_free(input);
    return digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const charsets[] = {"GB18030", "GBK", "BIG5-HKSCS"};

    if (size < 2 || size > PIECE_MAX)
        return 0;
    charsets_keep(charsets, ARRAY_SIZE(charsets));
    in_pieces(data + 1, size - 1, data[0]);
    check(digest_of(data + 1, size - 1, PIECE_MAX, data[0]) == digest_of(data + 1, size - 1, 1, data[0]));
    return 0;
}
