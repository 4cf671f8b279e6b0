/* SPDX-License-Identifier: MIT */
/* Every kind of printer that fails, at a device and at the end of a connection; nobody is ever stuck. */
#include "tests/printer/room.h"

#include "base/error.h"
#include "kiosk/printer/boundary.h"
#include "kiosk/printer/stream.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define A_MINUTE 60000
#define BOTH_WIRES(wire) for (enum fake_wire wire = FAKE_TERMINAL; wire <= FAKE_SOCKET; wire++)

static void assert_whole_slip(const struct room *room)
{
    assert_int_equal(room->fake.n, room->n);
    assert_memory_equal(room->fake.data, room->bytes, room->n);
}

static void assert_done(const struct room *room)
{
    assert_int_equal(room_state(room)->progress, PRINT_DONE);
    assert_int_equal(room_state(room)->percent, 100);
    assert_whole_slip(room);
}

/* A watched printer with its first answer. */
static void open_watched(struct room *room, enum fake_wire wire)
{
    room_open(room, wire);
    room_watch(room, true);
    room_run_until(room, room_has_answer, 3000);
}

static void what_arrives_is_what_was_set(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        open_watched(&room, wire);
        assert_int_equal(room_state(&room)->condition, PRINTER_READY);
        assert_int_equal(room_start(&room), 0);
        assert_int_equal(room_state(&room)->progress, PRINT_SENDING);
        room_run_until(&room, room_has_result, 3000);
        assert_done(&room);
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
        assert_done(&room);
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
        open_watched(&room, wire);
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

static bool is_out_of_paper(const struct room *room)
{
    return room_state(room)->condition == PRINTER_OUT_OF_PAPER;
}

static void open_with_paper_for_half(struct room *room, enum fake_wire wire)
{
    room_open(room, wire);
    room_set_codes(room, 12);
    room->fake.takes = 64; /* a turn: so that it is in the middle when it is asked */
    room->fake.paper_ends = room->n / 2;
    room_watch(room, true);
    room_run_until(room, room_has_answer, 3000);
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
        assert_int_equal(room_start(&room), 0);
        room_run_until(&room, room_has_result, A_MINUTE);
        assert_done(&room);
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
        open_watched(&room, wire);
        assert_int_equal(room_start(&room), 0);
        room.fake.answers = fake_out_of_paper;
        room_run_until(&room, is_out_of_paper, 3000);
        assert_int_equal(room_state(&room)->progress, PRINT_SENDING);
        assert_int_equal(room.fake.cleared, 0);
        room_run_until(&room, room_has_result, 11000);
        assert_int_equal(room_state(&room)->progress, PRINT_FAILED);
        assert_int_equal(room_state(&room)->error, -EIO);
        assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION - 1);
        room_run_for(&room, 100);
        if (wire == FAKE_SOCKET)
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
        open_watched(&room, wire);
        assert_int_equal(room_start(&room), 0);
        room.fake.answers = fake_out_of_paper;
        room_run_until(&room, is_out_of_paper, 3000);
        room_run_for(&room, 8000);
        room.fake.answers = fake_ready;
        room_run_until(&room, room_has_result, 1000);
        assert_done(&room);
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
        open_watched(&room, wire);
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
        assert_done(&room);
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
        assert_done(&room);
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

static void a_printer_that_takes_nothing_holds_nothing_up(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open(&room, wire);
        room_set_codes(&room, 40);
        room_watch(&room, true);
        room_run_until(&room, room_has_answer, 3000);
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
        room_open(&room, wire);
        room_set_codes(&room, 12);
        room_watch(&room, true);
        room_run_until(&room, room_has_answer, 3000);
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
        assert_done(&room);
        room_close(&room);
    }
}

/* A printer of which only the driver knows something. */
static enum printer_condition driver_says;

static int pipe_open(const struct printer *printer)
{
    (void)printer;
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) < 0)
        return -errno;
    dup2(fds[1], printer->port);
    close(fds[1]);
    return fds[0];
}

static int pipe_opened(int fd)
{
    (void)fd;
    return 0;
}

static ssize_t pipe_write(int fd, const void *bytes, size_t n)
{
    return write(fd, bytes, n);
}

static void pipe_close(int fd, bool drop)
{
    (void)drop;
    close(fd);
}

static int pipe_ask_driver(enum printer_condition *out, int fd)
{
    (void)fd;
    *out = driver_says;
    return 0;
}

static void wait_for_condition(struct channel *channel, struct clock_manual *clock,
                               enum printer_condition condition)
{
    for (int i = 0; channel->state.condition != condition; i++) {
        struct pollfd fds[PRINTING_FDS];
        int n = stream_fds(channel, fds);
        assert_in_range(i, 0, 5000);
        poll(fds, (nfds_t)n, 1);
        clock->ms += 20;
        stream_serve(channel);
    }
}

