/* SPDX-License-Identifier: MIT */
/* Every kind of printer that fails, at a device and at the end of a connection; nobody is ever stuck. */
#include "tests/printer/room.h"

#include "base/error.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static bool is_out_of_paper(const struct room *room)
{
    return room_state(room)->condition == PRINTER_OUT_OF_PAPER;
}

static void print_one(struct room *room)
{
    assert_int_equal(room_start(room), 0);
    room_run_until(room, room_has_result, A_MINUTE);
    room_assert_done(room);
}

static void open_with_paper_for_half(struct room *room, enum fake_wire wire)
{
    room_open_codes(room, wire, 12);
    room->fake.takes = 64; /* a turn: so that it is in the middle when it is asked */
    room->fake.paper_ends = room->n / 2;
    assert_int_equal(room_start(room), 0);
}

static void paper_that_ends_in_the_middle_fails_the_slip(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        open_with_paper_for_half(&room, wire);
        room_run_until(&room, room_has_result, A_MINUTE);
        assert_int_equal(room_state(&room)->progress, PRINT_FAILED);
        assert_true(room_state(&room)->error < 0);
        assert_in_range(room.fake.n, 0, room.n / 2 + 256);

        /* With new paper the next slip comes alone: nothing of the old one was waiting. */
        room.fake.paper_ends = FAKE_NEVER;
        room.fake.takes = FAKE_ALL;
        fake_serve(&room.fake);
        room.fake.n = 0;
        room_run_until(&room, room_is_ready, 5000);
        print_one(&room);
        room_close(&room);
    }
}

/* So small that a printer's own memory takes all of it: it tells, and it is told to drop it. */
static void a_slip_in_the_memory_of_a_printer_without_paper_is_cleared(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open_watched(&room, wire);
        assert_int_equal(room_start(&room), 0);
        room.fake.answers = fake_out_of_paper;
        room_run_until(&room, is_out_of_paper, 3000);
        assert_int_equal(room_state(&room)->progress, PRINT_SENDING);
        assert_int_equal(room.fake.cleared, 0);
        room_run_until(&room, room_has_result, PRINTING_PAPER_MS + 1000);
        assert_int_equal(room_state(&room)->progress, PRINT_FAILED);
        assert_int_equal(room_state(&room)->error, -EIO);
        assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION - 1);
        room_run_for(&room, 100);
        assert_int_equal(room.fake.cleared, 1);
        room_close(&room);
    }
}

static void paper_put_in_meanwhile_finishes_the_slip(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open_watched(&room, wire);
        assert_int_equal(room_start(&room), 0);
        room.fake.answers = fake_out_of_paper;
        room_run_until(&room, is_out_of_paper, 3000);
        room_run_for(&room, PRINTING_PAPER_MS - 5000);
        room.fake.answers = fake_ready;
        room_run_until(&room, room_has_result, 1000);
        room_assert_done(&room);
        room_close(&room);
    }
}

static void a_printer_that_cannot_make_up_its_mind_comes_to_an_end(void **state)
{
    (void)state;
    struct room room;
    room_open_watched(&room, FAKE_TERMINAL);
    room.fake.keeps = true;
    assert_int_equal(room_start(&room), 0);
    for (int i = 0; !room_has_result(&room); i++) {
        assert_in_range(i, 0, 40);
        room.fake.answers = i % 2 ? fake_ready : fake_cover_open;
        room_run_for(&room, 5000);
    }
    assert_int_equal(room.fake.ordered, 1);
    room_close(&room);
}

/* Stuck with half a picture until the slip is given up; then it takes again. */
static void break_off_in_a_picture(struct room *room)
{
    room->fake.takes = 64;
    assert_int_equal(room_start(room), 0);
    for (int i = 0; room->fake.wanted < 4000; i++) {
        assert_in_range(i, 0, 10000);
        room_turn(room);
    }
    room->fake.stuck = true;
    room_run_until(room, room_has_result, 3 * PRINTING_TIMEOUT_MS);
    assert_int_equal(room_state(room)->progress, PRINT_FAILED);
    assert_true(room->fake.wanted > 1000);
    room->fake.stuck = false;
    room->fake.takes = FAKE_ALL;
}

/* What it gets after the half of a picture is dots to it, at worst even questions. */
static void the_slip_after_one_that_was_broken_off_is_not_taken_for_its_picture(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        for (int literal = 0; literal < 2; literal++) {
            struct room room;
            room_open_codes(&room, wire, 12);
            room.fake.literal = literal;
            break_off_in_a_picture(&room);
            room_run_for(&room, 100);
            room_run_until(&room, room_is_ready, A_MINUTE);
            print_one(&room);

            size_t n = room.fake.n;
            print_one(&room); /* and it is put right once */
            assert_int_equal(room.fake.n, n + room.n);
            room_close(&room);
        }
    }
}

