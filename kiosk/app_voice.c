/* SPDX-License-Identifier: MIT */
/* What a screen shows, read aloud. */
#include "kiosk/app_inside.h"

#include "ui/spoken.h"

#include "base/error.h"

/* The slowest rate takes some 700 ms for a Chinese character; what takes longer than this is stuck. */
#define CHARACTER_MS 1000
#define BEGIN_MS 30000

static int64_t longest_ms(const char *text)
{
    int64_t characters = 0;
    for (; *text; text++)
        characters += ((unsigned char)*text & 0xc0) != 0x80;
    return BEGIN_MS + characters * CHARACTER_MS;
}

bool app_is_speaking(const struct app *app)
{
    return app->voice && app->voice->is_speaking(app->voice->context);
}

void app_fall_silent(struct app *app)
{
    app->listening = false;
    if (app_is_speaking(app))
        app->voice->stop(app->voice->context);
}

/* What the screen says of itself, else what it puts on paper. *out is NULL if it is neither. */
static int text_to_speak(char **out, const struct app *app)
{
    const struct screen *screen = &app->stack[app->depth - 1];
    struct document *paper;
    *out = NULL;
    if (screen->ops->aloud)
        return screen->ops->aloud(out, screen, &app->ui);
    int error = screen->ops->paper ? screen->ops->paper(&paper, screen, &app->ui) : 1;
    if (error)
        return error < 0 ? error : 0;
    error = spoken_document(out, paper);
    document_free(paper);
    return error;
}

void app_speak(struct app *app)
{
    _cleanup_free_ char *text = NULL;
    if (!app->voice)
        return;
    int error = text_to_speak(&text, app);
    if (!error && text)
        error = app->voice->say(app->voice->context, text);
    app->listening = !error && text;
    if (app->listening)
        app->listen_until = app_now(app) + longest_ms(text);
    if (error)
        app_push_service(app, error);
}

/* Looks whether it has ended, and says so if nothing was to be heard. A voice that is stuck keeps nobody's
 * screen. */
void app_follow_voice(struct app *app, int64_t now)
{
    if (!app->listening)
        return;
    if (app_is_speaking(app) && now >= app->listen_until) {
        app_fall_silent(app);
        return;
    }
    if (app_is_speaking(app)) { /* somebody listens */
        app->activity.at = now;
        return;
    }
    app->listening = false;
    if (!app->voice->trouble(app->voice->context))
        return;
    snprintf(app->ui.notice, sizeof(app->ui.notice), SPOKEN_NOT_NOW);
    app->ui.notice_bad = true;
    app->dirty = true;
}
