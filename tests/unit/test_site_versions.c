/* SPDX-License-Identifier: MIT */
/*
 * Migrations, with versions made up here before and behind that of the program: the real schema with a table
 * less, a column less, and a step that fails. A version that the program once had gets its schema into
 * site_versions(), and the_program_… tries the way from it to the last.
 */
#include "tests/unit/site_fixture.h"

#include "db/harden.h"
#include "db/schema.h"
#include "db/site/handle.h"
#include "db/site/versions.h"

#include <sqlite3.h>

/* The real schema as text with one piece replaced; for the test's lifetime. */
static char *replaced(const char *from, const char *to)
{
    const char *at = strstr(site_schema, from);
    char *made = NULL;

    assert_non_null(at);
    assert_true(asprintf(&made, "%.*s%s%s", (int)(at - site_schema), site_schema, to, at + strlen(from)) > 0);
    return made;
}

/* Three versions: the first has no remarks in its profile, the second has; the third is the program's with
 * another table. */
struct ways {
    char *first, *last, *broken;
    struct site_version versions[3];
};

static const char to_second[] = "ALTER TABLE profile RENAME TO old_profile;"
                                "CREATE TABLE profile (\n"
                                "    id INTEGER PRIMARY KEY CHECK (id = 1),\n"
                                "    code TEXT NOT NULL,\n"
                                "    school TEXT NOT NULL,\n"
                                "    office TEXT NOT NULL,\n"
                                "    place TEXT NOT NULL,\n"
                                "    hours TEXT NOT NULL,\n"
                                "    telephone TEXT NOT NULL,\n"
                                "    remarks TEXT NOT NULL\n"
                                ") STRICT;"
                                "INSERT INTO profile SELECT id, code, school, office, place, hours, "
                                "telephone, '新的一栏' FROM old_profile;"
                                "DROP TABLE old_profile;";
static const char extra[] = "CREATE TABLE extra (\n    id INTEGER PRIMARY KEY\n) STRICT;\n";

static struct ways make_ways(void)
{
    struct ways ways = {.first = replaced("    telephone TEXT NOT NULL,\n    remarks TEXT NOT NULL\n",
                                          "    telephone TEXT NOT NULL\n")};

    assert_true(asprintf(&ways.last, "%s\n%s", site_schema, extra) > 0);
    ways.versions[0] = (struct site_version){1, ways.first, to_second};
    ways.versions[1] = (struct site_version){2, site_schema, extra};
    ways.versions[2] = (struct site_version){3, ways.last, NULL};
    return ways;
}

static void free_ways(struct ways *ways)
{
    free(ways->first);
    free(ways->last);
}

/* A handle that has not been brought up, as open.c makes it. */
static struct site *open_raw(const char *path)
{
    struct site *site = calloc(1, sizeof(*site));
    static struct clock_manual time = {.seconds = FIXTURE_NOW};

    assert_non_null(site);
    site->writable = true;
    site->clock = clock_from_manual(&time);
    assert_int_equal(sqlite3_open(path, &site->db), SQLITE_OK);
    assert_int_equal(harden_switches(site->db), 0);
    return site;
}

/* A database as version `number` would have left it, with a telephone in its profile. */
static void make_version(struct fixture *fixture, const struct ways *ways, int number)
{
    site_close(fixture->site);
    fixture->site = NULL;
    unlink(fixture->path);
    struct site *site = open_raw(fixture->path);
    if (number == 1) { /* creating fills a profile as today's program has it */
        sqlite3_exec(site->db, "BEGIN", NULL, NULL, NULL);
        assert_int_equal(sqlite3_exec(site->db, ways->first, NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(
            sqlite3_exec(site->db,
                         "PRAGMA application_id=0x59425353;PRAGMA user_version=1;"
                         "INSERT INTO profile VALUES (1, '', '', '', '', '', '');"
                         "INSERT INTO state VALUES (1, zeroblob(32), 0, 0, zeroblob(32), '');COMMIT",
                         NULL, NULL, NULL),
            SQLITE_OK);
    } else {
        assert_int_equal(site_bring_up(site, fixture->path, true, ways->versions, (size_t)number), 0);
    }
    assert_int_equal(sqlite3_exec(site->db, "UPDATE profile SET telephone = '0431'", NULL, NULL, NULL),
                     SQLITE_OK);
    site_close(site);
}

static char *text_of(struct fixture *fixture, const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    char *text = NULL;

    (void)fixture;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW)
        text = strdup((const char *)sqlite3_column_text(row, 0));
    sqlite3_finalize(row);
    sqlite3_close(db);
    return text;
}

static void assert_text(struct fixture *fixture, const char *path, const char *sql, const char *expected)
{
    _cleanup_free_ char *text = text_of(fixture, path, sql);

    if (expected) {
        assert_non_null(text);
        assert_string_equal(text, expected);
    } else {
        assert_null(text);
    }
}

static int bring_up(struct fixture *fixture, const struct ways *ways, size_t n)
{
    struct site *site = open_raw(fixture->path);
    int r = site_bring_up(site, fixture->path, false, ways->versions, n);

    site_close(site);
    return r;
}

static void every_older_version_becomes_the_last_with_its_rows(void **state)
{
    struct fixture *fixture = *state;
    struct ways ways = make_ways();

    for (int from = 1; from <= 3; from++) {
        make_version(fixture, &ways, from);
        assert_int_equal(bring_up(fixture, &ways, 3), 0);
        assert_text(fixture, fixture->path, "PRAGMA user_version", "3");
        assert_text(fixture, fixture->path, "SELECT telephone FROM profile", "0431");
        assert_text(fixture, fixture->path, "SELECT remarks FROM profile", from == 1 ? "新的一栏" : "");
        assert_text(fixture, fixture->path, "SELECT count(*) FROM extra", "0");
        assert_text(fixture, fixture->path, "PRAGMA integrity_check", "ok");
        char detail[16];
        snprintf(detail, sizeof(detail), "%d 3", from);
        assert_text(fixture, fixture->path, "SELECT detail FROM audit WHERE action = 51",
                    from < 3 ? detail : NULL);
        assert_int_equal(bring_up(fixture, &ways, 3), 0); /* once is enough */
    }
    free_ways(&ways);
}

static void a_copy_of_the_old_version_is_kept(void **state)
{
    struct fixture *fixture = *state;
    struct ways ways = make_ways();
    char copy[128];

    for (int from = 1; from <= 2; from++) {
        make_version(fixture, &ways, from);
        assert_int_equal(bring_up(fixture, &ways, 3), 0);
        snprintf(copy, sizeof(copy), "%s.bak-v%d", fixture->path, from);
        char version[8];
        snprintf(version, sizeof(version), "%d", from);
        assert_text(fixture, copy, "PRAGMA user_version", version);
        assert_text(fixture, copy, "SELECT telephone FROM profile", "0431");
        assert_text(fixture, copy, "PRAGMA integrity_check", "ok");
    }
    snprintf(copy, sizeof(copy), "%s.bak-v1.new", fixture->path);
    assert_int_equal(access(copy, F_OK), -1);
    free_ways(&ways);
}

static void a_step_that_fails_leaves_the_old_version(void **state)
{
    static const char *const steps[] = {
        "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;", /* not the text of the next schema */
        "DROP TABLE profile; SELECT nonsense FROM nowhere",    "DELETE FROM profile",
        "INSERT INTO profile SELECT * FROM profile",           "COMMIT; nonsense",
    };
    struct fixture *fixture = *state;
    struct ways ways = make_ways();

    for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
        make_version(fixture, &ways, 2);
        ways.versions[1].migration = steps[i];
        assert_true(bring_up(fixture, &ways, 3) < 0);
        assert_text(fixture, fixture->path, "PRAGMA user_version", "2");
        assert_text(fixture, fixture->path, "SELECT telephone FROM profile", "0431");
        assert_text(fixture, fixture->path, "SELECT detail FROM audit WHERE action = 51", NULL);
    }
    free_ways(&ways);
}