static void a_driver_is_asked_in_place_of_a_printer_that_gives_no_answer(void **state)
{
    static const struct stream_kind kind = {.open = pipe_open,
                                            .opened = pipe_opened,
                                            .write = pipe_write,
                                            .close = pipe_close,
                                            .ask_driver = pipe_ask_driver};
    static const enum printer_condition conditions[] = {PRINTER_READY, PRINTER_OUT_OF_PAPER, PRINTER_FAULT,
                                                        PRINTER_READY};
    (void)state;
    int far = open("/dev/null", O_RDWR | O_CLOEXEC);
    struct clock_manual clock = {.ms = 1};
    struct channel *channel, base = {.clock = clock_from_manual(&clock),
                                     .printer = {.port = far, .status = true},
                                     .state = {.condition = PRINTER_ASKING, .known_at = -1}};
    assert_int_equal(stream_create(&channel, &base, &kind), 0);
    driver_says = PRINTER_READY;
    stream_watch(channel, true);
    for (size_t i = 0; i < ARRAY_SIZE(conditions); i++) {
        driver_says = conditions[i];
        wait_for_condition(channel, &clock, conditions[i]);
    }
    struct slip slip = {.bytes = strdup("A"), .n = 1};
    stream_send(channel, &slip);
    for (int i = 0; channel->state.sending; i++) {
        char bytes[64];
        assert_in_range(i, 0, 5000);
        (void)!read(far, bytes, sizeof(bytes));
        clock.ms += 20;
        stream_serve(channel);
    }
    assert_int_equal(channel->state.result, 0);
    stream_destroy(channel);
    close(far);
}

static void the_drivers_bits_mean_what_lp_h_says(void **state)
{
    (void)state;
    assert_int_equal(device_condition_of(0x18), PRINTER_READY);
    assert_int_equal(device_condition_of(0x38), PRINTER_OUT_OF_PAPER);
    assert_int_equal(device_condition_of(0x30), PRINTER_OUT_OF_PAPER);
    assert_int_equal(device_condition_of(0x08), PRINTER_OFFLINE);
    assert_int_equal(device_condition_of(0x10), PRINTER_FAULT);
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
        assert_done(&room);
        assert_int_equal(room.fake.asked, 0);
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
    open_watched(&room, FAKE_TERMINAL);
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

static void a_device_is_not_held_open_while_nobody_watches(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        open_watched(&room, wire);
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

static void a_connection_that_the_printer_closes_is_made_again(void **state)
{
    (void)state;
    struct room room;
    open_watched(&room, FAKE_SOCKET);
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

static void print_one(struct room *room)
{
    room->fake.n = 0;
    assert_int_equal(room_start(room), 0);
    room_run_until(room, room_has_result, 5000);
    assert_done(room);
}

static void nobody_empties_the_roll(void **state)
{
    (void)state;
    struct room room;
    open_watched(&room, FAKE_TERMINAL);
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

static void a_slip_goes_on_when_its_visitor_leaves_and_tells_the_next_nothing(void **state)
{
    (void)state;
    struct room room;
    open_watched(&room, FAKE_TERMINAL);
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
    assert_whole_slip(&room);
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
    assert_int_equal(printing_fds(room.printing, fds), 0);
    assert_int_equal(printing_deadline(room.printing), -1);
    assert_false(printing_serve(room.printing, fds, 0));
    printing_free(NULL);
    room_close(&room);
}

static void giving_up_waits_for_no_printer(void **state)
{
    (void)state;
    BOTH_WIRES(wire)
    {
        struct room room;
        room_open(&room, wire);
        room_set_codes(&room, 40);
        room_watch(&room, true);
        room_run_until(&room, room_has_answer, 3000);
        room.fake.stuck = true;
        assert_int_equal(room_start(&room), 0);
        room_run_for(&room, 500);
        room_close(&room); /* measures it */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_arrives_is_what_was_set),
        cmocka_unit_test(a_slip_is_sent_without_anybody_watching),
        cmocka_unit_test(what_a_printer_says_is_known_before_it_is_pressed),
        cmocka_unit_test(unwatched_a_printer_without_paper_fails_the_slip_and_it_does_not_count),
        cmocka_unit_test(paper_that_ends_in_the_middle_fails_the_slip),
        cmocka_unit_test(a_slip_in_the_memory_of_a_printer_without_paper_is_cleared),
        cmocka_unit_test(paper_put_in_meanwhile_finishes_the_slip),
        cmocka_unit_test(a_slow_printer_gets_every_byte_and_questions_between_them),
        cmocka_unit_test(no_question_stands_inside_a_command_or_a_character),
        cmocka_unit_test(a_printer_that_takes_nothing_holds_nothing_up),
        cmocka_unit_test(a_printer_that_is_stuck_before_is_offline),
        cmocka_unit_test(a_printer_that_goes_in_the_middle_is_gone),
        cmocka_unit_test(noise_is_no_answer),
        cmocka_unit_test(a_driver_is_asked_in_place_of_a_printer_that_gives_no_answer),
        cmocka_unit_test(the_drivers_bits_mean_what_lp_h_says),
        cmocka_unit_test(a_printer_that_cannot_be_asked_is_ready_while_it_opens),
        cmocka_unit_test(a_printer_plugged_in_again_is_noticed),
        cmocka_unit_test(a_device_is_not_held_open_while_nobody_watches),
        cmocka_unit_test(a_connection_that_the_printer_closes_is_made_again),
        cmocka_unit_test(nobody_at_the_address_is_gone),
        cmocka_unit_test(an_address_that_does_not_answer_is_gone_after_two_seconds),
        cmocka_unit_test(what_is_no_device_is_gone),
        cmocka_unit_test(nobody_empties_the_roll),
        cmocka_unit_test(a_slip_goes_on_when_its_visitor_leaves_and_tells_the_next_nothing),
        cmocka_unit_test(without_a_printer_the_state_says_so),
        cmocka_unit_test(giving_up_waits_for_no_printer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
