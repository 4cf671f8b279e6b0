/* SPDX-License-Identifier: MIT */
/* Keys, sequences, a finger: what bytes mean, and which mean nothing. */
#include "tests/unit/input_keys.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "ui/input_sequence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void plain_keys_are_themselves(void **state)
{
    (void)state;
    ASSERT_KEYS("a1/ ?", "a 1 /   ?");
    ASSERT_KEYS("学", "U+5B66");
    ASSERT_KEYS("𠀀é", "U+20000 U+00E9");
    ASSERT_KEYS("\r\n\t", "enter enter tab");
    ASSERT_KEYS("\b\x7f", "backspace backspace");
    ASSERT_KEYS("\x01\x03\x11\x13\x1a", "ctrl-A ctrl-C ctrl-Q ctrl-S ctrl-Z");
    ASSERT_KEYS("\0\x1c\x1d\x1e\x1f"
                "a",
                "a");
}

static void named_keys_of_every_terminal_are_known(void **state)
{
    (void)state;
    ASSERT_KEYS("\x1b[A\x1b[B\x1b[C\x1b[D", "up down right left");
    ASSERT_KEYS("\x1bOA\x1bOB\x1bOC\x1bOD", "up down right left");
    ASSERT_KEYS("\x1b[H\x1b[F\x1bOH\x1bOF", "home end home end");
    ASSERT_KEYS("\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "home end home end");
    ASSERT_KEYS("\x1b[2~\x1b[3~\x1b[5~\x1b[6~", "insert delete pgup pgdn");
    ASSERT_KEYS("\x1b[Z", "backtab");
    ASSERT_KEYS("\x1bOP\x1bOQ\x1bOR\x1bOS", "f1 f2 f3 f4");
    ASSERT_KEYS("\x1b[[A\x1b[[B\x1b[[C\x1b[[D\x1b[[E", "f1 f2 f3 f4 f5");
    ASSERT_KEYS("\x1b[11~\x1b[14~\x1b[15~\x1b[17~\x1b[21~\x1b[23~\x1b[24~", "f1 f4 f5 f6 f10 f11 f12");
    ASSERT_KEYS("\x1bOM\x1bOj\x1bOp\x1bOy\x1bOX", "enter * 0 9 =");
}

static void modifiers_are_understood_and_alt_is_told(void **state)
{
    (void)state;
    ASSERT_KEYS("\x1b[1;3A\x1b[1;9B\x1b[1;2C\x1b[1;5D", "alt-up alt-down right left");
    ASSERT_KEYS("\x1b[1;3P\x1b[1;2P\x1bO3P\x1bO1;3Q", "alt-f1 f1 alt-f1 alt-f2");
    ASSERT_KEYS("\x1b[5;3~\x1b[6;5~\x1b[15;4~", "alt-pgup pgdn alt-f5");
    ASSERT_KEYS("\x1b"
                "a\x1b"
                "1",
                "alt-a alt-1");
    ASSERT_KEYS("\x1b学", "alt-U+5B66");
    ASSERT_KEYS("\x1b\r\x1b\x7f\x1b\t\x1b\x01", "alt-enter alt-backspace alt-tab alt-ctrl-A");
    ASSERT_KEYS("\x1b\x1b[A", "alt-up");
}

static void a_lone_escape_is_a_key_after_its_time(void **state)
{
    struct input *input = input_for("UTF-8");
    struct key key;

    (void)state;
    assert_int_equal(input_deadline(input), -1);
    input_feed(input, "\x1b", 1, 1000);
    assert_int_equal(input_next(&key, input, 1000), 0);
    assert_int_equal(input_deadline(input), 1050);
    assert_int_equal(input_next(&key, input, 1049), 0);
    assert_int_equal(input_next(&key, input, 1050), 1);
    assert_int_equal(key.type, KEY_ESCAPE);
    assert_int_equal(input_next(&key, input, 1050), 0);
    assert_int_equal(input_deadline(input), -1);

    /* What comes later is no part of it, even if nobody asked in between. */
    input_feed(input, "\x1b", 1, 2000);
    assert_int_equal(input_next(&key, input, 2000), 0);
    input_feed(input, "[A", 2, 2050);
    struct keys keys = {0};
    char got[64];
    drain(&keys, input, 2050);
    describe(got, sizeof(got), &keys);
    assert_string_equal(got, "esc [ A");
    input_free(input);
}

static void escapes_in_a_row_are_counted(void **state)
{
    (void)state;
    ASSERT_KEYS("\x1b", "esc");
    ASSERT_KEYS("\x1b\x1b", "esc esc");
    ASSERT_KEYS("\x1b\x1b\x1b\x1b\x1b", "esc esc esc esc esc");
    ASSERT_KEYS("\x1b\x1b"
                "a",
                "esc alt-a");
}

static void a_key_that_looks_like_a_beginning_is_alt_with_it(void **state)
{
    (void)state;
    ASSERT_KEYS("\x1b[", "alt-[");
    ASSERT_KEYS("\x1bO", "alt-O");
    ASSERT_KEYS("\x1bP", "alt-P");
    ASSERT_KEYS("\x1b]", "alt-]");
    ASSERT_KEYS("\x1b_", "alt-_");
}

static void taps_drags_and_wheels_come_with_their_cell(void **state)
{
    (void)state;
    ASSERT_KEYS("\x1b[<0;1;1M\x1b[<0;80;24m", "press@0,0 release@23,79");
    ASSERT_KEYS("\x1b[<32;5;6M", "drag@5,4");
    ASSERT_KEYS("\x1b[<64;5;6M\x1b[<65;5;6M", "wheel-up@5,4 wheel-down@5,4");
    ASSERT_KEYS("\x1b[<8;5;6M\x1b[<16;5;6M\x1b[<4;5;6M", "alt-press@5,4 press@5,4 press@5,4");
    ASSERT_KEYS("\x1b[<0;32768;32768M", "press@32767,32767");
}

static void forged_mouse_reports_are_swallowed(void **state)
{
    (void)state;
    ASSERT_KEYS("\x1b[<0;0;1Mx", "x");
    ASSERT_KEYS("\x1b[<0;1;0Mx", "x");
    ASSERT_KEYS("\x1b[<0;32769;1Mx", "x");
    ASSERT_KEYS("\x1b[<0;1;99999999999999999999Mx", "x");
    ASSERT_KEYS("\x1b[<0;4294967297;1Mx", "x");
    ASSERT_KEYS("\x1b[<0;-5;1Mx", "x");
    ASSERT_KEYS("\x1b[<0;1Mx", "x");
    ASSERT_KEYS("\x1b[<0;1;1;1Mx", "x");
    ASSERT_KEYS("\x1b[<;;Mx", "x");
    ASSERT_KEYS("\x1b[<1;5;5M\x1b[<2;5;5M\x1b[<35;5;5M\x1b[<34;5;5M\x1b[<66;5;5M\x1b[<128;5;5Mx", "x");
    ASSERT_KEYS("\x1b[<64;5;5m\x1b[<32;5;5mx", "x");
    ASSERT_KEYS("\x1b[M !!x\x1b[M\x60\xff\xffx", "x x");
    ASSERT_KEYS("\x1b[0;5;5Mx", "x");
}

static void replies_and_unknown_sequences_are_swallowed_whole(void **state)
{
    (void)state;
    ASSERT_KEYS("\x1b[?62;1;6cx", "x");
    ASSERT_KEYS("\x1b[>0;276;0cx", "x");
    ASSERT_KEYS("\x1b[?2026;2$yx", "x");
    ASSERT_KEYS("\x1b[8;24;80tx", "x");
    ASSERT_KEYS("\x1b[I\x1b[Ox", "x");
    ASSERT_KEYS("\x1b[27;5;9~x", "x");
    ASSERT_KEYS("\x1b[99~\x1b[201~x", "x");
    ASSERT_KEYS("\x1b[38:2:1Ax", "x");
    ASSERT_KEYS("\x1b]11;rgb:0000/0000/0000\x07x", "x");
    ASSERT_KEYS("\x1b]11;rgb:0000/0000/0000\x1b\\x", "x");
    ASSERT_KEYS("\x1bP1$r0m\x1b\\\x1b_Ga\x1b\\\x1b^b\x1b\\\x1bXc\x1b\\x", "x");
    ASSERT_KEYS("\x1b]52;c;5a6m\xe5\xad\xa6\x07x", "x");
    ASSERT_KEYS("\x1b]abc\x18x", "x");
    ASSERT_KEYS("\x1b]abc\x1b[Ax", "up x");
    ASSERT_KEYS("\x1b[12\x1b[Ax", "up x");
    ASSERT_KEYS("\x1b[12\rx", "enter x");
    ASSERT_KEYS("\x1b[[Zx\x1b[[@x", "x x");
    ASSERT_KEYS("\x1b[<1;1;1xx\x1bO<My", "x M y");
}

static void a_sequence_that_is_none_means_nothing(void **state)
{
    struct key key;

    (void)state;
    assert_int_equal(input_sequence(&key, "[", 1), SEQUENCE_NOTHING);
    assert_int_equal(input_sequence(&key, "O<M", 3), SEQUENCE_NOTHING);
}

static void a_sequence_longer_than_the_buffer_is_swallowed_whole(void **state)
{
    char bytes[300] = "\x1b[";

    (void)state;
    memset(bytes + 2, '1', sizeof(bytes) - 4);
    memcpy(bytes + sizeof(bytes) - 2, "Ax", 2);
    assert_keys("UTF-8", bytes, sizeof(bytes), "x");
}

static void an_unfinished_sequence_does_not_hold_the_keys_after_it(void **state)
{
    static const char *const unfinished[] = {"\x1b[12;", "\x1b]11;rgb", "\x1bPabc",
                                             "\x1b[M!",  "\x1b[[",      "\x1b]a\x1b"};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(unfinished); i++) {
        struct input *input = input_for("UTF-8");
        struct keys keys = {0};
        char got[64];

        input_feed(input, unfinished[i], strlen(unfinished[i]), 1000);
        drain(&keys, input, 1000);
        assert_int_equal(input_deadline(input), 1050);
        input_feed(input, "5", 1, 1050);
        drain(&keys, input, 1050);
        describe(got, sizeof(got), &keys);
        assert_string_equal(got, "5");
        assert_int_equal(input_deadline(input), -1);
        input_free(input);
    }
}

