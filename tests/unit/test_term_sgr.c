/* SPDX-License-Identifier: MIT */
#include "ui/term_sgr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BLUE_ON_WHITE "\033[38;5;25m\033[48;5;255m"

#define MARK_0 "\U000E0100"
#define MARK_1 "\U000E0101"
#define MARK_2 "\U000E0102"
#define MARK_LAST "\U000E01EF"

static const struct term_sgr_state styles[TERM_SGR_STYLES] = {
    [1] = {.ink = 1 + 25, .ground = 1 + 255},
    [2] = {.ground = 1 + 4, .attrs = 1 << 1},
    [TERM_SGR_STYLES - 1] = {.attrs = 1 << 4},
};

/* The bytes that go out for those that come in, to a terminal of which nothing is known. */
static char *rewritten_with(const struct term_sgr_state *marks, const char *bytes, size_t room)
{
    struct term_sgr sgr = {.enabled = true, .styles = marks};
    size_t n = strlen(bytes), used = 0, capacity = 4 * n + 2 * TERM_SGR_MAX;
    char *out = calloc(1, capacity);
    assert_non_null(out);
    for (size_t read = 0; read < n;) {
        size_t written, left = capacity - used < room ? capacity - used : room;
        size_t got = term_sgr_rewrite(&sgr, out + used, left, &written, bytes + read, n - read);
        assert_true(written <= left);
        assert_true(got > 0);
        read += got;
        used += written;
    }
    return out;
}

static char *rewritten(const char *bytes, size_t room)
{
    return rewritten_with(NULL, bytes, room);
}

static void assert_styled(const char *bytes, const char *expected)
{
    char *out = rewritten_with(styles, bytes, 2 * TERM_SGR_MAX);
    assert_string_equal(out, expected);
    free(out);
}

static void assert_rewritten(const char *bytes, const char *expected)
{
    char *out = rewritten(bytes, 2 * TERM_SGR_MAX);
    assert_string_equal(out, expected);
    free(out);
}

/* mlterm erases the wrong cells beside wide characters; blanks are blanks everywhere, and
 * the cursor stays. */
static void erased_characters_are_written_as_blanks(void **state)
{
    (void)state;
    assert_rewritten("\033[3;5H\033[4X\033[9G", "\033[3;5H\033[0m   \033[X\033[3D\033[9G");
}

/* So does what it erases from the margin to the cursor; where nobody knows the column, nothing can be
 * written. */
static void a_row_is_erased_to_its_start_by_blanks(void **state)
{
    (void)state;
    assert_rewritten("\033[3;5H\033[1Kb", "\033[3;5H\033[0m\r    \033[Xb");
    assert_rewritten("\033[3;1H\033[1K", "\033[3;1H\033[0m\r\033[X");
    assert_rewritten("\033[3;2Hab\033[1K", "\033[3;2H\033[0mab\r   \033[X");
    assert_rewritten("\r\033[4C\n\033[2D\033[1K", "\r\033[4C\n\033[2D\033[0m\r  \033[X");
    assert_rewritten("\033[3;4H\033[4d\b\033[1K", "\033[3;4H\033[4d\b\033[0m\r  \033[X");
    assert_rewritten("\033[3;5H中\033[1K", "\033[3;5H\033[0m中\033[1K");
    assert_rewritten("\0338\033[1K", "\033[0m\0338\033[1K");
}

static void attributes_are_sent_when_a_character_shows_them(void **state)
{
    (void)state;
    assert_rewritten("\033[1m" BLUE_ON_WHITE "a", "\033[0;1;38;5;25;48;5;255ma");
    assert_rewritten("\033[1m\033[m" BLUE_ON_WHITE, "");
    assert_rewritten("a\033[1m\033[5;5H\033[mb", "\033[0ma\033[5;5Hb");
}

static void what_the_terminal_has_is_not_sent_again(void **state)
{
    (void)state;
    assert_rewritten(BLUE_ON_WHITE "a\033[39;49m\033(B\033[m" BLUE_ON_WHITE "b",
                     "\033[0;38;5;25;48;5;255ma\033(Bb");
    assert_rewritten("\033[1ma\033[0;1;4mb", "\033[0;1ma\033[4mb");
    assert_rewritten("\033[1;2ma\033[22;1mb", "\033[0;1;2ma\033[22;1mb");
    assert_rewritten("\033[31;104ma\033[39mb", "\033[0;31;104ma\033[39mb");
    assert_rewritten("\033(Ba\033(Bb", "\033(B\033[0mab");
}

