/* SPDX-License-Identifier: MIT */
/* Every theme can be read, at every depth and in every usual palette: contrast as WCAG 2.2 computes it. */
#include "ui/theme.h"

#include "base/error.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The first sixteen colours of terminals that a hall may have, out of their sources. */
static const struct palette {
    const char *name;
    uint32_t colours[16];
} palettes[] = {
    {"xterm, tmux, mlterm",
     {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000,
      0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff}},
    {"urxvt",
     {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000cd, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x4d4d4d, 0xff0000,
      0x00ff00, 0xffff00, 0x0000ff, 0xff00ff, 0x00ffff, 0xffffff}},
    {"VGA, kmscon",
     {0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa, 0x555555, 0xff5555,
      0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff}},
};

static uint32_t rgb_of(const struct palette *palette, int colour)
{
    static const uint32_t steps[] = {0, 95, 135, 175, 215, 255};
    if (colour < 16)
        return palette->colours[colour];
    if (colour >= 232)
        return (uint32_t)(8 + 10 * (colour - 232)) * 0x010101;
    int cube = colour - 16;
    return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6];
}

static double linear(uint32_t value)
{
    double part = value / 255.0;
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
}

static double ratio(uint32_t one, uint32_t other)
{
    double a = luminance(one), b = luminance(other);
    return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

static double needed(const struct theme *theme, int role)
{
    if (role == ROLE_LINE)
        return 3;
    return role >= ROLE_CODE_LIGHT || strcmp(theme->id, "contrast") == 0 ? 7 : 4.5;
}

static int assert_readable(const struct theme *theme, enum colour_depth depth, int role,
                           const struct palette *palette, int ink)
{
    struct paint paint = theme->paint[depth][role];
    double found = ratio(rgb_of(palette, ink), rgb_of(palette, paint.bg));
    if (found >= needed(theme, role))
        return 0;
    print_error("%s, depth %d, role %d, %s: colour %d on %d has %.2f:1\n", theme->id, depth, role,
                palette->name, ink, paint.bg, found);
    return 1;
}

static void what_is_written_can_be_read(void **state)
{
    (void)state;
    int poor = 0;
    const struct theme *theme;
    for (size_t at = 0; (theme = theme_at(at)); at++)
        for (enum colour_depth depth = DEPTH_8; depth <= DEPTH_256; depth++)
            for (int role = 0; role < ROLE_COUNT; role++)
                for (size_t i = 0; i < ARRAY_SIZE(palettes); i++) {
                    struct paint paint = theme->paint[depth][role];
                    poor += assert_readable(theme, depth, role, &palettes[i], paint.fg);
                    bool may_brighten = paint.fg < 8 && role < ROLE_LINE && !(paint.attrs & ATTR_NEVER_BOLD);
                    if (may_brighten && role != ROLE_GROUND)
                        poor += assert_readable(theme, depth, role, &palettes[i], paint.fg + 8);
                }
    assert_int_equal(poor, 0);
}

static void ratios_are_those_of_WCAG(void **state)
{
    (void)state;
    assert_true(fabs(ratio(0x000000, 0xffffff) - 21) < 0.001);
    assert_true(fabs(ratio(0x767676, 0xffffff) - 4.54) < 0.01);
    assert_true(fabs(ratio(0x0000ff, 0xffffff) - 8.59) < 0.01);
    assert_true(fabs(ratio(0xffffff, 0xffffff) - 1) < 0.001);
}

static void a_role_is_told_from_the_text_without_colour(void **state)
{
    (void)state;
    const struct paint *mono = theme_at(0)->paint[DEPTH_MONO];
    static const enum role roles[] = {ROLE_HEADING, ROLE_KEY, ROLE_SELECTED, ROLE_WARNING};
    for (size_t i = 0; i < ARRAY_SIZE(roles); i++)
        assert_true(mono[roles[i]].attrs != mono[ROLE_TEXT].attrs);
}

static void codes_are_dark_on_light_in_every_theme(void **state)
{
    (void)state;
    const struct theme *theme;
    for (size_t at = 0; (theme = theme_at(at)); at++)
        for (enum colour_depth depth = DEPTH_8; depth <= DEPTH_256; depth++)
            for (size_t i = 0; i < ARRAY_SIZE(palettes); i++) {
                const struct paint *paint = theme->paint[depth];
                double light = luminance(rgb_of(&palettes[i], paint[ROLE_CODE_LIGHT].bg));
                double dark = luminance(rgb_of(&palettes[i], paint[ROLE_CODE_DARK].bg));
                assert_true(light > dark);
                assert_int_equal(paint[ROLE_CODE_LIGHT].fg, paint[ROLE_CODE_DARK].bg);
                assert_int_equal(paint[ROLE_CODE_DARK].fg, paint[ROLE_CODE_LIGHT].bg);
            }
}

/* Of 256 colours the first sixteen are whatever somebody has set; where a colour's number is its value they
 * are something else again (term_curses.c). */
static void a_colour_is_one_that_every_terminal_has_alike(void **state)
{
    (void)state;
    const struct theme *theme;
    for (size_t at = 0; (theme = theme_at(at)); at++)
        for (enum colour_depth depth = DEPTH_8; depth <= DEPTH_256; depth++)
            for (int role = 0; role < ROLE_COUNT; role++) {
                const struct paint *paint = &theme->paint[depth][role];
                int first = depth == DEPTH_256 ? 16 : 0, n = depth == DEPTH_256  ? 256
                                                             : depth == DEPTH_16 ? 16
                                                                                 : 8;
                assert_in_range(paint->fg, first, n - 1);
                assert_in_range(paint->bg, first, n - 1);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ratios_are_those_of_WCAG),
        cmocka_unit_test(what_is_written_can_be_read),
        cmocka_unit_test(a_role_is_told_from_the_text_without_colour),
        cmocka_unit_test(codes_are_dark_on_light_in_every_theme),
        cmocka_unit_test(a_colour_is_one_that_every_terminal_has_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