/* Before anything of the next slip, also where the printer is never asked. */
static void a_printer_that_is_not_asked_is_put_right_as_well(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open(&room, wire);
        room.printer.status = false;
        room_set_codes(&room, 12);
        break_off_in_a_picture(&room);
        room_run_for(&room, 3000);
        print_one(&room);
        room_close(&room);
    }
}

static void a_printer_that_takes_nothing_holds_nothing_up(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open_codes(&room, wire, 40);
        room.fake.stuck = true;
        int64_t before = room.clock.ms;
        assert_int_equal(room_start(&room), 0);
        assert_int_equal(room_start(&room), -EBUSY);
        room_run_until(&room, room_has_result, 3 * PRINTING_TIMEOUT_MS);
        assert_true(room.clock.ms - before >= PRINTING_TIMEOUT_MS);
        assert_int_equal(room_state(&room)->progress, PRINT_FAILED);
        assert_int_equal(room_state(&room)->error, -ETIMEDOUT);

        /* What this machine still held is gone. */
        room_watch(&room, false);
        room.fake.stuck = false;
        room_run_for(&room, 1000);
        assert_true(room.fake.n < room.n);
        room_close(&room);
    }
}

static void a_printer_that_is_stuck_before_is_offline(void **state)
{
    (void)state;
    struct room room;
    room_open(&room, FAKE_TERMINAL);
    char noise[4096];
    memset(noise, ' ', sizeof(noise));
    int fd = open(room.fake.path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    while (write(fd, noise, sizeof(noise)) > 0)
        ;
    room.fake.stuck = true;
    room_watch(&room, true);
    room_run_until(&room, room_has_answer, 1500);
    assert_int_equal(room_state(&room)->condition, PRINTER_OFFLINE);
    close(fd);
    room_close(&room);
}

static void a_printer_that_goes_in_the_middle_is_gone(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open_codes(&room, wire, 12);
        room.fake.takes = 100;
        room.fake.gone_after = room.n / 3;
        assert_int_equal(room_start(&room), 0);
        room_run_until(&room, room_has_result, A_MINUTE);
        assert_int_equal(room_state(&room)->progress, PRINT_FAILED);
        assert_int_equal(room_state(&room)->condition, PRINTER_GONE);
        assert_true(room_state(&room)->error < 0);
        assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION - 1);
        room_run_for(&room, 5000);
        assert_int_equal(room_state(&room)->condition, PRINTER_GONE);
        assert_int_equal(room_start(&room), -EIO);
        room_close(&room);
    }
}

static void noise_is_no_answer(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open(&room, wire);
        room.fake.mute = true;
        room.fake.noise = "\x11\x13\xFF\x80?A\x14\x18";
        room_watch(&room, true);
        room_run_for(&room, 990);
        assert_int_equal(room_state(&room)->condition, PRINTER_ASKING);
        room_run_for(&room, 100);
        assert_int_equal(room_state(&room)->condition, PRINTER_OFFLINE);

        room.fake.mute = false;
        room_run_for(&room, 2500);
        assert_int_equal(room_state(&room)->condition, PRINTER_READY);
        assert_int_equal(room_start(&room), 0);
        room_run_until(&room, room_has_result, 5000);
        room_assert_done(&room);
        room_close(&room);
    }
}

/* The printer's own name stays where its socket or its node was. */
static void a_printer_plugged_in_again_is_noticed(void **state)
{
    (void)state;
    struct room room;
    char link[] = "/tmp/printer-XXXXXX";
    assert_non_null(mkdtemp(link));
    room_open_watched(&room, FAKE_TERMINAL);
    char name[64];
    snprintf(name, sizeof(name), "%s/lp0", link);
    strcpy(room.printer.where, name);
    room_renew(&room);
    room_watch(&room, true);
    assert_int_equal(room_state(&room)->condition, PRINTER_GONE);
    assert_int_equal(printing_trouble(room.printing), -ENOENT);

    for (int i = 0; i < 2; i++) {
        assert_int_equal(symlink(room.fake.path, name), 0);
        room_run_until(&room, room_is_ready, 3000);
        fake_close(&room.fake);
        assert_int_equal(unlink(name), 0);
        room_run_for(&room, 2500);
        assert_int_equal(room_state(&room)->condition, PRINTER_GONE);
        assert_int_equal(fake_open(&room.fake, FAKE_TERMINAL), 0);
    }
    assert_int_equal(rmdir(link), 0);
    room_close(&room);
}

