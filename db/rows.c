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
    note(rows, store_error(code));
    return rows->error < 0 ? rows->error : code == SQLITE_ROW;
}

void rows_require(struct rows *rows, bool condition)
{
    if (!condition)
        note(rows, -EBADMSG);
}

char *rows_text(struct rows *rows, int column)
{
    const char *text;
    size_t n;
    char *copy;

    if (rows->error < 0)
        return NULL;
    /* The type first: reading a number as text would convert it, and running out of memory must not look like
     * damage. */
    rows_require(rows, sqlite3_column_type(rows->statement, column) == SQLITE_TEXT);
    if (rows->error < 0)
        return NULL;
    text = (const char *)sqlite3_column_text(rows->statement, column);
    n = (size_t)sqlite3_column_bytes(rows->statement, column);
    if (!text)
        note(rows, -ENOMEM);
    else
        rows_require(rows, sanitize_is_clean(text, n));
    if (rows->error < 0)
        return NULL;
    copy = strndup(text, n);
    if (!copy)
        note(rows, -ENOMEM);
    return copy;
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

int rows_int(struct rows *rows, int column, int min, int max)
{
    sqlite3_int64 value;

    if (rows->error < 0)
        return 0;
    value = sqlite3_column_int64(rows->statement, column);
    rows_require(rows, sqlite3_column_type(rows->statement, column) == SQLITE_INTEGER && value >= min &&
                           value <= max);
    return rows->error < 0 ? 0 : (int)value;
}

void rows_blob(struct rows *rows, int column)
{
    if (rows->error < 0)
        return;
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
