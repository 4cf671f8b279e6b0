/* SPDX-License-Identifier: MIT */
/* The terminal's description, terminfo(5): whether it can be trusted, and what is to be known of it. */
#ifndef UI_TERM_ENTRY_H
#define UI_TERM_ENTRY_H

#include "ui/theme.h"

#include <stdbool.h>

/* What ui/term.c has to know of the terminal's description. Strings are without padding, "" where there is
 * none. */
struct term_entry {
    char *enter, *leave; /* the alternate screen */
    char *hide_cursor, *show_cursor;
    char *plain; /* no attributes, no colours */
    char *clear;
    bool mouse;              /* its keys include a mouse */
    bool ansi;               /* cursor addressing as in ECMA-48: it will know other sequences of that kind */
    bool sgr;                /* its attributes are those of ECMA-48, each ended by its own number */
    bool styled;             /* its colours, too, or those of xterm: cells have marks, see ui/term_sgr.h */
    enum colour_depth depth; /* what the terminal can do */
};

/* Reads the entry of this name and lets it go again. 0 it will do, 1 it does not exist or is damaged, -ENOENT
 * it is of a terminal that cannot do this. */
int term_entry_check(const char *name, int fd);

/* The entry that curses has started with. -ENOMEM; fini in any case. */
int term_entry_read(struct term_entry *out);
void term_entry_fini(struct term_entry *entry);

/* ATTR_… of ui/theme.h that it shows: those that the entry has, and of ncv those that go together with
 * colours. */
unsigned term_entry_attributes(bool colours);

#endif
