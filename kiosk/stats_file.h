/* SPDX-License-Identifier: MIT */
/* Counters as CSV (RFC 4180) for a spreadsheet: UTF-8 with a byte order mark, or GB18030. Numbers from 1 to 4
 * are “<5”. */
#ifndef KIOSK_STATS_FILE_H
#define KIOSK_STATS_FILE_H

#include "db/site/stats.h"

#include <stdbool.h>
#include <stdio.h>

/* Writes all counters that the query takes to a stream. 0, -errno of writing, or an error of db/site/. */
int stats_file_write(FILE *stream, bool gb18030, struct site *site, const struct stats_query *query);

/* To a new file, which appears whole or not at all. Also -EEXIST: there is something of that name. */
int stats_file_save(const char *path, bool gb18030, struct site *site, const struct stats_query *query);

#endif
