/* SPDX-License-Identifier: MIT */
/* Home, back, the start; what a visitor or a clerk leaves behind. */
#include "kiosk/app_inside.h"

#include "kiosk/counting.h"

#include "ui/desk.h"

void app_go_home(struct app *app)
{
    if (app->ui.desk && !app_is_open_desk(app))
        return;
    app_keep_all(app);
    app_cut_to(app, 1);
    app_read_profile(app);
    if (app->ui.handbook)
        app_go(app, (struct route){.screen = SCREEN_HOME});
    else
        app_push_service(app, app->ui.handbook_error);
}

static void set_theme(struct app *app, size_t index)
{
    app->theme = theme_at(index);
    if (!app->theme) {
        index = 0;
        app->theme = theme_at(0);
    }
    app->theme_index = index;
    app->ui.theme_name = app->theme->name;
    app->dirty = true;
}

/* Where nobody has chosen one: by day the hall's, in its dim hours the dark one. */
void app_set_usual_theme(struct app *app)
{
    const struct hours *hours = app->ui.hours;
    time_t wall = app->ui.clock.wall(app->ui.clock.context);
    bool dim = hours && hours_is_dim(hours, moment_of(wall).minute);
    size_t index = dim ? app->night_theme : app->default_theme;
    app->theme_chosen = false;
    if (index != app->theme_index || !app->theme)
        set_theme(app, index);
}

void app_choose_theme(struct app *app, size_t index)
{
    set_theme(app, index);
    app->theme_chosen = true;
}

/* On the attract screen: evening comes, and what somebody chose who then went away is dropped. */
void app_keep_theme_usual(struct app *app, int64_t now)
{
    if (app->depth == 1 && (!app->theme_chosen || now - app->activity.at >= THEME_KEPT_MS))
        app_set_usual_theme(app);
}

void app_drop_number(struct app *app)
{
    if (number_entry_take(&app->number))
        app->dirty = true;
    app->ui.number_pending = 0;
}

void app_drop_paper(struct app *app)
{
    document_free(app->ui.paper);
    app->ui.paper = NULL;
    app->ui.print_error = 0;
}

/* Whoever goes back to the start and comes again at once is the same visitor, with what is left of their
 * slips. */
void app_forget_slips(struct app *app)
{
    if (app->printer && activity_rests(&app->activity, app_now(app)))
        app->printer->forget(app->printer->context);
}

/* Forgets the visitor, or the clerk. */
void app_go_attract(struct app *app)
{
    app_keep_all(app);
    app_fall_silent(app);
    app_cut_to(app, 1);
    counting_left(app->tally);
    app->unwritten = true;
    if (app->ui.desk)
        desk_log_out(app->ui.desk);
    app_read_profile(app);
    app->ui.audience = 0;
    app->ui.home_selected = 0;
    app->ui.guide = (struct guide_session){.question = 0};
    app_drop_paper(app);
    app_forget_slips(app);
    app_drop_number(app);
    app_set_usual_theme(app);
    activity_forget(&app->activity);
}

/* All stays as it is, under the lock, and is written when nothing of it shows any more. */
void app_lock(struct app *app)
{
    if (!app_is_open_desk(app))
        return;
    app_drop_number(app);
    app->unwritten = true;
    app->ui.desk->locked = true;
    if (app_push(app, (struct route){.screen = SCREEN_DESK_LOGIN}) != 0)
        app_go_attract(app); /* rather leave than stay open */
}

void app_go_back(struct app *app)
{
    if (app->depth <= 2)
        app_go_attract(app);
    else
        app_cut_to(app, app->depth - 1);
}
