/* SPDX-License-Identifier: MIT */
/* A hall with data of its own, in a folder that is removed behind it: accounts, profile, addenda, counters of
 * some days. */
#ifndef TESTS_SCREENS_HALL_H
#define TESTS_SCREENS_HALL_H

#include "base/clock.h"
#include "db/site/tally.h"
#include "ui/desk.h"

#define HALL_ADMIN "王老师"
#define HALL_EDITOR "李老师"
#define HALL_CLERK "小张"
#define HALL_PASSWORD "mima2026" /* of all three */

struct hall {
    char folder[64], path[96];
    struct site *site;
    struct desk desk;
    struct tally tally;
    struct update_place place; /* where its content is installed: within the folder, like the stick */
    char stick[96];
    const char *roots[2];
    struct desk_export exported; /* the last; path is a copy that the hall frees */
    char *exported_path;
    int export_error; /* what an export answers */
};

/* empty: nobody has ever used it. Asserts that all of it works. */
void hall_open(struct hall *hall, struct clock clock, bool empty, enum tally_where where);
void hall_close(struct hall *hall);

/* A second handle on the same file, as another program has it; site_close. */
struct site *hall_other(const struct hall *hall, struct clock clock);

#endif
