/* SPDX-License-Identifier: MIT */
/* Content is looked at, installed and taken back; bundles are found on a stick. */
#include "base/error.h"
#include "db/site/accounts.h"
#include "db/site/history.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/file.h>

#include <cmocka.h>

static bool is_there(const struct machine *machine, const char *name)
{
    char path[160];
    snprintf(path, sizeof(path), "%s/content/%s", machine->state, name);
    return access(path, F_OK) == 0;
}

/* ---- installing ---- */

static void what_is_installed_is_in_use_and_the_one_before_is_kept(void **state)
{
    const struct machine *machine = *state;
    struct update_status status;
    assert_int_equal(machine_in_use(machine), 0);
    for (uint32_t sequence = 3; sequence <= 9; sequence += 3) {
        assert_int_equal(machine_install(machine, machine_signed(machine, sequence)), 0);
        assert_int_equal(machine_in_use(machine), sequence);
    }
    assert_int_equal(update_status(&status, &machine->place), 0);
    assert_int_equal(status.current, 9);
    assert_int_equal(status.previous, 6);
    assert_int_equal(status.highest, 9);
    assert_false(status.damaged);
    assert_true(is_there(machine, "000009.ybt") && is_there(machine, "000006.ybt"));
    assert_false(is_there(machine, "000003.ybt")); /* older than the one before */
}

static void what_changes_is_shown_before(void **state)
{
    const struct machine *machine = *state;
    struct update_in_use in_use;
    struct update *update = NULL;
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), 0);
    const char *path = machine_put(machine, "2.ybt", machine_content(2, MACHINE_CHANGED, &machine->current));
    assert_int_equal(update_open(&update, &machine->place, path), 0);
    assert_int_equal(update_in_use_open(&in_use, &machine->place), 0);
    assert_int_equal(update_review(update, in_use.handbook), 0);
    assert_int_equal(update->refusal, 0);
    assert_int_equal(update->changes->n, 1);
    assert_int_equal(update->changes->items[0].question, 3);
    assert_int_equal(update->changes->items[0].subject, CHANGE_BLOCK);
    assert_non_null(strstr(update->changes->items[0].after, "新标题"));
    assert_int_equal(machine_in_use(machine), 1); /* looking installs nothing */
    update_in_use_fini(&in_use);
    update_free(update);
}

static void rollback_goes_back_once_and_then_to_the_program_s_own(void **state)
{
    const struct machine *machine = *state;
    uint32_t now = 99;
    assert_int_equal(update_rollback(&now, &machine->place), BUNDLE_NOTHING_BEFORE);
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), 0);
    assert_int_equal(machine_install(machine, machine_signed(machine, 2)), 0);
    assert_int_equal(update_rollback(&now, &machine->place), 0);
    assert_int_equal(now, 1);
    assert_int_equal(machine_in_use(machine), 1);
    assert_false(is_there(machine, "000002.ybt"));
    assert_int_equal(machine_install(machine, machine_signed(machine, 2)),
                     BUNDLE_OLD); /* its number stays used */
    assert_int_equal(update_rollback(&now, &machine->place), 0);
    assert_int_equal(now, 0);
    assert_int_equal(machine_in_use(machine), 0);
    assert_int_equal(update_rollback(&now, &machine->place), BUNDLE_NOTHING_BEFORE);
    assert_int_equal(machine_install(machine, machine_signed(machine, 3)), 0);
    assert_int_equal(machine_in_use(machine), 3);
}

static void two_cannot_install_at_once(void **state)
{
    const struct machine *machine = *state;
    char path[160];
    uint32_t now;
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), 0);
    snprintf(path, sizeof(path), "%s/content", machine->state);
    int other = open(path, O_RDONLY | O_DIRECTORY);
    assert_int_equal(flock(other, LOCK_EX), 0);
    assert_int_equal(machine_install(machine, machine_signed(machine, 2)), BUNDLE_BUSY);
    assert_int_equal(update_rollback(&now, &machine->place), BUNDLE_BUSY);
    assert_int_equal(machine_in_use(machine), 1); /* who only reads need not wait */
    close(other);
    assert_int_equal(machine_install(machine, machine_signed(machine, 2)), 0);
}

