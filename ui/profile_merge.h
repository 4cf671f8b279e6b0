/* SPDX-License-Identifier: MIT */
/* Two editors of one profile: what each has changed since `was` was read, as fields of enum profile_field. */
#ifndef UI_PROFILE_MERGE_H
#define UI_PROFILE_MERGE_H

#include "db/site/profile.h"

#include <stdbool.h>

bool profile_same(const struct profile *a, const struct profile *b, enum profile_field field);

/* The first field that both have changed, each to something else; 0: none. */
int profile_contested(const struct profile *was, const struct profile *ours, const struct profile *stored);

/* What is stored, with what `ours` has changed. Borrows from both. */
struct profile profile_merge(const struct profile *was, const struct profile *ours,
                             const struct profile *stored);

#endif
