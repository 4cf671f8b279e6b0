/* SPDX-License-Identifier: MIT */
#include "kiosk/content_history.h"

#include "base/error.h"
#include "ui/update_words.h"

#include <string.h>

#define BUSY_MS 200 /* a start does not wait for another process */

int content_history_add(struct site *site, const struct site_session *by, enum history_action action,
                        const char *edition, uint32_t sequence, int refusal)
{
    char label[HISTORY_EDITION_BYTES], result[32];
    history_edition(label, edition);
    snprintf(result, sizeof(result), "%s", refusal ? update_refusal_id(refusal) : "ok");
    struct history_row row = {.action = action, .edition = label, .sequence = sequence, .result = result};
    return site_content_conclude(site, by, &row);
}

int content_history_open(struct site **out, const char *path)
{
    struct site *site = NULL;
    int error = site_open(&site, path ? path : SITE_PATH, SITE_WRITE, clock_system());
    if (!error || error == -ENOENT)
        *out = site;
    return error == -ENOENT ? 0 : error;
}

static bool is_last(struct site *site, const struct update_fault *fault)
{
    struct history_row *rows = NULL;
    size_t n = 0;
    if (site_content_list(&rows, &n, site, 1) < 0)
        return false;
    bool same = n == 1 && rows[0].action == HISTORY_ROLLBACK && rows[0].sequence == fault->sequence &&
                !strcmp(rows[0].result, update_refusal_id(fault->reason));
    history_free(rows, n);
    return same;
}

int content_history_fall_back(const char *path, const struct content *content)
{
    const struct update_in_use *in_use = &content->in_use;
    if (!in_use->n_faults)
        return 0;
    struct site *site = NULL;
    const struct update_fault *fault = &in_use->faults[0];
    int error = content_history_open(&site, path);
    if (site)
        site_set_busy(site, BUSY_MS);
    if (site && !is_last(site, fault))
        error = content_history_add(site, NULL, HISTORY_ROLLBACK,
                                    in_use->bundle ? in_use->bundle->header.edition : "内置", fault->sequence,
                                    fault->reason);
    site_close(site);
    return error;
}
