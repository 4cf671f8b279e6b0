/* SPDX-License-Identifier: MIT */
#include "tests/unit/site_fixture.h"

static void assert_shown(struct fixture *fixture, int question, const char *text)
{
    struct addendum_shown *shown = NULL;
    int r = site_addendum_shown(&shown, fixture->site, question);

    assert_int_equal(r, text ? 0 : -ENOENT);
    if (text)
        assert_string_equal(shown->text, text);
    addendum_shown_free(shown);
}

static int publish(struct fixture *fixture, int question, int base, const char *text)
{
    int version = -1;

    assert_int_equal(site_addendum_publish(&version, fixture->site, &fixture->admin, question, base, text),
                     0);
    return version;
}

static int save(struct fixture *fixture, int question, int base, const char *text)
{
    int version = -1;

    assert_int_equal(site_addendum_save(&version, fixture->site, &fixture->admin, question, base, text), 0);
    return version;
}

static void assert_settled(struct fixture *fixture, int question, int version, enum addendum_state state)
{
    struct addendum *settled = NULL;

    assert_int_equal(site_addendum_settled(&settled, fixture->site, question), 0);
    assert_int_equal(settled->version, version);
    assert_int_equal(settled->state, state);
    addenda_free(settled, 1);
}

static void what_is_settled_is_the_newest_that_is_no_draft(void **state)
{
    struct fixture *fixture = *state;
    struct addendum *settled = NULL;
    int version = -1;

    assert_int_equal(site_addendum_settled(&settled, fixture->site, 13), -EINVAL);
    save(fixture, 6, 0, "草稿");
    assert_int_equal(site_addendum_settled(&settled, fixture->site, 6), -ENOENT);
    publish(fixture, 6, 1, "请到 203 室");
    save(fixture, 6, 2, "下一稿");
    assert_settled(fixture, 6, 2, ADDENDUM_PUBLISHED);
    assert_int_equal(site_addendum_retract(&version, fixture->site, &fixture->admin, 6, 3), 0);
    save(fixture, 6, 4, "又一稿");
    assert_settled(fixture, 6, 4, ADDENDUM_RETRACTED);
}

static void visitors_see_what_is_published_and_no_draft(void **state)
{
    struct fixture *fixture = *state;
    int version = -1;

    assert_shown(fixture, 6, NULL);
    assert_int_equal(save(fixture, 6, 0, "草稿"), 1);
    fixture_logged(fixture, "王老师", AUDIT_ADDENDUM_SAVED, "6 1");
    assert_shown(fixture, 6, NULL);
    assert_int_equal(publish(fixture, 6, 1, "请到 203 室"), 2);
    fixture_logged(fixture, "王老师", AUDIT_ADDENDUM_PUBLISHED, "6 2");
    assert_shown(fixture, 6, "请到 203 室");
    assert_int_equal(save(fixture, 6, 2, "下一稿"), 3);
    assert_shown(fixture, 6, "请到 203 室");
    assert_shown(fixture, 7, NULL);
    assert_int_equal(site_addendum_retract(&version, fixture->site, &fixture->admin, 6, 3), 0);
    assert_int_equal(version, 4);
    fixture_logged(fixture, "王老师", AUDIT_ADDENDUM_RETRACTED, "6 4");
    assert_shown(fixture, 6, NULL);
}

static void what_is_shown_says_of_whom_and_when_but_no_person(void **state)
{
    struct fixture *fixture = *state;
    char school[] = "吉林大学", office[] = "学籍科";
    struct profile profile = {.school = school, .office = office};
    struct addendum_shown *shown = NULL;

    publish(fixture, 1, 0, "补充");
    assert_int_equal(site_addendum_shown(&shown, fixture->site, 1), 0);
    assert_string_equal(shown->source, "");
    assert_string_equal(shown->date, "2026-11-23");
    addendum_shown_free(shown);
    assert_int_equal(site_profile_write(fixture->site, NULL, &profile), 0);
    assert_int_equal(site_addendum_shown(&shown, fixture->site, 1), 0);
    assert_string_equal(shown->source, "吉林大学 学籍科");
    addendum_shown_free(shown);
}

static void history_says_who_and_when_newest_first(void **state)
{
    struct fixture *fixture = *state;
    struct site_session editor = fixture_account(fixture, "编辑", SITE_ROLE_EDITOR);
    struct addendum *list = NULL;
    size_t n = 0;
    int version = 0;

    save(fixture, 2, 0, "一");
    fixture->time.seconds += 60;
    assert_int_equal(site_addendum_publish(&version, fixture->site, &editor, 2, 1, "二"), 0);
    assert_int_equal(site_addendum_history(&list, &n, fixture->site, 2), 0);
    assert_int_equal(n, 2);
    assert_int_equal(list[0].version, 2);
    assert_int_equal(list[0].state, ADDENDUM_PUBLISHED);
    assert_string_equal(list[0].text, "二");
    assert_string_equal(list[0].account, "编辑");
    assert_int_equal(list[0].time, FIXTURE_NOW + 60);
    assert_int_equal(list[1].state, ADDENDUM_DRAFT);
    assert_string_equal(list[1].account, "王老师");
    assert_int_equal(list[1].time, FIXTURE_NOW);
    addenda_free(list, n);
    assert_int_equal(site_addendum_history(&list, &n, fixture->site, 3), 0);
    assert_int_equal(n, 0);
    assert_null(list);
}

