/* SPDX-License-Identifier: MIT */
/* A question at the desk: answer, basis, papers, the school's addendum and what is asked next, side by side
 * where there is room, one at a time where there is not. */
#include "ui/desk.h"
#include "ui/desk_panels.h"
#include "ui/guide_session.h"
#include "ui/page.h"
#include "ui/print_words.h"
#include "ui/screens/screens.h"
#include "ui/scroll.h"
#include "ui/tabs.h"

#include "base/error.h"

#include <string.h>

#define WIDE_COLS 120
#define WIDE_ROWS 30 /* of the body */
#define GAP 4
#define MARGIN 2
#define HEAD 1 /* a panel's title */

struct panel {
    struct flow *flow;
    struct scroll scroll;
    struct rect text; /* within the body; its title stands in the row above */
};

struct desk_question {
    struct desk_sheet sheet;
    struct panel panels[PANEL_COUNT];
    int focus;
    bool wide;
    int rows, cols; /* as laid out; 0: to be set anew */
    const struct glyphs *glyphs;
};

static void forget_texts(struct desk_question *s)
{
    for (int i = 0; i < PANEL_COUNT; i++) {
        flow_free(s->panels[i].flow);
        s->panels[i].flow = NULL;
        s->panels[i].scroll.flow = NULL;
    }
    s->rows = 0;
}

static int open_question_screen(struct screen *screen, struct ui *ui)
{
    struct desk_question *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    int error = desk_sheet_open(&s->sheet, ui, screen->route.question);
    if (error) {
        free(s);
        return error;
    }
    screen->state = s;
    return 0;
}

static void close_question_screen(struct screen *screen)
{
    struct desk_question *s = screen->state;
    forget_texts(s);
    desk_sheet_fini(&s->sheet);
    free(s);
}

static void resume(struct screen *screen, struct ui *ui)
{
    struct desk_question *s = screen->state;
    desk_sheet_refresh(&s->sheet, ui);
    forget_texts(s);
}

/* ---- what a clerk does ---- */

static struct intent open_other(const struct desk_question *s, struct ui *ui, int number)
{
    if (number == s->sheet.answer->question.number)
        return intent_of(INTENT_REDRAW);
    ui->home_selected = number;
    return (struct intent){.kind = INTENT_REPLACE,
                           .route = {.screen = SCREEN_DESK_QUESTION, .question = number}};
}

static struct intent open_code(const struct desk_question *s, int link)
{
    return intent_of_codes(s->sheet.answer->links, s->sheet.answer->n_links, link);
}

static struct intent open_editor(const struct desk_question *s, struct ui *ui)
{
    if (!desk_may_open(ui, SCREEN_DESK_EDIT)) {
        desk_warn(ui, "您的账号不能修改本校补充；请找编辑或管理员");
        return intent_of(INTENT_REDRAW);
    }
    return (struct intent){
        .kind = INTENT_GO,
        .route = {.screen = SCREEN_DESK_EDIT, .question = s->sheet.answer->question.number}};
}

static struct intent act_letter(const struct desk_question *s, struct ui *ui, char32_t letter)
{
    switch (letter) {
    case U'F':
        return open_code(s, 0);
    case U'V':
        return desk_show_link("chsi-verify");
    case U'E':
        return open_editor(s, ui);
    default:
        return intent_of(INTENT_NONE);
    }
}

static struct intent focus_on(struct desk_question *s, int panel)
{
    s->focus = (panel + PANEL_COUNT) % PANEL_COUNT;
    return intent_of(INTENT_REDRAW);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct desk_question *s = screen->state;
    int scrolled = scroll_act(&s->panels[s->focus].scroll, event);
    if (scrolled != LIST_UNKNOWN)
        return intent_of_list(scrolled);
    switch (event.action) {
    case ACTION_RELATED:
        return open_other(s, ui, event.value);
    case ACTION_GUIDE:
        return guide_session_start(ui, s->sheet.answer->question.number);
    case ACTION_CODE:
        return open_code(s, 0);
    case ACTION_LINK:
        return open_code(s, event.value);
    case ACTION_TEXT:
        return act_letter(s, ui, event_letter(event));
    case ACTION_LEFT:
    case ACTION_PREVIOUS:
        return focus_on(s, s->focus - 1);
    case ACTION_RIGHT:
    case ACTION_NEXT:
        return focus_on(s, s->focus + 1);
    case ACTION_FILTER:
        return focus_on(s, event.value);
    default:
        return intent_of(INTENT_NONE);
    }
}

/* ---- layout ---- */

