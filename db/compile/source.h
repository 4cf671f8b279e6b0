/* SPDX-License-Identifier: MIT */
/* A content file in memory: UTF-8, NFC, clean lines; and where in it a byte stands. */
#ifndef DB_COMPILE_SOURCE_H
#define DB_COMPILE_SOURCE_H

#include "db/compile/pool.h"
#include "db/compile/report.h"

#define SOURCE_BYTES_MAX (1024 * 1024)
/* Of one value or one block; the reader takes STORE_LENGTH_MAX for a whole row. */
#define TEXT_BYTES_MAX 16384

struct source {
    const char *name; /* below the assets folder, for the fingerprint */
    const char *path; /* as a message names it */
    const char *text; /* NUL-terminated */
    size_t n;
    const size_t *line_starts; /* offsets; n_lines of them */
    size_t n_lines;
};

/* 0; 1 it cannot be read or is no pure text (reported); -ENOMEM. */
int source_read(struct source *out, struct pool *pool, struct report *report, const char *folder,
                const char *name);

/* The same for n bytes of text with a NUL behind them, borrowed. */
int source_of_text(struct source *out, struct pool *pool, struct report *report, const char *path,
                   const char *text, size_t n);

/* The line of an offset, from 1. */
int source_line_of(const struct source *source, size_t offset);

/* Whether the text is UTF-8, in NFC and clean; else says so in the report. */
bool text_is_pure(struct report *report, const char *path, int line, const char *text, size_t n);

/* text_is_pure, and a single line, not empty, no space at its ends, not too long. */
bool text_is_line(struct report *report, const char *path, int line, const char *what, const char *text);

#endif
