/* SPDX-License-Identifier: MIT */
#include "kiosk/loop.h"

#include "base/error.h"
#include "kiosk/signals.h"
#include "ui/input.h"
#include "ui/term.h"

#include <limits.h>
#include <poll.h>

#define PROBE_MS 400       /* without an answer by then, nobody knows how wide ▀ is */
#define PROBE_LATE_MS 5000 /* an answer that comes late, over a slow line, still counts */
#define REST_MS 20         /* the terminal has the frame by then, and needed the processor for it */
#define IDLE_WORK_MS 100   /* the same where somebody looks on, whose next key may come any moment */
#define READ_MAX 4096      /* what ui/input.h keeps at most */

struct loop {
    struct app *app;
    struct clock clock;
    struct term *term;
    struct input *input;
    struct signals signals;
    struct notify *notify;
    struct canvas canvas;
    struct printing *printing;
    int64_t probe_until; /* -1: no answer is waited for */
    int64_t drawn_at;    /* when the last frame went out */
    int64_t spare_at;    /* as spare_at found it before the wait */
    int64_t tick_at;     /* what the app named before the wait; afterwards it names a later time */
    const struct loop_options *options;
    time_t rested; /* the minute in which `rest` was called last; -1: somebody has been there since */
    bool leaving;
};

static int64_t now_ms(const struct loop *loop)
{
    return loop->clock.monotonic_ms(loop->clock.context);
}

static void set_glyphs(struct loop *loop, enum glyph_level level)
{
    app_set_glyphs(loop->app, level);
    loop->canvas.glyphs = glyphs_for(level);
}

/* What was drawn as if it had another width has shifted its row, and at the margin wrapped: nothing is where
 * it should be. */
static void correct_glyphs(struct loop *loop, enum glyph_level level)
{
    loop->probe_until = -1;
    if (loop->canvas.glyphs->level == level)
        return;
    set_glyphs(loop, level);
    term_repaint(loop->term);
}

static void start_probe(struct loop *loop)
{
    if (!term_probe_start(loop->term))
        return;
    int64_t now = now_ms(loop);
    loop->probe_until = now + PROBE_MS;
    input_expect_report(loop->input, now + PROBE_LATE_MS);
}

static int set_up(struct loop *loop, const struct loop_options *options)
{
    int rows, cols;
    term_size(loop->term, &rows, &cols);
    enum glyph_level level = term_glyph_level(loop->term);
    int r = canvas_init(&loop->canvas, rows, cols, glyphs_for(level));
    if (r == 0)
        r = input_new(&loop->input, options->charset);
    if (r < 0)
        return r;
    set_glyphs(loop, level);
    start_probe(loop);
    app_invalidate(loop->app);
    return 0;
}

static int take_up_size(struct loop *loop)
{
    int rows, cols;
    term_size(loop->term, &rows, &cols);
    int r = term_resize(loop->term, rows, cols);
    if (r == 0)
        r = canvas_resize(&loop->canvas, rows, cols);
    if (r == 0)
        app_invalidate(loop->app);
    return r;
}

/*
 * Out and in again, all painted anew. Stopped, we do it as SIGTSTP asked; continued after a stop that nobody
 * told us of (SIGSTOP), the shell may have changed anything meanwhile.
 */
static int step_out(struct loop *loop, bool stop)
{
    term_suspend(loop->term);
    if (stop) {
        signals_stop();
        loop->leaving =
            signals_read(&loop->signals) & SIGNALS_LEAVE; /* SIGCONT is among them: it is served here */
    }
    if (term_resume(loop->term) < 0)
        loop->leaving = true;
    return loop->leaving ? 0 : take_up_size(loop);
}

static int serve_signals(struct loop *loop)
{
    unsigned events = signals_read(&loop->signals);
    if (events & SIGNALS_LEAVE) {
        loop->leaving = true;
        return 0;
    }
    if (events & (SIGNALS_STOP | SIGNALS_CONTINUE))
        return step_out(loop, events & SIGNALS_STOP);
    return events & SIGNALS_RESIZE ? take_up_size(loop) : 0;
}

static void serve_key(struct loop *loop, const struct key *key)
{
    if (key->type != KEY_CURSOR_REPORT) {
        app_key(loop->app, key);
        return;
    }
    correct_glyphs(loop, term_probe_answer(loop->term, key->col));
}

/* Also called when no byte came but time has passed: then a lone ESC becomes a key. */
static void serve_keys(struct loop *loop)
{
    struct key key;
    while (!app_wants_to_quit(loop->app) && input_next(&key, loop->input, now_ms(loop)) > 0)
        serve_key(loop, &key);
}

static void serve_input(struct loop *loop)
{
    char bytes[READ_MAX];
    ssize_t n = term_read(loop->term, bytes, sizeof bytes);
    if (n < 0) {
        loop->leaving = true;
        return;
    }
    input_want_pastes(loop->input, app_takes_pastes(loop->app));
    input_feed(loop->input, bytes, (size_t)n, now_ms(loop));
    serve_keys(loop);
}

static bool is_due(int64_t deadline, int64_t now)
{
    return deadline >= 0 && deadline <= now;
}

