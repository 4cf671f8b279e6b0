/* SPDX-License-Identifier: MIT */
/* Text and pastes in every charset. */
#include "tests/unit/input_keys.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void a_paste_is_one_key_with_its_first_characters(void **state)
{
    (void)state;
    ASSERT_KEYS("\x1b[200~abc\x1b[201~x", "paste<abc> x");
    ASSERT_KEYS("\x1b[200~\x1b[201~x", "paste<> x");
    ASSERT_KEYS("\x1b[200~学\r\n\t籍\x1b[2J\x03\xE2\x80\xAE\x1b[201~x", "paste<U+5B66U+7C4D[2J> x");
    ASSERT_KEYS("\x1b[200~a\x1b[20\x1b\x1b[201~x", "paste<a[20> x");
    ASSERT_KEYS("\x1b[200~a\xe5\xad\x1b[201~x", "paste<aU+FFFD> x");
    ASSERT_KEYS("\x1b[200~\xCC\x81"
                "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81\x1b[201~x",
                "paste<eU+0301U+0301U+0301> x");
    ASSERT_KEYS("\x1b[200~abc", "paste<abc>");
}

static void a_megabyte_of_paste_is_swallowed(void **state)
{
    enum { CHUNK = 4096, CHUNKS = 256 };
    struct input *input = input_for("UTF-8");
    struct keys keys = {0};
    char chunk[CHUNK], text[INPUT_PASTE_MAX + 1] = {0};

    (void)state;
    memset(chunk, '7', sizeof(chunk));
    for (size_t i = 6; i < sizeof(chunk); i += 7)
        chunk[i] = 0x1B; /* a beginning of an end, again and again */
    input_feed(input, "\x1b[200~", 6, 0);
    for (int i = 0; i < CHUNKS; i++) {
        drain(&keys, input, i);
        input_feed(input, chunk, sizeof(chunk), i);
    }
    drain(&keys, input, CHUNKS);
    assert_int_equal(keys.n, 0);
    input_feed(input, "\x1b[201~q", 7, CHUNKS);
    drain(&keys, input, CHUNKS);

    assert_int_equal(keys.n, 2);
    assert_int_equal(keys.items[0].type, KEY_PASTE);
    for (size_t i = 0; i < INPUT_PASTE_MAX; i++)
        text[i] = (char)keys.items[0].text[i];
    for (size_t i = 0; i < INPUT_PASTE_MAX; i++)
        assert_int_equal(text[i], '7');
    assert_int_equal(keys.items[0].text[INPUT_PASTE_MAX], 0);
    assert_int_equal(keys.items[1].ch, U'q');
    input_free(input);
}

static void a_wanted_paste_comes_whole_with_its_lines(void **state)
{
    struct input *input = input_for("UTF-8");
    struct keys keys = {0};
    char line[200];

    (void)state;
    input_want_pastes(input, true);
    input_feed(input, "\x1b[200~一\r\n二\t三\r四\n\x1b[201~", 29, 0);
    drain(&keys, input, 0);
    assert_int_equal(keys.n, 1);
    static const char32_t expected[] = U"一\n二 三\n四\n";
    assert_memory_equal(keys.items[0].text, expected, sizeof(expected));

    size_t characters = 0;
    input_feed(input, "\x1b[200~", 6, 0);
    memset(line, 'x', sizeof(line));
    for (int i = 0; i < 40; i++) {
        keys.n = 0;
        input_feed(input, line, sizeof(line), 0);
        drain(&keys, input, 0);
        for (size_t k = 0; k < keys.n; k++)
            for (size_t c = 0; keys.items[k].text[c]; c++)
                characters += keys.items[k].text[c] == U'x';
    }
    keys.n = 0;
    input_feed(input, "\x1b[201~q", 7, 0);
    drain(&keys, input, 0);
    assert_int_equal(keys.items[keys.n - 1].ch, U'q');
    assert_true(characters >= INPUT_PASTE_TOTAL && characters <= INPUT_PASTE_TOTAL + INPUT_PASTE_MAX);
    input_free(input);
}

/* The screen that wants it opens while it comes: what nobody wanted has filled the room. */
static void a_paste_that_is_wanted_late_keeps_within_its_room(void **state)
{
    struct input *input = input_for("UTF-8");
    struct keys keys = {0};
    char line[INPUT_PASTE_MAX + 20];

    (void)state;
    memset(line, 'x', sizeof(line));
    input_feed(input, "\x1b[200~", 6, 0);
    input_feed(input, line, sizeof(line), 0);
    drain(&keys, input, 0);
    assert_int_equal(keys.n, 0);
    input_want_pastes(input, true);
    input_feed(input, "\n", 1, 0);
    drain(&keys, input, 0);
    assert_int_equal(keys.n, 1);
    assert_int_equal(keys.items[0].text[INPUT_PASTE_MAX - 1], U'x');
    assert_int_equal(keys.items[0].text[INPUT_PASTE_MAX], 0);
    input_free(input);
}

