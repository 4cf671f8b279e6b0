/* SPDX-License-Identifier: MIT */
#include "tests/unit/site_fixture.h"
#include "tests/unit/sql_fixture.h"

static void fill(struct fixture *fixture)
{
    for (int i = 0; i < 8; i++) {
        fixture->time.seconds++;
        assert_int_equal(site_audit_note(fixture->site, &fixture->admin, AUDIT_EXPORTED, "补充"), 0);
    }
    assert_int_equal(fixture_rows(fixture), 11); /* created, added, logged in */
}

static void any_change_of_a_row_is_found_and_named(void **state)
{
    static const struct {
        const char *sql;
        int bad;
    } cases[] = {
        {"UPDATE audit SET detail = '别的' WHERE seq = 5", 5},
        {"UPDATE audit SET time = time + 1 WHERE seq = 2", 2},
        {"UPDATE audit SET account = '李老师' WHERE seq = 4", 4},
        {"UPDATE audit SET action = 53 WHERE seq = 11", 11},
        {"UPDATE audit SET action = 15 WHERE seq = 9", 9}, /* no such action */
        {"UPDATE audit SET previous = zeroblob(32) WHERE seq = 6", 6},
        {"UPDATE audit SET hash = randomblob(32) WHERE seq = 7", 7},
        {"UPDATE audit SET hash = randomblob(31) WHERE seq = 7", 7},
        {"UPDATE audit SET detail = char(27) WHERE seq = 3", 3},
        {"UPDATE audit SET seq = 100 WHERE seq = 5", 5},
        {"DELETE FROM audit WHERE seq = 8", 8},
        {"DELETE FROM audit WHERE seq = 1", 1},
        {"DELETE FROM audit WHERE seq = 11", 11}, /* the tail */
        {"UPDATE state SET audit_seq = 9", 10},
        {"UPDATE state SET audit_seq = 12", 12},
        {"UPDATE state SET audit_hash = randomblob(32)", 11},
    };
    struct fixture *fixture = *state;

    fill(fixture);
    site_close(fixture->site);
    char kept[128];
    snprintf(kept, sizeof(kept), "%s/kept", fixture->folder);
    assert_int_equal(rename(fixture->path, kept), 0);
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        char command[300];
        struct audit_verdict verdict = {0};
        snprintf(command, sizeof(command), "cp %s %s", kept, fixture->path);
        assert_int_equal(system(command), 0);
        assert_int_equal(run_sql(fixture->path, cases[i].sql), 1);
        struct site *site = fixture_open(fixture, SITE_READ);
        assert_int_equal(site_audit_verify(&verdict, site), AUDIT_BROKEN);
        if (verdict.first_bad != cases[i].bad)
            fail_msg("%s: row %lld", cases[i].sql, (long long)verdict.first_bad);
        site_close(site);
    }
    unlink(kept);
    fixture->site = fixture_open(fixture, SITE_WRITE);
}

static void the_verdict_names_the_head_of_the_chain(void **state)
{
    struct fixture *fixture = *state;
    struct audit_verdict before, after;

    assert_int_equal(site_audit_verify(&before, fixture->site), 0);
    assert_int_equal(before.rows, 3);
    assert_int_equal(before.first_bad, 0);
    assert_int_equal(strspn(before.head, "0123456789abcdef"), 64);
    assert_int_equal(site_audit_note(fixture->site, NULL, AUDIT_IMPORTED, "site.ybs"), 0);
    assert_int_equal(site_audit_verify(&after, fixture->site), 0);
    assert_string_not_equal(before.head, after.head);
}

static void rows_come_newest_first_a_page_at_a_time(void **state)
{
    struct fixture *fixture = *state;
    struct audit_row *rows = NULL;
    int64_t before = 0, expected = 11;
    size_t n = 0;

    fill(fixture);
    do {
        assert_int_equal(site_audit_list(&rows, &n, fixture->site, before, 4), 0);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(rows[i].seq, expected--);
            before = rows[i].seq;
        }
        audit_free(rows, n);
    } while (n > 0);
    assert_int_equal(expected, 0);
}

static void who_sets_no_limit_gets_all_rows(void **state)
{
    struct fixture *fixture = *state;
    struct audit_row *rows = NULL;
    size_t n = 0;

    fill(fixture);
    assert_int_equal(site_audit_list(&rows, &n, fixture->site, 0, SIZE_MAX), 0);
    assert_int_equal(n, 11);
    assert_int_equal(rows[10].seq, 1);
    audit_free(rows, n);
}

