/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/store.h"
#include "handbook_fixture.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const struct store_format format = {
    .application_id = CONTENT_APPLICATION_ID,
    .user_version = CONTENT_VERSION,
    .schema = handbook_schema,
    .probe = "SELECT title FROM edition",
};

static int open_after(const char *damage)
{
    struct image image = fixture_build(damage);
    sqlite3 *db = NULL;
    int r = store_open_bytes(&db, &format, image.bytes, image.n);

    store_close(db);
    free(image.bytes);
    return r;
}

/* A sound database with some of its header's bytes replaced. */
static int open_with_header(size_t at, const void *bytes, size_t n)
{
    struct image image = fixture_build("");
    sqlite3 *db = NULL;
    int r;

    memcpy(image.bytes + at, bytes, n);
    r = store_open_bytes(&db, &format, image.bytes, image.n);
    store_close(db);
    free(image.bytes);
    return r;
}

/* A handle on the sound database; the image must outlive it. */
static sqlite3 *open_sound(struct image *image)
{
    sqlite3 *db = NULL;

    *image = fixture_build("");
    assert_int_equal(store_open_bytes(&db, &format, image->bytes, image->n), 0);
    return db;
}

static void a_sound_database_opens_and_stays_as_it_is(void **state)
{
    struct image image, copy = fixture_build("");
    sqlite3 *db = open_sound(&image);
    sqlite3_stmt *row = NULL;

    (void)state;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT title FROM question WHERE number = 6", -1, &row, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(row, 0), "问题6？");
    sqlite3_finalize(row);
    store_close(db);
    assert_memory_equal(image.bytes, copy.bytes, image.n);
    free(image.bytes);
    free(copy.bytes);
}

static void everything_but_reading_is_denied(void **state)
{
    static const char *const denied[] = {
        "INSERT INTO link VALUES ('x', 1, 'x', 'x', 'x', 'A', 'x')",
        "UPDATE question SET title = 'x'",
        "DELETE FROM block",
        "CREATE TABLE t (x)",
        "CREATE TEMP TABLE t (x)",
        "CREATE VIEW v AS SELECT 1",
        "DROP TABLE block",
        "ATTACH '/etc/passwd' AS x",
        "ATTACH ':memory:' AS x",
        "PRAGMA writable_schema = ON",
        "PRAGMA user_version",
        "VACUUM INTO '/tmp/x'",
        "BEGIN",
        "SELECT load_extension('x')",
        "SELECT fts3_tokenizer('simple')",
        "SELECT upper(title) FROM question",
        "SELECT \"no such column\" FROM question",
        "SELECT * FROM pragma_table_info('question')",
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i FROM n) SELECT i FROM n",
        "EXPLAIN ATTACH 'x' AS y",
    };
    struct image image;
    sqlite3 *db = open_sound(&image);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(denied); i++)
        if (sqlite3_exec(db, denied[i], NULL, NULL, NULL) == SQLITE_OK)
            fail_msg("allowed: %s", denied[i]);
    store_close(db);
    free(image.bytes);
}

static void every_switch_is_as_promised(void **state)
{
    static const struct {
        int name, value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},       {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},  {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},         {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    struct image image;
    sqlite3 *db = open_sound(&image);
    int value;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(switches); i++) {
        assert_int_equal(sqlite3_db_config(db, switches[i].name, -1, &value), SQLITE_OK);
        assert_int_equal(value, switches[i].value);
    }
    assert_int_equal(sqlite3_limit(db, SQLITE_LIMIT_LENGTH, -1), STORE_LENGTH_MAX);
    assert_int_equal(sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, -1), 0);
    assert_true(sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, -1) <= 8192);
    assert_true(sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, -1) <= 16);
    store_close(db);
    free(image.bytes);
}

