/* SPDX-License-Identifier: MIT */
/* The real program in a real pty: what a visitor sees, at any size, on any terminal, whatever bytes come. */
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

static void the_first_frame_appears(void **state)
{
    (void)state;
    struct glass glass;
    kiosk_start(&glass, &kiosk_usual, NULL);
    glass_expect(&glass, KIOSK_ATTRACT);
    assert_true(glass.alternate);
    assert_false(glass.cursor_visible);
    assert_int_equal(glass.mouse, VTERM_PROP_MOUSE_DRAG);
    kiosk_leave(&glass);
}

static void a_key_pressed_before_the_first_frame_opens_the_list(void **state)
{
    (void)state;
    struct glass glass;
    kiosk_start(&glass, &kiosk_usual, NULL);
    glass_type(&glass, " ");
    glass_expect(&glass, KIOSK_HOME);
    glass_expect(&glass, "实际信息不符");
    kiosk_leave(&glass);
}

static void keys_lead_to_an_answer_and_its_code_and_back(void **state)
{
    (void)state;
    struct glass glass;
    kiosk_start_at_home(&glass, &kiosk_usual, NULL);
    kiosk_expect_selected(&glass, 1);
    glass_type(&glass, KEY_DOWN);
    kiosk_expect_selected(&glass, 2);
    glass_type(&glass, "\r");
    glass_expect(&glass, "‹");
    glass_expect(&glass, "首先确认");
    glass_type(&glass, "q");
    glass_expect(&glass, "chsi.com.cn");
    glass_type(&glass, "\033");
    glass_expect(&glass, "首先确认");
    glass_type(&glass, "0");
    glass_expect(&glass, KIOSK_HOME);
    kiosk_expect_selected(&glass, 2);
    kiosk_leave(&glass);
}

static void a_tap_opens_what_it_hits(void **state)
{
    (void)state;
    struct glass glass;
    kiosk_start_at_home(&glass, &kiosk_usual, NULL);
    int row = glass_find(&glass, "实际信息不符");
    assert_true(row > 0);
    char tap[64];
    snprintf(tap, sizeof tap, "\033[<0;12;%dM\033[<0;12;%dm", row + 1, row + 1);
    glass_type(&glass, tap);
    glass_expect(&glass, "‹");
    glass_expect_gone(&glass, KIOSK_HOME);
    kiosk_leave(&glass);
}

static void a_storm_of_resizes_ends_with_the_right_screen(void **state)
{
    (void)state;
    for (int storm = 0; storm < 5; storm++) {
        struct glass glass, fresh;
        kiosk_start_at_home(&glass, &kiosk_usual, NULL);
        for (int i = 0; i < 60; i++) {
            glass_resize(&glass, 14 + (i * 7 + storm) % 40, 45 + (i * 13 + storm) % 100);
            if (i % 3 == storm % 3)
                glass_pump(&glass, 0);
        }
        kiosk_start_at_home(&fresh, &(struct glass_options){.rows = glass.rows, .cols = glass.cols}, NULL);
        kiosk_expect_same(&glass, &fresh);
        kiosk_leave(&glass);
        kiosk_leave(&fresh);
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
    kiosk_start_at_home(&glass, &kiosk_usual, NULL);
    glass.blind = true;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t received = glass.received;
        glass_resize(&glass, sizes[i][0], sizes[i][1]);
        glass_type(&glass, KEY_DOWN "\r" KEY_UP "q\033[D"
                                    "0");
        assert_true(glass_wait(&glass, has_received_more, &received));
    }
    glass.blind = false;
    glass_resize(&glass, kiosk_usual.rows, kiosk_usual.cols);
    kiosk_start_at_home(&fresh, &kiosk_usual, NULL);
    glass_type(&glass, "?");
    glass_expect_gone(&glass, KIOSK_HOME);
    glass_type(&fresh, "?");
    glass_expect_gone(&fresh, KIOSK_HOME);
    kiosk_expect_same(&glass, &fresh);
    kiosk_leave(&glass);
    kiosk_leave(&fresh);
}

