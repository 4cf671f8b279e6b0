/* SPDX-License-Identifier: MIT */
/* A desk in a hall whose machine has keys, content and a stick of its own (tests/unit/bundle_fixture.h). */
#ifndef TESTS_SCREENS_MACHINE_H
#define TESTS_SCREENS_MACHINE_H

#include "tests/screens/player.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* On which the content of the numbers 1 to n was installed, one after the other. */
static inline struct machine *machine_open(uint32_t n)
{
    struct machine *machine = NULL;
    assert_int_equal(machine_setup((void **)&machine), 0);
    for (uint32_t i = 1; i <= n; i++)
        assert_int_equal(machine_install(machine, machine_signed(machine, i)), 0);
    return machine;
}

static inline void machine_close(struct machine *machine)
{
    assert_int_equal(machine_teardown((void **)&machine), 0);
}

/* What the desk, open since before, looks at from now on. */
static inline void machine_is_players(const struct machine *machine, struct player *player)
{
    player->hall->place = machine->place;
    player->hall->place.clock = clock_from_manual(&player->time);
    player->hall->roots[0] = machine->stick;
}

#endif
