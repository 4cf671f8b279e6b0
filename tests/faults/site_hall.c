/* SPDX-License-Identifier: MIT */
#include "tests/faults/site_hall.h"

#include "base/error.h"
#include "db/site/addenda.h"
#include "db/site/audit.h"
#include "db/site/history.h"
#include "db/site/pin.h"
#include "db/site/profile.h"
#include "db/site/stats.h"
#include "tests/faults/site_work.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char text[] = HALL_TEXT, code[] = HALL_CODE;

static void open_site(struct hall *hall)
{
    assert_int_equal(work_open(&hall->site, hall->path, SITE_WRITE), 0);
}

void hall_reset(void *world)
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
    assert_int_equal(site_pin_set(hall->site, NULL, HALL_PIN), 0);
    assert_int_equal(site_audit_note(hall->site, NULL, AUDIT_EXPORTED, "site 4122010183 4"), 0);
    tally_init(&tally, TALLY_KIOSK);
    tally_add(&tally, 1795413900, TALLY_QUESTION, "6");
    tally_add(&tally, 1795413900, TALLY_LINK, "home");
    assert_int_equal(site_tally_flush(hall->site, &tally), 0);
}

int hall_set_up(void **state)
{
    struct hall *hall = calloc(1, sizeof(*hall));

    assert_non_null(hall);
    work_folder(hall->folder);
    snprintf(hall->path, sizeof(hall->path), "%s/site.db", hall->folder);
    snprintf(hall->journal, sizeof(hall->journal), "%s-journal", hall->path);
    snprintf(hall->kept, sizeof(hall->kept), "%s/kept", hall->folder);
    assert_int_equal(work_create(hall->path, 0), 0);
    open_site(hall);
    assert_int_equal(site_login(&hall->admin, NULL, hall->site, "王老师", HALL_PASSWORD), 0);
    assert_int_equal(site_login(&hall->desk, NULL, hall->site, "前台", HALL_PASSWORD), 0);
    fill(hall);
    site_close(hall->site);
    hall->site = NULL;
    assert_int_equal(work_copy(hall->kept, hall->path), 0);
    *state = hall;
    return 0;
}

int hall_tear_down(void **state)
{
    struct hall *hall = *state;

    site_close(hall->site);
    work_remove_folder(hall->folder);
    free(hall);
    return 0;
}

const struct failure hall_failures[HALL_FAILURES] = {
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

void hall_try(struct hall *hall, const struct deed *deeds, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        failures_try_all(&deeds[i], 1, hall_failures, HALL_FAILURES, hall, hall_reset);
        assert_sound(hall, deeds[i].name);
    }
}
