/* SPDX-License-Identifier: MIT */
/* What is inside the app: shared by kiosk/app*.c, and by nobody else. */
#ifndef KIOSK_APP_INSIDE_H
#define KIOSK_APP_INSIDE_H

#include "kiosk/app.h"

#include "kiosk/activity.h"
#include "kiosk/burst.h"
#include "kiosk/finger.h"
#include "kiosk/gesture.h"
#include "ui/number_entry.h"
#include "ui/qr_shelf.h"

#define STACK_MAX 12
#define COUNTDOWN_MS 20000
#define LISTEN_MS 500       /* between two looks whether the voice has ended */
#define THEME_KEPT_MS 60000 /* on the attract screen, without a key */

struct app {
    struct ui ui;
    struct screen stack[STACK_MAX + 1]; /* the lock of the desk lies over a full stack too */
    int depth;
    struct hits hits;
    struct number_entry number;
    struct burst burst;
    const struct theme *theme;
    const struct app_printer *printer;
    const struct app_voice *voice;
    bool listening;               /* something was asked to be read, and has not ended yet */
    int64_t listen_until;         /* then it is taken for stuck */
    bool watching;                /* the printer is asked for its state */
    enum print_progress progress; /* as it was when it last changed */
    size_t theme_index, default_theme, night_theme;
    bool theme_chosen; /* by whoever is there */
    int idle_seconds, countdown_ms;
    struct tally *tally;
    const char *province; /* what the title bar says while the school is not known */
    struct addendum_shown *addenda[CONTENT_QUESTIONS]; /* as last read from site.db */
    struct profile *own_profile;                       /* as last read from site.db */
    int64_t site_revision;
    struct activity activity;
    struct finger finger;
    struct gesture gesture;
    int rows, cols; /* as last painted */
    int exit_code;
    bool dirty, quit;
    bool unwritten; /* since the last frame that covered it: counters, at the desk also what is not saved */
    enum {
        READ_AHEAD_GUIDES,
        READ_AHEAD_SEARCH,
        READ_AHEAD_ANSWERS,
        READ_AHEAD_CODES,
        READ_AHEAD_DONE
    } read_ahead;
    struct qr_shelf codes;
    time_t minute_drawn;
};

/* Screens on top of one another, and what the hall knows (app_stack.c). Pushing: 0, or why the screen cannot
 * open; app_go shows the service screen then. */
struct screen *app_top(struct app *app);
int64_t app_now(const struct app *app);
void app_pop(struct app *app);
int app_push(struct app *app, struct route route);
void app_read_profile(struct app *app);
void app_push_service(struct app *app, int error);
bool app_is_open_desk(const struct app *app);
void app_go(struct app *app, struct route route);
void app_cut_to(struct app *app, int depth);
void app_write_counters(struct app *app);
void app_keep_all(struct app *app);

/* Ways, and what whoever goes leaves behind (app_ways.c). */
void app_go_home(struct app *app);
void app_set_usual_theme(struct app *app);
void app_choose_theme(struct app *app, size_t index);
void app_keep_theme_usual(struct app *app, int64_t now);
void app_drop_number(struct app *app);
void app_drop_paper(struct app *app);
void app_forget_slips(struct app *app);
void app_go_attract(struct app *app);
void app_lock(struct app *app);
void app_go_back(struct app *app);

/* Reading aloud (app_voice.c). */
bool app_is_speaking(const struct app *app);
void app_fall_silent(struct app *app);
void app_speak(struct app *app);
void app_follow_voice(struct app *app, int64_t now);

/* The print screen, and a slip begun (app_paper.c). */
void app_open_print(struct app *app);
void app_print(struct app *app);

/* What is done about an event, and about what a screen wants (app_events.c). */
void app_follow(struct app *app, const struct intent *intent, struct event event);
void app_dispatch(struct app *app, struct event event);

/* When the countdown starts, monotonic ms; -1 never (app_keys.c). */
int64_t app_countdown_at(const struct app *app);

#endif
