/* SPDX-License-Identifier: MIT */
#include "tests/unit/site_fixture.h"

static char code[] = "4122010183", school[] = "吉林大学", office[] = "学籍科", place[] = "行政楼 203",
            hours[] = "工作日 8:00—16:00", none[] = "";

static struct profile sample(void)
{
    return (struct profile){.code = code,
                            .school = school,
                            .office = office,
                            .place = place,
                            .hours = hours,
                            .telephone = none,
                            .remarks = none};
}

static void a_new_profile_says_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct profile *profile = NULL;

    assert_int_equal(site_profile_read(&profile, fixture->site), 0);
    for (int field = 1; field <= PROFILE_FIELDS; field++)
        assert_string_equal(profile_field_text(profile, (enum profile_field)field), "");
    assert_false(profile_has_contact(profile));
    site_profile_free(profile);
}

static void what_was_written_is_read_by_another_process(void **state)
{
    struct fixture *fixture = *state;
    struct profile profile = sample(), *read = NULL;
    int64_t before = 0, after = 0;

    assert_int_equal(site_revision(&before, fixture->site), 0);
    assert_int_equal(site_profile_write(fixture->site, &fixture->admin, &profile), 0);
    fixture_logged(fixture, "王老师", AUDIT_PROFILE, "code school office place hours");
    struct site *other = fixture_open(fixture, SITE_READ);
    assert_int_equal(site_profile_read(&read, other), 0);
    for (int field = 1; field <= PROFILE_FIELDS; field++)
        assert_string_equal(profile_field_text(read, (enum profile_field)field),
                            profile_field_text(&profile, (enum profile_field)field));
    assert_int_equal(site_revision(&after, other), 0);
    assert_int_not_equal(before, after);
    site_profile_free(read);
    site_close(other);
}

static void writing_the_same_again_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct profile profile = sample();
    int64_t before = 0, after = 0;

    assert_int_equal(site_profile_write(fixture->site, &fixture->admin, &profile), 0);
    assert_int_equal(site_revision(&before, fixture->site), 0);
    int64_t rows = fixture_rows(fixture);
    assert_int_equal(site_profile_write(fixture->site, &fixture->admin, &profile), 0);
    assert_int_equal(site_revision(&after, fixture->site), 0);
    assert_int_equal(before, after);
    assert_int_equal(fixture_rows(fixture), rows);
}

static void texts_pass_the_sink(void **state)
{
    struct fixture *fixture = *state;
    struct profile profile = sample(), *read = NULL;
    char hostile[] = " \xE3\x80\x80行政\x1b[31m楼\t203\n二楼\xE2\x80\xAE  ";

    profile.place = hostile;
    profile.remarks = NULL;
    assert_int_equal(site_profile_write(fixture->site, &fixture->admin, &profile), 0);
    assert_int_equal(site_profile_read(&read, fixture->site), 0);
    assert_string_equal(read->place, "行政[31m楼 203 二楼");
    assert_string_equal(read->remarks, "");
    site_profile_free(read);
}

static void a_code_is_ten_digits_or_nothing(void **state)
{
    static const char *const wrong[] = {"412201018", "41220101830", "412201018X", "４１２２０１０１８３"};
    struct fixture *fixture = *state;
    struct profile profile = sample();

    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
        profile.code = (char *)(uintptr_t)wrong[i];
        assert_int_equal(site_profile_write(fixture->site, &fixture->admin, &profile), PROFILE_CODE);
    }
    profile.code = none;
    assert_int_equal(site_profile_write(fixture->site, &fixture->admin, &profile), 0);
}

static void every_field_has_its_length(void **state)
{
    struct fixture *fixture = *state;

    for (int field = PROFILE_SCHOOL; field <= PROFILE_FIELDS; field++) {
        struct profile profile = sample(), *read = NULL;
        size_t max = profile_field_max((enum profile_field)field);
        char text[1024] = "";
        char **fields[] = {&profile.code,  &profile.school,    &profile.office, &profile.place,
                           &profile.hours, &profile.telephone, &profile.remarks};
        for (size_t i = 0; i < max; i++)
            strcat(text, "长");
        *fields[field - 1] = text;
        assert_int_equal(site_profile_write(fixture->site, &fixture->admin, &profile), 0);
        strcat(text, "了");
        assert_int_equal(site_profile_write(fixture->site, &fixture->admin, &profile), field);
        assert_int_equal(site_profile_read(&read, fixture->site), 0);
        assert_int_equal(strlen(profile_field_text(read, (enum profile_field)field)), 3 * max);
        site_profile_free(read);
    }
    assert_int_equal(profile_field_max((enum profile_field)8), 0);
    assert_null(profile_field_text(NULL, (enum profile_field)0));
}

