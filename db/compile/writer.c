/* SPDX-License-Identifier: MIT */
#include "db/compile/writer.h"

#include <sqlite3.h>

void writer_execute(struct writer *writer, const char *sql)
{
    if (writer->code == SQLITE_OK)
        writer->code = sqlite3_exec(writer->db, sql, NULL, NULL, NULL);
}

static int bind(sqlite3_stmt *statement, int parameter, const struct value *value)
{
    if (value->text)
        return sqlite3_bind_text(statement, parameter, value->text, -1, SQLITE_STATIC);
    return sqlite3_bind_int64(statement, parameter, value->number);
}

void writer_insert(struct writer *writer, const char *sql, const struct value *values, int n)
{
    sqlite3_stmt *statement = NULL;
    int code = writer->code;

    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(writer->db, sql, -1, &statement, NULL);
    for (int i = 0; i < n && code == SQLITE_OK; i++)
        code = bind(statement, i + 1, &values[i]);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    sqlite3_finalize(statement);
    writer->code = code == SQLITE_DONE ? SQLITE_OK : code;
}
