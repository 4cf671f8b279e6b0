/* SPDX-License-Identifier: MIT */
/*
 * A receipt printer while something fails once, in every way in which it is reached: an allocation, a call of
 * the system. Each time nobody waits for ever, nobody is told that a slip is printed which is not, no
 * descriptor stays open, and whoever prints next does so as before. A call that is only interrupted, or a
 * line that is full for a moment, costs no slip. After days on which printer, line and system do whatever
 * they like, the next slip is printed whole.
 */
#include "tests/faults/allocator.h"
#include "tests/faults/calls.h"
#include "tests/faults/ways.h"
#include "tests/printer/room.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define WAY_DEPTH 12
#define STUCK_TURN_MS 100

static void spare(bool on)
{
    allocator_spare(on);
    calls_spare(on);
}

/* What is played does not fail. */
bool __real_fake_serve(struct fake *fake);
bool __wrap_fake_serve(struct fake *fake);
bool __wrap_fake_serve(struct fake *fake)
{
    spare(true);
    bool played = __real_fake_serve(fake);
    spare(false);
    return played;
}

/* ---- one visitor ---- */

struct visit {
    const char *name;
    enum fake_wire wire;
    bool stuck;   /* the printer takes nothing any more in the middle of the first slip; then comes another */
    bool unasked; /* it is never asked how it is */
};

static const struct visit visits[] = {
    {"at a device", FAKE_TERMINAL},
    {"over the network", FAKE_SOCKET},
    {"at a device that is stuck", FAKE_TERMINAL, true},
    {"over the network, stuck", FAKE_SOCKET, true},
    {"at a device that is not asked", FAKE_TERMINAL, true, .unasked = true}};

/* 1: it is printed; 0 it is not, and that is told. */
static int print(struct room *room)
{
    size_t before = room->fake.n;
    if (room_start(room) != 0)
        return 0;
    room_run_until(room, room_has_result, 10 * A_MINUTE);
    if (room_state(room)->progress != PRINT_DONE)
        return 0;
    assert_true(room->fake.n > before);
    room_assert_whole(room);
    return 1;
}

static void break_off(struct room *room)
{
    room->fake.takes = 64;
    if (room_start(room) != 0)
        return;
    for (int i = 0; i < 300 && room->fake.n < room->n / 2 && !room_has_result(room); i++)
        room_turn(room);
    room->fake.stuck = true;
    for (int i = 0; !room_has_result(room); i++) {
        assert_in_range(i, 0, 10 * A_MINUTE / STUCK_TURN_MS);
        room->clock.ms += STUCK_TURN_MS;
        room_turn(room);
    }
    room->fake.stuck = false;
    room->fake.takes = FAKE_ALL;
    room_run_for(room, 100);
    room_run_until(room, room_is_ready, A_MINUTE);
}

static int live(const struct visit *visit)
{
    struct room room;
    spare(true);
    room_open(&room, visit->wire);
    room.printer.status = !visit->unasked;
    room_renew(&room);
    spare(false);
    room_watch(&room, true);
    room_run_until(&room, room_has_answer, A_MINUTE);
    if (visit->stuck)
        break_off(&room);
    int printed = print(&room);
    room_close(&room);
    return printed;
}

/* ---- what fails ---- */

struct failure {
    const char *name;
    bool memory; /* else a call */
    int error;
    const char *calls; /* NULL: all */
    bool harmless;
};

static const struct failure memory = {.name = "an allocation", .memory = true},
                            broken = {.name = "a call", .error = EIO},
                            interrupted = {.name = "an interrupted call",
                                           .error = EINTR,
                                           .calls = "read write recv send poll ",
                                           .harmless = true},
                            full = {.name = "a full line",
                                    .error = EAGAIN,
                                    .calls = "read write recv send ",
                                    .harmless = true},
                            partly = {.name = "a line that takes one byte",
                                      .error = CALLS_SHORT,
                                      .calls = "write send ",
                                      .harmless = true};

static void arm(const struct failure *failure)
{
    calls_choose(failure->calls);
    if (failure->memory)
        allocator_fail(WAYS_NEXT, false);
    else
        calls_fail(WAYS_NEXT, failure->error, false);
}

static bool heal(const struct failure *failure)
{
    calls_choose(NULL);
    return failure->memory ? allocator_heal() : calls_heal();
}

/* How many times something failed. */
static long fail_everywhere(const struct visit *visit, const struct failure *failure)
{
    int descriptors = calls_descriptors();
    long failed = 0;
    bool reached = true;
    ways_forget(WAY_DEPTH);
    for (; reached; failed += reached) {
        arm(failure);
        int printed = live(visit);
        reached = heal(failure);
        if ((!reached || failure->harmless) && !printed)
            fail_msg("%s, %s (%s), time %ld: not printed", visit->name, failure->name, calls_failed(),
                     failed);
        if (calls_descriptors() != descriptors)
            fail_msg("%s, %s (%s), time %ld: a descriptor is still open", visit->name, failure->name,
                     calls_failed(), failed);
    }
    return failed;
}

static void try_all(const struct failure *failure)
{
    for (size_t i = 0; i < ARRAY_SIZE(visits); i++)
        assert_true(fail_everywhere(&visits[i], failure) > 0);
}

