/* SPDX-License-Identifier: MIT */
/* What a receipt printer's answers mean, and where a question may stand in a slip. */
#include "kiosk/printer/boundary.h"
#include "kiosk/printer/status.h"

#include "base/error.h"
#include "tests/printer/room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* A whole round with these answers. */
static struct status round_of(const unsigned char answers[STATUS_QUESTIONS])
{
    struct status status = {0};
    char question[STATUS_QUESTION_BYTES];
    status_begin(&status);
    for (int n = 1; n <= STATUS_QUESTIONS; n++) {
        assert_false(status_complete(&status));
        assert_true(status_next(&status, question));
        assert_memory_equal(question, ((char[]){0x10, 0x04, (char)n}), sizeof(question));
        assert_false(status_next(&status, question));
        assert_true(status_feed(&status, &answers[n - 1], 1));
    }
    assert_true(status_complete(&status));
    assert_false(status_next(&status, question));
    return status;
}

static void each_bit_means_what_the_reference_says(void **state)
{
    static const struct {
        unsigned char answers[STATUS_QUESTIONS];
        enum printer_condition condition;
        bool paper_low;
    } cases[] = {
        {{0x12, 0x12, 0x12, 0x12}, PRINTER_READY, false},
        {{0x16, 0x12, 0x12, 0x12}, PRINTER_READY, false}, /* the drawer's pin */
        {{0x1A, 0x12, 0x12, 0x12}, PRINTER_OFFLINE, false},
        {{0x52, 0x12, 0x12, 0x12}, PRINTER_OFFLINE, false},
        {{0x12, 0x1A, 0x12, 0x12}, PRINTER_OFFLINE, false},
        {{0x1A, 0x16, 0x12, 0x12}, PRINTER_COVER_OPEN, false},
        {{0x1A, 0x36, 0x12, 0x7E}, PRINTER_COVER_OPEN, true},
        {{0x1A, 0x32, 0x12, 0x12}, PRINTER_OUT_OF_PAPER, false},
        {{0x12, 0x12, 0x12, 0x72}, PRINTER_OUT_OF_PAPER, false},
        {{0x12, 0x12, 0x12, 0x32}, PRINTER_OUT_OF_PAPER, false},
        {{0x12, 0x12, 0x12, 0x1E}, PRINTER_READY, true},
        {{0x12, 0x12, 0x12, 0x16}, PRINTER_READY, true},
        {{0x1A, 0x52, 0x12, 0x12}, PRINTER_FAULT, false},
        {{0x12, 0x12, 0x16, 0x12}, PRINTER_FAULT, false},
        {{0x12, 0x12, 0x1A, 0x12}, PRINTER_FAULT, false},
        {{0x12, 0x12, 0x32, 0x12}, PRINTER_FAULT, false},
        {{0x12, 0x12, 0x52, 0x12}, PRINTER_FAULT, false},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct status status = round_of(cases[i].answers);
        assert_int_equal(status_condition(&status), cases[i].condition);
        assert_int_equal(status_paper_low(&status), cases[i].paper_low);
    }
}

/* Of 256 bytes the 16 of the form 0xx1xx10 are answers. */
static void only_the_fixed_bits_make_an_answer(void **state)
{
    int answers = 0;
    (void)state;
    for (int value = 0; value < 256; value++) {
        struct status status = {0};
        char question[STATUS_QUESTION_BYTES];
        unsigned char byte = (unsigned char)value;
        status_begin(&status);
        status_next(&status, question);
        bool is_answer = !(byte & 0x81) && (byte & 0x12) == 0x12;
        assert_int_equal(status_feed(&status, &byte, 1), is_answer);
        answers += is_answer;
    }
    assert_int_equal(answers, 16);
}

