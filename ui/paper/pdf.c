/* SPDX-License-Identifier: MIT */
#include "ui/paper/pdf.h"

#include "base/error.h"
#include "base/module.h"
#include "ui/paper/pdf_module.h"

int pdf_render(char **out, size_t *n, const struct document *document)
{
    pdf_module_entry *entry;
    *(void **)&entry = module_entry("ui", PDF_MODULE_FILE, PDF_MODULE_ENTRY_NAME); /* as POSIX has it */
    return entry ? entry(out, n, document) : -ENOSYS;
}
