/* SPDX-License-Identifier: MIT */
/* What a machine may refuse of --locked: it is told, and never half done without a word. The calls of the
 * system and of seccomp are the test's, so that it is not itself confined. */
#include "kiosk/confine.h"
#include "kiosk/console.h"
#include "kiosk/lock_down.h"

#include "base/error.h"

#include <linux/vt.h>
#include <seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

/* The k-th call fails; 0: none. */
static int fails_at, calls, loaded, filters;
static bool is_console, may_lock;

static bool fails(void)
{
    return ++calls == fails_at;
}

int __wrap_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d);
int __wrap_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)
{
    (void)option, (void)a, (void)b, (void)c, (void)d;
    errno = EPERM;
    return fails() ? -1 : 0;
}

int __wrap_setrlimit64(int resource, const struct rlimit *limit);
int __wrap_setrlimit64(int resource, const struct rlimit *limit)
{
    assert_int_equal(resource, RLIMIT_CORE);
    assert_int_equal(limit->rlim_max, 0);
    errno = EPERM;
    return fails() ? -1 : 0;
}

scmp_filter_ctx __wrap_seccomp_init(uint32_t action);
scmp_filter_ctx __wrap_seccomp_init(uint32_t action)
{
    assert_int_equal(action, SCMP_ACT_ALLOW);
    if (fails())
        return NULL;
    filters++;
    return &filters;
}

int __wrap_seccomp_rule_add(scmp_filter_ctx filter, uint32_t action, int call, unsigned n, ...);
int __wrap_seccomp_rule_add(scmp_filter_ctx filter, uint32_t action, int call, unsigned n, ...)
{
    (void)filter, (void)action, (void)call, (void)n;
    return fails() ? -ENOMEM : 0;
}

int __wrap_seccomp_load(scmp_filter_ctx filter);
int __wrap_seccomp_load(scmp_filter_ctx filter)
{
    (void)filter;
    if (fails())
        return -EINVAL;
    loaded++;
    return 0;
}

void __wrap_seccomp_release(scmp_filter_ctx filter);
void __wrap_seccomp_release(scmp_filter_ctx filter)
{
    (void)filter;
    filters--;
}

int __wrap_ioctl(int fd, unsigned long request, void *argument);
int __wrap_ioctl(int fd, unsigned long request, void *argument)
{
    (void)fd, (void)argument;
    errno = request == VT_GETSTATE ? ENOTTY : EPERM;
    return (request == VT_GETSTATE ? is_console : may_lock) ? 0 : -1;
}

static void no_filter_is_loaded_of_which_a_part_is_missing(void **state)
{
    (void)state;
    calls = fails_at = loaded = 0;
    assert_int_equal(confine_kiosk(), 0);
    assert_int_equal(loaded, 1);
    assert_int_equal(filters, 0);
    int all = calls;
    for (fails_at = 1; fails_at <= all; fails_at++) {
        calls = loaded = 0;
        assert_true(confine_kiosk() < 0);
        assert_int_equal(loaded, 0);
        assert_int_equal(filters, 0);
        assert_int_equal(calls, fails_at); /* nothing goes on behind it */
    }
    fails_at = 0;
}

static void only_a_console_of_linux_is_locked(void **state)
{
    (void)state;
    is_console = may_lock = false;
    assert_int_equal(console_lock(STDIN_FILENO), 1);
    is_console = true;
    assert_int_equal(console_lock(STDIN_FILENO), -EPERM);
    may_lock = true;
    assert_int_equal(console_lock(STDIN_FILENO), 0);
}

/* What is said at standard error when the kiosk locks itself. */
static void lock(char *said, size_t size, const char *socket)
{
    static struct invocation invocation;
    struct notify notify;
    int errors = memfd_create("errors", 0), kept = dup(STDERR_FILENO);
    dup2(errors, STDERR_FILENO);
    invocation = (struct invocation){0};
    snprintf(invocation.environment.notify_socket, sizeof(invocation.environment.notify_socket), "%s",
             socket);
    assert_int_equal(output_init(&invocation.out, &(struct charset){.name = "UTF-8", .is_utf8 = true}), 0);
    lock_down(&notify, &invocation);
    lock_down_end(&notify);
    output_fini(&invocation.out);
    dup2(kept, STDERR_FILENO);
    ssize_t n = pread(errors, said, size - 1, 0);
    said[n > 0 ? n : 0] = '\0';
    close(errors), close(kept);
}

static void what_this_machine_refuses_is_told_and_the_kiosk_goes_on(void **state)
{
    char said[2048];
    (void)state;
    is_console = may_lock = true;
    fails_at = 0;
    lock(said, sizeof(said), "");
    assert_string_equal(said, "");
    may_lock = false;
    calls = 0;
    fails_at = 1;
    lock(said, sizeof(said), "no path");
    assert_non_null(strstr(said, "NOTIFY_SOCKET"));
    assert_non_null(strstr(said, "yibentong-deploy(7)"));
    assert_non_null(strstr(said, "seccomp"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_filter_is_loaded_of_which_a_part_is_missing),
        cmocka_unit_test(only_a_console_of_linux_is_locked),
        cmocka_unit_test(what_this_machine_refuses_is_told_and_the_kiosk_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
