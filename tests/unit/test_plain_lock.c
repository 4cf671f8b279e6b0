/* SPDX-License-Identifier: MIT */
/* How a locked plain kiosk waits for a line: signals and the service manager are served meanwhile, at their
 * time. What poll says is the test's. */
#include "kiosk/plain_lock.h"

#include "base/error.h"

#include <limits.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define TURNS_MAX 4

static struct {
    struct clock_manual time;
    struct {
        int came, error;  /* of poll */
        int ms;           /* that pass meanwhile */
        unsigned signals; /* that are read before it */
    } turns[TURNS_MAX];
    int at, waited[TURNS_MAX];
    int64_t alive; /* when a sign of life is due, -1 never */
    int served;
} played;

unsigned __wrap_signals_read(struct signals *signals);
unsigned __wrap_signals_read(struct signals *signals)
{
    (void)signals;
    return played.at < TURNS_MAX ? played.turns[played.at].signals : 0;
}

int64_t __wrap_notify_deadline(const struct notify *notify);
int64_t __wrap_notify_deadline(const struct notify *notify)
{
    (void)notify;
    return played.alive;
}

void __wrap_notify_serve(struct notify *notify, int64_t now_ms, bool well);
void __wrap_notify_serve(struct notify *notify, int64_t now_ms, bool well)
{
    (void)notify;
    assert_true(well);
    assert_int_equal(now_ms, played.time.ms);
    played.served++;
}

int __wrap_poll(struct pollfd *fds, nfds_t n, int ms);
int __wrap_poll(struct pollfd *fds, nfds_t n, int ms)
{
    assert_int_equal(n, 2);
    assert_int_equal(fds[0].fd, STDIN_FILENO);
    assert_in_range(played.at, 0, TURNS_MAX - 1);
    played.waited[played.at] = ms;
    played.time.ms += played.turns[played.at].ms;
    fds[0].revents = played.turns[played.at].came == 1 ? POLLIN : 0;
    errno = played.turns[played.at].error;
    return played.turns[played.at++].came;
}

static int wait_for_line(int ms)
{
    struct plain_lock lock = {.notify = {.fd = -1}, .clock = clock_from_manual(&played.time)};
    return plain_lock_wait(&lock, ms);
}

static void begin(void)
{
    memset(&played, 0, sizeof(played));
    played.time.ms = 1000;
    played.alive = -1;
}

#define A_SIGNAL 2 /* poll: something came that is no input */

static void a_line_ends_the_wait_whatever_comes_before(void **state)
{
    (void)state;
    begin();
    played.turns[0].came = -1;
    played.turns[0].error = EINTR;
    played.turns[1].came = A_SIGNAL;
    played.turns[2].came = 1;
    assert_int_equal(wait_for_line(-1), 1);
    assert_int_equal(played.waited[0], -1); /* nobody has set an end */
    assert_int_equal(played.served, 3);
}

static void the_time_is_over_when_it_is_not_before(void **state)
{
    (void)state;
    begin();
    played.turns[0].ms = 60; /* poll woke early */
    played.turns[1].ms = 40;
    assert_int_equal(wait_for_line(100), 0);
    assert_int_equal(played.waited[0], 100);
    assert_int_equal(played.waited[1], 40);
}

static void a_sign_of_life_is_given_at_its_time(void **state)
{
    (void)state;
    begin();
    played.alive = 1030;
    played.turns[0].ms = 50;
    played.turns[1].came = 1;
    assert_int_equal(wait_for_line(100), 1);
    assert_int_equal(played.waited[0], 30);
    assert_int_equal(played.waited[1], 0); /* it is late */
    begin();
    played.alive = 5000; /* later than the end */
    played.turns[0].came = 1;
    assert_int_equal(wait_for_line(100), 1);
    assert_int_equal(played.waited[0], 100);
    begin();
    played.alive = INT64_MAX / 2;
    played.turns[0].came = 1;
    assert_int_equal(wait_for_line(-1), 1);
    assert_int_equal(played.waited[0], INT_MAX);
}

static void a_signal_to_leave_leaves(void **state)
{
    (void)state;
    begin();
    played.turns[0].came = A_SIGNAL;
    played.turns[1].signals = SIGNALS_LEAVE;
    assert_int_equal(wait_for_line(-1), -ECANCELED);
    assert_int_equal(played.at, 1);
}

static void a_wait_that_cannot_be_is_told(void **state)
{
    (void)state;
    begin();
    played.turns[0].came = -1;
    played.turns[0].error = ENOMEM;
    assert_int_equal(wait_for_line(-1), -ENOMEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_ends_the_wait_whatever_comes_before),
        cmocka_unit_test(the_time_is_over_when_it_is_not_before),
        cmocka_unit_test(a_sign_of_life_is_given_at_its_time),
        cmocka_unit_test(a_signal_to_leave_leaves),
        cmocka_unit_test(a_wait_that_cannot_be_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
