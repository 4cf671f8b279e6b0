/* SPDX-License-Identifier: MIT */
#include "ui/date_entry.h"

#include "base/clock.h"
#include "db/guide_day.h"

#include <string.h>

#define YEARS_PAGE 24
#define NOTHING -1 /* no cell is selected: nobody's date is taken for granted */

/* A cell of the grid: a number, or one of these. */
enum { CELL_EARLIER = -1, CELL_LATER = -2, CELL_UNSURE = -3 };

static int last_year(const struct date_entry *entry)
{
    return entry->this_year + GUIDE_YEARS_AHEAD;
}

static void add_cell(struct date_entry *entry, int value)
{
    if (entry->n < DATE_ENTRY_CELLS)
        entry->cells[entry->n++] = value;
}

static void fill_years(struct date_entry *entry)
{
    int last = last_year(entry);
    for (int year = entry->page_year; year < entry->page_year + YEARS_PAGE && year <= last; year++)
        if (year >= GUIDE_YEAR_MIN)
            add_cell(entry, year);
    if (entry->page_year > GUIDE_YEAR_MIN)
        add_cell(entry, CELL_EARLIER);
    if (entry->page_year + YEARS_PAGE <= last)
        add_cell(entry, CELL_LATER);
    if (entry->unsure)
        add_cell(entry, CELL_UNSURE);
}

/* The cells of the part that is asked; `preferred` is selected if it is among them. */
static void fill(struct date_entry *entry, int preferred)
{
    entry->n = entry->typed = entry->digits = 0;
    entry->selected = NOTHING;
    if (entry->stage == GUIDE_YEAR)
        fill_years(entry);
    int last = entry->stage == GUIDE_MONTH ? 12
               : entry->stage == GUIDE_DAY ? date_month_days(entry->parts[0], entry->parts[1])
                                           : 0;
    for (int i = 1; i <= last; i++)
        add_cell(entry, i);
    for (int i = 0; i < entry->n; i++)
        if (entry->cells[i] == preferred)
            entry->selected = i;
}

/* ---- choosing ---- */

static int take(struct date_entry *entry, int number)
{
    entry->parts[entry->stage - 1] = number;
    if (entry->stage == (int)entry->precision)
        return DATE_ENTRY_DONE;
    entry->stage++;
    fill(entry, 0);
    return DATE_ENTRY_CHANGED;
}

static int turn_page(struct date_entry *entry, int years)
{
    int page = entry->page_year + years;
    if (page + YEARS_PAGE <= GUIDE_YEAR_MIN || page > last_year(entry))
        return DATE_ENTRY_STAYED;
    entry->page_year = page;
    fill(entry, years < 0 ? CELL_EARLIER : CELL_LATER);
    return DATE_ENTRY_CHANGED;
}

static int choose(struct date_entry *entry, int index)
{
    if (index < 0 || index >= entry->n)
        return DATE_ENTRY_STAYED;
    switch (entry->cells[index]) {
    case CELL_EARLIER:
        return turn_page(entry, -YEARS_PAGE);
    case CELL_LATER:
        return turn_page(entry, YEARS_PAGE);
    case CELL_UNSURE:
        return DATE_ENTRY_UNSURE;
    default:
        return take(entry, entry->cells[index]);
    }
}

/* ---- typing ---- */

static int digits_of(const struct date_entry *entry)
{
    return entry->stage == GUIDE_YEAR ? 4 : 2;
}

static bool in_range(const struct date_entry *entry, int number)
{
    if (entry->stage == GUIDE_YEAR)
        return number >= GUIDE_YEAR_MIN && number <= last_year(entry);
    return number >= 1 &&
           number <= (entry->stage == GUIDE_MONTH ? 12 : date_month_days(entry->parts[0], entry->parts[1]));
}

/* Whether a number typed so far can only be meant as it is: 2 to 9 as a month, 4 to 9 as a day
 * of any month. */
static bool is_whole(const struct date_entry *entry)
{
    static const int limits[] = {[GUIDE_YEAR] = 9999, [GUIDE_MONTH] = 12, [GUIDE_DAY] = 31};
    return entry->digits == digits_of(entry) ||
           (entry->stage != GUIDE_YEAR && entry->typed * 10 > limits[entry->stage]);
}