static void cell_sizes_are_checked_and_nothing_is_mapped(void **state)
{
    static const char *const pragmas[] = {"PRAGMA cell_size_check", "PRAGMA temp_store"};
    static const int expected[] = {1, 2};
    struct image image;
    sqlite3 *db = open_sound(&image);
    sqlite3_stmt *row = NULL;

    (void)state;
    sqlite3_set_authorizer(db, NULL, NULL);
    for (size_t i = 0; i < ARRAY_SIZE(pragmas); i++) {
        assert_int_equal(sqlite3_prepare_v2(db, pragmas[i], -1, &row, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(row), SQLITE_ROW);
        assert_int_equal(sqlite3_column_int(row, 0), expected[i]);
        sqlite3_finalize(row);
    }
    /* A database in memory has no size of a map at all, or 0. */
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA mmap_size", -1, &row, NULL), SQLITE_OK);
    if (sqlite3_step(row) == SQLITE_ROW)
        assert_int_equal(sqlite3_column_int(row, 0), 0);
    sqlite3_finalize(row);
    store_close(db);
    free(image.bytes);
}

static void a_statement_that_never_ends_is_stopped(void **state)
{
    struct image image;
    sqlite3 *db = open_sound(&image);
    sqlite3_stmt *statement = NULL;

    (void)state;
    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "SELECT 1 FROM question a, question b, question c, question d, question e,"
                           " question f, question g WHERE a.title = b.title AND c.number + d.number +"
                           " e.number + f.number + g.number < 0",
                           -1, &statement, NULL),
        SQLITE_OK);
    assert_int_equal(store_error(sqlite3_step(statement)), -ETIME);
    store_reset(statement);
    assert_int_equal(store_error(sqlite3_step(statement)), -ETIME);
    sqlite3_finalize(statement);
    store_close(db);
    free(image.bytes);
}

static void many_runs_of_a_short_statement_are_not_stopped(void **state)
{
    struct image image;
    sqlite3 *db = open_sound(&image);
    sqlite3_stmt *statement = NULL;
    int rows;

    (void)state;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT a.number FROM question a, question b, question c, question d",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    for (int run = 0; run < 60; run++) { /* some 100,000 steps each: the limit three times over */
        for (rows = 0; sqlite3_step(statement) == SQLITE_ROW; rows++)
            ;
        assert_int_equal(rows, 12 * 12 * 12 * 12);
        store_reset(statement);
    }
    sqlite3_finalize(statement);
    store_close(db);
    free(image.bytes);
}

static void every_other_schema_is_refused(void **state)
{
    static const char *const damages[] = {
        "DROP TABLE alias; CREATE VIEW alias AS SELECT 1 AS question, 1 AS ordinal, 'x' AS text",
        "CREATE VIEW extra AS SELECT title FROM question",
        "CREATE TRIGGER extra AFTER INSERT ON link BEGIN DELETE FROM block; END",
        "CREATE TABLE extra (x)",
        "CREATE INDEX extra ON link (url)",
        "CREATE VIRTUAL TABLE extra USING fts5(x)",
        "ANALYZE",
        "DROP TABLE question_link",
        "ALTER TABLE question ADD COLUMN extra TEXT",
        "ALTER TABLE question RENAME COLUMN title TO name",
        "DROP TABLE link; CREATE TABLE link (id TEXT)",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = NULL WHERE name = 'link'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = sql || ' ' WHERE name = 'link'",
        "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE link (' WHERE name='link'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 9999 WHERE name = 'edition'",
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema",
    };

    (void)state;
    assert_int_equal(open_after(""), 0);
    for (size_t i = 0; i < ARRAY_SIZE(damages); i++)
        if (open_after(damages[i]) != -EBADMSG)
            fail_msg("opened: %s", damages[i]);
}

