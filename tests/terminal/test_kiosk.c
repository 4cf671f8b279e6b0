/* SPDX-License-Identifier: MIT */
/* The real program in a real pty: what a visitor, an operator's signals and a broken terminal make it do. */
#include "tests/terminal/glass.h"

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

#define PROGRAM getenv("YIBENTONG_PROGRAM")
#define LEAVES_MS 1000 /* what is promised, output blocked or not */
#define ATTRACT "按任意键开始"
#define HOME "我是"
#define DOWN "\033[B"
#define UP "\033[A"

static const struct glass_options usual = {.rows = 24, .cols = 80};

static void start(struct glass *out, const struct glass_options *options, const char *argument)
{
    const char *const argv[] = {PROGRAM, argument, NULL};
    struct glass_options with_program = *options;
    with_program.argv = argv;
    glass_start(out, &with_program);
}

static void start_at_home(struct glass *out, const struct glass_options *options, const char *argument)
{
    start(out, options, argument);
    glass_expect(out, ATTRACT);
    glass_type(out, "\r");
    glass_expect(out, HOME);
}

static void leave(struct glass *glass)
{
    kill(glass->pid, SIGTERM);
    assert_int_equal(glass_wait_end(glass, LEAVES_MS, false), 0);
    glass_stop(glass);
}

/* The row that carries the mark of the selection holds the number given. */
static bool is_selected(struct glass *glass, const void *context)
{
    char number[16];
    snprintf(number, sizeof number, " %d  ", *(const int *)context);
    int row = glass_find(glass, "▐");
    char *text = row < 0 ? NULL : glass_row(glass, row);
    bool selected = text && strstr(text, number);
    free(text);
    return selected;
}

static void expect_selected(struct glass *glass, int number)
{
    if (glass_wait(glass, is_selected, &number))
        return;
    glass_print(glass);
    fail_msg("question %d was never selected", number);
}

static void the_first_frame_appears(void **state)
{
    (void)state;
    struct glass glass;
    start(&glass, &usual, NULL);
    glass_expect(&glass, ATTRACT);
    assert_true(glass.alternate);
    assert_false(glass.cursor_visible);
    assert_int_equal(glass.mouse, VTERM_PROP_MOUSE_DRAG);
    leave(&glass);
}

static void keys_lead_to_an_answer_and_its_code_and_back(void **state)
{
    (void)state;
    struct glass glass;
    start_at_home(&glass, &usual, NULL);
    expect_selected(&glass, 1);
    glass_type(&glass, DOWN);
    expect_selected(&glass, 2);
    glass_type(&glass, "\r");
    glass_expect(&glass, "‹");
    glass_expect(&glass, "首先确认");
    glass_type(&glass, "q");
    glass_expect(&glass, "chsi.com.cn");
    glass_type(&glass, "\033");
    glass_expect(&glass, "首先确认");
    glass_type(&glass, "0");
    glass_expect(&glass, HOME);
    expect_selected(&glass, 2);
    leave(&glass);
}

static void a_tap_opens_what_it_hits(void **state)
{
    (void)state;
    struct glass glass;
    start_at_home(&glass, &usual, NULL);
    int row = glass_find(&glass, "实际信息不符");
    assert_true(row > 0);
    char tap[64];
    snprintf(tap, sizeof tap, "\033[<0;12;%dM\033[<0;12;%dm", row + 1, row + 1);
    glass_type(&glass, tap);
    glass_expect(&glass, "‹");
    glass_expect_gone(&glass, HOME);
    leave(&glass);
}

static void ctrl_c_leaves_and_restores_the_terminal(void **state)
{
    (void)state;
    struct glass glass;
    start_at_home(&glass, &usual, NULL);
    glass_type(&glass, "\003");
    assert_int_equal(glass_wait_end(&glass, LEAVES_MS, false), 0);
    glass_assert_restored(&glass);
    glass_stop(&glass);
}

