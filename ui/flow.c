/* SPDX-License-Identifier: MIT */
#include "ui/flow.h"

#include "base/error.h"
#include "base/linebreak.h"
#include "base/utf8.h"
#include "base/width.h"
#include "ui/hits.h"

#include <string.h>

#define RUNS_MAX 5 /* the frame's two sides, bar, label, text */
#define BAR_COLUMNS 2
#define FRAME_INSET 2

struct run {
    int col;
    struct style style;
    char *text;
};

struct line {
    struct run runs[RUNS_MAX];
    size_t n;
    struct event event;
    bool keep; /* belongs to the line below it */
};

struct flow {
    const struct glyphs *glyphs;
    int columns;
    bool framed;
    struct style frame_style;
    struct line *lines;
    size_t n, room;
    int error; /* the first */
    int anchors[FLOW_ANCHORS];
};

int flow_new(struct flow **out, const struct glyphs *glyphs, int columns)
{
    struct flow *flow = calloc(1, sizeof(*flow));
    if (!flow)
        return -ENOMEM;
    flow->glyphs = glyphs;
    flow->columns = columns < 8 ? 8 : columns;
    *out = flow;
    return 0;
}

void flow_free(struct flow *flow)
{
    if (!flow)
        return;
    for (size_t i = 0; i < flow->n; i++)
        for (size_t k = 0; k < flow->lines[i].n; k++)
            free(flow->lines[i].runs[k].text);
    free(flow->lines);
    free(flow);
}

int flow_error(const struct flow *flow)
{
    return flow->error;
}

int flow_fail(struct flow *flow, int error)
{
    if (!flow->error)
        flow->error = error;
    return flow->error;
}

void flow_anchor(struct flow *flow, size_t index)
{
    if (index < FLOW_ANCHORS)
        flow->anchors[index] = (int)flow->n;
}

int flow_anchor_line(const struct flow *flow, size_t index)
{
    return index < FLOW_ANCHORS ? flow->anchors[index] : 0;
}

int flow_lines(const struct flow *flow)
{
    return (int)flow->n;
}

int flow_columns(const struct flow *flow)
{
    return flow->columns;
}

static int add_line(struct line **out, struct flow *flow)
{
    if (flow->n == flow->room) {
        size_t room = flow->room ? flow->room * 2 : 64;
        struct line *lines = realloc(flow->lines, room * sizeof(*lines));
        if (!lines)
            return -ENOMEM;
        flow->lines = lines;
        flow->room = room;
    }
    *out = &flow->lines[flow->n++];
    **out = (struct line){.n = 0};
    return 0;
}

/* Takes text over, also on failure. */
static int add_run(struct line *line, int col, struct style style, char *text)
{
    if (!text)
        return -ENOMEM;
    if (line->n == RUNS_MAX) {
        free(text);
        return -EINVAL;
    }
    line->runs[line->n++] = (struct run){.col = col, .style = style, .text = text};
    return 0;
}

static char *repeat(char32_t ch, int times)
{
    char one[4];
    size_t bytes = utf8_encode(one, ch);
    char *text = malloc(bytes * (size_t)(times < 0 ? 0 : times) + 1);
    if (!text)
        return NULL;
    char *end = text;
    for (int i = 0; i < times; i++)
        end = mempcpy(end, one, bytes);
    *end = '\0';
    return text;
}

static char *from_utf32(const char32_t *text, size_t n)
{
    char *out = malloc(n * 4 + 1);
    if (!out)
        return NULL;
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        used += utf8_encode(out + used, text[i]);
    out[used] = '\0';
    return out;
}

/* A new line, with the frame's two sides if one is open. */
static int begin_line(struct line **out, struct flow *flow)
{
    int error = add_line(out, flow);
    if (error || !flow->framed)
        return error;
    error = add_run(*out, 0, flow->frame_style, repeat(flow->glyphs->vertical, 1));
    if (!error)
        error = add_run(*out, flow->columns - 1, flow->frame_style, repeat(flow->glyphs->vertical, 1));
    return error;
}

struct setting {
    const struct flow_paragraph *paragraph;
    int left, columns; /* of the text */
    bool first;
};

