/* SPDX-License-Identifier: MIT */
/* A text in the printer's charset: the bytes of each character, its columns, and where a line may end. */
#ifndef UI_PAPER_ESCPOS_TEXT_H
#define UI_PAPER_ESCPOS_TEXT_H

#include "base/charset.h"

#include <stdbool.h>
#include <stddef.h>
#include <uchar.h>

struct escpos_string {
    size_t n; /* characters */
    char32_t *text;
    char *breaks;
    char *bytes;
    size_t *at; /* character i is bytes at[i] to at[i + 1] - 1 */
};

/* chinese: the charset takes two bytes and more for a character. -ENOMEM. No byte of it is a control. */
int escpos_string_init(struct escpos_string *string, struct charset_writer *writer, bool chinese,
                       const char *utf8);
void escpos_string_fini(struct escpos_string *string);

/* Columns of characters from … end - 1. */
int escpos_string_columns(const struct escpos_string *string, size_t from, size_t end);

/* As linebreak_line: the end of the line that starts at `start`, and where the next one does. */
size_t escpos_string_line(size_t *next, const struct escpos_string *string, size_t start, int columns);

#endif
