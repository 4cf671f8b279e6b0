/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define R 0xFFFD

static void every_scalar_value_survives_the_way_there_and_back(void **state)
{
    (void)state;
    for (char32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        char32_t back = 0;
        size_t n = utf8_encode(bytes, c);
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;

        assert_int_equal(n, utf8_decode(&back, bytes, n));
        assert_int_equal(back, surrogate ? R : c);
        assert_int_equal(n, surrogate ? 3 : c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
    }
}

static void values_beyond_unicode_are_written_as_replacement(void **state)
{
    char bytes[4];

    (void)state;
    assert_int_equal(utf8_encode(bytes, 0x110000), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
    assert_int_equal(utf8_encode(bytes, 0xFFFFFFFF), 3);
}

/* Unicode 15.0, tables 3-8 to 3-11, and the bounds of RFC 3629. */
static void one_replacement_stands_for_each_maximal_ill_formed_part(void **state)
{
    static const struct {
        const char *bytes;
        char32_t expected[12];
    } cases[] = {
        {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", {R, R, R, R, R, R, R, R, 0x41}},
        {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", {R, R, R, R, R, R, R, R, 0x41}},
        {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", {R, R, R, R, R, 0x41, R, R, 0x42}},
        {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", {R, R, R, R, 0x41}},
        {"\xE4\xB8", {R}},
        {"\xF0\x9F\x98", {R}},
        {"\xF4\x8F\xBF\xBF", {0x10FFFF}},
        {"\xF5\x80", {R, R}},
        {"\xC1\x81", {R, R}},
        {"\xE0\xA0\x80", {0x800}},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        char32_t *text;
        size_t n;
        assert_int_equal(utf8_to_utf32(&text, &n, cases[i].bytes), 0);
        for (size_t j = 0; j < n; j++)
            assert_int_equal(text[j], cases[i].expected[j]);
        assert_true(n == ARRAY_SIZE(cases[i].expected) || cases[i].expected[n] == 0);
        free(text);
    }
}

static void validity_tells_a_replacement_that_was_written_from_one_that_was_read(void **state)
{
    (void)state;
    assert_true(utf8_is_valid("吉林\xEF\xBF\xBD", 9));
    assert_true(utf8_is_valid("", 0));
    assert_true(utf8_is_valid("a\0b", 3));
    assert_false(utf8_is_valid("吉林", 5));
    assert_false(utf8_is_valid("\xEF\xBF", 2));
    assert_false(utf8_is_valid("\xF0\x9F\x92", 3)); /* as long as U+FFFD itself */
    assert_false(utf8_is_valid("\xC0\x80", 2));
    assert_false(utf8_is_valid("\xED\xA0\x80", 3));
    assert_false(utf8_is_valid("a\xFF", 2));
}

static void the_empty_string_becomes_no_code_point(void **state)
{
    char32_t *text = NULL;
    size_t n = 7;

    (void)state;
    assert_int_equal(utf8_to_utf32(&text, &n, ""), 0);
    assert_int_equal(n, 0);
    assert_non_null(text);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scalar_value_survives_the_way_there_and_back),
        cmocka_unit_test(values_beyond_unicode_are_written_as_replacement),
        cmocka_unit_test(one_replacement_stands_for_each_maximal_ill_formed_part),
        cmocka_unit_test(validity_tells_a_replacement_that_was_written_from_one_that_was_read),
        cmocka_unit_test(the_empty_string_becomes_no_code_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
