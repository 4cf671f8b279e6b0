/* SPDX-License-Identifier: MIT */
/*
 * Somebody else changes site.db at the very moment before a transaction begins: whoever logs in, gives a PIN
 * or opens the file finds it as it is then. sqlite3_exec is wrapped, and calls them in.
 */
#include "db/harden.h"
#include "db/schema.h"
#include "db/site/handle.h"
#include "db/site/pin.h"
#include "db/site/versions.h"
#include "tests/unit/site_fixture.h"
#include "tests/unit/sql_fixture.h"

#include <sodium.h>

#define PIN "204713"

int __real_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
                        void *context, char **message);
int __wrap_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
                        void *context, char **message);

/* --wrap knows no context: before which BEGIN IMMEDIATE (1: the next one) what is done by others. */
static struct {
    int at;
    void (*act)(struct fixture *fixture);
    struct fixture *fixture;
} meanwhile;

int __wrap_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
                        void *context, char **message)
{
    if (meanwhile.at > 0 && strcmp(sql, "BEGIN IMMEDIATE") == 0 && --meanwhile.at == 0)
        meanwhile.act(meanwhile.fixture);
    return __real_sqlite3_exec(db, sql, row, context, message);
}

static void before(int at, void (*act)(struct fixture *), struct fixture *fixture)
{
    meanwhile.fixture = fixture;
    meanwhile.act = act;
    meanwhile.at = at;
}

/* ---- accounts ---- */

static void disable(struct fixture *fixture)
{
    run_sql(fixture->path, "UPDATE account SET enabled = 0 WHERE id = 1");
}

static void set_password(struct fixture *fixture)
{
    run_sql(fixture->path, "UPDATE account SET password = '$argon2id$' WHERE id = 1");
}

static void who_is_locked_out_while_the_hash_is_made_stays_out(void **state)
{
    struct fixture *fixture = *state;
    struct site_session session = fixture->admin;
    int wait = -1;

    before(2, disable, fixture); /* the first counts the try, the second lets in */
    assert_int_equal(site_login(&session, &wait, fixture->site, "王老师", FIXTURE_PASSWORD),
                     SITE_LOGIN_REFUSED);
    assert_int_equal(meanwhile.at, 0);
    run_sql(fixture->path, "UPDATE account SET enabled = 1");
    before(2, set_password, fixture);
    assert_int_equal(site_unlock(&session, &wait, fixture->site, FIXTURE_PASSWORD), SITE_LOGIN_REFUSED);
}

static void set_pin(struct fixture *fixture)
{
    struct site *other = fixture_open(fixture, SITE_WRITE);

    assert_int_equal(site_pin_set(other, NULL, "998877"), 0);
    site_close(other);
}

static void take_pin_away(struct fixture *fixture)
{
    run_sql(fixture->path, "DELETE FROM pin");
}

static void the_pin_that_counts_is_the_one_there_is_at_the_end(void **state)
{
    struct fixture *fixture = *state;
    int wait;

    assert_int_equal(site_pin_set(fixture->site, NULL, PIN), 0);
    before(2, set_pin, fixture);
    assert_int_equal(site_pin_check(&wait, fixture->site, PIN), SITE_LOGIN_REFUSED);
    assert_int_equal(site_pin_check(&wait, fixture->site, "998877"), 0);
    before(2, take_pin_away, fixture);
    assert_int_equal(site_pin_check(&wait, fixture->site, "998877"), -ENOENT);
}

/* ---- the file itself ---- */

/* A handle that has not been brought up, as open.c makes it. */
static struct site *open_raw(struct fixture *fixture)
{
    struct site *site = calloc(1, sizeof(*site));

    assert_non_null(site);
    site->writable = true;
    site->clock = clock_from_manual(&fixture->time);
    assert_int_equal(sqlite3_open(fixture->path, &site->db), SQLITE_OK);
    assert_int_equal(harden_switches(site->db), 0);
    return site;
}

static void create(struct fixture *fixture)
{
    site_close(fixture_open(fixture, SITE_CREATE));
}

static void make_foreign(struct fixture *fixture)
{
    run_sql(fixture->path, "PRAGMA application_id = 5");
}

static void make_newer(struct fixture *fixture)
{
    run_sql(fixture->path, "PRAGMA user_version = 99");
}

static void make_empty(struct fixture *fixture)
{
    run_sql(fixture->path, "PRAGMA application_id = 0; PRAGMA user_version = 0");
}

/* The file begins as SQL makes it; what bringing it up says when others come first. */
static int bring_up(struct fixture *fixture, const char *sql, bool can_create, void (*act)(struct fixture *))
{
    const struct site_version versions[] = {{SITE_VERSION - 1, "", ""}, {SITE_VERSION, site_schema, NULL}};

    site_close(fixture->site);
    fixture->site = NULL;
    unlink(fixture->path);
    run_sql(fixture->path, sql);
    struct site *site = open_raw(fixture);
    before(1, act, fixture);
    int r = site_bring_up(site, fixture->path, can_create, versions, ARRAY_SIZE(versions));
    assert_int_equal(meanwhile.at, 0);
    site_close(site);
    return r;
}

static void what_others_have_made_of_the_file_counts(void **state)
{
    static const char older[] = "PRAGMA application_id = 0x59425353; PRAGMA user_version = 0;";
    struct fixture *fixture = *state;

    assert_int_equal(bring_up(fixture, "", true, create), 0); /* both were about to make it */
    assert_int_equal(bring_up(fixture, older, false, make_foreign), -EBADMSG);
    assert_int_equal(bring_up(fixture, older, false, make_newer), -EPROTO);
    assert_int_equal(bring_up(fixture, older, false, make_empty), -ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(who_is_locked_out_while_the_hash_is_made_stays_out),
        FIXTURE_TEST(the_pin_that_counts_is_the_one_there_is_at_the_end),
        FIXTURE_TEST(what_others_have_made_of_the_file_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