static void unlocked_every_signal_that_ends_programs_ends_it_in_order(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct glass glass;
        start_at_home(&glass, &usual, NULL);
        kill(glass.pid, signals[i]);
        assert_int_equal(glass_wait_end(&glass, LEAVES_MS, false), 0);
        glass_assert_restored(&glass);
        glass_stop(&glass);
    }
}

static void locked_no_key_and_no_stop_or_interrupt_leaves_but_term_does(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};
    struct glass glass;
    start_at_home(&glass, &usual, "--locked");
    glass_send(&glass, "\003\032\034\004\021\023", 6);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        kill(glass.pid, signals[i]);
    glass_type(&glass, DOWN);
    expect_selected(&glass, 2);
    kill(glass.pid, SIGTERM);
    assert_int_equal(glass_wait_end(&glass, LEAVES_MS, false), 0);
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
        start_at_home(&glass, &usual, arguments[i]);
        block_output(&glass);
        glass_type(&glass, DOWN DOWN DOWN);
        kill(glass.pid, SIGTERM);
        assert_int_equal(glass_wait_end(&glass, LEAVES_MS, true), 0);
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
    start_at_home(&glass, &usual, NULL);
    block_output(&glass);
    for (int i = 0; i < 11; i++)
        assert_int_equal(write(glass.master, DOWN, 3), 3);
    glass_resize(&glass, 30, 90); /* what we filled in goes with a repaint, which waits its turn */
    glass_expect(&glass, HOME);
    expect_selected(&glass, 12);
    leave(&glass);
}

static void a_hangup_ends_it(void **state)
{
    (void)state;
    static const char *const arguments[] = {NULL, "--locked"};
    for (size_t i = 0; i < 2; i++) {
        struct glass glass;
        start_at_home(&glass, &usual, arguments[i]);
        close(glass.master);
        glass.master = -1;
        glass.ended = true;
        assert_int_equal(glass_wait_end(&glass, LEAVES_MS, true), 0);
        glass_stop(&glass);
    }
}

struct twin {
    struct glass *other;
};

static bool same_as_other(struct glass *glass, const void *context)
{
    const struct twin *twin = context;
    glass_pump(twin->other, 0);
    return glass_same(glass, twin->other);
}

static void expect_same(struct glass *glass, struct glass *other)
{
    struct twin twin = {other};
    int64_t end = glass_now_us() + GLASS_PATIENCE_MS * 1000;
    while (!same_as_other(glass, &twin)) { /* either may still be writing, or turn a minute */
        if (glass_now_us() > end) {
            glass_print(glass);
            glass_print(other);
            glass_print_difference(glass, other);
            fail_msg("two screens that should be the same are not");
        }
        glass_pump(glass, 10);
    }
}

static void a_storm_of_resizes_ends_with_the_right_screen(void **state)
{
    (void)state;
    for (int storm = 0; storm < 5; storm++) {
        struct glass glass, fresh;
        start_at_home(&glass, &usual, NULL);
        for (int i = 0; i < 60; i++) {
            glass_resize(&glass, 14 + (i * 7 + storm) % 40, 45 + (i * 13 + storm) % 100);
            if (i % 3 == storm % 3)
                glass_pump(&glass, 0);
        }
        start_at_home(&fresh, &(struct glass_options){.rows = glass.rows, .cols = glass.cols}, NULL);
        expect_same(&glass, &fresh);
        leave(&glass);
        leave(&fresh);
    }
}

static bool has_received_more(struct glass *glass, const void *context)
{
    return glass->received > *(const size_t *)context;
}

