/* SPDX-License-Identifier: MIT */
#include "db/site/pin.h"

#include "base/error.h"
#include "db/site/handle.h"
#include "db/site/password.h"

#include <string.h>

int site_pin_judge(const char *pin)
{
    size_t n = strlen(pin);
    bool same = true, up = true, down = true;

    if (n < SITE_PIN_MIN || n > SITE_PIN_MAX || strspn(pin, "0123456789") != n)
        return SITE_PIN_SHAPE;
    for (size_t i = 1; i < n; i++) {
        same &= pin[i] == pin[i - 1];
        up &= pin[i] == pin[i - 1] + 1;
        down &= pin[i] == pin[i - 1] - 1;
    }
    return same || up || down ? SITE_PIN_WEAK : 0;
}

/* What is stored. -ENOENT. */
struct pin_row {
    char hash[SITE_PASSWORD_HASH_BYTES];
    struct site_attempt attempt;
};

static int read_pin(struct pin_row *out, struct site *site)
{
    struct rows rows = site_rows(site, SITE_PIN_READ);
    struct pin_row row = {0};
    bool found = rows_next(&rows) > 0;

    if (found) {
        rows_copy(row.hash, sizeof(row.hash), &rows, 0);
        row.attempt = site_attempt_read(&rows, 1);
    }
    rows_end(&rows);
    if (rows.error < 0)
        return rows.error;
    if (!found)
        return -ENOENT;
    *out = row;
    return 0;
}

int site_pin_is_set(bool *out, struct site *site)
{
    struct pin_row row;
    int r = read_pin(&row, site);

    if (r == 0 || r == -ENOENT)
        *out = r == 0;
    return r == -ENOENT ? 0 : r;
}

/* ---- setting ---- */

static int hash_pin(char out[SITE_PASSWORD_HASH_BYTES], const struct site *site, const char *pin)
{
    _cleanup_password_ struct password password = {0};

    (void)password_init(&password, pin); /* a few digits: nothing can be wrong with them */
    return password_hash(out, site, &password);
}

static int store_pin(struct site *site, const struct site_session *by, const char *hash)
{
    int r = site_may(site, by, SITE_MAY_ACCOUNTS);

    if (r < 0)
        return r;
    struct rows rows = site_rows(site, SITE_PIN_SET);
    rows_bind_text(&rows, 1, hash);
    r = site_run_one(&rows);
    return r < 0 ? r : site_audit(site, site_who(by), AUDIT_PIN_SET, "%s", "");
}

int site_pin_set(struct site *site, const struct site_session *by, const char *pin)
{
    char hash[SITE_PASSWORD_HASH_BYTES];
    int r = site_pin_judge(pin);

    if (r == 0)
        r = hash_pin(hash, site, pin);
    if (r == 0)
        r = site_begin(site);
    return r != 0 ? r : site_end(site, store_pin(site, by, hash));
}

static int remove_pin(struct site *site, const struct site_session *by)
{
    struct pin_row row;
    int r = site_may(site, by, SITE_MAY_ACCOUNTS);

    if (r == 0)
        r = read_pin(&row, site);
    if (r < 0)
        return r;
    struct rows rows = site_rows(site, SITE_PIN_REMOVE);
    r = site_run_one(&rows);
    return r < 0 ? r : site_audit(site, site_who(by), AUDIT_PIN_REMOVED, "%s", "");
}

int site_pin_remove(struct site *site, const struct site_session *by)
{
    int r = site_begin(site);

    return r < 0 ? r : site_end(site, remove_pin(site, by));
}

/* ---- trying ---- */

static int write_tries(struct site *site, const struct site_attempt *attempt)
{
    struct rows rows = site_rows(site, SITE_PIN_TRIED);

    site_attempt_bind(&rows, 1, attempt);
    return site_run_one(&rows);
}

/* Counts the try, or SITE_LOGIN_WAIT. */
static int count_try(struct pin_row *row, int *wait, struct site *site)
{
    bool changed;
    int r = read_pin(row, site);

    if (r < 0)
        return r;
    bool counts = site_attempt_count(&row->attempt, wait, &changed, site_now(site));
    r = changed ? write_tries(site, &row->attempt) : 0;
    if (r < 0 || !counts)
        return r < 0 ? r : SITE_LOGIN_WAIT;
    return *wait ? site_audit(site, "", AUDIT_PIN_WAIT, "%d", *wait) : 0;
}

/* Somebody may have set another one while the hash was made. */
static int end_try(struct site *site, const struct pin_row *row, bool right)
{
    struct pin_row now;
    int r = read_pin(&now, site);

    if (r == 0 && right && strcmp(now.hash, row->hash) != 0)
        right = false;
    if (r == 0 && right)
        r = write_tries(site, &(struct site_attempt){.tries = 0});
    if (r == 0)
        r = site_audit(site, "", right ? AUDIT_PIN_RIGHT : AUDIT_PIN_WRONG, "%s", "");
    return r < 0 ? r : right ? 0 : SITE_LOGIN_REFUSED;
}

int site_pin_check(int *wait, struct site *site, const char *pin)
{
    _cleanup_password_ struct password password = {0};
    struct pin_row row;
    int means = 0;

    (void)password_init(&password, site_pin_judge(pin) == SITE_PIN_SHAPE ? "" : pin);
    int r = site_begin(site);
    if (r == 0) /* the count is on the disk before the PIN is looked at */
        r = site_end(site, count_try(&row, &means, site));
    if (r >= 0)
        *wait = means;
    if (r != 0)
        return r;
    r = password_verify(row.hash, &password);
    if (r < 0)
        return r;
    bool right = r == 0;
    r = site_begin(site);
    return r < 0 ? r : site_end(site, end_try(site, &row, right));
}
