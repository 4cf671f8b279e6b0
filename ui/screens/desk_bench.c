/* SPDX-License-Identifier: MIT */
/* The desk's home: the twelve questions, how often each was asked today, whether the school has added to it,
 * and what else a clerk does. */
#include "db/site/addenda.h"
#include "db/site/stats.h"
#include "ui/confirm.h"
#include "ui/desk.h"
#include "ui/screens/screens.h"
#include "ui/table.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 124
#define MENU_COLS 30          /* beside the list */
#define WIDE (92 + MENU_COLS) /* of the column */
#define ITEM_COLS 18          /* of the menu under the list */
#define FULL_TITLES 64

enum column { COLUMN_NUMBER, COLUMN_TITLE, COLUMN_TODAY, COLUMN_ADDENDUM };

struct bench {
    struct table table;
    struct confirm confirm;
    int64_t today[CONTENT_QUESTIONS + 1];
    int64_t most; /* of today */
    char addenda[CONTENT_QUESTIONS + 1][32];
    bool wide; /* the menu stands beside the list */
    struct rect list, menu;
};

static const struct menu_item {
    char32_t key;
    const char *keys, *label;
    enum screen_id screen;
} menu[] = {
    {U'B', "B", "本校补充", SCREEN_DESK_ADDENDA},
    {U'X', "X", "学校信息", SCREEN_DESK_PROFILE},
    {U'J', "J", "统计", SCREEN_DESK_STATS},
    {U'Z', "Z", "账号", SCREEN_DESK_ACCOUNTS},
    {U'R', "R", "操作日志", SCREEN_DESK_AUDIT},
    {U'G', "G", "更新内容", SCREEN_DESK_UPDATES},
    {U'M', "M", "改自己的密码", SCREEN_DESK_PASSWORD},
};

static const struct menu_item keys_beside[] = {
    {0, "/", "搜索", SCREEN_SEARCH},
    {0, "S", "查学校", SCREEN_SCHOOL},
    {0, "V", "验证码在哪里验", SCREEN_CODE},
    {0, "Ctrl-L", "马上锁定", SCREEN_DESK_LOGIN},
};

static const struct table_column columns[] = {
    {.title = "题号", .cols = 4, .right = true},
    {.title = "问题", .cols = 0},
    {.title = "今天", .cols = 7, .right = true, .from = 56},
    {.title = "本校补充", .cols = 14, .from = 90},
};

/* ---- what the hall's own data says ---- */

static void read_today(struct bench *s, const struct ui *ui)
{
    struct date today = date_of(ui->clock.wall(ui->clock.context));
    struct stats_query query = {
        .from = today, .to = today, .by = STATS_BY_ITEM, .kinds = 1u << TALLY_QUESTION};
    struct stats_row *rows;
    size_t n;
    memset(s->today, 0, sizeof(s->today));
    s->most = 0;
    if (site_stats(&rows, &n, ui->desk->site, &query) != 0)
        return; /* no counters: the column stays empty */
    for (size_t i = 0; i < n; i++) {
        int question = atoi(rows[i].key);
        if (question < 1 || question > CONTENT_QUESTIONS)
            continue;
        s->today[question] = rows[i].n;
        s->most = rows[i].n > s->most ? rows[i].n : s->most;
    }
    free(rows);
}

static void read_addenda(struct bench *s, const struct ui *ui)
{
    for (int question = 1; question <= CONTENT_QUESTIONS; question++) {
        struct addendum_shown *shown = NULL;
        struct addendum *latest = NULL;
        char *out = s->addenda[question];
        *out = '\0';
        if (site_addendum_shown(&shown, ui->desk->site, question) == 0)
            snprintf(out, sizeof(s->addenda[0]), "已发布");
        if (site_addendum_latest(&latest, ui->desk->site, question) == 0 && latest->state == ADDENDUM_DRAFT)
            strncat(out, *out ? "，有草稿" : "草稿", sizeof(s->addenda[0]) - strlen(out) - 1);
        addendum_shown_free(shown);
        addenda_free(latest, 1);
    }
}

