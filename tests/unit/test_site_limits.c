/* SPDX-License-Identifier: MIT */
/* What the functions of db/site/ refuse, and what they do at the ends of their ranges. */
#include "db/site/handle.h"
#include "db/site/pin.h"
#include "tests/unit/site_fixture.h"
#include "tests/unit/sql_fixture.h"

#include <sodium.h>

/* ---- accounts ---- */

static void a_session_of_nobody_may_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct site_session nobody = fixture->admin, other = fixture->admin;
    struct profile profile = {0};
    int wait;

    nobody.account = 999;
    assert_int_equal(site_session_renew(&nobody, fixture->site), -EPERM);
    assert_int_equal(site_profile_write(fixture->site, &nobody, &profile), -EPERM);
    strcpy(other.name, "别人");
    assert_int_equal(site_session_renew(&other, fixture->site), -EPERM);
    assert_int_equal(site_unlock(&nobody, &wait, fixture->site, FIXTURE_PASSWORD), -EPERM);
    assert_int_equal(nobody.account, 999);
}

static void there_is_room_for_so_many_accounts(void **state)
{
    struct fixture *fixture = *state;
    bool created;

    run_sql(fixture->path, "WITH RECURSIVE n(i) AS (VALUES (2) UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
                           " INSERT INTO account SELECT i, 'u' || i, 1, 1, '', 0, 0 FROM n");
    assert_int_equal(
        site_account_add(fixture->site, &fixture->admin, "又一位", SITE_ROLE_DESK, FIXTURE_PASSWORD),
        -EDQUOT);
    assert_int_equal(site_account_rescue(&created, fixture->site, NULL, "又一位", FIXTURE_PASSWORD), -EDQUOT);
}

static void names_and_passwords_have_their_limits(void **state)
{
    char longest[SITE_NAME_BYTES + 8], expanding[SITE_PASSWORD_BYTES] = "";

    (void)state;
    memset(longest, 'a', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    assert_int_equal(site_name_check(longest), -EINVAL);
    assert_int_equal(site_name_check("x\u0301\u0323"), -EINVAL); /* as many bytes, in another order */
    assert_int_equal(site_name_check("x\u0323\u0301"), 0);
    for (int i = 0; i < 42; i++)
        strcat(expanding, "\u0958"); /* two characters in NFC */
    assert_int_equal(site_password_check("王老师", expanding), SITE_PASSWORD_LONG);
    assert_int_equal(site_password_check("王老师", "password\x7f"), SITE_PASSWORD_TEXT);
}

/* Of an earlier libsodium: it still opens, and is made anew. */
static void a_hash_of_another_kind_is_renewed(void **state)
{
    struct fixture *fixture = *state;
    struct site_session session;
    char hash[crypto_pwhash_STRBYTES], *sql = NULL;

    assert_int_equal(crypto_pwhash_str_alg(hash, FIXTURE_PASSWORD, strlen(FIXTURE_PASSWORD), 3, 8192,
                                           crypto_pwhash_ALG_ARGON2I13),
                     0);
    assert_true(asprintf(&sql, "UPDATE account SET password = '%s'", hash) > 0);
    run_sql(fixture->path, sql);
    free(sql);
    assert_int_equal(site_login(&session, NULL, fixture->site, "王老师", FIXTURE_PASSWORD), 0);
    fixture_logged(fixture, "王老师", AUDIT_LOGIN, "rehashed");
    assert_int_equal(site_login(&session, NULL, fixture->site, "王老师", FIXTURE_PASSWORD), 0);
    fixture_logged(fixture, "王老师", AUDIT_LOGIN, "");
}

/* ---- what is written ---- */

static void a_field_that_is_none_has_nothing(void **state)
{
    struct profile profile = {0};

    (void)state;
    for (int field = -1; field <= PROFILE_FIELDS + 1; field++) {
        bool is_one = field >= 1 && field <= PROFILE_FIELDS;
        assert_int_equal(profile_field_max((enum profile_field)field) > 0, is_one);
        assert_int_equal(profile_field_id((enum profile_field)field) != NULL, is_one);
        assert_int_equal(profile_field_slot(&profile, (enum profile_field)field) != NULL, is_one);
        assert_null(profile_field_text(&profile, (enum profile_field)field));
    }
}

static void only_a_question_has_addenda(void **state)
{
    struct fixture *fixture = *state;
    struct addendum *addendum = NULL;
    struct addendum_shown *shown = NULL;
    size_t n;
    int version;

    for (int question = 0; question <= 13; question += 13) {
        assert_int_equal(site_addendum_latest(&addendum, fixture->site, question), -EINVAL);
        assert_int_equal(site_addendum_version(&addendum, fixture->site, question, 1), -EINVAL);
        assert_int_equal(site_addendum_history(&addendum, &n, fixture->site, question), -EINVAL);
        assert_int_equal(site_addendum_shown(&shown, fixture->site, question), -EINVAL);
        assert_int_equal(site_addendum_save(&version, fixture->site, NULL, question, 0, "x"), -EINVAL);
        assert_int_equal(site_addendum_retract(&version, fixture->site, NULL, question, 0), -EINVAL);
        assert_int_equal(site_addendum_restore(&version, fixture->site, NULL, question, 0, 1), -EINVAL);
    }
    assert_null(addendum);
}

static void a_draft_may_be_empty_and_is_retracted_once(void **state)
{
    struct fixture *fixture = *state;
    int version;

    assert_int_equal(site_addendum_save(&version, fixture->site, NULL, 3, 0, " "), 0);
    assert_int_equal(site_addendum_publish(&version, fixture->site, NULL, 3, version, " "), ADDENDUM_EMPTY);
    assert_int_equal(site_addendum_publish(&version, fixture->site, NULL, 3, version, "x"), 0);
    assert_int_equal(site_addendum_retract(&version, fixture->site, NULL, 3, version), 0);
    assert_int_equal(site_addendum_retract(&version, fixture->site, NULL, 3, version), ADDENDUM_EMPTY);
}

static void a_record_says_what_it_must(void **state)
{
    struct fixture *fixture = *state;
    char edition[] = "版", result[] = "ok", none[] = "", dirty[] = "\033", longest[102],
         cut[HISTORY_EDITION_BYTES];
    const struct history_row wrong[] = {
        {.action = (enum history_action)0, .edition = edition, .result = result},
        {.action = HISTORY_INSTALL, .edition = NULL, .result = result},
        {.action = HISTORY_INSTALL, .edition = none, .result = result},
        {.action = HISTORY_INSTALL, .edition = dirty, .result = result},
        {.action = HISTORY_INSTALL, .edition = longest, .result = result},
        {.action = HISTORY_INSTALL, .edition = edition, .result = longest},
        {.action = HISTORY_INSTALL, .edition = edition, .result = result, .sequence = -1},
    };

    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
        assert_int_equal(site_content_record(fixture->site, NULL, &wrong[i]), -EINVAL);
        assert_int_equal(site_content_conclude(fixture->site, NULL, &wrong[i]), -EINVAL);
    }
    history_edition(cut, longest);
    assert_int_equal(strlen(cut), HISTORY_EDITION_CHARACTERS);
}

