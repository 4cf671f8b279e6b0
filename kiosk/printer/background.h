/* SPDX-License-Identifier: MIT */
/*
 * A printer that is asked and printed on by threads (kiosk/printer/errand.h): a queue of CUPS, a file. One
 * thread an ask, one a slip; an A4 slip is made a PDF in the latter.
 */
#ifndef KIOSK_PRINTER_BACKGROUND_H
#define KIOSK_PRINTER_BACKGROUND_H

#include "kiosk/printer/channel.h"
#include "kiosk/printer/errand.h"

#define BACKGROUND_ANSWER_MS 3000 /* without an answer by then nobody is there */

/* What a slip's thread works with; all its own. */
struct background_task {
    const struct background_kind *kind;
    struct printer printer;
    struct slip slip; /* nothing in it for an ask; bytes in any case when print is called */
    time_t wall;      /* when it was started */
};

/* Both run in the thread. */
struct background_kind {
    /* Fills condition, paper_low, trouble. */
    void (*ask)(struct errand_report *out, const struct printer *printer);
    /* Tells what happens and what comes of it: 0, or negative. Called when the printer is ready. Returns soon
     * when the errand is stopped, with nothing left that would come out later. */
    int (*print)(struct errand *errand, struct errand_report *report, const struct background_task *task);
};

int background_create(struct channel **out, const struct channel *base, const struct background_kind *kind);

/* The rest of a channel's table. */
void background_destroy(struct channel *channel);
void background_watch(struct channel *channel, bool watch);
void background_send(struct channel *channel, struct slip *slip);
int background_fds(const struct channel *channel, struct pollfd *out);
int64_t background_deadline(const struct channel *channel);
void background_serve(struct channel *channel);

#endif
