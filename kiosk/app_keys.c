/* SPDX-License-Identifier: MIT */
/* Keys, fingers and time become events. */
#include "kiosk/app_inside.h"

#include "db/site/pin.h"
#include "db/site/tally.h"
#include "ui/desk.h"

int64_t app_countdown_at(const struct app *app)
{
    int seconds = app->stack[app->depth - 1].ops->idle_seconds;
    if (seconds && app->idle_seconds)
        seconds = app->idle_seconds;
    return seconds ? app->activity.at + (int64_t)seconds * 1000 : -1;
}

/* Character by character, as if it had been typed; the screen may change on the way. */
static void serve_paste(struct app *app, const struct key *key)
{
    const struct screen_ops *ops = app_top(app)->ops;
    for (size_t i = 0; ops->pastes && i < INPUT_PASTE_MAX && key->text[i] && app_top(app)->ops == ops; i++)
        app_dispatch(app, (struct event){.action = ACTION_TEXT, .ch = key->text[i]});
}

/* A finger that comes down means nothing yet. */
static void serve_finger(struct app *app, const struct key *key)
{
    struct event event = finger_event(&app->finger, key, &app->hits, app->dirty);
    if (event.action != ACTION_NONE || key->type == KEY_RELEASE)
        app_dispatch(app, event);
}

/* Whether the key is part of what staff do to be asked for their PIN. Without one there is no way out by
 * keys. */
static bool serve_gesture(struct app *app, const struct key *key)
{
    bool set = false;
    if (!app->ui.locked || app->ui.desk || !app->ui.site_db || app->depth > 1)
        return false;
    enum gesture_result result = gesture_offer(&app->gesture, key, app->rows, app->cols, app_now(app));
    if (result == GESTURE_DONE && site_pin_is_set(&set, app->ui.site_db) == 0 && set)
        app_go(app, (struct route){.screen = SCREEN_STAFF_PIN});
    return result != GESTURE_PASS;
}

static void serve_key(struct app *app, const struct key *key)
{
    int64_t at = app_countdown_at(app);
    bool counting = at >= 0 && app_now(app) >= at;
    if (app->depth == 1)
        app_forget_slips(app);
    activity_note(&app->activity, key, app_now(app));
    app->dirty |= counting || *app->ui.notice;
    app->ui.notice[0] = '\0';
    if (serve_gesture(app, key))
        return;
    if (counting && !app->ui.desk) /* the key says “I am still here” and nothing else */
        return;
    if (key->type == KEY_PASTE)
        serve_paste(app, key);
    else if (finger_is_meant(key))
        serve_finger(app, key);
    else
        app_dispatch(app, app_top(app)->ops->typing ? action_of_typed_key(key) : action_of_key(key));
}

static void serve_held_keys(struct app *app)
{
    struct key key;
    while (burst_take(&key, &app->burst))
        serve_key(app, &key);
}

/* Whether digits that come fast are a card reader's: not where staff write, and paste telephone numbers into
 * terminals that do not say so. */
static bool fears_card_readers(const struct app *app)
{
    const struct screen_ops *ops = app->stack[app->depth - 1].ops;
    return !(app_is_open_desk(app) && (ops->typing || ops->pastes));
}

void app_key(struct app *app, const struct key *key)
{
    int64_t now = app_now(app);
    if (app->burst.n && now >= burst_deadline(&app->burst))
        serve_held_keys(app);
    if (!app_top(app)->ops->digits && fears_card_readers(app) && burst_offer(&app->burst, key, now))
        return;
    serve_held_keys(app);
    serve_key(app, key);
}

/* Until the clock on the screen is wrong. */
static int64_t next_minute(const struct app *app)
{
    time_t wall = app->ui.clock.wall(app->ui.clock.context);
    return app_now(app) + (60 - wall % 60) * 1000;
}

/* The countdown's next second, or its start. */
static int64_t next_second(const struct app *app)
{
    int64_t at = app_countdown_at(app), now = app_now(app);
    if (at < 0 || now < at)
        return at;
    return now + 1000 - (now - at) % 1000;
}

int64_t app_deadline(const struct app *app)
{
    const struct screen *screen = &app->stack[app->depth - 1];
    int64_t deadline = deadline_earlier(next_minute(app), next_second(app));
    deadline = deadline_earlier(deadline, number_entry_deadline(&app->number));
    deadline = deadline_earlier(deadline, burst_deadline(&app->burst));
    if (app->listening)
        deadline = deadline_earlier(deadline, app_now(app) + LISTEN_MS);
    if (screen->ops->deadline)
        deadline = deadline_earlier(deadline, screen->ops->deadline(screen, &app->ui));
    return deadline;
}

void app_tick(struct app *app)
{
    if (app->burst.n && app_now(app) >= burst_deadline(&app->burst))
        serve_held_keys(app);
    int64_t now = app_now(app);
    app_follow_voice(app, now);
    int64_t at = app_countdown_at(app);
    if (app->number.pending && now >= app->number.until)
        app_dispatch(app, (struct event){.action = ACTION_OPEN});
    struct screen *screen = app_top(app);
    if (screen->ops->tick) {
        struct intent intent = screen->ops->tick(screen, &app->ui);
        app_follow(app, &intent, (struct event){.action = ACTION_NONE});
    }
    if (at >= 0 && now >= at) {
        app->dirty = true;
        if (now >= at + app->countdown_ms)
            (app_is_open_desk(app) ? app_lock : app_go_attract)(app);
    }
    app_keep_theme_usual(app, now);
    if (app->ui.clock.wall(app->ui.clock.context) / 60 != app->minute_drawn) {
        app->dirty = true;
        app->unwritten |= app->tally && app->tally->error; /* it may have got better */
    }
}
