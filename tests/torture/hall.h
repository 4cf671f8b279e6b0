/* SPDX-License-Identifier: MIT */
/* The whole interface with a clock of our own, driven as kiosk/loop.c drives it: from deadline to deadline.
 */
#ifndef TESTS_TORTURE_HALL_H
#define TESTS_TORTURE_HALL_H

#include "kiosk/app.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hall {
    struct clock_manual time;
    struct handbook *handbook;
    struct app *app;
    struct canvas canvas;
    uint64_t random;
    uint64_t ticks, keys;
};

/* Ends the program with a message when something fails: these are no tests of memory. */
void hall_open(struct hall *hall, unsigned seed, int64_t wall);
void hall_close(struct hall *hall);

unsigned hall_random(struct hall *hall, unsigned limit); /* 0 … limit - 1 */

/* Monotonic and wall time together, deadline by deadline. False: one lay in the past, which would spin. */
bool hall_pass(struct hall *hall, int64_t ms);
bool hall_tick(struct hall *hall); /* what is due now */

void hall_key(struct hall *hall, enum key_type type, char32_t ch);
void hall_random_key(struct hall *hall);

bool hall_draw(struct hall *hall); /* if there is something new; false: it failed */

/* Whether the words stand in one row of what was drawn. */
bool hall_shows(const struct hall *hall, const char *words);

/* Bytes that the allocator has given out; 0 where it does not say (under a sanitizer). */
size_t hall_memory(void);

/* --name N of the command line, or the default. */
long hall_option(int argc, char **argv, const char *name, long otherwise);

#endif
