/* SPDX-License-Identifier: MIT */
/* What is done about an event. */
#include "kiosk/app_inside.h"

#include "ui/desk.h"

/* Whoever passes a locked desk ends nothing; what cannot be saved is shown and asked about first. */
static void quit(struct app *app, bool asked)
{
    if (app->ui.locked || (app->ui.desk && app->ui.desk->locked))
        return;
    for (int i = 0; !asked && i < app->depth - 1; i++) {
        struct screen *screen = &app->stack[i];
        if (!screen->ops->keep || screen->ops->keep(screen, &app->ui) >= 0)
            continue;
        app_cut_to(app, i + 1);
        app_dispatch(app, (struct event){.action = ACTION_QUIT});
        return;
    }
    app->quit = true;
}

void app_follow(struct app *app, const struct intent *intent, struct event event)
{
    switch (intent->kind) {
    case INTENT_NONE:
    case INTENT_STAY:
        break;
    case INTENT_REDRAW:
        app->dirty = true;
        break;
    case INTENT_GO:
        app_go(app, intent->route);
        break;
    case INTENT_REPLACE:
        app_cut_to(app, app->depth - 1 - intent->drop);
        app_go(app, intent->route);
        break;
    case INTENT_BACK:
        app_go_back(app);
        break;
    case INTENT_PRINT:
        app_print(app);
        break;
    case INTENT_QUIT:
        quit(app, true);
        break;
    case INTENT_LEAVE:
        app_go_attract(app);
        break;
    case INTENT_PAPER:
        app_open_print(app);
        break;
    case INTENT_END:
        app->quit = true;
        app->exit_code = intent->code;
        break;
    case INTENT_TROUBLE:
        app_push_service(app, intent->error);
        break;
    case INTENT_HOME:
        app_go_home(app);
        if (intent->forward && app->depth > 1) /* nothing opened when memory ran out */
            app_dispatch(app, event);
        break;
    }
}

static void open_once(struct app *app, enum screen_id id)
{
    if (app_top(app)->route.screen != id)
        app_go(app, (struct route){.screen = id});
}

/* Whoever writes Chinese where nothing is to be written is looking for something. */
static void search_for(struct app *app, struct event event)
{
    if (!app->ui.handbook || !event_is_han(event) || app_top(app)->ops->typing)
        return;
    open_once(app, SCREEN_SEARCH);
    if (app_top(app)->route.screen == SCREEN_SEARCH)
        app_dispatch(app, event);
}

/* What no screen used means the same everywhere. */
static void fall_back(struct app *app, struct event event)
{
    switch (event.action) {
    case ACTION_DIGIT:
        if (event.value == 0)
            app_go_home(app);
        break;
    case ACTION_HOME:
        app_go_home(app);
        break;
    case ACTION_BACK:
        app_go_back(app);
        break;
    case ACTION_ERASE: /* held too long it ends at home, not in a forgotten visit */
        if (app->depth > 2)
            app_go_back(app);
        break;
    case ACTION_HELP:
        open_once(app, SCREEN_HELP);
        break;
    case ACTION_ABOUT:
        open_once(app, SCREEN_ABOUT);
        break;
    case ACTION_SEARCH:
        if (app->ui.handbook)
            open_once(app, SCREEN_SEARCH);
        break;
    case ACTION_TEXT:
        search_for(app, event);
        break;
    case ACTION_SCHOOL:
        if (app->ui.handbook)
            open_once(app, SCREEN_SCHOOL);
        break;
    case ACTION_PRINT:
        app_open_print(app);
        break;
    case ACTION_THEME:
        app_choose_theme(app, app->theme_index + 1);
        break;
    case ACTION_SPEAK:
        app_speak(app);
        break;
    case ACTION_QUIT:
        quit(app, false);
        break;
    default:
        break;
    }
}

/* What an act at the desk has changed for the whole interface. */
static void heed_desk(struct app *app)
{
    struct desk *desk = app->ui.desk;
    if (desk->profile_changed)
        app_read_profile(app);
    desk->profile_changed = false;
    if (!desk->revoked)
        return;
    app_go_attract(app);
    desk_warn(&app->ui, DESK_REVOKED);
}

/* Digits on a screen of questions: the event of a whole number, or nothing yet. */
static struct event number_event(struct app *app, struct event event)
{
    int number = event.action == ACTION_DIGIT ? number_entry_digit(&app->number, event.value, app_now(app))
                                              : number_entry_take(&app->number);
    app->dirty |= app->ui.number_pending != app->number.pending;
    app->ui.number_pending = app->number.pending;
    if (number > 0)
        return (struct event){.action = ACTION_RELATED, .value = number};
    return (struct event){.action = number < 0 ? ACTION_HOME : ACTION_NONE};
}

void app_dispatch(struct app *app, struct event event)
{
    bool was_speaking = app_is_speaking(app);
    app_fall_silent(app);
    if (event.action == ACTION_NONE || (event.action == ACTION_SPEAK && was_speaking))
        return;
    if (event.action == ACTION_LOCK) {
        app_lock(app);
        return;
    }
    if (event.action == ACTION_SPEAK && app->ui.desk) /* which has V for something else */
        event.action = ACTION_TEXT;
    struct screen *screen = app_top(app);
    if (app->number.pending && (event.action == ACTION_BACK || event.action == ACTION_ERASE)) {
        app_drop_number(app);
        return;
    }
    if (screen->ops->numbers &&
        (event.action == ACTION_DIGIT || (event.action == ACTION_OPEN && app->number.pending)))
        event = number_event(app, event);
    else
        app_drop_number(app);
    if (event.action == ACTION_NONE)
        return;
    struct intent intent = screen->ops->act(screen, &app->ui, event);
    if (intent.kind == INTENT_NONE)
        fall_back(app, event);
    else
        app_follow(app, &intent, event);
    if (app->ui.desk)
        heed_desk(app);
}
