/* SPDX-License-Identifier: MIT */
/* Rows into the database that is being built. The first error sticks, and nothing is written after it. */
#ifndef DB_COMPILE_WRITER_H
#define DB_COMPILE_WRITER_H

#include "base/error.h"

struct sqlite3;

struct writer {
    struct sqlite3 *db;
    int code; /* of SQLite, the first that was not fine */
};

/* A value to bind: text, or the number if text is NULL. */
struct value {
    const char *text;
    long long number;
};

#define TEXT(t) ((struct value){.text = (t)})
#define NUMBER(n) ((struct value){.number = (long long)(n)})

void writer_execute(struct writer *writer, const char *sql);
void writer_insert(struct writer *writer, const char *sql, const struct value *values, int n);

/* INSERT(writer, sql, value, value, …) */
#define INSERT(writer, sql, ...)                                                                             \
    writer_insert(writer, sql, (const struct value[]){__VA_ARGS__},                                          \
                  (int)ARRAY_SIZE(((const struct value[]){__VA_ARGS__})))

#endif
