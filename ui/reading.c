/* SPDX-License-Identifier: MIT */
#include "ui/reading.h"

#include "ui/frame.h"
#include "ui/page.h"
#include "ui/print_words.h"
#include "ui/qr_shelf.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

#define MARGIN 2
#define GAP 4          /* between text and code */
#define TEXT_MIN 46    /* columns of text that must remain beside a code */
#define CAPTION_ROWS 5 /* purpose above; host, warning, blank and pager below */

void reading_fini(struct reading *reading)
{
    flow_free(reading->flow);
    reading->flow = NULL;
    reading->scroll.flow = NULL;
}

/* ---- layout ---- */

/* The room that the largest code takes. 0, 1 where they do not all fit beside the text, or negative. */
static int measure_codes(struct reading *reading, const struct glyphs *glyphs, int rows, int cols)
{
    struct rect room = {0};
    for (size_t i = 0; i < reading->n_links; i++) {
        struct rect cells;
        bool low;
        int result = qr_measure(&cells, &low, &reading->links[i], glyphs, rows - CAPTION_ROWS,
                                cols - TEXT_MIN - GAP - 2 * MARGIN);
        if (result != 0)
            return result;
        room.rows = cells.rows > room.rows ? cells.rows : room.rows;
        room.cols = cells.cols > room.cols ? cells.cols : room.cols;
    }
    reading->code = room;
    return room.cols ? 0 : 1;
}

/* The code that shows, made when it is chosen and not at every frame. */
static int make_code(struct reading *reading, const struct ui *ui)
{
    const struct rect *room = &reading->code;
    return qr_shelf_fit(&reading->qr, ui->codes, &reading->links[reading->link], reading->glyphs, room->rows,
                        room->cols);
}

static void place(struct reading *reading, int rows, int cols)
{
    int marker = rows >= FRAME_BODY_TALL ? 2 : 1; /* how much is below; with an empty row for a finger */
    int taken = reading->code_aside ? reading->code.cols + GAP : 0;
    int measure = cols - 2 * MARGIN - taken;
    if (measure > FLOW_MEASURE_MAX)
        measure = FLOW_MEASURE_MAX;
    int left = (cols - measure - taken) / 2;
    int top = frame_column(rows, cols, measure).row;
    reading->text = (struct rect){top, left < MARGIN ? MARGIN : left, rows - top - marker, measure};
    reading->code.row = 0;
    reading->code.col = reading->text.col + measure + GAP;
}

/* What a text may say of the printer, as it is now. */
static struct print_state printer_now(const struct ui *ui)
{
    return ui->printer ? *ui->printer : (struct print_state){.condition = PRINTER_NONE};
}

static bool same_printer(const struct print_state *a, const struct print_state *b)
{
    return a->condition == b->condition && a->paper_low == b->paper_low && a->progress == b->progress &&
           a->percent == b->percent && a->error == b->error && a->left == b->left &&
           a->wait_seconds == b->wait_seconds;
}

int reading_layout(struct reading *reading, const struct ui *ui, int rows, int cols, reading_compose *compose,
                   const void *context)
{
    struct print_state printer = printer_now(ui);
    if (reading->flow && reading->rows == rows && reading->cols == cols && reading->glyphs == ui->glyphs &&
        same_printer(&reading->printer, &printer))
        return 0;
    reading->printer = printer;
    int result = measure_codes(reading, ui->glyphs, rows, cols);
    if (result < 0)
        return result;
    reading->code_aside = result == 0;
    place(reading, rows, cols);
    reading->cols = cols;
    reading->glyphs = ui->glyphs;
    struct flow *flow;
    int error = flow_new(&flow, ui->glyphs, reading->text.cols);
    if (error)
        return error;
    error = compose(flow, reading, ui, context);
    if (error) {
        flow_free(flow);
        return error;
    }
    flow_free(reading->flow);
    reading->flow = flow;
    reading->rows = rows;
    scroll_fit_flow(&reading->scroll, flow, reading->text.rows);
    return reading->code_aside ? make_code(reading, ui) : 0;
}

/* ---- what a visitor does ---- */

