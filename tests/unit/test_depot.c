/* SPDX-License-Identifier: MIT */
/* The folder of installed bundles by itself: what stands in `state`, whose numbers count, what is damaged. */
#include "db/depot.h"

#include "base/error.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct depot open_depot(const struct machine *machine, enum depot_mode mode)
{
    struct depot depot;

    assert_int_equal(depot_open(&depot, machine->state, "content", mode), 0);
    return depot;
}

static void put(const struct machine *machine, uint32_t sequence, unsigned char key)
{
    struct depot depot = open_depot(machine, DEPOT_WRITE);
    const unsigned char id[MINISIGN_ID_BYTES] = {key};

    assert_int_equal(depot_put(&depot, sequence, depot.state.current, id, "bundle", 6), 0);
    depot_close(&depot);
}

static uint32_t highest_of(const struct machine *machine, unsigned char key)
{
    struct depot depot = open_depot(machine, DEPOT_READ);
    struct keyring keyring = {.slots = {{.name = "current", .key = {.id = {key}}}, {.error = -ENOENT}}};
    uint32_t highest = depot_highest(&depot, &keyring);

    assert_false(depot.damaged);
    depot_close(&depot);
    return highest;
}

static void each_key_has_its_own_highest_number(void **state)
{
    const struct machine *machine = *state;

    put(machine, 5, 1);
    put(machine, 3, 2);
    assert_int_equal(highest_of(machine, 1), 5);
    assert_int_equal(highest_of(machine, 2), 3);
    put(machine, 4, 1); /* a mark only goes up */
    assert_int_equal(highest_of(machine, 1), 5);
    assert_int_equal(highest_of(machine, 3), 0);
    put(machine, 2, 0); /* of whoever signed what was guessed */
    assert_int_equal(highest_of(machine, 3), 2);
    assert_int_equal(highest_of(machine, 1), 5);
}

static void of_too_many_keys_the_lowest_is_forgotten(void **state)
{
    const struct machine *machine = *state;
    static const uint32_t sequences[DEPOT_MARKS + 1] = {7, 8, 2, 9, 10, 11, 12, 13, 14};

    for (unsigned char key = 0; key <= DEPOT_MARKS; key++)
        put(machine, sequences[key], key + 1);
    assert_int_equal(highest_of(machine, 3), 0);
    assert_int_equal(highest_of(machine, 1), 7);
    assert_int_equal(highest_of(machine, DEPOT_MARKS + 1), 14);
}

static void a_mark_that_is_not_written_so_is_damage(void **state)
{
    static const char *const marks[] = {"mark ABC 1\n", "mark AB 1\n", "mark 0102030405060708 01\n",
                                        "mark 0102030405060708 1\nmore\n"};
    const struct machine *machine = *state;
    char path[160], text[160];

    put(machine, 1, 1);
    snprintf(path, sizeof(path), "%s/content/state", machine->state);
    for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
        snprintf(text, sizeof(text), "yibentong-state 1\ncurrent 1\nprevious 0\n%s", marks[i]);
        machine_write(path, text, strlen(text));
        struct depot depot = open_depot(machine, DEPOT_READ);
        if (!depot.damaged)
            fail_msg("%s", marks[i]);
        assert_int_equal(depot.state.current, 1); /* guessed */
        depot_close(&depot);
    }
}

static void without_a_state_the_two_highest_bundles_count(void **state)
{
    static const char *const names[] = {"000004.ybt", "000002.ybt", "000009.ybt", "000007.ybt",
                                        "000000.ybt", "12.ybt",     "000011.new", "1000000.ybt"};
    const struct machine *machine = *state;
    char path[160];

    put(machine, 1, 1);
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        snprintf(path, sizeof(path), "%s/content/%s", machine->state, names[i]);
        machine_write(path, "", 0);
    }
    snprintf(path, sizeof(path), "%s/content/state", machine->state);
    assert_int_equal(unlink(path), 0);
    struct depot depot = open_depot(machine, DEPOT_READ);
    assert_true(depot.damaged);
    assert_int_equal(depot.state.current, 9);
    assert_int_equal(depot.state.previous, 7);
    depot_close(&depot);
    put(machine, 10, 1); /* and what belongs to neither goes */
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        snprintf(path, sizeof(path), "%s/content/%s", machine->state, names[i]);
        assert_int_equal(access(path, F_OK), strcmp(names[i], "000009.ybt") == 0 ? 0 : -1);
    }
}

static void a_folder_that_is_none_is_told_to_who_writes(void **state)
{
    const struct machine *machine = *state;
    struct depot depot;
    char path[160];

    snprintf(path, sizeof(path), "%s/file", machine->root);
    machine_write(path, "", 0);
    assert_int_equal(depot_open(&depot, path, "content", DEPOT_WRITE), -ENOTDIR);
    assert_int_equal(depot_open(&depot, path, "content", DEPOT_READ), 0); /* as if it were empty */
    assert_int_equal(depot.folder, -1);
    depot_close(&depot);
}

/* ---- what is in use ---- */

static void expect_fault(const struct machine *machine, int reason)
{
    struct update_in_use in_use;

    assert_int_equal(update_in_use_open(&in_use, &machine->place), 0);
    assert_null(in_use.handbook);
    assert_int_equal(in_use.n_faults, 1);
    assert_int_equal(in_use.faults[0].reason, reason);
    update_in_use_fini(&in_use);
}

