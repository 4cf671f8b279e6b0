/* SPDX-License-Identifier: MIT */
/*
 * Which characters this terminal draws in the cells we expect, and what stands in for the others.
 *
 * Text stays as the handbook has it in the data; on the way to the canvas every character passes here:
 * through the text sink (base/sanitize.h), then ①②③ ⑴ Ⅳ ※ ℃ become (1) (2) … (drawn too wide everywhere), and
 * where the terminal gives ambiguous characters two cells, “ ” become 〝 〞, … becomes ... and so on: only
 * ASCII and GBK's wide characters are left. Both layout and canvas_put use it, so what is measured is what is
 * drawn. Applying it twice changes nothing.
 */
#ifndef UI_GLYPHS_H
#define UI_GLYPHS_H

#include <stdbool.h>
#include <uchar.h>

enum glyph_level {
    GLYPHS_FULL,  /* ambiguous characters take one cell: box lines and half blocks are right */
    GLYPHS_PLAIN, /* they do not, or nobody knows: ASCII frames, full-block codes only */
};

/* A frame's characters at a level, one cell each. */
struct glyphs {
    enum glyph_level level;
    char32_t horizontal, vertical, top_left, top_right, bottom_left, bottom_right;
    char32_t selected;                    /* ▐ or > */
    char32_t upper_half, lower_half;      /* ▀ and ▄, or 0 where they cannot be drawn */
    const char *trail;                    /* between breadcrumbs: "‹" or "<" */
    const char *pointer;                  /* "➤" or ">" */
    const char *up, *down, *left, *right; /* names of the arrow keys: "↑" or "上" … */
};

const struct glyphs *glyphs_for(enum glyph_level level);

/* Drawn as it is at every level: ASCII, most Han, full-width forms. */
bool glyphs_is_plain(char32_t ch);

/* The cells of a text all of which is: glyphs_display would make no more than a copy. -1: some of it is not.
 */
int glyphs_plain_width(const char *utf8);

/* The text as it will be drawn: a heap copy that the caller frees, NULL when out of memory. */
char *glyphs_display(const struct glyphs *glyphs, const char *utf8);

#endif
