/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as the pieces of a document, set for a receipt printer: whatever the text, only our own commands
 * are among the bytes, no text runs over the edge, and no character is cut.
 */
#include "base/error.h"
#include "tests/fuzz/charsets.h"
#include "ui/paper/escpos.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

/* How many bytes the command at `at` takes; the names are all that escpos_command.c writes without a code. */
static size_t command_bytes(const char *at, size_t n)
{
    static const struct {
        char name[3];
        size_t bytes;
    } commands[] = {{"\x1b@", 2},
                    {"\x1b"
                     "2",
                     2},
                    {"\x1b"
                     "a",
                     3},
                    {"\x1b"
                     "E",
                     3},
                    {"\x1bJ", 3},
                    {"\x1b"
                     "3",
                     3},
                    {"\x1b"
                     "d",
                     3},
                    {"\x1c&", 2},
                    {"\x1c.", 2},
                    {"\x1c!", 3},
                    {"\x1d!", 3},
                    {"\x1dV", 4}};
    for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
        if (n >= commands[i].bytes && memcmp(at, commands[i].name, 2) == 0)
            return commands[i].bytes;
    abort();
}

static size_t character_bytes(const unsigned char *at, size_t n)
{
    size_t bytes = at[0] < 0x80 ? 1 : n > 1 && at[1] >= '0' && at[1] <= '9' ? 4 : 2;
    check(bytes <= n);
    check(bytes == 1 || (at[0] > 0x80 && at[0] < 0xFF && (bytes == 4 || at[1] >= 0x40)));
    return bytes;
}

static void check_bytes(const char *bytes, size_t n, int columns)
{
    int used = 0, wide = 1;
    for (size_t i = 0; i < n;) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == '\n') {
            used = 0;
            i++;
        } else if (byte >= 0x1B && byte <= 0x1D) {
            if (byte == 0x1D && bytes[i + 1] == '!')
                wide = bytes[i + 2] & 0x10 ? 2 : 1;
            i += command_bytes(bytes + i, n - i);
        } else {
            size_t taken = character_bytes((const unsigned char *)bytes + i, n - i);
            check(byte >= 0x20 && byte != 0x7F);
            used += (taken == 1 ? 1 : 2) * wide;
            check(used <= columns);
            i += taken;
        }
    }
}

/* Pieces are divided by zero bytes; the first byte of each says what it is, and how much of it
 * is its label. */
static struct document *document_from(const uint8_t *data, size_t size)
{
    struct document *document;
    check(document_new(&document, "") == 0);
    for (size_t at = 0; at < size; at++) {
        const uint8_t *end = memchr(data + at, 0, size - at);
        size_t n = (end ? (size_t)(end - data) : size) - at;
        if (n > 1) {
            enum piece_kind kind = data[at] % (PIECE_RULE + 1);
            size_t label = data[at] < 0x80 ? data[at] / 16 : data[at];
            label = label < n ? label : n - 1;
            char *words = strndup((const char *)data + at + 1, n - 1),
                 *name = strndup(words ? words : "", label);
            check(words && name);
            document_set_depth(document, data[at] & 1);
            document_add_labelled(document, kind == PIECE_CODE ? PIECE_SMALL : kind, name, words);
            free(words);
            free(name);
        }
        at += n;
    }
    return document;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const charsets[] = {"GB18030", "GBK", "GB2312"};
    char *bytes;
    size_t n;
    if (size < 2 || size > 4096)
        return 0;
    charsets_keep(charsets, ARRAY_SIZE(charsets));
    struct escpos_options options = {.paper = data[0] & 1 ? PAPER_58 : PAPER_80,
                                     .charset = charsets[data[0] / 2 % ARRAY_SIZE(charsets)],
                                     .cut = data[0] & 0x80};
    struct document *document = document_from(data + 1, size - 1);
    check(document_error(document) == 0);
    check(escpos_render(&bytes, &n, document, &options) == 0);
    check_bytes(bytes, n, options.paper == PAPER_58 ? 32 : 48);
    free(bytes);
    document_free(document);
    return 0;
}
