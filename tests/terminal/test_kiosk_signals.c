/* SPDX-License-Identifier: MIT */
/* The real program in a real pty: how it leaves, stops, goes on and dies, and the terminal afterwards. */
#include "tests/terminal/kiosk.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

static void ctrl_c_leaves_and_restores_the_terminal(void **state)
{
    (void)state;
    struct glass glass;
    kiosk_start_at_home(&glass, &kiosk_usual, NULL);
    glass_type(&glass, "\003");
    assert_int_equal(glass_wait_end(&glass, KIOSK_LEAVES_MS, false), 0);
    glass_assert_restored(&glass);
    glass_stop(&glass);
}

static void unlocked_every_signal_that_ends_programs_ends_it_in_order(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct glass glass;
        kiosk_start_at_home(&glass, &kiosk_usual, NULL);
        kill(glass.pid, signals[i]);
        assert_int_equal(glass_wait_end(&glass, KIOSK_LEAVES_MS, false), 0);
        glass_assert_restored(&glass);
        glass_stop(&glass);
    }
}

static void locked_no_key_and_no_stop_or_interrupt_leaves_but_term_does(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};
    struct glass glass;
    kiosk_start_at_home(&glass, &kiosk_usual, "--locked");
    glass_send(&glass, "\003\032\034\004\021\023", 6);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        kill(glass.pid, signals[i]);
    glass_type(&glass, KEY_DOWN);
    kiosk_expect_selected(&glass, 2);
    kill(glass.pid, SIGTERM);
    assert_int_equal(glass_wait_end(&glass, KIOSK_LEAVES_MS, false), 0);
    glass_assert_restored(&glass);
    glass_stop(&glass);
}

/* Fills the pty from the side of the program, so that not a byte more goes through. */
static void block_output(struct glass *glass)
{
    int fd = open(ptsname(glass->master), O_WRONLY | O_NOCTTY | O_NONBLOCK);
    assert_true(fd >= 0);
    char filler[1024];
    memset(filler, ' ', sizeof filler);
    while (write(fd, filler, sizeof filler) > 0)
        continue;
    assert_int_equal(errno, EAGAIN);
    while (write(fd, filler, 1) > 0)
        continue;
    close(fd);
}

static void term_leaves_in_a_second_though_nobody_reads(void **state)
{
    (void)state;
    static const char *const arguments[] = {NULL, "--locked"};
    for (size_t i = 0; i < 2; i++) {
        struct glass glass;
        kiosk_start_at_home(&glass, &kiosk_usual, arguments[i]);
        block_output(&glass);
        glass_type(&glass, KEY_DOWN KEY_DOWN KEY_DOWN);
        kill(glass.pid, SIGTERM);
        assert_int_equal(glass_wait_end(&glass, KIOSK_LEAVES_MS, true), 0);
        struct termios now;
        assert_return_code(tcgetattr(glass.master, &now), errno);
        assert_int_equal(now.c_lflag, glass.modes_before.c_lflag);
        assert_int_equal(now.c_oflag, glass.modes_before.c_oflag);
        glass_stop(&glass);
    }
}

static void a_terminal_that_reads_again_gets_the_right_screen(void **state)
{
    (void)state;
    struct glass glass;
    kiosk_start_at_home(&glass, &kiosk_usual, NULL);
    block_output(&glass);
    for (int i = 0; i < 11; i++)
        assert_int_equal(write(glass.master, KEY_DOWN, 3), 3);
    glass_resize(&glass, 30, 90); /* what we filled in goes with a repaint, which waits its turn */
    glass_expect(&glass, KIOSK_HOME);
    kiosk_expect_selected(&glass, 12);
    kiosk_leave(&glass);
}

static void a_hangup_ends_it(void **state)
{
    (void)state;
    static const char *const arguments[] = {NULL, "--locked"};
    for (size_t i = 0; i < 2; i++) {
        struct glass glass;
        kiosk_start_at_home(&glass, &kiosk_usual, arguments[i]);
        close(glass.master);
        glass.master = -1;
        glass.ended = true;
        assert_int_equal(glass_wait_end(&glass, KIOSK_LEAVES_MS, true), 0);
        glass_stop(&glass);
    }
}

