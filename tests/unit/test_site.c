/* SPDX-License-Identifier: MIT */
/* Opening site.db: who may, what is refused and why, what a handle may do. */
#include "tests/unit/site_fixture.h"
#include "tests/unit/sql_fixture.h"

#include "db/site/handle.h"

#include <fcntl.h>

static int try_open(struct fixture *fixture, enum site_mode mode)
{
    struct site *site = NULL;
    int r = site_open(&site, fixture->path, mode, clock_from_manual(&fixture->time));

    assert_true(r < 0 ? site == NULL : site != NULL);
    site_close(site);
    return r;
}

/* While nobody has it open. */
static void tamper(struct fixture *fixture, const char *sql)
{
    site_close(fixture->site);
    fixture->site = NULL;
    run_sql(fixture->path, sql);
}

static void make_file(struct fixture *fixture, const void *bytes, size_t n)
{
    site_close(fixture->site);
    fixture->site = NULL;
    unlink(fixture->path);
    int fd = open(fixture->path, O_WRONLY | O_CREAT | O_TRUNC, 0660);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), n);
    close(fd);
}

static void an_absent_file_is_created_only_where_that_is_asked_for(void **state)
{
    struct fixture *fixture = *state;
    struct stat status;

    site_close(fixture->site);
    fixture->site = NULL;
    assert_int_equal(unlink(fixture->path), 0);
    assert_int_equal(try_open(fixture, SITE_READ), -ENOENT);
    assert_int_equal(try_open(fixture, SITE_WRITE), -ENOENT);
    assert_int_equal(access(fixture->path, F_OK), -1);
    mode_t before = umask(0077);
    assert_int_equal(try_open(fixture, SITE_CREATE), 0);
    umask(before);
    assert_int_equal(stat(fixture->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0660);
    assert_int_equal(try_open(fixture, SITE_CREATE), 0); /* again, as it is there */
    make_file(fixture, "", 0);
    assert_int_equal(try_open(fixture, SITE_READ), -ENOENT);
    assert_int_equal(try_open(fixture, SITE_WRITE), -ENOENT);
    assert_int_equal(try_open(fixture, SITE_CREATE), 0);
    assert_int_equal(try_open(fixture, SITE_READ), 0);
    strcpy(fixture->path, "/tmp/no/such/folder/site.db");
    assert_int_equal(try_open(fixture, SITE_CREATE), -ENOENT);
    strcpy(fixture->path, "/tmp/");
    assert_int_equal(try_open(fixture, SITE_CREATE), -EISDIR);
}

static void a_new_file_is_whole_and_survives_being_opened_anew(void **state)
{
    struct fixture *fixture = *state;
    struct audit_verdict verdict;

    assert_int_equal(site_check(fixture->site), 0);
    site_close(fixture->site);
    fixture->site = fixture_open(fixture, SITE_WRITE);
    assert_true(site_is_writable(fixture->site));
    assert_int_equal(site_check(fixture->site), 0);
    assert_int_equal(site_audit_verify(&verdict, fixture->site), 0);
    assert_int_equal(verdict.rows, 3);
}

static void links_and_what_is_no_file_are_refused(void **state)
{
    struct fixture *fixture = *state;
    char other[128];

    site_close(fixture->site);
    fixture->site = NULL;
    snprintf(other, sizeof(other), "%s/other", fixture->folder);
    assert_int_equal(rename(fixture->path, other), 0);
    assert_int_equal(symlink(other, fixture->path), 0);
    for (int mode = SITE_READ; mode <= SITE_CREATE; mode++)
        assert_int_equal(try_open(fixture, (enum site_mode)mode), -EPERM);
    unlink(fixture->path);
    assert_int_equal(symlink("nowhere", fixture->path), 0);
    assert_int_equal(try_open(fixture, SITE_CREATE), -EPERM);
    unlink(fixture->path);
    assert_int_equal(link(other, fixture->path), 0);
    assert_int_equal(try_open(fixture, SITE_WRITE), -EPERM);
    unlink(fixture->path);
    assert_int_equal(mkfifo(fixture->path, 0600), 0);
    assert_int_equal(try_open(fixture, SITE_WRITE), -EPERM);
    unlink(fixture->path);
    assert_int_equal(mkdir(fixture->path, 0700), 0);
    for (int mode = SITE_READ; mode <= SITE_CREATE; mode++)
        assert_int_equal(try_open(fixture, (enum site_mode)mode), -EISDIR);
    rmdir(fixture->path);
    assert_int_equal(rename(other, fixture->path), 0);
    assert_int_equal(try_open(fixture, SITE_WRITE), 0);
}

static void a_file_that_others_may_have_planted_is_refused(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(chmod(fixture->path, 0666), 0);
    assert_int_equal(try_open(fixture, SITE_READ), -EPERM);
    assert_int_equal(chmod(fixture->path, 0660), 0);
    assert_int_equal(chmod(fixture->folder, 0777), 0);
    assert_int_equal(try_open(fixture, SITE_READ), -EPERM);
    assert_int_equal(chmod(fixture->folder, 01777), 0);
    assert_int_equal(try_open(fixture, SITE_READ), 0);
    if (geteuid() != 0 || chown(fixture->path, 1, (gid_t)-1) < 0)
        return;                                             /* only root may give files away */
    assert_int_equal(try_open(fixture, SITE_READ), -EPERM); /* anybody may put files there */
    assert_int_equal(chmod(fixture->folder, 0755), 0);
    assert_int_equal(try_open(fixture, SITE_READ), -EPERM);
    assert_int_equal(chown(fixture->folder, 1, (gid_t)-1), 0);
    assert_int_equal(try_open(fixture, SITE_READ), 0); /* the kiosk's own folder, looked at by root */
}

static void folders_may_be_links(void **state)
{
    struct fixture *fixture = *state;
    char folder[128];

    snprintf(folder, sizeof(folder), "%s/way", fixture->folder);
    assert_int_equal(symlink(".", folder), 0);
    snprintf(fixture->path, sizeof(fixture->path), "%s/way/site.db", fixture->folder);
    assert_int_equal(try_open(fixture, SITE_WRITE), 0);
}

static void what_is_no_site_db_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char noise[8192];

    memset(noise, 'x', sizeof(noise));
    make_file(fixture, noise, sizeof(noise));
    assert_int_equal(try_open(fixture, SITE_CREATE), -EBADMSG);
    make_file(fixture, "short", 5);
    assert_int_equal(try_open(fixture, SITE_CREATE), -EBADMSG);
    make_file(fixture, "", 0);
    tamper(fixture,
           "CREATE TABLE edition (id INTEGER); PRAGMA application_id = 0x59425431; PRAGMA user_version = 1");
    assert_int_equal(try_open(fixture, SITE_CREATE), -EBADMSG); /* a handbook.db */
    make_file(fixture, "", 0);
    tamper(fixture, "CREATE TABLE mine (id INTEGER)");
    assert_int_equal(try_open(fixture, SITE_CREATE), -EBADMSG);
}