static void a_connection_that_the_printer_closes_is_made_again(void **state)
{
    (void)state;
    struct room room;
    room_open_watched(&room, FAKE_SOCKET);
    room_run_for(&room, 10000);
    assert_int_equal(room.fake.opened, 1);
    close(room.fake.connection);
    room.fake.connection = -1;
    room_run_for(&room, 3000);
    assert_int_equal(room.fake.opened, 2);
    assert_int_equal(room_state(&room)->condition, PRINTER_READY);
    room_close(&room);
}

static void nobody_at_the_address_is_gone(void **state)
{
    (void)state;
    struct room room;
    room_open(&room, FAKE_SOCKET);
    close(room.fake.listener);
    room.fake.listener = -1;
    room_watch(&room, true);
    room_run_until(&room, room_has_answer, 3000);
    assert_int_equal(room_state(&room)->condition, PRINTER_GONE);
    assert_int_equal(printing_trouble(room.printing), -ECONNREFUSED);
    room_close(&room);
}

/* A queue of connections that is full drops what comes, as a machine does that is switched off. */
static void an_address_that_does_not_answer_is_gone_after_two_seconds(void **state)
{
    (void)state;
    struct room room;
    room_open(&room, FAKE_SOCKET);
    int fds[8];
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)room.fake.port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_int_equal(listen(room.fake.listener, 0), 0);
    for (size_t i = 0; i < ARRAY_SIZE(fds); i++) {
        fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        connect(fds[i], (struct sockaddr *)&address, sizeof(address));
    }
    int listener = room.fake.listener;
    room.fake.listener = -1; /* nobody accepts */
    room_watch(&room, true);
    room_run_for(&room, 1900);
    assert_int_equal(room_state(&room)->condition, PRINTER_ASKING);
    room_run_for(&room, 200);
    assert_int_equal(room_state(&room)->condition, PRINTER_GONE);
    assert_int_equal(printing_trouble(room.printing), -ETIMEDOUT);
    for (size_t i = 0; i < ARRAY_SIZE(fds); i++)
        close(fds[i]);
    close(listener);
    room_close(&room);
}

static void what_is_no_device_is_gone(void **state)
{
    static const char *const paths[] = {"/etc/passwd", "/tmp", "/dev/there-is-none"};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
        struct room room;
        room_open(&room, FAKE_TERMINAL);
        strcpy(room.printer.where, paths[i]);
        room.printer.status = i > 0;
        room_renew(&room);
        room_watch(&room, true);
        assert_true(room_state(&room)->condition == PRINTER_GONE ||
                    room_state(&room)->condition == PRINTER_FAULT);
        assert_true(printing_trouble(room.printing) < 0);
        room_close(&room);
    }
}

static void giving_up_waits_for_no_printer(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open_codes(&room, wire, 40);
        room.fake.stuck = true;
        assert_int_equal(room_start(&room), 0);
        room_run_for(&room, 500);
        room_close(&room); /* measures it */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paper_that_ends_in_the_middle_fails_the_slip),
        cmocka_unit_test(a_slip_in_the_memory_of_a_printer_without_paper_is_cleared),
        cmocka_unit_test(paper_put_in_meanwhile_finishes_the_slip),
        cmocka_unit_test(a_printer_that_cannot_make_up_its_mind_comes_to_an_end),
        cmocka_unit_test(the_slip_after_one_that_was_broken_off_is_not_taken_for_its_picture),
        cmocka_unit_test(a_printer_that_is_not_asked_is_put_right_as_well),
        cmocka_unit_test(a_printer_that_takes_nothing_holds_nothing_up),
        cmocka_unit_test(a_printer_that_is_stuck_before_is_offline),
        cmocka_unit_test(a_printer_that_goes_in_the_middle_is_gone),
        cmocka_unit_test(noise_is_no_answer),
        cmocka_unit_test(a_printer_plugged_in_again_is_noticed),
        cmocka_unit_test(a_connection_that_the_printer_closes_is_made_again),
        cmocka_unit_test(nobody_at_the_address_is_gone),
        cmocka_unit_test(an_address_that_does_not_answer_is_gone_after_two_seconds),
        cmocka_unit_test(what_is_no_device_is_gone),
        cmocka_unit_test(giving_up_waits_for_no_printer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