static struct intent show_link(struct reading *reading, const struct ui *ui, int link)
{
    int n = (int)reading->n_links;
    if (n < 2 || !reading->code_aside)
        return intent_of(INTENT_STAY);
    reading->link = (link + n) % n;
    return intent_of(make_code(reading, ui) == 0 ? INTENT_REDRAW : INTENT_STAY);
}

struct intent reading_act(struct reading *reading, const struct ui *ui, struct event event)
{
    int scrolled = scroll_act(&reading->scroll, event);
    if (scrolled != LIST_UNKNOWN)
        return intent_of_list(scrolled);
    switch (event.action) {
    case ACTION_CODE:
        return intent_of_codes(reading->links, reading->n_links, reading->link);
    case ACTION_LINK:
        return intent_of_codes(reading->links, reading->n_links, event.value);
    case ACTION_LEFT:
    case ACTION_PREVIOUS:
        return show_link(reading, ui, reading->link - 1);
    case ACTION_RIGHT:
    case ACTION_NEXT:
        return show_link(reading, ui, reading->link + 1);
    default:
        return intent_of(INTENT_NONE);
    }
}

/* ---- painting ---- */

#define BACK_WORDS "▴ 往回翻"

static void draw_marker(const struct reading *reading, const struct ui *ui, struct canvas *canvas,
                        struct hits *hits, int row)
{
    struct style style = {ROLE_ACCENT, 0};
    char words[96];
    int col = reading->text.col, below = scroll_below(&reading->scroll);
    int back = canvas_measure(canvas, BACK_WORDS);
    int first = reading->rows >= FRAME_BODY_TALL ? row - 1 : row; /* the empty row above it */
    if (ui->number_pending) {
        frame_number_words(ui, words, sizeof(words));
        canvas_put(canvas, row, col, reading->text.cols, style, words);
        return;
    }
    if (below) {
        snprintf(words, sizeof(words), "▾ 下面还有 %d 行，点这里或按 ↓", below);
        if (reading->scroll.first > 0 && canvas_measure(canvas, words) + 2 + back > reading->text.cols)
            snprintf(words, sizeof(words), "▾ 下面还有 %d 行", below);
        int used = canvas_put(canvas, row, col, reading->text.cols, style, words);
        hits_add(hits, (struct rect){first, col, 2, used}, (struct event){.action = ACTION_PAGE_DOWN});
    }
    if (reading->scroll.first > 0) {
        int right = col + reading->text.cols - back;
        canvas_put(canvas, row, right, back, style, BACK_WORDS);
        hits_add(hits, (struct rect){first, right, 2, back}, (struct event){.action = ACTION_PAGE_UP});
    }
}

static void draw_pager(const struct reading *reading, struct canvas *canvas, struct hits *hits, int row,
                       int col)
{
    struct style accent = {ROLE_ACCENT, 0};
    int n = (int)reading->n_links;
    int used = canvas_put(canvas, row, col, reading->code.cols, accent, "按 Q 放大");
    hits_add(hits, (struct rect){row - 1, col, 2, used}, (struct event){.action = ACTION_CODE});
    if (n < 2)
        return;
    char words[64];
    snprintf(words, sizeof(words), "← %d/%d →  换页面", reading->link + 1, n);
    int width = canvas_measure(canvas, words);
    int right = col + reading->code.cols - width;
    canvas_put(canvas, row, right, width, accent, words);
    hits_add(hits, (struct rect){row - 1, right, 2, 4}, (struct event){.action = ACTION_LEFT});
    hits_add(hits, (struct rect){row - 1, right + 4, 2, width - 4}, (struct event){.action = ACTION_RIGHT});
}

static void draw_code(const struct reading *reading, const struct ui *ui, struct canvas *canvas,
                      struct rect body, struct hits *hits)
{
    const struct link *link = &reading->links[reading->link];
    int rows, cols, row = body.row, col = body.col + reading->code.col;
    qr_size(&reading->qr, ui->glyphs, &rows, &cols);
    canvas_put_cut(canvas, row, col, body.cols - reading->code.col, (struct style){ROLE_HEADING, ATTR_BOLD},
                   link->purpose);
    qr_draw(&reading->qr, canvas, ui->glyphs, row + 1, col);
    hits_add(hits, (struct rect){row + 1, col, rows, cols}, (struct event){.action = ACTION_CODE});
    row += 1 + rows;
    canvas_put(canvas, row, col, reading->code.cols, (struct style){ROLE_HEADING, ATTR_BOLD}, link->host);
    canvas_put(canvas, row + 1, col, reading->code.cols, (struct style){ROLE_MUTED, 0},
               "用手机扫码，打开前请核对网址");
    draw_pager(reading, canvas, hits, row + 3, col);
}