static void a_cursor_report_passes_only_when_asked_for_and_once(void **state)
{
    struct input *input = input_for("UTF-8");
    struct key key;

    (void)state;
    input_feed(input, "\x1b[5;7R", 6, 1000);
    assert_int_equal(input_next(&key, input, 1000), 0);

    input_expect_report(input, 1400);
    input_feed(input, "\x1b[1R\x1b[0;7R\x1b[5;40000R\x1b[5;7R\x1b[5;7R", 31, 1400);
    assert_int_equal(input_next(&key, input, 1400), 1);
    assert_int_equal(key.type, KEY_CURSOR_REPORT);
    assert_int_equal(key.row, 4);
    assert_int_equal(key.col, 6);
    assert_int_equal(input_next(&key, input, 1400), 0);

    input_expect_report(input, 2000);
    input_feed(input, "\x1b[5;7R", 6, 2001);
    assert_int_equal(input_next(&key, input, 2001), 0);
    input_free(input);
}

static void more_than_the_queue_holds_is_dropped(void **state)
{
    struct input *input = input_for("UTF-8");
    char bytes[10000];
    struct key key;
    size_t n = 0;

    (void)state;
    memset(bytes, 'a', sizeof(bytes));
    input_feed(input, bytes, sizeof(bytes), 0);
    assert_int_equal(input_next(&key, input, 0), 1);
    input_feed(input, bytes, sizeof(bytes), 0);
    for (n = 1; input_next(&key, input, 0) == 1; n++)
        assert_int_equal(key.ch, U'a');
    assert_int_equal(n, 4097);
    for (int i = 0; i < 2; i++) /* the second finds no room at all */
        input_feed(input, bytes, sizeof(bytes), 0);
    for (n = 0; input_next(&key, input, 0) == 1; n++)
        assert_int_equal(key.ch, U'a');
    assert_int_equal(n, 4096);
    input_free(input);
}

