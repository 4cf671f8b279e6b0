/* SPDX-License-Identifier: MIT */
/* The SQL files of db/schema/ as they stand, for the compiler that runs them and the reader that compares. */
#ifndef DB_SCHEMA_H
#define DB_SCHEMA_H

extern const char handbook_schema[] __attribute__((visibility("hidden"))); /* NUL-terminated */
extern const char site_schema[] __attribute__((visibility("hidden")));     /* NUL-terminated */

#endif
