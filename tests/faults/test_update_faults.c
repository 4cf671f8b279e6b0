/* SPDX-License-Identifier: MIT */
/*
 * An installation whose every system call fails in turn, for each of several reasons, or is the last that the
 * process makes: at the next start the old content is in use or the new, never none, and the next
 * installation works.
 *
 * The linker puts the functions below in front of the C library's (see meson.build).
 */
#include "base/error.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/wait.h>

#include <cmocka.h>

#define CALLS_MAX 400

enum fault { FAULT_NONE, FAULT_ERROR, FAULT_KILL_BEFORE, FAULT_KILL_AFTER, FAULT_SHORT };

static struct {
    enum fault fault;
    int error;
    unsigned at, calls; /* the call that fails; how many there were */
    const char *failed; /* its name */
} plan;

/* Whether this call fails; or the process ends here. */
static bool fails(const char *name)
{
    if (plan.fault == FAULT_NONE || ++plan.calls != plan.at)
        return false;
    plan.failed = name;
    if (plan.fault == FAULT_KILL_BEFORE)
        raise(SIGKILL);
    errno = plan.error;
    return plan.fault == FAULT_ERROR;
}

static void done(void)
{
    if (plan.fault == FAULT_KILL_AFTER && plan.calls == plan.at)
        raise(SIGKILL);
}

#define WRAP(type, name, parameters, arguments)                                                              \
    type __real_##name parameters;                                                                           \
    type __wrap_##name parameters;                                                                           \
    type __wrap_##name parameters                                                                            \
    {                                                                                                        \
        if (fails(#name))                                                                                    \
            return -1;                                                                                       \
        type result = __real_##name arguments;                                                               \
        done();                                                                                              \
        return result;                                                                                       \
    }

WRAP(int, openat64, (int at, const char *path, int flags, mode_t mode), (at, path, flags, mode))
WRAP(int, open64, (const char *path, int flags, mode_t mode), (path, flags, mode))
WRAP(ssize_t, read, (int fd, void *bytes, size_t n), (fd, bytes, n))
WRAP(int, fsync, (int fd), (fd))
WRAP(int, renameat, (int from_at, const char *from, int to_at, const char *to), (from_at, from, to_at, to))
WRAP(int, unlinkat, (int at, const char *path, int flags), (at, path, flags))
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode))
WRAP(int, mkdirat, (int at, const char *path, mode_t mode), (at, path, mode))
WRAP(int, flock, (int fd, int operation), (fd, operation))

ssize_t __real_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
    if (fails("write"))
        return -1;
    ssize_t written = __real_write(fd, bytes, plan.fault == FAULT_SHORT && n > 1000 ? 1000 : n);
    done();
    return written;
}

/* A machine with content 1, and the bundle of content 2 on its stick. */
static int setup(void **state)
{
    plan.fault = FAULT_NONE;
    if (machine_setup(state) < 0)
        return -1;
    const struct machine *machine = *state;
    if (machine_install(machine, machine_content(1, "", &machine->current)) != 0)
        return -1;
    machine_put(machine, "2.ybt", machine_content(2, "", &machine->current));
    return 0;
}

static int install_second(const struct machine *machine)
{
    struct update *update = NULL;
    char path[160];
    snprintf(path, sizeof(path), "%s/2.ybt", machine->stick);
    int r = update_open(&update, &machine->place, path);
    if (r == 0)
        r = update_install(update, &machine->place);
    update_free(update);
    return r;
}

static void restart(void **state)
{
    machine_teardown(state);
    assert_int_equal(setup(state), 0);
}

static void arm(enum fault fault, unsigned at, int error)
{
    plan.fault = fault;
    plan.at = at;
    plan.error = error;
    plan.calls = 0;
    plan.failed = "";
}

/* The old or the new, and an installation that works. */
static void expect_whole(const struct machine *machine, unsigned at, const char *how)
{
    uint32_t in_use = machine_in_use(machine);
    if (in_use != 1 && in_use != 2)
        fail_msg("%s call %u: content %u is in use", how, at, (unsigned)in_use);
    int r = install_second(machine);
    if (r != (in_use == 2 ? BUNDLE_OLD : 0))
        fail_msg("%s call %u: the next installation says %d", how, at, r);
    assert_int_equal(machine_in_use(machine), 2);
}

