/* SPDX-License-Identifier: MIT */
/* Devices that give no answers, and what their drivers say in their place; serial lines. */
#include "tests/printer/room.h"

#include "base/error.h"
#include "kiosk/printer/stream.h"

#include <fcntl.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

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

/* A driver that takes its time, as usblp does with a printer that hangs: it lets nobody else in meanwhile. */
static sem_t driver_may_answer;
static atomic_bool driver_is_out;
static atomic_int touched; /* meanwhile */

static ssize_t locked_read(int fd, void *bytes, size_t n)
{
    touched += driver_is_out;
    return read(fd, bytes, n);
}

static ssize_t locked_write(int fd, const void *bytes, size_t n)
{
    touched += driver_is_out;
    return write(fd, bytes, n);
}

static int slow_ask_driver(enum printer_condition *out, int fd)
{
    (void)fd;
    driver_is_out = true;
    sem_wait(&driver_may_answer);
    driver_is_out = false;
    *out = PRINTER_READY;
    return 0;
}

/* usblp with a printer that only listens. */
static ssize_t refused_read(int fd, void *bytes, size_t n)
{
    (void)fd, (void)bytes, (void)n;
    errno = EINVAL;
    return -1;
}

/* Says that it is ready, and takes nothing. */
static int tried;

static ssize_t idle_write(int fd, const void *bytes, size_t n)
{
    (void)fd, (void)bytes, (void)n;
    tried++;
    return 0;
}

