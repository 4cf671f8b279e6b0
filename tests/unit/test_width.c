/* SPDX-License-Identifier: MIT */
#include "base/width.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void han_and_full_width_take_two_cells(void **state)
{
    static const char32_t wide[] = U"一龥㐀䶿𠀀，。《》（）：￥％０Ａ　、「〓〝";

    (void)state;
    for (size_t i = 0; wide[i]; i++)
        assert_int_equal(width_of(wide[i]), 2);
}

static void ascii_and_the_safe_signs_take_one(void **state)
{
    static const char32_t narrow[] = U" aZ~0▐░▖✓☐▸➤«‹─▀“”…—·①é";

    (void)state;
    for (size_t i = 0; narrow[i]; i++)
        assert_int_equal(width_of(narrow[i]), 1);
}

static void marks_and_controls_take_none(void **state)
{
    static const char32_t none[] = {0, '\n', 0x1B, 0x7F, 0x80, 0x9F, 0x301, 0x302A, 0x200B, 0x1160};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(none); i++)
        assert_int_equal(width_of(none[i]), 0);
}

static void every_value_has_a_width_of_zero_to_two(void **state)
{
    (void)state;
    for (char32_t c = 0; c < 0x120000; c++)
        assert_in_range(width_of(c), 0, 2);
}

static void text_is_as_wide_as_its_characters(void **state)
{
    (void)state;
    assert_int_equal(width_of_text(""), 0);
    assert_int_equal(width_of_text("问题6. “学历”"), 4 + 3 + 6);
    assert_int_equal(width_of_text("e\u0301\u0302"), 1);
    assert_int_equal(width_of_text("\xFF\xFF"), 2); /* two replacements */
}

/* The groups that docs on terminals measured: those that move together, and those that never move. */
static void ambiguous_is_what_terminals_disagree_about(void **state)
{
    static const char32_t moves[] = U"─│┌═╭▀▄█▌▒▓←→▲▼●○■□◆★·…—“”×°①Ⅳ※℃√";
    static const char32_t stays[] = U"a~░▐▖▗✓✔✗✘☐☑☒▴▸▾◂▪▫◦‣➤◼◻⏎«»‹›一，（Ａ";

    (void)state;
    for (size_t i = 0; moves[i]; i++)
        assert_true(width_is_ambiguous(moves[i]));
    for (size_t i = 0; stays[i]; i++)
        assert_false(width_is_ambiguous(stays[i]));
    assert_false(width_is_ambiguous(0));
    assert_false(width_is_ambiguous(0x10FFFF));
}

static void ambiguous_characters_count_as_one_cell(void **state)
{
    size_t count = 0;

    (void)state;
    for (char32_t c = 0; c < 0x110000; c++) {
        if (!width_is_ambiguous(c))
            continue;
        assert_int_equal(width_of(c), 1);
        count++;
    }
    assert_int_equal(count, 902); /* EastAsianWidth-15.0.0.txt without Mn, Cf and private use */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(han_and_full_width_take_two_cells),
        cmocka_unit_test(ascii_and_the_safe_signs_take_one),
        cmocka_unit_test(marks_and_controls_take_none),
        cmocka_unit_test(every_value_has_a_width_of_zero_to_two),
        cmocka_unit_test(text_is_as_wide_as_its_characters),
        cmocka_unit_test(ambiguous_is_what_terminals_disagree_about),
        cmocka_unit_test(ambiguous_characters_count_as_one_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
