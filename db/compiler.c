/* SPDX-License-Identifier: MIT */
#include "db/compiler.h"

#include "base/error.h"

#include <dlfcn.h>

int compiler_run(unsigned char **out, size_t *n, const char *assets, compiler_complain *complain,
                 void *context)
{
    void *library = dlopen(COMPILER_MODULE, RTLD_NOW | RTLD_LOCAL); /* beside the program: its RUNPATH */
    const struct compiler_module *module = library ? dlsym(library, COMPILER_SYMBOL) : NULL;
    int r = -ENOSYS;

    if (module && module->abi == COMPILER_ABI)
        r = module->run(out, n, assets, complain, context);
    if (library)
        dlclose(library);
    return r;
}