static void any_call_that_fails_leaves_the_old_content_or_the_new(void **state)
{
    static const int errors[] = {EIO, ENOSPC, EROFS, EACCES, EMFILE};
    unsigned tried = 0;
    for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
        for (unsigned at = 1;; at++) {
            assert_true(at < CALLS_MAX);
            arm(FAULT_ERROR, at, errors[i]);
            int r = install_second(*state);
            bool reached = plan.calls >= at, last_step = strcmp(plan.failed, "fsync") == 0;
            plan.fault = FAULT_NONE;
            if (!reached) {
                assert_int_equal(r, 0);
                break;
            }
            tried++;
            uint32_t in_use = machine_in_use(*state);
            if (r == 0 ? in_use != 2 : in_use != 1 && !last_step)
                fail_msg("%s (call %u) fails with %s: says %d, but %u is in use", plan.failed, at,
                         strerrorname_np(errors[i]), r, (unsigned)in_use);
            expect_whole(*state, at, strerrorname_np(errors[i]));
            restart(state);
        }
        restart(state);
    }
    printf("%u faults\n", tried);
    assert_true(tried > 5 * 30);
}

static void kill_at_any_call_leaves_the_old_content_or_the_new(void **state)
{
    unsigned killed = 0;
    for (unsigned at = 1;; at++) {
        bool ended = true;
        for (enum fault fault = FAULT_KILL_BEFORE; fault <= FAULT_KILL_AFTER; fault++) {
            int status;
            pid_t pid = fork();
            if (pid == 0) {
                arm(fault, at, 0);
                _exit(install_second(*state) == 0 ? 0 : 1);
            }
            assert_int_equal(waitpid(pid, &status, 0), pid);
            if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
                ended = false;
                killed++;
            } else {
                assert_int_equal(WEXITSTATUS(status), 0);
            }
            expect_whole(*state, at, fault == FAULT_KILL_BEFORE ? "killed before" : "killed after");
            restart(state);
        }
        if (ended)
            break;
    }
    printf("%u times killed\n", killed);
    assert_true(killed > 60);
}

/* As somebody would who copies the new file over the old one. */
static void install_in_place(const struct machine *machine)
{
    struct bytes bundle = machine_content(2, "", &machine->current);
    char path[160];
    snprintf(path, sizeof(path), "%s/content/000001.ybt", machine->state);
    arm(FAULT_KILL_AFTER, 1, 0);
    int fd = open(path, O_WRONLY | O_TRUNC);
    _exit(write(fd, bundle.bytes, bundle.n) < 0);
}

static void the_rig_notices_content_that_is_written_in_place(void **state)
{
    int status;
    pid_t pid = fork();
    if (pid == 0)
        install_in_place(*state);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(machine_in_use(*state), 0); /* neither the old nor the new */
}

static void short_writes_are_continued(void **state)
{
    arm(FAULT_SHORT, 0, 0);
    assert_int_equal(install_second(*state), 0);
    plan.fault = FAULT_NONE;
    assert_int_equal(machine_in_use(*state), 2);
}

static void a_rollback_that_fails_leaves_the_new_content_or_the_old(void **state)
{
    for (unsigned at = 1;; at++) {
        struct machine *machine = *state;
        uint32_t now = 99;
        assert_int_equal(install_second(machine), 0);
        arm(FAULT_ERROR, at, EIO);
        int r = update_rollback(&now, &machine->place);
        bool reached = plan.calls >= at, last_step = strcmp(plan.failed, "fsync") == 0;
        plan.fault = FAULT_NONE;
        uint32_t in_use = machine_in_use(machine);
        if (r == 0 ? in_use != 1 : in_use != 2 && !(last_step && in_use == 1))
            fail_msg("call %u: says %d, but %u is in use", at, r, (unsigned)in_use);
        restart(state);
        if (!reached)
            break;
    }
}

/* A kiosk that starts meanwhile shows something, whatever fails. */
static void reading_that_fails_passes_content_over(void **state)
{
    struct machine *machine = *state;
    for (unsigned at = 1;; at++) {
        struct update_in_use in_use;
        arm(FAULT_ERROR, at, EIO);
        int r = update_in_use_open(&in_use, &machine->place);
        bool reached = plan.calls >= at;
        plan.fault = FAULT_NONE;
        assert_int_equal(r, 0);
        assert_true(in_use.handbook || in_use.n_faults > 0); /* nothing is passed over in silence */
        update_in_use_fini(&in_use);
        if (!reached)
            break;
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(any_call_that_fails_leaves_the_old_content_or_the_new),
        TEST(kill_at_any_call_leaves_the_old_content_or_the_new),
        TEST(the_rig_notices_content_that_is_written_in_place),
        TEST(short_writes_are_continued),
        TEST(a_rollback_that_fails_leaves_the_new_content_or_the_old),
        TEST(reading_that_fails_passes_content_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
