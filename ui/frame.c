/* SPDX-License-Identifier: MIT */
#include "ui/frame.h"

#include "ui/desk.h"

#include "base/error.h"

#include <string.h>

#define ROOMY_ROWS 16  /* of a body: from then on it can spare one */
#define TITLE_MARGIN 3 /* before the title, and between it and the clock */

static const struct style text_style = {.role = ROLE_TEXT};
static const struct style muted_style = {.role = ROLE_MUTED};
static const struct style line_style = {.role = ROLE_LINE};
static const struct style key_style = {.role = ROLE_KEY};

struct rect frame_column(int rows, int cols, int measure)
{
    int top = rows >= ROOMY_ROWS;
    return rect_column((struct rect){top, 0, rows - top, cols}, measure);
}

/* The room between title bar and footer; for a bare screen, all of it. */
static struct rect body_of(const struct screen_ops *ops, int rows, int cols)
{
    if (ops->bare)
        return (struct rect){0, 0, rows, cols};
    return (struct rect){FRAME_HEAD_ROWS, 0, rows - FRAME_HEAD_ROWS - FRAME_FOOT_ROWS, cols};
}

static void draw_too_small(struct canvas *canvas)
{
    char now[64];
    snprintf(now, sizeof(now), "现在 %d×%d，至少要 %d×%d", canvas->cols, canvas->rows, FRAME_COLS_MIN,
             FRAME_ROWS_MIN);
    canvas_put(canvas, 0, 0, canvas->cols, (struct style){ROLE_WARNING, 0}, "窗口太小，请放大");
    canvas_put(canvas, 1, 0, canvas->cols, text_style, now);
}

/* Who is logged in, to the left of the clock. */
static int draw_clerk(const struct desk *desk, struct canvas *canvas, int right)
{
    char words[SITE_NAME_BYTES + 32];
    snprintf(words, sizeof(words), "%s（%s）", desk->session.name, desk_role_name(desk->session.role));
    int col = right - canvas_measure(canvas, words) - 2;
    if (col < canvas->cols / 2)
        return right;
    canvas_put(canvas, 0, col, right - col, muted_style, words);
    return col;
}

/* The clock at the right; where it leaves the title no room, neither the date nor who is logged in. Returns
 * the column where it starts. */
static int draw_status(const struct ui *ui, struct canvas *canvas, int title_cols)
{
    char words[32], *clock = words;
    struct tm tm;
    time_t now = ui->clock.wall(ui->clock.context);
    localtime_r(&now, &tm);
    snprintf(words, sizeof(words), "%d月%d日 %02d:%02d", tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min);
    bool tight = title_cols + TITLE_MARGIN + canvas_measure(canvas, words) >= canvas->cols;
    if (tight)
        clock = strchr(words, ' ') + 1;
    int col = canvas->cols - canvas_measure(canvas, clock) - 1;
    canvas_put(canvas, 0, col, canvas->cols - col, muted_style, clock);
    return ui->desk && ui->desk->logged_in && !tight ? draw_clerk(ui->desk, canvas, col) : col;
}

static void write_title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    const struct screen_ops *ops = screen->ops;
    if (ops->title) {
        ops->title(screen, ui, out, size);
        return;
    }
    size_t n = 0;
    for (size_t i = 0; i < SCREEN_TRAIL_MAX && ops->trail[i] && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, i ? " %s %s" : "%.0s%s", ui->glyphs->trail, ops->trail[i]);
}

static void draw_title(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
    char title[256] = "";
    write_title(screen, ui, title, sizeof(title));
    int right = draw_status(ui, canvas, canvas_measure(canvas, title));
    int used = 1 + canvas_put_cut(canvas, 0, 1, right - TITLE_MARGIN, (struct style){ROLE_HEADING, ATTR_BOLD},
                                  title);
    int site = right - TITLE_MARGIN - canvas_measure(canvas, ui->site);
    if (site > used + 2)
        canvas_put(canvas, 0, site, right - site, muted_style, ui->site);
    canvas_rule(canvas, 1, 0, canvas->cols, line_style);
}

static int item_width(const struct canvas *canvas, const struct footer_item *item)
{
    return canvas_measure(canvas, item->keys) + 1 + canvas_measure(canvas, item->label);
}

static void draw_item(struct canvas *canvas, struct hits *hits, const struct footer_item *item, int col,
                      int width)
{
    int row = canvas->rows - 1;
    int used = canvas_put(canvas, row, col, width, key_style, item->keys);
    canvas_put(canvas, row, col + used + 1, width - used - 1, text_style, item->label);
    hits_add(hits, (struct rect){row - 1, col - 1, 2, width + 2}, item->event); /* two rows for a finger */
}

static void fill_words(struct footer *footer)
{
    for (size_t i = 0; i < footer->n; i++) {
        struct footer_item *item = &footer->items[i];
        const struct action_info *info = action_info(item->event.action);
        if (!item->keys)
            item->keys = info->keys;
        if (!item->label)
            item->label = info->label;
    }
}

