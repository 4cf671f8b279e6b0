/* SPDX-License-Identifier: MIT */
/*
 * The content compiler: the text files of docs/content-format.md to handbook.db, everything checked. A
 * library, so that the program, its tests and `yibentong content build` are held to the same.
 */
#ifndef DB_COMPILE_COMPILE_H
#define DB_COMPILE_COMPILE_H

#include "db/compile/report.h"

#include <stddef.h>

#define COMPILE_REFUSED 1 /* the content is wrong; report says where and why */

/*
 * Compiles the files below assets_dir to `output`, which is replaced whole or not at all. 0, COMPILE_REFUSED,
 * or -errno of writing (also in the report, in words), -ENOMEM. The same files give the same bytes.
 */
int compile_assets(const char *assets_dir, const char *output, struct report *report);

/* The same without a file; the caller frees *out with compile_free. */
int compile_to_memory(unsigned char **out, size_t *n, const char *assets_dir, struct report *report);
void compile_free(unsigned char *bytes); /* NULL is fine */

#endif