static int compose(struct desk_question *s, const struct ui *ui, int panel, int cols)
{
    int error = flow_new(&s->panels[panel].flow, ui->glyphs, cols);
    if (!error && panel == PANEL_ANSWER && !s->wide) /* the title bar has no room for the whole title */
        error = page_heading(s->panels[panel].flow, s->sheet.answer->question.title);
    return error ? error : desk_panel_compose(s->panels[panel].flow, panel, &s->sheet, ui);
}

static void place(struct panel *panel, int row, int col, int rows)
{
    panel->text = (struct rect){row + HEAD, col, rows - HEAD, flow_columns(panel->flow)};
    scroll_fit_flow(&panel->scroll, panel->flow, panel->text.rows);
}

/* Two panels one under the other: each what it needs, as far as the other leaves it half. */
static void stack(struct panel *upper, struct panel *lower, int row, int col, int rows)
{
    int needs = flow_lines(upper->flow) + HEAD + 1, below = flow_lines(lower->flow) + HEAD;
    int half = rows / 2, least = rows - (below < half ? below : half);
    int height = needs < half ? needs : needs < least ? needs : least;
    place(upper, row, col, height - 1);
    place(lower, row + height, col, rows - height);
}

static int layout_wide(struct desk_question *s, const struct ui *ui, int rows, int cols)
{
    int third = (cols - 2 * MARGIN - 2 * GAP) / 3, error = 0;
    if (third > FLOW_MEASURE_MAX)
        third = FLOW_MEASURE_MAX;
    int left = (cols - 3 * third - 2 * GAP) / 2;
    for (int i = 0; !error && i < PANEL_COUNT; i++)
        error = compose(s, ui, i, third);
    if (error)
        return error;
    place(&s->panels[PANEL_ANSWER], 1, left, rows - 1);
    stack(&s->panels[PANEL_BASIS], &s->panels[PANEL_BRING], 1, left + third + GAP, rows - 1);
    stack(&s->panels[PANEL_ADDENDUM], &s->panels[PANEL_ASKED], 1, left + 2 * (third + GAP), rows - 1);
    return 0;
}

static int layout_narrow(struct desk_question *s, const struct ui *ui, int rows, int cols)
{
    struct rect column = rect_column((struct rect){0, 0, rows, cols}, FLOW_MEASURE_MAX);
    int gap = rows >= 16, error = 0;
    for (int i = 0; !error && i < PANEL_COUNT; i++)
        error = compose(s, ui, i, column.cols);
    for (int i = 0; !error && i < PANEL_COUNT; i++)
        place(&s->panels[i], gap, column.col, rows - gap);
    return error;
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct desk_question *s = screen->state;
    if (s->rows == rows && s->cols == cols && s->glyphs == ui->glyphs)
        return 0;
    forget_texts(s);
    s->wide = cols >= WIDE_COLS && rows >= WIDE_ROWS;
    int note = rows >= 10; /* that screens are forged; its line stands below the panels */
    int error = s->wide ? layout_wide(s, ui, rows - 2, cols) : layout_narrow(s, ui, rows - note, cols);
    if (error) {
        forget_texts(s);
        return error;
    }
    s->rows = rows;
    s->cols = cols;
    s->glyphs = ui->glyphs;
    return 0;
}

/* ---- painting ---- */

/* At the end of a row: how much is below. Nothing where all shows. */
static void draw_rest(const struct panel *panel, struct canvas *canvas, int row)
{
    char words[48];
    int end = panel->text.col + panel->text.cols, below = scroll_below(&panel->scroll);
    if (!below && !panel->scroll.first)
        return;
    snprintf(words, sizeof(words), below ? " ▾ 还有 %d 行" : " ▴ 到底了", below);
    int width = canvas_measure(canvas, words);
    canvas_put(canvas, row, end - width, width, (struct style){ROLE_ACCENT, 0}, words);
}

/* 答复 ─────────── ▾ 12 */
static void draw_head(const struct desk_question *s, struct canvas *canvas, int row, int index)
{
    const struct panel *panel = &s->panels[index];
    bool focused = index == s->focus;
    int col = panel->text.col;
    canvas_rule(canvas, row, col, panel->text.cols, (struct style){ROLE_LINE, 0});
    char words[48];
    snprintf(words, sizeof(words), focused ? "[%s] " : "%s ", desk_panel_title(index));
    if (focused)
        canvas_put_char(canvas, row, col - 1, (struct style){ROLE_KEY, ATTR_BOLD}, canvas->glyphs->selected);
    canvas_put(canvas, row, col, panel->text.cols,
               (struct style){focused ? ROLE_HEADING : ROLE_TEXT, ATTR_BOLD}, words);
    draw_rest(panel, canvas, row);
}

