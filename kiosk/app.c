/* SPDX-License-Identifier: MIT */
#include "kiosk/app.h"

#include "kiosk/activity.h"
#include "kiosk/burst.h"
#include "kiosk/counting.h"
#include "kiosk/finger.h"

#include "db/search.h"
#include "db/site/profile.h"
#include "ui/addendum_flow.h"
#include "ui/desk.h"
#include "ui/frame.h"
#include "ui/number_entry.h"

#include "base/error.h"

#include <string.h>

#define STACK_MAX 12
#define COUNTDOWN_MS 20000
#define PROVINCE "吉林省高校"

struct app {
    struct ui ui;
    struct screen stack[STACK_MAX + 1]; /* the lock of the desk lies over a full stack too */
    int depth;
    struct hits hits;
    struct number_entry number;
    struct burst burst;
    const struct theme *theme;
    const struct app_printer *printer;
    bool watching;                /* the printer is asked for its state */
    enum print_progress progress; /* as it was when it last changed */
    size_t theme_index, default_theme;
    int idle_seconds, countdown_ms;
    struct tally *tally;
    const char *province; /* what the title bar says while the school is not known */
    struct addendum_shown *addenda[CONTENT_QUESTIONS]; /* as last read from site.db */
    struct profile *own_profile;                       /* as last read from site.db */
    int64_t site_revision;
    struct activity activity;
    struct finger finger;
    bool dirty, quit;
    bool unwritten; /* since the last frame that covered it: counters, at the desk also what is not saved */
    enum { READ_AHEAD_GUIDES, READ_AHEAD_SEARCH, READ_AHEAD_DONE } read_ahead;
    time_t minute_drawn;
};

static struct screen *top(struct app *app)
{
    return &app->stack[app->depth - 1];
}

static int64_t now_ms(const struct app *app)
{
    return app->ui.clock.monotonic_ms(app->ui.clock.context);
}

/* ---- the stack ---- */

static void pop(struct app *app)
{
    struct screen *screen = top(app);
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
    bool watch = top(app)->ops->prints;
    if (app->printer && watch != app->watching)
        app->printer->watch(app->printer->context, watch);
    app->watching = watch;
}

/* The desk has screens of its own for what the kiosk shows, and opens them from wherever the kiosk would. */
static enum screen_id at_desk(enum screen_id id)
{
    return id == SCREEN_HOME ? SCREEN_DESK_BENCH : id == SCREEN_ANSWER ? SCREEN_DESK_QUESTION : id;
}

static int push(struct app *app, struct route route)
{
    if (app->ui.desk)
        route.screen = at_desk(route.screen);
    if (route.screen != SCREEN_DESK_LOGIN) /* the lock leaves all as it is */
        make_room(app);
    struct screen screen = {.ops = screen_ops(route.screen), .route = route};
    int error = screen.ops->open ? screen.ops->open(&screen, &app->ui) : 0;
    if (error)
        return error;
    counting_opened(app->tally, &app->ui, app->depth ? top(app) : NULL, &route);
    app->stack[app->depth++] = screen;
    watch_printer(app);
    finger_lift(&app->finger);
    app->dirty = true;
    return 0;
}

/* ---- the hall's own data ---- */

/* What the school says of itself, as it is now; also when another program changed it. */
static void read_profile(struct app *app)
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
static void push_service(struct app *app, int error)
{
    if (top(app)->route.screen == SCREEN_SERVICE)
        return;
    app->ui.trouble = error;
    push(app, (struct route){.screen = SCREEN_SERVICE});
}

static bool is_open_desk(const struct app *app)
{
    return app->ui.desk && app->ui.desk->logged_in && !app->ui.desk->locked;
}

/* Whether whoever is logged in may still see that screen: another desk may have taken the right away. */
static bool may_open(struct app *app, enum screen_id id)
{
    unsigned right = screen_ops(id)->right;
    return !is_open_desk(app) || (desk_renew(&app->ui) != -EPERM && (!right || desk_may(&app->ui, right)));
}

