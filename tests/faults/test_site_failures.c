/* SPDX-License-Identifier: MIT */
/*
 * Everything that is written to site.db and read from it, while each k-th allocation or call of SQLite fails.
 * Each time it is told as what it is, the log's chain holds, and the same handle does it when it is done
 * again.
 */
#include "base/error.h"
#include "db/site/addenda.h"
#include "db/site/audit.h"
#include "db/site/history.h"
#include "db/site/pin.h"
#include "db/site/profile.h"
#include "db/site/stats.h"
#include "tests/faults/engine.h"
#include "tests/faults/site_hall.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char text[] = HALL_TEXT, code[] = HALL_CODE, none[] = "";

/* ---- accounts ---- */

static int add_account(void *world)
{
    struct hall *hall = world;

    return site_account_add(hall->site, &hall->admin, "李老师", SITE_ROLE_EDITOR, HALL_PASSWORD);
}

static int set_role(void *world)
{
    struct hall *hall = world;

    return site_account_set_role(hall->site, &hall->admin, HALL_DESK, SITE_ROLE_EDITOR);
}

static int disable(void *world)
{
    struct hall *hall = world;

    return site_account_set_enabled(hall->site, &hall->admin, HALL_DESK, false);
}

static int disable_the_last(void *world)
{
    struct hall *hall = world;

    return site_account_set_enabled(hall->site, NULL, hall->admin.account, false);
}

static int set_password(void *world)
{
    struct hall *hall = world;

    return site_account_set_password(hall->site, &hall->admin, HALL_DESK, HALL_OTHER);
}

static int rescue(void *world)
{
    struct hall *hall = world;
    bool created;

    return site_account_rescue(&created, hall->site, NULL, "前台", HALL_OTHER);
}

static int rescue_by_a_new_one(void *world)
{
    struct hall *hall = world;
    bool created;

    return site_account_rescue(&created, hall->site, NULL, "赵老师", HALL_OTHER);
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

    return site_pin_set(hall->site, &hall->admin, HALL_PIN);
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

static int list_history(void *world)
{
    struct hall *hall = world;
    struct history_row *rows = NULL;
    size_t n = 0;
    int r = site_content_list(&rows, &n, hall->site, 5);

    history_free(rows, n);
    return r;
}

static int find_number(void *world)
{
    struct hall *hall = world;
    uint32_t highest;

    return site_audit_highest(&highest, hall->site, "4122010183");
}

static int count(void *world)
{
    struct hall *hall = world;
    int64_t revision;
    size_t accounts;
    int r = site_revision(&revision, hall->site);

    return r == 0 ? site_account_count(&accounts, hall->site) : r;
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

    hall_try(*state, deeds, ARRAY_SIZE(deeds));
}

static void reading_that_fails_is_told_and_can_be_done_again(void **state)
{
    static const struct deed deeds[] = {
        {.name = "check", .run = check},
        {.name = "verify the log",
         .run = verify,
         .tolerant = true} /* the next read ends what was not ended */,
        {.name = "list the log", .run = list_audit},
        {.name = "list the history", .run = list_history},
        {.name = "find the highest number", .run = find_number},
        {.name = "count", .run = count},
        {.name = "sum up", .run = sum_up},
        {.name = "renew a session", .run = renew},
    };

    hall_try(*state, deeds, ARRAY_SIZE(deeds));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, hall_set_up, hall_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_change_that_fails_is_told_and_can_be_made_again),
        TEST(reading_that_fails_is_told_and_can_be_done_again),
    };

    engine_spare_allocations();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
