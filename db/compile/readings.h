/* SPDX-License-Identifier: MIT */
/* How the characters of the content are read: what the Unihan database says (readings.py) of those that
 * occur. */
#ifndef DB_COMPILE_READINGS_H
#define DB_COMPILE_READINGS_H

#include "db/compile/draft.h"

/*
 * Fills in content->readings for every Chinese character of all sources read, and lets the fingerprint know:
 * another version of Unihan makes another handbook. -ENOMEM.
 */
int find_readings(struct draft_content *content);

#endif
