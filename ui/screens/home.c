/* SPDX-License-Identifier: MIT */
/* The twelve questions, all or those of one audience. */
#include "ui/frame.h"
#include "ui/screens/screens.h"
#include "ui/tabs.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 96     /* on a wide screen the list stays in the middle */
#define FULL_TITLES 64 /* columns from which the whole titles fit */
#define FILTERS (AUDIENCE_COUNT + 1)

struct home {
    int shown[CONTENT_QUESTIONS]; /* indices of the questions that pass the filter */
    int n;
    int selected; /* index in shown */
    int top;      /* first one on the screen */
    int rows_each, fitting;
    bool wide;
};

static unsigned filter_bit(int filter)
{
    return filter == 0 ? 0 : 1u << (filter - 1);
}

static const char *filter_name(int filter)
{
    return filter == 0 ? "全部" : content_audience_name(filter_bit(filter));
}

static int filter_of(const struct ui *ui)
{
    for (int i = 1; i < FILTERS; i++)
        if (ui->audience == filter_bit(i))
            return i;
    return 0;
}

static const struct question *question_at(const struct home *home, const struct ui *ui, int index)
{
    size_t n;
    return &handbook_questions(ui->handbook, &n)[home->shown[index]];
}

static void apply_filter(struct home *home, const struct ui *ui)
{
    size_t n;
    const struct question *questions = handbook_questions(ui->handbook, &n);
    home->n = home->selected = home->top = 0;
    for (size_t i = 0; i < n; i++) {
        if (ui->audience && !(questions[i].audience & ui->audience))
            continue;
        home->shown[home->n++] = (int)i;
    }
}

static int open_home(struct screen *screen, struct ui *ui)
{
    struct home *home = calloc(1, sizeof(*home));
    if (!home)
        return -ENOMEM;
    apply_filter(home, ui);
    screen->state = home;
    return 0;
}

static void close_home(struct screen *screen)
{
    free(screen->state);
}

static struct intent move_to(struct home *home, struct ui *ui, int selected)
{
    if (selected < 0)
        selected = 0;
    if (selected > home->n - 1)
        selected = home->n - 1;
    if (selected == home->selected || home->n == 0)
        return intent_of(INTENT_STAY);
    home->selected = selected;
    ui->home_selected = question_at(home, ui, selected)->number;
    return intent_of(INTENT_REDRAW);
}

static struct intent open_question(struct ui *ui, int number)
{
    ui->home_selected = number;
    return (struct intent){.kind = INTENT_GO, .route = {.screen = SCREEN_ANSWER, .question = number}};
}

static struct intent open_at(const struct home *home, struct ui *ui, int index)
{
    return index < home->n ? open_question(ui, question_at(home, ui, index)->number) : intent_of(INTENT_STAY);
}

static struct intent set_filter(struct home *home, struct ui *ui, int filter)
{
    ui->audience = filter_bit((filter + FILTERS) % FILTERS);
    apply_filter(home, ui);
    return intent_of(INTENT_REDRAW);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct home *home = screen->state;
    switch (event.action) {
    case ACTION_OPEN:
        return open_at(home, ui, home->selected);
    case ACTION_SELECT:
        return open_at(home, ui, event.value);
    case ACTION_RELATED:
        return open_question(ui, event.value);
    case ACTION_UP:
        return move_to(home, ui, home->selected - 1);
    case ACTION_DOWN:
        return move_to(home, ui, home->selected + 1);
    case ACTION_SCROLL:
        return move_to(home, ui, home->selected + (event.value > 0 ? 1 : -1));
    case ACTION_PAGE_UP:
        return move_to(home, ui, home->selected - home->fitting);
    case ACTION_PAGE_DOWN:
        return move_to(home, ui, home->selected + home->fitting);
    case ACTION_TOP:
        return move_to(home, ui, 0);
    case ACTION_BOTTOM:
        return move_to(home, ui, home->n - 1);
    case ACTION_LEFT:
    case ACTION_PREVIOUS:
        return set_filter(home, ui, filter_of(ui) - 1);
    case ACTION_RIGHT:
    case ACTION_NEXT:
        return set_filter(home, ui, filter_of(ui) + 1);
    case ACTION_FILTER:
        return set_filter(home, ui, event.value);
    case ACTION_HOME:
        return set_filter(home, ui, 0);
    default:
        return intent_of(INTENT_NONE);
    }
}

/* Rows above the list: the filter, and a blank line around it where there is room. Where it just lacks one
 * for two rows each, the one above goes. */
static int list_top(int rows)
{
    if (rows < 16)
        return 1;
    return rows - 2 == 2 * CONTENT_QUESTIONS ? 2 : 3;
}

