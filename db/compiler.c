/* SPDX-License-Identifier: MIT */
#include "db/compiler.h"

#include "base/error.h"
#include "base/module.h"

#include <dlfcn.h>

int compiler_run(unsigned char **out, size_t *n, const char *assets, compiler_complain *complain,
                 void *context)
{
    void *module = module_open("db/compile", COMPILER_MODULE);
    compiler_entry *entry;
    int r;

    if (!module)
        return -ENOSYS;
    *(void **)&entry = dlsym(module, COMPILER_ENTRY_NAME); /* as POSIX has it */
    r = entry ? entry(out, n, assets, complain, context) : -ENOSYS;
    dlclose(module);
    return r;
}