static void assert_sound(const struct key *key)
{
    assert_in_range(key->type, KEY_TEXT, KEY_CURSOR_REPORT);
    assert_in_range(key->row, 0, 32767);
    assert_in_range(key->col, 0, 32767);
    if (key->type == KEY_TEXT)
        assert_int_equal(sanitize_class_of(key->ch), SANITIZE_BASE);
    if (key->type == KEY_FUNCTION)
        assert_in_range(key->ch, 1, 12);
    if (key->type == KEY_CONTROL)
        assert_in_range(key->ch, 'A', 'Z');
    assert_int_equal(key->text[INPUT_PASTE_MAX], 0);
    for (size_t i = 0; key->text[i]; i++)
        assert_int_not_equal(sanitize_class_of(key->text[i]), SANITIZE_DROP);
}

/* Bytes that lead deep into the decoder more often than chance would. */
static unsigned char next_byte(uint64_t *random)
{
    static const char likely[] = "\x1b\x1b\x1b[[[<<0123456789;;;MmRO~]P_\\200~201~\x07\x81\x30\xe5\xad";

    *random = *random * 6364136223846793005u + 1442695040888963407u;
    unsigned value = (unsigned)(*random >> 33);
    return value & 1 ? (unsigned char)likely[(value >> 9) % (sizeof(likely) - 1)]
                     : (unsigned char)(value >> 1);
}

