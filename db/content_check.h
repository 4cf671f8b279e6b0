/* SPDX-License-Identifier: MIT */
/*
 * Whether a handbook may be shown at all, looked at again when it comes as an update: whoever signed it may
 * have signed a mistake. The compiler's checks as far as the compiled content can answer them, each with its
 * own reason.
 */
#ifndef DB_CONTENT_CHECK_H
#define DB_CONTENT_CHECK_H

#include <stddef.h>

struct handbook;

/*
 * Opens the bytes (as handbook_open_bytes) and reads everything. 0 with *out, an enum bundle_refusal of
 * db/bundle/bundle.h (BUNDLE_BAD_…), or -ENOMEM.
 */
int content_open_checked(struct handbook **out, const void *bytes, size_t n);

#endif