static const struct footer_item *find_back(const struct footer *footer)
{
    for (size_t i = 0; i < footer->n; i++)
        if (footer->items[i].event.action == ACTION_BACK)
            return &footer->items[i];
    return NULL;
}

/* Keeps the entries that there is room for, the first and the way back before all others; a shorter one
 * behind one that does not fit may still. Where the last one ends. */
static int keep_fitting(struct footer *footer, const struct canvas *canvas, int col, int space, int end)
{
    const struct footer_item *back = find_back(footer);
    int last = col, reserved = back ? space + item_width(canvas, back) : 0;
    size_t kept = 0;
    for (size_t i = 0; i < footer->n; i++) {
        int width = item_width(canvas, &footer->items[i]);
        if (footer->items[i].event.action == ACTION_BACK)
            reserved = 0;
        if (col + width + (kept ? reserved : 0) > end)
            continue;
        last = col + width;
        col = last + space;
        footer->items[kept++] = footer->items[i];
    }
    footer->n = kept;
    return last;
}

/* In the line over the footer: that something worked, or why not. */
static void draw_notice(const struct ui *ui, struct canvas *canvas)
{
    char words[sizeof(ui->notice) + 16];
    if (!*ui->notice)
        return;
    snprintf(words, sizeof(words), " %s %s ", ui->notice_bad ? "✘" : "✔", ui->notice);
    canvas_put_cut(canvas, canvas->rows - 2, 2, canvas->cols - 4,
                   (struct style){ui->notice_bad ? ROLE_WARNING : ROLE_ACCENT, ATTR_BOLD}, words);
}

/* The position in the text, at the right. Returns the column where the entries end. */
static int draw_percent(struct canvas *canvas, int percent)
{
    char words[16];
    int end = canvas->cols - 1;
    if (percent < 0)
        return end;
    snprintf(words, sizeof(words), "%d%%", percent);
    canvas_put(canvas, canvas->rows - 1, end - 1 - (int)strlen(words), 5, muted_style, words);
    return end - 5;
}

static void draw_footer(const struct screen *screen, const struct ui *ui, struct canvas *canvas,
                        struct hits *hits)
{
    struct footer footer = {.percent = -1};
    screen->ops->footer(screen, ui, &footer);
    fill_words(&footer);
    hits->lost += footer.lost;
    canvas_rule(canvas, canvas->rows - 2, 0, canvas->cols, line_style);
    int end = draw_percent(canvas, footer.percent), total = 0;
    for (size_t i = 0; i < footer.n; i++)
        total += item_width(canvas, &footer.items[i]);
    int space = total + 3 * (int)footer.n <= end ? 3 : 2;
    int col = canvas->cols >= 60 ? 2 : 1;
    /* Rather all of it a cell further left than a wide character beside the last corner: on a terminal that
     * cannot turn off its margin curses would break it, writing the corner by insertion (measured: urxvt with
     * TERM=rxvt). */
    if (keep_fitting(&footer, canvas, col, space, end) == canvas->cols - 1)
        col--;
    for (size_t i = 0; i < footer.n; i++) {
        int width = item_width(canvas, &footer.items[i]);
        draw_item(canvas, hits, &footer.items[i], col, width);
        col += width + space;
    }
}

int frame_draw(struct screen *screen, const struct ui *ui, struct canvas *canvas, struct hits *hits)
{
    hits->n = hits->lost = 0;
    canvas_clear(canvas);
    if (canvas->rows < FRAME_ROWS_MIN || canvas->cols < FRAME_COLS_MIN) {
        draw_too_small(canvas);
        return 0;
    }
    struct rect body = body_of(screen->ops, canvas->rows, canvas->cols);
    int error = screen->ops->layout ? screen->ops->layout(screen, ui, body.rows, body.cols) : 0;
    if (error)
        return error;
    screen->ops->draw(screen, ui, canvas, body, hits);
    if (!screen->ops->bare) { /* last, so that a finger at the edge hits the footer */
        draw_title(screen, ui, canvas);
        draw_footer(screen, ui, canvas, hits);
        draw_notice(ui, canvas);
    }
    return 0;
}

void frame_number_words(const struct ui *ui, char *out, size_t size)
{
    snprintf(out, size, "%d_  再按 0、1、2 选第 10、11、12 题，或按 Enter", ui->number_pending);
}

void frame_draw_countdown(struct canvas *canvas, const struct ui *ui, int seconds)
{
    char words[128];
    snprintf(words, sizeof(words),
             ui->desk ? "  %d 秒后锁定，没保存的内容会留着。按任意键继续  "
                      : "  %d 秒后回到开始画面。还在看？点一下屏幕或按任意键  ",
             seconds);
    struct rect row = {canvas->rows - 1, 0, 1, canvas->cols};
    canvas_fill(canvas, row, (struct style){ROLE_SELECTED, 0});
    canvas_put_centred(canvas, row.row, 0, canvas->cols, (struct style){ROLE_SELECTED, 0}, words);
}
