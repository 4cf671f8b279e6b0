/* SPDX-License-Identifier: MIT */
/* A list with columns that scrolls and has one row selected. What stands in a cell is asked for when it is
 * drawn. */
#ifndef UI_TABLE_H
#define UI_TABLE_H

#include "ui/canvas.h"
#include "ui/screen.h"

#define TABLE_COLUMNS 8

struct table_column {
    const char *title;
    int cols; /* cells; 0: what the others leave (one column of a table has that) */
    bool right;
    int from; /* shown only where the table has so many cells; 0 always */
};

struct table_cell {
    char text[200];
    enum role role; /* ROLE_TEXT unless set */
};

/* Fills in a cell, which comes empty. context: the screen's own state. */
typedef void table_fill(struct table_cell *cell, const void *context, const struct ui *ui, int row,
                        int column);

struct table {
    const struct table_column *columns; /* borrowed */
    int n_columns, n_rows, selected;
    /* computed: */
    int first, shown, cols;
    int widths[TABLE_COLUMNS]; /* 0: not shown */
};

/* For so many rows (the head takes one) and cells. */
void table_layout(struct table *table, int rows, int cols);

/* The row that was chosen (Enter, a tap), or LIST_… (ui/screen.h). */
int table_act(struct table *table, struct event event);

/* The selected row is marked by ▐ and bold. */
void table_draw(const struct table *table, const struct ui *ui, struct canvas *canvas, struct rect rect,
                table_fill *fill, const void *context, struct hits *hits);

#endif