static void go(struct app *app, struct route route)
{
    if (!may_open(app, route.screen)) {
        desk_complain(&app->ui, -EPERM);
        app->dirty = true;
        return;
    }
    int error = push(app, route);
    if (error)
        push_service(app, error);
}

static void cut_to(struct app *app, int depth)
{
    bool uncovered = app->depth > depth;
    while (app->depth > depth)
        pop(app);
    if (uncovered && app->ui.desk)
        read_profile(app);
    if (uncovered && top(app)->ops->resume)
        top(app)->ops->resume(top(app), &app->ui);
    watch_printer(app);
    finger_lift(&app->finger);
    app->dirty = true;
}

static void write_counters(struct app *app)
{
    if (app->tally && app->ui.site_db) /* what is not written now stays for the next time */
        app->ui.recording = site_tally_flush(app->ui.site_db, app->tally);
}

/* What nobody has saved yet, before they go or the desk locks. */
static void keep_all(struct app *app)
{
    for (int i = 0; i < app->depth; i++) {
        struct screen *screen = &app->stack[i];
        if (screen->ops->keep && screen->ops->keep(screen, &app->ui) < 0 && app->ui.desk)
            app->ui.desk->unkept = true;
    }
}

/* ---- ways ---- */

static void go_home(struct app *app)
{
    if (app->ui.desk && !is_open_desk(app))
        return;
    keep_all(app);
    cut_to(app, 1);
    read_profile(app);
    if (app->ui.handbook)
        go(app, (struct route){.screen = SCREEN_HOME});
    else
        push_service(app, app->ui.handbook_error);
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

static void drop_number(struct app *app)
{
    if (number_entry_take(&app->number))
        app->dirty = true;
    app->ui.number_pending = 0;
}

static void drop_paper(struct app *app)
{
    document_free(app->ui.paper);
    app->ui.paper = NULL;
    app->ui.print_error = 0;
}

/* Whoever goes back to the start and comes again at once is the same visitor, with what is left of their
 * slips. */
static void forget_slips(struct app *app)
{
    if (app->printer && activity_rests(&app->activity, now_ms(app)))
        app->printer->forget(app->printer->context);
}

/* Forgets the visitor, or the clerk. */
static void go_attract(struct app *app)
{
    keep_all(app);
    cut_to(app, 1);
    counting_left(app->tally);
    app->unwritten = true;
    if (app->ui.desk)
        desk_log_out(app->ui.desk);
    read_profile(app);
    app->ui.audience = 0;
    app->ui.home_selected = 0;
    app->ui.guide = (struct guide_session){.question = 0};
    drop_paper(app);
    forget_slips(app);
    drop_number(app);
    set_theme(app, app->default_theme);
    activity_forget(&app->activity);
}

/* All stays as it is, under the lock, and is written when nothing of it shows any more. */
static void lock(struct app *app)
{
    if (!is_open_desk(app))
        return;
    drop_number(app);
    app->unwritten = true;
    app->ui.desk->locked = true;
    if (push(app, (struct route){.screen = SCREEN_DESK_LOGIN}) != 0)
        go_attract(app); /* rather leave than stay open */
}

static void go_back(struct app *app)
{
    if (app->depth <= 2)
        go_attract(app);
    else
        cut_to(app, app->depth - 1);
}

/* ---- paper ---- */

/* The print screen, with what this screen puts on paper. */
static void open_print(struct app *app)
{
    struct screen *screen = top(app);
    struct document *paper;
    if (!screen->ops->paper)
        return;
    int error = screen->ops->paper(&paper, screen, &app->ui);
    if (error) {
        push_service(app, error);
        return;
    }
    drop_paper(app);
    if (app->ui.desk && app->printer) /* each slip is for another student */
        app->printer->forget(app->printer->context);
    app->ui.paper = paper;
    go(app, (struct route){.screen = SCREEN_PRINT});
}

static void print(struct app *app)
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
        top(app)->route.screen == SCREEN_PRINT)
        counting_printed(app->tally, &app->ui, top(app) - 1);
    if (progress == PRINT_SENDING || progress != app->progress)
        app->activity.at = now_ms(app); /* somebody waits for their slip */
    app->progress = progress;
    app->dirty = true;
}

