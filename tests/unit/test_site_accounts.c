/* SPDX-License-Identifier: MIT */
/* Accounts, their roles and rights; what a name and a password may be. */
#include "tests/unit/site_fixture.h"

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
    struct site_account *accounts;
    assert_int_equal(site_accounts(&accounts, &n, fixture->site), 0);
    assert_int_equal(accounts[0].last_login, accounts[0].created);
    free(accounts);
    struct audit_row *rows = NULL;
    assert_int_equal(site_audit_list(&rows, &n, fixture->site, 0, 2), 0);
    assert_int_equal(n, 2);
    assert_int_equal(rows[1].action,
                     AUDIT_ACCOUNT_ADDED); /* by whoever stood at the desk, not by a command */
    assert_string_equal(rows[1].account, "王老师");
    assert_string_equal(rows[1].detail, "王老师 admin");
    audit_free(rows, n);
    assert_int_equal(fixture_login(fixture, "王老师", FIXTURE_PASSWORD, NULL), 0);
    fixture_logged(fixture, "王老师", AUDIT_LOGIN, "");
    assert_int_equal(site_logout(fixture->site, &fixture->admin), 0);
    fixture_logged(fixture, "王老师", AUDIT_LOGOUT, "");
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
    assert_int_equal(fixture_login(fixture, "rene", "cafe\xCC\x81 cafe\xCC\x81", NULL), 0);
    assert_int_equal(fixture_login(fixture, "rene", "cafe cafe", NULL), SITE_LOGIN_REFUSED);
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
    assert_int_equal(fixture_login(fixture, "编辑", "不对的密码", NULL), SITE_LOGIN_REFUSED);
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
    assert_int_equal(fixture_login(fixture, "李老师", FIXTURE_PASSWORD, NULL), SITE_LOGIN_REFUSED);
    assert_int_equal(site_account_set_enabled(fixture->site, &fixture->admin, admin.account, true), 0);
    assert_int_equal(fixture_login(fixture, "李老师", FIXTURE_PASSWORD, NULL), 0);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(the_first_start_makes_one_administrator),
        cmocka_unit_test(a_password_is_nobodys_guess),
        FIXTURE_TEST(a_password_is_the_same_however_it_is_composed),
        cmocka_unit_test(a_name_is_short_and_clean),
        FIXTURE_TEST(accounts_of_each_role_are_listed),
        cmocka_unit_test(roles_have_their_rights),
        FIXTURE_TEST(only_administrators_manage_accounts),
        FIXTURE_TEST(a_right_that_is_taken_away_is_gone_at_once),
        FIXTURE_TEST(the_last_administrator_stays),
    };
    return cmocka_run_group_tests_name("accounts", tests, NULL, NULL);
}