/* A clock that lost its battery, and one that nobody will see. */
static void any_time_can_be_written_down(void **state)
{
    struct fixture *fixture = *state;
    const time_t times[] = {-1, INT64_MAX};

    for (size_t i = 0; i < ARRAY_SIZE(times); i++) {
        struct audit_row *rows = NULL;
        size_t n = 0;
        fixture->time.seconds = times[i];
        assert_int_equal(site_audit_note(fixture->site, NULL, AUDIT_EXPORTED, "x"), 0);
        assert_int_equal(site_audit_list(&rows, &n, fixture->site, 0, 1), 0);
        assert_int_equal(rows[0].time, i == 0 ? 0 : SITE_TIME_MAX - 1);
        audit_free(rows, n);
    }
    assert_int_equal(site_check(fixture->site), 0);
}

/* ---- reading ---- */

static void a_text_that_is_not_clean_is_not_shown(void **state)
{
    static const char *const texts[] = {"'a' || char(27) || char(10) || 'b'", "'a' || char(10) || char(27)"};
    struct fixture *fixture = *state;

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        struct addendum *addendum = NULL;
        char sql[160];
        snprintf(sql, sizeof(sql),
                 "DELETE FROM addendum; INSERT INTO addendum VALUES (3, 1, 2, 0, %s, '', 0)", texts[i]);
        run_sql(fixture->path, sql);
        assert_int_equal(site_addendum_latest(&addendum, fixture->site, 3), -EBADMSG);
    }
}

static void a_chain_without_rows_has_no_head(void **state)
{
    struct fixture *fixture = *state;
    struct audit_verdict verdict;

    run_sql(fixture->path, "DELETE FROM audit; UPDATE state SET audit_seq = 0");
    assert_int_equal(site_audit_verify(&verdict, fixture->site), AUDIT_BROKEN);
    assert_int_equal(verdict.first_bad, 1);
    run_sql(fixture->path, "UPDATE state SET audit_hash = zeroblob(32)");
    assert_int_equal(site_audit_verify(&verdict, fixture->site), 0);
}

static void the_log_can_be_looked_at_within_a_transaction(void **state)
{
    struct fixture *fixture = *state;
    struct audit_verdict verdict;

    assert_int_equal(site_begin(fixture->site), 0);
    assert_int_equal(site_audit_note(fixture->site, NULL, AUDIT_EXPORTED, "x"), 0);
    assert_int_equal(site_audit_verify(&verdict, fixture->site), 0);
    assert_int_equal(site_end(fixture->site, 0), 0); /* which has not ended it */
    fixture_logged(fixture, "", AUDIT_EXPORTED, "x");
}

/* ---- opening ---- */

