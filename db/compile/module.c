/* SPDX-License-Identifier: MIT */
/* The compiler as db/compiler.h loads it. Everything else in the module is hidden. */
#include "base/error.h"
#include "db/compile/compile.h"
#include "db/compiler.h"

#include <string.h>

/* The program frees what it gets, so it gets memory of the C library. */
static int copy(unsigned char **out, const unsigned char *bytes, size_t n)
{
    unsigned char *copy = malloc(n);

    if (!copy)
        return -ENOMEM;
    memcpy(copy, bytes, n);
    *out = copy;
    return 0;
}

__attribute__((visibility("default"))) extern compiler_entry COMPILER_ENTRY;

int COMPILER_ENTRY(unsigned char **out, size_t *n, const char *assets, compiler_complain *complain,
                   void *context)
{
    struct report report = {0};
    unsigned char *bytes = NULL;
    int r = compile_to_memory(&bytes, n, assets, &report);

    for (size_t i = 0; i < report.n; i++)
        complain(context, report.problems[i].file, report.problems[i].line, report.problems[i].reason);
    if (r == 0)
        r = copy(out, bytes, *n);
    compile_free(bytes);
    report_fini(&report);
    return r == COMPILE_REFUSED ? COMPILER_REFUSED : r;
}
