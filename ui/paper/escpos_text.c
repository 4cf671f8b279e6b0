/* SPDX-License-Identifier: MIT */
#include "ui/paper/escpos_text.h"

#include "base/error.h"
#include "base/linebreak.h"
#include "base/utf8.h"

#include <string.h>

static bool is_control(char byte)
{
    return (unsigned char)byte < 0x20 || byte == 0x7F;
}

/*
 * The sink has let no control through and the charset makes none; if one came all the same, it would be a
 * command. And where two bytes make a character, no single one may look like the first of them, as glibc's €
 * in GBK does: it would swallow what follows, a command even.
 */
static size_t put_char(char *out, struct charset_writer *writer, bool chinese, char32_t code_point)
{
    size_t n = charset_convert_char(writer, out, code_point);
    if (chinese && n == 1 && (unsigned char)*out >= 0x80)
        n = charset_convert_char(writer, out, U'〓');
    for (size_t i = 0; i < n; i++)
        if (is_control(out[i])) {
            *out = '?';
            return 1;
        }
    return n;
}

static int convert(struct escpos_string *string, struct charset_writer *writer, bool chinese,
                   const char *utf8)
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
        string->at[i + 1] =
            string->at[i] + put_char(string->bytes + string->at[i], writer, chinese, string->text[i]);
    return linebreak_find(string->breaks, string->text, string->n);
}

int escpos_string_init(struct escpos_string *string, struct charset_writer *writer, bool chinese,
                       const char *utf8)
{
    *string = (struct escpos_string){0};
    int error = convert(string, writer, chinese, utf8);
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
