/* SPDX-License-Identifier: MIT */
/*
 * Content is installed, taken back and passed over when damaged. The attacks that The Update Framework names
 * (theupdateframework.github.io, "Security") have a test each; "malicious mirrors" is what every one of them
 * assumes here: the stick is the mirror.
 */
#include "base/error.h"
#include "db/site/accounts.h"
#include "db/site/history.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/file.h>

#include <cmocka.h>

#define CHANGED "UPDATE block SET heading = '新标题' WHERE owner = '3' AND ordinal = 1"

static struct bytes signed_content(const struct machine *machine, uint32_t sequence)
{
    return machine_content(sequence, "", &machine->current);
}

static bool is_there(const struct machine *machine, const char *name)
{
    char path[160];
    snprintf(path, sizeof(path), "%s/content/%s", machine->state, name);
    return access(path, F_OK) == 0;
}

static void damage(const struct machine *machine, const char *name, off_t at)
{
    char path[160], byte;
    snprintf(path, sizeof(path), "%s/content/%s", machine->state, name);
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    byte ^= 1;
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

/* ---- installing ---- */

static void what_is_installed_is_in_use_and_the_one_before_is_kept(void **state)
{
    const struct machine *machine = *state;
    struct update_status status;
    assert_int_equal(machine_in_use(machine), 0);
    for (uint32_t sequence = 3; sequence <= 9; sequence += 3) {
        assert_int_equal(machine_install(machine, signed_content(machine, sequence)), 0);
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
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), 0);
    const char *path = machine_put(machine, "2.ybt", machine_content(2, CHANGED, &machine->current));
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
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), 0);
    assert_int_equal(machine_install(machine, signed_content(machine, 2)), 0);
    assert_int_equal(update_rollback(&now, &machine->place), 0);
    assert_int_equal(now, 1);
    assert_int_equal(machine_in_use(machine), 1);
    assert_false(is_there(machine, "000002.ybt"));
    assert_int_equal(machine_install(machine, signed_content(machine, 2)),
                     BUNDLE_OLD); /* its number stays used */
    assert_int_equal(update_rollback(&now, &machine->place), 0);
    assert_int_equal(now, 0);
    assert_int_equal(machine_in_use(machine), 0);
    assert_int_equal(update_rollback(&now, &machine->place), BUNDLE_NOTHING_BEFORE);
    assert_int_equal(machine_install(machine, signed_content(machine, 3)), 0);
    assert_int_equal(machine_in_use(machine), 3);
}

static void two_cannot_install_at_once(void **state)
{
    const struct machine *machine = *state;
    char path[160];
    uint32_t now;
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), 0);
    snprintf(path, sizeof(path), "%s/content", machine->state);
    int other = open(path, O_RDONLY | O_DIRECTORY);
    assert_int_equal(flock(other, LOCK_EX), 0);
    assert_int_equal(machine_install(machine, signed_content(machine, 2)), BUNDLE_BUSY);
    assert_int_equal(update_rollback(&now, &machine->place), BUNDLE_BUSY);
    assert_int_equal(machine_in_use(machine), 1); /* who only reads need not wait */
    close(other);
    assert_int_equal(machine_install(machine, signed_content(machine, 2)), 0);
}

/* Both were looked at when neither was installed; the older comes second. */
static void what_another_has_installed_meanwhile_counts(void **state)
{
    const struct machine *machine = *state;
    struct update *update = NULL;
    const char *path = machine_put(machine, "2.ybt", signed_content(machine, 2));
    assert_int_equal(update_open(&update, &machine->place, path), 0);
    assert_int_equal(update->refusal, 0);
    assert_int_equal(machine_install(machine, signed_content(machine, 3)), 0);
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
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), 0);
    assert_noted(site, HISTORY_INSTALL, 1, HISTORY_BEGUN);
    assert_int_equal(site_account_set_enabled(site, &admin, other.account, false), 0);
    assert_int_equal(machine_install(machine, signed_content(machine, 2)), -EPERM);
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
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), -EBUSY);
    assert_int_equal(machine_in_use(machine), 0);
    assert_int_equal(site_end(other, 0), 0);
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), 0);
    site_close(other);
    site_close(site);
}

/* The file is changed between the look and the installation: what was looked at is installed. */
static void the_bytes_that_were_verified_are_installed(void **state)
{
    const struct machine *machine = *state;
    struct update *update = NULL;
    const char *path = machine_put(machine, "1.ybt", signed_content(machine, 1));
    assert_int_equal(update_open(&update, &machine->place, path), 0);
    machine_write(path, "rubbish", 7);
    assert_int_equal(update_install(update, &machine->place), 0);
    assert_int_equal(machine_in_use(machine), 1);
    update_free(update);
}

