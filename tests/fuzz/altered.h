/* SPDX-License-Identifier: MIT */
/*
 * The embedded handbook with some bytes changed, for targets that read all or some of it.
 *
 * Opening is mostly SQLite's reading of the schema, and comes to the same whenever no byte of that has
 * changed. So a connection stays open, and handbook_open_bytes (by way of store_open_bytes, which the linker
 * replaces) gets it again, with the changed bytes, of which it has read nothing yet. Where the schema has
 * changed, or the header, all is done that opening does.
 */
#ifndef TESTS_FUZZ_ALTERED_H
#define TESTS_FUZZ_ALTERED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Groups of four bytes: an offset of three, and a value. For handbook_open_bytes, which is to be closed
 * before altered_restore, with the same changes. `anew`: opened in full, as it has to be for FTS5, which
 * reads more than the schema when it is connected. */
const void *altered_bytes(size_t *n, const uint8_t *changes, size_t size, bool anew);
void altered_restore(const uint8_t *changes, size_t size);

#endif