/* Back from answers: the question read last is the one selected. */
static void select_last_read(struct home *home, const struct ui *ui)
{
    for (int i = 0; i < home->n; i++)
        if (question_at(home, ui, i)->number == ui->home_selected)
            home->selected = i;
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct home *home = screen->state;
    select_last_read(home, ui);
    int room = rows - list_top(rows);
    home->wide = cols >= FULL_TITLES;
    home->rows_each = room >= 2 * CONTENT_QUESTIONS ? 2 : 1;
    home->fitting = (room + home->rows_each - 1) / home->rows_each;
    if (home->fitting < home->n)
        home->fitting = (room - 1) / home->rows_each; /* the last row tells that there is more */
    if (home->selected < home->top)
        home->top = home->selected;
    if (home->selected >= home->top + home->fitting)
        home->top = home->selected - home->fitting + 1;
    int last_top = home->n > home->fitting ? home->n - home->fitting : 0;
    if (home->top > last_top)
        home->top = last_top;
    return 0;
}

/* 我是  [全部]  录取新生 …; on a narrow screen only the one that is chosen, between arrows. */
static void draw_filters(const struct home *home, const struct ui *ui, struct canvas *canvas, int row,
                         int col, struct hits *hits)
{
    int chosen = filter_of(ui);
    col += canvas_put(canvas, row, col, canvas->cols, (struct style){ROLE_MUTED, 0}, "我是") + 2;
    for (int i = 0; i < FILTERS; i++) {
        if (!home->wide && i != chosen)
            continue;
        int used = tabs_put(canvas, row, col, canvas->cols - col, filter_name(i), i == chosen);
        int tap = home->wide ? i : (chosen + 1) % FILTERS;
        hits_add(hits, (struct rect){row - 1, col, 3, used},
                 (struct event){.action = ACTION_FILTER, .value = tap});
        col += used + 1;
    }
    if (!home->wide)
        canvas_put(canvas, row, col + 1, canvas->cols - col - 1, (struct style){ROLE_MUTED, 0}, "← → 换一个");
}

/* The number of the selected one stands on a field of its own: calm to look at, and little to send when it
 * moves. */
static void draw_question(const struct home *home, const struct ui *ui, struct canvas *canvas, int index,
                          struct rect at)
{
    const struct question *question = question_at(home, ui, index);
    bool selected = index == home->selected;
    struct style number = {selected ? ROLE_SELECTED : ROLE_ACCENT, selected ? ATTR_BOLD : 0};
    char digits[16];
    snprintf(digits, sizeof(digits), " %2d ", question->number);
    if (selected)
        canvas_put_char(canvas, at.row, at.col - 1, (struct style){ROLE_KEY, 0}, canvas->glyphs->selected);
    canvas_put(canvas, at.row, at.col, 4, number, digits);
    canvas_put_cut(canvas, at.row, at.col + 5, at.cols - 6, (struct style){ROLE_TEXT, 0},
                   home->wide ? question->title : question->short_title);
}

static void draw_remark(const struct home *home, const struct ui *ui, struct canvas *canvas, struct rect body,
                        int col)
{
    char words[96] = "";
    if (ui->number_pending)
        frame_number_words(ui, words, sizeof(words));
    else if (home->n > home->fitting)
        snprintf(words, sizeof(words),
                 home->wide ? "共 %d 题，按 ↑↓ 或上下拖动看其他 %d 题" : "共 %d 题，按 ↑↓ 看其他 %d 题",
                 home->n, home->n - home->fitting);
    canvas_put(canvas, body.row + body.rows - 1, col, canvas->cols - col - 1, (struct style){ROLE_ACCENT, 0},
               words);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct home *home = screen->state;
    struct rect column = rect_column(body, MEASURE);
    int top = body.row + list_top(body.rows), left = column.col;
    draw_filters(home, ui, canvas, top - (body.rows >= 16 ? 2 : 1), left, hits);
    for (int i = 0; i < home->fitting && home->top + i < home->n; i++) {
        struct rect at = {top + i * home->rows_each, left, home->rows_each, column.cols};
        draw_question(home, ui, canvas, home->top + i, at);
        hits_add(hits, at, (struct event){.action = ACTION_SELECT, .value = home->top + i});
    }
    draw_remark(home, ui, canvas, body, left + 5);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)screen;
    (void)ui;
    footer_add(out, ACTION_NONE, "数字", "选题");
    footer_add(out, ACTION_DOWN, "↑↓", "移动");
    footer_add(out, ACTION_OPEN, NULL, NULL);
    footer_add(out, ACTION_SEARCH, NULL, NULL);
    footer_add(out, ACTION_RIGHT, "←→", "身份");
    footer_add(out, ACTION_HELP, NULL, NULL);
    footer_add(out, ACTION_SCHOOL, NULL, NULL);
    footer_add(out, ACTION_BACK, NULL, "结束");
    footer_add(out, ACTION_THEME, NULL, NULL);
}

const struct screen_ops screen_home = {
    .name = "home",
    .numbers = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_home,
    .close = close_home,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"一本通  学籍学历速查"},
    .footer = footer,
};