static void the_front_desk_may_not_write_it(void **state)
{
    struct fixture *fixture = *state;
    struct profile profile = sample();
    struct site_session desk = fixture_account(fixture, "前台", SITE_ROLE_DESK);
    struct site_session editor = fixture_account(fixture, "编辑", SITE_ROLE_EDITOR);

    assert_int_equal(site_profile_write(fixture->site, &desk, &profile), -EPERM);
    assert_int_equal(site_profile_write(fixture->site, &editor, &profile), 0);
    fixture_logged(fixture, "编辑", AUDIT_PROFILE, "code school office place hours");
}

static void a_reading_handle_writes_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct profile profile = sample();
    struct site *reader = fixture_open(fixture, SITE_READ);

    assert_false(site_is_writable(reader));
    assert_int_equal(site_profile_write(reader, NULL, &profile), -EROFS);
    site_close(reader);
}

static void two_who_change_different_fields_undo_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct profile first = sample(), second, *base = NULL, *now = NULL;
    char other_place[] = "新楼 101", telephone[] = "按校内公布";

    assert_int_equal(site_profile_write(fixture->site, &fixture->admin, &first), 0);
    assert_int_equal(site_profile_read(&base, fixture->site), 0);
    second = first;
    first.place = other_place;
    second.telephone = telephone;
    assert_int_equal(site_profile_change(fixture->site, &fixture->admin, base, &first), 0);
    assert_int_equal(site_profile_change(fixture->site, &fixture->admin, base, &second), 0);
    fixture_logged(fixture, "王老师", AUDIT_PROFILE, "telephone");
    assert_int_equal(site_profile_read(&now, fixture->site), 0);
    assert_string_equal(now->place, other_place);
    assert_string_equal(now->telephone, telephone);
    site_profile_free(now);
    site_profile_free(base);
}

static void two_who_change_the_same_field_are_told(void **state)
{
    struct fixture *fixture = *state;
    struct profile first = sample(), second = first, *base = NULL, *now = NULL;
    char one[] = "新楼 101", two[] = "新楼 102", telephone[] = "按校内公布";

    assert_int_equal(site_profile_write(fixture->site, &fixture->admin, &first), 0);
    assert_int_equal(site_profile_read(&base, fixture->site), 0);
    first.place = one;
    second.place = two;
    second.telephone = telephone;
    assert_int_equal(site_profile_change(fixture->site, &fixture->admin, base, &first), 0);
    assert_int_equal(site_profile_change(fixture->site, &fixture->admin, base, &second),
                     PROFILE_CHANGED + PROFILE_PLACE);
    assert_int_equal(site_profile_read(&now, fixture->site), 0);
    assert_string_equal(now->place, one);
    assert_string_equal(now->telephone, "");
    second.place = one; /* the same change is none */
    assert_int_equal(site_profile_change(fixture->site, &fixture->admin, base, &second), 0);
    site_profile_free(now);
    site_profile_free(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_new_profile_says_nothing),
        FIXTURE_TEST(what_was_written_is_read_by_another_process),
        FIXTURE_TEST(writing_the_same_again_changes_nothing),
        FIXTURE_TEST(texts_pass_the_sink),
        FIXTURE_TEST(a_code_is_ten_digits_or_nothing),
        FIXTURE_TEST(every_field_has_its_length),
        FIXTURE_TEST(the_front_desk_may_not_write_it),
        FIXTURE_TEST(a_reading_handle_writes_nothing),
        FIXTURE_TEST(two_who_change_different_fields_undo_nothing),
        FIXTURE_TEST(two_who_change_the_same_field_are_told),
    };
    return cmocka_run_group_tests_name("the profile in site.db", tests, NULL, NULL);
}