static void automatic_status_is_passed_over(void **state)
{
    static const unsigned char bytes[] = {0x18, 0x00, 0x0C, 0x0F, 0x11, 0x13,
                                          0x10, 0x60, 0x6F, 0x00, 0x12, 0x7E};
    struct status status = {0};
    char question[STATUS_QUESTION_BYTES];
    (void)state;
    status_begin(&status);
    assert_false(status_feed(&status, bytes, sizeof(bytes))); /* nothing was asked */
    status_next(&status, question);
    assert_true(status_feed(&status, bytes, sizeof(bytes)));
    assert_int_equal(status.answers[1], 0x12); /* and what is behind it is no answer to the next */
    assert_int_equal(status.asked, 0);
}

static void a_question_that_is_never_answered_is_left_out(void **state)
{
    struct status status = {0};
    char question[STATUS_QUESTION_BYTES];
    (void)state;
    status_begin(&status);
    status_next(&status, question);
    assert_false(status_give_up(&status)); /* nobody there: all are asked again */
    assert_false(status_complete(&status));
    status_begin(&status);
    for (int n = 1; n <= 2; n++) {
        assert_true(status_next(&status, question));
        assert_int_equal(question[2], n);
        if (n == 1)
            assert_true(status_feed(&status, "\x12", 1));
    }
    assert_true(status_give_up(&status));
    status_begin(&status);
    for (int n = 1; n <= 4; n += n == 1 ? 2 : 1) {
        assert_true(status_next(&status, question));
        assert_int_equal(question[2], n);
        assert_true(status_feed(&status, "\x12", 1));
    }
    assert_true(status_complete(&status));
}

static void commands_and_characters_are_taken_whole(void **state)
{
    static const struct {
        const char *bytes;
        size_t n, length;
    } cases[] = {
        {"A\x1B@", 3, 1},
        {"\x1B@A", 3, 2},
        {"\x1B"
         "a\x01"
         "A",
         4, 3},
        {"\x1C&A", 3, 2},
        {"\x1D!\x11"
         "A",
         4, 3},
        {"\x1DVB\x18"
         "A",
         5, 4},
        {"\x1D"
         "v0\0\x02\0\x03\0......A",
         15, 14},
        {"\x1D(k\x03\0"
         "1C\x06"
         "A",
         9, 8},
        {"\xD6\xD0"
         "A",
         3, 2},
        {"\x81\x30\x81\x30"
         "A",
         5, 4},
        {"\xD6", 1, 1},
        {"\x1B\x01"
         "ABC",
         5, 5}, /* not known: nowhere */
        {"\x10\x14"
         "ABC",
         5, 5},
        {"\x1D"
         "v0\0\xFF\xFF\xFF\xFF"
         "ABC",
         11, 11},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
        assert_int_equal(boundary_next(cases[i].bytes, cases[i].n, 0), cases[i].length);
}

/* The last command of a slip is the cut: whoever loses the thread does not find it. */
static void every_command_of_a_slip_is_known(void **state)
{
    static const char *const charsets[] = {"GB18030", "GBK", "GB2312"};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(charsets) * 4; i++) {
        struct room room;
        room_open(&room, FAKE_TERMINAL);
        strcpy(room.printer.charset, charsets[i / 4]);
        room.printer.paper = i & 1 ? PAPER_58 : PAPER_80;
        room.printer.native_code = i & 2;
        room_set_codes(&room, 2);
        size_t at = 0, last = 0;
        while (at < room.n) {
            last = at;
            at = boundary_next(room.bytes, room.n, at);
        }
        assert_int_equal(room.n - last, 4);
        assert_memory_equal(room.bytes + last, "\x1DVB", 3);
        room_close(&room);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_bit_means_what_the_reference_says),
        cmocka_unit_test(only_the_fixed_bits_make_an_answer),
        cmocka_unit_test(automatic_status_is_passed_over),
        cmocka_unit_test(a_question_that_is_never_answered_is_left_out),
        cmocka_unit_test(commands_and_characters_are_taken_whole),
        cmocka_unit_test(every_command_of_a_slip_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
