/* SPDX-License-Identifier: MIT */
/* Logging in, with a clock that is moved by hand: what is wrong, how long one waits, what a try costs. */
#include "tests/unit/hashing.h"
#include "tests/unit/site_fixture.h"

#include <sodium.h>
#include <sys/wait.h>

static void assert_refused(struct fixture *fixture, const char *name, int wait)
{
    int told = -1;

    assert_int_equal(fixture_login(fixture, name, "不对的密码", &told), SITE_LOGIN_REFUSED);
    assert_int_equal(told, wait);
}

static void assert_waits(struct fixture *fixture, const char *name, int wait)
{
    int told = -1, before = hashing.checks;

    assert_int_equal(fixture_login(fixture, name, FIXTURE_PASSWORD, &told), SITE_LOGIN_WAIT);
    assert_int_equal(told, wait);
    assert_int_equal(hashing.checks, before); /* not even looked at */
}

static void a_wait_for_the_name_keeps_nobody_out_of_their_own_desk(void **state)
{
    struct fixture *fixture = *state;
    struct site_session session = fixture->admin;
    struct site_account *accounts = NULL;
    size_t n = 0;
    int wait = -1;

    for (int i = 0; i < SITE_FREE_TRIES; i++)
        (void)fixture_login(fixture, "王老师", "不对的密码", NULL);
    assert_waits(fixture, "王老师", 60);
    assert_int_equal(site_unlock(&session, &wait, fixture->site, FIXTURE_PASSWORD), 0);
    assert_waits(fixture, "王老师", 60); /* which opens no other */
    for (int i = 0; i < SITE_FREE_TRIES; i++)
        assert_int_equal(site_unlock(&session, &wait, fixture->site, "不对的密码"), SITE_LOGIN_REFUSED);
    assert_int_equal(wait, 60); /* the same rule */
    assert_int_equal(site_unlock(&session, &wait, fixture->site, FIXTURE_PASSWORD), SITE_LOGIN_WAIT);
    assert_int_equal(site_accounts(&accounts, &n, fixture->site), 0);
    assert_int_equal(n, 1);
    free(accounts);
    fixture->time.seconds += 60;
    assert_int_equal(site_unlock(&session, &wait, fixture->site, FIXTURE_PASSWORD), 0);
    assert_int_equal(session.account, fixture->admin.account);
}

static void whoever_owns_the_file_finds_a_way_back_in(void **state)
{
    struct fixture *fixture = *state;
    bool created = true;

    for (int i = 0; i < SITE_FREE_TRIES; i++)
        (void)fixture_login(fixture, "王老师", "忘了的密码", NULL);
    assert_int_equal(site_account_rescue(&created, fixture->site, NULL, "王老师", "王老师"),
                     SITE_PASSWORD_SHORT);
    assert_int_equal(site_account_rescue(&created, fixture->site, NULL, "王老师", "新的密码12345"), 0);
    assert_false(created);
    fixture_logged(fixture, "", AUDIT_PASSWORD, "王老师");
    assert_int_equal(fixture_login(fixture, "王老师", "新的密码12345", NULL), 0);
    struct site_session clerk = fixture_account(fixture, "小张", SITE_ROLE_DESK);
    assert_int_equal(site_account_rescue(&created, fixture->site, &clerk, "小张", "新的密码12345"), -EPERM);
    assert_int_equal(site_account_set_enabled(fixture->site, NULL, clerk.account, false), 0);
    assert_int_equal(site_account_rescue(&created, fixture->site, NULL, "小张", "新的密码12345"), 0);
    assert_int_equal(site_login(&clerk, NULL, fixture->site, "小张", "新的密码12345"), 0);
    assert_int_equal(clerk.role, SITE_ROLE_ADMIN);
    assert_int_equal(site_account_rescue(&created, fixture->site, NULL, "新来的", "新的密码12345"), 0);
    assert_true(created);
    fixture_logged(fixture, "", AUDIT_ACCOUNT_ADDED, "新来的 admin");
}

/* Fails until the waits are these. */
static void waits_grow(struct fixture *fixture, const char *name)
{
    static const int waits[] = {60, 120, 240, 480, 960, 1800, 1800, 1800};

    for (int i = 1; i < SITE_FREE_TRIES; i++)
        assert_refused(fixture, name, 0);
    for (size_t i = 0; i < ARRAY_SIZE(waits); i++) {
        assert_refused(fixture, name, waits[i]);
        assert_waits(fixture, name, waits[i]);
        fixture->time.seconds += waits[i] - 1;
        assert_waits(fixture, name, 1);
        fixture->time.seconds += 1;
    }
}

