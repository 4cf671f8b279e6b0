/* SPDX-License-Identifier: MIT */
/* One question of a guide that a date answers. */
#include "ui/date_entry.h"
#include "ui/guide_session.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#define MEASURE 80
#define TIGHT_ROWS 16

struct date_screen {
    struct guide_place place;
    struct guide_head head;
    struct date_entry entry;
    struct rect grid; /* within the body */
};

static void close_date(struct screen *screen)
{
    struct date_screen *s = screen->state;
    guide_head_fini(&s->head);
    free(s);
}

static int open_date(struct screen *screen, struct ui *ui)
{
    struct date_screen *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    screen->state = s;
    int error = guide_session_place(&s->place, ui);
    if (error) {
        close_date(screen);
        return error;
    }
    const struct guide_option *unsure = guide_option_of(s->place.node, GUIDE_UNSURE);
    date_entry_init(&s->entry, s->place.node->precision, guide_session_today(ui).year,
                    unsure ? unsure->label : NULL);
    return 0;
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct date_screen *s = screen->state;
    char value[DATE_ENTRY_TEXT];
    switch (date_entry_act(&s->entry, event)) {
    case DATE_ENTRY_CHANGED:
        return intent_of(INTENT_REDRAW);
    case DATE_ENTRY_DONE:
        date_entry_text(value, &s->entry);
        return guide_session_answer(ui, value);
    case DATE_ENTRY_UNSURE:
        return guide_session_answer(ui, GUIDE_UNSURE);
    case DATE_ENTRY_BACK:
        return guide_session_back(ui);
    case DATE_ENTRY_UNKNOWN:
        return guide_session_act(ui, event);
    default:
        return intent_of(INTENT_STAY);
    }
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct date_screen *s = screen->state;
    bool tight = rows < TIGHT_ROWS;
    int error = guide_head_layout(&s->head, ui, &s->place, cols, MEASURE, tight ? 0 : 1, tight);
    if (error)
        return error;
    const struct rect *text = &s->head.text;
    int top = text->row + text->rows + (tight ? 1 : 3);
    s->grid = (struct rect){top, text->col, rows - top, text->cols};
    date_entry_layout(&s->entry, s->grid.rows, s->grid.cols);
    return 0;
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct date_screen *s = screen->state;
    struct rect grid = s->grid;
    (void)ui;
    grid.row += body.row;
    guide_head_draw(&s->head, canvas, body, hits);
    date_entry_draw_typed(&s->entry, canvas,
                          grid.row - (s->grid.row > s->head.text.row + s->head.text.rows + 1 ? 2 : 1),
                          grid.col + 1);
    date_entry_draw_grid(&s->entry, canvas, grid, hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct date_screen *s = screen->state;
    footer_add(out, ACTION_NONE, "数字", "输入");
    footer_add(out, ACTION_RIGHT, "←→↑↓", "挑选");
    footer_add(out, ACTION_OPEN, "Enter", "确定");
    if (date_entry_is_begun(&s->entry))
        footer_add(out, ACTION_ERASE, NULL, "改前一项");
    else if (s->place.n_path)
        footer_add(out, ACTION_ERASE, NULL, "上一步");
    guide_session_footer(ui, out, ACTION_NONE);
}

const struct screen_ops screen_guide_date = {
    .name = "guide-date",
    .idle_seconds = IDLE_LONG,
    .open = open_date,
    .close = close_date,
    .act = act,
    .layout = layout,
    .draw = draw,
    .aloud = guide_session_aloud,
    .title = guide_session_title,
    .footer = footer,
};
