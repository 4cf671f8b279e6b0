/* SPDX-License-Identifier: MIT */
/* What characters are compared as, and what kind each is: Han, a word's, or one over which a phrase goes on.
 */
#include "db/fold.h"
#include "db/pinyin.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void each_character_is_of_one_kind(void **state)
{
    static const struct {
        char32_t c;
        bool han, word, transparent;
    } rows[] = {
        {U'〇', .han = true},
        {U'一', .han = true},
        {0x3400, .han = true},
        {0x33FF},
        {0x9FFF, .han = true},
        {0xA000, .word = true}, /* 彝文 */
        {0xF900, .han = true},
        {0xFAFF, .han = true},
        {0xFB00, .word = true}, /* ﬀ */
        {0x20000, .han = true},
        {0x3FFFF, .han = true},
        {0x40000},
        {U'a', .word = true},
        {U'z', .word = true},
        {U'A', .word = true},
        {U'Z', .word = true},
        {U'0', .word = true},
        {U'9', .word = true},
        {U'@'},
        {U'[', .transparent = true},
        {U'`'},
        {U'{', .transparent = true},
        {U'/'},
        {U':'},
        {U'é', .word = true},
        {U'я', .word = true},
        {U' ', .transparent = true},
        {U'　', .transparent = true},
        {U'（', .transparent = true},
        {U'“', .transparent = true},
        {U'”', .transparent = true},
        {U'》', .transparent = true},
        {U'，'},
        {U'。'},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        bool han = fold_is_han(rows[i].c), word = fold_is_word(rows[i].c),
             transparent = fold_is_transparent(rows[i].c);
        if (han != rows[i].han || word != rows[i].word || transparent != rows[i].transparent)
            fail_msg("U+%04X: Han %d, word %d, transparent %d", (unsigned)rows[i].c, han, word, transparent);
        assert_int_equal(pinyin_is_han(rows[i].c), han);
    }
}

static void a_character_is_compared_as_what_is_meant(void **state)
{
    static const struct {
        char32_t c, as[4];
    } rows[] = {{U'A', {U'a'}},
                {U'z', {U'z'}},
                {U'Ａ', {U'a'}},
                {U'１', {U'1'}},
                {U'Ü', {U'v'}},
                {U'ü', {U'v'}},
                {U'學', {U'学'}},
                {U'学', {U'学'}},
                {0xFB00, {U'f', U'f'}},
                {U'①', {U'1'}},
                {U'㈠', {U'(', U'一', U')'}},
                {0xF900, {U'岂'}},
                {U'龜', {U'龜'}}};
    struct variants variants = {0};
    (void)state;
    assert_int_equal(variants_add(&variants, U'學', U'学'), 0);
    assert_int_equal(variants_add(&variants, 0x8C48, U'岂'), 0); /* what U+F900 is by NFKC */
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        char32_t out[FOLD_MAX];
        size_t n = fold_character(out, rows[i].c, &variants), wanted = 0;
        while (wanted < 4 && rows[i].as[wanted])
            wanted++;
        assert_int_equal(n, wanted);
        assert_memory_equal(out, rows[i].as, n * sizeof(*out));
    }
    char32_t out[FOLD_MAX];
    assert_int_equal(fold_character(out, U'學', NULL), 1);
    assert_int_equal(out[0], U'學');
    variants_fini(&variants);
}

static void variants_are_in_order_or_refused(void **state)
{
    struct variants variants = {0};
    (void)state;
    for (char32_t c = 0x4E00; c < 0x4E00 + 5; c++)
        assert_int_equal(variants_add(&variants, c, U'学'), 0);
    assert_int_equal(variants_add(&variants, 0x4E04, U'学'), -EBADMSG);
    assert_int_equal(variants_add(&variants, 0x4E00, U'学'), -EBADMSG);
    for (int r = 0; r == 0;)
        r = variants_add(&variants, variants.items[variants.n - 1].traditional + 1, U'学');
    assert_true(variants.n >= 10000 && variants.n < 50000); /* there are not so many */
    variants_fini(&variants);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_character_is_of_one_kind),
        cmocka_unit_test(a_character_is_compared_as_what_is_meant),
        cmocka_unit_test(variants_are_in_order_or_refused),
    };
    return cmocka_run_group_tests_name("characters as they are compared", tests, NULL, NULL);
}
