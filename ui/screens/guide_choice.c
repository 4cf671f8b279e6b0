/* SPDX-License-Identifier: MIT */
/* One question of a guide with a few answers to choose from. */
#include "ui/guide_session.h"
#include "ui/options.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#define MEASURE 80
#define TIGHT_ROWS 16 /* bodies below this leave out blank lines and the way so far */

struct choice {
    struct guide_place place;
    struct guide_head head;
    struct options options;
    struct rect list; /* within the body */
    bool note;        /* room for the line that nothing personal is asked */
};

static void close_choice(struct screen *screen)
{
    struct choice *s = screen->state;
    guide_head_fini(&s->head);
    options_fini(&s->options);
    free(s);
}

static int open_choice(struct screen *screen, struct ui *ui)
{
    struct choice *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    screen->state = s;
    int error = guide_session_place(&s->place, ui);
    if (error) {
        close_choice(screen);
        return error;
    }
    const char *before = guide_answer_get(&ui->guide.answers, s->place.node->id);
    const struct guide_option *chosen = before ? guide_option_of(s->place.node, before) : NULL;
    s->options.n = (int)s->place.node->n_options < OPTIONS_MAX ? (int)s->place.node->n_options : OPTIONS_MAX;
    for (int i = 0; i < s->options.n; i++) {
        const struct guide_option *option = &s->place.node->options[i];
        s->options.labels[i] = option->label;
        s->options.hints[i] = option->hint;
        if (option == chosen)
            s->options.selected = i;
    }
    return 0;
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct choice *s = screen->state;
    if (event.action == ACTION_LEFT)
        return guide_session_back(ui);
    int result = options_act(&s->options, event);
    if (result >= 0)
        return guide_session_answer(ui, s->place.node->options[result].id);
    if (result == LIST_UNKNOWN)
        return guide_session_act(ui, event);
    return intent_of_list(result);
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct choice *s = screen->state;
    bool tight = rows < TIGHT_ROWS;
    int error = guide_head_layout(&s->head, ui, &s->place, cols, MEASURE, tight ? 0 : 1, tight);
    if (error)
        return error;
    const struct rect *text = &s->head.text;
    int top = text->row + text->rows + (tight ? 0 : 1);
    s->list = (struct rect){top, text->col, rows - top, text->cols};
    error = options_layout(&s->options, ui->glyphs, s->list.rows, s->list.cols);
    if (error)
        return error;
    s->note = options_height(&s->options) + 2 <= s->list.rows;
    return 0;
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct choice *s = screen->state;
    struct rect list = s->list;
    (void)ui;
    list.row += body.row;
    guide_head_draw(&s->head, canvas, body, hits);
    options_draw(&s->options, canvas, list, hits);
    if (s->note)
        canvas_put(canvas, list.row + options_height(&s->options) + 1, list.col, list.cols,
                   (struct style){ROLE_MUTED, 0}, "不需要输入您的姓名或证件号码。");
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)screen;
    footer_add(out, ACTION_OPEN, "数字", "选择");
    guide_session_footer(ui, out, ACTION_ERASE);
}

const struct screen_ops screen_guide_choice = {
    .name = "guide-choice",
    .idle_seconds = IDLE_LONG,
    .open = open_choice,
    .close = close_choice,
    .act = act,
    .layout = layout,
    .draw = draw,
    .aloud = guide_session_aloud,
    .title = guide_session_title,
    .footer = footer,
};
