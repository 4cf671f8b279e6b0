/* SPDX-License-Identifier: MIT */
/* What happened to the machine's content, kept in the hall's own database where there is one
 * (db/site/history.h). */
#ifndef KIOSK_CONTENT_HISTORY_H
#define KIOSK_CONTENT_HISTORY_H

#include "db/site/history.h"
#include "kiosk/content.h"

struct site_session;

/* An installation or a rollback, or why it was refused (enum bundle_refusal; 0: ok). by as in db/site/. What
 * site_content_record says. */
int content_history_add(struct site *site, const struct site_session *by, enum history_action action,
                        const char *edition, uint32_t sequence, int refusal);

/* The database at path (NULL: SITE_PATH) for a command; 0 with NULL where there is none. */
int content_history_open(struct site **out, const char *path);

/* That the content in use is not what was installed last: once, not at every start. */
int content_history_fall_back(const char *path, const struct content *content);

#endif
