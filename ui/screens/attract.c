/* SPDX-License-Identifier: MIT */
/* What a passer-by sees: what this is for, that a touch starts it, and when the hall opens. */
#include "ui/hours_words.h"
#include "ui/screens/screens.h"
#include "ui/weekday.h"

#include "base/error.h"

#include <string.h>

static const struct style ground = {.role = ROLE_GROUND};
static const struct style muted = {.role = ROLE_MUTED};

/* Three errands that bring most people; a tap on one opens its answer at once. */
static const struct sample {
    const char *words;
    int question;
} samples[] = {{"查不到学籍怎么办", 2}, {"毕业证丢了怎么办", 6}, {"改名后学历怎么查", 10}};

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    (void)screen;
    switch (event.action) {
    case ACTION_RELATED:
        ui->home_selected = event.value;
        return (struct intent){.kind = INTENT_HOME, .forward = true};
    case ACTION_DIGIT:
        return (struct intent){.kind = INTENT_HOME, .forward = true};
    case ACTION_TEXT:
        return (struct intent){.kind = INTENT_HOME, .forward = event_is_han(event)};
    case ACTION_QUIT:
    case ACTION_THEME:
    case ACTION_SCROLL:
    case ACTION_NONE:
        return intent_of(INTENT_NONE);
    default:
        return intent_of(INTENT_HOME);
    }
}

static void draw_samples(const struct ui *ui, struct canvas *canvas, struct hits *hits, int row)
{
    if (!ui->edition)
        return;
    int width = 0, gap = 8;
    for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
        width += canvas_measure(canvas, samples[i].words);
    if (width + 2 * gap > canvas->cols - 4)
        gap = 3;
    if (width + 2 * gap > canvas->cols - 4)
        return;
    int col = (canvas->cols - width - 2 * gap) / 2;
    for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
        int used =
            canvas_put(canvas, row, col, canvas->cols, (struct style){ROLE_ACCENT, 0}, samples[i].words);
        hits_add(hits, (struct rect){row - 1, col - 1, 3, used + 2},
                 (struct event){.action = ACTION_RELATED, .value = samples[i].question});
        col += used + gap;
    }
}

static void draw_edition(const struct ui *ui, struct canvas *canvas)
{
    int row = canvas->rows - 2;
    char words[96];
    struct tm tm;
    time_t now = ui->clock.wall(ui->clock.context);
    localtime_r(&now, &tm);
    snprintf(words, sizeof(words), "%d月%d日 %s %02d:%02d", tm.tm_mon + 1, tm.tm_mday,
             weekday_words(date_of(now)), tm.tm_hour, tm.tm_min);
    int right = canvas->cols - canvas_measure(canvas, words) - 2;
    canvas_put(canvas, row, right, canvas->cols, muted, words);
    if (!ui->edition)
        return;
    snprintf(words, sizeof(words), "内容：%s", ui->edition->label);
    if (canvas_measure(canvas, words) + 4 < right)
        canvas_put(canvas, row, 2, canvas->cols, muted, words);
}

/* While the hall is closed: when it opens, and that this machine works all the same. `top`: the first row
 * that is free. */
static void draw_hours(const struct ui *ui, struct canvas *canvas, int top)
{
    char words[HOURS_WORDS];
    int row = canvas->rows - 5, cols = canvas->cols - 2;
    if (!hours_words(words, ui->hours, moment_of(ui->clock.wall(ui->clock.context))))
        return;
    bool room = row >= top;
    char *opens = strstr(words, "；");
    if (opens && canvas_measure(canvas, words) > cols) {
        *opens = '\0';
        canvas_put_centred(canvas, room ? row : row + 1, 1, cols, ground, words);
        canvas_put_centred(canvas, room ? row + 1 : row + 2, 1, cols, ground, opens + strlen("；"));
        return;
    }
    canvas_put_centred(canvas, room ? row : row + 1, 1, cols, ground, words);
    canvas_put_centred(canvas, room ? row + 1 : row + 2, 1, cols, muted, HOURS_STILL);
}

/* The handbook's title, in two lines where one is too short. Returns the rows used. */
static int draw_subtitle(const struct ui *ui, struct canvas *canvas, int row)
{
    if (!ui->edition) {
        canvas_put_centred(canvas, row, 0, canvas->cols, ground, "内容暂时读不出来，请看提示");
        return 1;
    }
    const char *title = ui->edition->title;
    const char *second = strstr(title, "高频事项");
    if (!second || canvas_measure(canvas, title) <= canvas->cols - 2) {
        canvas_put_centred(canvas, row, 0, canvas->cols, ground, title);
        return 1;
    }
    _cleanup_free_ char *first = strndup(title, (size_t)(second - title));
    if (first)
        canvas_put_centred(canvas, row, 0, canvas->cols, ground, first);
    canvas_put_centred(canvas, row + 1, 0, canvas->cols, ground, second);
    return 2;
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    (void)screen;
    hits_add(hits, body, (struct event){.action = ACTION_OPEN});
    int top = body.rows / 2 - 6 < 1 ? 1 : body.rows / 2 - 6;
    int step = body.rows >= 20 ? 2 : 1;
    canvas_put_centred(canvas, top, 0, body.cols, (struct style){ROLE_HEADING, ATTR_BOLD},
                       "学籍、学历、学信网的事，在这里查");
    int call = top + step + draw_subtitle(ui, canvas, top + step) + (body.rows >= 20 ? 2 : 1);
    canvas_put_centred(canvas, call, 0, body.cols, (struct style){ROLE_SELECTED, ATTR_BOLD},
                       "   点一下屏幕，或按任意键开始   ");
    if (call + 3 < body.rows - 2)
        draw_samples(ui, canvas, hits, call + 3);
    draw_hours(ui, canvas, call + 5);
    draw_edition(ui, canvas);
}

const struct screen_ops screen_attract = {
    .name = "attract",
    .bare = true,
    .act = act,
    .draw = draw,
};
