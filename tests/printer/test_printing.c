/* SPDX-License-Identifier: MIT */
/* From a document to the bytes at a device and at the end of a connection; how many slips there are. */
#include "tests/printer/room.h"

#include "base/error.h"
#include "kiosk/printer/boundary.h"
#include "kiosk/printer/status.h"
#include "kiosk/printer/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void what_arrives_is_what_was_set(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open_watched(&room, wire);
        assert_int_equal(room_state(&room)->condition, PRINTER_READY);
        assert_int_equal(room_start(&room), 0);
        assert_int_equal(room_state(&room)->progress, PRINT_SENDING);
        room_run_until(&room, room_has_result, 3000);
        room_assert_done(&room);
        assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION - 1);
        room_close(&room);
    }
}

static void a_slip_is_sent_without_anybody_watching(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open(&room, wire);
        assert_int_equal(room_start(&room), 0);
        room_run_until(&room, room_has_result, 5000);
        room_assert_done(&room);
        room_close(&room);
    }
}

static void what_a_printer_says_is_known_before_it_is_pressed(void **state)
{
    static const struct {
        const struct fake_answers *answers;
        enum printer_condition condition;
    } cases[] = {
        {&fake_out_of_paper, PRINTER_OUT_OF_PAPER},
        {&fake_cover_open, PRINTER_COVER_OPEN},
        {&fake_offline, PRINTER_OFFLINE},
        {&fake_jammed, PRINTER_FAULT},
        {&fake_ready, PRINTER_READY},
        {&fake_paper_low, PRINTER_READY},
    };
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open_watched(&room, wire);
        for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
            room.fake.answers = *cases[i].answers;
            room_run_for(&room, 2500);
            assert_int_equal(room_state(&room)->condition, cases[i].condition);
            assert_int_equal(room_state(&room)->paper_low, cases[i].answers == &fake_paper_low);
            if (cases[i].condition != PRINTER_READY)
                assert_int_equal(room_start(&room), -EIO);
            assert_int_equal(room.fake.n, 0);
            assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION);
        }
        room_close(&room);
    }
}

static void unwatched_a_printer_without_paper_fails_the_slip_and_it_does_not_count(void **state)
{
    (void)state;
    struct room room;
    room_open(&room, FAKE_TERMINAL);
    room.fake.answers = fake_out_of_paper;
    assert_int_equal(room_start(&room), 0);
    room_run_until(&room, room_has_result, 3000);
    assert_int_equal(room_state(&room)->progress, PRINT_FAILED);
    assert_int_equal(room_state(&room)->condition, PRINTER_OUT_OF_PAPER);
    assert_int_equal(room_state(&room)->error, -EIO);
    assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION);
    assert_int_equal(room.fake.n, 0);
    room_close(&room);
}

/* DLE EOT is answered at once, whatever is still to be printed. */
static void a_slip_is_done_when_the_printer_has_printed_it(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open_watched(&room, wire);
        room.fake.keeps = true;
        room.fake.asked = 0;
        assert_int_equal(room_start(&room), 0);
        room_run_for(&room, STREAM_ORDER_MS - 1000);
        assert_true(room.fake.asked > STATUS_QUESTIONS);
        assert_int_equal(room_state(&room)->condition, PRINTER_READY);
        assert_int_equal(room_state(&room)->progress, PRINT_SENDING);
        assert_int_equal(room_state(&room)->percent, 100);
        room.fake.keeps = false;
        room_run_until(&room, room_has_result, 200);
        room_assert_done(&room);
        room_close(&room);
    }
}

/* Paper that ends while its memory is printed, which nothing but the question in line tells. */
static void a_slip_is_not_done_while_the_paper_is_out(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open_watched(&room, wire);
        room.fake.keeps = true;
        assert_int_equal(room_start(&room), 0);
        room_run_for(&room, 8000);
        room.fake.answers = fake_out_of_paper;
        room_run_for(&room, 30000);
        assert_int_equal(room_state(&room)->progress, PRINT_SENDING);
        assert_int_equal(room_state(&room)->condition, PRINTER_OUT_OF_PAPER);
        room.fake.answers = fake_ready;
        room_run_for(&room, 5000);
        assert_int_equal(room_state(&room)->progress, PRINT_SENDING);
        room.fake.keeps = false;
        room_run_until(&room, room_has_result, 200);
        room_assert_done(&room);
        room_close(&room);
    }
}

static void a_printer_that_does_not_answer_in_line_is_not_asked_again(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open_watched(&room, wire);
        room.fake.out_of_order = true;
        assert_int_equal(room_start(&room), 0);
        room_run_until(&room, room_has_result, STREAM_ORDER_MS + 2000);
        room_assert_done(&room);
        assert_int_equal(room.fake.ordered, 1);
        assert_int_equal(room_start(&room), 0);
        room_run_until(&room, room_has_result, 3000);
        room_assert_done(&room);
        assert_int_equal(room.fake.ordered, 1);
        room_close(&room);
    }
}

