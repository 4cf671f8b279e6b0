/* SPDX-License-Identifier: MIT */
/* The answers given so far; one is chosen and asked again, the others stay. */
#include "ui/guide_session.h"
#include "ui/options.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#define MEASURE 80

struct change {
    struct guide_place place;
    char *words[GUIDE_PATH_MAX];
    struct options options;
    struct rect list;
};

static void close_change(struct screen *screen)
{
    struct change *s = screen->state;
    for (size_t i = 0; i < GUIDE_PATH_MAX; i++)
        free(s->words[i]);
    options_fini(&s->options);
    free(s);
}

static int open_change(struct screen *screen, struct ui *ui)
{
    struct change *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    screen->state = s;
    int error = guide_session_place(&s->place, ui);
    for (size_t i = 0; !error && i < s->place.n_path; i++) {
        error = guide_session_words(&s->words[i], ui, s->place.path[i].node, s->place.path[i].value);
        s->options.labels[i] = s->words[i];
        s->options.hints[i] = s->place.path[i].node->ask;
        s->options.n = (int)i + 1;
    }
    if (error)
        close_change(screen);
    return error;
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct change *s = screen->state;
    if (event.action == ACTION_LEFT || event.action == ACTION_ERASE)
        return intent_of(INTENT_BACK);
    int result = options_act(&s->options, event);
    if (result < 0)
        return intent_of_list(result);
    struct intent intent = guide_session_edit(ui, (size_t)result);
    intent.drop = 1; /* the step from which the change was asked for */
    return intent;
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct change *s = screen->state;
    int top = rows >= 16 ? 3 : 1;
    s->list = rect_column((struct rect){top, 0, rows - top, cols}, MEASURE);
    return options_layout(&s->options, ui->glyphs, s->list.rows, s->list.cols);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct change *s = screen->state;
    struct rect list = s->list;
    (void)ui;
    list.row += body.row;
    canvas_put(canvas, list.row - (list.row - body.row + 1) / 2, list.col, list.cols,
               (struct style){ROLE_HEADING, ATTR_BOLD}, "改哪一个回答？其余的会留着。");
    options_draw(&s->options, canvas, list, hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)screen;
    (void)ui;
    footer_add(out, ACTION_OPEN, "数字", "选择");
    footer_add(out, ACTION_BACK, NULL, "不改了");
    footer_add(out, ACTION_HOME, NULL, NULL);
}

const struct screen_ops screen_guide_change = {
    .name = "guide-change",
    .idle_seconds = IDLE_LONG,
    .open = open_change,
    .close = close_change,
    .act = act,
    .layout = layout,
    .draw = draw,
    .title = guide_session_title,
    .footer = footer,
};
