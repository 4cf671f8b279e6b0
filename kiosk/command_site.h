/* SPDX-License-Identifier: MIT */
/* The hall's own data as commands use it: opened where the options say, and what to say when it cannot be. */
#ifndef KIOSK_COMMAND_SITE_H
#define KIOSK_COMMAND_SITE_H

#include "db/site/site.h"
#include "kiosk/commands.h"

/* What is recorded has the real time, whatever --today says. What site_open says. */
int command_site_open(struct site **out, struct invocation *invocation, enum site_mode mode);

/* Why it cannot be used, in Chinese, for an error of db/site/. */
const char *command_site_reason(int error);

/* Complains; the exit code. */
int command_site_error(struct invocation *invocation, int error);

static inline void site_close_pointer(struct site **site)
{
    site_close(*site);
}
#define _cleanup_site_ _cleanup_(site_close_pointer)

/* site admin: a way back in for administrators who have forgotten their password
 * (kiosk/command_site_admin.c). */
int site_admin(struct invocation *invocation);

#endif
