/* SPDX-License-Identifier: MIT */
#include "db/site/text.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

#define WIDE_SPACE "\xE3\x80\x80"

/* Bytes of a space at the start or, if `last`, at the end of n bytes; 0 if there is none. */
static size_t space_at(const char *text, size_t n, bool last)
{
    size_t wide = sizeof(WIDE_SPACE) - 1;

    if (n > 0 && text[last ? n - 1 : 0] == ' ')
        return 1;
    return n >= wide && memcmp(last ? text + n - wide : text, WIDE_SPACE, wide) == 0 ? wide : 0;
}

static void trim(char *text, bool front)
{
    size_t n = strlen(text), used, skip = 0;

    while ((used = space_at(text, n, true)))
        n -= used;
    while (front && (used = space_at(text + skip, n - skip, false)))
        skip += used;
    memmove(text, text + skip, n - skip);
    text[n - skip] = '\0';
}

/* n bytes with a space for each control character that stands between words. */
static int clean(char **out, const char *text, size_t n, bool front)
{
    _cleanup_free_ char *spaced = malloc(n + 1);

    if (!spaced)
        return -ENOMEM;
    for (size_t i = 0; i < n; i++)
        spaced[i] = memchr("\t\n\r\v\f", text[i], 5) ? ' ' : text[i];
    int r = sanitize_text(out, spaced, n);
    if (r == 0)
        trim(*out, front);
    return r;
}

int text_clean_line(char **out, const char *text)
{
    return clean(out, text, strlen(text), true);
}

static int clean_each_line(FILE *stream, const char *text)
{
    size_t empty = 0;
    bool written = false;
    const char *end;

    for (; text; text = *end ? end + 1 : NULL) {
        _cleanup_free_ char *line = NULL;
        end = strchrnul(text, '\n');
        int r = clean(&line, text, (size_t)(end - text), false);
        if (r < 0)
            return r;
        if (!*line) {
            empty++;
            continue;
        }
        for (size_t ends = written ? empty + 1 : 0; ends > 0; ends--)
            fputc('\n', stream);
        fputs(line, stream);
        empty = 0;
        written = true;
    }
    return 0;
}

/* "\r\n" and "\r" as "\n"; n becomes the new length. */
static void unify_ends(char *text)
{
    char *to = text;

    for (const char *from = text; *from; from++)
        if (*from != '\r')
            *to++ = *from;
        else if (from[1] != '\n')
            *to++ = '\n';
    *to = '\0';
}

int text_clean_lines(char **out, const char *text)
{
    _cleanup_free_ char *unified = strdup(text);
    char *made = NULL;
    size_t n = 0;
    FILE *stream = unified ? open_memstream(&made, &n) : NULL;

    if (!stream)
        return -ENOMEM;
    unify_ends(unified);
    int r = clean_each_line(stream, unified);
    bool failed = ferror(stream);
    failed |= fclose(stream) != 0;
    if (r == 0 && failed)
        r = -ENOMEM;
    if (r < 0)
        free(made);
    else
        *out = made;
    return r;
}

size_t text_length(const char *text)
{
    size_t n = strlen(text), count = 0;
    char32_t c;

    for (size_t at = 0; at < n; count++)
        at += utf8_decode(&c, text + at, n - at);
    return count;
}

size_t text_prefix(const char *text, size_t characters)
{
    size_t n = strlen(text), at = 0;
    char32_t c;

    for (; at < n && characters > 0; characters--)
        at += utf8_decode(&c, text + at, n - at);
    return at;
}

void text_wipe(char *text)
{
    explicit_bzero(text, strlen(text));
}