static void any_size_of_window_is_survived(void **state)
{
    (void)state;
    static const int sizes[][2] = {{1, 1}, {1, 500}, {200, 1}, {2, 2}, {12, 40}, {200, 500}, {1000, 2000}};
    struct glass glass, fresh;
    start_at_home(&glass, &usual, NULL);
    glass.blind = true;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t received = glass.received;
        glass_resize(&glass, sizes[i][0], sizes[i][1]);
        glass_type(&glass, DOWN "\r" UP "q\033[D"
                                "0");
        assert_true(glass_wait(&glass, has_received_more, &received));
    }
    glass.blind = false;
    glass_resize(&glass, usual.rows, usual.cols);
    start_at_home(&fresh, &usual, NULL);
    glass_type(&glass, "?");
    glass_expect_gone(&glass, HOME);
    glass_type(&fresh, "?");
    glass_expect_gone(&fresh, HOME);
    expect_same(&glass, &fresh);
    leave(&glass);
    leave(&fresh);
}

static void without_a_usable_TERM_it_says_so_in_plain_text(void **state)
{
    (void)state;
    static const char *const environments[][3] = {{"LANG=C.UTF-8", NULL},
                                                  {"LANG=C.UTF-8", "TERM=dumb", NULL}};
    for (size_t i = 0; i < 2; i++) {
        struct glass glass;
        struct glass_options options = usual;
        options.env = environments[i];
        start(&glass, &options, NULL);
        int status = glass_wait_end(&glass, GLASS_PATIENCE_MS, false);
        assert_true(WIFEXITED(status));
        assert_in_range(WEXITSTATUS(status), EX__BASE, EX__MAX);
        assert_true(glass_shows(&glass, "TERM"));
        assert_int_equal(glass.escapes, 0);
        glass_assert_restored(&glass);
        glass_stop(&glass);
    }
}

static void an_unknown_TERM_is_taken_for_an_xterm(void **state)
{
    (void)state;
    static const char *const environment[] = {"LANG=C.UTF-8", "TERM=no-such-terminal", NULL};
    struct glass glass;
    struct glass_options options = usual;
    options.env = environment;
    start_at_home(&glass, &options, NULL);
    leave(&glass);
}

static void a_megabyte_pasted_changes_nothing(void **state)
{
    (void)state;
    const size_t n = 1 << 20;
    char *paste = malloc(n);
    assert_non_null(paste);
    for (size_t i = 0; i < n; i++)
        paste[i] = "q0\r123?\t"[i % 8];
    memcpy(paste, "\033[200~", 6);
    memcpy(paste + n - 6, "\033[201~", 6);
    struct glass glass;
    start_at_home(&glass, &usual, NULL);
    glass_send(&glass, paste, n);
    glass_type(&glass, DOWN);
    expect_selected(&glass, 2);
    assert_true(glass_shows(&glass, HOME));
    free(paste);
    leave(&glass);
}

static void bytes_that_are_no_keys_change_nothing(void **state)
{
    (void)state;
    static const char *const noise[] = {
        "\xff\xfe\xc0\x80\xed\xa0\x80\xf8\x88\x80\x80\x80", /* ill-formed UTF-8 */
        "\xe5\xad",                                         /* a character cut short */
        "\033[?62;1;4c\033[>41;330;0c\033[0n",              /* device attributes and status */
        "\033[24;80R\033[1;1R",                             /* cursor reports nobody asked for */
        "\033]0;title\007\033]52;c;AAAA\033\\",             /* titles, clipboard */
        "\033Pq#0;2;0;0;0\033\\\033_x\033\\\033^y\033\\",   /* device control and other strings */
        "\033[<0;99999;99999M\033[<0;0;0m\033[<64;-1;-1M",  /* a mouse outside */
        "\033[9999999999999999999999999999999999999999999999999999999999999999999999999999~",
        "\033[I\033[O", /* focus */
    };
    struct glass glass, quiet;
    start_at_home(&glass, &usual, NULL);
    start_at_home(&quiet, &usual, NULL);
    for (size_t i = 0; i < sizeof noise / sizeof *noise; i++) {
        glass_type(&glass, noise[i]);
        glass_type(&glass, DOWN);
        glass_type(&quiet, DOWN);
        expect_selected(&glass, (int)i + 2);
        expect_selected(&quiet, (int)i + 2);
        expect_same(&glass, &quiet);
    }
    leave(&glass);
    leave(&quiet);
}

