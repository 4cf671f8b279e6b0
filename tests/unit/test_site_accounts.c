/* SPDX-License-Identifier: MIT */
/*
 * Accounts and passwords, with a clock that is moved by hand. libsodium's check of a hash is wrapped: it is
 * counted, and it can be where the power fails.
 */
#include "tests/unit/site_fixture.h"

#include <sodium.h>
#include <sys/wait.h>

int __real_crypto_pwhash_str_verify(const char *hash, const char *password, unsigned long long n);
int __wrap_crypto_pwhash_str_verify(const char *hash, const char *password, unsigned long long n);

/* The linker's --wrap knows no context. */
static struct {
    int checks;
    unsigned long long passes, kibibytes; /* of the last one */
    bool power_fails;
} hashing;

int __wrap_crypto_pwhash_str_verify(const char *hash, const char *password, unsigned long long n)
{
    hashing.checks++;
    if (sscanf(hash, "$argon2id$v=19$m=%llu,t=%llu,", &hashing.kibibytes, &hashing.passes) != 2)
        hashing.kibibytes = hashing.passes = 0;
    if (hashing.power_fails)
        _exit(99);
    return __real_crypto_pwhash_str_verify(hash, password, n);
}

static int try_it(struct fixture *fixture, const char *name, const char *password, int *wait)
{
    struct site_session session = {0};
    int r = site_login(&session, wait, fixture->site, name, password);

    if (r == 0)
        assert_string_equal(session.name, name);
    return r;
}

static void assert_refused(struct fixture *fixture, const char *name, int wait)
{
    int told = -1;

    assert_int_equal(try_it(fixture, name, "不对的密码", &told), SITE_LOGIN_REFUSED);
    assert_int_equal(told, wait);
}

static void assert_waits(struct fixture *fixture, const char *name, int wait)
{
    int told = -1, before = hashing.checks;

    assert_int_equal(try_it(fixture, name, FIXTURE_PASSWORD, &told), SITE_LOGIN_WAIT);
    assert_int_equal(told, wait);
    assert_int_equal(hashing.checks, before); /* not even looked at */
}

