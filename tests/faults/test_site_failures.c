/* SPDX-License-Identifier: MIT */
/*
 * Everything that can be done with site.db, while each k-th allocation, call of SQLite or call of the system
 * fails. Each time it is told as what it is, the log's chain holds, and the same handle does it when it is
 * done again.
 */
#include "base/error.h"
#include "db/site/accounts.h"
#include "db/site/addenda.h"
#include "db/site/audit.h"
#include "db/site/handle.h"
#include "db/site/history.h"
#include "db/site/pin.h"
#include "db/site/profile.h"
#include "db/site/stats.h"
#include "db/site/versions.h"
#include "tests/faults/engine.h"
#include "tests/faults/failures.h"
#include "tests/faults/site_work.h"

#include <fcntl.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PASSWORD "正确的密码123" /* of site_work.c */
#define OTHER "另一个密码4567"
#define PIN "204713"
#define DESK 2 /* the account of site_work.c's 前台 */

struct hall {
    char folder[64], path[96], journal[112], kept[96];
    struct site *site;
    struct site_session admin, desk;
};

static char text[] = "文字", code[] = "4122010183", none[] = "";

static void open_site(struct hall *hall)
{
    assert_int_equal(work_open(&hall->site, hall->path, SITE_WRITE), 0);
}

/* The database as it was, in a handle that has prepared nothing yet. */
static void reset(void *world)
{
    struct hall *hall = world;

    site_close(hall->site);
    unlink(hall->journal);
    assert_int_equal(work_copy(hall->path, hall->kept), 0);
    open_site(hall);
}

static void fill(struct hall *hall)
{
    struct profile profile = {.code = code, .school = text, .office = text};
    struct history_row row = {.action = HISTORY_INSTALL, .edition = text, .sequence = 3, .result = text};
    struct tally tally;
    int version;

    assert_int_equal(site_profile_write(hall->site, NULL, &profile), 0);
    assert_int_equal(site_addendum_publish(&version, hall->site, NULL, 6, 0, "第一行。\n第二行。"), 0);
    assert_int_equal(site_content_record(hall->site, NULL, &row), 0);
    assert_int_equal(site_pin_set(hall->site, NULL, PIN), 0);
    tally_init(&tally, TALLY_KIOSK);
    tally_add(&tally, 1795413900, TALLY_QUESTION, "6");
    tally_add(&tally, 1795413900, TALLY_LINK, "home");
    assert_int_equal(site_tally_flush(hall->site, &tally), 0);
}

static int set_up(void **state)
{
    struct hall *hall = calloc(1, sizeof(*hall));

    assert_non_null(hall);
    work_folder(hall->folder);
    snprintf(hall->path, sizeof(hall->path), "%s/site.db", hall->folder);
    snprintf(hall->journal, sizeof(hall->journal), "%s-journal", hall->path);
    snprintf(hall->kept, sizeof(hall->kept), "%s/kept", hall->folder);
    assert_int_equal(work_create(hall->path, 0), 0);
    open_site(hall);
    assert_int_equal(site_login(&hall->admin, NULL, hall->site, "王老师", PASSWORD), 0);
    assert_int_equal(site_login(&hall->desk, NULL, hall->site, "前台", PASSWORD), 0);
    fill(hall);
    site_close(hall->site);
    hall->site = NULL;
    assert_int_equal(work_copy(hall->kept, hall->path), 0);
    *state = hall;
    return 0;
}

static int tear_down(void **state)
{
    struct hall *hall = *state;

    site_close(hall->site);
    work_remove_folder(hall->folder);
    free(hall);
    return 0;
}

/* ---- accounts ---- */

static int add_account(void *world)
{
    struct hall *hall = world;

    return site_account_add(hall->site, &hall->admin, "李老师", SITE_ROLE_EDITOR, PASSWORD);
}

static int set_role(void *world)
{
    struct hall *hall = world;

    return site_account_set_role(hall->site, &hall->admin, DESK, SITE_ROLE_EDITOR);
}

static int disable(void *world)
{
    struct hall *hall = world;

    return site_account_set_enabled(hall->site, &hall->admin, DESK, false);
}

static int disable_the_last(void *world)
{
    struct hall *hall = world;

    return site_account_set_enabled(hall->site, NULL, hall->admin.account, false);
}

static int set_password(void *world)
{
    struct hall *hall = world;

    return site_account_set_password(hall->site, &hall->admin, DESK, OTHER);
}