/* All bytes of a run that moves the selection n times; a turn of the minute in between would add some. */
static size_t bytes_of_run(int moves, int vain_moves)
{
    struct glass glass;
    start_at_home(&glass, &usual, NULL);
    for (int i = 0; i < vain_moves; i++)
        glass_type(&glass, UP);
    for (int i = 0; i < moves; i++) {
        glass_type(&glass, DOWN);
        expect_selected(&glass, i + 2);
    }
    kill(glass.pid, SIGTERM);
    assert_int_equal(glass_wait_end(&glass, LEAVES_MS, false), 0);
    size_t received = glass.received;
    glass_stop(&glass);
    return received;
}

static size_t fewest_bytes_of_run(int moves, int vain_moves)
{
    size_t fewest = SIZE_MAX;
    for (int i = 0; i < 3; i++) {
        size_t bytes = bytes_of_run(moves, vain_moves);
        fewest = bytes < fewest ? bytes : fewest;
    }
    return fewest;
}

static void a_key_that_changes_nothing_sends_nothing(void **state)
{
    (void)state;
    assert_int_equal(fewest_bytes_of_run(1, 20), fewest_bytes_of_run(1, 0));
}

static void moving_the_selection_takes_at_most_200_bytes(void **state)
{
    (void)state;
    size_t bytes = (fewest_bytes_of_run(11, 0) - fewest_bytes_of_run(0, 0)) / 11;
    print_message("a move of the selection takes %zu bytes\n", bytes);
    assert_in_range(bytes, 1, 200);
}

static void where_blocks_are_wide_or_nobody_knows_frames_are_ascii(void **state)
{
    (void)state;
    static const enum glass_probe probes[] = {GLASS_WIDE, GLASS_SILENT};
    for (size_t i = 0; i < 2; i++) {
        struct glass glass;
        struct glass_options options = usual;
        options.probe = probes[i];
        start_at_home(&glass, &options, NULL);
        glass_expect(&glass, "----------");
        glass_expect_gone(&glass, "─");
        assert_false(glass_shows(&glass, "▐"));
        leave(&glass);
    }
}

static void where_blocks_are_narrow_frames_are_lines(void **state)
{
    (void)state;
    struct glass glass;
    start_at_home(&glass, &usual, NULL);
    glass_expect(&glass, "──────────");
    assert_false(glass_shows(&glass, "▀")); /* nothing is left of the probe */
    leave(&glass);
}

static void a_GB18030_terminal_is_spoken_to_in_GB18030(void **state)
{
    (void)state;
    static const char *const environment[] = {"TERM=xterm-256color", "LANG=zh_CN.GB18030",
                                              "LOCPATH=/nonexistent", NULL};
    struct glass glass;
    struct glass_options options = usual;
    options.env = environment;
    options.charset = "GB18030";
    start_at_home(&glass, &options, NULL);
    glass_expect(&glass, "一本通");
    glass_type(&glass, DOWN "\r");
    glass_expect(&glass, "首先确认");
    leave(&glass);
}

static bool has_left(struct glass *glass, const void *context)
{
    (void)context;
    return !glass->alternate && glass_shows(glass, "stopped-here");
}

