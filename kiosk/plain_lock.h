/* SPDX-License-Identifier: MIT */
/*
 * The plain kiosk under --locked: what the full screen has of its loop (kiosk/loop.h) and of lock_down.h. No
 * key and no signal of the terminal leaves it or stops its output; SIGTERM and SIGHUP end it well; the
 * service manager hears that it has begun and, as long as what it says gets through, that it is alive.
 */
#ifndef KIOSK_PLAIN_LOCK_H
#define KIOSK_PLAIN_LOCK_H

#include "kiosk/commands.h"
#include "kiosk/notify.h"
#include "kiosk/signals.h"

#include <termios.h>

struct plain_lock {
    struct signals signals;
    struct notify notify;
    struct clock clock;
    struct termios before; /* of the terminal that standard input is */
    bool is_terminal;
    bool leaving; /* a signal has said so */
};

/*
 * To be called when all that needs more has been opened: what confine.h names is given up for good. What this
 * system does not offer is told on standard error. 0; -ENOMEM, -errno without what signals are read with. To
 * be ended with plain_unlock.
 */
int plain_lock(struct plain_lock *out, struct invocation *invocation, struct clock clock);
void plain_unlock(struct plain_lock *lock);

/*
 * The context is the lock. For struct prompt: waits for input; also -ECANCELED, it is to leave. What has been
 * printed until then has got through.
 */
int plain_lock_wait(void *context, int ms);

/* For printer/wait.h: serves what is due; false, it is to leave. */
bool plain_lock_meanwhile(void *context);

#endif
