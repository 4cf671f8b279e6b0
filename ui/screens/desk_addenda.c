/* SPDX-License-Identifier: MIT */
/* 本校补充 of the twelve questions: which have one, which have a draft, who wrote it last. */
#include "db/site/addenda.h"
#include "ui/desk.h"
#include "ui/frame.h"
#include "ui/screens/screens.h"
#include "ui/table.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 116
#define FULL_TITLES 52 /* cells of the column */

enum column { COLUMN_NUMBER, COLUMN_TITLE, COLUMN_SHOWN, COLUMN_LATEST };

struct line {
    char shown[16];   /* 2026-11-23 */
    char latest[200]; /* of a draft: 草稿，李老师，11月23日 14:05 */
};

struct addenda_screen {
    struct table table;
    struct line lines[CONTENT_QUESTIONS + 1];
    struct rect rect;
};

static const struct table_column columns[] = {
    {.title = "题号", .cols = 4, .right = true},
    {.title = "问题", .cols = 0},
    {.title = "正在显示", .cols = 10, .from = 50},
    {.title = "最近的改动", .cols = 34, .from = 90},
};

static void read_line(struct line *out, const struct ui *ui, int question)
{
    struct addendum_shown *shown = NULL;
    struct addendum *latest = NULL;
    char time[DESK_TIME];
    *out = (struct line){0};
    if (site_addendum_shown(&shown, ui->desk->site, question) == 0)
        snprintf(out->shown, sizeof(out->shown), "%s", shown->date);
    if (site_addendum_latest(&latest, ui->desk->site, question) == 0) {
        desk_time_words(time, ui, latest->time);
        snprintf(out->latest, sizeof(out->latest), "%s%s %s",
                 latest->state == ADDENDUM_DRAFT       ? "草稿，"
                 : latest->state == ADDENDUM_RETRACTED ? "撤下，"
                                                       : "",
                 *latest->account ? latest->account : "（导入）", time);
    }
    addendum_shown_free(shown);
    addenda_free(latest, 1);
}

static void resume(struct screen *screen, struct ui *ui)
{
    struct addenda_screen *s = screen->state;
    for (int question = 1; question <= CONTENT_QUESTIONS; question++)
        read_line(&s->lines[question], ui, question);
}

static int open_addenda(struct screen *screen, struct ui *ui)
{
    struct addenda_screen *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    s->table =
        (struct table){.columns = columns, .n_columns = ARRAY_SIZE(columns), .n_rows = CONTENT_QUESTIONS};
    if (ui->home_selected > 0)
        s->table.selected = ui->home_selected - 1;
    screen->state = s;
    resume(screen, ui);
    return 0;
}

static void close_addenda(struct screen *screen)
{
    free(screen->state);
}

static struct intent go(struct ui *ui, enum screen_id id, int question)
{
    ui->home_selected = question;
    return (struct intent){.kind = INTENT_GO, .route = {.screen = id, .question = question}};
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct addenda_screen *s = screen->state;
    if (event.action == ACTION_RELATED)
        return go(ui, SCREEN_DESK_EDIT, event.value);
    if (event_letter(event) == U'L')
        return go(ui, SCREEN_DESK_HISTORY, s->table.selected + 1);
    int result = table_act(&s->table, event);
    return result >= 0 ? go(ui, SCREEN_DESK_EDIT, result + 1) : intent_of_list(result);
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct addenda_screen *s = screen->state;
    (void)ui;
    s->rect = frame_column(rows, cols, MEASURE);
    s->rect.rows -= s->rect.row ? 2 : 0; /* for the remark */
    table_layout(&s->table, s->rect.rows, s->rect.cols);
    return 0;
}

static void fill(struct table_cell *cell, const void *context, const struct ui *ui, int row, int column)
{
    const struct addenda_screen *s = context;
    size_t n;
    const struct question *question = &handbook_questions(ui->handbook, &n)[row];
    const struct line *line = &s->lines[question->number];
    switch ((enum column)column) {
    case COLUMN_NUMBER:
        cell->role = ROLE_KEY;
        snprintf(cell->text, sizeof(cell->text), "%d", question->number);
        break;
    case COLUMN_TITLE:
        snprintf(cell->text, sizeof(cell->text), "%s",
                 s->table.widths[COLUMN_TITLE] >= FULL_TITLES ? question->title : question->short_title);
        break;
    case COLUMN_SHOWN:
        cell->role = *line->shown ? ROLE_SUPPLEMENT : ROLE_MUTED;
        snprintf(cell->text, sizeof(cell->text), "%s", *line->shown ? line->shown : "没有");
        break;
    case COLUMN_LATEST:
        cell->role = ROLE_MUTED;
        snprintf(cell->text, sizeof(cell->text), "%s", line->latest);
        break;
    }
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct addenda_screen *s = screen->state;
    struct rect at = s->rect;
    at.row += body.row;
    table_draw(&s->table, ui, canvas, at, fill, s, hits);
    if (s->rect.row)
        canvas_put_cut(canvas, body.row + body.rows - 1, at.col + 2, at.cols - 2,
                       (struct style){ROLE_MUTED, 0},
                       "本校补充总是标明是本校的，和手册原文分开显示；发布之前，学生看不到草稿。");
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)screen;
    desk_number_footer(ui, out);
    footer_add(out, ACTION_DOWN, "↑↓", "移动");
    footer_add(out, ACTION_OPEN, NULL, "修改");
    footer_add_letter(out, U'L', "L", "历史");
    footer_add(out, ACTION_LOCK, NULL, NULL);
    footer_add(out, ACTION_BACK, NULL, NULL);
}

const struct screen_ops screen_desk_addenda = {
    .name = "desk-addenda",
    .right = SITE_MAY_EDIT,
    .numbers = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_addenda,
    .close = close_addenda,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"工作台", "本校补充"},
    .footer = footer,
    .resume = resume,
};