static void the_ink_of_a_space_does_not_matter_its_ground_does(void **state)
{
    (void)state;
    assert_rewritten("a\033[31m \033[32m \033[mb", "\033[0ma  b");
    assert_rewritten("a\033[31;44m b", "\033[0ma\033[44m \033[31mb");
    assert_rewritten("a\033[4m ", "\033[0ma\033[4m ");
    assert_rewritten("a\033[44m\033[K", "\033[0ma\033[44m\033[K"); /* clearing takes the ground */
}

static void what_is_not_understood_passes_and_ends_the_rewriting(void **state)
{
    (void)state;
    assert_rewritten("a\033[38:2::1:2:3mb\033[1m\033[1mc", "\033[0ma\033[38:2::1:2:3mb\033[1m\033[1mc");
    assert_rewritten("a\033[38;5;999mb", "\033[0ma\033[38;5;999mb");
    assert_rewritten("a\033[1", "\033[0ma\033[1"); /* cut short */
    assert_rewritten("a\033", "\033[0ma\033");
}

/* From there on everything goes out as it came in. */
static void a_colour_that_is_none_of_ours_passes_as_it_is(void **state)
{
    static const char *const colours[] = {
        "\033[38;5m",   "\033[38;2;1;2;3m",
        "\033[21m",     "\033[26m",
        "\033[38;6;1m", "\033[50m",
        "\033[89m",     "\033[98m",
        "\033[99m",     "\033[108m",
        "\033[1000m",   "\033[10000m",
        "\033[?1m",     "\033[1;;;;;;;;;;;;;;;;1m",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(colours) / sizeof(*colours); i++) {
        char bytes[80], expected[80];
        snprintf(bytes, sizeof(bytes), "a%s\033[1m\033[1mb", colours[i]);
        snprintf(expected, sizeof(expected), "\033[0ma%s\033[1m\033[1mb", colours[i]);
        assert_rewritten(bytes, expected);
    }
}

static void the_bright_colours_are_the_second_eight(void **state)
{
    (void)state;
    assert_rewritten("\033[90;107ma\033[97;100mb", "\033[0;90;107ma\033[97;100mb");
    assert_rewritten("\033[9;5ma\033[29mb\033[25mc", "\033[0;5;9ma\033[29mb\033[0mc");
}

/* More than a row has, or what is no erasure at all, is the terminal's business. */
static void only_what_fits_into_a_row_is_written_as_blanks(void **state)
{
    static const char *const erasures[] = {"\033[X",    "\033[1X",  "\033[1150X",
                                           "\033[2;3X", "\033[?4X", "\033#8"};
    (void)state;
    for (size_t i = 0; i < sizeof(erasures) / sizeof(*erasures); i++) {
        char bytes[40], expected[40];
        snprintf(bytes, sizeof(bytes), "a%sb", erasures[i]);
        snprintf(expected, sizeof(expected), "\033[0ma%sb", erasures[i]);
        assert_rewritten(bytes, expected);
    }
    assert_rewritten("\033[3;1150H\033[1K", "\033[3;1150H\033[0m\033[1K");
    assert_rewritten("\033[3H\033[1K", "\033[3H\033[0m\r\033[X");
    assert_rewritten("\033[3;0H\033[1K", "\033[3;0H\033[0m\r\033[X");
    assert_rewritten("\033[3;3H\033[9D\033[1K", "\033[3;3H\033[9D\033[0m\r\033[X");
    assert_rewritten("\033[0G\033[0C\033[1K", "\033[0G\033[0C\033[0m\r \033[X");
}

static void another_charset_is_left_again_by_ours(void **state)
{
    (void)state;
    assert_rewritten("\033(Ba\033)0\033(Bb\033(0\033(Bc", "\033(B\033[0ma\033)0\033(Bb\033(0\033(Bc");
}

static void a_mark_is_not_sent_but_its_style_is(void **state)
{
    (void)state;
    assert_styled("学" MARK_1 "籍" MARK_1 "x", "\033[0;38;5;25;48;5;255m学籍\033[0mx");
    assert_styled("a" MARK_2 "\033[31mb" MARK_2 "c", "\033[0;1;44mab\033[22;31;49mc");
    assert_styled("a" MARK_0 "b" MARK_LAST, "\033[0ma\033[4mb");
    assert_styled("a" MARK_1 " " MARK_2 " ",
                  "\033[0;38;5;25;48;5;255ma\033[44m \033[0m "); /* the ink stays */
}

