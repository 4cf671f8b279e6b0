/* SPDX-License-Identifier: MIT */
/* One question's answer: the text, and beside it, where it fits, the code of a page. */
#include "ui/answer_flow.h"
#include "ui/frame.h"
#include "ui/qr.h"
#include "ui/screens/screens.h"
#include "ui/scroll.h"

#include "base/error.h"

#include <string.h>

#define MARGIN 2
#define GAP 4          /* between text and code */
#define TEXT_MIN 46    /* columns of text that must remain beside a code */
#define CAPTION_ROWS 5 /* purpose above; host, warning, blank and pager below */
#define TITLE_COLS 80  /* from here on the title bar holds the whole title */
#define MARKER_ROWS 1  /* how much is below */

struct answer_screen {
    struct answer *answer;
    struct scroll scroll;
    int link;
    /* computed by layout for this size: */
    int rows, cols;
    const struct glyphs *glyphs;
    struct flow *flow;
    struct rect text; /* within the body */
    bool code_aside;
    struct rect code; /* the room of the largest code */
};

static int open_answer(struct screen *screen, struct ui *ui)
{
    struct answer_screen *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    int error = handbook_answer(&s->answer, ui->handbook, screen->route.question);
    if (error) {
        free(s);
        return error;
    }
    screen->state = s;
    return 0;
}

static void close_answer(struct screen *screen)
{
    struct answer_screen *s = screen->state;
    flow_free(s->flow);
    answer_free(s->answer);
    free(s);
}

static struct intent show_link(struct answer_screen *s, int link)
{
    int n = (int)s->answer->n_links;
    if (n < 2 || !s->code_aside)
        return intent_of(INTENT_STAY);
    s->link = (link + n) % n;
    return intent_of(INTENT_REDRAW);
}

static struct intent open_code(const struct answer_screen *s, int link)
{
    if (link < 0 || link >= (int)s->answer->n_links)
        return intent_of(INTENT_STAY);
    return intent_go(INTENT_GO, SCREEN_CODE, s->answer->question.number, link);
}

static struct intent open_question(const struct answer_screen *s, struct ui *ui, int number)
{
    if (number == s->answer->question.number)
        return intent_of(INTENT_REDRAW);
    ui->home_selected = number;
    return intent_go(INTENT_GO, SCREEN_ANSWER, number, 0);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct answer_screen *s = screen->state;
    bool moved;
    if (scroll_act(&s->scroll, event, &moved))
        return intent_of(moved ? INTENT_REDRAW : INTENT_STAY);
    switch (event.action) {
    case ACTION_RELATED:
        return open_question(s, ui, event.value);
    case ACTION_CODE:
        return open_code(s, s->link);
    case ACTION_LINK:
        return open_code(s, event.value);
    case ACTION_LEFT:
    case ACTION_PREVIOUS:
        return show_link(s, s->link - 1);
    case ACTION_RIGHT:
    case ACTION_NEXT:
        return show_link(s, s->link + 1);
    default:
        return intent_of(INTENT_NONE);
    }
}

/* The room that the largest code of this answer takes; text does not move when another code is shown. */
static int measure_codes(struct answer_screen *s, const struct glyphs *glyphs, int rows, int cols)
{
    struct rect room = {0};
    for (size_t i = 0; i < s->answer->n_links; i++) {
        struct qr qr;
        int code_rows, code_cols;
        int result = qr_fit(&qr, &s->answer->links[i], glyphs, rows - CAPTION_ROWS,
                            cols - TEXT_MIN - GAP - 2 * MARGIN);
        if (result != 0)
            return result;
        qr_size(&qr, glyphs, &code_rows, &code_cols);
        room.rows = code_rows > room.rows ? code_rows : room.rows;
        room.cols = code_cols > room.cols ? code_cols : room.cols;
    }
    s->code = room;
    return room.cols ? 0 : 1;
}

static void place(struct answer_screen *s, int rows, int cols)
{
    int taken = s->code_aside ? s->code.cols + GAP : 0;
    int measure = cols - 2 * MARGIN - taken;
    if (measure > FLOW_MEASURE_MAX)
        measure = FLOW_MEASURE_MAX;
    int left = (cols - measure - taken) / 2;
    int top = rows >= 16 ? 1 : 0;
    s->text = (struct rect){top, left < MARGIN ? MARGIN : left, rows - top - MARKER_ROWS, measure};
    s->code.row = 0;
    s->code.col = s->text.col + measure + GAP;
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct answer_screen *s = screen->state;
    if (s->flow && s->rows == rows && s->cols == cols && s->glyphs == ui->glyphs)
        return 0;
    int result = measure_codes(s, ui->glyphs, rows, cols);
    if (result < 0)
        return result;
    s->code_aside = result == 0;
    place(s, rows, cols);
    size_t n;
    const struct question *questions = handbook_questions(ui->handbook, &n);
    struct answer_flow_options options = {.glyphs = ui->glyphs,
                                          .columns = s->text.cols,
                                          .with_title = cols < TITLE_COLS,
                                          .code_aside = s->code_aside,
                                          .questions = questions,
                                          .n_questions = n};
    struct flow *flow;
    int error = answer_flow(&flow, s->answer, &options);
    if (error)
        return error;
    flow_free(s->flow);
    s->flow = flow;
    s->rows = rows;
    s->cols = cols;
    s->glyphs = ui->glyphs;
    scroll_fit(&s->scroll, flow_lines(flow), s->text.rows);
    return 0;
}