static void serve_time(struct loop *loop)
{
    int64_t now = now_ms(loop);
    if (is_due(input_deadline(loop->input), now))
        serve_keys(loop);
    if (is_due(loop->tick_at, now))
        app_tick(loop->app);
    if (is_due(loop->probe_until, now))
        correct_glyphs(loop, GLYPHS_PLAIN);
    notify_serve(loop->notify, now, !term_pending(loop->term));
}

static int show(struct loop *loop)
{
    if (!app_dirty(loop->app) || term_pending(loop->term))
        return 0;
    loop->drawn_at = now_ms(loop);
    int r = app_draw(loop->app, &loop->canvas);
    if (r == -ENOMEM)
        return 0; /* the last frame stays; it is tried again with the next key or minute */
    return r < 0 ? r : term_draw(loop->term, &loop->canvas, app_theme(loop->app));
}

/* Whether there is something to be done because nobody is there. */
static bool is_rest_due(const struct loop *loop)
{
    time_t minute = loop->clock.wall(loop->clock.context) / 60;
    return app_is_resting(loop->app) && minute != loop->rested;
}

/* A tick comes when the minute turns: nothing wakes for this alone. */
static void serve_rest(struct loop *loop)
{
    if (!app_is_resting(loop->app)) {
        loop->rested = -1;
    } else if (is_rest_due(loop)) {
        loop->rested = loop->clock.wall(loop->clock.context) / 60;
        loop->options->rest(loop->options->rest_context, loop->app);
    }
}

/* When what can wait may be done, if nothing comes until then; -1: there is nothing. */
static int64_t spare_at(const struct loop *loop)
{
    bool work = app_has_idle_work(loop->app) || is_rest_due(loop);
    if (!work || term_pending(loop->term))
        return -1;
    return loop->drawn_at + (app_is_resting(loop->app) ? REST_MS : IDLE_WORK_MS);
}

static int time_to_wait(struct loop *loop)
{
    loop->tick_at = app_deadline(loop->app);
    loop->spare_at = spare_at(loop);
    int64_t deadlines[] = {loop->tick_at,
                           loop->spare_at,
                           input_deadline(loop->input),
                           loop->probe_until,
                           notify_deadline(loop->notify),
                           printing_deadline(loop->printing)};
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < ARRAY_SIZE(deadlines); i++)
        if (deadlines[i] >= 0 && deadlines[i] < first)
            first = deadlines[i];
    if (first == INT64_MAX)
        return -1;
    int64_t left = first - now_ms(loop);
    return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

/* Also called when nothing came but its time has. */
static void serve_printer(struct loop *loop)
{
    if (printing_serve(loop->printing))
        app_printer_changed(loop->app);
}

/* Waits for whatever comes first and serves all that came. */
static int turn(struct loop *loop)
{
    struct pollfd waits[3 + PRINTING_FDS] = {
        {.fd = loop->signals.fd, .events = POLLIN},
        {.fd = term_input_fd(loop->term), .events = POLLIN},
        {.fd = term_output_fd(loop->term), .events = term_pending(loop->term) ? POLLOUT : 0},
    };
    int n = printing_fds(loop->printing, waits + 3);
    int came = poll(waits, (nfds_t)(3 + n), time_to_wait(loop));
    if (came < 0)
        return errno == EINTR ? 0 : -errno;
    serve_rest(loop); /* before any key: it may need what is fetched here */
    if (came == 0 && is_due(loop->spare_at, now_ms(loop)) && app_has_idle_work(loop->app))
        app_do_idle_work(loop->app);
    const short gone = POLLHUP | POLLERR | POLLNVAL;
    int r = waits[0].revents ? serve_signals(loop) : 0;
    if ((waits[1].revents | waits[2].revents) & gone)
        loop->leaving = true;
    if (r == 0 && waits[2].revents & POLLOUT)
        r = term_flush(loop->term);
    if (r < 0 || loop->leaving)
        return r;
    serve_printer(loop);
    if (waits[1].revents & POLLIN)
        serve_input(loop);
    serve_time(loop);
    return 0;
}

static int run(struct loop *loop)
{
    int r = 0;
    while (r == 0 && !loop->leaving && !app_wants_to_quit(loop->app)) {
        r = show(loop);
        if (r == 0 && !term_pending(loop->term))
            notify_ready(loop->notify, now_ms(loop));
        if (r == 0)
            r = turn(loop);
    }
    return r == -EIO ? 0 : r; /* the terminal is gone: that is leaving, too */
}

int loop_run(struct app *app, const struct loop_options *options)
{
    struct loop loop = {.app = app,
                        .clock = options->clock,
                        .notify = options->notify,
                        .printing = options->printing,
                        .probe_until = -1,
                        .options = options,
                        .rested = -1};
    int r = signals_open(&loop.signals, options->locked);
    if (r < 0)
        return r;
    struct term_options term = {.in_fd = options->in_fd,
                                .out_fd = options->out_fd,
                                .name = options->term,
                                .charset = options->charset,
                                .no_colour = options->no_colour,
                                .no_mouse = options->no_mouse};
    r = term_open(&loop.term, &term);
    if (r == 0)
        r = set_up(&loop, options);
    if (r == 0)
        r = run(&loop);
    term_close(loop.term);
    input_free(loop.input);
    canvas_fini(&loop.canvas);
    signals_close(&loop.signals);
    return r;
}
