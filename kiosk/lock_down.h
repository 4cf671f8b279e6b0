/* SPDX-License-Identifier: MIT */
/* What --locked means before the first visitor comes: confine.h, console.h and notify.h together, with words
 * for operators. */
#ifndef KIOSK_LOCK_DOWN_H
#define KIOSK_LOCK_DOWN_H

#include "kiosk/commands.h"
#include "kiosk/notify.h"

/*
 * To be called when all that needs more has been opened. What this system does not offer is told on standard
 * error, and the kiosk goes on without it. notify is to be ended with lock_down_end.
 */
void lock_down(struct notify *notify, struct invocation *invocation);
void lock_down_end(struct notify *notify);

#endif