/* Both were looked at when neither was installed; the older comes second. */
static void what_another_has_installed_meanwhile_counts(void **state)
{
    const struct machine *machine = *state;
    struct update *update = NULL;
    const char *path = machine_put(machine, "2.ybt", machine_signed(machine, 2));
    assert_int_equal(update_open(&update, &machine->place, path), 0);
    assert_int_equal(update->refusal, 0);
    assert_int_equal(machine_install(machine, machine_signed(machine, 3)), 0);
    assert_int_equal(update_install(update, &machine->place), BUNDLE_OLD);
    assert_int_equal(machine_in_use(machine), 3);
    update_free(update);
}

/* ---- who installs, and what is left of it ---- */

#define PASSWORD "正确的密码123"

static struct site *open_site(const struct machine *machine, struct site_session *admin)
{
    struct site *site = NULL;
    char path[160];
    snprintf(path, sizeof(path), "%s/site.db", machine->root);
    assert_int_equal(site_open(&site, path, SITE_CREATE, clock_system()), 0);
    site_set_cost(site, (struct site_cost){.passes = 1, .memory = 8192});
    assert_int_equal(site_first_admin(admin, site, "王老师", PASSWORD), 0);
    assert_int_equal(site_account_add(site, admin, "李老师", SITE_ROLE_ADMIN, PASSWORD), 0);
    return site;
}

static void assert_noted(struct site *site, enum history_action action, int64_t sequence, const char *result)
{
    struct history_row *rows = NULL;
    size_t n = 0;
    assert_int_equal(site_content_list(&rows, &n, site, 1), 0);
    assert_int_equal(n, 1);
    assert_int_equal(rows[0].action, action);
    assert_int_equal(rows[0].sequence, sequence);
    assert_string_equal(rows[0].result, result);
    assert_string_equal(rows[0].account, "李老师");
    history_free(rows, n);
}

static void a_disabled_administrator_installs_and_takes_back_nothing(void **state)
{
    struct machine *machine = *state;
    struct site_session admin, other;
    uint32_t now = 99;
    struct site *site = open_site(machine, &admin);
    assert_int_equal(site_login(&other, NULL, site, "李老师", PASSWORD), 0);
    machine->place.site = site;
    machine->place.by = &other;
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), 0);
    assert_noted(site, HISTORY_INSTALL, 1, HISTORY_BEGUN);
    assert_int_equal(site_account_set_enabled(site, &admin, other.account, false), 0);
    assert_int_equal(machine_install(machine, machine_signed(machine, 2)), -EPERM);
    assert_int_equal(update_rollback(&now, &machine->place), -EPERM);
    assert_int_equal(now, 99);
    assert_int_equal(machine_in_use(machine), 1);
    assert_noted(site, HISTORY_INSTALL, 1, HISTORY_BEGUN);
    struct history_row row = {
        .action = HISTORY_INSTALL, .edition = (char[]){"2025 版"}, .sequence = 1, .result = (char[]){"ok"}};
    assert_int_equal(site_content_conclude(site, &other, &row),
                     0); /* what was begun may be told the end of */
    assert_noted(site, HISTORY_INSTALL, 1, "ok");
    assert_int_equal(site_account_set_enabled(site, &admin, other.account, true), 0);
    assert_int_equal(site_account_set_role(site, &admin, other.account, SITE_ROLE_EDITOR), 0);
    assert_int_equal(update_rollback(&now, &machine->place), -EPERM);
    assert_int_equal(site_account_set_role(site, &admin, other.account, SITE_ROLE_ADMIN), 0);
    assert_int_equal(update_rollback(&now, &machine->place), 0);
    assert_noted(site, HISTORY_ROLLBACK, 1, HISTORY_BEGUN);
    site_close(site);
}