/* ---- self-test ---- */

static void expect_in_use(const struct machine *machine, uint32_t sequence, uint32_t fault, int reason)
{
    struct update_in_use in_use;
    assert_int_equal(update_in_use_open(&in_use, &machine->place), 0);
    assert_int_equal(in_use.bundle ? in_use.bundle->header.sequence : 0, sequence);
    assert_true(in_use.fell_back);
    assert_int_equal(in_use.faults[0].sequence, fault);
    assert_int_equal(in_use.faults[0].reason, reason);
    update_in_use_fini(&in_use);
}

static void damaged_content_gives_way_to_the_one_before_and_that_to_the_program_s_own(void **state)
{
    const struct machine *machine = *state;
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), 0);
    assert_int_equal(machine_install(machine, signed_content(machine, 2)), 0);
    damage(machine, "000002.ybt", 20000);
    expect_in_use(machine, 1, 2, BUNDLE_TAMPERED);
    damage(machine, "000001.ybt", 100); /* in the signature itself */
    struct update_in_use in_use;
    assert_int_equal(update_in_use_open(&in_use, &machine->place), 0);
    assert_null(in_use.bundle);
    assert_null(in_use.handbook);
    assert_int_equal(in_use.n_faults, 2);
    update_in_use_fini(&in_use);
    /* and a new one brings all in order again; what was damaged is not what a rollback goes to */
    uint32_t now = 99;
    assert_int_equal(machine_install(machine, signed_content(machine, 3)), 0);
    assert_int_equal(machine_in_use(machine), 3);
    assert_int_equal(update_rollback(&now, &machine->place), 0);
    assert_int_equal(now, 0);
}

static void content_that_is_gone_gives_way(void **state)
{
    const struct machine *machine = *state;
    char path[160];
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), 0);
    assert_int_equal(machine_install(machine, signed_content(machine, 2)), 0);
    snprintf(path, sizeof(path), "%s/content/000002.ybt", machine->state);
    assert_int_equal(unlink(path), 0);
    expect_in_use(machine, 1, 2, -ENOENT);
}

static void content_of_a_key_that_is_pinned_no_longer_is_not_shown(void **state)
{
    const struct machine *machine = *state;
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), 0);
    machine_pin(machine, "current", &machine->stranger);
    expect_in_use(machine, 0, 1, BUNDLE_WRONG_KEY);
}

static void a_file_put_into_the_folder_under_another_number_is_not_taken(void **state)
{
    const struct machine *machine = *state;
    char from[160], to[160];
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), 0);
    assert_int_equal(machine_install(machine, signed_content(machine, 2)), 0);
    snprintf(from, sizeof(from), "%s/content/000001.ybt", machine->state);
    snprintf(to, sizeof(to), "%s/content/000002.ybt", machine->state);
    assert_int_equal(rename(from, to), 0); /* older content under the newer number */
    expect_in_use(machine, 0, 2, BUNDLE_NOT_OURS);
}

static void a_lost_or_damaged_state_means_the_highest_bundle(void **state)
{
    static const char *const texts[] = {"",
                                        "rubbish",
                                        "yibentong-state 1\ncurrent 1\nprevious 0",
                                        "yibentong-state 2\ncurrent 1\nprevious 0\n",
                                        "yibentong-state 1\ncurrent 01\nprevious 0\n",
                                        "yibentong-state 1\ncurrent 1\nprevious 0\nmark zz 1\n"};
    const struct machine *machine = *state;
    struct update_status status;
    char path[160];
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), 0);
    assert_int_equal(machine_install(machine, signed_content(machine, 2)), 0);
    snprintf(path, sizeof(path), "%s/content/state", machine->state);
    for (size_t i = 0; i <= ARRAY_SIZE(texts); i++) {
        if (i < ARRAY_SIZE(texts))
            machine_write(path, texts[i], strlen(texts[i]));
        else
            assert_int_equal(unlink(path), 0);
        assert_int_equal(machine_in_use(machine), 2);
        assert_int_equal(update_status(&status, &machine->place), 0);
        assert_true(status.damaged);
        assert_int_equal(status.highest, 2);
    }
    assert_int_equal(machine_install(machine, signed_content(machine, 2)), BUNDLE_OLD);
    assert_int_equal(machine_install(machine, signed_content(machine, 3)), 0);
    assert_int_equal(update_status(&status, &machine->place), 0);
    assert_false(status.damaged);
}