static void other_versions_are_told_from_damage(void **state)
{
    struct fixture *fixture = *state;

    tamper(fixture, "PRAGMA user_version = 1000");
    for (int mode = SITE_READ; mode <= SITE_CREATE; mode++)
        assert_int_equal(try_open(fixture, (enum site_mode)mode), -EPROTO);
    tamper(fixture, "PRAGMA user_version = 0");
    assert_int_equal(try_open(fixture, SITE_WRITE), -EPROTO);
}

static void a_hostile_schema_is_refused(void **state)
{
    static const char *const schemas[] = {
        "CREATE VIEW v AS SELECT * FROM profile",
        "DROP TABLE profile; CREATE VIEW profile AS SELECT 1, '', '', '', '', '', '', ''",
        "CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM audit; END",
        "CREATE TABLE extra (a)",
        "CREATE INDEX extra ON audit (time)",
        "DROP INDEX account_name",
        "DROP TABLE history",
        "ALTER TABLE profile ADD COLUMN evil TEXT GENERATED ALWAYS AS (upper(code)) VIRTUAL",
        "CREATE VIRTUAL TABLE f USING fts5(x)",
        "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE rowid = 2",
        "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET type = 'nonsense' WHERE name = 'audit'",
        "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = NULL WHERE name = 'state'",
        "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'state'",
        "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage = 1000000 WHERE name = 'profile'",
        "PRAGMA writable_schema=ON; DELETE FROM sqlite_schema",
        "PRAGMA journal_mode=WAL",
        "PRAGMA application_id=1",
        "DELETE FROM state",
        "UPDATE state SET secret = randomblob(31)",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(schemas); i++) {
        void *fresh = NULL;
        assert_int_equal(fixture_setup(&fresh), 0);
        struct fixture *fixture = fresh;
        tamper(fixture, schemas[i]);
        for (int mode = SITE_READ; mode <= SITE_CREATE; mode++) {
            int r = try_open(fixture, (enum site_mode)mode);
            struct site *site = NULL;
            if (r == 0 &&
                site_open(&site, fixture->path, (enum site_mode)mode, clock_from_manual(&fixture->time)) == 0)
                r = site_check(site); /* a root page that is another's shows when it is read */
            site_close(site);
            if (r != -EBADMSG)
                fail_msg("%s: %d", schemas[i], r);
        }
        fixture_teardown(&fresh);
    }
}

