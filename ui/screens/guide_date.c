/* SPDX-License-Identifier: MIT */
/* One question of a guide that a date answers: year, month, day, each picked from a grid or typed. */
#include "db/guide_day.h"
#include "ui/guide_session.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 80
#define TIGHT_ROWS 16
#define YEARS_PAGE 24
#define CELLS_MAX 40

#define NOTHING -1 /* no cell is selected: nobody's date is taken for granted */

/* A cell of the grid: a number, or one of these. */
enum { CELL_EARLIER = -1, CELL_LATER = -2, CELL_UNSURE = -3 };

struct date_screen {
    struct guide_place place;
    struct guide_head head;
    int parts[3];  /* year, month, day as far as chosen; 0 not yet */
    int stage;     /* enum guide_precision of the part that is asked */
    int page_year; /* first year of the page */
    int typed, digits;
    char remark[64]; /* why what was typed cannot be */
    int cells[CELLS_MAX], n;
    int selected;
    int across, cell; /* cells in a row, columns of one */
    struct rect grid; /* within the body */
    int rows_each;
};

static int last_year(const struct ui *ui)
{
    return guide_session_today(ui).year + GUIDE_YEARS_AHEAD;
}

static bool has_unsure(const struct date_screen *s)
{
    return guide_option_of(s->place.node, GUIDE_UNSURE) != NULL;
}

static void add_cell(struct date_screen *s, int value)
{
    if (s->n < CELLS_MAX)
        s->cells[s->n++] = value;
}

static void fill_years(struct date_screen *s, const struct ui *ui)
{
    int last = last_year(ui);
    for (int year = s->page_year; year < s->page_year + YEARS_PAGE && year <= last; year++)
        if (year >= GUIDE_YEAR_MIN)
            add_cell(s, year);
    if (s->page_year > GUIDE_YEAR_MIN)
        add_cell(s, CELL_EARLIER);
    if (s->page_year + YEARS_PAGE <= last)
        add_cell(s, CELL_LATER);
    if (has_unsure(s))
        add_cell(s, CELL_UNSURE);
}

/* The cells of the part that is asked; `preferred` is selected if it is among them. */
static void fill(struct date_screen *s, const struct ui *ui, int preferred)
{
    s->n = s->typed = s->digits = 0;
    s->selected = NOTHING;
    if (s->stage == GUIDE_YEAR)
        fill_years(s, ui);
    int last = s->stage == GUIDE_MONTH ? 12
               : s->stage == GUIDE_DAY ? date_month_days(s->parts[0], s->parts[1])
                                       : 0;
    for (int i = 1; i <= last; i++)
        add_cell(s, i);
    for (int i = 0; i < s->n; i++)
        if (s->cells[i] == preferred)
            s->selected = i;
}

static void close_date(struct screen *screen)
{
    struct date_screen *s = screen->state;
    guide_head_fini(&s->head);
    free(s);
}

static int open_date(struct screen *screen, struct ui *ui)
{
    struct date_screen *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    screen->state = s;
    int error = guide_session_place(&s->place, ui);
    if (error) {
        close_date(screen);
        return error;
    }
    int year = guide_session_today(ui).year;
    s->stage = GUIDE_YEAR;
    s->across = 1;                        /* keys may come before the first layout */
    s->page_year = year - YEARS_PAGE + 2; /* this year and the next are the last of the first page */
    fill(s, ui, 0);
    return 0;
}

/* ---- choosing ---- */

static struct intent answer(struct date_screen *s, struct ui *ui)
{
    char value[32];
    switch (s->place.node->precision) {
    case GUIDE_YEAR:
        snprintf(value, sizeof(value), "%04d", s->parts[0]);
        break;
    case GUIDE_MONTH:
        snprintf(value, sizeof(value), "%04d-%02d", s->parts[0], s->parts[1]);
        break;
    case GUIDE_DAY:
        snprintf(value, sizeof(value), "%04d-%02d-%02d", s->parts[0], s->parts[1], s->parts[2]);
        break;
    }
    return guide_session_answer(ui, value);
}

