/* SPDX-License-Identifier: MIT */
#include "ui/paper/escpos_text.h"

#include "base/error.h"
#include "base/linebreak.h"
#include "base/utf8.h"

#include <string.h>

/* The sink has let no control through and the charset makes none; if one came all the same, it would be a
 * command. */
static size_t put_char(char *out, struct charset_writer *writer, char32_t code_point)
{
    size_t n = charset_convert_char(writer, out, code_point);
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)out[i] < 0x20 || out[i] == 0x7F) {
            *out = '?';
            return 1;
        }
    return n;
}

static int convert(struct escpos_string *string, struct charset_writer *writer, const char *utf8)
{
    int error = utf8_to_utf32(&string->text, &string->n, utf8);
    if (error)
        return error;
    string->breaks = malloc(string->n + 1);
    string->bytes = malloc(string->n * CHARSET_CHAR_MAX + 1);
    string->at = malloc((string->n + 1) * sizeof(*string->at));
    if (!string->breaks || !string->bytes || !string->at)
        return -ENOMEM;
    string->at[0] = 0;
    for (size_t i = 0; i < string->n; i++)
        string->at[i + 1] = string->at[i] + put_char(string->bytes + string->at[i], writer, string->text[i]);
    return linebreak_find(string->breaks, string->text, string->n);
}

int escpos_string_init(struct escpos_string *string, struct charset_writer *writer, const char *utf8)
{
    *string = (struct escpos_string){0};
    int error = convert(string, writer, utf8);
    if (error)
        escpos_string_fini(string);
    return error;
}

void escpos_string_fini(struct escpos_string *string)
{
    free(string->text);
    free(string->breaks);
    free(string->bytes);
    free(string->at);
    *string = (struct escpos_string){0};
}

static int columns_of(const void *context, size_t i)
{
    const struct escpos_string *string = context;
    return string->at[i + 1] - string->at[i] == 1 ? 1 : 2;
}

int escpos_string_columns(const struct escpos_string *string, size_t from, size_t end)
{
    int columns = 0;
    for (size_t i = from; i < end; i++)
        columns += columns_of(string, i);
    return columns;
}

size_t escpos_string_line(size_t *next, const struct escpos_string *string, size_t start, int columns)
{
    return linebreak_line_measured(next, string->text, string->breaks, string->n, start, columns, columns_of,
                                   string);
}