static void a_wal_file_gets_no_files_beside_it(void **state)
{
    struct fixture *fixture = *state;
    char beside[128];

    tamper(fixture, "PRAGMA journal_mode=WAL; UPDATE state SET revision = 1");
    assert_int_equal(try_open(fixture, SITE_WRITE), -EBADMSG);
    snprintf(beside, sizeof(beside), "%s-wal", fixture->path);
    assert_int_equal(access(beside, F_OK), -1);
}

static void hostile_values_are_damage(void **state)
{
    static const char *const values[] = {
        "UPDATE profile SET place = char(27) || '[2J'",
        "UPDATE profile SET school = CAST(x'ff41' AS TEXT)",
        "UPDATE profile SET code = '123'",
        "UPDATE profile SET remarks = hex(zeroblob(40000))",
        "UPDATE profile SET remarks = hex(zeroblob(4000000))",
        "DELETE FROM profile",
        "INSERT INTO addendum VALUES (1, 1, 2, 0, '一' || char(8238), '', 0)",
        "INSERT INTO addendum VALUES (1, 1, 2, 0, '一', char(10), 0)",
        "INSERT INTO addendum VALUES (1, 1, 2, 0, '', '', 0)",
        "INSERT INTO addendum VALUES (1, 1, 4, 0, '一', '', 0)",
        "INSERT INTO addendum VALUES (1, 0, 2, 0, '一', '', 0)",
        "INSERT INTO addendum VALUES (1, 1, 2, 0, '一', '', -1)",
        "INSERT INTO addendum VALUES (1, 1, 2, 0, hex(zeroblob(2001)), '', 0)",
        "INSERT INTO account VALUES (2, 'a' || char(7), 1, 1, '', 0, 0)",
        "INSERT INTO account VALUES (2, hex(zeroblob(33)), 1, 1, '', 0, 0)",
        "INSERT INTO account VALUES (2, 'a', 9, 1, '', 0, 0)",
        "INSERT INTO account VALUES (2, 'a', 1, 2, '', 0, 0)",
        "INSERT INTO attempt VALUES (randomblob(32), 1, 1, 1801, 0, 0)",
        "INSERT INTO counter VALUES (20261301, 1, 1, 1, '6', 1)",
        "INSERT INTO counter VALUES (20261101, 24, 1, 1, '6', 1)",
        "INSERT INTO counter VALUES (20261101, 1, 3, 1, '6', 1)",
        "INSERT INTO counter VALUES (20261101, 1, 1, 8, '6', 1)",
        "INSERT INTO counter VALUES (20261101, 1, 1, 7, char(27), 1)",
        "INSERT INTO counter VALUES (20261101, 1, 1, 1, '6', -1)",
        "INSERT INTO history VALUES (1, 0, '', 3, 'e', 1, 'ok')",
        "INSERT INTO history VALUES (1, 0, '', 1, '', 1, 'ok')",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
        void *fresh = NULL;
        assert_int_equal(fixture_setup(&fresh), 0);
        struct fixture *fixture = fresh;
        tamper(fixture, values[i]);
        fixture->site = fixture_open(fixture, SITE_READ);
        if (site_check(fixture->site) != -EBADMSG)
            fail_msg("%s: %d", values[i], site_check(fixture->site));
        fixture_teardown(&fresh);
    }
}

static void a_handle_does_what_its_statements_do_and_nothing_else(void **state)
{
    static const char *const denied[] = {
        "DELETE FROM audit",
        "UPDATE audit SET detail = ''",
        "DELETE FROM account",
        "DELETE FROM history",
        "UPDATE addendum SET text = ''",
        "DELETE FROM counter",
        "INSERT INTO state SELECT * FROM state",
        "CREATE TABLE t (a)",
        "CREATE TEMP TABLE t (a)",
        "DROP TABLE profile",
        "ATTACH ':memory:' AS other",
        "VACUUM",
        "PRAGMA writable_schema=ON",
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=OFF",
        "SELECT load_extension('x')",
        "SELECT randomblob(1000000)",
        "INSERT INTO sqlite_schema VALUES ('table', 't', 't', 3, 'CREATE TABLE t (a)')",
        "SAVEPOINT s",
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < ARRAY_SIZE(denied); i++)
        if (sqlite3_exec(fixture->site->db, denied[i], NULL, NULL, NULL) == SQLITE_OK)
            fail_msg("%s", denied[i]);
    assert_int_equal(sqlite3_exec(fixture->site->db, "SELECT count(*) FROM audit", NULL, NULL, NULL),
                     SQLITE_OK);
}