static void a_paste_without_end_ends_in_silence(void **state)
{
    struct input *input = input_for("UTF-8");
    struct key key;

    (void)state;
    input_feed(input, "\x1b[200~ab", 8, 1000);
    assert_int_equal(input_next(&key, input, 1000), 0);
    assert_int_equal(input_deadline(input), 1200);
    input_feed(input, "c", 1, 1150);
    assert_int_equal(input_next(&key, input, 1150), 0);
    assert_int_equal(input_next(&key, input, 1349), 0);
    assert_int_equal(input_next(&key, input, 1350), 1);
    assert_int_equal(key.type, KEY_PASTE);
    assert_int_equal(key.text[2], U'c');
    input_feed(input, "d", 1, 1351);
    assert_int_equal(input_next(&key, input, 1351), 1);
    assert_int_equal(key.type, KEY_TEXT);
    input_free(input);
}

static void ill_formed_text_becomes_replacements(void **state)
{
    (void)state;
    ASSERT_KEYS("\xff"
                "a\x80"
                "b",
                "U+FFFD a U+FFFD b");
    ASSERT_KEYS("\xe5\xad"
                "a",
                "U+FFFD a");
    ASSERT_KEYS("\xe5\xad\x1b[A", "U+FFFD up");
    ASSERT_KEYS("\xe5\xe5\xad\xa6", "U+FFFD U+5B66");
    ASSERT_KEYS("\xed\xa0\x80", "U+FFFD U+FFFD U+FFFD");
    ASSERT_KEYS("\xe5\xad", "U+FFFD");
}

static void hidden_characters_and_c1_controls_are_no_keys(void **state)
{
    (void)state;
    ASSERT_KEYS("\xC2\x9B"
                "A\xE2\x80\xAE\xE2\x80\x8B\xEE\x80\x80\xCC\x81x",
                "A x");
    ASSERT_KEYS("\x9B"
                "A",
                "U+FFFD A");
}

static void gb18030_is_read_character_by_character(void **state)
{
    (void)state;
    ASSERT_GB_KEYS("\xd1\xa7\xbc\xae", "U+5B66 U+7C4D");
    ASSERT_GB_KEYS("\x81\x37\xbd\x37x", "U+2713 x");
    ASSERT_GB_KEYS("\x95\x32\x82\x36", "U+20000");
    ASSERT_GB_KEYS("\x81\x5b\x81\x7e", "U+4E55 U+4E8A"); /* second bytes [ and ~ */
    ASSERT_GB_KEYS("a\x1b[A\x1b\xd1\xa7", "a up alt-U+5B66");
    ASSERT_GB_KEYS("\x1b[200~\xd1\xa7\x81\x5b\x1b[201~x", "paste<U+5B66U+4E55> x");
}

static void a_cut_lead_byte_swallows_no_key(void **state)
{
    (void)state;
    ASSERT_GB_KEYS("\xd1\x1b[A", "U+FFFD up");
    ASSERT_GB_KEYS("\xd1\r", "U+FFFD enter");
    ASSERT_GB_KEYS("\x81\x30\x1b[A", "U+FFFD 0 up");
    ASSERT_GB_KEYS("\x81\x30\x81\r", "U+FFFD 0 U+FFFD enter");
    ASSERT_GB_KEYS("\xd1", "U+FFFD");
    ASSERT_GB_KEYS("\x81\x30\x81", "U+FFFD");
    ASSERT_GB_KEYS("\x1b[200~\xd1\x1b[201~x", "paste<U+FFFD> x");
    assert_keys("GBK", "\xa2\xab\xd1\xa7", 4, "U+FFFD U+5B66");
}

/* In these charsets a mark may follow that makes another character of it: nobody waits for that. */
static void a_character_that_could_go_on_is_told_at_once(void **state)
{
    (void)state;
    assert_keys("BIG5-HKSCS", "\x88\x66x", 3, "U+00CA x");
    assert_keys("EUC-JISX0213", "\xa4\xabx", 3, "U+304B x");
}

/* No terminal has it, but the decoder is not to be surprised by bytes that make no character, or never an
 * end. */
static void bytes_without_a_character_are_waited_through(void **state)
{
    (void)state;
    assert_keys("UTF-16", "\xff\xfe\x61\x00", 4, "a");
    assert_keys("UTF-16", "\xff\xfe\x3d\xd8", 4, "U+FFFD = U+FFFD");
}

static void an_unknown_charset_is_refused(void **state)
{
    struct charset charset = {.name = "NOSUCH"};
    struct input *input = NULL;

    (void)state;
    assert_int_equal(input_new(&input, &charset), -EINVAL);
    assert_null(input);
    input_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paste_is_one_key_with_its_first_characters),
        cmocka_unit_test(a_megabyte_of_paste_is_swallowed),
        cmocka_unit_test(a_wanted_paste_comes_whole_with_its_lines),
        cmocka_unit_test(a_paste_that_is_wanted_late_keeps_within_its_room),
        cmocka_unit_test(a_paste_without_end_ends_in_silence),
        cmocka_unit_test(ill_formed_text_becomes_replacements),
        cmocka_unit_test(hidden_characters_and_c1_controls_are_no_keys),
        cmocka_unit_test(gb18030_is_read_character_by_character),
        cmocka_unit_test(a_cut_lead_byte_swallows_no_key),
        cmocka_unit_test(a_character_that_could_go_on_is_told_at_once),
        cmocka_unit_test(bytes_without_a_character_are_waited_through),
        cmocka_unit_test(an_unknown_charset_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