static int set_line(struct flow *flow, struct setting *setting, const char32_t *text, size_t n)
{
    const struct flow_paragraph *p = setting->paragraph;
    struct line *line;
    int error = begin_line(&line, flow);
    if (error)
        return error;
    line->event = p->event;
    line->keep = p->keep;
    if (setting->first && p->label)
        error =
            add_run(line, setting->left - p->hang, p->label_style, glyphs_display(flow->glyphs, p->label));
    setting->first = false;
    if (!error && p->bar)
        error = add_run(line, setting->left - BAR_COLUMNS, p->style, repeat(flow->glyphs->vertical, 1));
    if (error)
        return error;
    char *utf8 = from_utf32(text, n);
    int shift = utf8 && p->right ? setting->columns - width_of_text(utf8) : 0;
    return add_run(line, setting->left + shift, p->style, utf8);
}

static int set_paragraph(struct flow *flow, const struct flow_paragraph *paragraph)
{
    int inset = flow->framed ? FRAME_INSET : 0;
    struct setting setting = {.paragraph = paragraph, .first = true};
    setting.left = inset + paragraph->indent + paragraph->hang + (paragraph->bar ? BAR_COLUMNS : 0);
    setting.columns = flow->columns - setting.left - inset;
    if (setting.columns < 4)
        setting.columns = 4;

    _cleanup_free_ char *display = glyphs_display(flow->glyphs, paragraph->text);
    _cleanup_free_ char32_t *text = NULL;
    _cleanup_free_ char *breaks = NULL;
    size_t n = 0;
    int error = display ? utf8_to_utf32(&text, &n, display) : -ENOMEM;
    if (error)
        return error;
    breaks = malloc(n + 1);
    error = breaks ? linebreak_find(breaks, text, n) : -ENOMEM;
    for (size_t start = 0; !error && start < n;) {
        size_t next, end = linebreak_line(&next, text, breaks, n, start, setting.columns);
        error = set_line(flow, &setting, text + start, end - start);
        start = next;
    }
    return error;
}

int flow_paragraph(struct flow *flow, const struct flow_paragraph *paragraph)
{
    return flow->error ? flow->error : flow_fail(flow, set_paragraph(flow, paragraph));
}

int flow_gap(struct flow *flow)
{
    size_t own = flow->framed ? 2 : 0;
    struct line *line;
    if (flow->error || flow->n == 0 || flow->lines[flow->n - 1].n == own)
        return flow->error;
    bool keep = flow->lines[flow->n - 1].keep;
    if (flow_fail(flow, begin_line(&line, flow)) == 0)
        line->keep = keep;
    return flow->error;
}

/* ┌ title ────┐: the words within the line, as far as they fit. */
static int set_frame_line(struct flow *flow, char32_t left, char32_t right, const char *words, bool at_end)
{
    struct line *line;
    int error = add_line(&line, flow);
    if (error)
        return error;
    char *rule = repeat(flow->glyphs->horizontal, flow->columns - 2);
    error = add_run(line, 1, flow->frame_style, rule);
    if (!error)
        error = add_run(line, 0, flow->frame_style, repeat(left, 1));
    if (!error)
        error = add_run(line, flow->columns - 1, flow->frame_style, repeat(right, 1));
    if (error || !words || !*words)
        return error;
    _cleanup_free_ char *display = glyphs_display(flow->glyphs, words);
    char *spaced = NULL;
    if (!display || asprintf(&spaced, " %s ", display) < 0)
        return -ENOMEM;
    int col = at_end ? flow->columns - 2 - width_of_text(spaced) : 1;
    return add_run(line, col, flow->frame_style, spaced);
}

static int frame_line(struct flow *flow, char32_t left, char32_t right, const char *words, bool at_end)
{
    return flow->error ? flow->error : flow_fail(flow, set_frame_line(flow, left, right, words, at_end));
}

static bool fits_in_frame_line(const struct flow *flow, const char *words)
{
    _cleanup_free_ char *display = glyphs_display(flow->glyphs, words);
    return display && width_of_text(display) + 6 <= flow->columns;
}

