/* SPDX-License-Identifier: MIT */
/* Every version of a question's 本校补充: who wrote it, when, what became of it. */
#include "db/site/addenda.h"
#include "ui/desk.h"
#include "ui/frame.h"
#include "ui/screens/screens.h"
#include "ui/table.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 116

enum column { COLUMN_VERSION, COLUMN_TIME, COLUMN_WHO, COLUMN_STATE, COLUMN_TEXT };

struct history {
    int question;
    struct addendum *versions;
    size_t n;
    struct table table;
    struct rect rect;
};

static const struct table_column columns[] = {
    {.title = "版", .cols = 4, .right = true},      {.title = "时间", .cols = 14},
    {.title = "谁", .cols = 12, .from = 50},        {.title = "状态", .cols = 12},
    {.title = "开头几个字", .cols = 0, .from = 60},
};

static int read_history(struct history *s, const struct ui *ui)
{
    struct addendum *versions = NULL;
    size_t n;
    int error = site_addendum_history(&versions, &n, ui->desk->site, s->question);
    if (error)
        return error;
    addenda_free(s->versions, s->n);
    s->versions = versions;
    s->n = n;
    s->table.n_rows = (int)n;
    return 0;
}

static void resume(struct screen *screen, struct ui *ui)
{
    int error = read_history(screen->state, ui);
    if (error)
        desk_complain(ui, error);
}

static int open_history(struct screen *screen, struct ui *ui)
{
    struct history *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    s->question = screen->route.question;
    s->table = (struct table){.columns = columns, .n_columns = ARRAY_SIZE(columns)};
    int error = read_history(s, ui);
    if (error) {
        free(s);
        return error;
    }
    screen->state = s;
    return 0;
}

static void close_history(struct screen *screen)
{
    struct history *s = screen->state;
    addenda_free(s->versions, s->n);
    free(s);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct history *s = screen->state;
    (void)ui;
    int result = table_act(&s->table, event);
    if (result < 0)
        return intent_of_list(result);
    return (struct intent){.kind = INTENT_GO,
                           .route = {.screen = SCREEN_DESK_VERSION,
                                     .question = s->question,
                                     .item = s->versions[result].version}};
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct history *s = screen->state;
    (void)ui;
    s->rect = frame_column(rows, cols, MEASURE);
    table_layout(&s->table, s->rect.rows, s->rect.cols);
    return 0;
}

/* The newest that is no draft is what visitors see, if it is published. */
static bool is_shown(const struct history *s, int row)
{
    for (int i = 0; i < row; i++)
        if (s->versions[i].state != ADDENDUM_DRAFT)
            return false;
    return s->versions[row].state == ADDENDUM_PUBLISHED;
}

static void state_words(const struct history *s, int row, struct table_cell *cell)
{
    const struct addendum *version = &s->versions[row];
    bool shown = is_shown(s, row);
    cell->role = shown ? ROLE_SUPPLEMENT : ROLE_MUTED;
    if (version->state == ADDENDUM_PUBLISHED)
        snprintf(cell->text, sizeof(cell->text), shown ? "正在显示" : "发布过");
    else if (version->state == ADDENDUM_RETRACTED)
        snprintf(cell->text, sizeof(cell->text), "撤下");
    else if (version->restored)
        snprintf(cell->text, sizeof(cell->text), "草稿(第%d版)", version->restored);
    else
        snprintf(cell->text, sizeof(cell->text), "草稿");
}

static void fill(struct table_cell *cell, const void *context, const struct ui *ui, int row, int column)
{
    const struct history *s = context;
    const struct addendum *version = &s->versions[row];
    char time[DESK_TIME];
    switch ((enum column)column) {
    case COLUMN_VERSION:
        cell->role = ROLE_KEY;
        snprintf(cell->text, sizeof(cell->text), "%d", version->version);
        break;
    case COLUMN_TIME:
        desk_time_words(time, ui, version->time);
        snprintf(cell->text, sizeof(cell->text), "%s", time);
        break;
    case COLUMN_WHO:
        snprintf(cell->text, sizeof(cell->text), "%s", *version->account ? version->account : "（导入）");
        break;
    case COLUMN_STATE:
        state_words(s, row, cell);
        break;
    case COLUMN_TEXT:
        snprintf(cell->text, sizeof(cell->text), "%.*s", (int)strcspn(version->text, "\n"), version->text);
        break;
    }
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct history *s = screen->state;
    struct rect at = s->rect;
    at.row += body.row;
    table_draw(&s->table, ui, canvas, at, fill, s, hits);
    if (!s->n)
        canvas_put_cut(canvas, at.row + 1, at.col + 2, at.cols - 2, (struct style){ROLE_MUTED, 0},
                       "这一题还没有人写过本校补充。");
}

static void title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    const struct history *s = screen->state;
    snprintf(out, size, "工作台 %s 本校补充 %s %d 的历史", ui->glyphs->trail, ui->glyphs->trail, s->question);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct history *s = screen->state;
    (void)ui;
    if (s->n) {
        footer_add(out, ACTION_DOWN, "↑↓", "移动");
        footer_add(out, ACTION_OPEN, NULL, "看这一版，恢复");
    }
    footer_add(out, ACTION_BACK, NULL, NULL);
    footer_add(out, ACTION_LOCK, NULL, NULL);
}

const struct screen_ops screen_desk_history = {
    .name = "desk-history",
    .right = SITE_MAY_EDIT,
    .idle_seconds = IDLE_SHORT,
    .open = open_history,
    .close = close_history,
    .act = act,
    .layout = layout,
    .draw = draw,
    .title = title,
    .footer = footer,
    .resume = resume,
};
