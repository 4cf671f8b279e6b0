/* SPDX-License-Identifier: MIT */
#ifndef DB_COMPILE_GUIDE_ROWS_H
#define DB_COMPILE_GUIDE_ROWS_H

#include "db/compile/writer.h"
#include "db/guide.h"

/* A guide that was checked, to the tables guide and guide_…. */
void write_guide(struct writer *writer, const struct guide *guide);

#endif
