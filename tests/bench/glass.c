/* SPDX-License-Identifier: MIT */
#include "tests/bench/glass.h"

#include <stdlib.h>
#include <string.h>
#include <vterm.h>

struct glass {
    VTerm *vterm;
    VTermScreen *screen;
    int rows, cols;
};

static void answer(const char *bytes, size_t n, void *pty)
{
    pty_write(pty, bytes, n);
}

struct glass *glass_new(struct pty *pty, int rows, int cols)
{
    struct glass *glass = malloc(sizeof(*glass));
    VTerm *vterm = vterm_new(rows, cols);
    if (!glass || !vterm)
        abort();
    *glass = (struct glass){.vterm = vterm, .screen = vterm_obtain_screen(vterm), .rows = rows, .cols = cols};
    vterm_set_utf8(vterm, 1);
    vterm_output_set_callback(vterm, answer, pty);
    vterm_screen_enable_altscreen(glass->screen, 1);
    vterm_screen_reset(glass->screen, 1);
    return glass;
}

void glass_free(struct glass *glass)
{
    if (glass)
        vterm_free(glass->vterm);
    free(glass);
}

static void take(void *context, const char *bytes, size_t n)
{
    struct glass *glass = context;
    vterm_input_write(glass->vterm, bytes, n);
}

struct pty_sink glass_sink(struct glass *glass)
{
    return (struct pty_sink){.take = take, .context = glass};
}

void glass_resize(struct glass *glass, int rows, int cols)
{
    glass->rows = rows;
    glass->cols = cols;
    vterm_set_size(glass->vterm, rows, cols);
}

static bool same_attributes(VTermScreenCellAttrs a, VTermScreenCellAttrs b)
{
    return a.bold == b.bold && a.underline == b.underline && a.reverse == b.reverse;
}

/* libvterm's mark for the right half of a wide character; its colours mean nothing. */
#define TAIL ((uint32_t)-1)

/* A cell that was erased looks like one that a space was written to. */
static uint32_t shown(const VTermScreenCell *cell)
{
    return cell->chars[0] ? cell->chars[0] : ' ';
}

/* Of a blank nothing shows but the ground, unless it is drawn with ink. */
static bool is_ground(const VTermScreenCell *cell)
{
    return shown(cell) == ' ' && !cell->attrs.underline && !cell->attrs.reverse;
}

static bool same_cell(const VTermScreenCell *a, const VTermScreenCell *b)
{
    if (shown(a) != shown(b) || shown(a) == TAIL)
        return shown(a) == shown(b);
    if (is_ground(a) && is_ground(b))
        return vterm_color_is_equal(&a->bg, &b->bg);
    return a->width == b->width &&
           !memcmp(a->chars + 1, b->chars + 1, sizeof(a->chars) - sizeof(a->chars[0])) &&
           same_attributes(a->attrs, b->attrs) && vterm_color_is_equal(&a->fg, &b->fg) &&
           vterm_color_is_equal(&a->bg, &b->bg);
}

bool glass_same(const struct glass *a, const struct glass *b)
{
    if (a->rows != b->rows || a->cols != b->cols)
        return false;
    for (int cell = 0; cell < a->rows * a->cols; cell++) {
        VTermPos place = {.row = cell / a->cols, .col = cell % a->cols};
        VTermScreenCell of_a = {0}, of_b = {0}; /* libvterm fills in only the characters that are there */
        vterm_screen_get_cell(a->screen, place, &of_a);
        vterm_screen_get_cell(b->screen, place, &of_b);
        if (!same_cell(&of_a, &of_b))
            return false;
    }
    return true;
}