static void resume(struct screen *screen, struct ui *ui)
{
    struct bench *s = screen->state;
    read_today(s, ui);
    read_addenda(s, ui);
    if (ui->home_selected > 0)
        s->table.selected = ui->home_selected - 1;
}

static int open_bench(struct screen *screen, struct ui *ui)
{
    struct bench *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    s->table =
        (struct table){.columns = columns, .n_columns = ARRAY_SIZE(columns), .n_rows = CONTENT_QUESTIONS};
    screen->state = s;
    resume(screen, ui);
    return 0;
}

static void close_bench(struct screen *screen)
{
    free(screen->state);
}

/* ---- what a clerk does ---- */

static struct intent open_question(struct ui *ui, int number)
{
    ui->home_selected = number;
    return (struct intent){.kind = INTENT_GO, .route = {.screen = SCREEN_DESK_QUESTION, .question = number}};
}

static bool may_open(const struct ui *ui, const struct menu_item *item)
{
    return desk_may_open(ui, item->screen) && (item->screen != SCREEN_DESK_UPDATES || ui->desk->updates);
}

static struct intent open_menu(const struct ui *ui, char32_t key)
{
    if (key == U'V')
        return desk_show_link("chsi-verify");
    for (size_t i = 0; i < ARRAY_SIZE(menu); i++)
        if (menu[i].key == key && may_open(ui, &menu[i]))
            return (struct intent){.kind = INTENT_GO, .route = {.screen = menu[i].screen}};
    return intent_of(INTENT_NONE);
}

static struct intent act_confirm(struct bench *s, struct event event)
{
    int answer = confirm_act(&s->confirm, event);
    return answer == CONFIRM_YES ? intent_of(INTENT_LEAVE) : intent_of_confirm(answer);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct bench *s = screen->state;
    if (s->confirm.open)
        return act_confirm(s, event);
    switch (event.action) {
    case ACTION_RELATED:
        return open_question(ui, event.value);
    case ACTION_TEXT:
        return open_menu(ui, event_letter(event));
    case ACTION_HOME:
        return intent_of(INTENT_STAY);
    case ACTION_BACK:
        confirm_ask(&s->confirm, 0, "退出登录", "留在这里", "退出登录吗？",
                    "退出后要重新输入姓名和密码。只是离开一会儿，按 Ctrl-L 锁定就行。");
        return intent_of(INTENT_REDRAW);
    default:
        break;
    }
    int result = table_act(&s->table, event);
    if (result >= 0)
        return open_question(ui, result + 1);
    ui->home_selected = s->table.selected + 1;
    return intent_of_list(result);
}

/* ---- painting ---- */

static int menu_items(const struct ui *ui)
{
    int n = 0;
    for (size_t i = 0; i < ARRAY_SIZE(menu); i++)
        n += may_open(ui, &menu[i]);
    return n;
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct bench *s = screen->state;
    struct rect column = rect_column((struct rect){0, 0, rows, cols}, MEASURE);
    int top = rows >= 18 ? 1 : 0, left = column.col, measure = column.cols;
    s->wide = measure >= WIDE && rows >= 18;
    if (s->wide) {
        s->list = (struct rect){top, left, rows - top, measure - MENU_COLS};
        s->menu = (struct rect){top, left + measure - MENU_COLS + 4, rows - top, MENU_COLS - 4};
    } else {
        int a_row = measure / ITEM_COLS > 0 ? measure / ITEM_COLS : 1;
        int lines = (menu_items(ui) + a_row - 1) / a_row, gap = rows - top - lines > CONTENT_QUESTIONS + 1;
        s->menu = (struct rect){rows - lines, left, lines, measure};
        s->list = (struct rect){top, left, rows - top - lines - gap, measure};
    }
    if (s->list.rows > CONTENT_QUESTIONS + 1)
        s->list.rows = CONTENT_QUESTIONS + 1;
    table_layout(&s->table, s->list.rows, s->list.cols);
    return 0;
}

