/* SPDX-License-Identifier: MIT */
/* The staff's PIN, with a clock that is moved by hand. */
#include "db/site/pin.h"
#include "tests/unit/hashing.h"
#include "tests/unit/site_fixture.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/wait.h>

#define PIN "204713"

static void set(struct fixture *fixture, const char *pin)
{
    assert_int_equal(site_pin_set(fixture->site, &fixture->admin, pin), 0);
    fixture_logged(fixture, "王老师", AUDIT_PIN_SET, "");
}

static bool is_set(struct fixture *fixture)
{
    bool set = false;

    assert_int_equal(site_pin_is_set(&set, fixture->site), 0);
    return set;
}

static void assert_right(struct fixture *fixture, const char *pin)
{
    int wait = -1;

    assert_int_equal(site_pin_check(&wait, fixture->site, pin), 0);
    fixture_logged(fixture, "", AUDIT_PIN_RIGHT, "");
}

static void assert_refused(struct fixture *fixture, const char *pin, int wait)
{
    int told = -1;

    assert_int_equal(site_pin_check(&told, fixture->site, pin), SITE_LOGIN_REFUSED);
    assert_int_equal(told, wait);
    fixture_logged(fixture, "", AUDIT_PIN_WRONG, "");
}

static void assert_waits(struct fixture *fixture, int wait)
{
    int told = -1, before = hashing.checks;

    assert_int_equal(site_pin_check(&told, fixture->site, PIN), SITE_LOGIN_WAIT);
    assert_int_equal(told, wait);
    assert_int_equal(hashing.checks, before); /* not even looked at */
}

static void without_a_pin_nothing_opens(void **state)
{
    struct fixture *fixture = *state;
    int wait = -1;

    assert_false(is_set(fixture));
    assert_int_equal(site_pin_check(&wait, fixture->site, PIN), -ENOENT);
    assert_int_equal(site_pin_check(&wait, fixture->site, ""), -ENOENT);
    assert_int_equal(wait, -1);
    assert_int_equal(site_pin_remove(fixture->site, &fixture->admin), -ENOENT);
}

static void a_pin_opens_until_another_is_set_or_it_is_taken_away(void **state)
{
    struct fixture *fixture = *state;
    int wait;

    set(fixture, PIN);
    assert_true(is_set(fixture));
    assert_right(fixture, PIN);
    set(fixture, "998877665544");
    assert_refused(fixture, PIN, 0);
    assert_right(fixture, "998877665544");
    assert_int_equal(site_pin_remove(fixture->site, &fixture->admin), 0);
    fixture_logged(fixture, "王老师", AUDIT_PIN_REMOVED, "");
    assert_false(is_set(fixture));
    assert_int_equal(site_pin_check(&wait, fixture->site, "998877665544"), -ENOENT);
}

static void a_pin_that_is_easily_guessed_is_refused(void **state)
{
    static const struct {
        const char *pin;
        int outcome;
    } cases[] = {
        {PIN, 0},
        {"112233", 0},
        {"900000000000", 0},
        {"", SITE_PIN_SHAPE},
        {"20471", SITE_PIN_SHAPE},
        {"2047131234567", SITE_PIN_SHAPE},
        {"20471a", SITE_PIN_SHAPE},
        {"２０４７１３", SITE_PIN_SHAPE},
        {" 204713", SITE_PIN_SHAPE},
        {"000000", SITE_PIN_WEAK},
        {"123456", SITE_PIN_WEAK},
        {"23456789", SITE_PIN_WEAK},
        {"987654", SITE_PIN_WEAK},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        assert_int_equal(site_pin_judge(cases[i].pin), cases[i].outcome);
        if (cases[i].outcome)
            assert_int_equal(site_pin_set(fixture->site, &fixture->admin, cases[i].pin), cases[i].outcome);
    }
    assert_false(is_set(fixture));
}

static void only_administrators_and_the_operator_set_it(void **state)
{
    struct fixture *fixture = *state;
    struct site_session editor = fixture_account(fixture, "李老师", SITE_ROLE_EDITOR);

    assert_int_equal(site_pin_set(fixture->site, &editor, PIN), -EPERM);
    assert_false(is_set(fixture));
    assert_int_equal(site_pin_set(fixture->site, NULL, PIN), 0);
    fixture_logged(fixture, "", AUDIT_PIN_SET, "");
    assert_int_equal(site_pin_remove(fixture->site, &editor), -EPERM);
    assert_true(is_set(fixture));
}

