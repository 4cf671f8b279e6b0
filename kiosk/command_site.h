/* SPDX-License-Identifier: MIT */
/* The hall's own data as commands use it: opened where the options say, and what to say when it cannot be. */
#ifndef KIOSK_COMMAND_SITE_H
#define KIOSK_COMMAND_SITE_H

#include "db/site/site.h"
#include "kiosk/commands.h"

/* What is recorded has the real time, whatever --today says. What site_open says. */
int command_site_open(struct site **out, struct invocation *invocation, enum site_mode mode);

/* To write to, or to read where that cannot be. What site_open says. */
int command_site_open_either(struct site **out, struct invocation *invocation, struct clock clock);

/*
 * The same for those who serve visitors, whom no other program keeps waiting. Complains, unless it is the
 * machine's own and nobody has set one up yet; *out is NULL then.
 */
void command_site_open_hall(struct site **out, struct invocation *invocation, struct clock clock);

/*
 * Looks again while nobody is there: a desk may have been set up since, or the disk can be written to.
 * Whether *out is better than `before` (NULL: none), which stays open.
 */
bool command_site_find_better(struct site **out, const struct site *before, struct invocation *invocation,
                              struct clock clock);

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
