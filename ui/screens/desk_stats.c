/* SPDX-License-Identifier: MIT */
/* What was asked on a day, in a week, in a month: bars. Small numbers are “<5”; nothing of a person is in
 * them. */
#include "db/site/stats.h"
#include "ui/bars.h"
#include "ui/desk.h"
#include "ui/recording_words.h"
#include "ui/screens/screens.h"
#include "ui/scroll.h"
#include "ui/stats_period.h"
#include "ui/tabs.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 110
#define HEAD 4 /* period, views, the total, a blank */
#define BARS_MAX 256

static const struct view {
    const char *name, *remark;
    enum stats_by by;
    unsigned kinds;
} views[] = {
    {"题目", "打开了哪一题的答复", STATS_BY_ITEM, 1u << TALLY_QUESTION},
    {"引导", "开始了哪一题的自助引导", STATS_BY_ITEM, 1u << TALLY_GUIDE},
    {"结果", "引导走到了哪个结果", STATS_BY_ITEM, 1u << TALLY_OUTCOME},
    {"网页", "哪个网页的二维码放大过或打印过", STATS_BY_ITEM, 1u << TALLY_LINK},
    {"打印", "哪一题、哪个结果打印了", STATS_BY_ITEM, 1u << TALLY_SLIP},
    {"搜不到", "搜过三次以上、没有找到的词", STATS_BY_ITEM, 1u << TALLY_MISS},
    {"钟点", "几点钟打开答复", STATS_BY_HOUR, 1u << TALLY_QUESTION},
    {"日子", "哪一天打开答复", STATS_BY_DAY, 1u << TALLY_QUESTION},
    {"地方", "所有这些，在自助终端还是在工作台", STATS_BY_WHERE, 0},
};

static const char *const period_names[PERIOD_COUNT] = {"天", "周", "月"};

struct stats {
    enum stats_period period;
    struct date day; /* one of the period */
    int view;
    struct bar *bars;
    size_t n;
    int64_t total;
    int error;
    struct scroll scroll;
    struct rect head, rect; /* within the body */
};

/* ---- reading ---- */

static const struct guide_node *find_outcome(const struct ui *ui, const char *key)
{
    const char *slash = strchr(key, '/');
    const struct guide *guide = ui->guides && slash ? guides_find(ui->guides, atoi(key)) : NULL;
    return guide ? guide_find_node(guide, slash + 1) : NULL;
}

static void question_label(struct bar *bar, const struct ui *ui, const char *key)
{
    size_t n;
    const struct question *questions = handbook_questions(ui->handbook, &n);
    int number = atoi(key);
    const struct guide_node *outcome = find_outcome(ui, key);
    if (outcome)
        snprintf(bar->label, sizeof(bar->label), "%2d %s", number, outcome->title);
    else if (number >= 1 && number <= (int)n)
        snprintf(bar->label, sizeof(bar->label), "%2d %s", number, questions[number - 1].short_title);
    else
        snprintf(bar->label, sizeof(bar->label), "%s", key);
}

static void link_label(struct bar *bar, const struct ui *ui, const char *key)
{
    struct link *link;
    if (handbook_link(&link, ui->handbook, key) != 0) {
        snprintf(bar->label, sizeof(bar->label), "%s", key);
        return;
    }
    snprintf(bar->label, sizeof(bar->label), "%s", link->purpose);
    links_free(link, 1);
}

static void label(struct bar *bar, const struct ui *ui, const struct view *view, const char *key)
{
    if (view->by == STATS_BY_HOUR)
        snprintf(bar->label, sizeof(bar->label), "%s 点", key);
    else if (view->by == STATS_BY_WHERE)
        snprintf(bar->label, sizeof(bar->label), "%s",
                 strcmp(key, tally_where_id(TALLY_KIOSK)) == 0 ? "自助终端" : "工作台");
    else if (view->kinds == 1u << TALLY_LINK)
        link_label(bar, ui, key);
    else if (view->by == STATS_BY_DAY || view->kinds == 1u << TALLY_MISS)
        snprintf(bar->label, sizeof(bar->label), "%s", key);
    else
        question_label(bar, ui, key);
}

static int read_bars(struct stats *s, const struct ui *ui)
{
    const struct view *view = &views[s->view];
    struct stats_query query = {.by = view->by, .kinds = view->kinds};
    struct stats_row *rows = NULL;
    size_t n = 0;
    stats_period_range(&query.from, &query.to, s->period, s->day);
    free(s->bars);
    s->bars = NULL;
    s->n = 0;
    s->total = 0;
    int error = site_stats(&rows, &n, ui->desk->site, &query);
    if (!error)
        error = site_stats_total(&s->total, ui->desk->site, &query);
    if (!error && n) {
        n = n < BARS_MAX ? n : BARS_MAX;
        s->bars = calloc(n, sizeof(*s->bars));
        error = s->bars ? 0 : -ENOMEM;
        s->n = s->bars ? n : 0;
    }
    for (size_t i = 0; i < s->n; i++) {
        label(&s->bars[i], ui, view, rows[i].key);
        s->bars[i].value = rows[i].n;
    }
    free(rows);
    return error;
}

