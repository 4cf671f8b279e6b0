/* SPDX-License-Identifier: MIT */
/* What can be done now, in the last row of a screen: each entry names a key and can be tapped. */
#ifndef UI_FOOTER_H
#define UI_FOOTER_H

#include "ui/actions.h"

#include <stddef.h>

/* NULL words take those of the action table. */
struct footer_item {
    struct event event;
    const char *keys;
    const char *label;
};

#define FOOTER_MAX 12
struct footer {
    size_t n;
    struct footer_item items[FOOTER_MAX]; /* most useful first; what does not fit is left out, from the end */
    size_t lost; /* entries beyond FOOTER_MAX, never seen: a test sees to it that it is 0 */
    int percent; /* position in the text, 0 to 100; -1 none */
};

/* An entry with the words of the action table (NULL), or with words of its own. */
void footer_add(struct footer *footer, enum action action, const char *keys, const char *label);

/* An entry for a letter that is a key of this screen alone. */
void footer_add_letter(struct footer *footer, char32_t letter, const char *keys, const char *label);

#endif
