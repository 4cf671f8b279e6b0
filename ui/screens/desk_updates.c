/* SPDX-License-Identifier: MIT */
/* Which content is in use, and what could take its place: bundles on sticks, or one whose path is typed; for
 * administrators. */
#include "db/update.h"
#include "ui/confirm.h"
#include "ui/desk.h"
#include "ui/flow.h"
#include "ui/form.h"
#include "ui/frame.h"
#include "ui/screens/screens.h"
#include "ui/table.h"
#include "ui/update_words.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 116
#define HEAD 3 /* what is in use, two lines and a blank */

enum column { COLUMN_SEQUENCE, COLUMN_EDITION, COLUMN_STATE };

struct updates {
    struct update_status status;
    char in_use[160]; /* which content that is, in words */
    struct update_found *found;
    size_t n;
    struct table table;
    struct form form; /* the path */
    bool typing;      /* the keys go to the path */
    struct confirm confirm;
    struct rect head, rect;
};

static const struct table_column columns[] = {
    {.title = "号", .cols = 6, .right = true},
    {.title = "版本", .cols = 24, .from = 56},
    {.title = "能不能装", .cols = 0},
};

/* What is in use on this machine, which this desk itself may not show yet. */
static int name_in_use(struct updates *s, const struct update_place *place)
{
    struct update_in_use in_use;
    int error = update_in_use_open(&in_use, place);
    if (error)
        return error;
    const struct edition embedded = handbook_embedded_edition(),
                         *edition = in_use.handbook ? handbook_edition(in_use.handbook) : &embedded;
    snprintf(s->in_use, sizeof(s->in_use), "正在用：%s，核对到 %s", edition->label, edition->compiled);
    update_in_use_fini(&in_use);
    return 0;
}

static int look(struct updates *s, const struct ui *ui)
{
    struct update_place place = desk_update_place(ui);
    struct update_found *found = NULL;
    size_t n = 0;
    int error = update_status(&s->status, &place);
    if (!error)
        error = name_in_use(s, &place);
    if (!error)
        error = update_find(&found, &n, &place, ui->desk->update_roots);
    if (error)
        return error;
    update_found_free(s->found, s->n);
    s->found = found;
    s->n = n;
    s->table.n_rows = (int)n;
    return 0;
}

static void resume(struct screen *screen, struct ui *ui)
{
    int error = look(screen->state, ui);
    if (error)
        desk_complain(ui, error);
}

static void close_updates(struct screen *screen)
{
    struct updates *s = screen->state;
    update_found_free(s->found, s->n);
    form_fini(&s->form);
    free(s);
}

static int open_updates(struct screen *screen, struct ui *ui)
{
    if (!ui->desk->updates)
        return -EPERM;
    struct updates *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    s->table = (struct table){.columns = columns, .n_columns = ARRAY_SIZE(columns)};
    form_add(&s->form, FORM_TEXT, "内容包", "路径，如 /media/usb/2.ybt",
             sizeof(ui->desk->update_path) / 4 - 1);
    screen->state = s;
    resume(screen, ui);
    return 0;
}

static struct intent open_bundle(const struct ui *ui, const char *path)
{
    snprintf(ui->desk->update_path, sizeof(ui->desk->update_path), "%s", path);
    return (struct intent){.kind = INTENT_GO, .route = {.screen = SCREEN_DESK_UPDATE}};
}

/* Letters are keys here, but text while the path is typed. */
static struct intent act_path(struct updates *s, const struct ui *ui, struct event event)
{
    _cleanup_free_ char *path = NULL;
    if (event.action == ACTION_BACK) {
        s->typing = false;
        return intent_of(INTENT_REDRAW);
    }
    if (event.ch)
        event.action = ACTION_TEXT;
    int result = form_act(&s->form, event);
    if (result == FORM_UNKNOWN)
        return intent_of(INTENT_STAY);
    if (result != FORM_SUBMIT || form_text(&path, &s->form, 0) != 0 || !*path)
        return intent_of(INTENT_REDRAW);
    s->typing = false;
    return open_bundle(ui, path);
}

static struct intent ask_to_roll_back(struct updates *s)
{
    char words[240], before[40] = "程序自带的内容";
    if (s->status.previous)
        snprintf(before, sizeof(before), "上一次装的第 %u 号", (unsigned)s->status.previous);
    snprintf(words, sizeof(words), "退回后用%s。现在的第 %u 号不能再装。", before,
             (unsigned)s->status.current);
    confirm_ask(&s->confirm, 0, "退回", "不退", "退回上一次的内容吗？", words);
    return intent_of(INTENT_REDRAW);
}

static struct intent roll_back(struct screen *screen, struct ui *ui)
{
    const struct updates *s = screen->state;
    struct update_place place = desk_update_place(ui);
    char words[DESK_WORDS];
    uint32_t now;
    if (!desk_still_may(ui, SITE_MAY_UPDATE))
        return intent_of(INTENT_REDRAW);
    int64_t before = s->status.current;
    int result = update_rollback(&now, &place);
    int error = desk_record_update(ui, HISTORY_ROLLBACK, "", before, result);
    if (result) {
        update_refusal_words(words, sizeof(words), result, NULL, 0);
        desk_warn(ui, "%s", words);
        return intent_of(INTENT_REDRAW);
    }
    desk_error_words(words, error);
    if (error)
        desk_warn(ui, "已退回，但没能记入日志：%s", words);
    resume(screen, ui);
    desk_notice(ui,
                now ? "已退回第 %u 号；自助终端空闲时换上，工作台退出登录后换上"
                    : "已退回程序自带的内容；自助终端空闲时换上，工作台退出登录后换上",
                (unsigned)now);
    return intent_of(INTENT_REDRAW);
}