/* ---- events ---- */

static void dispatch(struct app *app, struct event event);

/* Whoever passes a locked desk ends nothing; what cannot be saved is shown and asked about first. */
static void quit(struct app *app, bool asked)
{
    if (app->ui.locked || (app->ui.desk && app->ui.desk->locked))
        return;
    for (int i = 0; !asked && i < app->depth - 1; i++) {
        struct screen *screen = &app->stack[i];
        if (!screen->ops->keep || screen->ops->keep(screen, &app->ui) >= 0)
            continue;
        cut_to(app, i + 1);
        dispatch(app, (struct event){.action = ACTION_QUIT});
        return;
    }
    app->quit = true;
}

static void follow(struct app *app, const struct intent *intent, struct event event)
{
    switch (intent->kind) {
    case INTENT_NONE:
    case INTENT_STAY:
        break;
    case INTENT_REDRAW:
        app->dirty = true;
        break;
    case INTENT_GO:
        go(app, intent->route);
        break;
    case INTENT_REPLACE:
        cut_to(app, app->depth - 1 - intent->drop);
        go(app, intent->route);
        break;
    case INTENT_BACK:
        go_back(app);
        break;
    case INTENT_PRINT:
        print(app);
        break;
    case INTENT_QUIT:
        quit(app, true);
        break;
    case INTENT_LEAVE:
        go_attract(app);
        break;
    case INTENT_TROUBLE:
        push_service(app, intent->error);
        break;
    case INTENT_HOME:
        go_home(app);
        if (intent->forward && app->depth > 1) /* nothing opened when memory ran out */
            dispatch(app, event);
        break;
    }
}

static void open_once(struct app *app, enum screen_id id)
{
    if (top(app)->route.screen != id)
        go(app, (struct route){.screen = id});
}