static struct intent refresh(struct stats *s, struct ui *ui)
{
    s->error = read_bars(s, ui);
    scroll_to(&s->scroll, 0);
    stats_period_range(&ui->desk->from, &ui->desk->to, s->period, s->day);
    return intent_of(INTENT_REDRAW);
}

static int open_stats(struct screen *screen, struct ui *ui)
{
    struct stats *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    if (!ui->guides) /* names of outcomes; without them their ids show */
        (void)guides_load(&ui->guides, ui->handbook);
    s->day = date_of(ui->clock.wall(ui->clock.context));
    screen->state = s;
    refresh(s, ui);
    return 0;
}

static void close_stats(struct screen *screen)
{
    struct stats *s = screen->state;
    free(s->bars);
    free(s);
}

/* ---- what a clerk does ---- */

static struct intent show_view(struct stats *s, struct ui *ui, int view)
{
    int n = (int)ARRAY_SIZE(views);
    s->view = (view + n) % n;
    return refresh(s, ui);
}

static struct intent show_period(struct stats *s, struct ui *ui, int by)
{
    struct date day = stats_period_step(s->period, s->day, by), from, to;
    struct date today = date_of(ui->clock.wall(ui->clock.context));
    stats_period_range(&from, &to, s->period, day);
    if (date_compare(from, today) > 0 || day.year < 2000)
        return intent_of(INTENT_STAY); /* nothing has been asked there */
    s->day = day;
    return refresh(s, ui);
}

static struct intent choose_period(struct stats *s, struct ui *ui, int period)
{
    s->period = (enum stats_period)((period + PERIOD_COUNT) % PERIOD_COUNT);
    return refresh(s, ui);
}

static struct intent open_export(struct ui *ui)
{
    if (!ui->desk->export)
        return intent_of(INTENT_NONE);
    if (desk_may_open(ui, SCREEN_DESK_EXPORT))
        return (struct intent){.kind = INTENT_GO, .route = {.screen = SCREEN_DESK_EXPORT}};
    desk_warn(ui, "存成表格要管理员；请找管理员");
    return intent_of(INTENT_REDRAW);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct stats *s = screen->state;
    int scrolled = scroll_act(&s->scroll, event);
    if (scrolled != LIST_UNKNOWN)
        return intent_of_list(scrolled);
    switch (event.action) {
    case ACTION_LEFT:
        return show_period(s, ui, -1);
    case ACTION_RIGHT:
        return show_period(s, ui, 1);
    case ACTION_NEXT:
        return choose_period(s, ui, (int)s->period + 1);
    case ACTION_PREVIOUS:
        return choose_period(s, ui, (int)s->period - 1);
    case ACTION_WORD: /* a tap on one */
        return choose_period(s, ui, event.value);
    case ACTION_DIGIT:
        return event.value ? show_view(s, ui, event.value - 1) : intent_of(INTENT_NONE);
    case ACTION_FILTER:
        return show_view(s, ui, event.value);
    case ACTION_TEXT:
        return event_letter(event) == U'E' ? open_export(ui) : intent_of(INTENT_NONE);
    default:
        return intent_of(INTENT_NONE);
    }
}

/* ---- painting ---- */

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct stats *s = screen->state;
    int head = rows >= 14 ? HEAD : HEAD - 1;
    (void)ui;
    s->head = rect_column((struct rect){0, 0, head, cols}, MEASURE);
    s->rect = rect_column((struct rect){head, 0, rows - head, cols}, MEASURE);
    scroll_fit(&s->scroll, (int)s->n, bars_shown(s->rect.rows));
    return 0;
}

static int draw_arrow(struct canvas *canvas, struct hits *hits, int row, int col, const char *arrow,
                      enum action action)
{
    int used = canvas_put(canvas, row, col, canvas->cols - col, (struct style){ROLE_MUTED, 0}, arrow);
    hits_add(hits, (struct rect){row, col - 1, 1, used + 2}, (struct event){.action = action});
    return used + 1;
}