static struct intent act_letter(struct screen *screen, struct ui *ui, char32_t letter)
{
    struct updates *s = screen->state;
    switch (letter) {
    case U'R':
        resume(screen, ui);
        return intent_of(INTENT_REDRAW);
    case U'O':
        s->typing = true;
        return intent_of(INTENT_REDRAW);
    case U'B':
        if (s->status.current)
            return ask_to_roll_back(s);
        desk_warn(ui, "现在用的就是程序自带的内容，没有可以退回的");
        return intent_of(INTENT_REDRAW);
    default:
        return intent_of(INTENT_NONE);
    }
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct updates *s = screen->state;
    if (s->confirm.open) {
        int answer = confirm_act(&s->confirm, event);
        return answer == CONFIRM_YES ? roll_back(screen, ui) : intent_of_confirm(answer);
    }
    if (s->typing)
        return act_path(s, ui, event);
    if (event.action == ACTION_TEXT)
        return act_letter(screen, ui, event_letter(event));
    int result = table_act(&s->table, event);
    return result >= 0 ? open_bundle(ui, s->found[result].path) : intent_of_list(result);
}

/* ---- painting ---- */

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct updates *s = screen->state;
    (void)ui;
    s->head = s->rect = frame_column(rows, cols, MEASURE);
    s->head.rows = HEAD;
    s->rect.row += HEAD;
    s->rect.rows -= HEAD + 2;
    table_layout(&s->table, s->rect.rows, s->rect.cols);
    form_layout(&s->form, 1);
    return 0;
}

static void fill(struct table_cell *cell, const void *context, const struct ui *ui, int row, int column)
{
    (void)ui;
    const struct updates *s = context;
    const struct update_found *found = &s->found[row];
    switch ((enum column)column) {
    case COLUMN_SEQUENCE:
        cell->role = ROLE_KEY;
        if (found->verified)
            snprintf(cell->text, sizeof(cell->text), "%u", (unsigned)found->header.sequence);
        break;
    case COLUMN_EDITION:
        snprintf(cell->text, sizeof(cell->text), "%s",
                 found->verified             ? found->header.edition
                 : strrchr(found->path, '/') ? strrchr(found->path, '/') + 1
                                             : found->path);
        break;
    case COLUMN_STATE:
        cell->role = found->refusal ? ROLE_WARNING : ROLE_ACCENT;
        if (found->refusal)
            update_refusal_words(cell->text, sizeof(cell->text), found->refusal,
                                 found->verified ? &found->header : NULL, s->status.highest);
        else
            snprintf(cell->text, sizeof(cell->text), "可以装：%s", found->path);
        break;
    }
}

static void draw_head(const struct updates *s, struct canvas *canvas, struct rect at)
{
    char words[160];
    canvas_put_cut(canvas, at.row, at.col + 2, at.cols - 2, (struct style){ROLE_HEADING, ATTR_BOLD},
                   s->in_use);
    if (s->status.current)
        snprintf(words, sizeof(words), "装的是第 %u 号；更新要高于第 %u 号", (unsigned)s->status.current,
                 (unsigned)(s->status.highest > s->status.current ? s->status.highest : s->status.current));
    else
        snprintf(words, sizeof(words), "是程序自带的内容，没有装过更新");
    canvas_put_cut(canvas, at.row + 1, at.col + 2, at.cols - 2, (struct style){ROLE_MUTED, 0}, words);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct updates *s = screen->state;
    struct rect head = s->head, rect = s->rect;
    head.row += body.row;
    rect.row += body.row;
    draw_head(s, canvas, head);
    table_draw(&s->table, ui, canvas, rect, fill, s, hits);
    if (!s->n)
        flow_put(canvas, (struct rect){rect.row + 1, rect.col + 2, rect.rows - 1, rect.cols - 2},
                 (struct style){ROLE_MUTED, 0},
                 "没有找到内容包（.ybt）。插上 U 盘后按 R 再找，或按 O 写路径。");
    if (s->typing)
        form_draw(&s->form, canvas, (struct rect){body.row + body.rows - 1, rect.col, 1, rect.cols}, hits);
    confirm_draw(&s->confirm, canvas, body, hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct updates *s = screen->state;
    (void)ui;
    if (s->confirm.open) {
        confirm_footer(&s->confirm, out);
        return;
    }
    if (s->typing) {
        footer_add(out, ACTION_OPEN, "Enter", "看这个内容包");
        footer_add(out, ACTION_BACK, "Esc", "不写了");
        return;
    }
    if (s->n)
        footer_add(out, ACTION_OPEN, NULL, "看有什么变化");
    footer_add_letter(out, U'R', "R", "再找");
    footer_add_letter(out, U'O', "O", "写路径");
    footer_add_letter(out, U'B', "B", "退回");
    footer_add(out, ACTION_BACK, NULL, NULL);
    footer_add(out, ACTION_LOCK, NULL, NULL);
}

const struct screen_ops screen_desk_updates = {
    .name = "desk-updates",
    .right = SITE_MAY_UPDATE,
    .pastes = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_updates,
    .close = close_updates,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"工作台", "更新内容"},
    .footer = footer,
    .resume = resume,
};
