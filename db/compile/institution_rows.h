/* SPDX-License-Identifier: MIT */
#ifndef DB_COMPILE_INSTITUTION_ROWS_H
#define DB_COMPILE_INSTITUTION_ROWS_H

#include "db/compile/draft.h"
#include "db/compile/writer.h"

/* The list that was checked, to the tables institution_list, institution and former_name. */
void write_institutions(struct writer *writer, const struct draft_institutions *list);

/* How the content's characters are read, to the table reading. */
void write_readings(struct writer *writer, const struct draft_content *content);

#endif