static int read_pragma(sqlite3 *db, const char *pragma)
{
    sqlite3_stmt *row = NULL;

    sqlite3_set_authorizer(db, NULL, NULL);
    assert_int_equal(sqlite3_prepare_v2(db, pragma, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int value = sqlite3_column_type(row, 0) == SQLITE_TEXT ? sqlite3_column_bytes(row, 0)
                                                           : sqlite3_column_int(row, 0);
    sqlite3_finalize(row);
    return value;
}

static void a_handle_is_hardened_and_commits_to_the_disk(void **state)
{
    static const struct {
        int name, value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    struct fixture *fixture = *state;
    sqlite3 *db = fixture->site->db;

    for (size_t i = 0; i < ARRAY_SIZE(switches); i++) {
        int value = -1;
        assert_int_equal(sqlite3_db_config(db, switches[i].name, -1, &value), SQLITE_OK);
        assert_int_equal(value, switches[i].value);
    }
    assert_int_equal(sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, -1), 0);
    assert_int_equal(read_pragma(db, "PRAGMA synchronous"), 2); /* FULL */
    assert_int_equal(read_pragma(db, "PRAGMA journal_mode"), strlen("truncate"));
    assert_int_equal(read_pragma(db, "PRAGMA secure_delete"), 1);
    assert_int_equal(read_pragma(db, "PRAGMA cell_size_check"), 1);
    assert_int_equal(read_pragma(db, "PRAGMA temp_store"), 2);
    assert_int_equal(read_pragma(db, "PRAGMA busy_timeout"), SITE_BUSY_MS);
}

static void every_statement_can_be_prepared(void **state)
{
    struct fixture *fixture = *state;

    for (int which = 0; which < SITE_STATEMENT_COUNT; which++) {
        if (which == SITE_STATE_CREATE || which == SITE_PROFILE_CREATE)
            continue; /* for creating it alone */
        struct rows rows = site_rows(fixture->site, (enum site_statement)which);
        if (rows.error < 0)
            fail_msg("%s: %d", site_statement_sql((enum site_statement)which), rows.error);
        rows_end(&rows);
    }
}

static void a_transaction_is_undone_when_the_handle_is_closed(void **state)
{
    struct fixture *fixture = *state;
    int64_t rows = fixture_rows(fixture);

    assert_int_equal(site_begin(fixture->site), 0);
    assert_int_equal(site_audit_note(fixture->site, NULL, AUDIT_EXPORTED, "x"), 0);
    site_close(fixture->site);
    fixture->site = fixture_open(fixture, SITE_WRITE);
    assert_int_equal(fixture_rows(fixture), rows);
}

static void another_process_is_waited_for_as_long_as_told(void **state)
{
    struct fixture *fixture = *state;
    struct site *other = fixture_open(fixture, SITE_WRITE);

    assert_int_equal(site_begin(fixture->site), 0);
    site_set_busy(other, 0);
    assert_int_equal(site_audit_note(other, NULL, AUDIT_EXPORTED, "x"), -EBUSY);
    assert_int_equal(site_end(fixture->site, 0), 0);
    assert_int_equal(site_audit_note(other, NULL, AUDIT_EXPORTED, "x"), 0);
    fixture_logged(fixture, "", AUDIT_EXPORTED, "x");
    site_close(other);
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    site_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(an_absent_file_is_created_only_where_that_is_asked_for),
        FIXTURE_TEST(a_new_file_is_whole_and_survives_being_opened_anew),
        FIXTURE_TEST(links_and_what_is_no_file_are_refused),
        FIXTURE_TEST(a_file_that_others_may_have_planted_is_refused),
        FIXTURE_TEST(folders_may_be_links),
        FIXTURE_TEST(what_is_no_site_db_is_refused),
        FIXTURE_TEST(other_versions_are_told_from_damage),
        cmocka_unit_test(a_hostile_schema_is_refused),
        FIXTURE_TEST(a_wal_file_gets_no_files_beside_it),
        cmocka_unit_test(hostile_values_are_damage),
        FIXTURE_TEST(a_handle_does_what_its_statements_do_and_nothing_else),
        FIXTURE_TEST(a_handle_is_hardened_and_commits_to_the_disk),
        FIXTURE_TEST(every_statement_can_be_prepared),
        FIXTURE_TEST(a_transaction_is_undone_when_the_handle_is_closed),
        FIXTURE_TEST(another_process_is_waited_for_as_long_as_told),
        cmocka_unit_test(closing_nothing_is_fine),
    };
    return cmocka_run_group_tests_name("opening site.db", tests, NULL, NULL);
}