static void stopped_and_continued_it_shows_the_same(void **state)
{
    (void)state;
    char script[512];
    snprintf(script, sizeof script, "set -m; '%s'; echo stopped-here; read line; fg >/dev/null; exit $?",
             PROGRAM);
    const char *const argv[] = {"/bin/bash", "-c", script, NULL};
    struct glass_options options = usual;
    options.argv = argv;
    struct glass glass, fresh;
    glass_start(&glass, &options);
    glass_expect(&glass, ATTRACT);
    glass_type(&glass, "\r");
    glass_expect(&glass, HOME);
    kill(-tcgetpgrp(glass.master), SIGTSTP);
    assert_true(glass_wait(&glass, has_left, NULL));
    assert_true(glass.cursor_visible);
    assert_int_equal(glass.mouse, VTERM_PROP_MOUSE_NONE);
    glass_type(&glass, "\n");
    glass_expect(&glass, HOME);
    assert_true(glass.alternate);
    start_at_home(&fresh, &usual, NULL);
    glass_type(&glass, DOWN);
    glass_type(&fresh, DOWN);
    expect_selected(&glass, 2);
    expect_same(&glass, &fresh);
    leave(&fresh);
    glass_type(&glass, "\003");
    assert_int_equal(glass_wait_end(&glass, GLASS_PATIENCE_MS, false), 0);
    glass_assert_restored(&glass);
    glass_stop(&glass);
}

static void continued_after_a_stop_it_never_saw_it_paints_anew(void **state)
{
    (void)state;
    struct glass glass, fresh;
    start_at_home(&glass, &usual, NULL);
    start_at_home(&fresh, &usual, NULL);
    kill(glass.pid, SIGSTOP);
    int status;
    assert_int_equal(waitpid(glass.pid, &status, WUNTRACED), glass.pid);
    assert_true(WIFSTOPPED(status));
    assert_return_code(tcsetattr(glass.master, TCSANOW, &glass.modes_before), errno); /* as a shell would */
    vterm_screen_reset(glass.screen, 1);
    kill(glass.pid, SIGCONT);
    glass_expect(&glass, HOME);
    expect_same(&glass, &fresh);
    glass_type(&glass, DOWN); /* raw again: without a line feed and without an echo */
    glass_type(&fresh, DOWN);
    expect_selected(&glass, 2);
    expect_selected(&fresh, 2);
    expect_same(&glass, &fresh);
    leave(&fresh);
    kill(glass.pid, SIGTERM);
    assert_int_equal(glass_wait_end(&glass, LEAVES_MS, false), 0);
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
        start_at_home(&glass, &usual, NULL);
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
    if (argc != 2 || setenv("YIBENTONG_PROGRAM", argv[1], 1) != 0)
        return EX_USAGE;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_frame_appears),
        cmocka_unit_test(keys_lead_to_an_answer_and_its_code_and_back),
        cmocka_unit_test(a_tap_opens_what_it_hits),
        cmocka_unit_test(ctrl_c_leaves_and_restores_the_terminal),
        cmocka_unit_test(unlocked_every_signal_that_ends_programs_ends_it_in_order),
        cmocka_unit_test(locked_no_key_and_no_stop_or_interrupt_leaves_but_term_does),
        cmocka_unit_test(term_leaves_in_a_second_though_nobody_reads),
        cmocka_unit_test(a_terminal_that_reads_again_gets_the_right_screen),
        cmocka_unit_test(a_hangup_ends_it),
        cmocka_unit_test(a_storm_of_resizes_ends_with_the_right_screen),
        cmocka_unit_test(any_size_of_window_is_survived),
        cmocka_unit_test(without_a_usable_TERM_it_says_so_in_plain_text),
        cmocka_unit_test(an_unknown_TERM_is_taken_for_an_xterm),
        cmocka_unit_test(a_megabyte_pasted_changes_nothing),
        cmocka_unit_test(bytes_that_are_no_keys_change_nothing),
        cmocka_unit_test(a_key_that_changes_nothing_sends_nothing),
        cmocka_unit_test(moving_the_selection_takes_at_most_200_bytes),
        cmocka_unit_test(where_blocks_are_wide_or_nobody_knows_frames_are_ascii),
        cmocka_unit_test(where_blocks_are_narrow_frames_are_lines),
        cmocka_unit_test(a_GB18030_terminal_is_spoken_to_in_GB18030),
        cmocka_unit_test(stopped_and_continued_it_shows_the_same),
        cmocka_unit_test(continued_after_a_stop_it_never_saw_it_paints_anew),
        cmocka_unit_test(a_crash_restores_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
