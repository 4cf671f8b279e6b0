/* SPDX-License-Identifier: MIT */
/* What is installed is tested when it is opened: what is damaged, gone, old or of nobody gives way. */
#include "base/error.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

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
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), 0);
    assert_int_equal(machine_install(machine, machine_signed(machine, 2)), 0);
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
    assert_int_equal(machine_install(machine, machine_signed(machine, 3)), 0);
    assert_int_equal(machine_in_use(machine), 3);
    assert_int_equal(update_rollback(&now, &machine->place), 0);
    assert_int_equal(now, 0);
}

static void content_that_is_gone_gives_way(void **state)
{
    const struct machine *machine = *state;
    char path[160];
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), 0);
    assert_int_equal(machine_install(machine, machine_signed(machine, 2)), 0);
    snprintf(path, sizeof(path), "%s/content/000002.ybt", machine->state);
    assert_int_equal(unlink(path), 0);
    expect_in_use(machine, 1, 2, -ENOENT);
}

static void content_of_a_key_that_is_pinned_no_longer_is_not_shown(void **state)
{
    const struct machine *machine = *state;
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), 0);
    machine_pin(machine, "current", &machine->stranger);
    expect_in_use(machine, 0, 1, BUNDLE_WRONG_KEY);
}

static void a_file_put_into_the_folder_under_another_number_is_not_taken(void **state)
{
    const struct machine *machine = *state;
    char from[160], to[160];
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), 0);
    assert_int_equal(machine_install(machine, machine_signed(machine, 2)), 0);
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
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), 0);
    assert_int_equal(machine_install(machine, machine_signed(machine, 2)), 0);
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
    assert_int_equal(machine_install(machine, machine_signed(machine, 2)), BUNDLE_OLD);
    assert_int_equal(machine_install(machine, machine_signed(machine, 3)), 0);
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
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), 0);
    first = update_stamp(&machine->place);
    assert_true(update_stamp_differs(&none, &first));
    second = update_stamp(&machine->place);
    assert_false(update_stamp_differs(&first, &second));
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), BUNDLE_OLD);
    second = update_stamp(&machine->place);
    assert_false(update_stamp_differs(&first, &second));
    assert_int_equal(update_rollback(&now, &machine->place), 0);
    third = update_stamp(&machine->place);
    assert_true(update_stamp_differs(&first, &third));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(damaged_content_gives_way_to_the_one_before_and_that_to_the_program_s_own),
        TEST(content_that_is_gone_gives_way),
        TEST(content_of_a_key_that_is_pinned_no_longer_is_not_shown),
        TEST(a_file_put_into_the_folder_under_another_number_is_not_taken),
        TEST(a_lost_or_damaged_state_means_the_highest_bundle),
        TEST(content_older_than_the_program_s_own_is_neither_installed_nor_shown),
        TEST(expired_content_stays_on_the_screen_and_says_so),
        TEST(a_stamp_differs_after_each_change_and_only_then),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
