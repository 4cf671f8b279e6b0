/* SPDX-License-Identifier: MIT */
#include "db/compiler.h"

#include "base/error.h"
#include "base/module.h"

int compiler_run(unsigned char **out, size_t *n, const char *assets, compiler_complain *complain,
                 void *context)
{
    compiler_entry *entry;
    *(void **)&entry = module_entry("db/compile", COMPILER_MODULE, COMPILER_ENTRY_NAME); /* as POSIX has it */
    return entry ? entry(out, n, assets, complain, context) : -ENOSYS;
}