static struct intent take(struct date_screen *s, struct ui *ui, int number)
{
    s->parts[s->stage - 1] = number;
    if (s->stage == (int)s->place.node->precision)
        return answer(s, ui);
    s->stage++;
    fill(s, ui, 0);
    return intent_of(INTENT_REDRAW);
}

static struct intent turn_page(struct date_screen *s, const struct ui *ui, int years)
{
    int page = s->page_year + years;
    if (page + YEARS_PAGE <= GUIDE_YEAR_MIN || page > last_year(ui))
        return intent_of(INTENT_STAY);
    s->page_year = page;
    fill(s, ui, years < 0 ? CELL_EARLIER : CELL_LATER);
    return intent_of(INTENT_REDRAW);
}

static struct intent choose(struct date_screen *s, struct ui *ui, int index)
{
    if (index < 0 || index >= s->n)
        return intent_of(INTENT_STAY);
    switch (s->cells[index]) {
    case CELL_EARLIER:
        return turn_page(s, ui, -YEARS_PAGE);
    case CELL_LATER:
        return turn_page(s, ui, YEARS_PAGE);
    case CELL_UNSURE:
        return guide_session_answer(ui, GUIDE_UNSURE);
    default:
        return take(s, ui, s->cells[index]);
    }
}

/* ---- typing ---- */

static int digits_of(const struct date_screen *s)
{
    return s->stage == GUIDE_YEAR ? 4 : 2;
}

static bool in_range(const struct date_screen *s, const struct ui *ui, int number)
{
    if (s->stage == GUIDE_YEAR)
        return number >= GUIDE_YEAR_MIN && number <= last_year(ui);
    return number >= 1 &&
           number <= (s->stage == GUIDE_MONTH ? 12 : date_month_days(s->parts[0], s->parts[1]));
}

/* Whether a number typed so far can only be meant as it is: 2 to 9 as a month, 4 to 9 as a day of any month.
 */
static bool is_whole(const struct date_screen *s)
{
    static const int limits[] = {[GUIDE_YEAR] = 9999, [GUIDE_MONTH] = 12, [GUIDE_DAY] = 31};
    return s->digits == digits_of(s) || (s->stage != GUIDE_YEAR && s->typed * 10 > limits[s->stage]);
}

/* 6月只有30天; what was typed is gone. */
static struct intent refuse(struct date_screen *s, const struct ui *ui)
{
    s->typed = s->digits = 0;
    if (s->stage == GUIDE_YEAR)
        snprintf(s->remark, sizeof(s->remark), "请输入四位年份，%d 到 %d", GUIDE_YEAR_MIN, last_year(ui));
    else if (s->stage == GUIDE_MONTH)
        snprintf(s->remark, sizeof(s->remark), "月份是 1 到 12");
    else
        snprintf(s->remark, sizeof(s->remark), "%d年%d月只有%d天", s->parts[0], s->parts[1],
                 date_month_days(s->parts[0], s->parts[1]));
    return intent_of(INTENT_REDRAW);
}

static struct intent take_typed(struct date_screen *s, struct ui *ui)
{
    int number = s->typed;
    if (!in_range(s, ui, number))
        return refuse(s, ui);
    s->typed = s->digits = 0;
    return take(s, ui, number);
}

/* The last part waits for Enter, so that an Enter out of habit does not answer the next question. */
static struct intent type_digit(struct date_screen *s, struct ui *ui, int digit)
{
    *s->remark = '\0';
    if (s->digits == digits_of(s))
        return intent_of(INTENT_STAY);
    s->typed = s->typed * 10 + digit;
    s->digits++;
    if (!is_whole(s) || s->stage == (int)s->place.node->precision)
        return intent_of(INTENT_REDRAW);
    return take_typed(s, ui);
}

static struct intent open_selected(struct date_screen *s, struct ui *ui)
{
    return s->digits ? take_typed(s, ui) : choose(s, ui, s->selected);
}