static void draw_wide(const struct desk_question *s, struct canvas *canvas, struct rect body,
                      struct hits *hits)
{
    for (int i = 0; i < PANEL_COUNT; i++) {
        struct rect text = s->panels[i].text;
        text.row += body.row;
        draw_head(s, canvas, text.row - HEAD, i);
        hits_add(hits, (struct rect){text.row - HEAD, text.col, text.rows + HEAD, text.cols},
                 (struct event){.action = ACTION_FILTER, .value = i});
        flow_draw(s->panels[i].flow, canvas, hits, text, s->panels[i].scroll.first);
    }
}

/* [答复]  依据  应备材料 …; on a narrow screen only the one that shows. */
static void draw_tabs(const struct desk_question *s, struct canvas *canvas, struct rect at, struct hits *hits)
{
    bool all = at.cols >= 60;
    int col = at.col;
    for (int i = 0; i < PANEL_COUNT; i++) {
        if (!all && i != s->focus)
            continue;
        int used = tabs_put(canvas, at.row, col, at.col + at.cols - col, desk_panel_title(i), i == s->focus);
        hits_add(hits, (struct rect){at.row, col, 1, used},
                 (struct event){.action = ACTION_FILTER, .value = all ? i : (i + 1) % PANEL_COUNT});
        col += used + 1;
    }
    if (!all)
        canvas_put(canvas, at.row, col + 1, at.col + at.cols - col - 1, (struct style){ROLE_MUTED, 0},
                   "← → 换一栏");
}

static void draw_narrow(const struct desk_question *s, struct canvas *canvas, struct rect body,
                        struct hits *hits)
{
    const struct panel *panel = &s->panels[s->focus];
    struct rect text = panel->text;
    text.row += body.row;
    draw_tabs(s, canvas, (struct rect){text.row - HEAD, text.col, 1, text.cols}, hits);
    draw_rest(panel, canvas, text.row - HEAD);
    flow_draw(panel->flow, canvas, hits, text, panel->scroll.first);
}

/* Facts beyond the handbook, for staff: whoever shows a screen has proved nothing. */
static void draw_note(const struct desk_question *s, struct canvas *canvas, struct rect body,
                      struct hits *hits)
{
    const char *words =
        body.cols >= 100
            ? "手机画面和截图都能伪造，不作证明。请学生报验证码，到学信网“在线验证”当场查：按 V 放大网址"
            : "画面和截图能伪造；验证码到学信网当场查，按 V";
    int row = body.row + body.rows - 1, col = s->panels[s->focus].text.col;
    if (s->wide)
        col = s->panels[PANEL_ANSWER].text.col;
    int used = canvas_put_cut(canvas, row, col, body.cols - col - 1, (struct style){ROLE_WARNING, 0}, words);
    hits_add(hits, (struct rect){row, col, 1, used}, (struct event){.action = ACTION_TEXT, .ch = U'V'});
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct desk_question *s = screen->state;
    (void)ui;
    if (s->wide)
        draw_wide(s, canvas, body, hits);
    else
        draw_narrow(s, canvas, body, hits);
    if (body.rows >= 10)
        draw_note(s, canvas, body, hits);
}

static void title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    const struct desk_question *s = screen->state;
    const struct question *question = &s->sheet.answer->question;
    snprintf(out, size, "工作台 %s %d  %s", ui->glyphs->trail, question->number,
             s->wide ? question->title : question->short_title);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct desk_question *s = screen->state;
    desk_number_footer(ui, out);
    footer_add(out, ACTION_RIGHT, "←→", "换栏");
    footer_add(out, ACTION_BACK, NULL, NULL);
    footer_add(out, ACTION_HELP, NULL, NULL);
    if (print_is_offered(ui->printer))
        footer_add(out, ACTION_PRINT, NULL, print_label(ui->printer));
    if (s->sheet.answer->n_links)
        footer_add(out, ACTION_CODE, "F", "给学生扫");
    footer_add(out, ACTION_GUIDE, NULL, "引导");
    footer_add(out, ACTION_LOCK, NULL, NULL);
    if (desk_may_open(ui, SCREEN_DESK_EDIT))
        footer_add_letter(out, U'E', "E", "补充");
    footer_add(out, ACTION_SEARCH, NULL, NULL);
    scroll_footer(&s->panels[s->focus].scroll, out);
}

static int paper(struct document **out, const struct screen *screen, const struct ui *ui)
{
    const struct desk_question *s = screen->state;
    struct slip_frame frame = screen_slip_frame(ui);
    frame.addendum = s->sheet.shown;
    return slip_from_answer(out, &frame, s->sheet.answer, 0);
}

const struct screen_ops screen_desk_question = {
    .name = "desk-question",
    .prints = true,
    .numbers = true,
    .idle_seconds = IDLE_LONG,
    .open = open_question_screen,
    .close = close_question_screen,
    .act = act,
    .layout = layout,
    .draw = draw,
    .title = title,
    .footer = footer,
    .resume = resume,
    .paper = paper,
};
