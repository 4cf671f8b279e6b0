/* SPDX-License-Identifier: MIT */
/*
 * Fewer bytes for the same picture. curses sets both colours and resets attributes anew at every change; over
 * a slow line that is half of a frame. Here its SGR sequences (ECMA-48, 8.3.117) only say what is wanted, and
 * what is sent is the difference to what the terminal has, when a character shows it. The colour of a space's
 * ink is seen by nobody.
 *
 * ECH (erase characters, 8.3.38) and EL 1 (erase to the start of the line, 8.3.41) go out as blanks: mlterm
 * erases the wrong cells where wide characters stand (measured), everybody prints blanks alike.
 *
 * Colours need not even pass through curses, which evaluates the terminal's description twice for each
 * change: a third of the time of a frame. A character may have a mark behind it that names its style; the
 * mark is not sent, the style is.
 */
#ifndef UI_TERM_SGR_H
#define UI_TERM_SGR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct term_sgr_state {
    uint32_t ink, ground; /* 0 default, else 1 + the colour's number */
    unsigned attrs;       /* a bit for each of SGR 1 to 9: 1 << 1 is bold */
};

/* Variation selectors 17 to 256, which base/sanitize.h drops from any text. */
#define TERM_SGR_MARK U'\U000E0100'
#define TERM_SGR_STYLES 240

struct term_sgr {
    bool enabled;                        /* false: bytes pass as they are */
    const struct term_sgr_state *styles; /* by mark, borrowed; NULL: there are no marks */
    bool known;                          /* whether `shown` is what the terminal has */
    bool ascii;                          /* whether ESC ( B has been sent */
    int col;                             /* 1 + where the cursor stands in its row, 0 where nobody knows */
    struct term_sgr_state shown, wanted;
};

#define TERM_SGR_MAX 1200 /* the longest difference and a row of blanks are shorter */

/*
 * Rewrites whole sequences from `bytes` to `out` as far as there is room; tells the bytes written, returns
 * the bytes read. Room for n + TERM_SGR_MAX is enough to get on.
 */
size_t term_sgr_rewrite(struct term_sgr *sgr, char *out, size_t room, size_t *written, const char *bytes,
                        size_t n);

/* Whether two look alike on a blank, whose ink nobody sees, or on any other character. */
bool term_sgr_alike(const struct term_sgr_state *a, const struct term_sgr_state *b, bool blank);

/* Whether these sequences are all understood, so that rewriting them does not end it. */
bool term_sgr_understands(const char *sequences);

/* The terminal may have been given any attributes meanwhile. */
void term_sgr_forget(struct term_sgr *sgr);

#endif
