/* SPDX-License-Identifier: MIT */
#include "db/site/audit.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "db/site/handle.h"
#include "db/site/text.h"

#include <sodium.h>
#include <stdarg.h>
#include <string.h>

#define ROWS_MAX 10000 /* of one list */

const char *audit_action_id(enum audit_action action)
{
    static const char *const ids[] = {
        [AUDIT_LOGIN] = "login",
        [AUDIT_LOGIN_FAILED] = "login-failed",
        [AUDIT_LOGIN_WAIT] = "login-wait",
        [AUDIT_LOGOUT] = "logout",
        [AUDIT_ACCOUNT_ADDED] = "account-added",
        [AUDIT_ACCOUNT_ROLE] = "account-role",
        [AUDIT_ACCOUNT_ENABLED] = "account-enabled",
        [AUDIT_ACCOUNT_DISABLED] = "account-disabled",
        [AUDIT_PASSWORD] = "password",
        [AUDIT_PROFILE] = "profile",
        [AUDIT_ADDENDUM_SAVED] = "addendum-saved",
        [AUDIT_ADDENDUM_PUBLISHED] = "addendum-published",
        [AUDIT_ADDENDUM_RETRACTED] = "addendum-retracted",
        [AUDIT_CONTENT_INSTALLED] = "content-installed",
        [AUDIT_CONTENT_ROLLED_BACK] = "content-rolled-back",
        [AUDIT_SITE_CREATED] = "site-created",
        [AUDIT_SITE_MIGRATED] = "site-migrated",
        [AUDIT_EXPORTED] = "exported",
        [AUDIT_IMPORTED] = "imported",
        [AUDIT_PIN_SET] = "pin-set",
        [AUDIT_PIN_REMOVED] = "pin-removed",
        [AUDIT_PIN_RIGHT] = "pin-right",
        [AUDIT_PIN_WRONG] = "pin-wrong",
        [AUDIT_PIN_WAIT] = "pin-wait",
    };

    return action > 0 && (size_t)action < ARRAY_SIZE(ids) ? ids[action] : NULL;
}

/* The last row's number and hash, kept apart from the rows. */
struct head {
    int64_t seq;
    unsigned char hash[AUDIT_HASH_BYTES];
};

static int read_head(struct head *out, struct site *site)
{
    struct rows rows = site_rows(site, SITE_HEAD);

    if (rows_next(&rows) > 0) {
        out->seq = rows_int64(&rows, 0, 0, INT64_MAX - 1);
        rows_bytes(out->hash, &rows, 1, sizeof(out->hash));
    } else {
        rows_require(&rows, false);
    }
    rows_end(&rows);
    return rows.error;
}

static void hash_number(crypto_generichash_state *state, int64_t value)
{
    unsigned char bytes[8];

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)((uint64_t)value >> 8 * i);
    crypto_generichash_update(state, bytes, sizeof(bytes));
}

/* With its length in front, so that no two rows are the same bytes. */
static void hash_text(crypto_generichash_state *state, const char *text)
{
    size_t n = strlen(text);

    hash_number(state, (int64_t)n);
    crypto_generichash_update(state, (const unsigned char *)text, n);
}

/* The hash before it, number, time, account, action, detail; numbers as 8 bytes, the lowest first. */
static void hash_row(unsigned char out[AUDIT_HASH_BYTES], const unsigned char previous[AUDIT_HASH_BYTES],
                     const struct audit_row *row)
{
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, AUDIT_HASH_BYTES);
    crypto_generichash_update(&state, previous, AUDIT_HASH_BYTES);
    hash_number(&state, row->seq);
    hash_number(&state, row->time);
    hash_text(&state, row->account);
    hash_number(&state, row->action);
    hash_text(&state, row->detail);
    crypto_generichash_final(&state, out, AUDIT_HASH_BYTES);
}

static int add_row(struct site *site, const struct head *head, const struct audit_row *row)
{
    unsigned char hash[AUDIT_HASH_BYTES];
    struct rows rows = site_rows(site, SITE_AUDIT_ADD);

    hash_row(hash, head->hash, row);
    rows_bind_int64(&rows, 1, row->seq);
    rows_bind_int64(&rows, 2, row->time);
    rows_bind_text(&rows, 3, row->account);
    rows_bind_int(&rows, 4, (int)row->action);
    rows_bind_text(&rows, 5, row->detail);
    rows_bind_bytes(&rows, 6, head->hash, sizeof(head->hash));
    rows_bind_bytes(&rows, 7, hash, sizeof(hash));
    int r = site_run(&rows);
    if (r < 0)
        return r;
    rows = site_rows(site, SITE_HEAD_SET);
    rows_bind_int64(&rows, 1, row->seq);
    rows_bind_bytes(&rows, 2, hash, sizeof(hash));
    return site_run_one(&rows);
}

int site_audit(struct site *site, const char *account, enum audit_action action, const char *format, ...)
{
    _cleanup_free_ char *raw = NULL, *detail = NULL;
    struct head head;
    va_list arguments;

    va_start(arguments, format);
    int n = vasprintf(&raw, format, arguments);
    va_end(arguments);
    if (n < 0) {
        raw = NULL;
        return -ENOMEM;
    }
    int r = sanitize_text(&detail, raw, (size_t)n);
    if (r == 0)
        r = read_head(&head, site);
    if (r < 0)
        return r;
    detail[text_prefix(detail, AUDIT_DETAIL_CHARACTERS)] = '\0';
    struct audit_row row = {.seq = head.seq + 1,
                            .time = site_now(site),
                            .action = action,
                            .account = (char *)(uintptr_t)account,
                            .detail = detail};
    return add_row(site, &head, &row);
}

