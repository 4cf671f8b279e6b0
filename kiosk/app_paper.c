/* SPDX-License-Identifier: MIT */
/* From a screen to paper. */
#include "kiosk/app_inside.h"

#include "kiosk/counting.h"

#include "ui/desk.h"

/* The print screen, with what this screen puts on paper. */
void app_open_print(struct app *app)
{
    struct screen *screen = app_top(app);
    struct document *paper;
    if (!screen->ops->paper)
        return;
    int error = screen->ops->paper(&paper, screen, &app->ui);
    if (error) {
        app_push_service(app, error);
        return;
    }
    app_drop_paper(app);
    if (app->ui.desk && app->printer) /* each slip is for another student */
        app->printer->forget(app->printer->context);
    app->ui.paper = paper;
    app_go(app, (struct route){.screen = SCREEN_PRINT});
}

void app_print(struct app *app)
{
    if (app->printer && app->ui.paper)
        app->ui.print_error = app->printer->start(app->printer->context, app->ui.paper);
    app->dirty = true;
}

void app_printer_changed(struct app *app)
{
    if (!app->watching)
        return;
    enum print_progress progress = app->ui.printer->progress;
    if (progress == PRINT_DONE && app->progress != PRINT_DONE && app->depth > 1 &&
        app_top(app)->route.screen == SCREEN_PRINT)
        counting_printed(app->tally, &app->ui, app_top(app) - 1);
    if (progress == PRINT_SENDING || progress != app->progress)
        app->activity.at = app_now(app); /* somebody waits for their slip */
    app->progress = progress;
    app->dirty = true;
}
