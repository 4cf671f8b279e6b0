/* SPDX-License-Identifier: MIT */
/* Which Chinese fonts this machine has, by fontconfig. */
#ifndef UI_PAPER_PDF_FONT_H
#define UI_PAPER_PDF_FONT_H

#include <pango/pango.h>

/* What text is for. Body in Song, what leads the eye in Hei, as Chinese print has it. */
enum pdf_style { PDF_BODY, PDF_TITLE, PDF_HEADING, PDF_STRONG, PDF_SMALL, PDF_HOST, PDF_STYLES };

struct pdf_fonts {
    PangoFontDescription *of[PDF_STYLES];
    double size[PDF_STYLES]; /* points */
};

/* -ENOPKG: no font with Chinese characters; -ENOMEM. */
int pdf_fonts_init(struct pdf_fonts *fonts);
void pdf_fonts_fini(struct pdf_fonts *fonts);

#endif
