/* SPDX-License-Identifier: MIT */
#include "ui/paper/pdf.h"

#include "base/error.h"
#include "ui/paper/pdf_module.h"

#include <dlfcn.h>

/*
 * Found through the RUNPATH of the program: the build's folder, or where it is installed. The libraries
 * behind it keep state of their own and do not bear being unloaded, hence NODELETE; loading again costs next
 * to nothing.
 */
int pdf_render(char **out, size_t *n, const struct document *document)
{
    void *module = dlopen(PDF_MODULE_FILE, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!module)
        return -ENOSYS;
    pdf_module_entry *entry;
    *(void **)&entry = dlsym(module, PDF_MODULE_ENTRY_NAME); /* as POSIX has it */
    int error = entry ? entry(out, n, document) : -ENOSYS;
    dlclose(module);
    return error;
}
