/* SPDX-License-Identifier: MIT */
/* The last step to the terminal: what it does not take waits, a Scroll Lock at a console of Linux is taken
 * back once, and nobody waits longer than was said. The terminal is played. */
#include "ui/term_output.h"

#include "base/error.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#define TERMINAL 77 /* no descriptor of ours */

static struct {
    dev_t device;
    mode_t mode;
    bool unknown;   /* fstat fails */
    bool stopped;   /* takes nothing: EAGAIN */
    bool obstinate; /* and goes on with it whatever tcflow is told */
    int flow_error; /* of tcflow */
    int write_error;
    int flows[4];
    size_t n_flows;
    char taken[64];
    size_t n;
    short revents; /* of poll */
    int polls;
} played;

int __real_fstat64(int fd, struct stat *out);
int __wrap_fstat64(int fd, struct stat *out);
int __wrap_fstat64(int fd, struct stat *out)
{
    if (fd != TERMINAL)
        return __real_fstat64(fd, out);
    *out = (struct stat){.st_mode = played.mode, .st_rdev = played.device};
    return played.unknown ? -1 : 0;
}

int __wrap_tcflow(int fd, int action);
int __wrap_tcflow(int fd, int action)
{
    assert_int_equal(fd, TERMINAL);
    assert_in_range(played.n_flows, 0, ARRAY_SIZE(played.flows) - 1);
    played.flows[played.n_flows++] = action;
    if (played.flow_error)
        return -1;
    if (action == TCOON && !played.obstinate)
        played.stopped = false;
    return 0;
}

ssize_t __real_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
    if (fd != TERMINAL)
        return __real_write(fd, bytes, n);
    errno = played.stopped ? EAGAIN : played.write_error;
    if (errno)
        return -1;
    assert_in_range(played.n + n, 0, sizeof(played.taken));
    memcpy(played.taken + played.n, bytes, n);
    played.n += n;
    return (ssize_t)n;
}

int __real_poll(struct pollfd *fds, nfds_t n, int ms);
int __wrap_poll(struct pollfd *fds, nfds_t n, int ms);
int __wrap_poll(struct pollfd *fds, nfds_t n, int ms)
{
    if (n != 1 || fds->fd != TERMINAL)
        return __real_poll(fds, n, ms);
    fds->revents = played.revents;
    played.polls++;
    return played.revents ? 1 : __real_poll(NULL, 0, ms);
}

static void open_output(struct term_output *out, mode_t mode, unsigned major_number, unsigned minor_number)
{
    memset(&played, 0, sizeof(played));
    played.mode = mode;
    played.device = makedev(major_number, minor_number);
    assert_int_equal(term_output_init(out, TERMINAL, &(struct charset){.name = "UTF-8", .is_utf8 = true}), 0);
    assert_int_equal(term_output_add(out, "frame", 5), 0);
}

static void a_scroll_lock_at_a_console_is_taken_back_once(void **state)
{
    struct term_output out;
    (void)state;
    open_output(&out, S_IFCHR, 4, 1);
    played.stopped = true;
    assert_int_equal(term_output_flush(&out), 0);
    assert_int_equal(played.n_flows, 2);
    assert_int_equal(played.flows[0], TCOOFF); /* the other alone does nothing */
    assert_int_equal(played.flows[1], TCOON);
    assert_int_equal(played.n, 5);
    assert_false(term_output_pending(&out));
    term_output_fini(&out);

    open_output(&out, S_IFCHR, 4, 63);
    played.stopped = played.obstinate = true;
    assert_int_equal(term_output_flush(&out), 0);
    assert_int_equal(played.n_flows, 2); /* no loop */
    assert_true(term_output_pending(&out));
    term_output_fini(&out);

    open_output(&out, S_IFCHR, 4, 2);
    played.stopped = true;
    played.flow_error = EIO;
    assert_int_equal(term_output_flush(&out), 0);
    assert_true(term_output_pending(&out));
    term_output_fini(&out);
}

static void nobody_else_s_terminal_is_told_to_go_on(void **state)
{
    static const struct {
        mode_t mode;
        unsigned major_number, minor_number;
    } rows[] = {{S_IFCHR, 4, 0}, {S_IFCHR, 4, 64}, {S_IFCHR, 136, 1}, {S_IFREG, 4, 1}};
    struct term_output out;
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        open_output(&out, rows[i].mode, rows[i].major_number, rows[i].minor_number);
        played.stopped = true;
        assert_int_equal(term_output_flush(&out), 0);
        assert_int_equal(played.n_flows, 0);
        assert_true(term_output_pending(&out));
        term_output_fini(&out);
    }
    memset(&played, 0, sizeof(played));
    played.unknown = true;
    assert_int_equal(term_output_init(&out, TERMINAL, &(struct charset){.is_utf8 = true}), 0);
    assert_false(out.console);
    term_output_fini(&out);
}

static void a_terminal_that_takes_nothing_is_waited_for_as_long_as_was_said(void **state)
{
    struct term_output out;
    (void)state;
    open_output(&out, S_IFCHR, 136, 1);
    played.stopped = true;
    assert_int_equal(term_output_drain(&out, 20), -ETIMEDOUT);
    assert_true(played.polls > 0);
    term_output_fini(&out);
}

static void one_that_is_gone_is_not_waited_for(void **state)
{
    static const short gone[] = {POLLERR, POLLHUP, POLLNVAL};
    struct term_output out;
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(gone); i++) {
        open_output(&out, S_IFCHR, 136, 1);
        played.stopped = true;
        played.revents = gone[i];
        assert_int_equal(term_output_drain(&out, 20000), -EIO);
        assert_int_equal(played.polls, 1);
        term_output_fini(&out);
    }
    open_output(&out, S_IFCHR, 136, 1);
    played.write_error = EIO;
    assert_int_equal(term_output_drain(&out, 20000), -EIO);
    term_output_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scroll_lock_at_a_console_is_taken_back_once),
        cmocka_unit_test(nobody_else_s_terminal_is_told_to_go_on),
        cmocka_unit_test(a_terminal_that_takes_nothing_is_waited_for_as_long_as_was_said),
        cmocka_unit_test(one_that_is_gone_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
