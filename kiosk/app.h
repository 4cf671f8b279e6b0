/* SPDX-License-Identifier: MIT */
/*
 * The interface without a terminal: a stack of screens, fed with keys and time, painted to a canvas. The
 * kiosk's loop drives it with a terminal, the tests with a script.
 */
#ifndef KIOSK_APP_H
#define KIOSK_APP_H

#include "ui/screen.h"

#include <stdbool.h>
#include <stdint.h>

struct app;

/* How the app prints: the loop's kiosk/printer/, or a test's. */
struct app_printer {
    const struct print_state *state; /* borrowed; app_printer_changed tells that it says something else */
    int (*start)(void *context, const struct document *document); /* as printing_start */
    void (*watch)(void *context, bool watch);
    void (*forget)(void *context);
    void *context;
};

/* The voice; all of it returns at once. */
struct app_voice {
    int (*say)(void *context, const char *text); /* instead of what is being said. 0 or -ENOMEM */
    void (*stop)(void *context);
    bool (*is_speaking)(void *context);
    int (*trouble)(void *context); /* why it was not said, negative; 0 it was */
    void *context;
};

struct app_options {
    struct handbook *handbook; /* borrowed; NULL with handbook_error */
    int handbook_error;
    /* borrowed; NULL: the handbook's. With one and no handbook, app_take_content follows before any key */
    const struct edition *edition;
    const char *content_origin;
    struct clock clock;
    const char *site;
    const struct profile *profile;     /* borrowed; NULL: none is known */
    const struct app_printer *printer; /* borrowed; NULL: there is none */
    const struct app_voice *voice;     /* borrowed; NULL: there is none */
    const struct hours *hours;         /* borrowed; NULL: none are known */
    struct site *site_db;              /* borrowed; the hall's own data, NULL: there is none */
    struct tally *tally;               /* borrowed; what is asked is counted there, NULL: nowhere */
    const struct staff *staff;         /* borrowed; what staff do behind their PIN, NULL: nothing */
    struct desk *desk;                 /* borrowed; this is the staff desk, which starts with its log-in */
    const char *theme;                 /* id, NULL for the default; by night, see base/hours.h, the dim one */
    bool locked;                       /* no key leaves */
    int idle_seconds;                  /* 0: each screen's own */
    bool start_at_home;                /* without the attract screen first */
};

int app_new(struct app **out, const struct app_options *options);
void app_free(struct app *app); /* what the staff has not saved yet is saved */

/* One key. Taps, drags and wheel too: the app knows what was painted where. */
void app_key(struct app *app, const struct key *key);

/* Call when the time app_deadline named (monotonic ms; -1 never) has come. */
int64_t app_deadline(const struct app *app);
void app_tick(struct app *app);

/* Whether nobody is there: the attract screen alone, or the log-in of a desk where nobody is logged in, and
 * no key that waits. */
bool app_is_resting(const struct app *app);

/*
 * Shows other content from now on; what was shown before may be closed afterwards. Borrowed like that of
 * app_options. 0, or -EBUSY: somebody is there.
 */
int app_take_content(struct app *app, struct handbook *handbook, int handbook_error,
                     const char *content_origin);

/*
 * The hall's own data from now on, and where is counted (as in app_options); what there was before may be
 * closed afterwards, if it is another. 0, or -EBUSY: somebody is there.
 */
int app_take_site(struct app *app, struct site *site_db, struct tally *tally);

/* The printer's state says something else than before. */
void app_printer_changed(struct app *app);

void app_set_glyphs(struct app *app, enum glyph_level level);

/*
 * What takes a moment and can wait until no key comes: counters and unsaved text are written when a visitor
 * has left or a desk has locked and that shows; and what is read ahead once, some milliseconds in four
 * pieces, so that the first guide, search, answer and code are as quick as later ones. One piece a call. Not
 * to be done before what app_draw has painted is on the glass.
 */
bool app_has_idle_work(const struct app *app);
void app_do_idle_work(struct app *app);

/* Whether app_draw would paint something new; cleared by app_draw. */
bool app_dirty(const struct app *app);
void app_invalidate(struct app *app);
int app_draw(struct app *app, struct canvas *canvas);

/* Whether a whole paste is wanted (a text is being edited), and not only told of. */
bool app_takes_pastes(const struct app *app);

const struct theme *app_theme(const struct app *app);
bool app_wants_to_quit(const struct app *app);
int app_exit_code(const struct app *app);           /* of the program, once it wants to */
const char *app_screen_name(const struct app *app); /* for tests and logs */
const struct hits *app_hits(const struct app *app); /* what can be tapped, as last painted; for tests */

#endif
