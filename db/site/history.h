/* SPDX-License-Identifier: MIT */
/* Which content was installed on this machine, when and by whom. */
#ifndef DB_SITE_HISTORY_H
#define DB_SITE_HISTORY_H

#include "db/site/site.h"

#include <stddef.h>
#include <time.h>

/* Never renumber. */
enum history_action {
    HISTORY_INSTALL = 1,
    HISTORY_ROLLBACK = 2,
};

#define HISTORY_EDITION_CHARACTERS 64
#define HISTORY_EDITION_BYTES (4 * HISTORY_EDITION_CHARACTERS + 1)
#define HISTORY_BEGUN "begun" /* written before anything is done; how it ended is a row of its own */

struct history_row {
    enum history_action action;
    char *edition;    /* its label, 1 to HISTORY_EDITION_CHARACTERS characters */
    int64_t sequence; /* of the bundle, from 0 */
    char *result;  /* HISTORY_BEGUN, "ok", or the reason why it was refused: an id or a few words, up to 100
                    * characters */
    char *account; /* "": a command of the operator. Read only: written is who `by` is */
    time_t time;   /* read only, too */
};

/* Needs SITE_MAY_UPDATE. -EINVAL: a value that is none of the above. */
int site_content_record(struct site *site, const struct site_session *by, const struct history_row *row);

/* How something ended that was recorded as begun: whoever might begin it is named also if the right to it was
 * taken away meanwhile. */
int site_content_conclude(struct site *site, const struct site_session *by, const struct history_row *row);

/* As much of an edition's label as a row takes. */
void history_edition(char out[HISTORY_EDITION_BYTES], const char *edition);

/* The newest `limit` rows, newest first; for history_free. */
int site_content_list(struct history_row **out, size_t *n, struct site *site, size_t limit);
void history_free(struct history_row *rows, size_t n); /* NULL is fine */

#endif
