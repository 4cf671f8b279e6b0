/* SPDX-License-Identifier: MIT */
/*
 * Whether guides may be followed and shown: every id is one, every way leads to a node that is there, every
 * {name} has its date. The last word on what a file says; shared by the reader and the compiler are only the
 * bounds.
 */
#ifndef DB_GUIDE_SOUND_H
#define DB_GUIDE_SOUND_H

#include "db/guide.h"

/* Of each, in what holds it. The format allows no more options; of the rest no honest content comes near. */
#define GUIDE_NODES_MAX 64
#define GUIDE_OPTIONS_MAX 4
#define GUIDE_EDGES_MAX 8
#define GUIDE_CONDITIONS_MAX 4
#define GUIDE_ITEMS_MAX 24
#define GUIDE_ADD_YEARS_MAX 99

/* guide_item.list in the database. */
enum guide_list { GUIDE_LIST_STEPS = 1, GUIDE_LIST_BRING = 2 };

/* a-z, 0-9 and -, shorter than GUIDE_ID_MAX. */
bool guide_id_is_sound(const char *id);

bool guides_are_sound(const struct guides *guides);

#endif
