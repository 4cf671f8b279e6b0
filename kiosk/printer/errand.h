/* SPDX-License-Identifier: MIT */
/*
 * One thing that can only be done blocking, done by a thread of its own that reports through a descriptor.
 * The thread and whoever sent it share nothing but a mailbox behind a mutex; what the thread works with is
 * its own, so that one that is stuck in a system call can be left behind: it cleans up after itself when it
 * comes back.
 */
#ifndef KIOSK_PRINTER_ERRAND_H
#define KIOSK_PRINTER_ERRAND_H

#include "ui/print_state.h"

#include <stdbool.h>

struct errand_report {
    bool known; /* condition, paper_low and trouble tell something */
    enum printer_condition condition;
    bool paper_low;
    int trouble;
    int percent;
    int patience_ms; /* how long no further report may come; 0: as long as for any printer */
    bool taken;      /* the printer may have something of the slip */
    bool done;
    int result; /* when done */
};

struct errand;

/* Takes the task over, also when it fails. -ENOMEM, -errno of the system's refusal. */
int errand_start(struct errand **out, void (*run)(struct errand *errand, void *task), void *task,
                 void (*free_task)(void *task));

/* Readable when there is a new report. */
int errand_fd(const struct errand *errand);

/* The latest report. Whether it is a new one; *ended: the thread has come back. */
bool errand_look(struct errand *errand, struct errand_report *out, bool *ended);

/* The thread is to come back as soon as it can. */
void errand_stop(struct errand *errand);

/* Stops it, waits for it at most so long, and forgets it. NULL is fine. How much of the time is left. */
int errand_release(struct errand *errand, int wait_ms);

/* For the thread. */
void errand_tell(struct errand *errand, const struct errand_report *report);
bool errand_is_stopped(struct errand *errand);
bool errand_sleep(struct errand *errand, int ms); /* whether it was stopped meanwhile */

#endif