static void a_hostile_older_version_is_refused_before_it_is_migrated(void **state)
{
    struct fixture *fixture = *state;
    struct ways ways = make_ways();
    char copy[128];

    make_version(fixture, &ways, 1);
    assert_text(fixture, fixture->path,
                "CREATE TRIGGER t AFTER INSERT ON profile BEGIN DELETE FROM audit; END", NULL);
    assert_int_equal(bring_up(fixture, &ways, 3), -EBADMSG);
    snprintf(copy, sizeof(copy), "%s.bak-v1", fixture->path);
    assert_int_equal(access(copy, F_OK), -1);
    free_ways(&ways);
}

static void without_room_for_the_copy_nothing_is_migrated(void **state)
{
    struct fixture *fixture = *state;
    struct ways ways = make_ways();
    char copy[128];

    make_version(fixture, &ways, 2);
    snprintf(copy, sizeof(copy), "%s.bak-v2", fixture->path);
    assert_int_equal(mkdir(copy, 0700), 0); /* a folder is in the way */
    assert_true(bring_up(fixture, &ways, 3) < 0);
    assert_text(fixture, fixture->path, "PRAGMA user_version", "2");
    free_ways(&ways);
}

static void an_older_version_is_not_migrated_by_a_reader(void **state)
{
    struct fixture *fixture = *state;
    struct ways ways = make_ways();

    make_version(fixture, &ways, 2);
    struct site *site = open_raw(fixture->path);
    site->writable = false;
    assert_int_equal(site_bring_up(site, fixture->path, false, ways.versions, 3), -EPROTO);
    assert_int_equal(site_bring_up(site, fixture->path, false, ways.versions, 2), 0);
    assert_int_equal(site_bring_up(site, fixture->path, false, ways.versions, 1), -EPROTO); /* a newer one */
    site_close(site);
    free_ways(&ways);
}

static void the_programs_own_versions_lead_to_the_last(void **state)
{
    struct fixture *fixture = *state;
    size_t n = 0;
    const struct site_version *versions = site_versions(&n);

    assert_int_equal(versions[n - 1].number, SITE_VERSION);
    assert_null(versions[n - 1].migration);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(versions[i].number, SITE_VERSION - (int)(n - 1 - i));
        site_close(fixture->site);
        fixture->site = NULL;
        unlink(fixture->path);
        struct site *site = open_raw(fixture->path);
        assert_int_equal(site_bring_up(site, fixture->path, true, versions, i + 1), 0);
        site_close(site);
        fixture->site = fixture_open(fixture, SITE_WRITE);
        assert_int_equal(site_check(fixture->site), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(every_older_version_becomes_the_last_with_its_rows),
        FIXTURE_TEST(a_copy_of_the_old_version_is_kept),
        FIXTURE_TEST(a_step_that_fails_leaves_the_old_version),
        FIXTURE_TEST(a_hostile_older_version_is_refused_before_it_is_migrated),
        FIXTURE_TEST(without_room_for_the_copy_nothing_is_migrated),
        FIXTURE_TEST(an_older_version_is_not_migrated_by_a_reader),
        FIXTURE_TEST(the_programs_own_versions_lead_to_the_last),
    };
    return cmocka_run_group_tests_name("versions of site.db", tests, NULL, NULL);
}
