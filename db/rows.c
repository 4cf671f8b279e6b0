/* SPDX-License-Identifier: MIT */
#include "db/rows.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/sanitize.h"
#include "db/store.h"

#include <sqlite3.h>
#include <string.h>

static void note(struct rows *rows, int error)
{
    if (rows->error == 0)
        rows->error = error;
}

struct rows rows_begin(struct sqlite3_stmt *statement, int error)
{
    return (struct rows){.statement = statement, .error = error};
}

void rows_bind_text(struct rows *rows, int parameter, const char *text)
{
    if (rows->error == 0)
        note(rows, store_error(sqlite3_bind_text(rows->statement, parameter, text, -1, SQLITE_STATIC)));
}

void rows_bind_int(struct rows *rows, int parameter, int value)
{
    if (rows->error == 0)
        note(rows, store_error(sqlite3_bind_int(rows->statement, parameter, value)));
}

void rows_bind_int64(struct rows *rows, int parameter, int64_t value)
{
    if (rows->error == 0)
        note(rows, store_error(sqlite3_bind_int64(rows->statement, parameter, value)));
}

void rows_bind_bytes(struct rows *rows, int parameter, const void *bytes, size_t n)
{
    if (rows->error == 0)
        note(rows, store_error(sqlite3_bind_blob64(rows->statement, parameter, bytes, n, SQLITE_STATIC)));
}

void rows_end(struct rows *rows)
{
    if (rows->statement)
        store_reset(rows->statement);
}

int rows_next(struct rows *rows)
{
    int code;

    if (rows->error < 0)
        return rows->error;
    code = sqlite3_step(rows->statement);
    note(rows, store_db_error(sqlite3_db_handle(rows->statement), code));
    return rows->error < 0 ? rows->error : code == SQLITE_ROW;
}

void rows_require(struct rows *rows, bool condition)
{
    if (!condition)
        note(rows, -EBADMSG);
}

static bool is_clean_text(const char *text, size_t n)
{
    return sanitize_is_clean(text, n);
}

static bool are_clean_lines(const char *text, size_t n)
{
    const char *end = text + n, *line_end;

    for (; (line_end = memchr(text, '\n', (size_t)(end - text))); text = line_end + 1)
        if (!sanitize_is_clean(text, (size_t)(line_end - text)))
            return false;
    return sanitize_is_clean(text, (size_t)(end - text));
}

/* The value where SQLite has it, until the next step; NULL on error. */
static const char *look(size_t *n, struct rows *rows, int column, bool (*is_clean)(const char *, size_t))
{
    const char *text;

    if (rows->error < 0)
        return NULL;
    /* The type first: reading a number as text would convert it, and running out of memory must not look like
     * damage. */
    rows_require(rows, sqlite3_column_type(rows->statement, column) == SQLITE_TEXT);
    if (rows->error < 0)
        return NULL;
    text = (const char *)sqlite3_column_text(rows->statement, column);
    *n = (size_t)sqlite3_column_bytes(rows->statement, column);
    if (!text)
        note(rows, -ENOMEM);
    else
        rows_require(rows, is_clean(text, *n));
    return rows->error < 0 ? NULL : text;
}

static char *copy(struct rows *rows, int column, bool (*is_clean)(const char *, size_t))
{
    size_t n;
    const char *text = look(&n, rows, column, is_clean);
    char *made = text ? strndup(text, n) : NULL;

    if (text && !made)
        note(rows, -ENOMEM);
    return made;
}

char *rows_text(struct rows *rows, int column)
{
    return copy(rows, column, is_clean_text);
}

const char *rows_borrowed(struct rows *rows, int column)
{
    size_t n;

    return look(&n, rows, column, is_clean_text);
}

char *rows_lines(struct rows *rows, int column)
{
    return copy(rows, column, are_clean_lines);
}

void rows_copy(char *out, size_t size, struct rows *rows, int column)
{
    size_t n = 0;
    const char *text = look(&n, rows, column, is_clean_text);

    rows_require(rows, n < size);
    n = rows->error < 0 ? 0 : n;
    if (n > 0)
        memcpy(out, text, n);
    out[n] = '\0';
}

char *rows_filled(struct rows *rows, int column)
{
    char *text = rows_text(rows, column);

    rows_require(rows, text && *text);
    return text;
}

char *rows_date(struct rows *rows, int column)
{
    char *text = rows_text(rows, column);
    struct date date;

    rows_require(rows, text && date_parse(&date, text) == 0);
    return text;
}

char *rows_year(struct rows *rows, int column)
{
    char *text = rows_text(rows, column), day[24];
    struct date date;
    bool year = text && strlen(text) == 4;

    snprintf(day, sizeof(day), "%.10s%s", text ? text : "", year ? "-01-01" : "");
    rows_require(rows, text && strlen(text) <= 10 && date_parse(&date, day) == 0);
    return text;
}

int64_t rows_int64(struct rows *rows, int column, int64_t min, int64_t max)
{
    sqlite3_int64 value;

    if (rows->error < 0)
        return 0;
    value = sqlite3_column_int64(rows->statement, column);
    rows_require(rows, sqlite3_column_type(rows->statement, column) == SQLITE_INTEGER && value >= min &&
                           value <= max);
    return rows->error < 0 ? 0 : value;
}

int rows_int(struct rows *rows, int column, int min, int max)
{
    return (int)rows_int64(rows, column, min, max);
}

void rows_bytes(void *out, struct rows *rows, int column, size_t n)
{
    const void *bytes;

    memset(out, 0, n);
    if (rows->error < 0)
        return;
    rows_require(rows, sqlite3_column_type(rows->statement, column) == SQLITE_BLOB &&
                           (size_t)sqlite3_column_bytes(rows->statement, column) == n);
    bytes = rows->error < 0 ? NULL : sqlite3_column_blob(rows->statement, column);
    if (bytes)
        memcpy(out, bytes, n);
    else
        note(rows, -ENOMEM);
}

void rows_blob(struct rows *rows, int column)
{
    rows_require(rows, sqlite3_column_type(rows->statement, column) == SQLITE_BLOB);
    if (!sqlite3_column_blob(rows->statement, column) && sqlite3_column_bytes(rows->statement, column) > 0)
        note(rows, -ENOMEM);
}

void *rows_grow(struct rows *rows, void *items, size_t n, size_t size, size_t max)
{
    char *array;

    rows_require(rows, n < max);
    if (rows->error < 0)
        return NULL;
    memcpy(&array, items, sizeof(array)); /* items is a pointer to a pointer of any type */
    if ((n & (n - 1)) == 0) {
        array = reallocarray(array, n ? 2 * n : 1, size);
        if (!array) {
            note(rows, -ENOMEM);
            return NULL;
        }
        memcpy(items, &array, sizeof(array));
    }
    return memset(array + n * size, 0, size);
}