/* 6月只有30天; what was typed is gone. */
static int refuse(struct date_entry *entry)
{
    entry->typed = entry->digits = 0;
    if (entry->stage == GUIDE_YEAR)
        snprintf(entry->remark, sizeof(entry->remark), "请输入四位年份，%d 到 %d", GUIDE_YEAR_MIN,
                 last_year(entry));
    else if (entry->stage == GUIDE_MONTH)
        snprintf(entry->remark, sizeof(entry->remark), "月份是 1 到 12");
    else
        snprintf(entry->remark, sizeof(entry->remark), "%d年%d月只有%d天", entry->parts[0], entry->parts[1],
                 date_month_days(entry->parts[0], entry->parts[1]));
    return DATE_ENTRY_CHANGED;
}

static int take_typed(struct date_entry *entry)
{
    int number = entry->typed;
    if (!in_range(entry, number))
        return refuse(entry);
    entry->typed = entry->digits = 0;
    return take(entry, number);
}

/* The last part waits for Enter, so that an Enter out of habit does not answer the next question. */
static int type_digit(struct date_entry *entry, int digit)
{
    *entry->remark = '\0';
    if (entry->digits == digits_of(entry))
        return DATE_ENTRY_STAYED;
    entry->typed = entry->typed * 10 + digit;
    entry->digits++;
    if (!is_whole(entry) || entry->stage == (int)entry->precision)
        return DATE_ENTRY_CHANGED;
    return take_typed(entry);
}

static int open_selected(struct date_entry *entry)
{
    return entry->digits ? take_typed(entry) : choose(entry, entry->selected);
}

static int step_back(struct date_entry *entry)
{
    if (entry->digits) {
        entry->typed /= 10;
        entry->digits--;
        return DATE_ENTRY_CHANGED;
    }
    if (entry->stage == GUIDE_YEAR)
        return DATE_ENTRY_BACK;
    entry->stage--;
    int before = entry->parts[entry->stage - 1];
    entry->parts[entry->stage - 1] = 0;
    fill(entry, before);
    return DATE_ENTRY_CHANGED;
}

/* Where the first arrow key goes: this year, else the first cell. */
static int first_selected(const struct date_entry *entry)
{
    for (int i = 0; entry->stage == GUIDE_YEAR && i < entry->n; i++)
        if (entry->cells[i] == entry->this_year)
            return i;
    return 0;
}

static int move(struct date_entry *entry, int by)
{
    int selected = entry->selected == NOTHING ? first_selected(entry) : entry->selected + by;
    if (selected >= entry->n && entry->selected / entry->across < (entry->n - 1) / entry->across)
        selected = entry->n - 1; /* the last row is short */
    if (selected < 0 || selected >= entry->n)
        return DATE_ENTRY_STAYED;
    entry->selected = selected;
    return DATE_ENTRY_CHANGED;
}

int date_entry_act(struct date_entry *entry, struct event event)
{
    switch (event.action) {
    case ACTION_DIGIT:
        return type_digit(entry, event.value);
    case ACTION_OPEN:
        return open_selected(entry);
    case ACTION_SELECT:
        return choose(entry, event.value);
    case ACTION_ERASE:
        return step_back(entry);
    case ACTION_LEFT:
    case ACTION_PREVIOUS:
        return move(entry, -1);
    case ACTION_RIGHT:
    case ACTION_NEXT:
        return move(entry, 1);
    case ACTION_UP:
        return move(entry, -entry->across);
    case ACTION_DOWN:
        return move(entry, entry->across);
    case ACTION_PAGE_UP:
        return entry->stage == GUIDE_YEAR ? turn_page(entry, -YEARS_PAGE) : DATE_ENTRY_STAYED;
    case ACTION_PAGE_DOWN:
        return entry->stage == GUIDE_YEAR ? turn_page(entry, YEARS_PAGE) : DATE_ENTRY_STAYED;
    default:
        return DATE_ENTRY_UNKNOWN;
    }
}

void date_entry_init(struct date_entry *entry, enum guide_precision precision, int this_year,
                     const char *unsure)
{
    *entry = (struct date_entry){.precision = precision,
                                 .this_year = this_year,
                                 .unsure = unsure,
                                 .stage = GUIDE_YEAR,
                                 .across = 1};     /* keys may come before the first layout */
    entry->page_year = this_year - YEARS_PAGE + 2; /* this year and the next are the last of the first page */
    fill(entry, 0);
}

