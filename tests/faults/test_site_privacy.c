/* SPDX-License-Identifier: MIT */
/*
 * What people type and what is nobody's business reaches no byte of any file: passwords, names that no
 * account has, what visitors searched for. Every file of the folder is searched, also with a transaction half
 * done.
 */
#include "base/error.h"
#include "db/site/accounts.h"
#include "db/site/addenda.h"
#include "db/site/profile.h"
#include "db/site/stats.h"
#include "tests/faults/site_work.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NOW 1795413900

struct rig {
    char folder[64], path[96];
    struct site *site;
};

static int set_up(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    assert_non_null(rig);
    work_folder(rig->folder);
    snprintf(rig->path, sizeof(rig->path), "%s/site.db", rig->folder);
    assert_int_equal(work_create(rig->path, 0), 0);
    assert_int_equal(work_open(&rig->site, rig->path, SITE_WRITE), 0);
    *state = rig;
    return 0;
}

static int tear_down(void **state)
{
    struct rig *rig = *state;

    site_close(rig->site);
    work_remove_folder(rig->folder);
    free(rig);
    return 0;
}

static bool is_in_file(const char *path, const char *text)
{
    char *bytes = malloc(4 << 20);
    FILE *file = fopen(path, "rb");

    assert_non_null(bytes);
    assert_non_null(file);
    size_t n = fread(bytes, 1, 4 << 20, file);
    fclose(file);
    bool found = memmem(bytes, n, text, strlen(text)) != NULL;
    free(bytes);
    return found;
}

static bool is_on_disk(const struct rig *rig, const char *text)
{
    DIR *folder = opendir(rig->folder);
    bool found = false;
    int files = 0;

    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[400];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%s", rig->folder, entry->d_name);
        found = is_in_file(path, text) || found;
        files++;
    }
    closedir(folder);
    assert_true(files >= 2); /* the database and its journal */
    return found;
}

static void assert_nowhere(const struct rig *rig, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_on_disk(rig, texts[i]))
            fail_msg("on disk: %s", texts[i]);
}

/* The control: what is kept on purpose is found. */
static void what_is_published_is_found(void **state)
{
    struct rig *rig = *state;
    int version;

    assert_int_equal(site_addendum_publish(&version, rig->site, NULL, 6, 0, "这一句要给大家看"), 0);
    assert_true(is_on_disk(rig, "这一句要给大家看"));
    assert_true(is_on_disk(rig, "前台"));
}

static void passwords_and_unknown_names_reach_no_file(void **state)
{
    static const char *const secrets[] = {"wode-mima-OLD-1", "wode-mima-NEW-2", "mima-in-name-line",
                                          "cuode-mima-3",    "yet-another-4",   "正确的密码123"};
    struct rig *rig = *state;
    struct site_session admin, session;

    assert_int_equal(site_login(&admin, NULL, rig->site, "王老师", "正确的密码123"), 0);
    assert_int_equal(site_account_add(rig->site, &admin, "新来的", SITE_ROLE_DESK, secrets[0]), 0);
    assert_int_equal(site_login(&session, NULL, rig->site, "新来的", secrets[0]), 0);
    assert_int_equal(site_password_change(NULL, rig->site, &session, secrets[0], secrets[1]), 0);
    assert_int_equal(site_login(&session, NULL, rig->site, secrets[2], secrets[1]), SITE_LOGIN_REFUSED);
    for (int i = 0; i < 6; i++)
        assert_true(site_login(&session, NULL, rig->site, "新来的", secrets[3]) > 0);
    assert_int_equal(site_account_set_password(rig->site, &admin, 3, secrets[4]), 0);
    assert_nowhere(rig, secrets, ARRAY_SIZE(secrets));
}

static void search(struct tally *tally, const char *typed)
{
    tally_visitor(tally);
    tally_miss(tally, NOW, typed);
}

static void what_was_searched_for_reaches_no_file_before_the_third_time(void **state)
{
    static const char *const secrets[] = {"张三的学籍",        "li si",
                                          "13843100000",       "220102200001011234",
                                          "我的身份证是22010", "长春市朝阳区前进大街两千六百九十九号"};
    struct rig *rig = *state;
    struct tally tally;

    tally_init(&tally, TALLY_KIOSK);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < ARRAY_SIZE(secrets); i++)
            search(&tally, secrets[i]);
        assert_int_equal(site_begin(rig->site), 0);
        assert_int_equal(site_tally_flush(rig->site, &tally), 0);
        assert_nowhere(rig, secrets, ARRAY_SIZE(secrets)); /* the journal has what was before */
        assert_int_equal(site_end(rig->site, 0), 0);
        assert_nowhere(rig, secrets, ARRAY_SIZE(secrets));
    }
    for (size_t i = 0; i < ARRAY_SIZE(secrets); i++) /* typed in places that take ids */
        tally_add(&tally, NOW, TALLY_QUESTION, secrets[i]);
    search(&tally, secrets[2]);
    search(&tally, secrets[0]);
    assert_int_equal(site_tally_flush(rig->site, &tally), 0);
    assert_true(is_on_disk(rig, secrets[0])); /* the third time, on purpose: it is what the counter is for */
    assert_nowhere(rig, secrets + 1, ARRAY_SIZE(secrets) - 1);
}

static void what_was_refused_or_undone_reaches_no_file(void **state)
{
    static const char *const secrets[] = {"不该写下的电话是这个", "不该写下的草稿是这个"};
    struct rig *rig = *state;
    char code[] = "12345", remarks[32];
    struct profile profile = {.code = code, .remarks = remarks};
    int version;

    strcpy(remarks, secrets[0]);
    assert_int_equal(site_profile_write(rig->site, NULL, &profile), PROFILE_CODE);
    assert_int_equal(site_begin(rig->site), 0);
    assert_int_equal(site_addendum_save(&version, rig->site, NULL, 3, 0, secrets[1]), 0);
    assert_int_equal(site_end(rig->site, -ECANCELED), -ECANCELED);
    assert_nowhere(rig, secrets, ARRAY_SIZE(secrets));
}

static void a_draft_that_fell_out_is_overwritten(void **state)
{
    static const char *const secrets[] = {"第一稿里写错了的一句话"};
    struct rig *rig = *state;
    int version;

    assert_int_equal(site_addendum_save(&version, rig->site, NULL, 9, 0, secrets[0]), 0);
    assert_true(is_on_disk(rig, secrets[0]));
    for (int i = 1; i <= ADDENDUM_DRAFTS; i++)
        assert_int_equal(site_addendum_save(&version, rig->site, NULL, 9, i, "下一稿"), 0);
    assert_nowhere(rig, secrets, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_published_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(passwords_and_unknown_names_reach_no_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_searched_for_reaches_no_file_before_the_third_time, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_was_refused_or_undone_reaches_no_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_draft_that_fell_out_is_overwritten, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("what reaches the disk", tests, NULL, NULL);
}