static void what_leaves_no_trace_is_not_installed(void **state)
{
    struct machine *machine = *state;
    struct site_session admin;
    struct site *site = open_site(machine, &admin), *other = NULL;
    char path[160];
    snprintf(path, sizeof(path), "%s/site.db", machine->root);
    assert_int_equal(site_open(&other, path, SITE_WRITE, clock_system()), 0);
    machine->place.site = site;
    site_set_busy(site, 0);
    assert_int_equal(site_begin(other), 0);
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), -EBUSY);
    assert_int_equal(machine_in_use(machine), 0);
    assert_int_equal(site_end(other, 0), 0);
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), 0);
    site_close(other);
    site_close(site);
}

/* The file is changed between the look and the installation: what was looked at is installed. */
static void the_bytes_that_were_verified_are_installed(void **state)
{
    const struct machine *machine = *state;
    struct update *update = NULL;
    const char *path = machine_put(machine, "1.ybt", machine_signed(machine, 1));
    assert_int_equal(update_open(&update, &machine->place, path), 0);
    machine_write(path, "rubbish", 7);
    assert_int_equal(update_install(update, &machine->place), 0);
    assert_int_equal(machine_in_use(machine), 1);
    update_free(update);
}

/* ---- what is signed may still be wrong ---- */

static void content_that_must_not_be_shown_is_refused_with_its_reason(void **state)
{
    static const struct {
        const char *sql;
        int refusal;
    } cases[] = {
        {"CREATE VIEW v AS SELECT 1", BUNDLE_BAD_SCHEMA},
        {"CREATE TRIGGER t AFTER INSERT ON link BEGIN SELECT 1; END", BUNDLE_BAD_SCHEMA},
        {"CREATE TABLE more (a)", BUNDLE_BAD_SCHEMA},
        {"DROP TABLE alias; CREATE VIEW alias AS SELECT 6 AS question, 1 AS ordinal, 'x' AS text",
         BUNDLE_BAD_SCHEMA},
        {"PRAGMA user_version = 2", BUNDLE_BAD_SCHEMA},
        {"PRAGMA application_id = 1", BUNDLE_BAD_SCHEMA},
        {"DELETE FROM question WHERE number = 12", BUNDLE_BAD_SCHEMA},
        {"UPDATE link SET url = 'https://www.chsi.com.cn.example.com/', host = 'www.chsi.com.cn' WHERE id = "
         "'home'",
         BUNDLE_BAD_LINK},
        {"UPDATE link SET url = 'https://example.com/', host = 'example.com' WHERE id = 'home'",
         BUNDLE_BAD_LINK},
        {"UPDATE link SET url = 'http://www.chsi.com.cn/' WHERE id = 'home'", BUNDLE_BAD_LINK},
        {"UPDATE guide_edge SET to_node = 'nowhere' WHERE guide = 6 AND node = 1 AND edge = 1",
         BUNDLE_BAD_GUIDE},
        {"UPDATE guide_quote SET text = '手册没有这样说。' WHERE guide = 5", BUNDLE_BAD_QUOTE},
        {"UPDATE guide_quote SET question = 6, text = '说明。' WHERE guide = 5",
         BUNDLE_BAD_QUOTE}, /* a supplement's */
        {"DELETE FROM block WHERE owner = '4'", BUNDLE_BAD_CONTENT},
        {"UPDATE supplement SET title = 'a' || char(27) || '[2J'", BUNDLE_BAD_CONTENT},
        {"UPDATE institution_list SET institutions = 3", BUNDLE_BAD_CONTENT},
    };
    const struct machine *machine = *state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        int r = machine_install(machine, machine_content(1, cases[i].sql, &machine->current));
        if (r != cases[i].refusal)
            fail_msg("%s: %d, not %d", cases[i].sql, r, cases[i].refusal);
        assert_int_equal(machine_in_use(machine), 0);
    }
    struct bundle_header header = machine_header(1);
    assert_int_equal(machine_install(machine, machine_bundle(&header, "rubbish", 7, &machine->current)),
                     BUNDLE_BAD_SCHEMA);
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)),
                     0); /* none of them used the number up */
}

