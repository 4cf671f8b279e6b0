/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/content.h"
#include "db/site/addenda.h"
#include "db/site/handle.h"
#include "db/site/history.h"
#include "db/site/pin.h"
#include "db/site/profile.h"
#include "db/site/stats.h"

#include <string.h>

static int check_pages(struct site *site)
{
    struct rows rows = site_rows(site, SITE_QUICK_CHECK);
    char words[8] = "";

    /* What is wrong comes as text, which is longer: rows_copy takes it for damage, and it is. */
    if (rows_next(&rows) > 0)
        rows_copy(words, sizeof(words), &rows, 0);
    rows_require(&rows, strcmp(words, "ok") == 0);
    rows_end(&rows);
    return rows.error;
}

static int check_addenda(struct site *site)
{
    int r = 0;

    for (int question = 1; r == 0 && question <= CONTENT_QUESTIONS; question++) {
        struct addendum *list = NULL;
        struct addendum_shown *shown = NULL;
        size_t n = 0;
        r = site_addendum_history(&list, &n, site, question);
        if (r == 0)
            r = site_addendum_shown(&shown, site, question);
        r = r == -ENOENT ? 0 : r;
        addenda_free(list, n);
        addendum_shown_free(shown);
    }
    return r;
}

static int check_accounts(struct site *site)
{
    struct site_account *accounts = NULL;
    size_t n = 0;
    int r = site_accounts(&accounts, &n, site);

    free(accounts);
    return r;
}

static int check_pin(struct site *site)
{
    bool set;

    return site_pin_is_set(&set, site);
}

static int take_nothing(void *context, const struct stats_cell *cell)
{
    (void)context, (void)cell;
    return 0;
}

static int check_counters(struct site *site)
{
    const struct stats_query all = {.from = {1900, 1, 1}, .to = {2999, 12, 31}};

    return site_stats_each(site, &all, take_nothing, NULL);
}

static int check_history(struct site *site)
{
    struct history_row *rows = NULL;
    size_t n = 0;
    int r = site_content_list(&rows, &n, site, SIZE_MAX);

    history_free(rows, n);
    return r;
}

static int check_profile(struct site *site)
{
    struct profile *profile = NULL;
    int r = site_profile_read(&profile, site);

    site_profile_free(profile);
    return r;
}

int site_check(struct site *site)
{
    static int (*const checks[])(struct site *) = {check_pages, check_profile,  check_addenda, check_accounts,
                                                   check_pin,   check_counters, check_history};
    int r = 0;

    for (size_t i = 0; r == 0 && i < ARRAY_SIZE(checks); i++)
        r = checks[i](site);
    return r;
}
