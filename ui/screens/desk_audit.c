/* SPDX-License-Identifier: MIT */
/* Who changed what and when, newest first, and whether the chain of rows is whole; for administrators. */
#include "db/site/audit.h"
#include "ui/desk.h"
#include "ui/screens/screens.h"
#include "ui/table.h"
#include "ui/wording.h"

#include "base/error.h"

#include <inttypes.h>
#include <string.h>

#define MEASURE 116
#define PAGE 200

enum column { COLUMN_SEQ, COLUMN_TIME, COLUMN_WHO, COLUMN_ACTION, COLUMN_DETAIL };

struct audit_screen {
    struct audit_row *rows;
    size_t n;
    int64_t before; /* the page ends before this row; 0: the newest */
    struct table table;
    struct audit_verdict verdict;
    int verified; /* of site_audit_verify; AUDIT_BROKEN, 0, negative */
    struct rect rect;
};

static const struct table_column columns[] = {
    {.title = "号", .cols = 6, .right = true, .from = 70},
    {.title = "时间", .cols = 14},
    {.title = "谁", .cols = 14, .from = 56},
    {.title = "做了什么", .cols = 16},
    {.title = "内容", .cols = 0, .from = 80},
};

static const struct {
    enum audit_action action;
    const char *words;
} action_words[] = {
    {AUDIT_LOGIN, "登录"},
    {AUDIT_LOGIN_FAILED, "登录失败"},
    {AUDIT_LOGIN_WAIT, "多次输错后又试"},
    {AUDIT_LOGOUT, "退出登录"},
    {AUDIT_ACCOUNT_ADDED, "新开账号"},
    {AUDIT_ACCOUNT_ROLE, "改角色"},
    {AUDIT_ACCOUNT_ENABLED, "启用账号"},
    {AUDIT_ACCOUNT_DISABLED, "停用账号"},
    {AUDIT_PASSWORD, "改密码"},
    {AUDIT_PROFILE, "改学校信息"},
    {AUDIT_ADDENDUM_SAVED, "存本校补充草稿"},
    {AUDIT_ADDENDUM_PUBLISHED, "发布本校补充"},
    {AUDIT_ADDENDUM_RETRACTED, "撤下本校补充"},
    {AUDIT_CONTENT_INSTALLED, "安装内容"},
    {AUDIT_CONTENT_ROLLED_BACK, "退回内容"},
    {AUDIT_SITE_CREATED, "建立数据文件"},
    {AUDIT_SITE_MIGRATED, "升级数据文件"},
    {AUDIT_EXPORTED, "导出"},
    {AUDIT_IMPORTED, "导入"},
    {AUDIT_PIN_SET, "设维护密码"},
    {AUDIT_PIN_REMOVED, "取消维护密码"},
    {AUDIT_PIN_RIGHT, "进入维护"},
    {AUDIT_PIN_WRONG, "维护密码不对"},
    {AUDIT_PIN_WAIT, "维护密码输错多次"},
};

static const char *words_of(enum audit_action action)
{
    for (size_t i = 0; i < ARRAY_SIZE(action_words); i++)
        if (action_words[i].action == action)
            return action_words[i].words;
    return "其他";
}

/* "6 3", "6 4 from 1" of an addendum. */
static bool addendum_words(char *out, size_t size, const char *detail)
{
    int question, version, from = 0, n = sscanf(detail, "%d %d from %d", &question, &version, &from);
    if (n == 3)
        snprintf(out, size, "第 %d 题，第 %d 版，同第 %d 版", question, version, from);
    else if (n == 2)
        snprintf(out, size, "第 %d 题，第 %d 版", question, version);
    return n >= 2;
}

/* "7 begun", "7 ok", "6 old": an edition's number and what became of it. */
static bool content_words(char *out, size_t size, const char *detail)
{
    unsigned sequence;
    char result[32];
    if (sscanf(detail, "%u %31s", &sequence, result) != 2)
        return false;
    if (strcmp(result, "begun") == 0)
        snprintf(out, size, "第 %u 号，开始", sequence);
    else if (strcmp(result, "ok") == 0)
        snprintf(out, size, "第 %u 号，完成", sequence);
    else
        snprintf(out, size, "第 %u 号，没有成功（代号 %s）", sequence, result);
    return true;
}

static const char *word_of(const char *word)
{
    static const char *const names[][2] = {{"desk", "前台"},  {"editor", "编辑"}, {"admin", "管理员"},
                                           {"begun", "开始"}, {"ok", "已完成"},   {"site", "本校数据"}};
    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        if (strcmp(word, names[i][0]) == 0)
            return names[i][1];
    const char *field = wording_profile_field(word);
    return field ? field : word;
}

/* Each word of a detail that has a Chinese name by it; names of people stay as they are. */
static void name_words(char *out, size_t size, const char *detail)
{
    _cleanup_free_ char *copy = strdup(detail);
    char *rest = copy;
    *out = '\0';
    for (char *word; copy && (word = strsep(&rest, " "));) {
        strncat(out, *out ? " " : "", size - strlen(out) - 1);
        strncat(out, word_of(word), size - strlen(out) - 1);
    }
}

static void detail_words(char *out, size_t size, const struct audit_row *row)
{
    bool addendum = row->action >= AUDIT_ADDENDUM_SAVED && row->action <= AUDIT_ADDENDUM_RETRACTED;
    bool content = row->action == AUDIT_CONTENT_INSTALLED || row->action == AUDIT_CONTENT_ROLLED_BACK;
    if (row->action == AUDIT_LOGIN && strcmp(row->detail, "first") == 0)
        snprintf(out, size, "第一位管理员");
    else if (row->action == AUDIT_LOGIN_WAIT || row->action == AUDIT_PIN_WAIT)
        snprintf(out, size, "如果又错，要等 %s 秒", row->detail);
    else if (!(addendum && addendum_words(out, size, row->detail)) &&
             !(content && content_words(out, size, row->detail)))
        name_words(out, size, row->detail);
}

