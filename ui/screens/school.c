/* SPDX-License-Identifier: MIT */
/* Looking up any school, without a guide; and at the desk, picking the own one. */
#include "ui/desk.h"
#include "ui/school_list.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

static void close_school(struct screen *screen)
{
    struct school_list *list = screen->state;
    school_list_fini(list);
    free(list);
}

static int open_school(struct screen *screen, struct ui *ui)
{
    screen->state = calloc(1, sizeof(struct school_list));
    if (!screen->state)
        return -ENOMEM;
    school_list_init(screen->state, ui);
    return 0;
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct school_list *list = screen->state;
    int result = school_list_act(list, ui, event);
    if (result < 0)
        return intent_of_list(result);
    struct intent intent = {.kind = INTENT_GO, .route = {.screen = SCREEN_SCHOOL_CARD}};
    snprintf(intent.route.code, sizeof(intent.route.code), "%s", list->found[result].code);
    return intent;
}

static struct intent pick(struct screen *screen, struct ui *ui, struct event event)
{
    struct school_list *list = screen->state;
    int result = school_list_act(list, ui, event);
    if (result < 0)
        return intent_of_list(result);
    snprintf(ui->desk->code, sizeof(ui->desk->code), "%s", list->found[result].code);
    return intent_of(INTENT_BACK);
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    (void)ui;
    school_list_layout(screen->state, rows >= 16 ? 1 : 0, rows, cols);
    return 0;
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    (void)ui;
    school_list_draw(screen->state, canvas, body, hits);
}

static void write_footer(const struct screen *screen, struct footer *out, const char *open)
{
    const struct school_list *list = screen->state;
    if (list->n) {
        footer_add(out, ACTION_DOWN, "↑↓", "移动");
        footer_add(out, ACTION_OPEN, "Enter", open);
    }
    if (list->typing.n)
        footer_add(out, ACTION_ERASE, NULL, "删一个字");
    footer_add(out, ACTION_BACK, NULL, NULL);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)ui;
    write_footer(screen, out, "看详情");
}

static void pick_footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)ui;
    write_footer(screen, out, "就是这所");
}

const struct screen_ops screen_school = {
    .name = "school",
    .typing = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_school,
    .close = close_school,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"一本通", "查学校"},
    .footer = footer,
};

const struct screen_ops screen_desk_school = {
    .name = "desk-school",
    .right = SITE_MAY_EDIT,
    .typing = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_school,
    .close = close_school,
    .act = pick,
    .layout = layout,
    .draw = draw,
    .trail = {"工作台", "学校信息", "选学校"},
    .footer = pick_footer,
};
