/* SPDX-License-Identifier: MIT */
/*
 * Named roles and the colours they have in each theme and depth. Code names roles, never colours.
 * A role is never told by colour alone: selection also has ▐ and bold, a supplement its frame and its words.
 *
 * Contrast as WCAG 2.2 defines it: text to its ground at least 4.5:1 (criterion 1.4.3), in the high-contrast
 * theme 7:1 (1.4.6); lines 3:1 (1.4.11). It holds whichever of the usual palettes the terminal has, and also
 * where it shows bold as the bright colour.
 */
#ifndef UI_THEME_H
#define UI_THEME_H

#include <stddef.h>

enum role {
    ROLE_GROUND,
    ROLE_TEXT,
    ROLE_MUTED,
    ROLE_HEADING,
    ROLE_ACCENT,
    ROLE_KEY, /* the key's name in the footer */
    ROLE_SELECTED,
    ROLE_QUOTE,      /* official wording quoted from a law */
    ROLE_SUPPLEMENT, /* 补充说明 and its frame */
    ROLE_WARNING,
    ROLE_LINE, /* rules and frames */
    /* A QR code's cells. Always explicit black and white, in every theme, NO_COLOR too: a code
     * is a picture. */
    ROLE_CODE_LIGHT, /* dark ink on a light field: ▀ paints the upper module dark, ▄ the lower */
    ROLE_CODE_DARK,  /* light ink on a dark field */
    ROLE_COUNT
};

enum {
    ATTR_BOLD = 1,
    ATTR_UNDERLINE = 2,
    ATTR_REVERSE = 4,
    ATTR_DIM = 8,
    ATTR_NEVER_BOLD =
        16, /* of a role: also where a cell asks for it; shown as a bright colour it would fade */
};

enum colour_depth { DEPTH_MONO, DEPTH_8, DEPTH_16, DEPTH_256 };

struct paint {
    short fg, bg;   /* colour numbers of the depth, of DEPTH_256 from 16 on; of DEPTH_MONO -1 */
    unsigned attrs; /* ATTR_… */
};

struct theme {
    const char *id;                    /* "paper", "night", "contrast" */
    const char *name;                  /* 纸, 夜, 高对比 */
    struct paint paint[4][ROLE_COUNT]; /* by enum colour_depth */
};

/* By id, or NULL. theme_at runs through all; NULL behind the last. */
const struct theme *theme_find(const char *id);
const struct theme *theme_at(size_t index);

#endif