static int mute_driver(enum printer_condition *out, int fd)
{
    (void)out, (void)fd;
    return -ENOTTY;
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
                                            .read = read,
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

static struct channel *open_channel(const struct stream_kind *kind, struct clock_manual *clock, int *far)
{
    *far = open("/dev/null", O_RDWR | O_CLOEXEC);
    struct channel *channel, base = {.clock = clock_from_manual(clock),
                                     .printer = {.port = *far, .status = true},
                                     .state = {.condition = PRINTER_ASKING, .known_at = -1}};
    assert_int_equal(stream_create(&channel, &base, kind), 0);
    return channel;
}

/* How the descriptor was closed last; -1: not yet. */
static int dropped;

static void noted_close(int fd, bool drop)
{
    dropped = drop;
    close(fd);
}

/* Reads what has come at the far end and answers DLE EOT. How much of a command to drop everything was among
 * it. */
static bool play_printer(int far, unsigned char answer)
{
    static const char clear[] = "\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08";
    char bytes[4096];
    ssize_t n = read(far, bytes, sizeof(bytes));
    for (ssize_t i = 0; i + 2 < n; i++)
        if (bytes[i] == 0x10 && bytes[i + 1] == 0x04)
            (void)!write(far, &answer, 1);
    return n > 0 && memmem(bytes, (size_t)n, clear, sizeof(clear) - 1);
}

static void a_device_is_not_closed_before_its_printer_was_told_to_drop_a_slip(void **state)
{
    static const struct stream_kind kind = {
        .open = pipe_open, .opened = pipe_opened, .read = read, .write = pipe_write, .close = noted_close};
    (void)state;
    for (int takes = 0; takes < 2; takes++) {
        int far;
        struct clock_manual clock = {.ms = 1};
        struct channel *channel = open_channel(&kind, &clock, &far);
        stream_watch(channel, true);
        for (int i = 0; channel->state.condition != PRINTER_READY; i++, clock.ms += 20) {
            assert_in_range(i, 0, 5000);
            play_printer(far, 0x12);
            stream_serve(channel);
        }
        struct slip slip = {.bytes = strdup("A"), .n = 1};
        stream_send(channel, &slip);
        while (channel->state.sending) { /* 0x3A: offline, the paper has ended */
            play_printer(far, 0x3A);
            clock.ms += 20;
            dropped = -1;
            stream_serve(channel);
        }
        int64_t failed_at = clock.ms;
        assert_int_equal(channel->state.result, -EIO);
        assert_int_equal(dropped, -1);
        bool told = takes && play_printer(far, 0x3A);
        for (; dropped < 0; clock.ms += 20)
            stream_serve(channel);
        assert_int_equal(told, takes);
        assert_int_equal(dropped, !takes);
        assert_in_range(clock.ms - failed_at, 0, STREAM_CLEAR_MS + 40);
        stream_destroy(channel);
        close(far);
    }
}

static void while_a_driver_is_asked_nobody_else_touches_the_device(void **state)
{
    static const struct stream_kind kind = {.open = pipe_open,
                                            .opened = pipe_opened,
                                            .read = locked_read,
                                            .write = locked_write,
                                            .close = pipe_close,
                                            .ask_driver = slow_ask_driver};
    (void)state;
    int far;
    struct clock_manual clock = {.ms = 1};
    sem_init(&driver_may_answer, 0, 0);
    struct channel *channel = open_channel(&kind, &clock, &far);
    stream_watch(channel, true);
    for (int i = 0; !driver_is_out; i++) {
        assert_in_range(i, 0, 5000);
        poll(NULL, 0, 1);
        clock.ms += 20;
        stream_serve(channel);
    }
    assert_int_equal(write(far, "?", 1), 1);
    struct slip slip = {.bytes = strdup("A"), .n = 1};
    stream_send(channel, &slip);
    for (int i = 0; i < 200; i++) {
        struct pollfd fds[PRINTING_FDS];
        assert_int_equal(poll(fds, (nfds_t)stream_fds(channel, fds), 0), 0); /* nor would the loop spin */
        int64_t deadline = stream_deadline(channel);
        assert_true(deadline < 0 || deadline > clock.ms);
        clock.ms += 20;
        stream_serve(channel);
    }
    assert_true(driver_is_out);
    assert_int_equal(touched, 0);
    sem_post(&driver_may_answer);
    wait_for_condition(channel, &clock, PRINTER_READY);
    sem_post(&driver_may_answer); /* of a further one, if it has been sent */
    stream_destroy(channel);
    close(far);
}

static void a_device_that_cannot_be_read_is_asked_through_its_driver(void **state)
{
    static int (*const drivers[])(enum printer_condition * out, int fd) = {pipe_ask_driver, mute_driver,
                                                                           NULL};
    struct stream_kind kind = {.open = pipe_open,
                               .opened = pipe_opened,
                               .read = refused_read,
                               .write = pipe_write,
                               .close = pipe_close};
    (void)state;
    for (size_t mute = 0; mute < ARRAY_SIZE(drivers); mute++) {
        int far;
        struct clock_manual clock = {.ms = 1};
        kind.ask_driver = drivers[mute];
        struct channel *channel = open_channel(&kind, &clock, &far);
        driver_says = PRINTER_OUT_OF_PAPER;
        stream_watch(channel, true);
        wait_for_condition(channel, &clock, mute ? PRINTER_OFFLINE : PRINTER_OUT_OF_PAPER);
        assert_int_equal(channel->state.trouble, mute ? -ETIME : 0); /* check then says: status = no */
        stream_destroy(channel);
        close(far);
    }
}

static void a_device_that_takes_nothing_is_not_tried_without_a_pause(void **state)
{
    static const struct stream_kind kind = {
        .open = pipe_open, .opened = pipe_opened, .read = read, .write = idle_write, .close = pipe_close};
    (void)state;
    int far;
    struct clock_manual clock = {.ms = 1};
    struct channel *channel = open_channel(&kind, &clock, &far);
    tried = 0;
    stream_watch(channel, true);
    for (int64_t end = clock.ms + 1000; clock.ms < end; clock.ms += 5)
        stream_serve(channel);
    assert_in_range(tried, 1, 50); /* a few times each STREAM_REST_MS */
    wait_for_condition(channel, &clock, PRINTER_OFFLINE);
    stream_destroy(channel);
    close(far);
}

static void a_serial_line_has_the_speed_and_the_flow_control_that_are_written(void **state)
{
    static const struct {
        int speed;
        enum printer_flow flow;
        speed_t set;
        tcflag_t hardware, software;
    } cases[] = {{9600, FLOW_HARDWARE, B9600, CRTSCTS, 0},
                 {115200, FLOW_SOFTWARE, B115200, 0, IXON},
                 {1200, FLOW_NONE, B1200, 0, 0}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct room room;
        struct termios mode;
        room_open(&room, FAKE_TERMINAL);
        room.printer.speed = cases[i].speed;
        room.printer.flow = cases[i].flow;
        room_renew(&room);
        room_watch(&room, true);
        room_run_until(&room, room_is_ready, 3000);
        int fd = open(room.fake.path, O_RDWR | O_NOCTTY | O_CLOEXEC);
        assert_int_equal(tcgetattr(fd, &mode), 0);
        close(fd);
        assert_int_equal(cfgetospeed(&mode), cases[i].set);
        assert_int_equal(cfgetispeed(&mode), cases[i].set);
        assert_int_equal(mode.c_cflag & CRTSCTS, cases[i].hardware);
        assert_int_equal(mode.c_iflag & (IXON | IXOFF), cases[i].software);
        room_close(&room);
    }
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_driver_is_asked_in_place_of_a_printer_that_gives_no_answer),
        cmocka_unit_test(a_device_is_not_closed_before_its_printer_was_told_to_drop_a_slip),
        cmocka_unit_test(while_a_driver_is_asked_nobody_else_touches_the_device),
        cmocka_unit_test(a_device_that_cannot_be_read_is_asked_through_its_driver),
        cmocka_unit_test(a_device_that_takes_nothing_is_not_tried_without_a_pause),
        cmocka_unit_test(a_serial_line_has_the_speed_and_the_flow_control_that_are_written),
        cmocka_unit_test(the_drivers_bits_mean_what_lp_h_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
