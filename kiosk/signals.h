/* SPDX-License-Identifier: MIT */
/* Signals as events of the loop: blocked, and read from a descriptor. No handler runs but the one of fatal
 * signals. */
#ifndef KIOSK_SIGNALS_H
#define KIOSK_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

enum {
    SIGNALS_LEAVE = 1,    /* SIGTERM, SIGHUP; SIGINT and SIGQUIT unless locked */
    SIGNALS_RESIZE = 2,   /* SIGWINCH */
    SIGNALS_STOP = 4,     /* SIGTSTP unless locked */
    SIGNALS_CONTINUE = 8, /* SIGCONT */
};

#define SIGNALS_CHANGED_MAX 24

struct signals {
    int fd; /* readable when signals_read has something to tell */
    sigset_t mask_before;
    struct sigaction before[SIGNALS_CHANGED_MAX];
    unsigned changed; /* which of them, a bit each */
    void *stack;      /* for the handler of fatal signals: the usual one may be what overflowed */
};

/* -ENOMEM, -errno of signalfd. */
int signals_open(struct signals *out, bool locked);
void signals_close(struct signals *signals);

/* What came since the last time, or-ed; never blocks. */
unsigned signals_read(struct signals *signals);

/* Stops the process as SIGTSTP would have; returns when it goes on (or at once where nothing could make it go
 * on). */
void signals_stop(void);

#endif
