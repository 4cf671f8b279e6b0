/* SPDX-License-Identifier: MIT */
/* A roll of paper on which text is set in lines. The first failure sticks to its bytes. */
#ifndef UI_PAPER_ESCPOS_SETTING_H
#define UI_PAPER_ESCPOS_SETTING_H

#include "ui/paper/document.h"
#include "ui/paper/escpos.h"
#include "ui/paper/escpos_command.h"
#include "ui/paper/escpos_text.h"

struct roll {
    const struct document *document;
    const struct escpos_options *options;
    struct charset_writer *writer;
    struct escpos_bytes bytes;
    int columns;
    int hang; /* of the list that pieces of depth 1 belong to */
    bool chinese;
};

/* Text set in lines; label (may be "") hangs before the first one. */
struct passage {
    const char *label, *text;
    int indent, hang;
    const char *rule; /* fills the rest of the last line, if there is room; NULL: nothing does */
    enum escpos_size size;
    bool bold, right, centred;
};

/* Whether text may stand beside a label so wide; else roll_set puts it below. */
bool roll_has_room(const struct roll *roll, int hang);

void roll_set(struct roll *roll, const struct passage *passage);

/* A line of the rule's character, as many as fit. */
void roll_rule(struct roll *roll, const char *rule);

/* The columns that a text takes in one line, and the lines that it takes at so many columns (may be NULL). */
int roll_measure(struct roll *roll, int *lines, const char *text, int columns);

void roll_stick(struct roll *roll, int error);

#endif
