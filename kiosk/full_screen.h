/* SPDX-License-Identifier: MIT */
/* What kiosk and desk share on their way to the full screen: terminal, content, printer, loop. */
#ifndef KIOSK_FULL_SCREEN_H
#define KIOSK_FULL_SCREEN_H

#include "kiosk/commands.h"

struct app;
struct desk;
struct site;
struct tally;

struct full_screen {
    struct site *site;   /* borrowed; NULL: the hall has no data of its own, or they cannot be read */
    struct tally *tally; /* borrowed; NULL: nothing is counted */
    struct desk *desk;   /* borrowed; NULL: the kiosk */
    /* Called once a minute while nobody is there, to look again for what there was not at the start; NULL:
     * never. */
    void (*look_again)(void *context, struct app *app);
    void *context;
};

/* Whether there is a terminal that can show it: EX_OK, or EX_UNAVAILABLE with a complaint. */
int full_screen_check(struct invocation *invocation);

/* Runs until somebody leaves; an exit code, with a complaint unless it is EX_OK. */
int full_screen_run(struct invocation *invocation, const struct full_screen *screen);

#endif
