/* SPDX-License-Identifier: MIT */
#include "tests/screens/others.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct site *other_admin(struct site_session *out, struct player *player)
{
    struct site *site = hall_other(player->hall, clock_from_manual(&player->time));
    assert_int_equal(site_login(out, NULL, site, HALL_ADMIN, HALL_PASSWORD), 0);
    return site;
}

void other_changes_account(struct player *player, size_t index, enum site_role role, bool enabled)
{
    struct site_session admin;
    struct site_account *accounts;
    size_t n;
    struct site *site = other_admin(&admin, player);
    assert_int_equal(site_accounts(&accounts, &n, site), 0);
    assert_int_equal(site_account_set_role(site, &admin, accounts[index].id, role), 0);
    assert_int_equal(site_account_set_enabled(site, &admin, accounts[index].id, enabled), 0);
    free(accounts);
    site_close(site);
}
