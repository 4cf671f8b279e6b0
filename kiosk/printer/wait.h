/* SPDX-License-Identifier: MIT */
/* For commands, which have nothing else to do: waits for a printer. The kiosk's loop does it by itself. */
#ifndef KIOSK_PRINTER_WAIT_H
#define KIOSK_PRINTER_WAIT_H

#include "kiosk/printer/printing.h"

#define WAIT_ANSWER_MS 4000 /* longer than any kind of printer takes to be given up */
#define WAIT_ASIDE_MS 250

/* What is served meanwhile, every WAIT_ASIDE_MS at least; false ends the wait. {0}: nothing. */
struct wait_aside {
    bool (*serve)(void *context);
    void *context;
};

/* Watches the printer until it is known how it is, WAIT_ANSWER_MS at most. */
void wait_for_answer(struct printing *printing, const struct clock *clock, struct wait_aside aside);

/* Until no slip is on its way. */
void wait_for_slip(struct printing *printing, const struct clock *clock, struct wait_aside aside);

#endif
