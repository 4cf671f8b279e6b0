/* SPDX-License-Identifier: MIT */
/* What staff read about an update: why a bundle is not taken and what to do, and what changes. Commands and
 * the desk share them. */
#ifndef UI_UPDATE_WORDS_H
#define UI_UPDATE_WORDS_H

#include "db/update.h"

/* A short name for scripts and JSON: "wrong-key"; "" for 0, "error" for a negative number. */
const char *update_refusal_id(int refusal);

/*
 * A sentence that says what is wrong and what to do. header and highest (of update_open) make it exact;
 * header NULL: nothing of the bundle may be believed. For a negative number: the reason of the system.
 */
void update_refusal_words(char *out, size_t size, int refusal, const struct bundle_header *header,
                          uint32_t highest);

/* "第 6 题　正文第 3 段", "学校名单": what a change is about. */
void update_change_words(char *out, size_t size, const struct content_change *change);

#endif