/* Between the two a terminal would be told that the accent, or the letter with it, looks otherwise. */
static void an_accent_looks_as_the_letter_that_it_stands_on(void **state)
{
    (void)state;
    assert_styled("e" MARK_1 "\u0301f", "\033[0;38;5;25;48;5;255me\u0301\033[0mf");
    assert_styled("e" MARK_1 "\u0301\u0302\u0303学", "\033[0;38;5;25;48;5;255me\u0301\u0302\u0303\033[0m学");
    assert_styled("e" MARK_1 "\u0301"
                  "f" MARK_1 "\u0301",
                  "\033[0;38;5;25;48;5;255me\u0301f\u0301");
    assert_styled("e" MARK_1 MARK_2, "\033[0;38;5;25;48;5;255me\033[0m" MARK_2); /* is no accent */
}

static void what_is_no_mark_stays(void **state)
{
    (void)state;
    assert_styled("a\U000E00FF", "\033[0ma\U000E00FF");
    assert_styled("a\U000E01F0", "\033[0ma\U000E01F0");
    assert_styled("a\xf3\xa0\x84", "\033[0ma\xf3\xa0\x84"); /* cut short */
    assert_rewritten("a" MARK_1, "\033[0ma" MARK_1);
    assert_styled("\x80\x80\x80\x80\x80" MARK_1, "\033[0m\x80\x80\x80\x80\033[38;5;25;48;5;255m\x80");
}

static void marks_never_reach_the_glass(void **state)
{
    (void)state;
    assert_styled("\033[38:2::1:2:3ma" MARK_1 "b",
                  "\033[0m\033[38:2::1:2:3m\033[0;38;5;25;48;5;255ma\033[0mb");
}

static void what_ends_the_rewriting_is_known_beforehand(void **state)
{
    (void)state;
    assert_true(term_sgr_understands("\033(B\033[m"));
    assert_true(term_sgr_understands("\033[m\017"));
    assert_true(term_sgr_understands("\033[39;49m"));
    assert_false(term_sgr_understands("\033[0;10m"));
    assert_false(term_sgr_understands("\033[38:2::1:2:3m"));
}

static void little_room_changes_nothing_but_the_steps(void **state)
{
    (void)state;
    static const char bytes[] =
        "\033[?1049h\033[H" BLUE_ON_WHITE "学籍\033[1m\033[31m  x\033[m\033[K\033[12;40H" BLUE_ON_WHITE
        "\033[7m学历\033[27m \033[4mz\033(B\033[m\033[2J";
    char *whole = rewritten(bytes, 2 * TERM_SGR_MAX);
    for (size_t room = TERM_SGR_MAX + 16; room < TERM_SGR_MAX + 80; room++) {
        char *steps = rewritten(bytes, room);
        assert_string_equal(steps, whole);
        free(steps);
    }
    free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(erased_characters_are_written_as_blanks),
        cmocka_unit_test(a_row_is_erased_to_its_start_by_blanks),
        cmocka_unit_test(attributes_are_sent_when_a_character_shows_them),
        cmocka_unit_test(what_the_terminal_has_is_not_sent_again),
        cmocka_unit_test(the_ink_of_a_space_does_not_matter_its_ground_does),
        cmocka_unit_test(what_is_not_understood_passes_and_ends_the_rewriting),
        cmocka_unit_test(a_colour_that_is_none_of_ours_passes_as_it_is),
        cmocka_unit_test(the_bright_colours_are_the_second_eight),
        cmocka_unit_test(only_what_fits_into_a_row_is_written_as_blanks),
        cmocka_unit_test(another_charset_is_left_again_by_ours),
        cmocka_unit_test(a_mark_is_not_sent_but_its_style_is),
        cmocka_unit_test(an_accent_looks_as_the_letter_that_it_stands_on),
        cmocka_unit_test(what_is_no_mark_stays),
        cmocka_unit_test(marks_never_reach_the_glass),
        cmocka_unit_test(what_ends_the_rewriting_is_known_beforehand),
        cmocka_unit_test(little_room_changes_nothing_but_the_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
