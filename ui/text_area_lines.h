/* SPDX-License-Identifier: MIT */
/* The lines of a text area: its text wrapped as this terminal shows it. Of ui/text_area.c alone. */
#ifndef UI_TEXT_AREA_LINES_H
#define UI_TEXT_AREA_LINES_H

#include "ui/text_area.h"

/* Lines anew after a change of text, size or glyphs. 0 or -ENOMEM: then there are none, and drawing shows
 * nothing. */
int text_area_arrange(struct text_area *area);

/* A base with its marks, positions from to to, as the terminal shows it. The caller frees;
 * NULL: no memory. */
char *text_area_cluster(const struct text_area *area, size_t from, size_t to);

#endif
