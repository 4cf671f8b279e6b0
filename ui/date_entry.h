/* SPDX-License-Identifier: MIT */
/*
 * A date part by part, as precise as it is asked for: year, month, day, each picked from a grid or typed. The
 * last part that is typed waits for Enter, so that an Enter out of habit does not answer the next question.
 */
#ifndef UI_DATE_ENTRY_H
#define UI_DATE_ENTRY_H

#include "ui/canvas.h"
#include "ui/screen.h"

#define DATE_ENTRY_CELLS 40
#define DATE_ENTRY_TEXT 40 /* bytes */

struct date_entry {
    enum guide_precision precision;
    int this_year;
    const char *unsure; /* the words of a last cell, borrowed; NULL: there is none */
    int parts[3];       /* year, month, day as far as chosen; 0 not yet */
    int stage;          /* enum guide_precision of the part that is asked */
    int page_year;      /* first year of the page */
    int typed, digits;
    char remark[64]; /* why what was typed cannot be */
    int cells[DATE_ENTRY_CELLS], n, selected;
    /* computed by date_entry_layout: */
    int across, cell, rows_each; /* cells in a row, columns and rows of one */
};

void date_entry_init(struct date_entry *entry, enum guide_precision precision, int this_year,
                     const char *unsure);

/* What an event does. */
enum {
    DATE_ENTRY_UNKNOWN,
    DATE_ENTRY_STAYED,
    DATE_ENTRY_CHANGED,
    DATE_ENTRY_DONE,   /* the last part was given */
    DATE_ENTRY_UNSURE, /* `unsure` was chosen */
    DATE_ENTRY_BACK,   /* what would be taken back is not of this date */
};
int date_entry_act(struct date_entry *entry, struct event event);

/* Once it is done: 2026, 2026-06 or 2026-06-30. */
void date_entry_text(char out[DATE_ENTRY_TEXT], const struct date_entry *entry);

/* Whether something of it can be taken back. */
bool date_entry_is_begun(const struct date_entry *entry);

/* The grid in so many rows and cells. */
void date_entry_layout(struct date_entry *entry, int rows, int cols);
void date_entry_draw_grid(const struct date_entry *entry, struct canvas *canvas, struct rect grid,
                          struct hits *hits);

/* 2026年 6月 __日: what is chosen, what is typed, and why that cannot be. */
void date_entry_draw_typed(const struct date_entry *entry, struct canvas *canvas, int row, int col);

#endif