static void a_slip_that_nobody_watches_for_a_moment_is_still_printed(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open(&room, wire);
        room.printer.status = false;
        room_set_codes(&room, 40);
        room_watch(&room, true);
        room_run_for(&room, 100);
        room.fake.stuck = true;
        assert_int_equal(room_start(&room), 0);
        room_watch(&room, false);
        room_run_for(&room, 3000); /* longer than what is known counts */
        assert_int_equal(room_state(&room)->progress, PRINT_SENDING);
        room_watch(&room, true);
        assert_int_equal(room_state(&room)->condition, PRINTER_READY);
        room.fake.stuck = false;
        room_run_until(&room, room_has_result, A_MINUTE);
        room_assert_done(&room);
        room_close(&room);
    }
}

static void pages_do_not_go_to_what_takes_a_roll(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open(&room, wire);
        room.printer.paper = PAPER_A4;
        room_renew(&room);
        assert_int_equal(room_start(&room), -EINVAL);
        room_run_for(&room, 1000);
        assert_int_equal(room.fake.n, 0);
        assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION);
        room_close(&room);
    }
}

static void a_slow_printer_gets_every_byte_and_questions_between_them(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        int percent = 0;
        room_open_watched(&room, wire);
        room.fake.takes = 1;
        room.fake.asked = 0;
        assert_int_equal(room_start(&room), 0);
        while (!room_has_result(&room)) {
            room_turn(&room);
            room.clock.ms += room.turns % 4 == 0; /* a byte a turn */
            assert_true(room_state(&room)->percent >= percent);
            percent = room_state(&room)->percent;
            assert_int_equal(room_state(&room)->condition, PRINTER_READY);
        }
        room_assert_done(&room);
        room_close(&room);
    }
}

static void no_question_stands_inside_a_command_or_a_character(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open(&room, wire);
        room_set_codes(&room, 20);
        room_watch(&room, true);
        room_run_until(&room, room_has_answer, 3000);
        room.fake.takes = 64;
        room.fake.asked = 0;
        assert_int_equal(room_start(&room), 0);
        while (!room_has_result(&room)) {
            room_turn(&room);
            room.clock.ms += 7;
        }
        room_assert_done(&room);
        size_t inside = 0;
        for (size_t i = 0; i < room.fake.asked; i++) {
            size_t at = 0;
            while (at < room.fake.asked_at[i])
                at = boundary_next(room.bytes, room.n, at);
            assert_int_equal(at, room.fake.asked_at[i]);
            inside += at > 0 && at < room.n;
        }
        assert_true(inside > 0);
        room_close(&room);
    }
}

static void a_printer_that_cannot_be_asked_is_ready_while_it_opens(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open(&room, wire);
        room.printer.status = false;
        room.fake.mute = true;
        room_renew(&room);
        room_watch(&room, true);
        room_run_until(&room, room_has_answer, 100);
        assert_int_equal(room_state(&room)->condition, PRINTER_READY);
        room_run_for(&room, 5000);
        assert_int_equal(room_start(&room), 0);
        room_run_until(&room, room_has_result, 3000);
        room_assert_done(&room);
        assert_int_equal(room.fake.asked, 0);
        room_close(&room);
    }
}

static void a_device_is_not_held_open_while_nobody_watches(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open_watched(&room, wire);
        room_run_for(&room, 10000);
        struct pollfd fds[PRINTING_FDS];
        assert_int_equal(printing_fds(room.printing, fds), 1);
        assert_false(room.fake.hung_up);
        room_watch(&room, false);
        fake_serve(&room.fake);
        assert_true(room.fake.hung_up);
        assert_int_equal(printing_fds(room.printing, fds), 0);
        assert_int_equal(printing_deadline(room.printing), -1);
        room_close(&room);
    }
}

static void print_one(struct room *room)
{
    room->fake.n = 0;
    assert_int_equal(room_start(room), 0);
    room_run_until(room, room_has_result, 5000);
    room_assert_done(room);
}

static void nobody_empties_the_roll(void **state)
{
    (void)state;
    struct room room;
    room_open_watched(&room, FAKE_TERMINAL);
    int64_t first = room.clock.ms;
    for (int i = 0; i < PRINTING_PER_SESSION; i++)
        print_one(&room);
    assert_int_equal(room_state(&room)->left, 0);
    assert_int_equal(room_start(&room), -EDQUOT);

    printing_forget(room.printing);
    assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION);
    assert_int_equal(room_state(&room)->progress, PRINT_NOTHING);
    for (int i = 0; i < PRINTING_PER_MINUTE - PRINTING_PER_SESSION; i++)
        print_one(&room);
    printing_forget(room.printing);
    assert_int_equal(room_start(&room), -EAGAIN);
    int wait = room_state(&room)->wait_seconds;
    assert_int_equal(wait, (first + A_MINUTE - room.clock.ms + 999) / 1000);

    room_run_for(&room, 1020);
    assert_int_equal(room_state(&room)->wait_seconds, wait - 1);
    room_run_for(&room, (wait - 1) * 1000);
    assert_int_equal(room_state(&room)->wait_seconds, 0);
    print_one(&room);
    room_close(&room);
}