static bool has_left(struct glass *glass, const void *context)
{
    (void)context;
    return !glass->alternate && glass_shows(glass, "stopped-here");
}

static void stopped_and_continued_it_shows_the_same(void **state)
{
    (void)state;
    static const char *const argv[] = {
        "/bin/bash", "-c", "set -m; \"$0\" \"$@\"; echo stopped-here; read line; fg >/dev/null; exit $?",
        NULL};
    struct glass_options options = kiosk_usual;
    options.argv = argv;
    struct glass glass, fresh;
    kiosk_start_at_home(&glass, &options, NULL);
    kill(-tcgetpgrp(glass.master), SIGTSTP);
    assert_true(glass_wait(&glass, has_left, NULL));
    assert_true(glass.cursor_visible);
    assert_int_equal(glass.mouse, VTERM_PROP_MOUSE_NONE);
    glass_type(&glass, "\n");
    glass_expect(&glass, KIOSK_HOME);
    assert_true(glass.alternate);
    kiosk_start_at_home(&fresh, &kiosk_usual, NULL);
    glass_type(&glass, KEY_DOWN);
    glass_type(&fresh, KEY_DOWN);
    kiosk_expect_selected(&glass, 2);
    kiosk_expect_same(&glass, &fresh);
    kiosk_leave(&fresh);
    glass_type(&glass, "\003");
    assert_int_equal(glass_wait_end(&glass, GLASS_PATIENCE_MS, false), 0);
    glass_assert_restored(&glass);
    glass_stop(&glass);
}

static void continued_after_a_stop_it_never_saw_it_paints_anew(void **state)
{
    (void)state;
    struct glass glass, fresh;
    kiosk_start_at_home(&glass, &kiosk_usual, NULL);
    kiosk_start_at_home(&fresh, &kiosk_usual, NULL);
    kill(glass.pid, SIGSTOP);
    int status;
    assert_int_equal(waitpid(glass.pid, &status, WUNTRACED), glass.pid);
    assert_true(WIFSTOPPED(status));
    assert_return_code(tcsetattr(glass.master, TCSANOW, &glass.modes_before), errno); /* as a shell would */
    vterm_screen_reset(glass.screen, 1);
    kill(glass.pid, SIGCONT);
    glass_expect(&glass, KIOSK_HOME);
    kiosk_expect_same(&glass, &fresh);
    glass_type(&glass, KEY_DOWN); /* raw again: without a line feed and without an echo */
    glass_type(&fresh, KEY_DOWN);
    kiosk_expect_selected(&glass, 2);
    kiosk_expect_selected(&fresh, 2);
    kiosk_expect_same(&glass, &fresh);
    kiosk_leave(&fresh);
    kill(glass.pid, SIGTERM);
    assert_int_equal(glass_wait_end(&glass, KIOSK_LEAVES_MS, false), 0);
    glass_assert_restored(&glass);
    glass_stop(&glass);
}

static void a_crash_restores_the_terminal(void **state)
{
    (void)state;
    static const int signals[] = {SIGSEGV, SIGABRT, SIGBUS};
    if (getenv("YIBENTONG_SANITIZED")) /* there the sanitizer's own handler comes first */
        skip();
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct glass glass;
        kiosk_start_at_home(&glass, &kiosk_usual, NULL);
        kill(glass.pid, signals[i]);
        int status = glass_wait_end(&glass, GLASS_PATIENCE_MS, false);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), signals[i]);
        glass_assert_restored(&glass);
        glass_stop(&glass);
    }
}

int main(int argc, char **argv)
{
    if (!kiosk_take_program(argc, argv))
        return EX_USAGE;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ctrl_c_leaves_and_restores_the_terminal),
        cmocka_unit_test(unlocked_every_signal_that_ends_programs_ends_it_in_order),
        cmocka_unit_test(locked_no_key_and_no_stop_or_interrupt_leaves_but_term_does),
        cmocka_unit_test(term_leaves_in_a_second_though_nobody_reads),
        cmocka_unit_test(a_terminal_that_reads_again_gets_the_right_screen),
        cmocka_unit_test(a_hangup_ends_it),
        cmocka_unit_test(stopped_and_continued_it_shows_the_same),
        cmocka_unit_test(continued_after_a_stop_it_never_saw_it_paints_anew),
        cmocka_unit_test(a_crash_restores_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
