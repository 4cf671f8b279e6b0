/* SPDX-License-Identifier: MIT */
#include "db/site/history.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "db/site/handle.h"
#include "db/site/text.h"

#include <string.h>

#define ROWS_MAX 10000
#define RESULT_CHARACTERS 100

static bool is_text(const char *text, size_t characters)
{
    return text && *text && sanitize_is_clean(text, strlen(text)) && text_length(text) <= characters;
}

static bool is_sound(const struct history_row *row)
{
    return (row->action == HISTORY_INSTALL || row->action == HISTORY_ROLLBACK) &&
           is_text(row->edition, HISTORY_EDITION_CHARACTERS) && is_text(row->result, RESULT_CHARACTERS) &&
           row->sequence >= 0;
}

void history_edition(char out[HISTORY_EDITION_BYTES], const char *edition)
{
    snprintf(out, HISTORY_EDITION_BYTES, "%.*s", (int)text_prefix(edition, HISTORY_EDITION_CHARACTERS),
             edition);
}

static int add(struct site *site, const struct site_session *by, const struct history_row *row)
{
    struct rows rows = site_rows(site, SITE_HISTORY_ADD);
    rows_bind_int64(&rows, 1, site_now(site));
    rows_bind_text(&rows, 2, site_who(by));
    rows_bind_int(&rows, 3, (int)row->action);
    rows_bind_text(&rows, 4, row->edition);
    rows_bind_int64(&rows, 5, row->sequence);
    rows_bind_text(&rows, 6, row->result);
    int r = site_run(&rows);
    return r < 0 ? r
                 : site_audit(site, site_who(by),
                              row->action == HISTORY_INSTALL ? AUDIT_CONTENT_INSTALLED
                                                             : AUDIT_CONTENT_ROLLED_BACK,
                              "%s %lld %s", row->edition, (long long)row->sequence, row->result);
}

int site_content_record(struct site *site, const struct site_session *by, const struct history_row *row)
{
    int r = is_sound(row) ? site_begin(site) : -EINVAL;

    if (r < 0)
        return r;
    r = site_may(site, by, SITE_MAY_UPDATE);
    return site_end(site, r < 0 ? r : add(site, by, row));
}

int site_content_conclude(struct site *site, const struct site_session *by, const struct history_row *row)
{
    int r = is_sound(row) ? site_begin(site) : -EINVAL;

    return r < 0 ? r : site_end(site, add(site, by, row));
}

static void read_row(struct history_row *row, struct rows *rows)
{
    row->time = rows_int64(rows, 0, 0, SITE_TIME_MAX);
    row->account = rows_text(rows, 1);
    row->action = (enum history_action)rows_int(rows, 2, HISTORY_INSTALL, HISTORY_ROLLBACK);
    row->edition = rows_filled(rows, 3);
    row->sequence = rows_int64(rows, 4, 0, INT64_MAX);
    row->result = rows_filled(rows, 5);
}

int site_content_list(struct history_row **out, size_t *n, struct site *site, size_t limit)
{
    struct rows rows = site_rows(site, SITE_HISTORY_LIST);
    struct history_row *list = NULL, *row;
    size_t count = 0;

    rows_bind_int(&rows, 1, limit > ROWS_MAX ? ROWS_MAX : (int)limit);
    while (rows_next(&rows) > 0 && (row = rows_grow(&rows, &list, count, sizeof(*row), ROWS_MAX))) {
        count++;
        read_row(row, &rows);
    }
    rows_end(&rows);
    if (rows.error < 0) {
        history_free(list, count);
        return rows.error;
    }
    *out = list;
    *n = count;
    return 0;
}

void history_free(struct history_row *rows, size_t n)
{
    for (size_t i = 0; rows && i < n; i++) {
        free(rows[i].edition);
        free(rows[i].result);
        free(rows[i].account);
    }
    free(rows);
}