static void content_older_than_the_program_s_own_is_neither_installed_nor_shown(void **state)
{
    const struct machine *machine = *state;
    struct bytes old = machine_content(1, "UPDATE edition SET compiled = '2020-01-01'", &machine->current);
    assert_int_equal(machine_install(machine, old), BUNDLE_STALE);
}

static void expired_content_stays_on_the_screen_and_says_so(void **state)
{
    struct machine *machine = *state;
    struct bundle_header header = machine_header(1);
    struct image image = fixture_build("");
    struct update_in_use in_use;
    header.until = (struct date){2026, 11, 30};
    assert_int_equal(
        machine_install(machine, machine_bundle(&header, image.bytes, image.n, &machine->current)), 0);
    free(image.bytes);
    for (int year = 1970; year <= 2027; year += 57) { /* a clock without a battery; and much later */
        machine->place.today = (struct date){year, 1, 1};
        assert_int_equal(update_in_use_open(&in_use, &machine->place), 0);
        assert_non_null(in_use.bundle);
        assert_int_equal(in_use.expired, year == 2027);
        update_in_use_fini(&in_use);
    }
}

static void a_stamp_differs_after_each_change_and_only_then(void **state)
{
    const struct machine *machine = *state;
    uint32_t now;
    struct update_stamp none = update_stamp(&machine->place), first, second, third;
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), 0);
    first = update_stamp(&machine->place);
    assert_true(update_stamp_differs(&none, &first));
    second = update_stamp(&machine->place);
    assert_false(update_stamp_differs(&first, &second));
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), BUNDLE_OLD);
    second = update_stamp(&machine->place);
    assert_false(update_stamp_differs(&first, &second));
    assert_int_equal(update_rollback(&now, &machine->place), 0);
    third = update_stamp(&machine->place);
    assert_true(update_stamp_differs(&first, &third));
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
    assert_int_equal(machine_install(machine, signed_content(machine, 1)),
                     0); /* none of them used the number up */
}

/* ---- the attacks that The Update Framework names ---- */

static void attack_arbitrary_installation(void **state)
{
    const struct machine *machine = *state;
    struct image image = fixture_build("");
    struct bytes plain = {.bytes = (char *)image.bytes, .n = image.n};
    assert_int_equal(machine_install(machine, plain), BUNDLE_UNSIGNED);
    assert_int_equal(machine_install(machine, machine_content(1, "", &machine->stranger)), BUNDLE_WRONG_KEY);
}

static void attack_endless_data(void **state)
{
    const struct machine *machine = *state;
    struct update *update = NULL;
    const char *path = machine_put(machine, "1.ybt", signed_content(machine, 1));
    assert_int_equal(truncate(path, (off_t)1 << 40), 0);
    assert_int_equal(update_open(&update, &machine->place, path), BUNDLE_TOO_LARGE);
    assert_int_equal(update_open(&update, &machine->place, "/dev/zero"), -EINVAL);
}

/* More than was asked for: a bundle is one file and has one payload, and what stands behind it is refused. */
static void attack_extraneous_dependencies(void **state)
{
    const struct machine *machine = *state;
    struct bytes bundle = signed_content(machine, 1);
    bundle.bytes = realloc(bundle.bytes, bundle.n + 1);
    bundle.bytes[bundle.n++] = '\0';
    assert_int_equal(machine_install(machine, bundle), BUNDLE_TAMPERED);
}

/* Who has the key installs the highest number; once the key is taken off the machine its numbers count no
 * more. */
static void attack_fast_forward(void **state)
{
    const struct machine *machine = *state;
    assert_int_equal(machine_install(machine, signed_content(machine, 5)), 0);
    assert_int_equal(machine_install(machine, signed_content(machine, BUNDLE_SEQUENCE_MAX)), 0);
    assert_int_equal(machine_install(machine, machine_content(6, "", &machine->next)), BUNDLE_OLD);
    machine_pin(machine, "current", &machine->next);
    machine_pin(machine, "next", &machine->stranger);
    assert_int_equal(machine_in_use(machine), 0);
    assert_int_equal(machine_install(machine, machine_content(6, "", &machine->next)), 0);
    assert_int_equal(machine_in_use(machine), 6);
}

static void attack_indefinite_freeze(void **state)
{
    const struct machine *machine = *state;
    struct bundle_header header = machine_header(1);
    struct image image = fixture_build("");
    header.until = (struct date){2026, 11, 24}; /* yesterday */
    assert_int_equal(
        machine_install(machine, machine_bundle(&header, image.bytes, image.n, &machine->current)),
        BUNDLE_EXPIRED);
    free(image.bytes);
}

