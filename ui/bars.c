/* SPDX-License-Identifier: MIT */
#include "ui/bars.h"

#include "base/error.h"

#include <inttypes.h>

#define NUMBER_COLS 7
#define GAP 2

int64_t bars_scale(const struct bar *bars, size_t n)
{
    int64_t most = BARS_SMALL, scale = 1;
    for (size_t i = 0; i < n; i++)
        if (bars[i].value > most)
            most = bars[i].value;
    for (;; scale *= 10) {
        if (scale >= most)
            return scale;
        if (most <= 2 * scale)
            return 2 * scale;
        if (most <= 5 * scale || scale > INT64_MAX / 100)
            return 5 * scale;
    }
}

int bars_halves(int64_t value, int64_t scale, int cols)
{
    if (value <= 0 || cols <= 0)
        return 0;
    if (value < BARS_SMALL)
        return 1;
    int64_t halves = (int64_t)((double)value / (double)scale * 2 * cols + 0.5);
    return halves < 2 ? 2 : halves > 2 * cols ? 2 * cols : (int)halves;
}

int bars_shown(int rows)
{
    return rows > 1 ? rows - 1 : 0;
}

static void words_of(char out[24], int64_t value)
{
    if (value > 0 && value < BARS_SMALL)
        snprintf(out, 24, "<%d", BARS_SMALL);
    else
        snprintf(out, 24, "%" PRId64, value);
}

/* █ and ▌; where these take two cells, = and -. */
static void draw_bar(struct canvas *canvas, int row, int col, int halves)
{
    bool full = canvas->glyphs->level == GLYPHS_FULL;
    struct style style = {ROLE_ACCENT, 0};
    for (int i = 0; i < halves / 2; i++)
        canvas_put_char(canvas, row, col + i, style, full ? U'█' : U'=');
    if (halves % 2)
        canvas_put_char(canvas, row, col + halves / 2, style, full ? U'▌' : U'-');
}

static void draw_scale(struct canvas *canvas, struct rect at, int64_t scale)
{
    struct style style = {ROLE_MUTED, 0};
    char words[24];
    int places[] = {0, at.cols / 2, at.cols - 1};
    canvas_rule(canvas, at.row, at.col, at.cols, (struct style){ROLE_LINE, 0});
    for (int i = 0; i < 3; i++) {
        int64_t value = scale * i / 2;
        if (i == 1 && (scale % 2 || at.cols < 24))
            continue;
        snprintf(words, sizeof(words), "%" PRId64, value);
        int width = canvas_measure(canvas, words);
        canvas_put(canvas, at.row, at.col + places[i] - (i ? width - 1 : 0), width, style, words);
    }
}

void bars_draw(struct canvas *canvas, struct rect rect, const struct bar *bars, size_t n, size_t first,
               int label_cols)
{
    int64_t scale = bars_scale(bars, n);
    int left = rect.col + label_cols + GAP, room = rect.cols - label_cols - 2 * GAP - NUMBER_COLS;
    int shown = bars_shown(rect.rows);
    if (room < 4)
        room = 0;
    int row = rect.row;
    for (size_t i = first; i < n && row < rect.row + shown; i++, row++) {
        char words[24];
        words_of(words, bars[i].value);
        int halves = bars_halves(bars[i].value, scale, room);
        canvas_put_cut(canvas, row, rect.col, label_cols, (struct style){ROLE_TEXT, 0}, bars[i].label);
        draw_bar(canvas, row, left, halves);
        canvas_put(canvas, row, left + (halves + 1) / 2 + (room ? 1 : 0), NUMBER_COLS,
                   (struct style){ROLE_TEXT, ATTR_BOLD}, words);
    }
    if (room && shown > 0 && n)
        draw_scale(canvas, (struct rect){row, left, 1, room}, scale);
}