static struct intent step_back(struct date_screen *s, struct ui *ui)
{
    if (s->digits) {
        s->typed /= 10;
        s->digits--;
        return intent_of(INTENT_REDRAW);
    }
    if (s->stage == GUIDE_YEAR)
        return guide_session_back(ui);
    s->stage--;
    int before = s->parts[s->stage - 1];
    s->parts[s->stage - 1] = 0;
    fill(s, ui, before);
    return intent_of(INTENT_REDRAW);
}

/* Where the first arrow key goes: this year, else the first cell. */
static int first_selected(const struct date_screen *s, const struct ui *ui)
{
    int year = guide_session_today(ui).year;
    for (int i = 0; s->stage == GUIDE_YEAR && i < s->n; i++)
        if (s->cells[i] == year)
            return i;
    return 0;
}

static struct intent move(struct date_screen *s, const struct ui *ui, int by)
{
    int selected = s->selected == NOTHING ? first_selected(s, ui) : s->selected + by;
    if (selected >= s->n && s->selected / s->across < (s->n - 1) / s->across)
        selected = s->n - 1; /* the last row is short */
    if (selected < 0 || selected >= s->n)
        return intent_of(INTENT_STAY);
    s->selected = selected;
    return intent_of(INTENT_REDRAW);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct date_screen *s = screen->state;
    switch (event.action) {
    case ACTION_DIGIT:
        return type_digit(s, ui, event.value);
    case ACTION_OPEN:
        return open_selected(s, ui);
    case ACTION_SELECT:
        return choose(s, ui, event.value);
    case ACTION_ERASE:
        return step_back(s, ui);
    case ACTION_LEFT:
    case ACTION_PREVIOUS:
        return move(s, ui, -1);
    case ACTION_RIGHT:
    case ACTION_NEXT:
        return move(s, ui, 1);
    case ACTION_UP:
        return move(s, ui, -s->across);
    case ACTION_DOWN:
        return move(s, ui, s->across);
    case ACTION_PAGE_UP:
        return s->stage == GUIDE_YEAR ? turn_page(s, ui, -YEARS_PAGE) : intent_of(INTENT_STAY);
    case ACTION_PAGE_DOWN:
        return s->stage == GUIDE_YEAR ? turn_page(s, ui, YEARS_PAGE) : intent_of(INTENT_STAY);
    default:
        return guide_session_act(ui, event);
    }
}

/* ---- painting ---- */

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct date_screen *s = screen->state;
    bool tight = rows < TIGHT_ROWS;
    int error = guide_head_layout(&s->head, ui, &s->place, cols, MEASURE, tight ? 0 : 1, tight);
    if (error)
        return error;
    const struct rect *text = &s->head.text;
    int top = text->row + text->rows + (tight ? 1 : 3);
    s->grid = (struct rect){top, text->col, rows - top, text->cols};
    s->cell = s->stage == GUIDE_YEAR ? 9 : 7; /* " 2026年 ", " 12月 " and a blank */
    s->across = s->grid.cols / s->cell;
    int wanted = s->stage == GUIDE_DAY ? 7 : 6; /* a week, half a year */
    if (s->across > wanted)
        s->across = wanted;
    s->rows_each = 2 * ((s->n + s->across - 1) / s->across) <= s->grid.rows ? 2 : 1;
    return 0;
}

static void cell_words(const struct date_screen *s, int value, char *out, size_t size)
{
    static const char *const units[] = {[GUIDE_YEAR] = "年", [GUIDE_MONTH] = "月", [GUIDE_DAY] = "日"};
    switch (value) {
    case CELL_EARLIER:
        snprintf(out, size, "更早");
        break;
    case CELL_LATER:
        snprintf(out, size, "更晚");
        break;
    case CELL_UNSURE:
        snprintf(out, size, "%s", guide_option_of(s->place.node, GUIDE_UNSURE)->label);
        break;
    default:
        snprintf(out, size, "%d%s", value, units[s->stage]);
        break;
    }
}

