/* SPDX-License-Identifier: MIT */
/*
 * A school's own data, carried to its other terminals: the profile and what is published of 本校补充, as a
 * bundle of kind site (db/bundle/bundle.h). Signed like content, with numbers of its own for each school
 * (STATE/site-CODE, db/depot.h).
 *
 * The payload is JSON of one form only: whatever site_payload_write would not write byte for byte is refused.
 */
#ifndef DB_SITE_UPDATE_H
#define DB_SITE_UPDATE_H

#include "db/profile.h"
#include "db/site/site.h"
#include "db/update.h"

struct site_payload {
    struct profile profile;           /* its code is that of the bundle's header; no text is NULL */
    char *addenda[CONTENT_QUESTIONS]; /* by question; NULL: none is published */
};

/* What visitors see now. */
int site_payload_collect(struct site_payload *out, struct site *site);
void site_payload_fini(struct site_payload *payload);

/* The caller frees. -ENOMEM. */
int site_payload_write(char **out, size_t *n, const struct site_payload *payload);

/* 0, BUNDLE_BAD_SITE, -ENOMEM. */
int site_payload_read(struct site_payload *out, const char *bytes, size_t n);

/*
 * The number after the highest that this machine has exported or imported for the school, as far as its audit
 * log and STATE/site-CODE tell; 1 if none. What db/site says, -errno of reading.
 */
int site_update_next(uint32_t *out, const struct update_place *place, struct site *site, const char *code);

struct site_update {
    struct bundle *bundle;
    int refusal; /* why it may not be imported here and now, 0: it may */
    uint32_t highest;
    struct site_payload payload;     /* if it may */
    struct content_changes *changes; /* CHANGE_PROFILE, CHANGE_ADDENDUM */
};

/*
 * Reads, verifies and compares with what the site has. 0; an enum bundle_refusal: nothing in it may be
 * believed; what db/site says; -errno of reading. A machine without a school takes any school's;
 * place->school is not looked at.
 */
int site_update_open(struct site_update **out, const struct update_place *place, struct site *site,
                     const char *path);
void site_update_free(struct site_update *update);

/*
 * Writes it all in one transaction (profile, addenda, a row in the audit log), then notes the number. by as
 * in db/site/. What may have changed since it was opened is looked at again: number and key under the depot's
 * lock, the site's school, the day by place->clock if it has one. 0; an enum bundle_refusal; what db/site
 * says: then nothing has changed. If only the number could not be noted, the data is imported and *noted is
 * false.
 */
struct site_session;
int site_update_import(bool *noted, struct site_update *update, const struct update_place *place,
                       struct site *site, const struct site_session *by);

#endif
