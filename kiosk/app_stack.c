/* SPDX-License-Identifier: MIT */
/* Screens on top of one another, and what the hall knows beside the handbook. */
#include "kiosk/app_inside.h"

#include "kiosk/counting.h"

#include "db/site/profile.h"
#include "ui/desk.h"

#include "base/error.h"

#include <string.h>

struct screen *app_top(struct app *app)
{
    return &app->stack[app->depth - 1];
}

int64_t app_now(const struct app *app)
{
    return app->ui.clock.monotonic_ms(app->ui.clock.context);
}

void app_pop(struct app *app)
{
    struct screen *screen = app_top(app);
    counting_closed(app->tally, &app->ui, screen);
    if (screen->ops->close)
        screen->ops->close(screen);
    app->depth--;
}

/* A long chain of related questions forgets its oldest link, never the screens below it. */
static void make_room(struct app *app)
{
    if (app->depth < STACK_MAX)
        return;
    struct screen *oldest = &app->stack[1];
    if (oldest->ops->keep)
        oldest->ops->keep(oldest, &app->ui);
    if (oldest->ops->close)
        oldest->ops->close(oldest);
    memmove(oldest, oldest + 1, (size_t)(app->depth - 2) * sizeof(*oldest));
    app->depth--;
}

/* The printer is asked how it is while something that can be printed is looked at. */
static void watch_printer(struct app *app)
{
    bool watch = app_top(app)->ops->prints;
    if (app->printer && watch != app->watching)
        app->printer->watch(app->printer->context, watch);
    app->watching = watch;
}

/* The desk has screens of its own for what the kiosk shows, and opens them from wherever the kiosk would. */
static enum screen_id at_desk(enum screen_id id)
{
    return id == SCREEN_HOME ? SCREEN_DESK_BENCH : id == SCREEN_ANSWER ? SCREEN_DESK_QUESTION : id;
}

int app_push(struct app *app, struct route route)
{
    if (app->ui.desk)
        route.screen = at_desk(route.screen);
    if (route.screen != SCREEN_DESK_LOGIN) /* the lock leaves all as it is */
        make_room(app);
    struct screen screen = {.ops = screen_ops(route.screen), .route = route};
    int error = screen.ops->open ? screen.ops->open(&screen, &app->ui) : 0;
    if (error)
        return error;
    counting_opened(app->tally, &app->ui, app->depth ? app_top(app) : NULL, &route);
    app->stack[app->depth++] = screen;
    watch_printer(app);
    finger_lift(&app->finger);
    app->dirty = true;
    return 0;
}

/* What the school says of itself, as it is now; also when another program changed it. */
void app_read_profile(struct app *app)
{
    int64_t revision;
    struct profile *profile;
    if (!app->ui.site_db || site_revision(&revision, app->ui.site_db) != 0 ||
        (app->own_profile && revision == app->site_revision))
        return;
    if (site_profile_read(&profile, app->ui.site_db) != 0)
        return;
    site_profile_free(app->own_profile);
    app->own_profile = profile;
    app->site_revision = revision;
    app->ui.profile = profile;
    app->ui.site = *profile->school ? profile->school : app->province;
    app->dirty = true;
}

/* The content cannot be read: say so on a screen of its own rather than leave the visitor with a dead key. */
void app_push_service(struct app *app, int error)
{
    if (app_top(app)->route.screen == SCREEN_SERVICE)
        return;
    app->ui.trouble = error;
    app_push(app, (struct route){.screen = SCREEN_SERVICE});
}

bool app_is_open_desk(const struct app *app)
{
    return app->ui.desk && app->ui.desk->logged_in && !app->ui.desk->locked;
}

/* Whether whoever is logged in may still see that screen: another desk may have taken the right away. */
static bool may_open(struct app *app, enum screen_id id)
{
    return !app_is_open_desk(app) || (desk_renew(&app->ui) != -EPERM && desk_may_open(&app->ui, id));
}

void app_go(struct app *app, struct route route)
{
    if (!may_open(app, route.screen)) {
        desk_complain(&app->ui, -EPERM);
        app->dirty = true;
        return;
    }
    int error = app_push(app, route);
    if (error)
        app_push_service(app, error);
}

void app_cut_to(struct app *app, int depth)
{
    bool uncovered = app->depth > depth;
    while (app->depth > depth)
        app_pop(app);
    if (uncovered && app->ui.desk)
        app_read_profile(app);
    if (uncovered && app_top(app)->ops->resume)
        app_top(app)->ops->resume(app_top(app), &app->ui);
    watch_printer(app);
    finger_lift(&app->finger);
    app->dirty = true;
}

void app_write_counters(struct app *app)
{
    if (app->tally && app->ui.site_db) /* what is not written now stays for the next time */
        app->ui.recording = site_tally_flush(app->ui.site_db, app->tally);
}

/* What nobody has saved yet, before they go or the desk locks. */
void app_keep_all(struct app *app)
{
    for (int i = 0; i < app->depth; i++) {
        struct screen *screen = &app->stack[i];
        if (screen->ops->keep && screen->ops->keep(screen, &app->ui) < 0 && app->ui.desk)
            app->ui.desk->unkept = true;
    }
}
