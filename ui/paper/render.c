/* SPDX-License-Identifier: MIT */
#include "ui/paper/render.h"

#include "ui/paper/pdf.h"

int paper_render(char **out, size_t *n, const struct document *document, const struct escpos_options *options)
{
    if (options->paper == PAPER_A4)
        return pdf_render(out, n, document);
    return escpos_render(out, n, document, options);
}
