/* SPDX-License-Identifier: MIT */
/*
 * The versions of site.db's tables, and the way from each to the next (docs/decisions/0015). Forward only.
 *
 * A version is the whole text of its schema, by which a database is recognised, and the SQL that makes the
 * next one of it. That SQL leaves exactly the tables of the next schema, text for text: a table that changes
 * is made anew under its name (rename the old one, CREATE as in the next schema, INSERT … SELECT, drop the
 * old one).
 */
#ifndef DB_SITE_VERSIONS_H
#define DB_SITE_VERSIONS_H

#include "db/site/site.h"

#include <stddef.h>

struct site_version {
    int number;
    const char *schema;
    const char *migration; /* to the next one; NULL for the last */
};

/* Oldest first, the last is SITE_VERSION. */
const struct site_version *site_versions(size_t *n);

/*
 * Makes an open database one of the last version, before its handle is locked: creates the tables in an empty
 * one if `create`; migrates an older one if the handle is writable, after a copy of it was written to
 * PATH.bak-vN, fsynced. Either is one transaction. -ENOENT it is empty, -EPROTO another version, -EBADMSG not
 * ours or not of the version that it says.
 */
int site_bring_up(struct site *site, const char *path, bool create, const struct site_version *versions,
                  size_t n);

#endif
