/* SPDX-License-Identifier: MIT */
#include "db/compile/readings.h"

#include "base/error.h"
#include "base/utf8.h"
#include "db/pinyin.h"

#include <string.h>

/* "长 zhang chang", a line each, by code point. */
extern const char compile_readings[] __attribute__((visibility("hidden")));

#define HAN_LAST 0x3FFFF /* pinyin_is_han */

/* A bit for each code point. */
struct marks {
    unsigned char bits[HAN_LAST / 8 + 1];
};

static bool take_mark(struct marks *marks, char32_t c)
{
    bool marked = c <= HAN_LAST && marks->bits[c / 8] >> c % 8 & 1;

    if (marked)
        marks->bits[c / 8] &= (unsigned char)~(1 << c % 8);
    return marked;
}

static void mark(struct marks *marks, const struct source *source)
{
    char32_t c;

    for (size_t i = 0; i < source->n;) {
        i += utf8_decode(&c, source->text + i, source->n - i);
        if (pinyin_is_han(c))
            marks->bits[c / 8] |= (unsigned char)(1 << c % 8);
    }
}

static int add_reading(struct draft_content *content, const char *character, size_t n, const char *readings,
                       size_t n_readings)
{
    struct draft_reading *reading =
        pool_grow(&content->pool, &content->readings, content->n_readings, sizeof(*reading));

    if (!reading)
        return -ENOMEM;
    reading->character = pool_copy(&content->pool, character, n);
    reading->readings = pool_copy(&content->pool, readings, n_readings);
    content->n_readings++;
    return reading->character && reading->readings ? 0 : -ENOMEM;
}

static int add_known(struct draft_content *content, struct marks *marks)
{
    const char *line = compile_readings;
    char32_t c;
    int r = 0;

    while (r == 0 && *line) {
        size_t n = strcspn(line, "\n"), used = utf8_decode(&c, line, n);
        if (take_mark(marks, c))
            r = add_reading(content, line, used, line + used + 1, n - used - 1);
        line += n + (line[n] == '\n');
    }
    return r;
}

/* What Unihan does not know how to read is found by itself, at least. */
static int add_unknown(struct draft_content *content, struct marks *marks)
{
    char character[4];
    int r = 0;

    for (char32_t c = 0; r == 0 && c <= HAN_LAST; c++)
        if (take_mark(marks, c))
            r = add_reading(content, character, utf8_encode(character, c), "", 0);
    return r;
}

static int add_source(struct draft_content *content)
{
    struct source *source = pool_grow(&content->pool, &content->sources, content->n_sources, sizeof(*source));
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);

    for (size_t i = 0; stream && i < content->n_readings; i++)
        fprintf(stream, "%s %s\n", content->readings[i].character, content->readings[i].readings);
    bool written = stream && fclose(stream) == 0;
    if (!source || !written) {
        free(text);
        return -ENOMEM;
    }
    *source = (struct source){.name = "unihan", .text = pool_copy(&content->pool, text, n), .n = n};
    content->n_sources++;
    free(text);
    return source->text ? 0 : -ENOMEM;
}

int find_readings(struct draft_content *content)
{
    struct marks *marks = pool_alloc(&content->pool, sizeof(*marks));
    int r;

    if (!marks)
        return -ENOMEM;
    for (size_t i = 0; i < content->n_sources; i++)
        mark(marks, &content->sources[i]);
    r = add_known(content, marks);
    if (r == 0)
        r = add_unknown(content, marks);
    return r < 0 ? r : add_source(content);
}
