/* SPDX-License-Identifier: MIT */
#include "base/sanitize.h"

#include "base/error.h"
#include "base/utf8.h"
#include "base/width.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_cleaned(const char *dirty, size_t n, const char *expected)
{
    char *clean = NULL;

    assert_int_equal(sanitize_text(&clean, dirty, n), 0);
    assert_string_equal(clean, expected);
    assert_int_equal(sanitize_is_clean(dirty, n), strlen(expected) == n && memcmp(dirty, expected, n) == 0);
    assert_true(sanitize_is_clean(clean, strlen(clean)));
    free(clean);
}

#define ASSERT_CLEANED(dirty, expected) assert_cleaned(dirty, sizeof(dirty) - 1, expected)

static void what_a_page_is_made_of_stays(void **state)
{
    (void)state;
    ASSERT_CLEANED("答：《办法》（教学〔2014〕11号）第十九条规定，“学历”……——①％ ①",
                   "答：《办法》（教学〔2014〕11号）第十九条规定，“学历”……——①％ ①");
    ASSERT_CLEANED("https://www.chsi.com.cn/~a?b=c&d", "https://www.chsi.com.cn/~a?b=c&d");
    ASSERT_CLEANED("┌─┐▀▐✓➤　é𠀀", "┌─┐▀▐✓➤　é𠀀");
    ASSERT_CLEANED("", "");
}

static void controls_never_pass(void **state)
{
    (void)state;
    ASSERT_CLEANED("a\x1b[2Jb\x1b]0;x\x07\x7f\r\n\tc", "a[2Jb]0;xc");
    ASSERT_CLEANED("a\0b", "ab");
    ASSERT_CLEANED("\xC2\x9B"
                   "31m",
                   "31m");
    for (char32_t c = 0; c < 0xA0; c++)
        if (c < 0x20 || c >= 0x7F)
            assert_int_equal(sanitize_class_of(c), SANITIZE_DROP);
}

static void invisible_characters_never_pass(void **state)
{
    static const char32_t hidden[] = {
        0x00AD,  0x034F,  0x061C,  0x115F,  0x1160,   0x17B4,   0x180B,     0x180E, 0x200B,
        0x200C,  0x200D,  0x200E,  0x200F,  0x2028,   0x2029,   0x202A,     0x202E, 0x2060,
        0x2064,  0x2065,  0x2066,  0x2069,  0x206F,   0x3164,   0xD800,     0xDFFF, 0xE000,
        0xF8FF,  0xFE00,  0xFE0F,  0xFEFF,  0xFFA0,   0xFFF9,   0xFFFE,     0xFFFF, 0xE0001,
        0xE0020, 0xE007F, 0xE0100, 0xF0000, 0x10FFFF, 0x110000, 0xFFFFFFFF, 0x0378, 0x1D173,
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(hidden); i++)
        assert_int_equal(sanitize_class_of(hidden[i]), SANITIZE_DROP);
}

static void a_base_takes_three_marks_and_no_more(void **state)
{
    (void)state;
    ASSERT_CLEANED("e\u0301\u0302\u0303", "e\u0301\u0302\u0303");
    ASSERT_CLEANED("e\u0301\u0302\u0303\u0304\u0305x\u0301", "e\u0301\u0302\u0303x\u0301");
    ASSERT_CLEANED("\u0301吉", "吉");
    ASSERT_CLEANED("e\u0301\u200D\u0302\u0303\u0304", "e\u0301\u0302\u0303");
}

static void ill_formed_bytes_become_replacements(void **state)
{
    (void)state;
    ASSERT_CLEANED("吉\xFF林\xE4\xB8", "吉\uFFFD林\uFFFD");
    ASSERT_CLEANED("\xFF\xFF\xFF", "\uFFFD\uFFFD\uFFFD");
    ASSERT_CLEANED("\uFFFD", "\uFFFD");
}

static void bases_take_cells_and_marks_take_none(void **state)
{
    size_t shown = 0;

    (void)state;
    for (char32_t c = 0; c <= 0x10FFFF; c++) {
        enum sanitize_class class = sanitize_class_of(c);
        if (class != SANITIZE_DROP)
            assert_int_equal(class == SANITIZE_BASE, width_of(c) > 0);
        shown += class != SANITIZE_DROP;
    }
    assert_in_range(shown, 140000, 160000); /* Unicode 14: 144,697 characters without format and control */
}

static void a_clean_copy_ends_where_it_says(void **state)
{
    char text[3000], *clean = NULL;

    (void)state;
    memset(text, 0xFF, sizeof(text));
    assert_int_equal(sanitize_text(&clean, text, sizeof(text)), 0);
    assert_int_equal(strlen(clean), 3 * sizeof(text));
    free(clean);
    assert_int_equal(sanitize_text(&clean, text, SIZE_MAX), -ENOMEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_page_is_made_of_stays),
        cmocka_unit_test(controls_never_pass),
        cmocka_unit_test(invisible_characters_never_pass),
        cmocka_unit_test(a_base_takes_three_marks_and_no_more),
        cmocka_unit_test(ill_formed_bytes_become_replacements),
        cmocka_unit_test(bases_take_cells_and_marks_take_none),
        cmocka_unit_test(a_clean_copy_ends_where_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
