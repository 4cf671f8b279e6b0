/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as text: what the sink lets through is clean and stays so, breaks into lines that fit and lose
 * nothing, and goes out in every charset as whole characters without a control byte.
 */
#include "base/charset.h"
#include "base/error.h"
#include "base/linebreak.h"
#include "base/sanitize.h"
#include "base/utf8.h"
#include "base/width.h"

#include <iconv.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

static void check_clean(const char *text)
{
    size_t n = strlen(text);
    int width = 0;

    check(utf8_is_valid(text, n) && sanitize_is_clean(text, n));
    for (size_t i = 0; i < n;) {
        char32_t c;
        i += utf8_decode(&c, text + i, n - i);
        check(c >= 0x20 && !(c >= 0x7F && c < 0xA0));
        check((sanitize_class_of(c) == SANITIZE_BASE) == (width_of(c) > 0));
        width += width_of(c);
    }
    check(width_of_text(text) == width);
}

static bool is_white(char32_t c)
{
    return c == U' ' || c == 0x3000 || (c >= 0x2000 && c <= 0x200A);
}

static void check_line(const char32_t *text, size_t start, size_t end, size_t next, int columns)
{
    int width = 0;

    check(start <= end && end <= next);
    for (size_t i = start; i < end; i++)
        width += width_of(text[i]);
    check(width <= columns);
    for (size_t i = end; i < next; i++)
        check(is_white(text[i]));
    check(start == 0 || width_of(text[start]) > 0);
}

static void check_lines(const char *utf8, int columns)
{
    _cleanup_free_ char32_t *text = NULL;
    size_t n;

    check(utf8_to_utf32(&text, &n, utf8) == 0);
    _cleanup_free_ char *breaks = malloc(n + 1);
    check(breaks && linebreak_find(breaks, text, n) == 0);
    for (size_t start = 0, next; start < n; start = next) {
        size_t end = linebreak_line(&next, text, breaks, n, start, columns);
        check(next > start && next <= n);
        check_line(text, start, end, next, columns);
    }
}

/* A charset, opened once for all runs: a text out and back. */
struct way {
    const char *name;
    struct charset_writer *writer;
    iconv_t back;
};

static const struct way *open_way(unsigned choice)
{
    static struct way ways[] = {{.name = "UTF-8"},  {.name = "GB18030"}, {.name = "GBK"},
                                {.name = "GB2312"}, {.name = "BIG5"},    {.name = "ISO-8859-1"}};
    struct way *way = &ways[choice % ARRAY_SIZE(ways)];
    struct charset charset = {.is_utf8 = strcmp(way->name, "UTF-8") == 0};

    if (way->writer)
        return way;
    memcpy(charset.name, way->name, strlen(way->name) + 1);
    check(charset_writer_new(&way->writer, &charset) == 0);
    way->back = iconv_open("UTF-8", way->name);
    check(way->back != (iconv_t)-1);
    return way;
}

static void check_converted(const struct way *way, const char *utf8, size_t n, bool clean)
{
    char *bytes, *in, *out;
    size_t left, room;

    check(charset_convert(way->writer, &bytes, &left, utf8, n) == 0);
    for (size_t i = 0; clean && i < left; i++)
        check((unsigned char)bytes[i] >= 0x20 && bytes[i] != 0x7F);

    /* Reads back: whole characters only. */
    char *text = malloc(room = 3 * left + 8);
    check(text != NULL);
    in = bytes;
    out = text;
    check(iconv(way->back, &in, &left, &out, &room) != (size_t)-1 && left == 0);
    free(text);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    _cleanup_free_ char *clean = NULL;

    if (size < 2 || size > 4096)
        return 0;
    const char *bytes = (const char *)data + 2;
    const struct way *way = open_way(data[0]);
    int columns = 2 + data[1] % 120;

    check(sanitize_text(&clean, bytes, size - 2) == 0);
    check_clean(clean);
    check_lines(clean, columns);
    check_converted(way, clean, strlen(clean), true);
    check_converted(way, bytes, size - 2, false);
    return 0;
}
