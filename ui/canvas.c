/* SPDX-License-Identifier: MIT */
#include "ui/canvas.h"

#include "base/error.h"
#include "base/utf8.h"
#include "base/width.h"

#include <string.h>

#define COLUMN_MARGIN 2

static int clamp(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

static void blank(struct cell *cell, enum role role)
{
    *cell = (struct cell){.ch = {U' '}, .width = 1, .role = (uint8_t)role};
}

int canvas_init(struct canvas *canvas, int rows, int cols, const struct glyphs *glyphs)
{
    *canvas = (struct canvas){.glyphs = glyphs};
    return canvas_resize(canvas, rows, cols);
}

int canvas_resize(struct canvas *canvas, int rows, int cols)
{
    rows = clamp(rows, 1, CANVAS_ROWS_MAX);
    cols = clamp(cols, 1, CANVAS_COLS_MAX);
    struct cell *cells = calloc((size_t)rows * (size_t)cols, sizeof(*cells));
    if (!cells)
        return -ENOMEM;
    free(canvas->cells);
    canvas->cells = cells;
    canvas->rows = rows;
    canvas->cols = cols;
    canvas_clear(canvas);
    return 0;
}

void canvas_fini(struct canvas *canvas)
{
    free(canvas->cells);
    canvas->cells = NULL;
    canvas->rows = canvas->cols = 0;
}

void canvas_clear(struct canvas *canvas)
{
    size_t cols = (size_t)canvas->cols;
    for (size_t col = 0; col < cols; col++)
        blank(&canvas->cells[col], ROLE_GROUND);
    for (size_t row = 1; row < (size_t)canvas->rows; row++)
        memcpy(canvas->cells + row * cols, canvas->cells, cols * sizeof(*canvas->cells));
}

const struct cell *canvas_at(const struct canvas *canvas, int row, int col)
{
    if (row < 0 || col < 0 || row >= canvas->rows || col >= canvas->cols)
        return NULL;
    return &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
}

/* Before half of a wide character is overwritten: the other half becomes a blank of the same role. */
static void release(struct cell *cell)
{
    if (cell->width == 1)
        return;
    struct cell *other = cell->width == 0 ? cell - 1 : cell + 1;
    blank(other, (enum role)other->role);
}

/* All `width` cells are inside. */
static struct cell *set(struct canvas *canvas, int row, int col, struct style style, char32_t ch, int width)
{
    struct cell *cell = &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
    release(cell);
    if (width == 2)
        release(cell + 1);
    *cell = (struct cell){
        .ch = {ch}, .width = (uint8_t)width, .role = (uint8_t)style.role, .attrs = (uint8_t)style.attrs};
    if (width == 2)
        cell[1] = (struct cell){.width = 0, .role = cell->role, .attrs = cell->attrs};
    return cell;
}

void canvas_put_char(struct canvas *canvas, int row, int col, struct style style, char32_t ch)
{
    if (canvas_at(canvas, row, col))
        set(canvas, row, col, style, ch, 1);
}

struct rect rect_column(struct rect in, int measure)
{
    int room = in.cols - 2 * COLUMN_MARGIN, cols = room < measure ? room : measure;
    return (struct rect){in.row, in.col + (in.cols - cols) / 2, in.rows, cols};
}

void canvas_fill(struct canvas *canvas, struct rect rect, struct style style)
{
    for (int row = rect.row; row < rect.row + rect.rows; row++)
        for (int col = rect.col; col < rect.col + rect.cols; col++)
            canvas_put_char(canvas, row, col, style, U' ');
}

static void add_mark(struct cell *cell, char32_t mark)
{
    for (size_t i = 1; i <= SANITIZE_MARKS_MAX; i++)
        if (!cell->ch[i]) {
            cell->ch[i] = mark;
            return;
        }
}

/* Text that has passed glyphs_display. */
static int put_clean(struct canvas *canvas, int row, int col, int max_cols, struct style style,
                     const char *text)
{
    size_t n = strlen(text);
    int used = 0;
    struct cell *last = NULL;
    for (size_t i = 0; i < n;) {
        char32_t ch;
        i += utf8_decode(&ch, text + i, n - i);
        int width = width_of(ch);
        if (width == 0) {
            if (last)
                add_mark(last, ch);
            continue;
        }
        if (used + width > max_cols)
            break;
        last = NULL;
        if (canvas_at(canvas, row, col + used) && canvas_at(canvas, row, col + used + width - 1))
            last = set(canvas, row, col + used, style, ch, width);
        used += width;
    }
    return used;
}

/* A text as it will be drawn, and how wide. */
struct drawn {
    const char *text; /* NULL: out of memory; then a word is missing for a frame, the screen goes on */
    int width;
    char *copy;
};

static void drawn_fini(struct drawn *drawn)
{
    free(drawn->copy);
}

/* Nearly all of our words are drawn as they are: only of the others there is a copy. */
static struct drawn display(const struct canvas *canvas, const char *utf8)
{
    int width = glyphs_plain_width(utf8);
    if (width >= 0)
        return (struct drawn){.text = utf8, .width = width};
    char *copy = glyphs_display(canvas->glyphs, utf8);
    return (struct drawn){.text = copy, .width = copy ? width_of_text(copy) : 0, .copy = copy};
}

int canvas_put(struct canvas *canvas, int row, int col, int max_cols, struct style style, const char *utf8)
{
    _cleanup_(drawn_fini) struct drawn drawn = display(canvas, utf8);
    return drawn.text ? put_clean(canvas, row, col, max_cols, style, drawn.text) : 0;
}

int canvas_measure(const struct canvas *canvas, const char *utf8)
{
    _cleanup_(drawn_fini) struct drawn drawn = display(canvas, utf8);
    return drawn.width;
}

int canvas_put_cut(struct canvas *canvas, int row, int col, int max_cols, struct style style,
                   const char *utf8)
{
    _cleanup_(drawn_fini) struct drawn drawn = display(canvas, utf8);
    if (!drawn.text)
        return 0;
    if (drawn.width <= max_cols)
        return put_clean(canvas, row, col, max_cols, style, drawn.text);
    int mark = canvas_measure(canvas, "…");
    int used = put_clean(canvas, row, col, max_cols - mark, style, drawn.text);
    return used + canvas_put(canvas, row, col + used, max_cols - used, style, "…");
}

void canvas_put_centred(struct canvas *canvas, int row, int col, int cols, struct style style,
                        const char *utf8)
{
    int used = canvas_measure(canvas, utf8);
    int left = used < cols ? (cols - used) / 2 : 0;
    canvas_put_cut(canvas, row, col + left, cols - left, style, utf8);
}

void canvas_rule(struct canvas *canvas, int row, int col, int cols, struct style style)
{
    for (int i = 0; i < cols; i++)
        canvas_put_char(canvas, row, col + i, style, canvas->glyphs->horizontal);
}

void canvas_frame(struct canvas *canvas, struct rect rect, struct style style)
{
    const struct glyphs *glyphs = canvas->glyphs;
    int bottom = rect.row + rect.rows - 1, right = rect.col + rect.cols - 1;
    canvas_rule(canvas, rect.row, rect.col, rect.cols, style);
    canvas_rule(canvas, bottom, rect.col, rect.cols, style);
    for (int row = rect.row + 1; row < bottom; row++) {
        canvas_put_char(canvas, row, rect.col, style, glyphs->vertical);
        canvas_put_char(canvas, row, right, style, glyphs->vertical);
    }
    canvas_put_char(canvas, rect.row, rect.col, style, glyphs->top_left);
    canvas_put_char(canvas, rect.row, right, style, glyphs->top_right);
    canvas_put_char(canvas, bottom, rect.col, style, glyphs->bottom_left);
    canvas_put_char(canvas, bottom, right, style, glyphs->bottom_right);
}