static void feed_a_megabyte_of_noise(const char *charset)
{
    struct input *input = input_for(charset);
    uint64_t random = 20251123;
    size_t keys = 0;

    for (int64_t fed = 0, now = 0; fed < 1 << 20; now += 7) {
        unsigned char bytes[256];
        size_t n = 1 + (size_t)(next_byte(&random) & 0xFF) % sizeof(bytes);
        struct key key;

        for (size_t i = 0; i < n; i++)
            bytes[i] = next_byte(&random);
        input_expect_report(input, now);
        input_feed(input, bytes, n, now);
        size_t before = keys;
        for (; input_next(&key, input, now) == 1; keys++)
            assert_sound(&key);
        assert_true(keys - before <= n + 8);
        fed += (int64_t)n;
    }
    assert_true(keys > 1000);
    input_free(input);
}

static void noise_makes_no_unsound_key(void **state)
{
    (void)state;
    feed_a_megabyte_of_noise("UTF-8");
    feed_a_megabyte_of_noise("GB18030");
    feed_a_megabyte_of_noise("GBK");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_keys_are_themselves),
        cmocka_unit_test(named_keys_of_every_terminal_are_known),
        cmocka_unit_test(modifiers_are_understood_and_alt_is_told),
        cmocka_unit_test(a_lone_escape_is_a_key_after_its_time),
        cmocka_unit_test(escapes_in_a_row_are_counted),
        cmocka_unit_test(a_key_that_looks_like_a_beginning_is_alt_with_it),
        cmocka_unit_test(taps_drags_and_wheels_come_with_their_cell),
        cmocka_unit_test(forged_mouse_reports_are_swallowed),
        cmocka_unit_test(replies_and_unknown_sequences_are_swallowed_whole),
        cmocka_unit_test(a_sequence_longer_than_the_buffer_is_swallowed_whole),
        cmocka_unit_test(an_unfinished_sequence_does_not_hold_the_keys_after_it),
        cmocka_unit_test(a_cursor_report_passes_only_when_asked_for_and_once),
        cmocka_unit_test(more_than_the_queue_holds_is_dropped),
        cmocka_unit_test(noise_makes_no_unsound_key),
        cmocka_unit_test(a_sequence_that_is_none_means_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