static void five_failures_and_the_waits_grow_to_half_an_hour(void **state)
{
    struct fixture *fixture = *state;

    waits_grow(fixture, "王老师");
    assert_int_equal(fixture_login(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
    for (int i = 1; i < SITE_FREE_TRIES; i++) /* success has put the count back */
        assert_refused(fixture, "王老师", 0);
    assert_refused(fixture, "王老师", 60);
    fixture_logged(fixture, "王老师", AUDIT_LOGIN_FAILED, "");
}

static void names_that_nobody_has_wait_as_long(void **state)
{
    struct fixture *fixture = *state;

    waits_grow(fixture, "没有这个人");
    assert_int_equal(fixture_login(fixture, "没有这个人", FIXTURE_PASSWORD, NULL), SITE_LOGIN_REFUSED);
    fixture_logged(fixture, "", AUDIT_LOGIN_FAILED, "");
    assert_refused(fixture, "另一个没有的人", 0);
}

static void known_unknown_and_disabled_names_cost_the_same(void **state)
{
    static const char *const names[] = {"王老师", "没有这个人", "停用的", "",
                                        "名字\x1b长得根本不可能是一个帐号的名字吧，对不对？"};
    static const char *const passwords[] = {"不对的密码", "短", "坏\xff字节的密码", "", FIXTURE_PASSWORD "x"};
    struct fixture *fixture = *state;
    struct site_session off = fixture_account(fixture, "停用的", SITE_ROLE_DESK);

    assert_int_equal(site_account_set_enabled(fixture->site, &fixture->admin, off.account, false), 0);
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        assert_int_equal(fixture_login(fixture, names[i], passwords[i], NULL), SITE_LOGIN_REFUSED);
        for (size_t p = 0; p < 3; p++) {
            int before = hashing.checks;
            int64_t rows = fixture_rows(fixture);
            assert_int_equal(fixture_login(fixture, names[i], passwords[p], NULL), SITE_LOGIN_REFUSED);
            assert_int_equal(hashing.checks, before + 1);
            assert_int_equal(hashing.passes, 1);
            assert_int_equal(hashing.kibibytes, 8);
            assert_int_equal(fixture_rows(fixture), rows + 1);
        }
    }
}

static void a_power_cut_before_the_check_gives_no_try(void **state)
{
    struct fixture *fixture = *state;

    for (int i = 1; i <= SITE_FREE_TRIES; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            struct site *site = NULL;
            struct site_session session;
            hashing.power_fails = true;
            if (site_open(&site, fixture->path, SITE_WRITE, clock_from_manual(&fixture->time)) == 0)
                site_login(&session, NULL, site, "王老师", "不对的密码");
            _exit(1);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(WEXITSTATUS(status), 99);
    }
    assert_waits(fixture, "王老师", 60);
    fixture_logged(fixture, "王老师", AUDIT_LOGIN_WAIT, "60");
    fixture->time.seconds += 60;
    assert_int_equal(fixture_login(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
}

static void fail_times(struct fixture *fixture, const char *name, int times)
{
    for (int i = 0; i < times; i++)
        assert_int_equal(fixture_login(fixture, name, "不对的密码", NULL), SITE_LOGIN_REFUSED);
}

static void a_clock_that_is_set_back_unlocks_nothing_and_locks_nobody_for_ever(void **state)
{
    struct fixture *fixture = *state;

    fail_times(fixture, "王老师", SITE_FREE_TRIES);
    fixture->time.seconds += 50;
    assert_waits(fixture, "王老师", 10);
    fixture->time.seconds -= 30; /* less than the latest time seen: all of it once more */
    assert_waits(fixture, "王老师", 60);
    fixture->time.seconds -= 100000000;
    assert_waits(fixture, "王老师", 60);
    fixture->time.seconds += 59;
    assert_waits(fixture, "王老师", 1);
    fixture->time.seconds += 1;
    assert_int_equal(fixture_login(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
}

static void a_clock_that_stood_in_the_future_locks_nobody_for_years(void **state)
{
    struct fixture *fixture = *state;

    fixture->time.seconds += 1000000000;
    fail_times(fixture, "王老师", SITE_FREE_TRIES);
    fixture->time.seconds -= 1000000000;
    assert_waits(fixture, "王老师", 60);
    fixture->time.seconds += 60;
    assert_int_equal(fixture_login(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
}

static void changing_a_password_needs_the_old_one(void **state)
{
    struct fixture *fixture = *state;
    struct site_session desk = fixture_account(fixture, "前台", SITE_ROLE_DESK);
    int wait = -1;

    assert_int_equal(site_password_change(&wait, fixture->site, &desk, "不对的密码", "新的密码12345"),
                     SITE_LOGIN_REFUSED);
    assert_int_equal(wait, 0);
    assert_int_equal(site_password_change(&wait, fixture->site, &desk, FIXTURE_PASSWORD, "短"),
                     SITE_PASSWORD_SHORT);
    assert_int_equal(site_password_change(&wait, fixture->site, &desk, FIXTURE_PASSWORD, "新的密码12345"), 0);
    fixture_logged(fixture, "前台", AUDIT_PASSWORD, "前台");
    assert_int_equal(fixture_login(fixture, "前台", FIXTURE_PASSWORD, NULL), SITE_LOGIN_REFUSED);
    assert_int_equal(fixture_login(fixture, "前台", "新的密码12345", NULL), 0);
    for (int i = 0; i < SITE_FREE_TRIES; i++)
        assert_int_equal(site_password_change(&wait, fixture->site, &desk, "不对的密码", "新的密码12345"),
                         SITE_LOGIN_REFUSED);
    assert_int_equal(site_password_change(&wait, fixture->site, &desk, "新的密码12345", "新的密码12345"),
                     SITE_LOGIN_WAIT);
    assert_int_equal(wait, 60);
    assert_int_equal(site_password_change(&wait, fixture->site, NULL, "", "新的密码12345"), -EINVAL);
}

static void an_administrator_sets_a_password_and_ends_the_wait(void **state)
{
    struct fixture *fixture = *state;
    struct site_session desk = fixture_account(fixture, "前台", SITE_ROLE_DESK);

    fail_times(fixture, "前台", SITE_FREE_TRIES);
    assert_waits(fixture, "前台", 60);
    assert_int_equal(site_account_set_password(fixture->site, &fixture->admin, desk.account, "给他的新密码"),
                     SITE_PASSWORD_SHORT);
    assert_int_equal(
        site_account_set_password(fixture->site, &fixture->admin, desk.account, "给他的新密码123"), 0);
    fixture_logged(fixture, "王老师", AUDIT_PASSWORD, "前台");
    assert_int_equal(fixture_login(fixture, "前台", "给他的新密码123", NULL), 0);
}

static void a_cheap_hash_is_made_anew_when_the_cost_rises(void **state)
{
    struct fixture *fixture = *state;

    site_set_cost(fixture->site, (struct site_cost){.passes = 2, .memory = 16384});
    assert_int_equal(fixture_login(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
    assert_int_equal(hashing.passes, 1);
    fixture_logged(fixture, "王老师", AUDIT_LOGIN, "rehashed");
    assert_int_equal(fixture_login(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
    assert_int_equal(hashing.passes, 2);
    assert_int_equal(hashing.kibibytes, 16);
    fixture_logged(fixture, "王老师", AUDIT_LOGIN, "");
    assert_int_equal(fixture_login(fixture, "没有这个人", FIXTURE_PASSWORD, NULL), SITE_LOGIN_REFUSED);
    assert_int_equal(hashing.passes, 2);        /* and so is what unknown names cost */
    site_set_cost(fixture->site, fixture_cost); /* it never gets cheaper */
    assert_int_equal(fixture_login(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
    assert_int_equal(fixture_login(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
    assert_int_equal(hashing.passes, 2);
}

static void the_cost_is_that_of_libsodium_for_people_who_wait(void **state)
{
    struct fixture *fixture = *state;
    struct site_session session;
    struct site *site = NULL;

    assert_int_equal(site_open(&site, fixture->path, SITE_WRITE, clock_from_manual(&fixture->time)), 0);
    assert_int_equal(site_account_add(site, &fixture->admin, "真的", SITE_ROLE_DESK, "真的密码12345"), 0);
    assert_int_equal(site_login(&session, NULL, site, "真的", "真的密码12345"), 0);
    assert_true(hashing.passes >= crypto_pwhash_OPSLIMIT_INTERACTIVE);
    assert_true(hashing.kibibytes * 1024 >= crypto_pwhash_MEMLIMIT_INTERACTIVE);
    site_close(site);
}

static void without_a_place_for_the_count_nobody_logs_in(void **state)
{
    struct fixture *fixture = *state;
    struct site *reader = fixture_open(fixture, SITE_READ);
    struct site_session session;
    int before = hashing.checks;

    assert_int_equal(site_login(&session, NULL, reader, "王老师", FIXTURE_PASSWORD), -EROFS);
    assert_int_equal(hashing.checks, before);
    site_close(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(whoever_owns_the_file_finds_a_way_back_in),
        FIXTURE_TEST(a_wait_for_the_name_keeps_nobody_out_of_their_own_desk),
        FIXTURE_TEST(five_failures_and_the_waits_grow_to_half_an_hour),
        FIXTURE_TEST(names_that_nobody_has_wait_as_long),
        FIXTURE_TEST(known_unknown_and_disabled_names_cost_the_same),
        FIXTURE_TEST(a_power_cut_before_the_check_gives_no_try),
        FIXTURE_TEST(a_clock_that_is_set_back_unlocks_nothing_and_locks_nobody_for_ever),
        FIXTURE_TEST(a_clock_that_stood_in_the_future_locks_nobody_for_years),
        FIXTURE_TEST(changing_a_password_needs_the_old_one),
        FIXTURE_TEST(an_administrator_sets_a_password_and_ends_the_wait),
        FIXTURE_TEST(a_cheap_hash_is_made_anew_when_the_cost_rises),
        FIXTURE_TEST(the_cost_is_that_of_libsodium_for_people_who_wait),
        FIXTURE_TEST(without_a_place_for_the_count_nobody_logs_in),
    };
    return cmocka_run_group_tests_name("logging in", tests, NULL, NULL);
}