static void only_administrators_add_notes(void **state)
{
    struct fixture *fixture = *state;
    struct site_session editor = fixture_account(fixture, "编辑", SITE_ROLE_EDITOR);

    assert_int_equal(site_audit_note(fixture->site, &editor, AUDIT_EXPORTED, "x"), -EPERM);
    assert_int_equal(site_audit_note(fixture->site, &fixture->admin, AUDIT_LOGIN, "x"), -EINVAL);
}

static void details_are_clean_and_cut(void **state)
{
    struct fixture *fixture = *state;
    struct audit_row *rows = NULL;
    char text[4096] = "\x1b[2J";
    size_t n = 0;

    for (int i = 0; i < 500; i++)
        strcat(text, "长");
    assert_int_equal(site_audit_note(fixture->site, NULL, AUDIT_IMPORTED, text), 0);
    assert_int_equal(site_audit_list(&rows, &n, fixture->site, 0, 1), 0);
    assert_memory_equal(rows[0].detail, "[2J长", 6);
    assert_int_equal(strlen(rows[0].detail), 3 + 3 * (AUDIT_DETAIL_CHARACTERS - 3));
    audit_free(rows, n);
    fixture_rows(fixture);
}

static void every_action_has_an_id(void **state)
{
    static const int actions[] = {1,  2,  3,  4,  10, 11, 12, 13, 14, 20, 30, 31,
                                  32, 40, 41, 50, 51, 52, 53, 60, 61, 62, 63, 64};
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
        assert_non_null(audit_action_id((enum audit_action)actions[i]));
    for (int i = -1; i < 100; i++)
        n += audit_action_id((enum audit_action)i) != NULL;
    assert_int_equal(n, ARRAY_SIZE(actions));
}

static char edition[] = "2026年11月版", fine[] = "ok", refused[] = "sequence";

static void installed_content_is_remembered(void **state)
{
    struct fixture *fixture = *state;
    struct history_row install = {.action = HISTORY_INSTALL,
                                  .edition = edition,
                                  .sequence = 7,
                                  .result = fine},
                       older = install, back = install, *rows = NULL;
    size_t n = 0;

    assert_int_equal(site_content_record(fixture->site, &fixture->admin, &install), 0);
    fixture_logged(fixture, "王老师", AUDIT_CONTENT_INSTALLED, "2026年11月版 7 ok");
    older.sequence = 9;
    older.result = refused;
    assert_int_equal(site_content_record(fixture->site, NULL, &older), 0);
    back.action = HISTORY_ROLLBACK;
    back.sequence = 6;
    assert_int_equal(site_content_record(fixture->site, NULL, &back), 0);
    fixture_logged(fixture, "", AUDIT_CONTENT_ROLLED_BACK, "2026年11月版 6 ok");
    assert_int_equal(site_content_list(&rows, &n, fixture->site, 2), 0);
    assert_int_equal(n, 2);
    assert_int_equal(rows[0].action, HISTORY_ROLLBACK);
    assert_string_equal(rows[1].result, "sequence");
    assert_string_equal(rows[1].account, "");
    assert_int_equal(rows[1].time, FIXTURE_NOW);
    history_free(rows, n);
}

static void nonsense_is_not_remembered(void **state)
{
    struct fixture *fixture = *state;
    struct site_session editor = fixture_account(fixture, "编辑", SITE_ROLE_EDITOR);
    struct history_row good = {.action = HISTORY_INSTALL, .edition = edition, .sequence = 7, .result = fine},
                       bad[5] = {good, good, good, good, good};
    char escape[] = "\x1b[m", none[] = "";

    bad[0].action = (enum history_action)3;
    bad[1].edition = escape;
    bad[2].result = none;
    bad[3].sequence = -1;
    bad[4].edition = NULL;
    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        assert_int_equal(site_content_record(fixture->site, NULL, &bad[i]), -EINVAL);
    assert_int_equal(site_content_record(fixture->site, &editor, &good), -EPERM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(any_change_of_a_row_is_found_and_named),
        FIXTURE_TEST(the_verdict_names_the_head_of_the_chain),
        FIXTURE_TEST(rows_come_newest_first_a_page_at_a_time),
        FIXTURE_TEST(who_sets_no_limit_gets_all_rows),
        FIXTURE_TEST(only_administrators_add_notes),
        FIXTURE_TEST(details_are_clean_and_cut),
        cmocka_unit_test(every_action_has_an_id),
        FIXTURE_TEST(installed_content_is_remembered),
        FIXTURE_TEST(nonsense_is_not_remembered),
    };
    return cmocka_run_group_tests_name("audit log and history", tests, NULL, NULL);
}
