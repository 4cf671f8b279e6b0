/* SPDX-License-Identifier: MIT */
/*
 * The one thing that the module exports. Its name has a number that goes up when the module and the program
 * would no longer understand each other (document.h): a module of another build is then not found, and none
 * of it runs.
 */
#ifndef UI_PAPER_PDF_MODULE_H
#define UI_PAPER_PDF_MODULE_H

#include "ui/paper/document.h"

#include <stddef.h>

#define PDF_MODULE_FILE "yibentong-pdf.so"
#define PDF_MODULE_ENTRY yibentong_pdf_1
#define PDF_MODULE_ENTRY_NAME "yibentong_pdf_1"

/* As pdf_render, without -ENOSYS. */
typedef int pdf_module_entry(char **out, size_t *n, const struct document *document);
__attribute__((visibility("default"))) pdf_module_entry PDF_MODULE_ENTRY;

#endif
