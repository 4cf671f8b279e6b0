/* SPDX-License-Identifier: MIT */
/* A document as the bytes that a printer takes: ESC/POS for a roll, PDF for A4. */
#ifndef UI_PAPER_RENDER_H
#define UI_PAPER_RENDER_H

#include "ui/paper/escpos.h"

/* Heap bytes that the caller frees. As escpos_render, or as pdf_render for PAPER_A4. */
int paper_render(char **out, size_t *n, const struct document *document,
                 const struct escpos_options *options);

#endif