int site_audit_note(struct site *site, const struct site_session *by, enum audit_action action,
                    const char *detail)
{
    if (action != AUDIT_EXPORTED && action != AUDIT_IMPORTED)
        return -EINVAL;
    int r = site_begin(site);
    if (r < 0)
        return r;
    r = site_may(site, by, SITE_MAY_EXPORT);
    if (r == 0)
        r = site_audit(site, site_who(by), action, "%s", detail);
    return site_end(site, r);
}

static void read_row(struct audit_row *row, struct rows *rows)
{
    row->seq = rows_int64(rows, 0, 1, INT64_MAX);
    row->time = rows_int64(rows, 1, 0, SITE_TIME_MAX);
    row->account = rows_text(rows, 2);
    row->action = (enum audit_action)rows_int(rows, 3, 1, AUDIT_ACTION_MAX);
    row->detail = rows_text(rows, 4);
    rows_require(rows, rows->error == 0 && audit_action_id(row->action));
}

static void row_fini(struct audit_row *row)
{
    free(row->account);
    free(row->detail);
}

int site_audit_list(struct audit_row **out, size_t *n, struct site *site, int64_t before, size_t limit)
{
    struct rows rows = site_rows(site, SITE_AUDIT_LIST);
    struct audit_row *list = NULL, *row;
    size_t count = 0;

    rows_bind_int64(&rows, 1, before > 0 ? before : INT64_MAX);
    rows_bind_int(&rows, 2, limit > ROWS_MAX ? ROWS_MAX : (int)limit);
    while (rows_next(&rows) > 0 && (row = rows_grow(&rows, &list, count, sizeof(*row), ROWS_MAX))) {
        count++;
        read_row(row, &rows);
    }
    rows_end(&rows);
    if (rows.error < 0) {
        audit_free(list, count);
        return rows.error;
    }
    *out = list;
    *n = count;
    return 0;
}

/* What the detail of an export or import says of this school; 0 if nothing. */
static uint32_t number_in(const char *detail, const char *code)
{
    char school[11];
    unsigned number;

    if (sscanf(detail, "site %10[0-9] %6u", school, &number) != 2 || strcmp(school, code) != 0)
        return 0;
    return number;
}

int site_audit_highest(uint32_t *out, struct site *site, const char *code)
{
    struct rows rows = site_rows(site, SITE_AUDIT_MOVED);
    uint32_t highest = 0;

    while (rows_next(&rows) > 0) {
        _cleanup_free_ char *detail = rows_text(&rows, 0);
        uint32_t number = detail ? number_in(detail, code) : 0;
        if (number > highest)
            highest = number;
    }
    rows_end(&rows);
    if (rows.error == 0)
        *out = highest;
    return rows.error;
}

void audit_free(struct audit_row *rows, size_t n)
{
    for (size_t i = 0; rows && i < n; i++)
        row_fini(&rows[i]);
    free(rows);
}

/* Whether a row continues the chain; at is its end so far and moves on. */
static bool continues(struct head *at, struct rows *rows)
{
    unsigned char previous[AUDIT_HASH_BYTES], stored[AUDIT_HASH_BYTES], hash[AUDIT_HASH_BYTES];
    struct audit_row row = {0};

    read_row(&row, rows);
    rows_bytes(previous, rows, 5, sizeof(previous));
    rows_bytes(stored, rows, 6, sizeof(stored));
    bool sound =
        rows->error == 0 && row.seq == at->seq + 1 && memcmp(previous, at->hash, sizeof(previous)) == 0;
    if (sound) {
        hash_row(hash, previous, &row);
        sound = memcmp(hash, stored, sizeof(hash)) == 0;
    }
    if (sound) {
        at->seq = row.seq;
        memcpy(at->hash, hash, sizeof(hash));
    }
    row_fini(&row);
    return sound;
}

/* Walks as far as the chain holds. *whole: there is no row behind `at`. */
static int walk(struct head *at, bool *whole, struct site *site)
{
    struct rows rows = site_rows(site, SITE_AUDIT_ALL);

    *whole = true;
    while (*whole && rows_next(&rows) > 0) {
        *whole = continues(at, &rows);
        if (!*whole && rows.error == -EBADMSG)
            rows.error = 0; /* a value that no row of ours has: the row is bad, the walk is not */
    }
    rows_end(&rows);
    return rows.error;
}

static int compare(struct audit_verdict *out, const struct head *at, bool whole, const struct head *head)
{
    *out = (struct audit_verdict){.rows = at->seq};
    sodium_bin2hex(out->head, sizeof(out->head), at->hash, sizeof(at->hash));
    if (!whole || at->seq < head->seq)
        out->first_bad = at->seq + 1;
    else if (at->seq > head->seq)
        out->first_bad = head->seq + 1;
    else if (memcmp(at->hash, head->hash, sizeof(at->hash)) != 0)
        out->first_bad = at->seq ? at->seq : 1;
    return out->first_bad ? AUDIT_BROKEN : 0;
}

int site_audit_verify(struct audit_verdict *out, struct site *site)
{
    struct head at = {0}, head = {0};
    bool whole = false;
    int r = site_hold(site); /* head and rows of one moment */

    if (r < 0)
        return r;
    r = read_head(&head, site);
    if (r == 0)
        r = walk(&at, &whole, site);
    site_release(site);
    return r < 0 ? r : compare(out, &at, whole, &head);
}
