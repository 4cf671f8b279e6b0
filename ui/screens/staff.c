/* SPDX-License-Identifier: MIT */
/* Behind the PIN: what staff do at a locked kiosk. */
#include "ui/staff.h"
#include "ui/options.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#define MEASURE 72

struct menu {
    struct options options;
    struct rect list; /* within the body */
};

static int open_menu(struct screen *screen, struct ui *ui)
{
    struct menu *s = calloc(1, sizeof(*s));
    (void)ui;
    if (!s)
        return -ENOMEM;
    s->options.n = STAFF_SERVICES;
    for (int i = 0; i < STAFF_SERVICES; i++) {
        s->options.labels[i] = staff_services[i].label;
        s->options.hints[i] = staff_services[i].hint;
    }
    screen->state = s;
    return 0;
}

static void close_menu(struct screen *screen)
{
    struct menu *s = screen->state;
    options_fini(&s->options);
    free(s);
}

static struct intent serve(int service)
{
    switch (service) {
    case STAFF_DO_PRINT:
        return intent_of(INTENT_PAPER);
    case STAFF_DO_CHECK:
        return (struct intent){.kind = INTENT_GO, .route = {.screen = SCREEN_STAFF_CHECK}};
    case STAFF_DO_RESTART:
        return (struct intent){.kind = INTENT_END, .code = STAFF_RESTART};
    default:
        return (struct intent){.kind = INTENT_END, .code = STAFF_MAINTENANCE};
    }
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct menu *s = screen->state;
    (void)ui;
    int result = options_act(&s->options, event);
    if (result >= 0)
        return serve(result);
    if (result != LIST_UNKNOWN)
        return intent_of_list(result);
    switch (event.action) {
    case ACTION_BACK:
    case ACTION_HOME:
    case ACTION_DIGIT: /* 0: who is at home here has left */
        return intent_of(INTENT_LEAVE);
    case ACTION_PRINT:
        return intent_of(INTENT_PAPER);
    case ACTION_THEME:
        return intent_of(INTENT_NONE);
    default:
        return intent_of(INTENT_STAY);
    }
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct menu *s = screen->state;
    int top = rows >= 16 ? 3 : 1;
    s->list = rect_column((struct rect){top, 0, rows - top, cols}, MEASURE);
    return options_layout(&s->options, ui->glyphs, s->list.rows, s->list.cols);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct menu *s = screen->state;
    struct rect list = s->list;
    (void)ui;
    canvas_put(canvas, body.row + (list.row > 1 ? 1 : 0), list.col, list.cols,
               (struct style){ROLE_HEADING, ATTR_BOLD}, "维护");
    list.row += body.row;
    options_draw(&s->options, canvas, list, hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)screen;
    (void)ui;
    footer_add(out, ACTION_OPEN, "数字", "选择");
    footer_add(out, ACTION_DOWN, "↑↓", "移动");
    footer_add(out, ACTION_BACK, NULL, "离开维护");
}

static int paper(struct document **out, const struct screen *screen, const struct ui *ui)
{
    (void)screen;
    return staff_slip(out, ui->clock.wall(ui->clock.context));
}

const struct screen_ops screen_staff = {
    .name = "staff",
    .prints = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_menu,
    .close = close_menu,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"一本通", "维护"},
    .footer = footer,
    .paper = paper,
};
