/* SPDX-License-Identifier: MIT */
/*
 * A document as a PDF of A4 pages, by cairo and pango with a Chinese font that fontconfig finds. These
 * libraries take longer to load than the whole program to start, so they live in a module of its own
 * (ui/paper/pdf_module.c), loaded when the first page is made.
 */
#ifndef UI_PAPER_PDF_H
#define UI_PAPER_PDF_H

#include "ui/paper/document.h"

#include <stddef.h>

/*
 * Heap bytes that the caller frees. May be called from a thread, one call at a time. -ENOSYS: the module or a
 * library that it needs is not installed; -ENOPKG: no font with Chinese characters; -ENOMEM, -EIO.
 */
int pdf_render(char **out, size_t *n, const struct document *document);

#endif
