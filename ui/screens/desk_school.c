/* SPDX-License-Identifier: MIT */
/* Picking the own school from the Ministry's list. */
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
    if (result == SCHOOL_LIST_UNKNOWN)
        return intent_of(INTENT_NONE);
    if (result < 0)
        return intent_of(result == SCHOOL_LIST_MOVED ? INTENT_REDRAW : INTENT_STAY);
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

static void title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    (void)screen;
    snprintf(out, size, "工作台 %s 学校信息 %s 选学校", ui->glyphs->trail, ui->glyphs->trail);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)screen;
    (void)ui;
    footer_add(out, ACTION_DOWN, "↑↓", "移动");
    footer_add(out, ACTION_OPEN, "Enter", "就是这所");
    footer_add(out, ACTION_ERASE, NULL, "删一个字");
    footer_add(out, ACTION_BACK, NULL, NULL);
}

const struct screen_ops screen_desk_school = {
    .name = "desk-school",
    .right = SITE_MAY_EDIT,
    .typing = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_school,
    .close = close_school,
    .act = act,
    .layout = layout,
    .draw = draw,
    .title = title,
    .footer = footer,
};
