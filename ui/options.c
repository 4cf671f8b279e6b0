/* SPDX-License-Identifier: MIT */
#include "ui/options.h"

#include "base/error.h"

#define NUMBER_COLS 4 /* " 1 " and a blank, to the left of the text or its box */
#define BOX_MAX 76    /* columns of a box */
#define BOX_INSET 2   /* its side and a blank */

void options_fini(struct options *options)
{
    for (int i = 0; i < OPTIONS_MAX; i++) {
        flow_free(options->texts[i]);
        options->texts[i] = NULL;
    }
}

static int set_text(struct options *options, const struct glyphs *glyphs, int index, int columns)
{
    const char *hint = options->hints[index];
    flow_free(options->texts[index]);
    options->texts[index] = NULL;
    int error = flow_new(&options->texts[index], glyphs, columns);
    if (!error)
        error =
            flow_paragraph(options->texts[index],
                           &(struct flow_paragraph){.style = {ROLE_TEXT, 0}, .text = options->labels[index]});
    if (!error && hint && *hint)
        error = flow_paragraph(options->texts[index],
                               &(struct flow_paragraph){.style = {ROLE_MUTED, 0}, .text = hint});
    return error;
}

static int set_texts(struct options *options, const struct glyphs *glyphs, int columns)
{
    int error = 0;
    for (int i = 0; !error && i < options->n; i++)
        error = set_text(options, glyphs, i, columns);
    return error;
}

static int height_of(const struct options *options, int index)
{
    return flow_lines(options->texts[index]) + (options->boxed ? 2 : options->gap);
}

int options_height(const struct options *options)
{
    int rows = 0;
    for (int i = 0; i < options->n; i++)
        rows += height_of(options, i);
    return rows;
}

/* The first that is shown, so that the selected one is. */
static void scroll_to_selected(struct options *options)
{
    int rows = height_of(options, options->selected);
    for (options->first = options->selected; options->first > 0; options->first--) {
        rows += height_of(options, options->first - 1);
        if (rows > options->rows)
            return;
    }
}

int options_layout(struct options *options, const struct glyphs *glyphs, int rows, int cols)
{
    int room = cols - NUMBER_COLS;
    options->rows = rows;
    options->first = 0;
    options->boxed = true;
    options->gap = 1;
    options->width = room < BOX_MAX ? room : BOX_MAX;
    int error = set_texts(options, glyphs, options->width - 2 * BOX_INSET);
    if (error || options_height(options) <= rows)
        return error;
    options->boxed = false;
    options->width = room;
    error = set_texts(options, glyphs, room);
    if (error)
        return error;
    if (options_height(options) > rows + 1)
        options->gap = 0;
    scroll_to_selected(options);
    return 0;
}

static int select_option(struct options *options, int index)
{
    if (index < 0 || index >= options->n || index == options->selected)
        return LIST_STAYED;
    options->selected = index; /* options_layout brings it into view */
    return LIST_MOVED;
}

int options_act(struct options *options, struct event event)
{
    switch (event.action) {
    case ACTION_UP:
        return select_option(options, options->selected - 1);
    case ACTION_DOWN:
        return select_option(options, options->selected + 1);
    case ACTION_TOP:
        return select_option(options, 0);
    case ACTION_BOTTOM:
        return select_option(options, options->n - 1);
    case ACTION_SCROLL:
        return select_option(options, options->selected + (event.value > 0 ? 1 : -1));
    case ACTION_OPEN:
        return options->n ? options->selected : LIST_STAYED;
    case ACTION_SELECT:
        return event.value >= 0 && event.value < options->n ? event.value : LIST_STAYED;
    case ACTION_DIGIT:
        if (event.value == 0)
            return LIST_UNKNOWN;
        return event.value <= options->n ? event.value - 1 : LIST_STAYED;
    default:
        return LIST_UNKNOWN;
    }
}

static void draw_option(const struct options *options, struct canvas *canvas, struct rect at, int index)
{
    bool selected = index == options->selected;
    int inset = options->boxed ? 1 : 0;
    char number[16];
    snprintf(number, sizeof(number), "%2d ", index + 1);
    canvas_put(canvas, at.row + inset, at.col, NUMBER_COLS - 1,
               selected ? (struct style){ROLE_SELECTED, ATTR_BOLD} : (struct style){ROLE_KEY, 0}, number);
    if (selected)
        canvas_put_char(canvas, at.row + inset, at.col - 1, (struct style){ROLE_KEY, 0},
                        canvas->glyphs->selected);
    struct rect box = {at.row, at.col + NUMBER_COLS, flow_lines(options->texts[index]) + 2 * inset,
                       options->width};
    if (options->boxed)
        canvas_frame(canvas, box, (struct style){selected ? ROLE_KEY : ROLE_LINE, 0});
    struct rect text = {at.row + inset, box.col + (options->boxed ? BOX_INSET : 0),
                        flow_lines(options->texts[index]), flow_columns(options->texts[index])};
    flow_draw(options->texts[index], canvas, NULL, text, 0);
}

void options_draw(const struct options *options, struct canvas *canvas, struct rect rect, struct hits *hits)
{
    int row = rect.row;
    for (int i = options->first; i < options->n; i++) {
        int rows = height_of(options, i);
        if (row + flow_lines(options->texts[i]) > rect.row + rect.rows)
            break;
        struct rect at = {row, rect.col, rows, NUMBER_COLS + options->width};
        draw_option(options, canvas, at, i);
        hits_add(hits, at, (struct event){.action = ACTION_SELECT, .value = i});
        row += rows;
    }
}
