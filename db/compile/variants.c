/* SPDX-License-Identifier: MIT */
#include "db/compile/variants.h"

#include "base/utf8.h"

#include <string.h>

/* "畢 毕", a line each, by code point. */
extern const char compile_variants[] __attribute__((visibility("hidden")));

#define CHARACTER_BYTES 5 /* with its NUL */

/* Readings are in the order of code points, which is that of their bytes. */
static bool occurs(const struct draft_content *content, const char *character)
{
    size_t low = 0, high = content->n_readings;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(content->readings[middle].character, character);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* The character at the start of a text; returns its bytes. */
static size_t take_character(char out[CHARACTER_BYTES], const char *text)
{
    char32_t c;
    size_t n = utf8_decode(&c, text, strcspn(text, " \n"));

    memcpy(out, text, n);
    out[n] = '\0';
    return n;
}

void write_variants(struct writer *writer, const struct draft_content *content)
{
    char traditional[CHARACTER_BYTES], simplified[CHARACTER_BYTES];

    for (const char *line = compile_variants; *line; line += strcspn(line, "\n") + 1) {
        size_t n = take_character(traditional, line);
        take_character(simplified, line + n + 1);
        if (occurs(content, simplified) && !occurs(content, traditional))
            INSERT(writer, "INSERT INTO variant VALUES (?, ?)", TEXT(traditional), TEXT(simplified));
    }
}
