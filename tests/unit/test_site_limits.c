/* SPDX-License-Identifier: MIT */
/* What the functions of db/site/ refuse, and what they do at the ends of their ranges. */
#include "db/site/handle.h"
#include "db/site/pin.h"
#include "tests/unit/site_fixture.h"

#include <limits.h>
#include <sodium.h>
#include <sqlite3.h>

/* As somebody with SQLite's own shell; the handle goes on. */
static void tamper(const struct fixture *fixture, const char *sql)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

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

    tamper(fixture, "WITH RECURSIVE n(i) AS (VALUES (2) UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
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
    tamper(fixture, sql);
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

static void a_chain_without_rows_has_no_head(void **state)
{
    struct fixture *fixture = *state;
    struct audit_verdict verdict;

    tamper(fixture, "DELETE FROM audit; UPDATE state SET audit_seq = 0");
    assert_int_equal(site_audit_verify(&verdict, fixture->site), AUDIT_BROKEN);
    assert_int_equal(verdict.first_bad, 1);
    tamper(fixture, "UPDATE state SET audit_hash = zeroblob(32)");
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

static int take_nothing(void *context, const struct stats_cell *cell)
{
    (void)context, (void)cell;
    return 0;
}

static void a_query_that_is_none_is_refused(void **state)
{
    struct fixture *fixture = *state;
    const struct stats_query fine = {.from = {2026, 1, 1}, .to = {2026, 12, 31}, .by = STATS_BY_KIND};
    struct stats_query wrong[] = {fine, fine, fine, fine, fine};
    struct stats_row *rows = NULL;
    int64_t total;
    size_t n;

    wrong[0].to.year = 2025;
    wrong[1].kinds = 1u << (TALLY_KINDS + 1);
    wrong[2].where = (enum tally_where)3;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(site_stats_total(&total, fixture->site, &wrong[i]), -EINVAL);
        assert_int_equal(site_stats_each(fixture->site, &wrong[i], take_nothing, NULL), -EINVAL);
    }
    wrong[3].by = (enum stats_by)0;
    wrong[4].by = (enum stats_by)(STATS_BY_WHERE + 1);
    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
        assert_int_equal(site_stats(&rows, &n, fixture->site, &wrong[i]), -EINVAL);
}

static void a_counter_that_cannot_be_is_damage(void **state)
{
    static const struct {
        const char *values;
        enum stats_by by;
    } cases[] = {
        {"20260101, 9, 1, 9, '6', 1", STATS_BY_KIND},  {"20261301, 9, 1, 1, '6', 1", STATS_BY_MONTH},
        {"20270001, 9, 1, 1, '6', 1", STATS_BY_MONTH}, {"20260231, 9, 1, 1, '6', 1", STATS_BY_WEEK},
        {"20260101, 24, 1, 1, '6', 1", STATS_BY_HOUR}, {"20260101, 9, 7, 1, '6', 1", STATS_BY_WHERE},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct stats_query query = {.from = {2026, 1, 1}, .to = {2026, 12, 31}, .by = cases[i].by};
        struct stats_row *rows = NULL;
        size_t n;
        char sql[96];
        query.to = (struct date){2027, 12, 31};
        snprintf(sql, sizeof(sql), "DELETE FROM counter; INSERT INTO counter VALUES (%s)", cases[i].values);
        tamper(fixture, sql);
        int r = site_stats(&rows, &n, fixture->site, &query);
        if (r != -EBADMSG)
            fail_msg("%s: %d", cases[i].values, r);
    }
}

/* ---- counting ---- */

static void a_full_tally_says_how_much_was_dropped(void **state)
{
    struct fixture *fixture = *state;
    struct tally tally;
    char words[32], longest[8 * TALLY_TERM_BYTES + 1];

    tally_init(&tally, TALLY_KIOSK);
    for (int i = 0; i < TALLY_TERMS + 2; i++) {
        snprintf(words, sizeof(words), "甲%c", 'a' + i);
        tally_miss(&tally, FIXTURE_NOW, words);
    }
    assert_int_equal(tally.n_terms, TALLY_TERMS);
    assert_int_equal(tally.dropped, 2);
    tally_init(&tally, TALLY_KIOSK);
    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    tally_miss(&tally, FIXTURE_NOW, longest); /* counted without its text */
    assert_int_equal(tally.n_terms, 0);
    assert_int_equal(tally.n_cells, 1);
    tally_miss(&tally, FIXTURE_NOW, "甲");
    tally_miss(&tally, FIXTURE_NOW + 3600, "甲"); /* another hour, another day: another term */
    tally_miss(&tally, FIXTURE_NOW + 86400, "甲");
    assert_int_equal(tally.n_terms, 3);
    assert_int_equal(site_tally_flush(fixture->site, &tally), 0);
}

static void a_time_beyond_all_calendars_is_counted_somewhere(void **state)
{
    struct tally tally;

    (void)state;
    tally_init(&tally, TALLY_KIOSK);
    tally_add(&tally, INT64_MAX, TALLY_QUESTION, "6");
    assert_int_equal(tally.n_cells, 1);
    assert_int_equal(tally.cells[0].hour, 0);
}

static void recording_that_pauses_goes_on_by_itself(void **state)
{
    struct fixture *fixture = *state;
    struct tally tally;

    tally_init(&tally, TALLY_KIOSK);
    assert_int_equal(site_tally_flush(NULL, &tally), -ENOENT);
    assert_int_equal(tally.error, -ENOENT);
    struct site *reading = fixture_open(fixture, SITE_READ);
    assert_int_equal(site_tally_flush(reading, &tally), -EROFS);
    site_close(reading);
    assert_int_equal(site_tally_flush(fixture->site, &tally), 0);
    assert_int_equal(tally.error, 0);
    assert_int_equal(site_tally_flush(fixture->site, &tally), 0);
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
        sqlite3 *db = NULL;
        snprintf(path, sizeof(path), "%s/other%zu.db", fixture->folder, i);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, sql[i], NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        assert_int_equal(open_as(fixture, path, SITE_CREATE), -EBADMSG);
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
        FIXTURE_TEST(a_chain_without_rows_has_no_head),
        FIXTURE_TEST(the_log_can_be_looked_at_within_a_transaction),
        FIXTURE_TEST(a_query_that_is_none_is_refused),
        FIXTURE_TEST(a_counter_that_cannot_be_is_damage),
        FIXTURE_TEST(a_full_tally_says_how_much_was_dropped),
        FIXTURE_TEST(a_time_beyond_all_calendars_is_counted_somewhere),
        FIXTURE_TEST(recording_that_pauses_goes_on_by_itself),
        FIXTURE_TEST(a_path_may_be_a_name_or_in_the_root),
        FIXTURE_TEST(an_empty_database_that_says_it_is_something_is_not_ours),
        FIXTURE_TEST(a_quota_and_a_limit_are_a_full_disk),
        FIXTURE_TEST(what_root_keeps_is_believed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
