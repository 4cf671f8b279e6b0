/* SPDX-License-Identifier: MIT */
#include "ui/text_area.h"

#include "ui/text_area_lines.h"

#include "base/error.h"

#include <string.h>

/* Cells of the frame and a blank at a side; the right one holds a cursor behind a full line. */
#define FRAME 2
#define COLS_DEFAULT 60 /* before it was ever laid out */
#define ROWS_DEFAULT 10

void text_area_init(struct text_area *area, size_t max)
{
    *area = (struct text_area){.goal = -1, .stale = true, .rows = ROWS_DEFAULT, .cols = COLS_DEFAULT};
    area->glyphs = glyphs_for(GLYPHS_FULL);
    edit_init(&area->edit, max);
}

void text_area_fini(struct text_area *area)
{
    edit_fini(&area->edit);
    free(area->lines);
    free(area->widths);
    area->lines = NULL;
    area->widths = NULL;
    area->n_lines = area->lines_room = 0;
}

/* ---- the cursor ---- */

/* The last line that starts at or before the position. */
static size_t line_of(const struct text_area *area, size_t position)
{
    size_t low = 0, high = area->n_lines;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (area->lines[middle].start <= position)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static int column_of(const struct text_area *area, const struct text_line *line, size_t position)
{
    int col = 0;
    for (size_t i = line->start; i < position && i < area->edit.n; i++)
        col += area->widths[i];
    return col < area->cols ? col : area->cols;
}

/* The position in a line that is nearest to a column, not behind it. */
static size_t position_at(const struct text_area *area, size_t index, int col)
{
    const struct text_line *line = &area->lines[index];
    size_t at = line->start, last = line->end;
    bool soft = index + 1 < area->n_lines && area->lines[index + 1].start == line->end;
    if (soft && last > line->start) /* the end of it is the next line's beginning */
        last = edit_before(&area->edit, last);
    for (int used = 0; at < last; at = edit_after(&area->edit, at)) {
        used += area->widths[at];
        if (used > col)
            break;
    }
    return at;
}

void text_area_cursor(const struct text_area *area, size_t *line, int *col)
{
    *line = area->n_lines ? line_of(area, area->edit.cursor) : 0;
    *col = area->n_lines ? column_of(area, &area->lines[*line], area->edit.cursor) : 0;
}

static int moved_to(struct text_area *area, size_t position)
{
    size_t before = area->edit.cursor;
    edit_move(&area->edit, position);
    return area->edit.cursor == before ? TEXT_AREA_STAYED : TEXT_AREA_MOVED;
}

static int move_lines(struct text_area *area, long by)
{
    size_t line;
    int col;
    text_area_cursor(area, &line, &col);
    if (area->goal < 0)
        area->goal = col;
    long to = (long)line + by, last = (long)area->n_lines - 1;
    to = to < 0 ? 0 : to > last ? last : to;
    return moved_to(area, position_at(area, (size_t)to, area->goal));
}

static int move_in_line(struct text_area *area, bool to_end)
{
    size_t line;
    int col;
    text_area_cursor(area, &line, &col);
    return moved_to(area, to_end ? position_at(area, line, area->cols) : area->lines[line].start);
}

static int point(struct text_area *area, struct event event)
{
    if ((size_t)event.value >= area->n_lines)
        return TEXT_AREA_STAYED;
    return moved_to(area, position_at(area, (size_t)event.value, event.col));
}

static int move(struct text_area *area, struct event event)
{
    int page = area->rows > 2 ? area->rows - 1 : 1;
    int error = text_area_arrange(area);
    if (error)
        return error;
    switch (event.action) {
    case ACTION_UP:
        return move_lines(area, -1);
    case ACTION_DOWN:
        return move_lines(area, 1);
    case ACTION_PAGE_UP:
        return move_lines(area, -page);
    case ACTION_PAGE_DOWN:
        return move_lines(area, page);
    case ACTION_SCROLL:
        return move_lines(area, event.value);
    default:
        break;
    }
    area->goal = -1;
    switch (event.action) {
    case ACTION_LEFT:
        return moved_to(area, edit_before(&area->edit, area->edit.cursor));
    case ACTION_RIGHT:
        return moved_to(area, edit_after(&area->edit, area->edit.cursor));
    case ACTION_TOP:
        return move_in_line(area, false);
    case ACTION_BOTTOM:
        return move_in_line(area, true);
    case ACTION_POINT:
        return point(area, event);
    default:
        return TEXT_AREA_UNKNOWN;
    }
}

/* ---- edits ---- */

static int insert(struct text_area *area, char32_t ch)
{
    size_t n = area->edit.n;
    int result = edit_insert(&area->edit, &ch, 1);
    area->full = result == EDIT_FULL;
    if (result < 0)
        return result;
    return area->edit.n != n ? 1 : area->full ? TEXT_AREA_MOVED : 0;
}

static int change(struct text_area *area, struct event event)
{
    switch (event.action) {
    case ACTION_TEXT:
        return insert(area, event.ch);
    case ACTION_OPEN:
        return insert(area, U'\n');
    case ACTION_ERASE:
        return edit_erase_before(&area->edit);
    case ACTION_DELETE:
        return edit_erase_after(&area->edit);
    case ACTION_UNDO:
        return edit_undo(&area->edit);
    default:
        return edit_redo(&area->edit);
    }
}

static bool changes_text(enum action action)
{
    return action == ACTION_TEXT || action == ACTION_OPEN || action == ACTION_ERASE ||
           action == ACTION_DELETE || action == ACTION_UNDO || action == ACTION_REDO;
}

int text_area_act(struct text_area *area, struct event event)
{
    if (!changes_text(event.action))
        return move(area, event);
    area->full = false;
    area->goal = -1;
    int result = change(area, event);
    if (result == 0)
        return TEXT_AREA_STAYED;
    if (result != 1)
        return result;
    area->stale = true;
    return TEXT_AREA_CHANGED;
}

int text_area_set(struct text_area *area, const char *utf8)
{
    int result = edit_set(&area->edit, utf8);
    if (result < 0)
        return result;
    area->stale = true;
    area->full = result == EDIT_FULL;
    area->first = 0;
    area->goal = -1;
    return 0;
}

/* ---- painting ---- */

int text_area_layout(struct text_area *area, const struct glyphs *glyphs, int rows, int cols)
{
    int text_rows = rows - 2 > 1 ? rows - 2 : 1, text_cols = cols - 2 * FRAME > 4 ? cols - 2 * FRAME : 4;
    if (text_cols != area->cols || glyphs != area->glyphs)
        area->stale = true;
    area->rows = text_rows;
    area->cols = text_cols;
    area->glyphs = glyphs;
    int error = text_area_arrange(area);
    if (error)
        return error;
    size_t line, window = (size_t)area->rows;
    int col;
    text_area_cursor(area, &line, &col);
    if (line < area->first)
        area->first = line;
    if (line >= area->first + window)
        area->first = line - window + 1;
    if (area->first + window > area->n_lines)
        area->first = area->n_lines > window ? area->n_lines - window : 0;
    return 0;
}

static void draw_line(const struct text_area *area, struct canvas *canvas, struct rect at,
                      const struct text_line *line)
{
    for (size_t i = line->start, col = 0; i < line->end;) {
        size_t next = edit_after(&area->edit, i);
        _cleanup_free_ char *text = text_area_cluster(area, i, next);
        if (text)
            canvas_put(canvas, at.row, at.col + (int)col, at.cols - (int)col, (struct style){ROLE_TEXT, 0},
                       text);
        col += area->widths[i];
        i = next;
    }
}

static void draw_cursor(const struct text_area *area, struct canvas *canvas, struct rect at)
{
    size_t line, cursor = area->edit.cursor;
    int col;
    text_area_cursor(area, &line, &col);
    if (line < area->first || line >= area->first + (size_t)area->rows)
        return;
    int row = at.row + (int)(line - area->first);
    struct style style = {ROLE_SELECTED, ATTR_BOLD};
    canvas_put_char(canvas, row, at.col + col, style, U' ');
    if (cursor >= area->lines[line].end)
        return;
    _cleanup_free_ char *text = text_area_cluster(area, cursor, edit_after(&area->edit, cursor));
    if (text)
        canvas_put(canvas, row, at.col + col, area->cols - col + 1, style, text);
}

static void draw_frame(const struct text_area *area, struct canvas *canvas, struct rect rect,
                       const char *title)
{
    struct style line = {ROLE_KEY, 0};
    char words[64], spaced[160];
    canvas_frame(canvas, rect, line);
    snprintf(spaced, sizeof(spaced), " %s ", title);
    canvas_put_cut(canvas, rect.row, rect.col + 2, rect.cols - 4, (struct style){ROLE_HEADING, ATTR_BOLD},
                   spaced);
    snprintf(words, sizeof(words), area->full ? " 写满了：%zu/%zu 字 " : " %zu/%zu 字 ", area->edit.n,
             area->edit.max);
    int width = canvas_measure(canvas, words), bottom = rect.row + rect.rows - 1;
    canvas_put(canvas, bottom, rect.col + rect.cols - 2 - width, width,
               (struct style){area->full ? ROLE_WARNING : ROLE_MUTED, 0}, words);
    size_t below = area->n_lines - area->first;
    if (below <= (size_t)area->rows)
        return;
    snprintf(words, sizeof(words), " ▾ 下面还有 %zu 行 ", below - (size_t)area->rows);
    if (canvas_measure(canvas, words) + width + 6 <= rect.cols)
        canvas_put(canvas, bottom, rect.col + 2, rect.cols - 4, (struct style){ROLE_MUTED, 0}, words);
}

void text_area_draw(const struct text_area *area, struct canvas *canvas, struct rect rect, const char *title,
                    const char *hint, struct hits *hits)
{
    struct rect at = {rect.row + 1, rect.col + FRAME, area->rows, area->cols};
    draw_frame(area, canvas, rect, title);
    for (int i = 0; i < area->rows && area->first + (size_t)i < area->n_lines; i++) {
        size_t line = area->first + (size_t)i;
        struct rect row = {at.row + i, at.col, 1, at.cols};
        draw_line(area, canvas, row, &area->lines[line]);
        hits_add(hits, (struct rect){row.row, row.col, 1, row.cols + 1},
                 (struct event){.action = ACTION_POINT, .value = (int)line});
    }
    if (area->edit.n == 0 && hint)
        canvas_put_cut(canvas, at.row, at.col + 2, at.cols - 2, (struct style){ROLE_MUTED, 0}, hint);
    if (area->n_lines)
        draw_cursor(area, canvas, at);
}
