/* SPDX-License-Identifier: MIT */
/*
 * Whoever logs in, gives the PIN or opens site.db, while each k-th allocation, call of SQLite or call of the
 * system fails: nobody gets in by it, and nothing is left half made.
 */
#include "base/error.h"
#include "db/site/handle.h"
#include "db/site/pin.h"
#include "db/site/versions.h"
#include "tests/faults/calls.h"
#include "tests/faults/engine.h"
#include "tests/faults/site_hall.h"
#include "tests/faults/site_work.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- tries ---- */

static int log_in(void *world)
{
    struct hall *hall = world;
    struct site_session session;
    int wait;

    return site_login(&session, &wait, hall->site, "前台", HALL_PASSWORD);
}

/* Made for a faster machine: hash and decoy are made anew. */
static int log_in_dearer(void *world)
{
    struct hall *hall = world;

    site_set_cost(hall->site, (struct site_cost){.passes = 2, .memory = 8192});
    return log_in(world);
}

static int log_in_wrongly(void *world)
{
    struct hall *hall = world;
    struct site_session session;
    int r = SITE_LOGIN_REFUSED;

    for (int i = 0; i < SITE_FREE_TRIES && r == SITE_LOGIN_REFUSED; i++)
        r = site_login(&session, NULL, hall->site, "前台", HALL_OTHER);
    return r;
}

static int log_in_as_nobody(void *world)
{
    struct hall *hall = world;
    struct site_session session;

    return site_login(&session, NULL, hall->site, "没有这个人", HALL_OTHER);
}

static int change_password(void *world)
{
    struct hall *hall = world;
    int wait;

    return site_password_change(&wait, hall->site, &hall->desk, HALL_PASSWORD, HALL_OTHER);
}

static int unlock(void *world)
{
    struct hall *hall = world;
    int wait;

    return site_unlock(&hall->desk, &wait, hall->site, HALL_PASSWORD);
}

static int give_pin(void *world)
{
    struct hall *hall = world;
    int wait;

    return site_pin_check(&wait, hall->site, HALL_PIN);
}

static int give_wrong_pin(void *world)
{
    struct hall *hall = world;
    int wait, r = SITE_LOGIN_REFUSED;

    for (int i = 0; i < SITE_FREE_TRIES && r == SITE_LOGIN_REFUSED; i++)
        r = site_pin_check(&wait, hall->site, "204714");
    return r;
}

static void nobody_gets_in_or_is_kept_out_by_a_failure(void **state)
{
    static const struct deed deeds[] = {
        {.name = "log in", .run = log_in, .also = SITE_LOGIN_REFUSED, .afresh = true},
        {.name = "log in, with a dearer hash",
         .run = log_in_dearer,
         .also = SITE_LOGIN_REFUSED,
         .afresh = true},
        {.name = "five wrong passwords",
         .run = log_in_wrongly,
         .expected = SITE_LOGIN_REFUSED,
         .afresh = true},
        {.name = "log in as nobody", .run = log_in_as_nobody, .expected = SITE_LOGIN_REFUSED, .afresh = true},
        {.name = "unlock", .run = unlock, .also = SITE_LOGIN_REFUSED, .afresh = true},
        {.name = "change the password", .run = change_password, .also = SITE_LOGIN_REFUSED, .afresh = true},
        {.name = "give the PIN", .run = give_pin, .also = SITE_LOGIN_REFUSED, .afresh = true},
        {.name = "five wrong PINs", .run = give_wrong_pin, .expected = SITE_LOGIN_REFUSED, .afresh = true},
    };

    hall_try(*state, deeds, ARRAY_SIZE(deeds));
}

/* ---- opening ---- */

static int open_as(struct hall *hall, enum site_mode mode)
{
    struct site *site = NULL;
    int r = site_open(&site, hall->path, mode, clock_system());

    site_close(site);
    return r;
}

static int open_to_read(void *world)
{
    return open_as(world, SITE_READ);
}

static int open_to_write(void *world)
{
    return open_as(world, SITE_WRITE);
}

static int create(void *world)
{
    struct hall *hall = world;

    unlink(hall->path);
    return open_as(hall, SITE_CREATE);
}

static int create_with_first(void *world)
{
    struct hall *hall = world;
    struct site_session first;
    struct site *site = NULL;

    unlink(hall->path);
    int r = work_open(&site, hall->path, SITE_CREATE);
    if (r == 0)
        r = site_first_admin(&first, site, "王老师", HALL_PASSWORD);
    site_close(site);
    return r;
}

/* A handle that has not been brought up, as open.c makes it. */
static struct site *open_raw(const struct hall *hall)
{
    struct site *site = calloc(1, sizeof(*site));

    if (!site)
        return NULL;
    site->writable = true;
    site->clock = clock_system();
    if (sqlite3_open(hall->path, &site->db) == SQLITE_OK)
        return site;
    site_close(site);
    return NULL;
}

/* To a version that is still to come, with a copy of this one. */
static int migrate(void *world)
{
    static const char step[] = "CREATE TABLE extra (\n    id INTEGER PRIMARY KEY\n) STRICT;\n";
    struct hall *hall = world;
    char schema[16384];
    size_t n;
    const struct site_version *now = site_versions(&n);
    struct site_version versions[] = {{now->number, now->schema, step}, {now->number + 1, schema, NULL}};
    struct site *site = open_raw(hall);

    if (!site)
        return -ENOMEM;
    snprintf(schema, sizeof(schema), "%s\n%s", now->schema, step);
    int r = site_bring_up(site, hall->path, false, versions, ARRAY_SIZE(versions));
    site_close(site);
    return r;
}

static void opening_that_fails_is_told_and_leaves_nothing_half_made(void **state)
{
    static const struct deed deeds[] = {
        {.name = "open to read", .run = open_to_read, .also = -EBADMSG, .tolerant = true},
        {.name = "open to write", .run = open_to_write, .also = -EBADMSG, .tolerant = true},
        {.name = "create", .run = create, .also = -EBADMSG, .tolerant = true},
        {.name = "create, with the first administrator",
         .run = create_with_first,
         .also = -EBADMSG,
         .tolerant = true},
        {.name = "migrate", .run = migrate, .also = -EBADMSG, .tolerant = true},
    };

    /* SQLite goes on after some failures of the system, and does not say what others were. */
    static const struct failure calls[] = {
        {.layer = FAILURE_CALLS, .code = EIO},
        {.layer = FAILURE_CALLS, .code = EACCES},
        {.layer = FAILURE_CALLS, .code = ENOSPC},
        {.layer = FAILURE_CALLS, .code = EINTR},
    };

    failures_try_all(deeds, ARRAY_SIZE(deeds), hall_failures, HALL_FAILURES, *state, hall_reset);
    failures_try_all(deeds, ARRAY_SIZE(deeds), calls, ARRAY_SIZE(calls), *state, hall_reset);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, hall_set_up, hall_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nobody_gets_in_or_is_kept_out_by_a_failure),
        TEST(opening_that_fails_is_told_and_leaves_nothing_half_made),
    };

    engine_spare_allocations();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
