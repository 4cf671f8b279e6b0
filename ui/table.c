/* SPDX-License-Identifier: MIT */
#include "ui/table.h"

#include "base/error.h"

#define MARK_COLS 2
#define GAP 2
#define FLEXIBLE_MIN 8

static void share_columns(struct table *table)
{
    int left = table->cols - MARK_COLS, flexible = -1;
    for (int i = 0; i < table->n_columns; i++) {
        const struct table_column *column = &table->columns[i];
        bool shown = table->cols >= column->from;
        table->widths[i] = shown ? column->cols : 0;
        if (shown && column->cols == 0)
            flexible = i;
        left -= shown ? column->cols + GAP : 0;
    }
    if (flexible >= 0)
        table->widths[flexible] = left + GAP > FLEXIBLE_MIN ? left + GAP : FLEXIBLE_MIN;
}

void table_layout(struct table *table, int rows, int cols)
{
    table->cols = cols;
    table->shown = rows > 1 ? rows - 1 : 1;
    share_columns(table);
    if (table->selected >= table->n_rows)
        table->selected = table->n_rows - 1;
    if (table->selected < 0)
        table->selected = 0;
    if (table->selected < table->first)
        table->first = table->selected;
    if (table->selected >= table->first + table->shown)
        table->first = table->selected - table->shown + 1;
    int last = table->n_rows > table->shown ? table->n_rows - table->shown : 0;
    if (table->first > last)
        table->first = last;
}

static int select_row(struct table *table, int row)
{
    if (row >= table->n_rows)
        row = table->n_rows - 1;
    if (row < 0)
        row = 0;
    if (row == table->selected)
        return LIST_STAYED;
    table->selected = row;
    return LIST_MOVED;
}

int table_act(struct table *table, struct event event)
{
    int page = table->shown > 1 ? table->shown - 1 : 1;
    switch (event.action) {
    case ACTION_UP:
        return select_row(table, table->selected - 1);
    case ACTION_DOWN:
        return select_row(table, table->selected + 1);
    case ACTION_PAGE_UP:
        return select_row(table, table->selected - page);
    case ACTION_PAGE_DOWN:
        return select_row(table, table->selected + page);
    case ACTION_TOP:
        return select_row(table, 0);
    case ACTION_BOTTOM:
        return select_row(table, table->n_rows - 1);
    case ACTION_SCROLL:
        return select_row(table, table->selected + event.value);
    case ACTION_OPEN:
        return table->n_rows ? table->selected : LIST_STAYED;
    case ACTION_SELECT:
        if (event.value < 0 || event.value >= table->n_rows)
            return LIST_STAYED;
        table->selected = event.value;
        return event.value;
    default:
        return LIST_UNKNOWN;
    }
}

static void put_cell(struct canvas *canvas, int row, int col, int cols, bool right, struct style style,
                     const char *text)
{
    int width = canvas_measure(canvas, text);
    if (right && width < cols)
        col += cols - width;
    canvas_put_cut(canvas, row, col, cols, style, text);
}

static void draw_row(const struct table *table, const struct ui *ui, struct canvas *canvas, struct rect at,
                     int row, table_fill *fill, const void *context)
{
    bool selected = row == table->selected;
    int col = at.col + MARK_COLS;
    if (selected)
        canvas_put_char(canvas, at.row, at.col, (struct style){ROLE_KEY, ATTR_BOLD},
                        canvas->glyphs->selected);
    for (int i = 0; i < table->n_columns; i++) {
        if (!table->widths[i])
            continue;
        struct table_cell cell = {.role = ROLE_TEXT};
        fill(&cell, context, ui, row, i);
        put_cell(canvas, at.row, col, table->widths[i], table->columns[i].right,
                 (struct style){cell.role, selected ? ATTR_BOLD : 0}, cell.text);
        col += table->widths[i] + GAP;
    }
}

void table_draw(const struct table *table, const struct ui *ui, struct canvas *canvas, struct rect rect,
                table_fill *fill, const void *context, struct hits *hits)
{
    int col = rect.col + MARK_COLS;
    for (int i = 0; i < table->n_columns; i++) {
        if (!table->widths[i])
            continue;
        put_cell(canvas, rect.row, col, table->widths[i], table->columns[i].right,
                 (struct style){ROLE_MUTED, 0}, table->columns[i].title);
        col += table->widths[i] + GAP;
    }
    for (int i = 0; i < table->shown && table->first + i < table->n_rows; i++) {
        struct rect at = {rect.row + 1 + i, rect.col, 1, rect.cols};
        draw_row(table, ui, canvas, at, table->first + i, fill, context);
        hits_add(hits, at, (struct event){.action = ACTION_SELECT, .value = table->first + i});
    }
}