static void a_database_that_is_not_ours_is_refused(void **state)
{
    (void)state;
    assert_int_equal(open_after("PRAGMA application_id = 0"), -EBADMSG);
    assert_int_equal(open_after("PRAGMA application_id = 1"), -EBADMSG);
    assert_int_equal(open_after("PRAGMA user_version = 0"), -EPROTO);
    assert_int_equal(open_after("PRAGMA user_version = 2"), -EPROTO);
    assert_int_equal(open_after("PRAGMA application_id = 1; PRAGMA user_version = 2"), -EBADMSG);
    assert_int_equal(open_after("DELETE FROM edition"), -EBADMSG); /* the probe finds nothing */
}

static void a_header_that_we_cannot_read_is_refused(void **state)
{
    (void)state;
    assert_int_equal(open_with_header(0, "SQLite format 4", 16), -EBADMSG);
    assert_int_equal(open_with_header(18, "\2\2", 2), -EBADMSG); /* a WAL image */
    assert_int_equal(open_with_header(18, "\1\2", 2), -EBADMSG);
    assert_int_equal(open_with_header(18, "\2\1", 2), -EBADMSG);
    assert_int_equal(open_with_header(16, "\0\0", 2), -EBADMSG); /* page size */
    assert_int_equal(open_with_header(16, "\20\1", 2), -EBADMSG);
    assert_int_equal(open_with_header(20, "\7", 1), -EBADMSG);        /* bytes reserved in each page */
    assert_int_equal(open_with_header(28, "\0\0\0\0", 4), -EBADMSG);  /* pages */
    assert_int_equal(open_with_header(56, "\0\0\0\2", 4), -EBADMSG);  /* UTF-16 */
    assert_int_equal(open_with_header(44, "\0\0\0\11", 4), -EBADMSG); /* schema format of the future */
}

static void every_truncation_is_refused(void **state)
{
    struct image image = fixture_build("");
    sqlite3 *db = NULL;

    (void)state;
    for (size_t n = 0; n < image.n; n++)
        assert_int_equal(store_open_bytes(&db, &format, image.bytes, n), -EBADMSG);
    assert_null(db);
    free(image.bytes);
}

static void bytes_that_are_no_database_are_refused(void **state)
{
    unsigned char noise[4096];
    sqlite3 *db = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof(noise); i++)
        noise[i] = (unsigned char)(i * 2654435761u >> 13);
    assert_int_equal(store_open_bytes(&db, &format, noise, sizeof(noise)), -EBADMSG);
    memset(noise, 0, sizeof(noise));
    assert_int_equal(store_open_bytes(&db, &format, noise, sizeof(noise)), -EBADMSG);
    assert_int_equal(store_open_bytes(&db, &format, "", 0), -EBADMSG);
}

struct folder {
    char path[64], file[80];
};

static int make_folder(void **state)
{
    struct folder *folder = calloc(1, sizeof(*folder));

    if (!folder)
        return -1;
    strcpy(folder->path, "/tmp/test_store.XXXXXX");
    if (!mkdtemp(folder->path))
        return -1;
    snprintf(folder->file, sizeof(folder->file), "%s/handbook.db", folder->path);
    chmod(folder->path, 0755);
    *state = folder;
    return 0;
}

static int remove_folder(void **state)
{
    struct folder *folder = *state;

    unlink(folder->file);
    rmdir(folder->path);
    free(folder);
    return 0;
}