static void draw_period(const struct stats *s, const struct ui *ui, struct canvas *canvas, struct rect at,
                        struct hits *hits)
{
    char words[64];
    int col = at.col;
    stats_period_words(words, s->period, s->day);
    col += draw_arrow(canvas, hits, at.row, col, ui->glyphs->left, ACTION_LEFT);
    col += canvas_put(canvas, at.row, col, at.cols, (struct style){ROLE_HEADING, ATTR_BOLD}, words) + 1;
    col += draw_arrow(canvas, hits, at.row, col, ui->glyphs->right, ACTION_RIGHT) + 2;
    for (int i = 0; i < PERIOD_COUNT && col + 6 <= at.col + at.cols; i++) {
        int used = tabs_put(canvas, at.row, col, 6, period_names[i], i == (int)s->period);
        hits_add(hits, (struct rect){at.row, col, 1, used},
                 (struct event){.action = ACTION_WORD, .value = i});
        col += used;
    }
}

/* All of them, or where there is no room the one that shows: a tap goes on to the next. */
static void draw_views(const struct stats *s, struct canvas *canvas, struct rect at, struct hits *hits)
{
    bool all = at.cols >= 74;
    int n = (int)ARRAY_SIZE(views), col = at.col;
    for (int i = 0; i < n; i++) {
        if (!all && i != s->view)
            continue;
        char name[48];
        snprintf(name, sizeof(name), "%d %s", i + 1, views[i].name);
        int used = tabs_put(canvas, at.row, col, at.col + at.cols - col, name, i == s->view);
        hits_add(hits, (struct rect){at.row, col, 1, used},
                 (struct event){.action = ACTION_FILTER, .value = all ? i : (i + 1) % n});
        col += used;
    }
    if (!all)
        canvas_put_cut(canvas, at.row, col + 2, at.col + at.cols - col - 2, (struct style){ROLE_MUTED, 0},
                       "按 1 到 9 换着看");
}

/* What is shown, under it that counting pauses; in its place where rows are few. */
static void draw_remark(const struct stats *s, const struct ui *ui, struct canvas *canvas, struct rect at)
{
    char words[DESK_WORDS], number[STATS_WORDS_BYTES];
    if (s->error)
        desk_error_words(words, s->error);
    else
        snprintf(words, sizeof(words), "%s：一共 %s 次", views[s->view].remark,
                 stats_words(number, s->total));
    canvas_put_cut(canvas, at.row, at.col, at.cols, (struct style){s->error ? ROLE_WARNING : ROLE_MUTED, 0},
                   words);
    if (!recording_words(words, sizeof(words), ui->recording))
        return;
    struct rect line = {at.row + at.rows - 1, at.col, 1, at.cols};
    canvas_fill(canvas, line, (struct style){ROLE_GROUND, 0});
    canvas_put_cut(canvas, line.row, line.col, line.cols, (struct style){ROLE_WARNING, 0}, words);
}

static int label_cols(const struct stats *s, const struct canvas *canvas)
{
    int most = s->rect.cols / 2, cols = 8;
    for (size_t i = 0; i < s->n; i++) {
        int width = canvas_measure(canvas, s->bars[i].label);
        cols = width > cols ? width : cols;
    }
    return cols < most ? cols : most;
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct stats *s = screen->state;
    struct rect at = s->head, rect = s->rect;
    at.row += body.row;
    rect.row += body.row;
    draw_period(s, ui, canvas, at, hits);
    draw_views(s, canvas, (struct rect){at.row + 1, at.col, 1, at.cols}, hits);
    draw_remark(s, ui, canvas, (struct rect){at.row + 2, at.col, at.rows - 2, at.cols});
    if (s->n)
        bars_draw(canvas, rect, s->bars, s->n, (size_t)s->scroll.first, label_cols(s, canvas));
    else if (!s->error)
        canvas_put(canvas, rect.row, rect.col, rect.cols, (struct style){ROLE_MUTED, 0},
                   "这段时间没有记录。");
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct stats *s = screen->state;
    footer_add(out, ACTION_RIGHT, "←→", "早一段、晚一段");
    footer_add(out, ACTION_NEXT, "Tab", "天、周、月");
    footer_add(out, ACTION_NONE, "1-9", "换内容");
    scroll_footer(&s->scroll, out);
    if (ui->desk->export && desk_may_open(ui, SCREEN_DESK_EXPORT))
        footer_add_letter(out, U'E', "E", "存成表格");
    footer_add(out, ACTION_BACK, NULL, NULL);
    footer_add(out, ACTION_LOCK, NULL, NULL);
}

const struct screen_ops screen_desk_stats = {
    .name = "desk-stats",
    .idle_seconds = IDLE_LONG,
    .open = open_stats,
    .close = close_stats,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"工作台", "统计"},
    .footer = footer,
};
