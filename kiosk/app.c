/* SPDX-License-Identifier: MIT */
#include "kiosk/app_inside.h"

#include "db/search.h"
#include "db/site/profile.h"
#include "db/site/tally.h"
#include "ui/addendum_flow.h"
#include "ui/desk.h"
#include "ui/frame.h"
#include "ui/wording.h"

#include "base/error.h"

#include <string.h>

#define LAST_WRITE_MS 500

/* Its place in the row of themes; that of the first for one that is not known, or NULL. */
static size_t theme_index(const char *id)
{
    for (size_t i = 0; id && theme_at(i); i++)
        if (strcmp(theme_at(i)->id, id) == 0)
            return i;
    return 0;
}

/* The hall's own data, and where is counted. */
static void use_site(struct app *app, struct site *site_db, struct tally *tally)
{
    app->tally = tally;
    app->ui.site_db = site_db;
    app->ui.counts = tally && site_db;
    app->ui.recording = tally ? tally->error : 0;
}

static void use_handbook(struct app *app, struct handbook *handbook, int error)
{
    app->ui.handbook = handbook;
    app->ui.handbook_error = error;
    app->ui.edition = handbook ? handbook_edition(handbook) : NULL;
}

static void set_up(struct app *app, const struct app_options *options)
{
    app->ui = (struct ui){.codes = &app->codes,
                          .glyphs = glyphs_for(GLYPHS_FULL),
                          .clock = options->clock,
                          .site = options->site ? options->site : WORDING_PROVINCE,
                          .version = YIBENTONG_VERSION,
                          .content_origin = options->content_origin,
                          .hours = options->hours,
                          .profile = options->profile,
                          .printer = options->printer ? options->printer->state : NULL,
                          .addenda = app->addenda,
                          .speaks = options->voice != NULL,
                          .staff = options->staff,
                          .desk = options->desk,
                          .locked = options->locked};
    use_handbook(app, options->handbook, options->handbook_error);
    if (options->edition)
        app->ui.edition = options->edition;
    app->province = app->ui.site;
    use_site(app, options->site_db, options->tally);
    app->printer = options->printer;
    app->voice = options->voice;
    app->idle_seconds = options->desk ? DESK_IDLE_SECONDS - DESK_COUNTDOWN_SECONDS : options->idle_seconds;
    app->countdown_ms = options->desk ? DESK_COUNTDOWN_SECONDS * 1000 : COUNTDOWN_MS;
    app->activity.at = app_now(app);
    app->default_theme = theme_index(options->theme);
    app->night_theme = theme_index("night");
}

int app_new(struct app **out, const struct app_options *options)
{
    struct app *app = calloc(1, sizeof(*app));
    if (!app)
        return -ENOMEM;
    set_up(app, options);
    app_set_usual_theme(app);
    app_read_profile(app);
    int error = app_push(app, (struct route){.screen = options->desk ? SCREEN_DESK_LOGIN : SCREEN_ATTRACT});
    if (error) {
        site_profile_free(app->own_profile);
        free(app);
        return error;
    }
    if (options->start_at_home)
        app_go_home(app);
    *out = app;
    return 0;
}

void app_free(struct app *app)
{
    if (!app)
        return;
    app_keep_all(app);
    while (app->depth > 0)
        app_pop(app);
    /* The last time: who writes just now gets a moment, within the second that leaving may take. */
    if (app->ui.site_db)
        site_set_busy(app->ui.site_db, LAST_WRITE_MS);
    app_write_counters(app);
    if (app->ui.desk)
        desk_log_out(app->ui.desk);
    site_profile_free(app->own_profile);
    addenda_forget(&app->ui);
    app_drop_paper(app);
    guides_free(app->ui.guides);
    qr_shelf_clear(&app->codes);
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
    qr_shelf_clear(&app->codes);
    app->ui.guides = NULL;
    app->ui.guide = (struct guide_session){.question = 0};
    use_handbook(app, handbook, handbook_error);
    app->ui.content_origin = content_origin;
    app->read_ahead = READ_AHEAD_GUIDES;
    app->dirty = true;
    return 0;
}

int app_take_site(struct app *app, struct site *site_db, struct tally *tally)
{
    if (!app_is_resting(app))
        return -EBUSY;
    use_site(app, site_db, tally);
    app->site_revision = -1;
    app->unwritten = true;
    app_read_profile(app);
    return 0;
}

/* A disk takes its time: nobody's screen waits for it, and no key. */
static bool may_write(const struct app *app)
{
    bool waits = app->depth == 1 || (app->ui.desk && app->ui.desk->locked);
    return app->unwritten && waits;
}

static void write_now(struct app *app)
{
    app->unwritten = false;
    if (app->ui.desk && app->ui.desk->locked) {
        app_keep_all(app);
        app->dirty = app->ui.desk->unkept;
    }
    app_write_counters(app);
}

bool app_has_idle_work(const struct app *app)
{
    if (app->dirty || app->burst.n || app->number.pending) /* a frame, or a key that waits, comes first */
        return false;
    return may_write(app) || (app->ui.handbook && app->read_ahead < READ_AHEAD_DONE);
}

static void prepare_codes(struct app *app)
{
    struct link *links = NULL;
    size_t n = 0;
    if (handbook_links(&links, &n, app->ui.handbook) == 0)
        for (size_t i = 0; i < n; i++)
            qr_shelf_prepare(&app->codes, &links[i]);
    links_free(links, n);
}

/* What cannot be read now is told when it is asked for. */
void app_do_idle_work(struct app *app)
{
    struct search_result *result;
    struct answer *answer;
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
    case READ_AHEAD_ANSWERS: /* any, for its statements; behind the search, which has all prepared anew */
        if (handbook_answer(&answer, app->ui.handbook, 1) == 0)
            answer_free(answer);
        break;
    case READ_AHEAD_CODES:
        prepare_codes(app);
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
    int error = frame_draw(app_top(app), &app->ui, canvas, &app->hits);
    bool locked = app->ui.desk && app->ui.desk->locked; /* what lies under the lock never shows */
    if (error == 0 || locked || app_top(app)->route.screen == SCREEN_SERVICE)
        return error;
    app_cut_to(app, app->depth > 1 ? app->depth - 1 : 1);
    app_push_service(app, error);
    return frame_draw(app_top(app), &app->ui, canvas, &app->hits);
}

int app_draw(struct app *app, struct canvas *canvas)
{
    canvas->glyphs = app->ui.glyphs;
    app->rows = canvas->rows;
    app->cols = canvas->cols;
    int error = draw_top(app, canvas);
    if (error)
        return error;
    int64_t at = app_countdown_at(app), now = app_now(app);
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

int app_exit_code(const struct app *app)
{
    return app->exit_code;
}

const char *app_screen_name(const struct app *app)
{
    return app->stack[app->depth - 1].ops->name;
}

const struct hits *app_hits(const struct app *app)
{
    return &app->hits;
}
