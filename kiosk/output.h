/* SPDX-License-Identifier: MIT */
/*
 * What commands say: results on standard output, complaints on standard error, both in the locale's charset;
 * JSON is always UTF-8. All text passes the sink (base/sanitize.h) but for line ends and tabs, so that
 * neither a stored text nor a word of the command line can write an escape sequence.
 *
 * A failed write is remembered, not returned: output_finish tells.
 */
#ifndef KIOSK_OUTPUT_H
#define KIOSK_OUTPUT_H

#include "base/charset.h"

#include <stdbool.h>
#include <stdio.h>

struct json_object;

struct output {
    struct charset charset;
    struct charset_writer *writer;
    int rows, cols; /* of the terminal that standard output is; both 0 if it is none */
    int error;      /* the first failure, negative; 0 */
    bool gap;       /* an empty line comes before what is printed next */
};

/* -ENOMEM, -EINVAL (iconv does not know the charset). */
int output_init(struct output *out, const struct charset *charset);
void output_fini(struct output *out);

void output_print(struct output *out, const char *utf8);
void output_printf(struct output *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* An empty line before what is printed next, one, however often it is called. */
void output_gap(struct output *out);

/*
 * A paragraph and a line end, `indent` cells in, further lines `hang` cells deeper. Broken into lines only on
 * a terminal, at its width but no wider than 80; elsewhere a paragraph is one line, for grep.
 */
void output_paragraph(struct output *out, int indent, int hang, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same for what is asked: without a line end, so that the answer is typed behind it. What stands before a
 * “\n” gets lines of its own. */
void output_question(struct output *out, const char *words);

/* How many lines of the terminal a paragraph takes, or would take on one of 80 columns. */
int output_lines(const struct output *out, int indent, const char *text);

/* Our own text with colour sequences, as it is; only for a terminal. */
void output_raw(struct output *out, const char *utf8);

/* The object, pretty-printed; takes it over. NULL counts as out of memory. */
void output_json(struct output *out, struct json_object *object);

/* Adds a member, or an element if key is NULL; takes the value over. 0 or -ENOMEM; results may be or-ed. */
int json_add(struct json_object *container, const char *key, struct json_object *value);
int json_add_text(struct json_object *container, const char *key, const char *text);
int json_add_int(struct json_object *container, const char *key, int number);

/* Flushes standard output, before an answer is waited for. 0, or the first failure. */
int output_flush(struct output *out);

/* Flushes standard output. EX_OK, EX_IOERR, or EX_OSERR out of memory; complains, but for a closed pipe in
 * silence. */
int output_finish(struct output *out);

/* One line on standard error: “yibentong: …”. */
void output_complain(struct output *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* One line on standard error that is no complaint: counts, progress. */
void output_remark(struct output *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Why, in Chinese, for a negative errno; the constant's name where we have no words. */
const char *output_reason(int error);

#endif