static void without_a_usable_TERM_it_says_so_in_plain_text(void **state)
{
    (void)state;
    static const char *const environments[][3] = {{"LANG=C.UTF-8", NULL},
                                                  {"LANG=C.UTF-8", "TERM=dumb", NULL}};
    for (size_t i = 0; i < 2; i++) {
        struct glass glass;
        struct glass_options options = kiosk_usual;
        options.env = environments[i];
        kiosk_start(&glass, &options, NULL);
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
    struct glass_options options = kiosk_usual;
    options.env = environment;
    kiosk_start_at_home(&glass, &options, NULL);
    kiosk_leave(&glass);
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
    kiosk_start_at_home(&glass, &kiosk_usual, NULL);
    glass_send(&glass, paste, n);
    glass_type(&glass, KEY_DOWN);
    kiosk_expect_selected(&glass, 2);
    assert_true(glass_shows(&glass, KIOSK_HOME));
    free(paste);
    kiosk_leave(&glass);
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
    kiosk_start_at_home(&glass, &kiosk_usual, NULL);
    kiosk_start_at_home(&quiet, &kiosk_usual, NULL);
    for (size_t i = 0; i < sizeof noise / sizeof *noise; i++) {
        glass_type(&glass, noise[i]);
        glass_type(&glass, KEY_DOWN);
        glass_type(&quiet, KEY_DOWN);
        kiosk_expect_selected(&glass, (int)i + 2);
        kiosk_expect_selected(&quiet, (int)i + 2);
        kiosk_expect_same(&glass, &quiet);
    }
    kiosk_leave(&glass);
    kiosk_leave(&quiet);
}

/* All bytes of a run that moves the selection n times; a turn of the minute in between would add some. */
static size_t bytes_of_run(int moves, int vain_moves)
{
    struct glass glass;
    kiosk_start_at_home(&glass, &kiosk_usual, NULL);
    for (int i = 0; i < vain_moves; i++)
        glass_type(&glass, KEY_UP);
    for (int i = 0; i < moves; i++) {
        glass_type(&glass, KEY_DOWN);
        kiosk_expect_selected(&glass, i + 2);
    }
    kill(glass.pid, SIGTERM);
    assert_int_equal(glass_wait_end(&glass, KIOSK_LEAVES_MS, false), 0);
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
        struct glass_options options = kiosk_usual;
        options.probe = probes[i];
        kiosk_start_at_home(&glass, &options, NULL);
        glass_expect(&glass, "----------");
        glass_expect_gone(&glass, "─");
        assert_false(glass_shows(&glass, "▐"));
        kiosk_leave(&glass);
    }
}

/* Wide characters push the rest of their row aside; here something else does, where both
 * screens are blank. */
static void when_the_glyphs_change_nothing_is_left_of_what_they_wrecked(void **state)
{
    (void)state;
    struct glass glass;
    struct glass_options options = kiosk_usual;
    options.probe = GLASS_SILENT;
    kiosk_start_at_home(&glass, &options, NULL);
    glass_expect(&glass, "─");
    const char wreck[] = "\033[3;30Hwrecked";
    vterm_input_write(glass.vt, wreck, strlen(wreck));
    assert_true(glass_shows(&glass, "wrecked"));
    glass_expect(&glass, "----------");
    glass_expect_gone(&glass, "wrecked");
    kiosk_leave(&glass);
}

static void where_blocks_are_narrow_frames_are_lines(void **state)
{
    (void)state;
    struct glass glass;
    kiosk_start_at_home(&glass, &kiosk_usual, NULL);
    glass_expect(&glass, "──────────");
    assert_false(glass_shows(&glass, "▀")); /* nothing is left of the probe */
    kiosk_leave(&glass);
}

static void a_GB18030_terminal_is_spoken_to_in_GB18030(void **state)
{
    (void)state;
    static const char *const environment[] = {"TERM=xterm-256color", "LANG=zh_CN.GB18030",
                                              "LOCPATH=/nonexistent", NULL};
    struct glass glass;
    struct glass_options options = kiosk_usual;
    options.env = environment;
    options.charset = "GB18030";
    kiosk_start_at_home(&glass, &options, NULL);
    glass_expect(&glass, "一本通");
    glass_type(&glass, KEY_DOWN "\r");
    glass_expect(&glass, "首先确认");
    kiosk_leave(&glass);
}

int main(int argc, char **argv)
{
    if (!kiosk_take_program(argc, argv))
        return EX_USAGE;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_frame_appears),
        cmocka_unit_test(a_key_pressed_before_the_first_frame_opens_the_list),
        cmocka_unit_test(keys_lead_to_an_answer_and_its_code_and_back),
        cmocka_unit_test(a_tap_opens_what_it_hits),
        cmocka_unit_test(a_storm_of_resizes_ends_with_the_right_screen),
        cmocka_unit_test(any_size_of_window_is_survived),
        cmocka_unit_test(without_a_usable_TERM_it_says_so_in_plain_text),
        cmocka_unit_test(an_unknown_TERM_is_taken_for_an_xterm),
        cmocka_unit_test(a_megabyte_pasted_changes_nothing),
        cmocka_unit_test(bytes_that_are_no_keys_change_nothing),
        cmocka_unit_test(a_key_that_changes_nothing_sends_nothing),
        cmocka_unit_test(moving_the_selection_takes_at_most_200_bytes),
        cmocka_unit_test(where_blocks_are_wide_or_nobody_knows_frames_are_ascii),
        cmocka_unit_test(when_the_glyphs_change_nothing_is_left_of_what_they_wrecked),
        cmocka_unit_test(where_blocks_are_narrow_frames_are_lines),
        cmocka_unit_test(a_GB18030_terminal_is_spoken_to_in_GB18030),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
