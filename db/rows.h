/* SPDX-License-Identifier: MIT */
/*
 * Rows of an untrusted database to plain C values. The first thing that is wrong sticks in `error`; after it
 * every reading yields NULL or 0, so that a struct is filled in one go and looked at once:
 *
 *   while ((r = rows_next(&rows)) > 0)
 *       link->id = rows_text(&rows, 0) …
 *
 * rows_next returns the error that stuck.
 */
#ifndef DB_ROWS_H
#define DB_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sqlite3_stmt;

struct rows {
    struct sqlite3_stmt *statement;
    int error;
};

/* Starts a run of a statement that is reset, or NULL and the error of preparing it. rows_end resets it. */
struct rows rows_begin(struct sqlite3_stmt *statement, int error);
void rows_bind_text(struct rows *rows, int parameter, const char *text); /* borrowed until rows_end */
void rows_bind_int(struct rows *rows, int parameter, int value);
void rows_bind_int64(struct rows *rows, int parameter, int64_t value);
void rows_bind_bytes(struct rows *rows, int parameter, const void *bytes, size_t n); /* borrowed, too */
void rows_end(struct rows *rows);

/* 1 a row, 0 no more, -E…. */
int rows_next(struct rows *rows);

/* A heap copy, clean UTF-8 of any length up to STORE_LENGTH_MAX; the caller frees. NULL on error. */
char *rows_text(struct rows *rows, int column);
char *rows_filled(struct rows *rows, int column);         /* the same, and not "" */
char *rows_date(struct rows *rows, int column);           /* YYYY-MM-DD */
char *rows_year(struct rows *rows, int column);           /* YYYY-MM-DD or YYYY */
char *rows_lines(struct rows *rows, int column);          /* clean lines, "\n" between them */
const char *rows_borrowed(struct rows *rows, int column); /* as rows_text, until the next step or rows_end */
int rows_int(struct rows *rows, int column, int min, int max);
int64_t rows_int64(struct rows *rows, int column, int64_t min, int64_t max);
void rows_bytes(void *out, struct rows *rows, int column,
                size_t n); /* a value of exactly n bytes; zeros on error */

/* A text as rows_text has it into an array, NUL included; too long is damage. "" on error. */
void rows_copy(char *out, size_t size, struct rows *rows, int column);

/* Reads the whole of a value that is not ours to look at, so that its pages are found to be there. */
void rows_blob(struct rows *rows, int column);

/* Takes note of something wrong that the caller found in the values (-EBADMSG). */
void rows_require(struct rows *rows, bool condition);

/*
 * Room for one more in a heap array of n items (`items` points to the array pointer), which moves when n is a
 * power of two. (noted: -ENOMEM, or -EBADMSG behind `max` items, which no honest content has).
 */
void *rows_grow(struct rows *rows, void *items, size_t n, size_t size, size_t max);

#endif