/* Six a minute for ever would be a roll in a quarter of an hour. */
static void nobody_empties_the_roll_slowly_either(void **state)
{
    (void)state;
    struct room room;
    room_open_watched(&room, FAKE_TERMINAL);
    int64_t first = room.clock.ms;
    for (int i = 0; i < PRINTING_PER_SPELL; i++) {
        if (i % PRINTING_PER_SESSION == 0)
            printing_forget(room.printing);
        if (room_state(&room)->wait_seconds)
            room_run_for(&room, A_MINUTE);
        print_one(&room);
    }
    printing_forget(room.printing);
    room_run_for(&room, A_MINUTE);
    assert_int_equal(room_start(&room), -EAGAIN);
    assert_int_equal(room_state(&room)->wait_seconds,
                     (first + PRINTING_SPELL_MS - room.clock.ms + 999) / 1000);
    room_run_for(&room, first + PRINTING_SPELL_MS - room.clock.ms + 20);
    assert_int_equal(room_state(&room)->wait_seconds, 0);
    print_one(&room);
    room_close(&room);
}

static void a_slip_goes_on_when_its_visitor_leaves_and_tells_the_next_nothing(void **state)
{
    (void)state;
    struct room room;
    room_open_watched(&room, FAKE_TERMINAL);
    room.fake.takes = 100;
    assert_int_equal(room_start(&room), 0);
    room_turn(&room);
    printing_forget(room.printing);
    room_watch(&room, false);
    assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION);
    assert_int_equal(room_start(&room), -EBUSY);
    room_run_for(&room, A_MINUTE);
    assert_int_equal(room_state(&room)->progress, PRINT_NOTHING);
    assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION);
    room_assert_whole(&room);
    room_close(&room);
}

static void a_slip_of_nothing_is_none(void **state)
{
    (void)state;
    struct room room;
    room_open_watched(&room, FAKE_TERMINAL);
    document_free(room.document);
    assert_int_equal(document_new(&room.document, "一本通 问题6"), 0);
    assert_int_equal(room_start(&room), -EINVAL);
    assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION);
    room_run_for(&room, 1000);
    assert_int_equal(room.fake.n, 0);
    room_close(&room);
}

static void without_a_printer_the_state_says_so(void **state)
{
    (void)state;
    struct room room;
    struct pollfd fds[PRINTING_FDS];
    room_open(&room, FAKE_TERMINAL);
    printing_free(room.printing);
    assert_int_equal(printing_new(&room.printing, NULL, clock_from_manual(&room.clock)), 0);
    printing_watch(room.printing, true);
    assert_int_equal(room_state(&room)->condition, PRINTER_NONE);
    assert_int_equal(room_start(&room), -ENODEV);
    assert_int_equal(printing_trouble(room.printing), 0);
    assert_int_equal(printing_fds(room.printing, fds), 0);
    assert_int_equal(printing_deadline(room.printing), -1);
    assert_false(printing_serve(room.printing));
    printing_free(NULL);
    room_close(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_arrives_is_what_was_set),
        cmocka_unit_test(a_slip_is_sent_without_anybody_watching),
        cmocka_unit_test(what_a_printer_says_is_known_before_it_is_pressed),
        cmocka_unit_test(unwatched_a_printer_without_paper_fails_the_slip_and_it_does_not_count),
        cmocka_unit_test(a_slip_is_done_when_the_printer_has_printed_it),
        cmocka_unit_test(a_slip_is_not_done_while_the_paper_is_out),
        cmocka_unit_test(a_printer_that_does_not_answer_in_line_is_not_asked_again),
        cmocka_unit_test(a_slip_that_nobody_watches_for_a_moment_is_still_printed),
        cmocka_unit_test(pages_do_not_go_to_what_takes_a_roll),
        cmocka_unit_test(a_slow_printer_gets_every_byte_and_questions_between_them),
        cmocka_unit_test(no_question_stands_inside_a_command_or_a_character),
        cmocka_unit_test(a_printer_that_cannot_be_asked_is_ready_while_it_opens),
        cmocka_unit_test(a_device_is_not_held_open_while_nobody_watches),
        cmocka_unit_test(nobody_empties_the_roll),
        cmocka_unit_test(nobody_empties_the_roll_slowly_either),
        cmocka_unit_test(a_slip_goes_on_when_its_visitor_leaves_and_tells_the_next_nothing),
        cmocka_unit_test(a_slip_of_nothing_is_none),
        cmocka_unit_test(without_a_printer_the_state_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
