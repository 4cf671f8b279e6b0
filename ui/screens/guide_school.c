/* SPDX-License-Identifier: MIT */
/* One question of a guide that a school of the Ministry's list answers. */
#include "ui/guide_session.h"
#include "ui/school_list.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#define MEASURE 96
#define TIGHT_ROWS 24 /* the keyboard needs the room */

struct guide_school {
    struct guide_place place;
    struct guide_head head;
    struct school_list list;
    const char *values[SCHOOL_LIST_EXTRAS]; /* of the extra rows */
};

static void close_school(struct screen *screen)
{
    struct guide_school *s = screen->state;
    guide_head_fini(&s->head);
    school_list_fini(&s->list);
    free(s);
}

/* Asked again, the school that was found before stands there. */
static void show_earlier_answer(struct guide_school *s, const struct ui *ui)
{
    const char *before = guide_answer_get(&ui->guide.answers, s->place.node->id);
    struct institution *school;
    if (!before || institution_by_code(&school, ui->handbook, before) != 0)
        return;
    school_list_type(&s->list, ui, school->name);
    institutions_free(school, 1);
}

static int open_school(struct screen *screen, struct ui *ui)
{
    struct guide_school *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    screen->state = s;
    school_list_init(&s->list, ui);
    int error = guide_session_place(&s->place, ui);
    if (error) {
        close_school(screen);
        return error;
    }
    show_earlier_answer(s, ui);
    for (size_t i = 0; i < s->place.node->n_options; i++) {
        const struct guide_option *option = &s->place.node->options[i];
        if (*option->id && s->list.n_extras < SCHOOL_LIST_EXTRAS) {
            s->values[s->list.n_extras] = option->id;
            s->list.extras[s->list.n_extras++] = option->label;
        }
    }
    return 0;
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct guide_school *s = screen->state;
    if (event.action == ACTION_LEFT)
        return guide_session_back(ui);
    int result = school_list_act(&s->list, ui, event);
    if (result == LIST_UNKNOWN)
        return guide_session_act(ui, event);
    if (result < 0)
        return intent_of_list(result);
    int found = (int)s->list.n;
    return guide_session_answer(ui, result < found ? s->list.found[result].code : s->values[result - found]);
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct guide_school *s = screen->state;
    int error = guide_head_layout(&s->head, ui, &s->place, cols, MEASURE, 0, rows < TIGHT_ROWS);
    if (error)
        return error;
    school_list_layout(&s->list, s->head.text.rows, rows, cols);
    return 0;
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct guide_school *s = screen->state;
    (void)ui;
    guide_head_draw(&s->head, canvas, body, hits);
    school_list_draw(&s->list, canvas, body, hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct guide_school *s = screen->state;
    footer_add(out, ACTION_DOWN, "↑↓", "移动");
    footer_add(out, ACTION_OPEN, "Enter", "选定");
    if (s->list.typing.n)
        footer_add(out, ACTION_ERASE, NULL, "删一个字");
    guide_session_footer(ui, out, ACTION_LEFT);
}

const struct screen_ops screen_guide_school = {
    .name = "guide-school",
    .typing = true,
    .idle_seconds = IDLE_LONG,
    .open = open_school,
    .close = close_school,
    .act = act,
    .layout = layout,
    .draw = draw,
    .aloud = guide_session_aloud,
    .title = guide_session_title,
    .footer = footer,
};