int flow_frame_begin(struct flow *flow, struct style style, const char *title)
{
    flow->frame_style = style;
    bool inside = fits_in_frame_line(flow, title);
    frame_line(flow, flow->glyphs->top_left, flow->glyphs->top_right, inside ? title : NULL, false);
    if (!flow->error)
        flow->lines[flow->n - 1].keep = true;
    flow->framed = true;
    if (!inside)
        flow_paragraph(
            flow, &(struct flow_paragraph){.style = {style.role, ATTR_BOLD}, .text = title, .keep = true});
    return flow->error;
}

int flow_frame_end(struct flow *flow, const char *caption)
{
    bool inside = fits_in_frame_line(flow, caption);
    if (!inside)
        flow_paragraph(flow, &(struct flow_paragraph){.style = flow->frame_style, .text = caption});
    flow->framed = false;
    return frame_line(flow, flow->glyphs->bottom_left, flow->glyphs->bottom_right, inside ? caption : NULL,
                      true);
}

int flow_rule(struct flow *flow, struct style style, const char *words)
{
    flow->frame_style = style;
    return frame_line(flow, flow->glyphs->horizontal, flow->glyphs->horizontal, words, false);
}

static int button_words(struct flow *flow, const char *words)
{
    _cleanup_free_ char *display = glyphs_display(flow->glyphs, words);
    if (!display)
        return flow_fail(flow, -ENOMEM);
    int room = flow->columns - 2 * FRAME_INSET - width_of_text(display);
    return flow_paragraph(flow, &(struct flow_paragraph){.style = {flow->frame_style.role, ATTR_BOLD},
                                                         .indent = room > 1 ? room / 2 : 0,
                                                         .text = words,
                                                         .keep = true});
}

int flow_button(struct flow *flow, const char *words, struct event event)
{
    size_t first = flow->n;
    flow_frame_begin(flow, (struct style){ROLE_ACCENT, 0}, "");
    button_words(flow, words);
    flow_frame_end(flow, "");
    for (size_t i = first; i < flow->n; i++)
        flow->lines[i].event = event;
    return flow->error;
}

/* Rows that a finger may hit for a line: its own, and an empty one below it. */
static int rows_to_hit(const struct flow *flow, size_t index, int room)
{
    bool empty = index + 1 >= flow->n || flow->lines[index + 1].n == 0;
    return empty && room > 1 ? 2 : 1;
}

int flow_shown(const struct flow *flow, int first, int rows)
{
    int left = (int)flow->n - first;
    if (rows >= left)
        return left;
    int shown = rows;
    while (shown > 0 && flow->lines[first + shown - 1].keep)
        shown--;
    return shown > 0 ? shown : rows;
}

void flow_draw(const struct flow *flow, struct canvas *canvas, struct hits *hits, struct rect rect, int first)
{
    int shown = flow_shown(flow, first, rect.rows);
    for (int i = 0; i < shown; i++) {
        const struct line *line = &flow->lines[first + i];
        for (size_t k = 0; k < line->n; k++) {
            const struct run *run = &line->runs[k];
            canvas_put(canvas, rect.row + i, rect.col + run->col, rect.cols - run->col, run->style,
                       run->text);
        }
        if (hits && line->event.action != ACTION_NONE)
            hits_add(hits,
                     (struct rect){rect.row + i, rect.col,
                                   rows_to_hit(flow, (size_t)(first + i), rect.rows - i), rect.cols},
                     line->event);
    }
}

int flow_put(struct canvas *canvas, struct rect rect, struct style style, const char *text)
{
    struct flow *flow;
    int lines = 0;
    if (flow_new(&flow, canvas->glyphs, rect.cols) < 0)
        return 0; /* out of memory: a remark is missing for a frame */
    if (flow_paragraph(flow, &(struct flow_paragraph){.style = style, .text = text}) == 0) {
        flow_draw(flow, canvas, NULL, rect, 0);
        lines = flow_lines(flow) < rect.rows ? flow_lines(flow) : rect.rows;
    }
    flow_free(flow);
    return lines;
}