/* ---- a stick ---- */

static void make_folder(const struct machine *machine, const char *name)
{
    char path[160];
    snprintf(path, sizeof(path), "%s/%s", machine->stick, name);
    assert_int_equal(mkdir(path, 0755), 0);
}

static void bundles_are_found_on_a_stick_the_useful_first(void **state)
{
    const struct machine *machine = *state;
    const char *const roots[] = {machine->stick, "/nonexistent", NULL};
    struct update_found *found = NULL;
    char path[160];
    size_t n = 0;
    make_folder(machine, "usb");
    make_folder(machine, "usb/a");
    make_folder(machine, "usb/a/too-deep");
    make_folder(machine, ".hidden");
    machine_put(machine, "usb/2.ybt", machine_signed(machine, 2));
    machine_put(machine, "usb/a/3.YBT", machine_signed(machine, 3));
    machine_put(machine, "usb/a/too-deep/4.ybt", machine_signed(machine, 4));
    machine_put(machine, ".hidden/5.ybt", machine_signed(machine, 5));
    machine_put(machine, "usb/.6.ybt", machine_signed(machine, 6));
    machine_put(machine, "usb/photo.jpg", machine_signed(machine, 7));
    machine_put(machine, "usb/forged.ybt", machine_content(8, "", &machine->stranger));
    snprintf(path, sizeof(path), "%s/usb/link", machine->stick);
    assert_int_equal(symlink(machine->root, path), 0); /* leads to everything again */
    snprintf(path, sizeof(path), "%s/usb/link.ybt", machine->stick);
    assert_int_equal(symlink("2.ybt", path), 0);
    assert_int_equal(update_find(&found, &n, &machine->place, roots), 0);
    assert_int_equal(n, 4);
    assert_true(found[0].verified && found[0].header.sequence == 3 && found[0].refusal == 0);
    assert_true(found[1].verified && found[1].header.sequence == 2 && found[1].refusal == 0);
    assert_false(found[2].verified || found[3].verified);
    assert_true(found[2].refusal == BUNDLE_WRONG_KEY && found[3].refusal == -ELOOP);
    update_found_free(found, n);
}

static void a_stick_full_of_bundles_is_looked_at_in_part(void **state)
{
    const struct machine *machine = *state;
    const char *const roots[] = {machine->stick, NULL};
    struct update_found *found = NULL;
    size_t n = 0;
    for (int i = 0; i < 40; i++) {
        char name[24];
        snprintf(name, sizeof(name), "%d.ybt", i);
        machine_put(machine, name, (struct bytes){.bytes = calloc(1, 9), .n = 9});
    }
    assert_int_equal(update_find(&found, &n, &machine->place, roots), 0);
    assert_int_equal(n, UPDATE_FOUND_MAX);
    update_found_free(found, n);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_installed_is_in_use_and_the_one_before_is_kept),
        TEST(what_changes_is_shown_before),
        TEST(rollback_goes_back_once_and_then_to_the_program_s_own),
        TEST(two_cannot_install_at_once),
        TEST(what_another_has_installed_meanwhile_counts),
        TEST(a_disabled_administrator_installs_and_takes_back_nothing),
        TEST(what_leaves_no_trace_is_not_installed),
        TEST(the_bytes_that_were_verified_are_installed),
        TEST(content_that_must_not_be_shown_is_refused_with_its_reason),
        TEST(bundles_are_found_on_a_stick_the_useful_first),
        TEST(a_stick_full_of_bundles_is_looked_at_in_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
