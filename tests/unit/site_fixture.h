/* SPDX-License-Identifier: MIT */
/* A site.db in a folder of its own, with a clock that stands still and Argon2id as cheap as it gets. */
#ifndef TESTS_UNIT_SITE_FIXTURE_H
#define TESTS_UNIT_SITE_FIXTURE_H

#include "base/error.h"
#include "db/site/accounts.h"
#include "db/site/addenda.h"
#include "db/site/audit.h"
#include "db/site/history.h"
#include "db/site/profile.h"
#include "db/site/stats.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FIXTURE_NOW 1795413900 /* 2026-11-23 14:05 in Shanghai, a Monday */
#define FIXTURE_PASSWORD "正确的密码123"

struct fixture {
    char folder[64];
    char path[96];
    struct clock_manual time;
    struct site *site;
    struct site_session admin;
};

static const struct site_cost fixture_cost = {.passes = 1, .memory = 8192};

static inline struct site *fixture_open(struct fixture *fixture, enum site_mode mode)
{
    struct site *site = NULL;

    assert_int_equal(site_open(&site, fixture->path, mode, clock_from_manual(&fixture->time)), 0);
    site_set_cost(site, fixture_cost);
    return site;
}

/* Created, with the administrator 王老师 logged in. */
static inline int fixture_setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    assert_non_null(fixture);
    strcpy(fixture->folder, "/tmp/test_site.XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    snprintf(fixture->path, sizeof(fixture->path), "%s/site.db", fixture->folder);
    fixture->time = (struct clock_manual){.ms = 1000, .seconds = FIXTURE_NOW};
    fixture->site = fixture_open(fixture, SITE_CREATE);
    assert_int_equal(site_first_admin(&fixture->admin, fixture->site, "王老师", FIXTURE_PASSWORD), 0);
    *state = fixture;
    return 0;
}

static inline int fixture_remove(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

static inline int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;

    site_close(fixture->site);
    nftw(fixture->folder, fixture_remove, 8, FTW_DEPTH | FTW_PHYS);
    free(fixture);
    return 0;
}

/* Adds an account and logs it in. */
static inline struct site_session fixture_account(struct fixture *fixture, const char *name,
                                                  enum site_role role)
{
    struct site_session session = {0};

    assert_int_equal(site_account_add(fixture->site, &fixture->admin, name, role, FIXTURE_PASSWORD), 0);
    assert_int_equal(site_login(&session, NULL, fixture->site, name, FIXTURE_PASSWORD), 0);
    return session;
}

/* What site_login answers; whoever gets in is who was named. */
static inline int fixture_login(struct fixture *fixture, const char *name, const char *password, int *wait)
{
    struct site_session session = {0};
    int r = site_login(&session, wait, fixture->site, name, password);

    if (r == 0)
        assert_string_equal(session.name, name);
    return r;
}

/* The newest row of the audit log is this one. */
static inline void fixture_logged(struct fixture *fixture, const char *account, enum audit_action action,
                                  const char *detail)
{
    struct audit_row *rows = NULL;
    struct audit_verdict verdict;
    size_t n = 0;

    assert_int_equal(site_audit_list(&rows, &n, fixture->site, 0, 1), 0);
    assert_int_equal(n, 1);
    assert_string_equal(rows[0].account, account);
    assert_int_equal(rows[0].action, action);
    assert_string_equal(rows[0].detail, detail);
    assert_int_equal(rows[0].time, fixture->time.seconds);
    audit_free(rows, n);
    assert_int_equal(site_audit_verify(&verdict, fixture->site), 0);
}

static inline int64_t fixture_rows(struct fixture *fixture)
{
    struct audit_verdict verdict;

    assert_int_equal(site_audit_verify(&verdict, fixture->site), 0);
    return verdict.rows;
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

#endif