static int rescue(void *world)
{
    struct hall *hall = world;
    bool created;

    return site_account_rescue(&created, hall->site, NULL, "前台", OTHER);
}

static int rescue_by_a_new_one(void *world)
{
    struct hall *hall = world;
    bool created;

    return site_account_rescue(&created, hall->site, NULL, "赵老师", OTHER);
}

static int change_password(void *world)
{
    struct hall *hall = world;
    int wait;

    return site_password_change(&wait, hall->site, &hall->desk, PASSWORD, OTHER);
}

static int renew(void *world)
{
    struct hall *hall = world;

    return site_session_renew(&hall->desk, hall->site);
}

static int log_out(void *world)
{
    struct hall *hall = world;

    return site_logout(hall->site, &hall->desk);
}

static int set_pin(void *world)
{
    struct hall *hall = world;

    return site_pin_set(hall->site, &hall->admin, PIN);
}

static int remove_pin(void *world)
{
    struct hall *hall = world;

    return site_pin_remove(hall->site, &hall->admin);
}

/* ---- what is written ---- */

static int change_profile(void *world)
{
    struct hall *hall = world;
    struct profile base = {code, none, text, none, none, none, none};
    struct profile typed = {code, none, text, text, none, none, none};

    return site_profile_change(hall->site, &hall->admin, &base, &typed);
}

static int publish(void *world)
{
    struct hall *hall = world;
    int version;

    return site_addendum_publish(&version, hall->site, &hall->admin, 7, 0, "一行。\r\n\r\n另一行。");
}

static int retract(void *world)
{
    struct hall *hall = world;
    int version;

    return site_addendum_retract(&version, hall->site, &hall->admin, 6, 1);
}

static int restore(void *world)
{
    struct hall *hall = world;
    int version;

    return site_addendum_restore(&version, hall->site, &hall->admin, 6, 1, 1);
}

static int note(void *world)
{
    struct hall *hall = world;

    return site_audit_note(hall->site, &hall->admin, AUDIT_EXPORTED, "site");
}

static int record(void *world)
{
    struct hall *hall = world;
    struct history_row row = {.action = HISTORY_ROLLBACK, .edition = text, .sequence = 3, .result = text};

    return site_content_record(hall->site, &hall->admin, &row);
}

static int conclude(void *world)
{
    struct hall *hall = world;
    struct history_row row = {.action = HISTORY_INSTALL, .edition = text, .sequence = 3, .result = text};

    return site_content_conclude(hall->site, &hall->admin, &row);
}

static int flush(void *world)
{
    struct hall *hall = world;
    struct tally tally;

    tally_init(&tally, TALLY_KIOSK);
    tally_add(&tally, 1795413900, TALLY_QUESTION, "6");
    tally_miss(&tally, 1795413900, "找不到");
    return site_tally_flush(hall->site, &tally);
}

/* Several as one: the first error is what the end returns. */
static int several(void *world)
{
    struct hall *hall = world;
    int r = site_begin(hall->site);

    if (r < 0)
        return r;
    r = set_role(world);
    if (r == 0)
        r = publish(world);
    return site_end(hall->site, r);
}

/* ---- reading ---- */

static int check(void *world)
{
    struct hall *hall = world;

    return site_check(hall->site);
}

static int verify(void *world)
{
    struct hall *hall = world;
    struct audit_verdict verdict;

    return site_audit_verify(&verdict, hall->site);
}

static int list_audit(void *world)
{
    struct hall *hall = world;
    struct audit_row *rows = NULL;
    size_t n = 0;
    int r = site_audit_list(&rows, &n, hall->site, 0, 5);

    audit_free(rows, n);
    return r;
}

static int count(void *world)
{
    struct hall *hall = world;
    int64_t revision, highest;
    size_t accounts;
    int r = site_revision(&revision, hall->site);

    if (r == 0)
        r = site_account_count(&accounts, hall->site);
    return r == 0 ? site_content_highest(&highest, hall->site) : r;
}

static int sum_up(void *world)
{
    struct hall *hall = world;
    struct stats_query query = {.from = {2000, 1, 1}, .to = {2099, 12, 31}};
    int64_t total;
    int r = site_stats_total(&total, hall->site, &query);

    for (int by = STATS_BY_KIND; r == 0 && by <= STATS_BY_WHERE; by++) {
        struct stats_row *rows = NULL;
        size_t n;
        query.by = (enum stats_by)by;
        r = site_stats(&rows, &n, hall->site, &query);
        free(rows);
    }
    return r;
}

