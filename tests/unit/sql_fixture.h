/* SPDX-License-Identifier: MIT */
/* A database as somebody with its file and SQLite's own shell finds it. */
#ifndef TESTS_UNIT_SQL_FIXTURE_H
#define TESTS_UNIT_SQL_FIXTURE_H

#include <sqlite3.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* Whoever else has it open goes on. Returns how many rows the last statement has changed. */
static inline int run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    int changed = sqlite3_changes(db);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return changed;
}

#endif
