/* SPDX-License-Identifier: MIT */
/*
 * The content compiler from inside the program, for `content build`. It needs libraries that a kiosk never
 * does (YAML, CommonMark), so it lives in a module of its own (db/compile/module.c) that is loaded when first
 * asked for (docs/decisions/0016).
 */
#ifndef DB_COMPILER_H
#define DB_COMPILER_H

#include <stddef.h>

#define COMPILER_REFUSED 1 /* the content is wrong; the complaints say where and why */

/* Something that is wrong, in words for the author; line 0: the file as a whole. Borrowed. */
typedef void compiler_complain(void *context, const char *file, int line, const char *reason);

/*
 * Compiles a folder of assets to a handbook.db in memory, which the caller frees. 0, COMPILER_REFUSED,
 * -ENOSYS (the module or a library that it needs is not installed, or is of another version), what
 * compile_to_memory returns.
 */
typedef int compiler_entry(unsigned char **out, size_t *n, const char *assets, compiler_complain *complain,
                           void *context);
compiler_entry compiler_run;

/* What the module exports; the number is raised when it changes. */
#define COMPILER_MODULE "yibentong-compile.so"
#define COMPILER_ENTRY yibentong_compile_1
#define COMPILER_ENTRY_NAME "yibentong_compile_1"

#endif