static void write_file(const struct folder *folder, const void *bytes, size_t n)
{
    FILE *file = fopen(folder->file, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static int open_file(const char *path)
{
    sqlite3 *db = NULL;
    void *bytes = NULL;
    int r = store_open_file(&db, &bytes, &format, path);

    assert_true((r == 0) == (db != NULL && bytes != NULL));
    store_close(db);
    free(bytes);
    return r;
}

static void a_file_opens_like_bytes(void **state)
{
    const struct folder *folder = *state;
    struct image image = fixture_build("");

    write_file(folder, image.bytes, image.n);
    assert_int_equal(open_file(folder->file), 0);
    write_file(folder, image.bytes, image.n - 1);
    assert_int_equal(open_file(folder->file), -EBADMSG);
    write_file(folder, "number: 1\n", 10);
    assert_int_equal(open_file(folder->file), -EBADMSG);
    write_file(folder, "", 0);
    assert_int_equal(open_file(folder->file), -EBADMSG);
    free(image.bytes);
}

static void what_is_no_file_says_why(void **state)
{
    const struct folder *folder = *state;

    assert_int_equal(open_file(folder->file), -ENOENT);
    assert_int_equal(open_file(folder->path), -EISDIR);
    assert_int_equal(open_file("/dev/zero"), -EBADMSG);
    assert_int_equal(mkfifo(folder->file, 0600), 0);
    assert_int_equal(open_file(folder->file), -EBADMSG); /* and does not wait for a writer */
}

static void a_file_that_may_not_be_read_says_so(void **state)
{
    const struct folder *folder = *state;
    bool root = geteuid() == 0;
    int r;

    write_file(folder, "x", 1);
    assert_int_equal(chmod(folder->file, 0), 0);
    if (root)
        assert_int_equal(seteuid(65534), 0); /* root may read everything */
    r = open_file(folder->file);
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(r, -EACCES);
}

static void a_file_of_65_mib_is_not_read(void **state)
{
    const struct folder *folder = *state;
    int fd = open(folder->file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, 65L * 1024 * 1024), 0);
    close(fd);
    assert_int_equal(open_file(folder->file), -EFBIG);
}

static void every_result_of_sqlite_has_its_error(void **state)
{
    (void)state;
    assert_int_equal(store_error(SQLITE_OK), 0);
    assert_int_equal(store_error(SQLITE_ROW), 0);
    assert_int_equal(store_error(SQLITE_DONE), 0);
    assert_int_equal(store_error(SQLITE_NOMEM), -ENOMEM);
    assert_int_equal(store_error(SQLITE_IOERR_NOMEM), -ENOMEM);
    assert_int_equal(store_error(SQLITE_INTERRUPT), -ETIME);
    assert_int_equal(store_error(SQLITE_IOERR_READ), -EIO);
    assert_int_equal(store_error(SQLITE_CORRUPT_INDEX), -EBADMSG);
    assert_int_equal(store_error(SQLITE_NOTADB), -EBADMSG);
    assert_int_equal(store_error(SQLITE_TOOBIG), -EBADMSG);
}

static void a_leaked_statement_does_not_keep_the_handle(void **state)
{
    struct image image;
    sqlite3 *db = open_sound(&image);
    sqlite3_stmt *leaked = NULL;

    (void)state;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT 1", -1, &leaked, NULL), SQLITE_OK);
    store_close(db); /* the address sanitizer and valgrind see to it that nothing is left */
    store_close(NULL);
    free(image.bytes);
    assert_non_null(leaked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_database_opens_and_stays_as_it_is),
        cmocka_unit_test(everything_but_reading_is_denied),
        cmocka_unit_test(every_switch_is_as_promised),
        cmocka_unit_test(cell_sizes_are_checked_and_nothing_is_mapped),
        cmocka_unit_test(a_statement_that_never_ends_is_stopped),
        cmocka_unit_test(many_runs_of_a_short_statement_are_not_stopped),
        cmocka_unit_test(every_other_schema_is_refused),
        cmocka_unit_test(a_database_that_is_not_ours_is_refused),
        cmocka_unit_test(a_header_that_we_cannot_read_is_refused),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(bytes_that_are_no_database_are_refused),
        cmocka_unit_test_setup_teardown(a_file_opens_like_bytes, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_is_no_file_says_why, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_file_that_may_not_be_read_says_so, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_file_of_65_mib_is_not_read, make_folder, remove_folder),
        cmocka_unit_test(every_result_of_sqlite_has_its_error),
        cmocka_unit_test(a_leaked_statement_does_not_keep_the_handle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
