/* SPDX-License-Identifier: MIT */
/*
 * The attacks that The Update Framework names (theupdateframework.github.io, "Security") have a test each;
 * "malicious mirrors" is what every one of them assumes here: the stick is the mirror.
 */
#include "base/error.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

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
    const char *path = machine_put(machine, "1.ybt", machine_signed(machine, 1));
    assert_int_equal(truncate(path, (off_t)1 << 40), 0);
    assert_int_equal(update_open(&update, &machine->place, path), BUNDLE_TOO_LARGE);
    assert_int_equal(update_open(&update, &machine->place, "/dev/zero"), -EINVAL);
}

/* More than was asked for: a bundle is one file and has one payload, and what stands behind it is refused. */
static void attack_extraneous_dependencies(void **state)
{
    const struct machine *machine = *state;
    struct bytes bundle = machine_signed(machine, 1);
    bundle.bytes = realloc(bundle.bytes, bundle.n + 1);
    bundle.bytes[bundle.n++] = '\0';
    assert_int_equal(machine_install(machine, bundle), BUNDLE_TAMPERED);
}

/* Who has the key installs the highest number; once the key is taken off the machine its numbers count no
 * more. */
static void attack_fast_forward(void **state)
{
    const struct machine *machine = *state;
    assert_int_equal(machine_install(machine, machine_signed(machine, 5)), 0);
    assert_int_equal(machine_install(machine, machine_signed(machine, BUNDLE_SEQUENCE_MAX)), 0);
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
    struct bytes one = machine_signed(machine, 1),
                 two = machine_content(2, MACHINE_CHANGED, &machine->current);
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
    assert_int_equal(machine_install(machine, machine_signed(machine, 2)), 0);
    assert_int_equal(machine_install(machine, machine_signed(machine, 1)), BUNDLE_OLD);
    assert_int_equal(machine_install(machine, machine_signed(machine, 2)), BUNDLE_OLD); /* a replay */
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
    const char *path = machine_put(machine, "1.ybt", machine_signed(machine, 1));
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(attack_arbitrary_installation),
        TEST(attack_endless_data),
        TEST(attack_extraneous_dependencies),
        TEST(attack_fast_forward),
        TEST(attack_indefinite_freeze),
        TEST(attack_mix_and_match),
        TEST(attack_rollback),
        TEST(attack_slow_retrieval),
        TEST(attack_wrong_software),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
