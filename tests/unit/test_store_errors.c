/* SPDX-License-Identifier: MIT */
/*
 * What SQLite says of an error, in the words of base/error.h. What it would say more is wrapped: it says what
 * the test wants.
 */
#include "base/error.h"
#include "db/handbook.h"
#include "db/store.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Of --wrap. */
static struct {
    int extended, system;
} said;

int __wrap_sqlite3_extended_errcode(sqlite3 *db);
int __wrap_sqlite3_extended_errcode(sqlite3 *db)
{
    (void)db;
    return said.extended;
}

int __wrap_sqlite3_system_errno(sqlite3 *db);
int __wrap_sqlite3_system_errno(sqlite3 *db)
{
    (void)db;
    return said.system;
}

static void each_code_of_sqlite_has_one_meaning(void **state)
{
    static const struct {
        int code, error, error_of_memory; /* of a database in a file; of one in memory */
    } cases[] = {
        {SQLITE_OK, 0, 0},
        {SQLITE_ROW, 0, 0},
        {SQLITE_DONE, 0, 0},
        {SQLITE_NOMEM, -ENOMEM, -ENOMEM},
        {SQLITE_INTERRUPT, -ETIME, -ETIME},
        {SQLITE_BUSY, -EBUSY, -EBADMSG},
        {SQLITE_LOCKED, -EBUSY, -EBADMSG},
        {SQLITE_FULL, -ENOSPC, -EBADMSG},
        {SQLITE_READONLY_DBMOVED, -EROFS, -EBADMSG},
        {SQLITE_PERM, -EACCES, -EBADMSG},
        {SQLITE_IOERR_READ, -EIO, -EIO},
        {SQLITE_IOERR_NOMEM, -EIO, -ENOMEM}, /* of a file the extended code decides */
        {SQLITE_CANTOPEN, -EIO, -EBADMSG},
        {SQLITE_CORRUPT, -EBADMSG, -EBADMSG},
        {SQLITE_NOTADB, -EBADMSG, -EBADMSG},
    };

    (void)state;
    said.extended = SQLITE_IOERR_READ;
    said.system = 0;
    errno = 0;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
        if (store_db_error(NULL, cases[i].code) != cases[i].error ||
            store_error(cases[i].code) != cases[i].error_of_memory)
            fail_msg("code %d", cases[i].code);
    said.extended = SQLITE_IOERR_NOMEM;
    assert_int_equal(store_db_error(NULL, SQLITE_IOERR), -ENOMEM);
}

static void a_failure_of_the_system_is_told_as_the_system_does(void **state)
{
    static const struct {
        int system, error;
    } cases[] = {
        {ENOSPC, -ENOSPC}, {EDQUOT, -ENOSPC}, {EFBIG, -ENOSPC}, {EROFS, -EROFS}, {EACCES, -EACCES},
        {ENOENT, -ENOENT}, {ENOMEM, -ENOMEM}, {EPERM, -EACCES}, {EIO, -EIO},     {EMFILE, -EIO},
    };

    (void)state;
    said.extended = SQLITE_IOERR_WRITE;
    errno = 0;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        said.system = cases[i].system;
        if (store_db_error(NULL, SQLITE_IOERR_WRITE) != cases[i].error ||
            store_db_error(NULL, SQLITE_CANTOPEN) != cases[i].error)
            fail_msg("%s", strerrorname_np(cases[i].system));
    }
}

/* Of a COMMIT that fails SQLite has not kept the reason: errno still says that the disk is full, or
 * forbidden. */
static void what_sqlite_forgot_the_system_still_knows(void **state)
{
    static const struct {
        int last, error;
    } cases[] = {{ENOSPC, -ENOSPC}, {EROFS, -EROFS}, {EACCES, -EIO}, {0, -EIO}};

    (void)state;
    said.extended = SQLITE_IOERR_FSYNC;
    said.system = 0;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        errno = cases[i].last;
        assert_int_equal(store_db_error(NULL, SQLITE_IOERR_FSYNC), cases[i].error);
    }
}

/* ---- what stands in answers ---- */

static void a_law_is_named_once_behind_the_whole_quote(void **state)
{
    char law[] = "某法", other[] = "别的法", none[] = "", heading[] = "标题";
    const struct block quote = {.kind = BLOCK_QUOTE, .law = law, .heading = none};
    struct block blocks[] = {quote, quote, quote};

    (void)state;
    assert_false(block_ends_quote(blocks, 3, 0)); /* the next goes on with it */
    assert_true(block_ends_quote(blocks, 3, 2));
    blocks[1].law = other;
    assert_true(block_ends_quote(blocks, 3, 0));
    blocks[1] = quote;
    blocks[1].heading = heading;
    assert_true(block_ends_quote(blocks, 3, 0));
    blocks[1].kind = BLOCK_PARAGRAPH;
    assert_true(block_ends_quote(blocks, 3, 0));
    assert_false(block_ends_quote(blocks, 3, 1)); /* is none */
    blocks[0].law = none;
    assert_false(block_ends_quote(blocks, 3, 0));
}

static void what_is_not_there_is_told(void **state)
{
    struct handbook *handbook = NULL;
    struct supplement *supplement = NULL;
    struct link *link = NULL;
    char longest[200];

    (void)state;
    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    assert_int_equal(handbook_open_embedded(&handbook), 0);
    assert_int_equal(handbook_supplement(&supplement, handbook, longest), -ENOENT);
    assert_int_equal(handbook_supplement(&supplement, handbook, "none"), -ENOENT);
    assert_int_equal(handbook_link(&link, handbook, longest), -ENOENT);
    assert_int_equal(handbook_link(&link, handbook, "none"), -ENOENT);
    handbook_close(handbook);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_code_of_sqlite_has_one_meaning),
        cmocka_unit_test(a_failure_of_the_system_is_told_as_the_system_does),
        cmocka_unit_test(what_sqlite_forgot_the_system_still_knows),
        cmocka_unit_test(a_law_is_named_once_behind_the_whole_quote),
        cmocka_unit_test(what_is_not_there_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