static int open_as(const struct fixture *fixture, const char *path, enum site_mode mode)
{
    struct site *site = NULL;
    int r = site_open(&site, path, mode, clock_from_manual(&((struct fixture *)(uintptr_t)fixture)->time));

    site_close(site);
    return r;
}

static void a_path_may_be_a_name_or_in_the_root(void **state)
{
    struct fixture *fixture = *state;
    char *before = getcwd(NULL, 0);

    assert_non_null(before);
    assert_int_equal(chdir(fixture->folder), 0);
    int r = open_as(fixture, "site.db", SITE_READ);
    assert_int_equal(chdir(before), 0);
    free(before);
    assert_int_equal(r, 0);
    assert_int_equal(open_as(fixture, "/no-such-site.db", SITE_READ), -ENOENT);
}

static void an_empty_database_that_says_it_is_something_is_not_ours(void **state)
{
    static const char *const sql[] = {"PRAGMA application_id = 5", "PRAGMA user_version = 3"};
    struct fixture *fixture = *state;

    for (size_t i = 0; i < ARRAY_SIZE(sql); i++) {
        char path[128];
        snprintf(path, sizeof(path), "%s/other%zu.db", fixture->folder, i);
        run_sql(path, sql[i]);
        assert_int_equal(open_as(fixture, path, SITE_CREATE), -EBADMSG);
    }
}

/* Either of two bytes of the header says that there is a WAL, of which SQLite would make a file. */
static void a_database_with_a_wal_is_not_ours(void **state)
{
    struct fixture *fixture = *state;

    site_close(fixture->site);
    fixture->site = NULL;
    for (off_t at = 18; at <= 19; at++) {
        for (char version = 2; version >= 1; version--) {
            FILE *file = fopen(fixture->path, "r+");
            assert_non_null(file);
            assert_int_equal(fseeko(file, at, SEEK_SET), 0);
            assert_int_equal(fputc(version, file), version);
            assert_int_equal(fclose(file), 0);
            assert_int_equal(open_as(fixture, fixture->path, SITE_WRITE), version == 2 ? -EBADMSG : 0);
        }
    }
}

static void a_quota_and_a_limit_are_a_full_disk(void **state)
{
    (void)state;
    assert_int_equal(site_system_error(EDQUOT), -ENOSPC);
    assert_int_equal(site_system_error(EFBIG), -ENOSPC);
    assert_int_equal(site_system_error(EROFS), -EROFS);
}

/* The program as somebody else than root: a file that root keeps is believed, and read only. */
static void what_root_keeps_is_believed(void **state)
{
    struct fixture *fixture = *state;
    char journal[128];

    site_close(fixture->site);
    fixture->site = NULL;
    if (geteuid() != 0)
        return; /* who is not root cannot become another */
    snprintf(journal, sizeof(journal), "%s-journal", fixture->path);
    assert_int_equal(chmod(fixture->folder, 0755) | chmod(fixture->path, 0644), 0);
    assert_int_equal(chown(journal, 1, (gid_t)-1), 0);
    assert_int_equal(seteuid(1), 0);
    int reading = open_as(fixture, fixture->path, SITE_READ),
        writing = open_as(fixture, fixture->path, SITE_WRITE);
    assert_int_equal(seteuid(0), 0);
    assert_int_equal(reading, 0);
    assert_int_equal(writing, -EACCES);
    assert_int_equal(chown(fixture->folder, 1, (gid_t)-1) | chown(fixture->path, 1, (gid_t)-1), 0);
    assert_int_equal(chmod(fixture->folder, 01777), 0); /* where anybody may put files */
    assert_int_equal(open_as(fixture, fixture->path, SITE_READ), -EPERM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_session_of_nobody_may_nothing),
        FIXTURE_TEST(there_is_room_for_so_many_accounts),
        FIXTURE_TEST(names_and_passwords_have_their_limits),
        FIXTURE_TEST(a_hash_of_another_kind_is_renewed),
        FIXTURE_TEST(a_field_that_is_none_has_nothing),
        FIXTURE_TEST(only_a_question_has_addenda),
        FIXTURE_TEST(a_draft_may_be_empty_and_is_retracted_once),
        FIXTURE_TEST(a_record_says_what_it_must),
        FIXTURE_TEST(any_time_can_be_written_down),
        FIXTURE_TEST(a_text_that_is_not_clean_is_not_shown),
        FIXTURE_TEST(a_chain_without_rows_has_no_head),
        FIXTURE_TEST(the_log_can_be_looked_at_within_a_transaction),
        FIXTURE_TEST(a_path_may_be_a_name_or_in_the_root),
        FIXTURE_TEST(an_empty_database_that_says_it_is_something_is_not_ours),
        FIXTURE_TEST(a_database_with_a_wal_is_not_ours),
        FIXTURE_TEST(a_quota_and_a_limit_are_a_full_disk),
        FIXTURE_TEST(what_root_keeps_is_believed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
