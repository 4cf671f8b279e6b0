/* SPDX-License-Identifier: MIT */
/* What a locked kiosk cannot do any more, and what it still can. Each try is a process of its own. */
#include "kiosk/confine.h"

#include "base/error.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define HAS_FILTER_OF_PROCESSES (!CONFINE_LEAK_CHECKER)

static char *const no_arguments[] = {(char *)"true", NULL};
static char *const no_environment[] = {NULL};

/* Each says 0 if it was done, an errno if it was refused. */

static int try_execve(void)
{
    execve("/bin/true", no_arguments, no_environment);
    return errno;
}

static int try_execveat(void)
{
    syscall(SYS_execveat, AT_FDCWD, "/bin/true", no_arguments, no_environment, 0);
    return errno;
}

static int finish_child(pid_t pid)
{
    if (pid < 0)
        return errno;
    if (pid == 0)
        _exit(0);
    waitpid(pid, NULL, 0);
    return 0;
}

static int try_fork(void)
{
    return finish_child(fork());
}

static int try_clone(void)
{
    return finish_child((pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL));
}

static int try_ptrace(void)
{
    return syscall(SYS_ptrace, 0 /* PTRACE_TRACEME */, 0, NULL, NULL) < 0 ? errno : 0;
}

static int try_io_uring(void)
{
    return syscall(SYS_io_uring_setup, 0, NULL) < 0 ? errno : 0;
}

/* Into a file that is no terminal: whoever is let through gets ENOTTY, and nobody's terminal
 * is typed into. */
static int type_with(uint64_t request)
{
    char key = 'x';
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    return fd < 0 || syscall(SYS_ioctl, fd, request, &key) < 0 ? errno : 0;
}

static int try_typing(void)
{
    return type_with(TIOCSTI);
}

static int try_typing_with_high_bits(void)
{
    return type_with((uint64_t)TIOCSTI | 1ULL << 40); /* the kernel looks at the low half only */
}

static void *set_flag(void *flag)
{
    *(bool *)flag = true;
    return NULL;
}

static int try_thread(void)
{
    pthread_t thread;
    bool ran = false;
    int r = pthread_create(&thread, NULL, set_flag, &ran);
    if (r == 0)
        pthread_join(thread, NULL);
    return r ? r : ran ? 0 : ECHILD;
}

static int try_library(void)
{
    void *library = dlopen("libm.so.6", RTLD_NOW);
    if (!library)
        return ELIBACC;
    dlclose(library);
    return 0;
}

static int try_file(void)
{
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    return fd < 0 ? errno : close(fd);
}

/* The result of a try in a process that has been confined or not; -1 if it died. execve that is done ends
 * with 0, too. */
static int result_of(int (*attempt)(void), bool confined)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (confined && confine_kiosk() != 0)
            _exit(EDEADLK);
        _exit(attempt());
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void starting_a_program_is_refused_and_was_possible_before(void **state)
{
    (void)state;
    int (*const attempts[])(void) = {try_execve, try_execveat};
    for (size_t i = 0; i < ARRAY_SIZE(attempts); i++) {
        assert_int_equal(result_of(attempts[i], false), 0);
        assert_int_equal(result_of(attempts[i], true), EPERM);
    }
}

static void starting_a_process_is_refused_and_was_possible_before(void **state)
{
    (void)state;
    int (*const attempts[])(void) = {try_fork, try_clone, try_ptrace};
    for (size_t i = 0; i < ARRAY_SIZE(attempts); i++) {
        assert_int_equal(result_of(attempts[i], false), 0);
        if (HAS_FILTER_OF_PROCESSES)
            assert_int_equal(result_of(attempts[i], true), EPERM);
    }
}

static void typing_into_the_terminal_is_refused_and_reached_the_kernel_before(void **state)
{
    (void)state;
    int (*const attempts[])(void) = {try_typing, try_typing_with_high_bits};
    for (size_t i = 0; i < ARRAY_SIZE(attempts); i++) {
        assert_int_equal(result_of(attempts[i], false), ENOTTY);
        assert_int_equal(result_of(attempts[i], true), EPERM);
    }
}

static void io_uring_is_refused_and_reached_the_kernel_before(void **state)
{
    (void)state;
    if (result_of(try_io_uring, false) == EPERM)
        skip(); /* the machine refuses it to everybody (kernel.io_uring_disabled, a container) */
    assert_int_equal(result_of(try_io_uring, true), EPERM);
}

static void threads_libraries_and_files_stay_possible(void **state)
{
    (void)state;
    assert_int_equal(result_of(try_thread, true), 0);
    assert_int_equal(result_of(try_library, true), 0);
    assert_int_equal(result_of(try_file, true), 0);
}

static int look_at_itself(void)
{
    struct rlimit core;
    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 || prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
        return EFAULT;
    return getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0 ? 0 : EFAULT;
}

static void it_gains_no_privileges_and_leaves_no_core(void **state)
{
    (void)state;
    assert_int_equal(result_of(look_at_itself, false), EFAULT);
    assert_int_equal(result_of(look_at_itself, true), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starting_a_program_is_refused_and_was_possible_before),
        cmocka_unit_test(starting_a_process_is_refused_and_was_possible_before),
        cmocka_unit_test(typing_into_the_terminal_is_refused_and_reached_the_kernel_before),
        cmocka_unit_test(io_uring_is_refused_and_reached_the_kernel_before),
        cmocka_unit_test(threads_libraries_and_files_stay_possible),
        cmocka_unit_test(it_gains_no_privileges_and_leaves_no_core),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