/* 2026年 6月 __日: what is chosen, and what is typed. */
static void draw_entry(const struct date_screen *s, struct canvas *canvas, int row, int col)
{
    static const char *const units[] = {"年", "月", "日"};
    struct style chosen = {ROLE_TEXT, ATTR_BOLD}, muted = {ROLE_MUTED, 0};
    for (int part = 0; part < (int)s->place.node->precision; part++) {
        char words[16];
        snprintf(words, sizeof(words), "%s", part == 0 ? "____" : "__");
        if (s->parts[part])
            snprintf(words, sizeof(words), "%d", s->parts[part]);
        else if (part == s->stage - 1 && s->digits)
            snprintf(words, sizeof(words), "%0*d%s", s->digits, s->typed,
                     s->digits < digits_of(s) ? "_" : "");
        struct style style = s->parts[part] || (part == s->stage - 1 && s->digits) ? chosen : muted;
        col += canvas_put(canvas, row, col, canvas->cols - col, style, words);
        col += canvas_put(canvas, row, col, canvas->cols - col, muted, units[part]) + 1;
    }
    bool last = s->digits && s->stage == (int)s->place.node->precision;
    canvas_put_cut(canvas, row, col + 2, canvas->cols - col - 3,
                   (struct style){*s->remark ? ROLE_WARNING : ROLE_ACCENT, 0},
                   *s->remark ? s->remark
                   : last     ? "按 Enter 确定"
                              : "");
}

static void draw_grid(const struct date_screen *s, struct canvas *canvas, struct rect grid, struct hits *hits)
{
    int fitting = grid.rows / s->rows_each;
    int first = (s->selected == NOTHING ? 0 : s->selected / s->across) - fitting + 1;
    first = first > 0 ? first : 0; /* the selected row is always in view */
    for (int i = first * s->across; i < s->n && i / s->across < first + fitting; i++) {
        struct rect at = {grid.row + (i / s->across - first) * s->rows_each,
                          grid.col + i % s->across * s->cell, s->rows_each, s->cell};
        char words[64], padded[80];
        cell_words(s, s->cells[i], words, sizeof(words));
        snprintf(padded, sizeof(padded), " %s ", words);
        if (s->cells[i] == CELL_UNSURE) /* the last one may be longer than a cell */
            at.cols = canvas_measure(canvas, padded) + 1;
        bool selected = i == s->selected && !s->digits;
        if (selected)
            canvas_put_char(canvas, at.row, at.col - 1, (struct style){ROLE_KEY, 0},
                            canvas->glyphs->selected);
        canvas_put(canvas, at.row, at.col, at.cols,
                   selected ? (struct style){ROLE_SELECTED, ATTR_BOLD} : (struct style){ROLE_ACCENT, 0},
                   padded);
        hits_add(hits, at, (struct event){.action = ACTION_SELECT, .value = i});
    }
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct date_screen *s = screen->state;
    struct rect grid = s->grid;
    (void)ui;
    grid.row += body.row;
    guide_head_draw(&s->head, canvas, body, hits);
    draw_entry(s, canvas, grid.row - (s->grid.row > s->head.text.row + s->head.text.rows + 1 ? 2 : 1),
               grid.col + 1);
    draw_grid(s, canvas, grid, hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct date_screen *s = screen->state;
    footer_add(out, ACTION_NONE, "数字", "输入");
    footer_add(out, ACTION_RIGHT, "←→↑↓", "挑选");
    footer_add(out, ACTION_OPEN, "Enter", "确定");
    if (s->stage > GUIDE_YEAR || s->digits)
        footer_add(out, ACTION_ERASE, NULL, "改前一项");
    else if (s->place.n_path)
        footer_add(out, ACTION_ERASE, NULL, "上一步");
    guide_session_footer(ui, out, ACTION_NONE);
}

const struct screen_ops screen_guide_date = {
    .name = "guide-date",
    .idle_seconds = IDLE_LONG,
    .open = open_date,
    .close = close_date,
    .act = act,
    .layout = layout,
    .draw = draw,
    .aloud = guide_session_aloud,
    .title = guide_session_title,
    .footer = footer,
};