static void the_first_start_makes_one_administrator(void **state)
{
    struct fixture *fixture = *state;
    struct site_session session;
    size_t n = 0;

    assert_int_equal(fixture->admin.role, SITE_ROLE_ADMIN);
    assert_int_equal(site_account_count(&n, fixture->site), 0);
    assert_int_equal(n, 1);
    assert_int_equal(site_first_admin(&session, fixture->site, "另一位", FIXTURE_PASSWORD), -EEXIST);
    fixture_logged(fixture, "王老师", AUDIT_LOGIN, "first");
    struct audit_row *rows = NULL;
    assert_int_equal(site_audit_list(&rows, &n, fixture->site, 0, 2), 0);
    assert_int_equal(n, 2);
    assert_int_equal(rows[1].action,
                     AUDIT_ACCOUNT_ADDED); /* by whoever stood at the desk, not by a command */
    assert_string_equal(rows[1].account, "王老师");
    assert_string_equal(rows[1].detail, "王老师 admin");
    audit_free(rows, n);
    assert_int_equal(try_it(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
    fixture_logged(fixture, "王老师", AUDIT_LOGIN, "");
    assert_int_equal(site_logout(fixture->site, &fixture->admin), 0);
    fixture_logged(fixture, "王老师", AUDIT_LOGOUT, "");
}

static void a_wait_for_the_name_keeps_nobody_out_of_their_own_desk(void **state)
{
    struct fixture *fixture = *state;
    struct site_session session = fixture->admin;
    struct site_account *accounts = NULL;
    size_t n = 0;
    int wait = -1;

    for (int i = 0; i < SITE_FREE_TRIES; i++)
        (void)try_it(fixture, "王老师", "不对的密码", NULL);
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
        (void)try_it(fixture, "王老师", "忘了的密码", NULL);
    assert_int_equal(site_account_rescue(&created, fixture->site, NULL, "王老师", "王老师"),
                     SITE_PASSWORD_SHORT);
    assert_int_equal(site_account_rescue(&created, fixture->site, NULL, "王老师", "新的密码12345"), 0);
    assert_false(created);
    fixture_logged(fixture, "", AUDIT_PASSWORD, "王老师");
    assert_int_equal(try_it(fixture, "王老师", "新的密码12345", NULL), 0);
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

static void a_password_is_nobodys_guess(void **state)
{
    static const struct {
        const char *name, *password;
        int outcome;
    } cases[] = {
        {"王老师", "1234567", SITE_PASSWORD_SHORT},
        {"王老师", "七个字的密码呀", SITE_PASSWORD_SHORT},
        {"王老师", "八个字的密码就够", 0},
        {"王老师", "12345678", 0},
        {"laoshi2026", "laoshi2026", SITE_PASSWORD_NAME},
        {"laoshi2026", "LaoShi2026", SITE_PASSWORD_NAME},
        {"王老师", "1234\t5678", SITE_PASSWORD_TEXT},
        {"王老师", "1234567\xff", SITE_PASSWORD_TEXT},
        {"王老师", "éééééééé", 0},
        {"王老师", "e\u0301e\u0301e\u0301e\u03011234", 0}, /* 8 in NFC */
        {"王老师", "e\u0301e\u0301e\u0301e\u0301123", SITE_PASSWORD_SHORT},
    };
    char long_one[SITE_PASSWORD_BYTES + 2];

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
        assert_int_equal(site_password_check(cases[i].name, cases[i].password), cases[i].outcome);
    memset(long_one, 'x', sizeof(long_one));
    long_one[SITE_PASSWORD_BYTES] = '\0';
    assert_int_equal(site_password_check("a", long_one), 0);
    long_one[SITE_PASSWORD_BYTES] = 'x';
    long_one[SITE_PASSWORD_BYTES + 1] = '\0';
    assert_int_equal(site_password_check("a", long_one), SITE_PASSWORD_LONG);
}

static void a_password_is_the_same_however_it_is_composed(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(
        site_account_add(fixture->site, &fixture->admin, "rene", SITE_ROLE_DESK, "caf\xC3\xA9 caf\xC3\xA9"),
        0);
    assert_int_equal(try_it(fixture, "rene", "cafe\xCC\x81 cafe\xCC\x81", NULL), 0);
    assert_int_equal(try_it(fixture, "rene", "cafe cafe", NULL), SITE_LOGIN_REFUSED);
}

static void a_name_is_short_and_clean(void **state)
{
    static const char *const good[] = {"a", "王老师", "desk 2", "一二三四五六七八九十一二三四五六"};
    static const char *const bad[] = {
        "",        " a",      "a ",   "　王",     "a\tb",
        "a\x1b[m", "e\u0301", "\xff", "a\u200Bb", "一二三四五六七八九十一二三四五六七"};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(good); i++)
        assert_int_equal(site_name_check(good[i]), 0);
    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        assert_int_equal(site_name_check(bad[i]), -EINVAL);
}

static void accounts_of_each_role_are_listed(void **state)
{
    struct fixture *fixture = *state;
    struct site_account *accounts = NULL;
    size_t n = 0;

    fixture->time.seconds += 100;
    fixture_account(fixture, "前台", SITE_ROLE_DESK);
    assert_int_equal(site_account_add(fixture->site, &fixture->admin, "编辑", SITE_ROLE_EDITOR, "12345678"),
                     0);
    fixture_logged(fixture, "王老师", AUDIT_ACCOUNT_ADDED, "编辑 editor");
    assert_int_equal(site_account_add(fixture->site, &fixture->admin, "编辑", SITE_ROLE_DESK, "12345678"),
                     -EEXIST);
    assert_int_equal(site_account_add(fixture->site, &fixture->admin, "", SITE_ROLE_DESK, "12345678"),
                     -EINVAL);
    assert_int_equal(site_account_add(fixture->site, &fixture->admin, "x", (enum site_role)4, "12345678"),
                     -EINVAL);
    assert_int_equal(site_account_add(fixture->site, &fixture->admin, "x", SITE_ROLE_DESK, "1234"),
                     SITE_PASSWORD_SHORT);
    assert_refused(fixture, "编辑", 0);
    assert_int_equal(site_accounts(&accounts, &n, fixture->site), 0);
    assert_int_equal(n, 3);
    assert_string_equal(accounts[1].name, "前台");
    assert_int_equal(accounts[1].role, SITE_ROLE_DESK);
    assert_true(accounts[1].enabled);
    assert_int_equal(accounts[1].created, FIXTURE_NOW + 100);
    assert_int_equal(accounts[1].last_login, FIXTURE_NOW + 100);
    assert_int_equal(accounts[1].failures, 0);
    assert_int_equal(accounts[2].last_login, 0);
    assert_int_equal(accounts[2].failures, 1);
    free(accounts);
}

static void roles_have_their_rights(void **state)
{
    (void)state;
    assert_int_equal(site_role_rights(SITE_ROLE_DESK), SITE_MAY_ANSWER);
    assert_int_equal(site_role_rights(SITE_ROLE_EDITOR), SITE_MAY_ANSWER | SITE_MAY_EDIT);
    assert_int_equal(site_role_rights(SITE_ROLE_ADMIN), 0x3f);
    assert_int_equal(site_role_rights((enum site_role)0), 0);
    assert_string_equal(site_role_id(SITE_ROLE_ADMIN), "admin");
    assert_null(site_role_id((enum site_role)9));
}

static void only_administrators_manage_accounts(void **state)
{
    struct fixture *fixture = *state;
    struct site_session editor = fixture_account(fixture, "编辑", SITE_ROLE_EDITOR);
    int64_t rows = fixture_rows(fixture);

    assert_int_equal(site_account_add(fixture->site, &editor, "朋友", SITE_ROLE_ADMIN, "12345678"), -EPERM);
    assert_int_equal(site_account_set_role(fixture->site, &editor, editor.account, SITE_ROLE_ADMIN), -EPERM);
    assert_int_equal(site_account_set_enabled(fixture->site, &editor, fixture->admin.account, false), -EPERM);
    assert_int_equal(site_account_set_password(fixture->site, &editor, fixture->admin.account, "12345678"),
                     -EPERM);
    assert_int_equal(fixture_rows(fixture), rows);
}

static void a_right_that_is_taken_away_is_gone_at_once(void **state)
{
    struct fixture *fixture = *state;
    struct site_session admin = fixture_account(fixture, "李老师", SITE_ROLE_ADMIN);
    struct site_session forged = {
        .account = fixture->admin.account, .name = "李老师", .role = SITE_ROLE_ADMIN};

    assert_int_equal(site_account_set_role(fixture->site, &fixture->admin, admin.account, SITE_ROLE_DESK), 0);
    fixture_logged(fixture, "王老师", AUDIT_ACCOUNT_ROLE, "李老师 desk");
    assert_int_equal(site_account_set_role(fixture->site, &admin, admin.account, SITE_ROLE_ADMIN), -EPERM);
    assert_int_equal(site_session_renew(&admin, fixture->site), 0);
    assert_int_equal(admin.role, SITE_ROLE_DESK);
    assert_int_equal(site_account_set_enabled(fixture->site, &fixture->admin, admin.account, false), 0);
    fixture_logged(fixture, "王老师", AUDIT_ACCOUNT_DISABLED, "李老师");
    assert_int_equal(site_session_renew(&admin, fixture->site), -EPERM);
    assert_int_equal(try_it(fixture, "李老师", FIXTURE_PASSWORD, NULL), SITE_LOGIN_REFUSED);
    assert_int_equal(site_account_set_enabled(fixture->site, &fixture->admin, admin.account, true), 0);
    assert_int_equal(try_it(fixture, "李老师", FIXTURE_PASSWORD, NULL), 0);
    assert_int_equal(site_account_set_enabled(fixture->site, &forged, admin.account, false), -EPERM);
    assert_int_equal(site_account_set_role(fixture->site, &fixture->admin, 77, SITE_ROLE_DESK), -ENOENT);
    assert_int_equal(site_account_set_role(fixture->site, &fixture->admin, 1, (enum site_role)0), -EINVAL);
}

static void the_last_administrator_stays(void **state)
{
    struct fixture *fixture = *state;
    int64_t me = fixture->admin.account;
    struct site_session other = fixture_account(fixture, "李老师", SITE_ROLE_ADMIN);

    assert_int_equal(site_account_set_enabled(fixture->site, &other, other.account, false), 0);
    int64_t rows = fixture_rows(fixture);
    assert_int_equal(site_account_set_enabled(fixture->site, &fixture->admin, me, false), SITE_ACCOUNT_LAST);
    assert_int_equal(site_account_set_role(fixture->site, &fixture->admin, me, SITE_ROLE_EDITOR),
                     SITE_ACCOUNT_LAST);
    assert_int_equal(fixture_rows(fixture), rows);
    /* who is disabled is no administrator to be counted, and may be made less */
    assert_int_equal(site_account_set_role(fixture->site, &fixture->admin, other.account, SITE_ROLE_DESK), 0);
    assert_int_equal(site_account_set_role(fixture->site, &fixture->admin, me, SITE_ROLE_ADMIN), 0);
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
    assert_int_equal(try_it(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
    for (int i = 1; i < SITE_FREE_TRIES; i++) /* success has put the count back */
        assert_refused(fixture, "王老师", 0);
    assert_refused(fixture, "王老师", 60);
    fixture_logged(fixture, "王老师", AUDIT_LOGIN_FAILED, "");
}

static void names_that_nobody_has_wait_as_long(void **state)
{
    struct fixture *fixture = *state;

    waits_grow(fixture, "没有这个人");
    assert_int_equal(try_it(fixture, "没有这个人", FIXTURE_PASSWORD, NULL), SITE_LOGIN_REFUSED);
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
        assert_int_equal(try_it(fixture, names[i], passwords[i], NULL), SITE_LOGIN_REFUSED);
        for (size_t p = 0; p < 3; p++) {
            int before = hashing.checks;
            int64_t rows = fixture_rows(fixture);
            assert_int_equal(try_it(fixture, names[i], passwords[p], NULL), SITE_LOGIN_REFUSED);
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
    assert_int_equal(try_it(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
}

static void fail_times(struct fixture *fixture, const char *name, int times)
{
    for (int i = 0; i < times; i++)
        assert_int_equal(try_it(fixture, name, "不对的密码", NULL), SITE_LOGIN_REFUSED);
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
    assert_int_equal(try_it(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
}

static void a_clock_that_stood_in_the_future_locks_nobody_for_years(void **state)
{
    struct fixture *fixture = *state;

    fixture->time.seconds += 1000000000;
    fail_times(fixture, "王老师", SITE_FREE_TRIES);
    fixture->time.seconds -= 1000000000;
    assert_waits(fixture, "王老师", 60);
    fixture->time.seconds += 60;
    assert_int_equal(try_it(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
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
    assert_int_equal(try_it(fixture, "前台", FIXTURE_PASSWORD, NULL), SITE_LOGIN_REFUSED);
    assert_int_equal(try_it(fixture, "前台", "新的密码12345", NULL), 0);
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
    assert_int_equal(try_it(fixture, "前台", "给他的新密码123", NULL), 0);
}

static void a_cheap_hash_is_made_anew_when_the_cost_rises(void **state)
{
    struct fixture *fixture = *state;

    site_set_cost(fixture->site, (struct site_cost){.passes = 2, .memory = 16384});
    assert_int_equal(try_it(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
    assert_int_equal(hashing.passes, 1);
    fixture_logged(fixture, "王老师", AUDIT_LOGIN, "rehashed");
    assert_int_equal(try_it(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
    assert_int_equal(hashing.passes, 2);
    assert_int_equal(hashing.kibibytes, 16);
    fixture_logged(fixture, "王老师", AUDIT_LOGIN, "");
    assert_int_equal(try_it(fixture, "没有这个人", FIXTURE_PASSWORD, NULL), SITE_LOGIN_REFUSED);
    assert_int_equal(hashing.passes, 2);        /* and so is what unknown names cost */
    site_set_cost(fixture->site, fixture_cost); /* it never gets cheaper */
    assert_int_equal(try_it(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
    assert_int_equal(try_it(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
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
        FIXTURE_TEST(the_first_start_makes_one_administrator),
        cmocka_unit_test(a_password_is_nobodys_guess),
        FIXTURE_TEST(a_password_is_the_same_however_it_is_composed),
        cmocka_unit_test(a_name_is_short_and_clean),
        FIXTURE_TEST(accounts_of_each_role_are_listed),
        cmocka_unit_test(roles_have_their_rights),
        FIXTURE_TEST(only_administrators_manage_accounts),
        FIXTURE_TEST(a_right_that_is_taken_away_is_gone_at_once),
        FIXTURE_TEST(the_last_administrator_stays),
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
    return cmocka_run_group_tests_name("accounts", tests, NULL, NULL);
}
