/* SPDX-License-Identifier: MIT */
/* The embedded handbook and its guides, and what stands on every slip made of them today. */
#ifndef TESTS_UNIT_SLIP_FIXTURE_H
#define TESTS_UNIT_SLIP_FIXTURE_H

#include "base/error.h"
#include "db/guide_paths.h"
#include "ui/paper/slip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct date today = {2026, 11, 23};

struct hall {
    struct handbook *handbook;
    struct guides *guides;
    struct slip_frame frame;
};

static inline int open_hall(void **state)
{
    struct hall *hall = calloc(1, sizeof(*hall));
    assert_non_null(hall);
    assert_int_equal(handbook_open_embedded(&hall->handbook), 0);
    assert_int_equal(guides_load(&hall->guides, hall->handbook), 0);
    hall->frame = (struct slip_frame){.edition = handbook_edition(hall->handbook), .today = today};
    *state = hall;
    return 0;
}

static inline int close_hall(void **state)
{
    struct hall *hall = *state;
    guides_free(hall->guides);
    handbook_close(hall->handbook);
    free(hall);
    return 0;
}

#endif