void reading_draw(const struct reading *reading, const struct ui *ui, struct canvas *canvas, struct rect body,
                  struct hits *hits)
{
    struct rect text = reading->text;
    text.row += body.row;
    flow_draw(reading->flow, canvas, hits, text, reading->scroll.first);
    draw_marker(reading, ui, canvas, hits, body.row + body.rows - 1);
    if (reading->code_aside)
        draw_code(reading, ui, canvas, body, hits);
}

void reading_footer_first(const struct reading *reading, const struct ui *ui, struct footer *out)
{
    scroll_footer(&reading->scroll, out);
    if (print_is_offered(ui->printer))
        footer_add(out, ACTION_PRINT, NULL, print_label(ui->printer));
    if (reading->n_links)
        footer_add(out, ACTION_CODE, NULL, NULL);
    if (ui->speaks)
        footer_add(out, ACTION_SPEAK, NULL, NULL);
}

void reading_footer_last(const struct reading *reading, struct footer *out, enum action own)
{
    footer_add(out, ACTION_BACK, NULL, NULL);
    if (own != ACTION_NONE)
        footer_add(out, own, NULL, NULL);
    footer_add(out, ACTION_SEARCH, NULL, NULL);
    footer_add(out, ACTION_HOME, NULL, NULL);
    if (reading->code_aside && reading->n_links > 1)
        footer_add(out, ACTION_RIGHT, "←→", "换页面");
    footer_add(out, ACTION_HELP, NULL, NULL);
}

/* ---- parts of the text ---- */

int reading_code_hint(struct flow *flow, const struct reading *reading, const struct ui *ui)
{
    if (!reading->n_links || reading->code_aside)
        return 0;
    _cleanup_free_ char *words = NULL;
    if (asprintf(&words, "按 Q 或点这里，用手机扫码打开“%s”", reading->links[0].purpose) < 0)
        return flow_fail(flow, -ENOMEM);
    flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_ACCENT, 0},
                                                  .label = ui->glyphs->pointer,
                                                  .label_style = {ROLE_KEY, ATTR_BOLD},
                                                  .hang = 2,
                                                  .text = words,
                                                  .event = {.action = ACTION_CODE}});
    return flow_gap(flow);
}

int reading_print_hint(struct flow *flow, const struct reading *reading, const struct ui *ui,
                       const char *words)
{
    bool code_hint_follows = reading->n_links && !reading->code_aside;
    if (!print_is_offered(ui->printer))
        return 0;
    const char *instead = print_hint_instead(ui->printer);
    bool ready = print_is_ready(ui->printer) && ui->printer->left > 0;
    struct flow_paragraph hint = {.style = {ready ? ROLE_ACCENT : ROLE_MUTED, 0},
                                  .label = ready ? ui->glyphs->pointer : "▪",
                                  .label_style = {ROLE_KEY, ATTR_BOLD},
                                  .hang = 2,
                                  .text = instead ? instead : words,
                                  .event = {.action = ACTION_PRINT}};
    flow_paragraph(flow, &hint);
    return code_hint_follows ? flow_error(flow) : flow_gap(flow);
}

int reading_target_gap(struct flow *flow, const struct reading *reading)
{
    return reading->text.rows >= FRAME_BODY_TALL - 3 ? flow_gap(flow) : 0;
}

int reading_links(struct flow *flow, const struct reading *reading)
{
    if (reading->n_links)
        page_heading(flow, "官方页面");
    for (size_t i = 0; i < reading->n_links; i++) {
        page_link(flow, &reading->links[i], (int)i);
        reading_target_gap(flow, reading);
    }
    return flow_error(flow);
}