static void restoring_makes_a_new_draft_of_an_old_text(void **state)
{
    struct fixture *fixture = *state;
    struct addendum *latest = NULL;
    int version = 0;

    publish(fixture, 5, 0, "旧的");
    publish(fixture, 5, 1, "新的");
    assert_int_equal(site_addendum_restore(&version, fixture->site, &fixture->admin, 5, 2, 1), 0);
    assert_int_equal(version, 3);
    fixture_logged(fixture, "王老师", AUDIT_ADDENDUM_SAVED, "5 3 from 1");
    assert_shown(fixture, 5, "新的");
    assert_int_equal(site_addendum_latest(&latest, fixture->site, 5), 0);
    assert_string_equal(latest->text, "旧的");
    assert_int_equal(latest->restored, 1);
    addenda_free(latest, 1);
    assert_int_equal(site_addendum_restore(&version, fixture->site, &fixture->admin, 5, 3, 9), -ENOENT);
    assert_int_equal(site_addendum_restore(&version, fixture->site, &fixture->admin, 5, 2, 1),
                     ADDENDUM_CHANGED);
}

static void nobody_overwrites_what_they_have_not_seen(void **state)
{
    struct fixture *fixture = *state;
    struct addendum *latest = NULL;
    int version = -1;

    save(fixture, 4, 0, "甲");
    int64_t rows = fixture_rows(fixture);
    assert_int_equal(site_addendum_save(&version, fixture->site, &fixture->admin, 4, 0, "乙"),
                     ADDENDUM_CHANGED);
    assert_int_equal(site_addendum_publish(&version, fixture->site, &fixture->admin, 4, 2, "乙"),
                     ADDENDUM_CHANGED);
    assert_int_equal(version, -1);
    assert_int_equal(fixture_rows(fixture), rows);
    assert_int_equal(site_addendum_latest(&latest, fixture->site, 4), 0);
    assert_string_equal(latest->text, "甲");
    addenda_free(latest, 1);
}