static void fill(struct table_cell *cell, const void *context, const struct ui *ui, int row, int column)
{
    const struct bench *s = context;
    size_t n;
    const struct question *question = &handbook_questions(ui->handbook, &n)[row];
    char words[STATS_WORDS_BYTES];
    switch ((enum column)column) {
    case COLUMN_NUMBER:
        cell->role = ROLE_KEY;
        snprintf(cell->text, sizeof(cell->text), "%d", question->number);
        break;
    case COLUMN_TITLE:
        snprintf(cell->text, sizeof(cell->text), "%s",
                 s->list.cols >= FULL_TITLES ? question->title : question->short_title);
        break;
    case COLUMN_TODAY:
        cell->role = s->most >= 5 && s->today[question->number] == s->most ? ROLE_ACCENT : ROLE_MUTED;
        if (s->today[question->number])
            snprintf(cell->text, sizeof(cell->text), "%s%s", cell->role == ROLE_ACCENT ? "最多 " : "",
                     stats_words(words, s->today[question->number]));
        break;
    case COLUMN_ADDENDUM:
        cell->role = ROLE_SUPPLEMENT;
        snprintf(cell->text, sizeof(cell->text), "%s", s->addenda[question->number]);
        break;
    }
}

static int draw_item(struct canvas *canvas, struct hits *hits, int row, int col, int cols,
                     const struct menu_item *item)
{
    int used = canvas_put(canvas, row, col, cols, (struct style){ROLE_KEY, ATTR_BOLD}, item->keys) + 1;
    used += canvas_put_cut(canvas, row, col + used, cols - used, (struct style){ROLE_TEXT, 0}, item->label);
    if (item->key)
        hits_add(hits, (struct rect){row, col, 1, used},
                 (struct event){.action = ACTION_TEXT, .ch = item->key});
    return used;
}

static void draw_menu_beside(const struct ui *ui, struct canvas *canvas, struct rect at, struct hits *hits)
{
    int row = at.row;
    canvas_put(canvas, row++, at.col, at.cols, (struct style){ROLE_MUTED, 0}, "别的事");
    for (size_t i = 0; i < ARRAY_SIZE(menu); i++)
        if (may_open(ui, &menu[i]))
            draw_item(canvas, hits, row++, at.col, at.cols, &menu[i]);
    row++;
    for (size_t i = 0; i < ARRAY_SIZE(keys_beside); i++)
        draw_item(canvas, hits, row++, at.col, at.cols, &keys_beside[i]);
}

static void draw_menu_below(const struct ui *ui, struct canvas *canvas, struct rect at, struct hits *hits)
{
    int col = 0, row = 0;
    for (size_t i = 0; i < ARRAY_SIZE(menu); i++) {
        if (!may_open(ui, &menu[i]))
            continue;
        if (col + ITEM_COLS > at.cols) {
            col = 0;
            row++;
        }
        draw_item(canvas, hits, at.row + row, at.col + 2 + col, ITEM_COLS - 2, &menu[i]);
        col += ITEM_COLS;
    }
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct bench *s = screen->state;
    struct rect list = s->list, keys = s->menu;
    list.row += body.row;
    keys.row += body.row;
    table_draw(&s->table, ui, canvas, list, fill, s, hits);
    if (s->wide)
        draw_menu_beside(ui, canvas, keys, hits);
    else
        draw_menu_below(ui, canvas, keys, hits);
    confirm_draw(&s->confirm, canvas, body, hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct bench *s = screen->state;
    if (s->confirm.open) {
        confirm_footer(&s->confirm, out);
        return;
    }
    desk_number_footer(ui, out);
    footer_add(out, ACTION_DOWN, "↑↓", "移动");
    footer_add(out, ACTION_OPEN, NULL, NULL);
    footer_add(out, ACTION_SEARCH, NULL, NULL);
    footer_add(out, ACTION_LOCK, NULL, NULL);
    footer_add(out, ACTION_HELP, NULL, NULL);
    footer_add(out, ACTION_BACK, NULL, "退出登录");
}

const struct screen_ops screen_desk_bench = {
    .name = "desk-bench",
    .numbers = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_bench,
    .close = close_bench,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"一本通工作台"},
    .footer = footer,
    .resume = resume,
};