static void content_of_another_program_gives_way(void **state)
{
    struct machine *machine = *state;

    assert_int_equal(machine_install(machine, machine_content(1, "", &machine->current)), 0);
    machine->place.version = "0.0.9"; /* the package was taken back */
    expect_fault(machine, BUNDLE_NEW_PROGRAM);
}

/* As somebody does who has the key, but not this program. */
static void slip_in(struct machine *machine, const char *sql)
{
    struct bytes bundle = machine_content(1, sql, &machine->current);
    struct depot depot = open_depot(machine, DEPOT_WRITE);

    assert_int_equal(depot_put(&depot, 1, 0, machine->current.id, bundle.bytes, bundle.n), 0);
    depot_close(&depot);
    free(bundle.bytes);
}

static void content_of_another_format_that_was_put_there_is_looked_at_again(void **state)
{
    slip_in(*state, "PRAGMA user_version = 99");
    expect_fault(*state, BUNDLE_BAD_SCHEMA);
}

static void what_is_no_handbook_and_was_put_there_is_looked_at_again(void **state)
{
    slip_in(*state, "PRAGMA application_id = 1");
    expect_fault(*state, BUNDLE_BAD_SCHEMA);
}

static void a_stamp_is_all_that_a_file_system_says(void **state)
{
    const struct update_stamp one = {1, 2, {3, 4}};
    const struct update_stamp others[] = {{9, 2, {3, 4}}, {1, 9, {3, 4}}, {1, 2, {9, 4}}, {1, 2, {3, 9}}};

    (void)state;
    assert_false(update_stamp_differs(&one, &one));
    for (size_t i = 0; i < ARRAY_SIZE(others); i++)
        assert_true(update_stamp_differs(&one, &others[i]));
}

static void an_update_can_be_reviewed_against_one_after_the_other(void **state)
{
    struct machine *machine = *state;
    struct handbook *embedded = NULL;
    struct update *update = NULL;

    assert_int_equal(handbook_open_embedded(&embedded), 0);
    assert_int_equal(update_open(&update, &machine->place,
                                 machine_put(machine, "1.ybt", machine_content(1, "", &machine->current))),
                     0);
    assert_int_equal(update_review(update, update->handbook), 0);
    assert_int_equal(update_review(update, update->handbook), 0); /* by now there is one: with itself */
    assert_int_equal(update->changes->n, 0);
    assert_int_equal(update_review(update, embedded), 0);
    assert_true(update->changes->n > 0);
    update_free(update);
    handbook_close(embedded);
}

/* ---- a stick ---- */

static int64_t late_ms(void *context)
{
    int64_t *ms = context;

    return *ms += BUNDLE_READ_MS;
}

static size_t find(const struct machine *machine, const char *root)
{
    const char *const roots[] = {root, NULL};
    struct update_found *found = NULL;
    size_t n = 0;

    assert_int_equal(update_find(&found, &n, &machine->place, root ? roots : NULL), 0);
    update_found_free(found, n);
    return n;
}

static void a_stick_is_looked_at_for_so_long_and_so_far(void **state)
{
    struct machine *machine = *state;
    char path[160], deep[4096];
    int64_t ms = 0;

    machine_put(machine, "a.ybt", (struct bytes){.bytes = calloc(1, 9), .n = 9});
    machine_put(machine, "b.ybt", (struct bytes){.bytes = calloc(1, 9), .n = 9});
    machine_put(machine, "c.txt", (struct bytes){.bytes = calloc(1, 9), .n = 9});
    assert_int_equal(find(machine, machine->stick), 2);
    machine->place.clock = (struct clock){.monotonic_ms = late_ms, .context = &ms};
    assert_true(find(machine, machine->stick) < 2); /* each look at the clock is twenty seconds later */
    machine->place.clock = (struct clock){0};
    memset(deep, '/', sizeof(deep) - 1); /* a path that a name behind it makes too long */
    memcpy(deep, machine->stick, strlen(machine->stick));
    deep[sizeof(deep) - 2] = '\0';
    assert_int_equal(find(machine, deep), 0);
    for (int i = 0; i <= UPDATE_ENTRIES_MAX; i++) {
        snprintf(path, sizeof(path), "%s/%d", machine->stick, i);
        int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        assert_true(fd >= 0);
        close(fd);
    }
    assert_true(find(machine, machine->stick) <= 2);
    assert_true(find(machine, NULL) <= UPDATE_FOUND_MAX); /* wherever sticks are on this machine */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_key_has_its_own_highest_number),
        TEST(of_too_many_keys_the_lowest_is_forgotten),
        TEST(a_mark_that_is_not_written_so_is_damage),
        TEST(without_a_state_the_two_highest_bundles_count),
        TEST(a_folder_that_is_none_is_told_to_who_writes),
        TEST(content_of_another_program_gives_way),
        TEST(content_of_another_format_that_was_put_there_is_looked_at_again),
        TEST(what_is_no_handbook_and_was_put_there_is_looked_at_again),
        TEST(a_stamp_is_all_that_a_file_system_says),
        TEST(an_update_can_be_reviewed_against_one_after_the_other),
        TEST(a_stick_is_looked_at_for_so_long_and_so_far),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