static int read_page(struct audit_screen *s, const struct ui *ui, int64_t before)
{
    struct audit_row *rows = NULL;
    size_t n;
    int error = site_audit_list(&rows, &n, ui->desk->site, before, PAGE);
    if (error)
        return error;
    audit_free(s->rows, s->n);
    s->rows = rows;
    s->n = n;
    s->before = before;
    s->table.n_rows = (int)n;
    s->table.selected = 0;
    return 0;
}

static int open_audit(struct screen *screen, struct ui *ui)
{
    struct audit_screen *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    s->table = (struct table){.columns = columns, .n_columns = ARRAY_SIZE(columns)};
    int error = read_page(s, ui, 0);
    if (error) {
        free(s);
        return error;
    }
    s->verified = site_audit_verify(&s->verdict, ui->desk->site);
    screen->state = s;
    return 0;
}

static void close_audit(struct screen *screen)
{
    struct audit_screen *s = screen->state;
    audit_free(s->rows, s->n);
    free(s);
}

/* Behind the last row of the page the next one begins, as far as there are rows. */
static struct intent turn(struct audit_screen *s, struct ui *ui, enum action action)
{
    int64_t before = s->before;
    bool at_end = s->table.selected + 1 >= (int)s->n && s->n == PAGE && s->rows[s->n - 1].seq > 1;
    if ((action == ACTION_DOWN || action == ACTION_PAGE_DOWN) && at_end)
        before = s->rows[s->n - 1].seq;
    else if ((action == ACTION_UP || action == ACTION_PAGE_UP) && s->table.selected == 0 && s->before)
        before = s->before + PAGE > s->verdict.rows ? 0 : s->before + PAGE;
    if (before == s->before)
        return intent_of(INTENT_STAY);
    int error = read_page(s, ui, before);
    if (error)
        desk_complain(ui, error);
    return intent_of(INTENT_REDRAW);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct audit_screen *s = screen->state;
    int result = table_act(&s->table, event);
    if (result == LIST_UNKNOWN)
        return intent_of(INTENT_NONE);
    if (result == LIST_STAYED)
        return turn(s, ui, event.action);
    return intent_of(INTENT_REDRAW);
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct audit_screen *s = screen->state;
    (void)ui;
    s->rect = rect_column((struct rect){1, 0, rows - 1, cols}, MEASURE);
    table_layout(&s->table, s->rect.rows, s->rect.cols);
    return 0;
}

static void fill(struct table_cell *cell, const void *context, const struct ui *ui, int row, int column)
{
    const struct audit_screen *s = context;
    const struct audit_row *line = &s->rows[row];
    char time[DESK_TIME];
    switch ((enum column)column) {
    case COLUMN_SEQ:
        cell->role = ROLE_MUTED;
        snprintf(cell->text, sizeof(cell->text), "%" PRId64, line->seq);
        break;
    case COLUMN_TIME:
        desk_time_words(time, ui, line->time);
        snprintf(cell->text, sizeof(cell->text), "%s", time);
        break;
    case COLUMN_WHO:
        snprintf(cell->text, sizeof(cell->text), "%s", *line->account ? line->account : "（命令行）");
        if (line->action == AUDIT_LOGIN_FAILED && !*line->account)
            snprintf(cell->text, sizeof(cell->text), "（没有这个人）");
        break;
    case COLUMN_ACTION:
        snprintf(cell->text, sizeof(cell->text), "%s", words_of(line->action));
        break;
    case COLUMN_DETAIL:
        cell->role = ROLE_MUTED;
        detail_words(cell->text, sizeof(cell->text), line);
        break;
    }
}

static void draw_verdict(const struct audit_screen *s, struct canvas *canvas, struct rect at)
{
    char words[DESK_WORDS];
    bool fine = s->verified == 0;
    if (fine)
        snprintf(words, sizeof(words), "✔ %" PRId64 " 条记录首尾相接，没有改动过。最后一条的校验码 %.16s",
                 s->verdict.rows, s->verdict.head);
    else if (s->verified == AUDIT_BROKEN)
        snprintf(words, sizeof(words),
                 "✘ 第 %" PRId64 " 条起对不上，记录被人改动过；请保留数据文件，联系负责人",
                 s->verdict.first_bad);
    else
        desk_error_words(words, s->verified);
    canvas_put_cut(canvas, at.row, at.col + 2, at.cols - 2,
                   (struct style){fine ? ROLE_ACCENT : ROLE_WARNING, fine ? 0 : ATTR_BOLD}, words);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct audit_screen *s = screen->state;
    struct rect at = s->rect;
    at.row += body.row;
    draw_verdict(s, canvas, (struct rect){body.row, at.col, 1, at.cols});
    table_draw(&s->table, ui, canvas, at, fill, s, hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)screen;
    (void)ui;
    footer_add(out, ACTION_PAGE_DOWN, "↑↓", "翻看");
    footer_add(out, ACTION_BACK, NULL, NULL);
    footer_add(out, ACTION_LOCK, NULL, NULL);
}

const struct screen_ops screen_desk_audit = {
    .name = "desk-audit",
    .right = SITE_MAY_AUDIT,
    .idle_seconds = IDLE_LONG,
    .open = open_audit,
    .close = close_audit,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"工作台", "操作日志"},
    .footer = footer,
};
