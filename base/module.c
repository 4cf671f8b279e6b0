/* SPDX-License-Identifier: MIT */
#include "base/module.h"

#include "base/error.h"

#include <dlfcn.h>
#include <stdio.h>

static void *open_module(const char *folder, const char *file)
{
    char built[128], installed[256];
    const char *const places[] = {built, installed, file};
    void *handle = NULL;

    snprintf(built, sizeof(built), "$ORIGIN/../%s/%s", folder, file);
    snprintf(installed, sizeof(installed), "%s/%s", MODULE_FOLDER, file);
    for (size_t i = 0; i < ARRAY_SIZE(places) && !handle; i++)
        handle = dlopen(places[i], RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    return handle;
}

void *module_entry(const char *folder, const char *file, const char *name)
{
    void *handle = open_module(folder, file);
    void *entry = handle ? dlsym(handle, name) : NULL;
    if (handle)
        dlclose(handle);
    return entry;
}
