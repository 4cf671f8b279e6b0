/* SPDX-License-Identifier: MIT */
/* What the school says, for commands that run once: its profile and its addendum to a question, as far as
 * there are any. */
#ifndef KIOSK_SCHOOL_DATA_H
#define KIOSK_SCHOOL_DATA_H

#include "db/profile.h"
#include "db/site/addenda.h"
#include "kiosk/commands.h"

struct json_object;

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

/* 本校补充 under its heading, with who says so and since when; nothing if there is none. 0 or -ENOMEM. */
int school_data_print(struct output *out, const struct school_data *data);

/*
 * Adds "school": {"school", "office", "place", "hours", "telephone", "remarks", "addendum": {"text",
 * "source", "date"}}, "" what is not filled in, the addendum null if there is none; null on a machine without
 * such data. 0 or -ENOMEM.
 */
int school_data_add_json(struct json_object *container, const struct school_data *data);

#endif
