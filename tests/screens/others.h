/* SPDX-License-Identifier: MIT */
/* What others do while somebody is at the desk: an administrator at another one, on the same site.db. */
#ifndef TESTS_SCREENS_OTHERS_H
#define TESTS_SCREENS_OTHERS_H

#include "db/site/accounts.h"
#include "tests/screens/player.h"

/* Logs the administrator in there; site_close. */
struct site *other_admin(struct site_session *out, struct player *player);

/* Takes the index-th account away, or its role, or gives it back. */
void other_changes_account(struct player *player, size_t index, enum site_role role, bool enabled);

#endif