static void five_failures_and_the_waits_grow_to_half_an_hour(void **state)
{
    static const int waits[] = {60, 120, 240, 480, 960, 1800, 1800};
    struct fixture *fixture = *state;

    set(fixture, PIN);
    for (int i = 1; i < SITE_FREE_TRIES; i++)
        assert_refused(fixture, "204714", 0);
    for (size_t i = 0; i < ARRAY_SIZE(waits); i++) {
        assert_refused(fixture, "204714", waits[i]);
        assert_waits(fixture, waits[i]);
        fixture->time.seconds += waits[i] - 1;
        assert_waits(fixture, 1);
        fixture->time.seconds += 1;
    }
    assert_right(fixture, PIN);
    for (int i = 1; i < SITE_FREE_TRIES; i++) /* success has put the count back */
        assert_refused(fixture, "204714", 0);
    assert_refused(fixture, "204714", 60);
}

static void what_is_no_pin_counts_as_a_try(void **state)
{
    struct fixture *fixture = *state;

    set(fixture, PIN);
    assert_refused(fixture, "", 0);
    assert_refused(fixture, PIN "0", 0);
    assert_refused(fixture, "abc", 0);
    assert_refused(fixture, "220102200001010018", 0);
    assert_refused(fixture, "20471", 60);
    assert_waits(fixture, 60);
}

static void a_clock_set_back_unlocks_nothing(void **state)
{
    struct fixture *fixture = *state;

    set(fixture, PIN);
    for (int i = 1; i < SITE_FREE_TRIES; i++)
        assert_refused(fixture, "204714", 0);
    assert_refused(fixture, "204714", 60);
    fixture->time.seconds -= 100 * 86400;
    assert_waits(fixture, 60);
    fixture->time.seconds += 59;
    assert_waits(fixture, 1);
    fixture->time.seconds -= 3600;
    assert_waits(fixture, 60);
    fixture->time.seconds += 60;
    assert_right(fixture, PIN);
}

static void a_new_pin_ends_the_wait(void **state)
{
    struct fixture *fixture = *state;

    set(fixture, PIN);
    for (int i = 1; i < SITE_FREE_TRIES; i++)
        assert_refused(fixture, "204714", 0);
    assert_refused(fixture, "204714", 60);
    set(fixture, "135790");
    assert_right(fixture, "135790");
}

static void a_power_cut_before_the_check_gives_no_try(void **state)
{
    struct fixture *fixture = *state;

    set(fixture, PIN);
    for (int i = 1; i <= SITE_FREE_TRIES; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            struct site *site = NULL;
            int wait;
            hashing.power_fails = true;
            if (site_open(&site, fixture->path, SITE_WRITE, clock_from_manual(&fixture->time)) == 0)
                site_pin_check(&wait, site, "204714");
            _exit(1);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(WEXITSTATUS(status), 99);
    }
    assert_waits(fixture, 60);
    fixture_logged(fixture, "", AUDIT_PIN_WAIT, "60");
}

static void without_a_place_for_the_count_nothing_opens(void **state)
{
    struct fixture *fixture = *state;
    int wait = -1, before = hashing.checks;

    set(fixture, PIN);
    struct site *reading = fixture_open(fixture, SITE_READ);
    assert_int_equal(site_pin_check(&wait, reading, PIN), -EROFS);
    assert_int_equal(hashing.checks, before);
    site_close(reading);
}

static bool contains(const char *path, const char *text)
{
    char bytes[256 * 1024];
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    assert_true(fd >= 0);
    ssize_t n = read(fd, bytes, sizeof(bytes));
    close(fd);
    assert_true(n > 0 && n < (ssize_t)sizeof(bytes));
    return memmem(bytes, (size_t)n, text, strlen(text));
}

static void digits_that_were_typed_are_not_in_the_file(void **state)
{
    struct fixture *fixture = *state;

    set(fixture, "7035924681");
    assert_refused(fixture, "8146035792", 0);
    assert_true(contains(fixture->path, "$argon2id$"));
    assert_true(contains(fixture->path, "王老师"));
    assert_false(contains(fixture->path, "7035924681"));
    assert_false(contains(fixture->path, "8146035792"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(without_a_pin_nothing_opens),
        FIXTURE_TEST(a_pin_opens_until_another_is_set_or_it_is_taken_away),
        FIXTURE_TEST(a_pin_that_is_easily_guessed_is_refused),
        FIXTURE_TEST(only_administrators_and_the_operator_set_it),
        FIXTURE_TEST(five_failures_and_the_waits_grow_to_half_an_hour),
        FIXTURE_TEST(what_is_no_pin_counts_as_a_try),
        FIXTURE_TEST(a_clock_set_back_unlocks_nothing),
        FIXTURE_TEST(a_new_pin_ends_the_wait),
        FIXTURE_TEST(a_power_cut_before_the_check_gives_no_try),
        FIXTURE_TEST(without_a_place_for_the_count_nothing_opens),
        FIXTURE_TEST(digits_that_were_typed_are_not_in_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
