/* SPDX-License-Identifier: MIT */
#include "tests/bench/measure.h"
#include "base/error.h"
#include "tests/bench/glass.h"

#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ROWS 37
#define COLS 100
#define QUIET_START_MS 60 /* the longest that a program pauses within its first frame */
#define QUIET_MS 15
#define LIMIT_START_MS 5000
#define LIMIT_MS 100
#define LIMIT_GROWTH_MS 5 /* some of the keys change nothing */
#define STORM 60

struct session {
    struct pty pty;
    struct glass *glass;
    struct pty_sink sink;
    double start_us, home_us; /* to the last byte; negative: nothing came */
};

static void close_session(struct session *session)
{
    pty_end(&session->pty);
    glass_free(session->glass);
}

/* The program on its list, with all that it has asked the terminal answered. */
static bool open_session(struct session *out, const struct subject *subject, int rows, int cols)
{
    if (pty_start(&out->pty, subject->argv, rows, cols) < 0)
        return false;
    out->glass = glass_new(&out->pty, rows, cols);
    out->sink = glass_sink(out->glass);
    struct burst burst =
        pty_drain(&out->pty, &out->sink, out->pty.started_ns, QUIET_START_MS, LIMIT_START_MS);
    out->start_us = out->home_us = burst.bytes || burst.ended ? burst.last_us : -1;
    while (!burst.ended && burst.bytes)
        burst = pty_drain(&out->pty, &out->sink, out->pty.started_ns, QUIET_MS, QUIET_MS);
    if (subject->home_key && !burst.ended) {
        burst = pty_press(&out->pty, &out->sink, subject->home_key, QUIET_MS, LIMIT_MS);
        out->home_us = out->start_us + burst.last_us;
    }
    return true;
}

/* What "true" needs: until the system says that it has ended. */
static void measure_end(struct figures *out, const struct subject *subject)
{
    struct pty pty;
    if (pty_start(&pty, subject->argv, ROWS, COLS) < 0)
        return;
    struct pollfd hang_up = {.fd = pty.fd};
    poll(&hang_up, 1, LIMIT_START_MS);
    figures_add(out, FIGURE_START, (double)(pty_now_ns() - pty.started_ns) / 1e6);
    pty_end(&pty);
}

static void add(struct figures *out, enum figure figure, double value)
{
    if (figure != FIGURE_COUNT)
        figures_add(out, figure, value);
}

static bool run_step(struct figures *out, struct session *session, const struct step *step)
{
    for (int time = 0; time < step->times; time++) {
        struct burst burst = pty_press(&session->pty, &session->sink, step->key, QUIET_MS, LIMIT_MS);
        if (burst.ended)
            return false;
        add(out, step->bytes, (double)burst.bytes);
        if (!burst.bytes)
            continue;
        add(out, step->first, burst.first_us);
        add(out, step->last, burst.last_us);
        add(out, step->reads, burst.reads);
    }
    return true;
}

void measure_keys(struct figures *out, const struct subject *subject)
{
    struct session session;
    if (!subject->steps[0].key) {
        measure_end(out, subject);
        return;
    }
    if (!open_session(&session, subject, ROWS, COLS))
        return;
    bool alive = session.start_us > 0;
    if (alive) {
        figures_add(out, FIGURE_START, session.start_us / 1000);
        figures_add(out, FIGURE_HOME, session.home_us / 1000);
    }
    for (const struct step *step = subject->steps; alive && step->key; step++)
        alive = run_step(out, &session, step);
    double pss = alive ? pty_pss_kib(&session.pty) : -1;
    if (pss > 0)
        figures_add(out, FIGURE_PSS, pss);
    close_session(&session);
}

void measure_at_once(struct figures *out, const struct subject *subject)
{
    struct pty pty;
    if (pty_start(&pty, subject->argv, ROWS, COLS) < 0)
        return;
    pty_write(&pty, subject->home_key, strlen(subject->home_key));
    struct burst burst = pty_drain(&pty, NULL, pty.started_ns, QUIET_START_MS, LIMIT_START_MS);
    if (burst.bytes && !burst.ended)
        figures_add(out, FIGURE_AT_ONCE, burst.last_us / 1000);
    pty_end(&pty);
}

/* The clock on the screen may have gone on between the two; then a new fresh start shows the same. */
static bool looks_fresh(struct session *session, const struct subject *subject)
{
    bool same = false;
    for (int attempt = 0; attempt < 2 && !same; attempt++) {
        struct session fresh;
        if (!open_session(&fresh, subject, ROWS, COLS))
            return false;
        pty_drain(&session->pty, &session->sink, 0, 0, 0);
        same = glass_same(session->glass, fresh.glass);
        close_session(&fresh);
    }
    return same;
}