static void attack_mix_and_match(void **state)
{
    const struct machine *machine = *state;
    struct bytes one = signed_content(machine, 1), two = machine_content(2, CHANGED, &machine->current);
    struct minisign_signature signature;
    assert_int_equal(minisign_take_apart(&signature, one.bytes, one.n), 0);
    assert_int_equal(one.n, two.n);
    memcpy(one.bytes + signature.head, two.bytes + signature.head, two.n - signature.head);
    assert_int_equal(machine_install(machine, one), BUNDLE_TAMPERED);
    free(two.bytes);
}

static void attack_rollback(void **state)
{
    const struct machine *machine = *state;
    assert_int_equal(machine_install(machine, signed_content(machine, 2)), 0);
    assert_int_equal(machine_install(machine, signed_content(machine, 1)), BUNDLE_OLD);
    assert_int_equal(machine_install(machine, signed_content(machine, 2)), BUNDLE_OLD); /* a replay */
    assert_int_equal(machine_install(machine, machine_content(1, "", &machine->next)), BUNDLE_OLD);
    assert_int_equal(machine_in_use(machine), 2);
}

static int64_t slow_ms(void *context)
{
    int64_t *ms = context;
    return *ms += BUNDLE_READ_MS + 1;
}

static void attack_slow_retrieval(void **state)
{
    struct machine *machine = *state;
    int64_t ms = 0;
    struct update *update = NULL;
    const char *path = machine_put(machine, "1.ybt", signed_content(machine, 1));
    machine->place.clock = (struct clock){.monotonic_ms = slow_ms, .context = &ms};
    assert_int_equal(update_open(&update, &machine->place, path), -ETIMEDOUT);
}

static void attack_wrong_software(void **state)
{
    const struct machine *machine = *state;
    struct image image = fixture_build("");
    struct bundle_header header = machine_header(1);
    strcpy(header.school, "4122010184");
    assert_int_equal(
        machine_install(machine, machine_bundle(&header, image.bytes, image.n, &machine->current)),
        BUNDLE_WRONG_SCHOOL);
    header.kind = BUNDLE_SITE;
    strcpy(header.school, "4122010183");
    assert_int_equal(
        machine_install(machine, machine_bundle(&header, image.bytes, image.n, &machine->current)),
        BUNDLE_WRONG_KIND);
    header = machine_header(1);
    strcpy(header.program, "0.1.1");
    assert_int_equal(
        machine_install(machine, machine_bundle(&header, image.bytes, image.n, &machine->current)),
        BUNDLE_NEW_PROGRAM);
    free(image.bytes);
    assert_int_equal(
        machine_install(machine, machine_sign(&machine->current, "timestamp:1", "#!/bin/sh\n", 10)),
        BUNDLE_NOT_OURS);
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
    machine_put(machine, "usb/2.ybt", signed_content(machine, 2));
    machine_put(machine, "usb/a/3.YBT", signed_content(machine, 3));
    machine_put(machine, "usb/a/too-deep/4.ybt", signed_content(machine, 4));
    machine_put(machine, ".hidden/5.ybt", signed_content(machine, 5));
    machine_put(machine, "usb/.6.ybt", signed_content(machine, 6));
    machine_put(machine, "usb/photo.jpg", signed_content(machine, 7));
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
        TEST(damaged_content_gives_way_to_the_one_before_and_that_to_the_program_s_own),
        TEST(content_that_is_gone_gives_way),
        TEST(content_of_a_key_that_is_pinned_no_longer_is_not_shown),
        TEST(a_file_put_into_the_folder_under_another_number_is_not_taken),
        TEST(a_lost_or_damaged_state_means_the_highest_bundle),
        TEST(content_older_than_the_program_s_own_is_neither_installed_nor_shown),
        TEST(expired_content_stays_on_the_screen_and_says_so),
        TEST(a_stamp_differs_after_each_change_and_only_then),
        TEST(content_that_must_not_be_shown_is_refused_with_its_reason),
        TEST(attack_arbitrary_installation),
        TEST(attack_endless_data),
        TEST(attack_extraneous_dependencies),
        TEST(attack_fast_forward),
        TEST(attack_indefinite_freeze),
        TEST(attack_mix_and_match),
        TEST(attack_rollback),
        TEST(attack_slow_retrieval),
        TEST(attack_wrong_software),
        TEST(bundles_are_found_on_a_stick_the_useful_first),
        TEST(a_stick_full_of_bundles_is_looked_at_in_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