void date_entry_text(char out[DATE_ENTRY_TEXT], const struct date_entry *entry)
{
    static const int lengths[] = {[GUIDE_YEAR] = 4, [GUIDE_MONTH] = 7, [GUIDE_DAY] = 10};
    snprintf(out, DATE_ENTRY_TEXT, "%04d-%02d-%02d", entry->parts[0], entry->parts[1], entry->parts[2]);
    out[lengths[entry->precision]] = '\0';
}

bool date_entry_is_begun(const struct date_entry *entry)
{
    return entry->stage > GUIDE_YEAR || entry->digits;
}

/* ---- painting ---- */

void date_entry_layout(struct date_entry *entry, int rows, int cols)
{
    int wanted = entry->stage == GUIDE_DAY ? 7 : 6;   /* a week, half a year */
    entry->cell = entry->stage == GUIDE_YEAR ? 9 : 7; /* " 2026年 ", " 12月 " and a blank */
    entry->across = cols / entry->cell < wanted ? cols / entry->cell : wanted;
    entry->rows_each = 2 * ((entry->n + entry->across - 1) / entry->across) <= rows ? 2 : 1;
}

static void cell_words(const struct date_entry *entry, int value, char *out, size_t size)
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
        snprintf(out, size, "%s", entry->unsure);
        break;
    default:
        snprintf(out, size, "%d%s", value, units[entry->stage]);
        break;
    }
}

void date_entry_draw_typed(const struct date_entry *entry, struct canvas *canvas, int row, int col)
{
    static const char *const units[] = {"年", "月", "日"};
    struct style chosen = {ROLE_TEXT, ATTR_BOLD}, muted = {ROLE_MUTED, 0};
    for (int part = 0; part < (int)entry->precision; part++) {
        char words[16];
        snprintf(words, sizeof(words), "%s", part == 0 ? "____" : "__");
        if (entry->parts[part])
            snprintf(words, sizeof(words), "%d", entry->parts[part]);
        else if (part == entry->stage - 1 && entry->digits)
            snprintf(words, sizeof(words), "%0*d%s", entry->digits, entry->typed,
                     entry->digits < digits_of(entry) ? "_" : "");
        struct style style =
            entry->parts[part] || (part == entry->stage - 1 && entry->digits) ? chosen : muted;
        col += canvas_put(canvas, row, col, canvas->cols - col, style, words);
        col += canvas_put(canvas, row, col, canvas->cols - col, muted, units[part]) + 1;
    }
    bool last = entry->digits && entry->stage == (int)entry->precision;
    canvas_put_cut(canvas, row, col + 2, canvas->cols - col - 3,
                   (struct style){*entry->remark ? ROLE_WARNING : ROLE_ACCENT, 0},
                   *entry->remark ? entry->remark
                   : last         ? "按 Enter 确定"
                                  : "");
}

void date_entry_draw_grid(const struct date_entry *entry, struct canvas *canvas, struct rect grid,
                          struct hits *hits)
{
    int fitting = grid.rows / entry->rows_each;
    int first = (entry->selected == NOTHING ? 0 : entry->selected / entry->across) - fitting + 1;
    first = first > 0 ? first : 0; /* the selected row is always in view */
    for (int i = first * entry->across; i < entry->n && i / entry->across < first + fitting; i++) {
        struct rect at = {grid.row + (i / entry->across - first) * entry->rows_each,
                          grid.col + i % entry->across * entry->cell, entry->rows_each, entry->cell};
        char words[64], padded[80];
        cell_words(entry, entry->cells[i], words, sizeof(words));
        snprintf(padded, sizeof(padded), " %s ", words);
        if (entry->cells[i] == CELL_UNSURE) /* the last one may be longer than a cell */
            at.cols = canvas_measure(canvas, padded) + 1;
        bool selected = i == entry->selected && !entry->digits;
        if (selected)
            canvas_put_char(canvas, at.row, at.col - 1, (struct style){ROLE_KEY, 0},
                            canvas->glyphs->selected);
        canvas_put(canvas, at.row, at.col, at.cols,
                   selected ? (struct style){ROLE_SELECTED, ATTR_BOLD} : (struct style){ROLE_ACCENT, 0},
                   padded);
        hits_add(hits, at, (struct event){.action = ACTION_SELECT, .value = i});
    }
}
