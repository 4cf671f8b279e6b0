/* SPDX-License-Identifier: MIT */
/*
<<<<<<< HEAD
 * Any text on paper: UTF-8 through the sink to GB18030, GBK or GB2312 to ESC/POS. Among the bytes are
 * commands of our own in full, line feeds, and whole characters of the charset, nothing else: no text writes
 * a command, no cut lead byte swallows one, no line is wider than the roll.
 *
 * The first byte chooses paper and charset; each line of the rest is a piece, its first byte says of which
 * kind.
=======
 * Any bytes as the pieces of a document, set for a receipt printer: whatever the text, only our own commands
 * are among the bytes, no text runs over the edge, and no character is cut.
>>>>>>> 9d6e6c1dcdf248a3686f4e0d5b5a7640a5dc6a45
 */
#include "base/error.h"
#include "ui/paper/escpos.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

<<<<<<< HEAD
#define LABEL_MAX 12

enum { LINE_FEED = 0x0A, ESC = 0x1B, FS = 0x1C, GS = 0x1D };

struct stream {
    const unsigned char *bytes;
    size_t n, at;
    int columns; /* of the line so far */
    int scale;   /* of a character's width */
    int width;
    bool chinese;
};

=======
>>>>>>> 9d6e6c1dcdf248a3686f4e0d5b5a7640a5dc6a45
static void check(bool promise)
{
    if (!promise)
        abort();
}

<<<<<<< HEAD
/* The bytes of the command at the stream's place; each that a slip may hold. */
static size_t command_length(const struct stream *stream)
{
    static const struct {
        unsigned char lead, letter, length;
    } fixed[] = {{ESC, '@', 2}, {ESC, 'a', 3}, {ESC, 'd', 3}, {ESC, 'E', 3}, {ESC, '2', 2},
                 {ESC, '3', 3}, {ESC, 'J', 3}, {FS, '&', 2},  {FS, '.', 2},  {FS, '!', 3},
                 {GS, '!', 3},  {GS, 'V', 4},  {GS, 'v', 8},  {GS, '(', 5}};
    const unsigned char *at = stream->bytes + stream->at;

    check(stream->n - stream->at >= 2);
    for (size_t i = 0; i < ARRAY_SIZE(fixed); i++)
        if (fixed[i].lead == at[0] && fixed[i].letter == at[1]) {
            check(stream->n - stream->at >= fixed[i].length);
            return fixed[i].length;
        }
    abort();
}

static size_t data_length(const unsigned char *at)
{
    if (at[0] == GS && at[1] == 'v')
        return (size_t)(at[4] | at[5] << 8) * (size_t)(at[6] | at[7] << 8);
    return at[0] == GS && at[1] == '(' ? (size_t)(at[3] | at[4] << 8) : 0;
}

static void take_command(struct stream *stream)
{
    const unsigned char *at = stream->bytes + stream->at;
    size_t n = command_length(stream) + data_length(at);

    check(n <= stream->n - stream->at);
    if (at[0] == GS && at[1] == '!')
        stream->scale = 1 + (at[2] >> 4);
    if (at[0] == FS && (at[1] == '&' || at[1] == '.'))
        stream->chinese = at[1] == '&';
    stream->at += n;
}