static void texts_are_clean_lines(void **state)
{
    static const struct {
        const char *typed, *kept;
    } texts[] = {
        {"一\r\n二\r三\n四", "一\n二\n三\n四"},
        {"\n \n一  \n\n\n  二　\n\n", "一\n\n\n  二"},
        {"甲\t乙\x1b]0;x\x07丙\xE2\x80\x8B丁", "甲 乙]0;x丙丁"},
        {"坏\xff的\xed\xa0\x80", "坏\xEF\xBF\xBD的\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"", ""},
        {" \n\r\n\t", ""},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        _cleanup_free_ char *text = NULL;
        assert_int_equal(addendum_clean(&text, texts[i].typed), 0);
        assert_string_equal(text, texts[i].kept);
        _cleanup_free_ char *again = NULL;
        assert_int_equal(addendum_clean(&again, text), 0);
        assert_string_equal(again, text);
    }
}

static void a_text_has_its_length_and_is_not_published_empty(void **state)
{
    struct fixture *fixture = *state;
    char *text = calloc(3 * ADDENDUM_CHARACTERS + 8, 1);
    int version = -1;

    assert_non_null(text);
    for (size_t i = 0; i < ADDENDUM_CHARACTERS; i++)
        memcpy(text + 3 * i, i % 50 == 49 ? "。" : "字", 3);
    assert_int_equal(addendum_length(text), ADDENDUM_CHARACTERS);
    assert_int_equal(publish(fixture, 12, 0, text), 1);
    assert_shown(fixture, 12, text);
    strcat(text, "多");
    assert_int_equal(site_addendum_save(&version, fixture->site, &fixture->admin, 12, 1, text),
                     ADDENDUM_LONG);
    assert_int_equal(site_addendum_publish(&version, fixture->site, &fixture->admin, 12, 1, " \n "),
                     ADDENDUM_EMPTY);
    assert_int_equal(site_addendum_retract(&version, fixture->site, &fixture->admin, 11, 0), ADDENDUM_EMPTY);
    free(text);
}

static void only_the_newest_drafts_are_kept_and_everything_that_was_published(void **state)
{
    struct fixture *fixture = *state;
    struct addendum *list = NULL;
    size_t n = 0;

    publish(fixture, 3, 0, "公布的");
    for (int i = 1; i < 40; i++)
        save(fixture, 3, i, "稿");
    assert_int_equal(site_addendum_history(&list, &n, fixture->site, 3), 0);
    assert_int_equal(n, ADDENDUM_DRAFTS + 1);
    assert_int_equal(list[0].version, 40);
    assert_int_equal(list[n - 1].version, 1);
    addenda_free(list, n);
}

static void a_long_session_takes_no_draft_of_a_colleague_away(void **state)
{
    struct fixture *fixture = *state;
    struct site_session other = fixture_account(fixture, "李老师", SITE_ROLE_EDITOR);
    struct addendum *theirs = NULL;
    int version = 0;

    assert_int_equal(site_addendum_save(&version, fixture->site, &other, 3, 0, "同事的稿"), 0);
    for (int i = 1; i < 40; i++)
        save(fixture, 3, i, "稿");
    assert_int_equal(site_addendum_version(&theirs, fixture->site, 3, version), 0);
    assert_string_equal(theirs->text, "同事的稿");
    addenda_free(theirs, 1);
}

static void only_editors_may_and_only_twelve_questions_exist(void **state)
{
    struct fixture *fixture = *state;
    struct site_session desk = fixture_account(fixture, "前台", SITE_ROLE_DESK);
    struct addendum *latest = NULL;
    struct addendum_shown *shown = NULL;
    int version = -1;

    publish(fixture, 1, 0, "一");
    assert_int_equal(site_addendum_save(&version, fixture->site, &desk, 1, 1, "x"), -EPERM);
    assert_int_equal(site_addendum_publish(&version, fixture->site, &desk, 1, 1, "x"), -EPERM);
    assert_int_equal(site_addendum_retract(&version, fixture->site, &desk, 1, 1), -EPERM);
    assert_int_equal(site_addendum_restore(&version, fixture->site, &desk, 1, 1, 1), -EPERM);
    assert_int_equal(site_addendum_save(&version, fixture->site, NULL, 0, 0, "x"), -EINVAL);
    assert_int_equal(site_addendum_publish(&version, fixture->site, NULL, 13, 0, "x"), -EINVAL);
    assert_int_equal(site_addendum_retract(&version, fixture->site, NULL, 13, 0), -EINVAL);
    assert_int_equal(site_addendum_restore(&version, fixture->site, NULL, 13, 0, 1), -EINVAL);
    assert_int_equal(site_addendum_latest(&latest, fixture->site, 13), -EINVAL);
    assert_int_equal(site_addendum_latest(&latest, fixture->site, 2), -ENOENT);
    assert_int_equal(site_addendum_version(&latest, fixture->site, 1, 2), -ENOENT);
    assert_int_equal(site_addendum_version(&latest, fixture->site, 1, 1), 0);
    addenda_free(latest, 1);
    assert_int_equal(site_addendum_shown(&shown, fixture->site, -1), -EINVAL);
}

static void several_changes_are_one(void **state)
{
    struct fixture *fixture = *state;
    int version = 0;

    /* as an import does it: the third is refused, so none has happened */
    int64_t rows = fixture_rows(fixture);
    assert_int_equal(site_begin(fixture->site), 0);
    assert_int_equal(site_addendum_publish(&version, fixture->site, NULL, 1, 0, "一"), 0);
    assert_int_equal(site_addendum_publish(&version, fixture->site, NULL, 2, 0, "二"), 0);
    assert_int_equal(site_addendum_restore(&version, fixture->site, NULL, 3, 0, 7), -ENOENT);
    assert_int_equal(site_addendum_publish(&version, fixture->site, NULL, 4, 0, "四"), -ENOENT);
    assert_int_equal(site_end(fixture->site, 0), -ENOENT);
    assert_shown(fixture, 1, NULL);
    assert_shown(fixture, 4, NULL);
    assert_int_equal(fixture_rows(fixture), rows);
    assert_int_equal(site_begin(fixture->site), 0);
    assert_int_equal(site_addendum_publish(&version, fixture->site, NULL, 1, 0, "一"), 0);
    assert_int_equal(site_addendum_publish(&version, fixture->site, NULL, 2, 0, "二"), 0);
    assert_int_equal(site_end(fixture->site, 0), 0);
    assert_shown(fixture, 1, "一");
    assert_shown(fixture, 2, "二");
    fixture_logged(fixture, "", AUDIT_ADDENDUM_PUBLISHED, "2 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(what_is_settled_is_the_newest_that_is_no_draft),
        FIXTURE_TEST(visitors_see_what_is_published_and_no_draft),
        FIXTURE_TEST(what_is_shown_says_of_whom_and_when_but_no_person),
        FIXTURE_TEST(history_says_who_and_when_newest_first),
        FIXTURE_TEST(restoring_makes_a_new_draft_of_an_old_text),
        FIXTURE_TEST(nobody_overwrites_what_they_have_not_seen),
        cmocka_unit_test(texts_are_clean_lines),
        FIXTURE_TEST(a_text_has_its_length_and_is_not_published_empty),
        FIXTURE_TEST(only_the_newest_drafts_are_kept_and_everything_that_was_published),
        FIXTURE_TEST(a_long_session_takes_no_draft_of_a_colleague_away),
        FIXTURE_TEST(only_editors_may_and_only_twelve_questions_exist),
        FIXTURE_TEST(several_changes_are_one),
    };
    return cmocka_run_group_tests_name("addenda", tests, NULL, NULL);
}