static void draw_marker(const struct answer_screen *s, const struct ui *ui, struct canvas *canvas,
                        struct hits *hits, int row)
{
    struct style style = {ROLE_ACCENT, 0};
    char words[96];
    int col = s->text.col, below = scroll_below(&s->scroll);
    if (ui->number_pending) {
        frame_number_words(ui, words, sizeof(words));
        canvas_put(canvas, row, col, s->text.cols, style, words);
        return;
    }
    if (below) {
        snprintf(words, sizeof(words), "▾ 下面还有 %d 行，点这里或按 ↓", below);
        int used = canvas_put(canvas, row, col, s->text.cols, style, words);
        hits_add(hits, (struct rect){row, col, 2, used}, (struct event){.action = ACTION_PAGE_DOWN});
    }
    if (s->scroll.first > 0) {
        int width = canvas_measure(canvas, "▴ 往回翻");
        int right = col + s->text.cols - width;
        canvas_put(canvas, row, right, width, style, "▴ 往回翻");
        hits_add(hits, (struct rect){row, right, 2, width}, (struct event){.action = ACTION_PAGE_UP});
    }
}

static void draw_pager(const struct answer_screen *s, struct canvas *canvas, struct hits *hits, int row,
                       int col)
{
    struct style accent = {ROLE_ACCENT, 0};
    int n = (int)s->answer->n_links;
    int used = canvas_put(canvas, row, col, s->code.cols, accent, "按 Q 放大");
    hits_add(hits, (struct rect){row, col, 2, used}, (struct event){.action = ACTION_CODE});
    if (n < 2)
        return;
    char words[64];
    snprintf(words, sizeof(words), "← %d/%d →  换页面", s->link + 1, n);
    int width = canvas_measure(canvas, words);
    int right = col + s->code.cols - width;
    canvas_put(canvas, row, right, width, accent, words);
    hits_add(hits, (struct rect){row, right, 2, 4}, (struct event){.action = ACTION_LEFT});
    hits_add(hits, (struct rect){row, right + 4, 2, width - 4}, (struct event){.action = ACTION_RIGHT});
}

static void draw_code(const struct answer_screen *s, const struct ui *ui, struct canvas *canvas,
                      struct rect body, struct hits *hits)
{
    const struct link *link = &s->answer->links[s->link];
    struct qr qr;
    if (qr_fit(&qr, link, ui->glyphs, s->code.rows, s->code.cols) != 0)
        return; /* cannot happen: measured by layout */
    int rows, cols, row = body.row, col = body.col + s->code.col;
    qr_size(&qr, ui->glyphs, &rows, &cols);
    canvas_put_cut(canvas, row, col, s->code.cols, (struct style){ROLE_HEADING, ATTR_BOLD}, link->purpose);
    qr_draw(&qr, canvas, ui->glyphs, row + 1, col);
    hits_add(hits, (struct rect){row + 1, col, rows, cols}, (struct event){.action = ACTION_CODE});
    row += 1 + rows;
    canvas_put(canvas, row, col, s->code.cols, (struct style){ROLE_TEXT, ATTR_BOLD}, link->host);
    canvas_put(canvas, row + 1, col, s->code.cols, (struct style){ROLE_MUTED, 0},
               "用手机扫码，打开前请核对网址");
    draw_pager(s, canvas, hits, row + 3, col);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct answer_screen *s = screen->state;
    struct rect text = s->text;
    text.row += body.row;
    flow_draw(s->flow, canvas, hits, text, s->scroll.first);
    draw_marker(s, ui, canvas, hits, text.row + text.rows);
    if (s->code_aside)
        draw_code(s, ui, canvas, body, hits);
}

static void title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    const struct answer_screen *s = screen->state;
    const struct question *question = &s->answer->question;
    bool whole = s->cols >= TITLE_COLS;
    snprintf(out, size, "一本通 %s %d  %s", ui->glyphs->trail, question->number,
             whole ? question->title : question->short_title);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct answer_screen *s = screen->state;
    (void)ui;
    out->percent = scroll_percent(&s->scroll);
    if (out->percent >= 0)
        footer_add(out, ACTION_PAGE_DOWN, "↑↓", "翻看");
    if (s->answer->n_links)
        footer_add(out, ACTION_CODE, NULL, NULL);
    footer_add(out, ACTION_BACK, NULL, NULL);
    footer_add(out, ACTION_HOME, NULL, NULL);
    if (s->code_aside && s->answer->n_links > 1)
        footer_add(out, ACTION_RIGHT, "←→", "换页面");
    footer_add(out, ACTION_HELP, NULL, NULL);
}

const struct screen_ops screen_answer = {
    .name = "answer",
    .numbers = true,
    .idle_seconds = IDLE_LONG,
    .open = open_answer,
    .close = close_answer,
    .act = act,
    .layout = layout,
    .draw = draw,
    .title = title,
    .footer = footer,
};
