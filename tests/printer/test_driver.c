/* SPDX-License-Identifier: MIT */
/* Devices that give no answers, and what their drivers say in their place; serial lines. */
#include "tests/printer/room.h"

#include "base/error.h"
#include "kiosk/printer/stream.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
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
        cmocka_unit_test(the_drivers_bits_mean_what_lp_h_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