static void no_slip_is_called_printed_that_is_not_when_memory_runs_out(void **state)
{
    (void)state;
    try_all(&memory);
}

static void no_slip_is_called_printed_that_is_not_when_a_call_fails(void **state)
{
    (void)state;
    try_all(&broken);
}

static void an_interrupted_call_costs_no_slip(void **state)
{
    (void)state;
    try_all(&interrupted);
    try_all(&full);
    try_all(&partly);
}

/* ---- a bad day ---- */

#define DAYS 40
#define TURNS_A_DAY 500

static unsigned below(unsigned *seed, unsigned limit)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % limit;
}

static bool by_chance(unsigned *seed, unsigned one_in)
{
    return below(seed, one_in) == 0;
}

/* The printer and whoever stands before it. */
static void change_the_printer(struct fake *fake, unsigned *seed)
{
    static const struct fake_answers *const answers[] = {&fake_ready,      &fake_ready,   &fake_ready,
                                                         &fake_paper_low,  &fake_offline, &fake_out_of_paper,
                                                         &fake_cover_open, &fake_jammed};
    static char chatter[2048];
    memset(chatter, '!', sizeof(chatter) - 1);
    static const char *const noises[] = {NULL, NULL, NULL, "?", "\x11\x13", "\x04", "\x0C", chatter};
    static const size_t takes[] = {FAKE_ALL, FAKE_ALL, 600, 64, 7};
    fake->answers = *answers[below(seed, ARRAY_SIZE(answers))];
    fake->noise = noises[below(seed, ARRAY_SIZE(noises))];
    fake->takes = takes[below(seed, ARRAY_SIZE(takes))];
    fake->mute = by_chance(seed, 4);
    fake->out_of_order = by_chance(seed, 4);
    fake->keeps = by_chance(seed, 4);
    fake->literal = by_chance(seed, 4);
    fake->stuck = by_chance(seed, 5);
    if (by_chance(seed, 4))
        fake_interrupt(fake);
}

static void be_well(struct fake *fake)
{
    fake->answers = fake_ready;
    fake->noise = NULL;
    fake->takes = FAKE_ALL;
    fake->mute = fake->out_of_order = fake->keeps = fake->literal = fake->stuck = false;
}

/* One of the next calls fails, or all of them, until this turn is over. */
static void turn_in_trouble(struct room *room, unsigned *seed)
{
    static const int errors[] = {CALLS_SHORT, CALLS_NONE, CALLS_END, EIO,   EAGAIN, EINTR,
                                 ENOSPC,      EPIPE,      ENODEV,    EBUSY, ENOMEM};
    long k = 1 + below(seed, 6);
    bool for_ever = by_chance(seed, 4);
    calls_fail(k, errors[below(seed, ARRAY_SIZE(errors))], for_ever);
    if (by_chance(seed, 8))
        allocator_fail(k, for_ever);
    room_turn(room);
    calls_heal();
    allocator_heal();
}

/* failing: the system has its part in it. */
static void live_through_a_bad_day(struct room *room, unsigned *seed, bool failing)
{
    for (int i = 0; i < TURNS_A_DAY; i++) {
        if (by_chance(seed, 60))
            change_the_printer(&room->fake, seed);
        if (by_chance(seed, 80))
            room_watch(room, by_chance(seed, 2));
        if (by_chance(seed, 50))
            (void)room_start(room);
        if (by_chance(seed, 12)) /* nobody looks for a while, as when the machine has other work */
            room->clock.ms += below(seed, by_chance(seed, 10) ? A_MINUTE : 4000);
        if (by_chance(seed, 100))
            printing_forget(room->printing);
        if (failing && by_chance(seed, 2))
            turn_in_trouble(room, seed);
        else
            room_turn(room);
    }
}

static bool is_at_rest(const struct room *room)
{
    return room_state(room)->progress != PRINT_SENDING;
}

static void after_bad_days_the_next_slip_is_printed_whole(void **state)
{
    unsigned seed = 20261126;
    (void)state;
    BOTH_WIRES(wire)
    {
        int descriptors = calls_descriptors();
        struct room room;
        room_open(&room, wire);
        for (int day = 0; day < DAYS; day++) {
            if (day % 8 == 0) {
                room.printer.status = day != 8;
                room_renew(&room);
            }
            live_through_a_bad_day(&room, &seed, day % 2);
            be_well(&room.fake);
            room_watch(&room, true);
            room_run_until(&room, is_at_rest, 10 * A_MINUTE);
            room.clock.ms += PRINTING_SPELL_MS;
            printing_forget(room.printing);
            room_run_until(&room, room_is_ready, A_MINUTE);
            room_run_for(&room, 5000);
            assert_int_equal(print(&room), 1);
        }
        room_close(&room);
        assert_int_equal(calls_descriptors(), descriptors);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_slip_is_called_printed_that_is_not_when_memory_runs_out),
        cmocka_unit_test(no_slip_is_called_printed_that_is_not_when_a_call_fails),
        cmocka_unit_test(an_interrupted_call_costs_no_slip),
        cmocka_unit_test(after_bad_days_the_next_slip_is_printed_whole),
    };
    return cmocka_run_group_tests_name("a printer, when something fails", tests, NULL, NULL);
}