void measure_storm(struct figures *out, const struct subject *subject)
{
    struct session session;
    if (!open_session(&session, subject, ROWS + 1, COLS + 1))
        return;
    for (int i = STORM - 1; i >= 0; i--)
        pty_resize(&session.pty, ROWS - i % 13, COLS - i % 31);
    glass_resize(session.glass, ROWS, COLS);
    struct burst burst = pty_drain(&session.pty, &session.sink, pty_now_ns(), QUIET_START_MS, LIMIT_START_MS);
    if (!burst.ended) {
        /* All may have been drawn before the last of our own calls came back. */
        figures_add(out, FIGURE_STORM, burst.bytes ? burst.last_us / 1000 : 0);
        figures_add(out, FIGURE_STORM_WRONG, !looks_fresh(&session, subject));
    }
    close_session(&session);
}

struct watch {
    struct session sessions[SUBJECT_COUNT];
    long before[SUBJECT_COUNT];
};

static void open_watch(struct watch *out, const struct subject subjects[SUBJECT_COUNT], bool ours_only)
{
    *out = (struct watch){0};
    for (int id = 0; id < SUBJECT_COUNT; id++) {
        bool asked = !ours_only || id == SUBJECT_OURS || id == SUBJECT_ATTRACT;
        if (asked && subjects[id].installed && subjects[id].steps[0].key &&
            !open_session(&out->sessions[id], &subjects[id], ROWS, COLS))
            out->sessions[id] = (struct session){0};
    }
}

static void begin_watch(struct watch *watch)
{
    for (int id = 0; id < SUBJECT_COUNT; id++)
        watch->before[id] = watch->sessions[id].glass ? pty_context_switches(&watch->sessions[id].pty) : -1;
}

/* Takes what was sent meanwhile. */
static void wait_watching(struct watch *watch, int ms)
{
    struct pollfd nothing = {.fd = -1};
    poll(&nothing, 1, ms);
    for (int id = 0; id < SUBJECT_COUNT; id++)
        if (watch->sessions[id].glass)
            pty_drain(&watch->sessions[id].pty, &watch->sessions[id].sink, pty_now_ns(), 0, 0);
}

static void end_watch(struct figures out[SUBJECT_COUNT], struct watch *watch, enum figure figure)
{
    for (int id = 0; id < SUBJECT_COUNT; id++) {
        if (!watch->sessions[id].glass)
            continue;
        long after = pty_context_switches(&watch->sessions[id].pty);
        if (watch->before[id] >= 0 && after >= 0)
            figures_add(&out[id], figure, (double)(after - watch->before[id]));
        close_session(&watch->sessions[id]);
    }
}

void measure_idle(struct figures out[SUBJECT_COUNT], const struct subject subjects[SUBJECT_COUNT],
                  int idle_ms)
{
    struct watch watch;
    long minute;
    open_watch(&watch, subjects, false);
    do { /* not while the clock on the screen goes on by a minute, nor just after */
        minute = (time(NULL) - 2) / 60;
        begin_watch(&watch);
        wait_watching(&watch, idle_ms);
    } while (time(NULL) / 60 != minute);
    end_watch(out, &watch, FIGURE_SWITCHES);
}

void measure_minute(struct figures out[SUBJECT_COUNT], const struct subject subjects[SUBJECT_COUNT])
{
    struct watch watch;
    open_watch(&watch, subjects, true);
    wait_watching(&watch, 1000); /* what is read ahead has been */
    long minute = time(NULL) / 60;
    begin_watch(&watch);
    while (time(NULL) / 60 == minute)
        wait_watching(&watch, 100);
    wait_watching(&watch, 1000);
    end_watch(out, &watch, FIGURE_MINUTE);
}

void measure_growth(struct figures *out, const struct subject *subject, long keys)
{
    static const char *const visit[] = {"\033[B", "\033[B", "\033[B", "\r", "\033[6~", "\033[C", "q", "0"};
    struct session session;
    if (!open_session(&session, subject, ROWS, COLS))
        return;
    double before = 0;
    /* One visitor in ten warms up what is allocated once. */
    for (long key = 0; key < keys; key++) {
        if (key == keys / 10)
            before = pty_anonymous_kib(&session.pty);
        const char *bytes = visit[(size_t)key % ARRAY_SIZE(visit)];
        pty_write(&session.pty, bytes, strlen(bytes));
        if (pty_drain(&session.pty, NULL, 0, 0, LIMIT_GROWTH_MS).ended)
            break;
    }
    double after = pty_anonymous_kib(&session.pty);
    if (before > 0 && after > 0)
        figures_add(out, FIGURE_GROWTH, after - before);
    close_session(&session);
}