/* ---- what is tried ---- */

static const struct failure failures[] = {
    {.layer = FAILURE_MEMORY, .told = -ENOMEM, .harmless = true},
    {.layer = FAILURE_ENGINE, .code = SQLITE_NOMEM, .told = -ENOMEM},
    {.layer = FAILURE_ENGINE, .code = SQLITE_FULL, .told = -ENOSPC},
    {.layer = FAILURE_ENGINE, .code = SQLITE_CORRUPT, .told = -EBADMSG},
};

static void assert_sound(struct hall *hall, const char *name)
{
    struct audit_verdict verdict;

    if (site_audit_verify(&verdict, hall->site) != 0 || site_check(hall->site) != 0)
        fail_msg("after “%s”", name);
}

static void try_deeds(struct hall *hall, const struct deed *deeds, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        failures_try_all(&deeds[i], 1, failures, ARRAY_SIZE(failures), hall, reset);
        assert_sound(hall, deeds[i].name);
    }
}

static void a_change_that_fails_is_told_and_can_be_made_again(void **state)
{
    static const struct deed deeds[] = {
        {.name = "add an account", .run = add_account},
        {.name = "set a role", .run = set_role},
        {.name = "disable an account", .run = disable},
        {.name = "disable the last administrator", .run = disable_the_last, .expected = SITE_ACCOUNT_LAST},
        {.name = "set a password", .run = set_password},
        {.name = "rescue an account", .run = rescue},
        {.name = "rescue by a new account", .run = rescue_by_a_new_one},
        {.name = "log out", .run = log_out},
        {.name = "set the PIN", .run = set_pin},
        {.name = "remove the PIN", .run = remove_pin},
        {.name = "change the profile", .run = change_profile},
        {.name = "publish", .run = publish},
        {.name = "retract", .run = retract},
        {.name = "restore", .run = restore},
        {.name = "note", .run = note},
        {.name = "record", .run = record},
        {.name = "conclude", .run = conclude},
        {.name = "flush the counters",
         .run = flush,
         .tolerant = true}, /* a term is counted without its text */
        {.name = "several", .run = several},
    };

    try_deeds(*state, deeds, ARRAY_SIZE(deeds));
}

static void reading_that_fails_is_told_and_can_be_done_again(void **state)
{
    static const struct deed deeds[] = {
        {.name = "check", .run = check},
        {.name = "verify the log",
         .run = verify,
         .tolerant = true} /* the next read ends what was not ended */,
        {.name = "list the log", .run = list_audit},
        {.name = "count", .run = count},
        {.name = "sum up", .run = sum_up},
        {.name = "renew a session", .run = renew},
    };

    try_deeds(*state, deeds, ARRAY_SIZE(deeds));
}

/* ---- tries ---- */

static int log_in(void *world)
{
    struct hall *hall = world;
    struct site_session session;
    int wait;

    return site_login(&session, &wait, hall->site, "前台", PASSWORD);
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
        r = site_login(&session, NULL, hall->site, "前台", OTHER);
    return r;
}

static int log_in_as_nobody(void *world)
{
    struct hall *hall = world;
    struct site_session session;

    return site_login(&session, NULL, hall->site, "没有这个人", OTHER);
}

static int unlock(void *world)
{
    struct hall *hall = world;
    int wait;

    return site_unlock(&hall->desk, &wait, hall->site, PASSWORD);
}

static int give_pin(void *world)
{
    struct hall *hall = world;
    int wait;

    return site_pin_check(&wait, hall->site, PIN);
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

    try_deeds(*state, deeds, ARRAY_SIZE(deeds));
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
        r = site_first_admin(&first, site, "王老师", PASSWORD);
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

    failures_try_all(deeds, ARRAY_SIZE(deeds), failures, ARRAY_SIZE(failures), *state, reset);
    failures_try_all(deeds, ARRAY_SIZE(deeds), calls, ARRAY_SIZE(calls), *state, reset);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_change_that_fails_is_told_and_can_be_made_again),
        TEST(reading_that_fails_is_told_and_can_be_done_again),
        TEST(nobody_gets_in_or_is_kept_out_by_a_failure),
        TEST(opening_that_fails_is_told_and_leaves_nothing_half_made),
    };

    engine_spare_allocations();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
