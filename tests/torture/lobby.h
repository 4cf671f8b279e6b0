/* SPDX-License-Identifier: MIT */
/* The whole interface with a clock of our own, driven as kiosk/loop.c drives it: from
 * deadline to deadline. */
#ifndef TESTS_TORTURE_LOBBY_H
#define TESTS_TORTURE_LOBBY_H

#include "kiosk/app.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lobby {
    struct clock_manual time;
    struct handbook *handbook;
    struct app *app;
    struct canvas canvas;
    uint64_t random;
    uint64_t ticks, keys;
};

/* Ends the program with a message when something fails: these are no tests of memory. */
void lobby_open(struct lobby *lobby, unsigned seed, int64_t wall);

/* With content from elsewhere, which stays the caller's: NULL with why there is none. */
void lobby_open_content(struct lobby *lobby, int64_t wall, struct handbook *handbook, int error,
                        const char *origin);
void lobby_close(struct lobby *lobby);

unsigned lobby_random(struct lobby *lobby, unsigned limit); /* 0 … limit - 1 */

/* Monotonic and wall time together, deadline by deadline. False: one lay in the past, which would spin. */
bool lobby_pass(struct lobby *lobby, int64_t ms);
bool lobby_tick(struct lobby *lobby); /* what is due now */

void lobby_key(struct lobby *lobby, enum key_type type, char32_t ch);
void lobby_random_key(struct lobby *lobby);

bool lobby_draw(struct lobby *lobby); /* if there is something new; false: it failed */

/* What stands in a row of what was drawn, as UTF-8. */
#define LOBBY_LINE_MAX 2048
void lobby_line(char out[LOBBY_LINE_MAX], const struct lobby *lobby, int row);

/* Whether the words stand in one row of what was drawn. */
bool lobby_shows(const struct lobby *lobby, const char *words);

/* Bytes that the allocator has given out; 0 where it does not say (under a sanitizer). */
size_t lobby_memory(void);

/* --name N of the command line, or the default. */
long lobby_option(int argc, char **argv, const char *name, long otherwise);

/* When --seconds of the command line, from now on, are over; and whether they are. Without: never. */
int64_t lobby_end(int argc, char **argv);
bool lobby_is_over(int64_t end);

#endif