/* What no screen used means the same everywhere. */
static void fall_back(struct app *app, struct event event)
{
    switch (event.action) {
    case ACTION_DIGIT:
        if (event.value == 0)
            go_home(app);
        break;
    case ACTION_HOME:
        go_home(app);
        break;
    case ACTION_BACK:
        go_back(app);
        break;
    case ACTION_ERASE: /* held too long it ends at home, not in a forgotten visit */
        if (app->depth > 2)
            go_back(app);
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
    case ACTION_SCHOOL:
        if (app->ui.handbook)
            open_once(app, SCREEN_SCHOOL);
        break;
    case ACTION_PRINT:
        open_print(app);
        break;
    case ACTION_THEME:
        set_theme(app, app->theme_index + 1);
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
        read_profile(app);
    desk->profile_changed = false;
    if (!desk->revoked)
        return;
    go_attract(app);
    desk_warn(&app->ui, "您的账号停用了，已经退出登录；有疑问请找管理员");
}

/* Digits on a screen of questions: the event of a whole number, or nothing yet. */
static struct event number_event(struct app *app, struct event event)
{
    int number = event.action == ACTION_DIGIT ? number_entry_digit(&app->number, event.value, now_ms(app))
                                              : number_entry_take(&app->number);
    app->dirty |= app->ui.number_pending != app->number.pending;
    app->ui.number_pending = app->number.pending;
    if (number > 0)
        return (struct event){.action = ACTION_RELATED, .value = number};
    return (struct event){.action = number < 0 ? ACTION_HOME : ACTION_NONE};
}

static void dispatch(struct app *app, struct event event)
{
    if (event.action == ACTION_NONE)
        return;
    if (event.action == ACTION_LOCK) {
        lock(app);
        return;
    }
    struct screen *screen = top(app);
    if (app->number.pending && (event.action == ACTION_BACK || event.action == ACTION_ERASE)) {
        drop_number(app);
        return;
    }
    if (screen->ops->numbers &&
        (event.action == ACTION_DIGIT || (event.action == ACTION_OPEN && app->number.pending)))
        event = number_event(app, event);
    else
        drop_number(app);
    if (event.action == ACTION_NONE)
        return;
    struct intent intent = screen->ops->act(screen, &app->ui, event);
    if (intent.kind == INTENT_NONE)
        fall_back(app, event);
    else
        follow(app, &intent, event);
    if (app->ui.desk)
        heed_desk(app);
}

/* ---- keys ---- */

static int64_t countdown_at(const struct app *app)
{
    int seconds = app->stack[app->depth - 1].ops->idle_seconds;
    if (seconds && app->idle_seconds)
        seconds = app->idle_seconds;
    return seconds ? app->activity.at + (int64_t)seconds * 1000 : -1;
}

/* Character by character, as if it had been typed; the screen may change on the way. */
static void serve_paste(struct app *app, const struct key *key)
{
    const struct screen_ops *ops = top(app)->ops;
    for (size_t i = 0; ops->pastes && i < INPUT_PASTE_MAX && key->text[i] && top(app)->ops == ops; i++)
        dispatch(app, (struct event){.action = ACTION_TEXT, .ch = key->text[i]});
}

static void serve_key(struct app *app, const struct key *key)
{
    int64_t at = countdown_at(app);
    bool counting = at >= 0 && now_ms(app) >= at;
    if (app->depth == 1)
        forget_slips(app);
    activity_note(&app->activity, key, now_ms(app));
    app->dirty |= counting || *app->ui.notice;
    app->ui.notice[0] = '\0';
    if (counting && !app->ui.desk) /* the key says “I am still here” and nothing else */
        return;
    if (key->type == KEY_PASTE)
        serve_paste(app, key);
    else if (finger_is_meant(key))
        dispatch(app, finger_event(&app->finger, key, &app->hits, app->dirty));
    else
        dispatch(app, top(app)->ops->typing ? action_of_typed_key(key) : action_of_key(key));
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
    return !(is_open_desk(app) && (ops->typing || ops->pastes));
}

void app_key(struct app *app, const struct key *key)
{
    int64_t now = now_ms(app);
    if (app->burst.n && now >= burst_deadline(&app->burst))
        serve_held_keys(app);
    if (fears_card_readers(app) && burst_offer(&app->burst, key, now))
        return;
    serve_held_keys(app);
    serve_key(app, key);
}

/* ---- time ---- */

/* `other` may be -1, none. */
static int64_t earlier(int64_t deadline, int64_t other)
{
    return other >= 0 && other < deadline ? other : deadline;
}

/* Until the clock on the screen is wrong. */
static int64_t next_minute(const struct app *app)
{
    time_t wall = app->ui.clock.wall(app->ui.clock.context);
    return now_ms(app) + (60 - wall % 60) * 1000;
}

/* The countdown's next second, or its start. */
static int64_t next_second(const struct app *app)
{
    int64_t at = countdown_at(app), now = now_ms(app);
    if (at < 0 || now < at)
        return at;
    return now + 1000 - (now - at) % 1000;
}

int64_t app_deadline(const struct app *app)
{
    const struct screen *screen = &app->stack[app->depth - 1];
    int64_t deadline = earlier(next_minute(app), next_second(app));
    deadline = earlier(deadline, number_entry_deadline(&app->number));
    deadline = earlier(deadline, burst_deadline(&app->burst));
    if (screen->ops->deadline)
        deadline = earlier(deadline, screen->ops->deadline(screen, &app->ui));
    return deadline;
}

void app_tick(struct app *app)
{
    if (app->burst.n && now_ms(app) >= burst_deadline(&app->burst))
        serve_held_keys(app);
    int64_t now = now_ms(app), at = countdown_at(app);
    if (app->number.pending && now >= app->number.until)
        dispatch(app, (struct event){.action = ACTION_OPEN});
    struct screen *screen = top(app);
    if (screen->ops->tick) {
        struct intent intent = screen->ops->tick(screen, &app->ui);
        follow(app, &intent, (struct event){.action = ACTION_NONE});
    }
    if (at >= 0 && now >= at) {
        app->dirty = true;
        if (now >= at + app->countdown_ms)
            (is_open_desk(app) ? lock : go_attract)(app);
    }
    if (app->ui.clock.wall(app->ui.clock.context) / 60 != app->minute_drawn) {
        app->dirty = true;
        app->unwritten |= app->tally && app->tally->error; /* it may have got better */
    }
}

/* ---- outside ---- */

int app_new(struct app **out, const struct app_options *options)
{
    struct app *app = calloc(1, sizeof(*app));
    if (!app)
        return -ENOMEM;
    app->ui = (struct ui){.handbook = options->handbook,
                          .handbook_error = options->handbook_error,
                          .glyphs = glyphs_for(GLYPHS_FULL),
                          .clock = options->clock,
                          .site = options->site ? options->site : PROVINCE,
                          .version = YIBENTONG_VERSION,
                          .content_origin = options->content_origin ? options->content_origin : "程序内置",
                          .profile = options->profile,
                          .printer = options->printer ? options->printer->state : NULL,
                          .addenda = app->addenda,
                          .counts = options->tally && options->site_db,
                          .site_db = options->site_db,
                          .desk = options->desk,
                          .locked = options->locked};
    app->province = app->ui.site;
    app->tally = options->tally;
    app->ui.recording = app->tally ? app->tally->error : 0;
    app->printer = options->printer;
    app->idle_seconds = options->idle_seconds;
    app->countdown_ms = COUNTDOWN_MS;
    if (options->desk) {
        app->idle_seconds = DESK_IDLE_SECONDS - DESK_COUNTDOWN_SECONDS;
        app->countdown_ms = DESK_COUNTDOWN_SECONDS * 1000;
    }
    app->activity.at = now_ms(app);
    size_t index = 0;
    while (options->theme && theme_at(index) && strcmp(theme_at(index)->id, options->theme) != 0)
        index++;
    set_theme(app, index);
    app->default_theme = app->theme_index;
    read_profile(app);
    int error = push(app, (struct route){.screen = options->desk ? SCREEN_DESK_LOGIN : SCREEN_ATTRACT});
    if (error) {
        site_profile_free(app->own_profile);
        free(app);
        return error;
    }
    if (options->start_at_home)
        go_home(app);
    *out = app;
    return 0;
}

void app_free(struct app *app)
{
    if (!app)
        return;
    keep_all(app);
    while (app->depth > 0)
        pop(app);
    write_counters(app);
    if (app->ui.desk)
        desk_log_out(app->ui.desk);
    site_profile_free(app->own_profile);
    addenda_forget(&app->ui);
    drop_paper(app);
    guides_free(app->ui.guides);
    free(app);
}

bool app_is_resting(const struct app *app)
{
    bool left = !app->ui.desk || !app->ui.desk->logged_in; /* a locked desk is somebody's */
    return app->depth == 1 && left && !app->burst.n && !app->number.pending;
}

int app_take_content(struct app *app, struct handbook *handbook, int handbook_error,
                     const char *content_origin)
{
    if (!app_is_resting(app))
        return -EBUSY;
    guides_free(app->ui.guides);
    app->ui.guides = NULL;
    app->ui.guide = (struct guide_session){.question = 0};
    app->ui.handbook = handbook;
    app->ui.handbook_error = handbook_error;
    app->ui.content_origin = content_origin;
    app->read_ahead = READ_AHEAD_GUIDES;
    app->dirty = true;
    return 0;
}

int app_take_site(struct app *app, struct site *site_db, struct tally *tally)
{
    if (!app_is_resting(app))
        return -EBUSY;
    app->ui.site_db = site_db;
    app->tally = tally;
    app->ui.recording = tally ? tally->error : 0;
    app->site_revision = -1;
    app->unwritten = true;
    read_profile(app);
    return 0;
}

/* A disk takes its time: nobody's screen waits for it, and no key. */
static bool may_write(const struct app *app)
{
    enum screen_id id = app->stack[app->depth - 1].route.screen;
    return app->unwritten && !app->dirty && (id == SCREEN_ATTRACT || id == SCREEN_DESK_LOGIN);
}

static void write_now(struct app *app)
{
    app->unwritten = false;
    if (app->ui.desk && app->ui.desk->locked) {
        keep_all(app);
        app->dirty = app->ui.desk->unkept;
    }
    write_counters(app);
}

bool app_has_idle_work(const struct app *app)
{
    if (may_write(app))
        return true;
    return app->ui.handbook && app->depth > 1 && app->read_ahead < READ_AHEAD_DONE;
}

/* What cannot be read now is told when it is asked for. */
void app_do_idle_work(struct app *app)
{
    struct search_result *result;
    if (may_write(app)) {
        write_now(app);
        return;
    }
    switch (app->read_ahead++) {
    case READ_AHEAD_GUIDES:
        if (!app->ui.guides && guides_load(&app->ui.guides, app->ui.handbook) != 0)
            app->ui.guides = NULL;
        break;
    case READ_AHEAD_SEARCH:
        if (search_find(&result, app->ui.handbook, "学籍", 1) == 0)
            search_free(result);
        break;
    case READ_AHEAD_DONE:
        break;
    }
}

void app_set_glyphs(struct app *app, enum glyph_level level)
{
    if (app->ui.glyphs->level != level)
        app->dirty = true;
    app->ui.glyphs = glyphs_for(level);
}

bool app_dirty(const struct app *app)
{
    return app->dirty;
}

void app_invalidate(struct app *app)
{
    app->dirty = true;
}

/* A screen that cannot be laid out gives way to one that says why; the kiosk itself goes on. */
static int draw_top(struct app *app, struct canvas *canvas)
{
    int error = frame_draw(top(app), &app->ui, canvas, &app->hits);
    bool locked = app->ui.desk && app->ui.desk->locked; /* what lies under the lock never shows */
    if (error == 0 || locked || top(app)->route.screen == SCREEN_SERVICE)
        return error;
    cut_to(app, app->depth > 1 ? app->depth - 1 : 1);
    push_service(app, error);
    return frame_draw(top(app), &app->ui, canvas, &app->hits);
}

int app_draw(struct app *app, struct canvas *canvas)
{
    canvas->glyphs = app->ui.glyphs;
    int error = draw_top(app, canvas);
    if (error)
        return error;
    int64_t at = countdown_at(app), now = now_ms(app);
    if (at >= 0 && now >= at) {
        int64_t left = at + app->countdown_ms - now;
        frame_draw_countdown(canvas, &app->ui, left > 0 ? (int)((left + 999) / 1000) : 0);
    }
    app->minute_drawn = app->ui.clock.wall(app->ui.clock.context) / 60;
    app->dirty = false;
    return 0;
}

bool app_takes_pastes(const struct app *app)
{
    return app->stack[app->depth - 1].ops->pastes;
}

const struct theme *app_theme(const struct app *app)
{
    return app->theme;
}

bool app_wants_to_quit(const struct app *app)
{
    return app->quit;
}

const char *app_screen_name(const struct app *app)
{
    return app->stack[app->depth - 1].ops->name;
}
