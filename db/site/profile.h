/* SPDX-License-Identifier: MIT */
/*
 * The school's profile (struct profile, db/profile.h) in site.db. Never guessed: what nobody filled in is "".
 */
#ifndef DB_SITE_PROFILE_H
#define DB_SITE_PROFILE_H

#include "db/profile.h"
#include "db/site/site.h"

#include <stddef.h>

/* In the order of struct profile. */
enum profile_field {
    PROFILE_CODE = 1,
    PROFILE_SCHOOL,
    PROFILE_OFFICE,
    PROFILE_PLACE,
    PROFILE_HOURS,
    PROFILE_TELEPHONE,
    PROFILE_REMARKS,
};
#define PROFILE_FIELDS 7

/* Characters that a field takes; 0 for what is no field. The code is exactly ten digits or "". */
size_t profile_field_max(enum profile_field field);

/* Where the field is within a profile; NULL for what is no field. Borrowed. */
const char *profile_field_text(const struct profile *profile, enum profile_field field);

/* The same to write to, and the field's name in the audit log and in bundles. */
char **profile_field_slot(struct profile *profile, enum profile_field field);
const char *profile_field_id(enum profile_field field);

/* Heap texts, for site_profile_free; all "" if nothing was ever written. */
int site_profile_read(struct profile **out, struct site *site);
void site_profile_free(struct profile *profile); /* NULL is fine */

/*
 * Writes all of it; needs SITE_MAY_EDIT. Texts pass the text sink (line ends and tabs become spaces), spaces
 * at both ends are cut, NULL counts as "". Positive: the first field (enum profile_field) that is too long,
 * or a code that is not ten digits; nothing is written then. Nothing is written either, and 0 returned, when
 * nothing differs.
 */
int site_profile_write(struct site *site, const struct site_session *by, const struct profile *profile);

/*
 * The same for who has read it before (`base`, as site_profile_read gave it): only the fields in which
 * `profile` differs from it are written, so that two who change different ones do not undo one another.
 * PROFILE_CHANGED + the first field that both have changed, differently: nothing is written; read it again,
 * show both.
 */
#define PROFILE_CHANGED 100
int site_profile_change(struct site *site, const struct site_session *by, const struct profile *base,
                        const struct profile *profile);

#endif
