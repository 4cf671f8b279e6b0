/* SPDX-License-Identifier: MIT */
#include "ui/confirm.h"

#include "ui/flow.h"

#include "base/error.h"

#include <string.h>

#define COLS_MAX 60
#define MARGIN 3     /* columns between the box and its text */
#define GAP 2        /* between the answers; the longest have room for no more at FRAME_COLS_MIN */
#define FIXED_ROWS 4 /* frame, title and answers; where there is room, a blank row over the answers */
#define ANSWER_NO 0
#define ANSWER_YES 1

void confirm_ask(struct confirm *confirm, int purpose, const char *yes_words, const char *no_words,
                 const char *title, const char *text)
{
    *confirm =
        (struct confirm){.open = true, .purpose = purpose, .yes_words = yes_words, .no_words = no_words};
    snprintf(confirm->title, sizeof(confirm->title), "%s", title);
    snprintf(confirm->text, sizeof(confirm->text), "%s", text);
}

static int answer(struct confirm *confirm, bool yes)
{
    confirm->open = false;
    return yes ? CONFIRM_YES : CONFIRM_NO;
}

static int by_letter(struct confirm *confirm, char32_t letter)
{
    return letter == U'Y' ? answer(confirm, true) : letter == U'N' ? answer(confirm, false) : CONFIRM_STAYED;
}

int confirm_act(struct confirm *confirm, struct event event)
{
    switch (event.action) {
    case ACTION_LEFT:
    case ACTION_RIGHT:
    case ACTION_NEXT:
    case ACTION_PREVIOUS:
    case ACTION_UP:
    case ACTION_DOWN:
        confirm->yes = !confirm->yes;
        return CONFIRM_MOVED;
    case ACTION_OPEN:
        return answer(confirm, confirm->yes);
    case ACTION_SELECT:
        return answer(confirm, event.value == ANSWER_YES);
    case ACTION_BACK:
        return answer(confirm, false);
    case ACTION_TEXT:
        return by_letter(confirm, event_letter(event));
    default:
        return CONFIRM_STAYED;
    }
}

static int draw_answer(struct canvas *canvas, int row, int col, const char *words, char key, bool selected,
                       int value, struct hits *hits)
{
    char text[96];
    snprintf(text, sizeof(text), " %c %s ", key, words);
    struct style style = selected ? (struct style){ROLE_SELECTED, ATTR_BOLD} : (struct style){ROLE_ACCENT, 0};
    if (selected)
        canvas_put_char(canvas, row, col - 1, (struct style){ROLE_KEY, ATTR_BOLD}, canvas->glyphs->selected);
    int used = canvas_put(canvas, row, col, canvas->cols - col, style, text);
    hits_add(hits, (struct rect){row - 1, col, 2, used},
             (struct event){.action = ACTION_SELECT, .value = value});
    return used;
}

/* How many lines the text takes; 0 when memory is short: it is missing for a frame. */
static int text_lines(const struct confirm *confirm, const struct canvas *canvas, int cols)
{
    struct flow *flow;
    int lines = 0;
    if (flow_new(&flow, canvas->glyphs, cols) < 0)
        return 0;
    if (flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_TEXT, 0}, .text = confirm->text}) == 0)
        lines = flow_lines(flow);
    flow_free(flow);
    return lines;
}

/* What does not fit is left out, and that shows. */
static void draw_text(const struct confirm *confirm, struct canvas *canvas, struct rect at, bool cut)
{
    const struct style style = {ROLE_TEXT, 0};
    flow_put(canvas, at, style, confirm->text);
    if (cut)
        canvas_put(canvas, at.row + at.rows - 1, at.col + at.cols, MARGIN - 1, style, "…");
}

void confirm_draw(const struct confirm *confirm, struct canvas *canvas, struct rect body, struct hits *hits)
{
    if (!confirm->open)
        return;
    int cols = body.cols - 6 < COLS_MAX ? body.cols - 6 : COLS_MAX, inner = cols - 2 * MARGIN;
    int wanted = text_lines(confirm, canvas, inner), most = body.rows - FIXED_ROWS;
    int lines = wanted < most ? wanted : most, rows = lines + FIXED_ROWS + (lines < most);
    struct rect box = {body.row + (body.rows - rows) / 2, body.col + (body.cols - cols) / 2, rows, cols};
    hits->n = 0;
    canvas_fill(canvas, (struct rect){box.row, box.col - 2, rows, cols + 4}, (struct style){ROLE_TEXT, 0});
    canvas_frame(canvas, box, (struct style){ROLE_WARNING, ATTR_BOLD});
    canvas_put_cut(canvas, box.row + 1, box.col + MARGIN, inner, (struct style){ROLE_HEADING, ATTR_BOLD},
                   confirm->title);
    draw_text(confirm, canvas, (struct rect){box.row + 2, box.col + MARGIN, lines, inner}, wanted > lines);
    int row = box.row + rows - 2, col = box.col + MARGIN + 1;
    col += draw_answer(canvas, row, col, confirm->no_words, 'N', !confirm->yes, ANSWER_NO, hits) + GAP;
    draw_answer(canvas, row, col, confirm->yes_words, 'Y', confirm->yes, ANSWER_YES, hits);
}

void confirm_footer(const struct confirm *confirm, struct footer *out)
{
    footer_add(out, ACTION_RIGHT, "←→", "选择");
    footer_add(out, ACTION_OPEN, "Enter", "确定");
    footer_add(out, ACTION_BACK, "Esc", confirm->no_words);
    footer_add_letter(out, U'Y', "Y", confirm->yes_words);
}