static bool is_digit(unsigned char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_lead(unsigned char byte)
{
    return byte >= 0x81 && byte <= 0xFE;
}

static void take_character(struct stream *stream)
{
    const unsigned char *at = stream->bytes + stream->at;
    size_t left = stream->n - stream->at, n = 1;

    if (at[0] > 0x7E) {
        check(stream->chinese && is_lead(at[0]) && left >= 2);
        n = is_digit(at[1]) ? 4 : 2;
        check(n <= left);
        if (n == 4)
            check(is_lead(at[2]) && is_digit(at[3]));
        else
            check(at[1] >= 0x40 && at[1] <= 0xFE && at[1] != 0x7F);
    } else {
        check(at[0] >= ' ');
    }
    stream->columns += (n > 1 ? 2 : 1) * stream->scale;
    check(stream->columns <= stream->width);
    stream->at += n;
}

static void check_stream(const char *bytes, size_t n, int width)
{
    struct stream stream = {.bytes = (const unsigned char *)bytes, .n = n, .scale = 1, .width = width};

    while (stream.at < n) {
        unsigned char byte = stream.bytes[stream.at];
        if (byte == LINE_FEED) {
            stream.columns = 0;
            stream.at++;
        } else if (byte == ESC || byte == FS || byte == GS) {
            take_command(&stream);
        } else {
            take_character(&stream);
=======
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
>>>>>>> 9d6e6c1dcdf248a3686f4e0d5b5a7640a5dc6a45
        }
    }
}

<<<<<<< HEAD
static void add_code(struct document *document, const char *path)
{
    char url[200];
    struct link link = {.id = (char *)"fuzz",
                        .purpose = (char *)path,
                        .url = url,
                        .host = (char *)"www.chsi.com.cn",
                        .grade = (char *)"A",
                        .checked = (char *)"2026-11-23"};

    snprintf(url, sizeof(url), "https://www.chsi.com.cn/%zu", strlen(path));
    document_add_code(document, &link);
}

static void add_piece(struct document *document, char *line)
{
    enum piece_kind kind = (unsigned char)line[0] % (PIECE_RULE + 1);
    char *label = strchr(line + 1, '|');

    document_set_depth(document, (unsigned char)line[0] / 16 % 2);
    if (kind == PIECE_CODE) {
        add_code(document, line + 1);
    } else if (label) {
        if (label - line > LABEL_MAX) /* a step's number, a word: never as wide as the roll */
            line[LABEL_MAX] = '\0';
        *label = '\0';
        document_add_labelled(document, kind, line + 1, label + 1);
    } else {
        document_add(document, kind, line + 1);
    }
}

static struct document *read_document(const uint8_t *data, size_t size)
{
    _cleanup_free_ char *text = strndup((const char *)data, size);
    struct document *document;

    check(text && document_new(&document, text) == 0);
    char *rest = text;
    for (char *line; (line = strsep(&rest, "\n"));)
        if (line[0])
            add_piece(document, line);
    check(document_error(document) == 0);
=======
/* Pieces are divided by zero bytes; the first byte of each says what it is, and how much of it is its label.
 */
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
>>>>>>> 9d6e6c1dcdf248a3686f4e0d5b5a7640a5dc6a45
    return document;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const charsets[] = {"GB18030", "GBK", "GB2312"};
<<<<<<< HEAD
    char *bytes = NULL;
    size_t n = 0;

    if (size < 2 || size > 2048)
        return 0;
    struct escpos_options options = {.paper = data[0] & 1 ? PAPER_80 : PAPER_58,
                                     .charset = charsets[(data[0] >> 3) % ARRAY_SIZE(charsets)],
                                     .native_code = data[0] & 2,
                                     .cut = data[0] & 4};
    struct document *document = read_document(data + 1, size - 1);
    check(escpos_render(&bytes, &n, document, &options) == 0);
    check_stream(bytes, n, options.paper == PAPER_80 ? 48 : 32);
=======
    char *bytes;
    size_t n;
    if (size < 2 || size > 4096)
        return 0;
    struct escpos_options options = {.paper = data[0] & 1 ? PAPER_58 : PAPER_80,
                                     .charset = charsets[data[0] / 2 % ARRAY_SIZE(charsets)],
                                     .cut = data[0] & 0x80};
    struct document *document = document_from(data + 1, size - 1);
    check(document_error(document) == 0);
    check(escpos_render(&bytes, &n, document, &options) == 0);
    check_bytes(bytes, n, options.paper == PAPER_58 ? 32 : 48);
>>>>>>> 9d6e6c1dcdf248a3686f4e0d5b5a7640a5dc6a45
    free(bytes);
    document_free(document);
    return 0;
}
