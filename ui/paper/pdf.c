/* SPDX-License-Identifier: MIT */
#include "ui/paper/pdf.h"

#include "base/error.h"
#include "base/module.h"
#include "ui/paper/pdf_module.h"

#include <dlfcn.h>

int pdf_render(char **out, size_t *n, const struct document *document)
{
    void *module = module_open("ui", PDF_MODULE_FILE);
    if (!module)
        return -ENOSYS;
    pdf_module_entry *entry;
    *(void **)&entry = dlsym(module, PDF_MODULE_ENTRY_NAME); /* as POSIX has it */
    int error = entry ? entry(out, n, document) : -ENOSYS;
    dlclose(module);
    return error;
}
