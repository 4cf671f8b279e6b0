/* SPDX-License-Identifier: MIT */
/* The staff's accounts; for administrators. */
#include "ui/confirm.h"
#include "ui/desk.h"
#include "ui/frame.h"
#include "ui/screens/screens.h"
#include "ui/table.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 96

enum column { COLUMN_NAME, COLUMN_ROLE, COLUMN_STATE, COLUMN_LOGIN };

struct accounts {
    struct site_account *items;
    size_t n;
    struct table table;
    struct confirm confirm;
    struct rect rect;
};

static const struct table_column columns[] = {
    {.title = "姓名", .cols = 0},
    {.title = "角色", .cols = 8},
    {.title = "状态", .cols = 18, .from = 50},
    {.title = "最近登录", .cols = 16, .from = 70},
};

static int read_accounts(struct accounts *s, const struct ui *ui)
{
    struct site_account *items;
    size_t n;
    int error = site_accounts(&items, &n, ui->desk->site);
    if (error)
        return error;
    free(s->items);
    s->items = items;
    s->n = n;
    s->table.n_rows = (int)n;
    return 0;
}

static void resume(struct screen *screen, struct ui *ui)
{
    int error = read_accounts(screen->state, ui);
    if (error)
        desk_complain(ui, error);
}

static int open_accounts(struct screen *screen, struct ui *ui)
{
    struct accounts *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    s->table = (struct table){.columns = columns, .n_columns = ARRAY_SIZE(columns)};
    int error = read_accounts(s, ui);
    if (error) {
        free(s);
        return error;
    }
    screen->state = s;
    return 0;
}

static void close_accounts(struct screen *screen)
{
    struct accounts *s = screen->state;
    free(s->items);
    free(s);
}

static const struct site_account *selected(const struct accounts *s)
{
    return s->table.selected < (int)s->n ? &s->items[s->table.selected] : NULL;
}

static struct intent ask_to_switch(struct accounts *s)
{
    const struct site_account *account = selected(s);
    char words[160];
    if (!account)
        return intent_of(INTENT_STAY);
    snprintf(words, sizeof(words),
             account->enabled ? "停用后，%s不能再登录。记录都留着，以后可以再启用。"
                              : "启用后，%s可以用原来的密码登录。",
             account->name);
    confirm_ask(&s->confirm, 0, account->enabled ? "停用" : "启用", "不改",
                account->enabled ? "停用这个账号吗？" : "启用这个账号吗？", words);
    return intent_of(INTENT_REDRAW);
}

static struct intent switch_account(struct screen *screen, struct ui *ui)
{
    struct accounts *s = screen->state;
    const struct site_account *account = selected(s);
    if (!account)
        return intent_of(INTENT_STAY);
    int result = site_account_set_enabled(ui->desk->site, &ui->desk->session, account->id, !account->enabled);
    if (result < 0)
        desk_complain(ui, result);
    else if (result == SITE_ACCOUNT_LAST)
        desk_warn(ui, "这是最后一个管理员，不能停用；请先让别人当管理员");
    else
        desk_notice(ui, account->enabled ? "已停用" : "已启用");
    if (result == 0)
        resume(screen, ui);
    return intent_of(INTENT_REDRAW);
}

static struct intent act_letter(struct accounts *s, char32_t letter)
{
    switch (letter) {
    case U'N':
        return (struct intent){.kind = INTENT_GO, .route = {.screen = SCREEN_DESK_ACCOUNT}};
    case U'D':
        return ask_to_switch(s);
    default:
        return intent_of(INTENT_NONE);
    }
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct accounts *s = screen->state;
    if (s->confirm.open) {
        int answer = confirm_act(&s->confirm, event);
        return answer == CONFIRM_YES ? switch_account(screen, ui) : intent_of_confirm(answer);
    }
    if (event.action == ACTION_TEXT)
        return act_letter(s, event_letter(event));
    int result = table_act(&s->table, event);
    if (result < 0)
        return intent_of_list(result);
    return (struct intent){.kind = INTENT_GO,
                           .route = {.screen = SCREEN_DESK_ACCOUNT, .item = s->items[result].id}};
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct accounts *s = screen->state;
    (void)ui;
    s->rect = frame_column(rows, cols, MEASURE);
    table_layout(&s->table, s->rect.rows, s->rect.cols);
    return 0;
}

static void fill(struct table_cell *cell, const void *context, const struct ui *ui, int row, int column)
{
    const struct accounts *s = context;
    const struct site_account *account = &s->items[row];
    char time[DESK_TIME] = "从来没有";
    switch ((enum column)column) {
    case COLUMN_NAME:
        cell->role = account->enabled ? ROLE_TEXT : ROLE_MUTED;
        snprintf(cell->text, sizeof(cell->text), "%s%s", account->name,
                 account->id == ui->desk->session.account ? "（您）" : "");
        break;
    case COLUMN_ROLE:
        snprintf(cell->text, sizeof(cell->text), "%s", desk_role_name(account->role));
        break;
    case COLUMN_STATE:
        cell->role = account->enabled && !account->wait ? ROLE_MUTED : ROLE_WARNING;
        if (!account->enabled)
            snprintf(cell->text, sizeof(cell->text), "已停用");
        else if (account->wait)
            snprintf(cell->text, sizeof(cell->text), "输错太多，等 %d 分钟", (account->wait + 59) / 60);
        else
            snprintf(cell->text, sizeof(cell->text), "可以登录");
        break;
    case COLUMN_LOGIN:
        cell->role = ROLE_MUTED;
        if (account->last_login)
            desk_time_words(time, ui, account->last_login);
        snprintf(cell->text, sizeof(cell->text), "%s", time);
        break;
    }
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct accounts *s = screen->state;
    struct rect at = s->rect;
    at.row += body.row;
    table_draw(&s->table, ui, canvas, at, fill, s, hits);
    confirm_draw(&s->confirm, canvas, body, hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct accounts *s = screen->state;
    const struct site_account *account = selected(s);
    (void)ui;
    if (s->confirm.open) {
        confirm_footer(&s->confirm, out);
        return;
    }
    footer_add(out, ACTION_DOWN, "↑↓", "移动");
    footer_add(out, ACTION_OPEN, NULL, "改角色、重设密码");
    footer_add_letter(out, U'N', "N", "新开账号");
    footer_add_letter(out, U'D', "D", account && !account->enabled ? "启用" : "停用");
    footer_add(out, ACTION_BACK, NULL, NULL);
    footer_add(out, ACTION_LOCK, NULL, NULL);
}

const struct screen_ops screen_desk_accounts = {
    .name = "desk-accounts",
    .right = SITE_MAY_ACCOUNTS,
    .idle_seconds = IDLE_SHORT,
    .open = open_accounts,
    .close = close_accounts,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"工作台", "账号"},
    .footer = footer,
    .resume = resume,
};
