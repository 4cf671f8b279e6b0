/* SPDX-License-Identifier: MIT */
/* What the school says, for commands that run once: its profile and its addendum to a question, as far as
 * there are any. */
#ifndef KIOSK_SCHOOL_DATA_H
#define KIOSK_SCHOOL_DATA_H

#include "db/profile.h"
#include "db/site/addenda.h"
#include "kiosk/commands.h"

struct school_data {
    struct profile *profile;         /* NULL: none */
    struct addendum_shown *addendum; /* the same */
};

/*
 * Reads them from site.db. A machine without one has none; one that cannot be read is told of on standard
 * error, and the command goes on without. school_data_fini.
 */
void school_data_read(struct school_data *out, struct invocation *invocation, int question);
void school_data_fini(struct school_data *data);

#endif
