/* SPDX-License-Identifier: MIT */
/*
 * A queue of CUPS. A job is done when CUPS has it completed, that is, when its backend has handed all of it
 * to the printer. While the printer works on a page (a cold laser printer needs a minute) it is given longer
 * than a job that only waits.
 *
 * A job is created first and gets its document then: whatever happens from there on, its number is known and
 * it can be cancelled. One that CUPS no longer knows (PreserveJobHistory No, or somebody purged it) is done
 * if its turn had come, and else was taken away: -ECANCELED.
 */
#include "kiosk/printer/background.h"

#include "base/error.h"
#include "base/module.h"
#include "kiosk/printer/cups.h"
#include "kiosk/printer/printing.h"

#include <poll.h>

#define PROCESSING_PERCENT 50
#define LOOK_MS 300         /* between two looks at a job */
#define PROCESSING_MS 90000 /* for a printer that works on it */
#define FAILURES_MAX 5      /* looks in a row without an answer; attempts to cancel */

static const struct cups_module *load(void)
{
    return module_entry("kiosk", CUPS_MODULE_FILE, CUPS_MODULE_ENTRY_NAME);
}

static struct cups_queue queue_of(const struct printer *printer)
{
    return (struct cups_queue){.server = printer->server, .name = printer->where};
}

static void tell_state(struct errand_report *out, int error, const struct cups_state *state)
{
    out->trouble = error;
    out->condition = !error                                       ? state->condition
                     : error == -ENOENT || error == -ECONNREFUSED ? PRINTER_GONE
                                                                  : PRINTER_FAULT;
    out->paper_low = !error && state->paper_low;
}

static void queue_ask(struct errand_report *out, const struct printer *printer)
{
    const struct cups_module *module = load();
    struct cups_queue queue = queue_of(printer);
    struct cups_state state;
    tell_state(out, module ? module->ask(&state, &queue) : -ENOSYS, &state);
}

/* 0: as for any printer. */
static int patience(enum cups_progress progress, enum printer_condition condition)
{
    if (condition == PRINTER_OUT_OF_PAPER || condition == PRINTER_COVER_OPEN)
        return PRINTING_PAPER_MS;
    return progress == CUPS_PROCESSING && condition == PRINTER_READY ? PROCESSING_MS : 0;
}

static int percent_of(enum cups_progress progress)
{
    return progress == CUPS_PROCESSING ? PROCESSING_PERCENT : progress == CUPS_DONE ? 100 : 0;
}

struct job {
    int id;
    bool in_turn; /* as it was looked at last, or nobody has looked yet */
};

/* A short job may be through before anybody sees that the printer works on it. */
static bool is_in_turn(enum cups_progress progress, const struct cups_state *state)
{
    return progress == CUPS_PROCESSING || (state->jobs <= 1 && state->condition != PRINTER_OFFLINE);
}

/* What has come of the job: 1 nothing yet, 0 done, negative. */
static int look_at_job(struct errand_report *report, struct job *job, const struct cups_module *module,
                       const struct cups_queue *queue)
{
    enum cups_progress progress;
    struct cups_state state;
    int error = module->follow(&progress, queue, job->id);
    if (error == -ENOENT)
        return job->in_turn ? 0 : -ECANCELED;
    if (error)
        return error;
    error = module->ask(&state, queue);
    tell_state(report, error, &state);
    if (!error)
        job->in_turn = is_in_turn(progress, &state);
    report->patience_ms = patience(progress, report->condition);
    report->percent = percent_of(progress);
    return progress == CUPS_DONE ? 0 : progress == CUPS_FAILED || progress == CUPS_HELD ? -EIO : 1;
}

static bool differs(const struct errand_report *a, const struct errand_report *b)
{
    return a->condition != b->condition || a->paper_low != b->paper_low || a->percent != b->percent ||
           a->patience_ms != b->patience_ms;
}

/* Only what has changed is told: a report is progress. */
static int wait_for_job(struct errand *errand, struct errand_report *report, const struct cups_module *module,
                        const struct cups_queue *queue, int id)
{
    struct job job = {.id = id, .in_turn = true};
    int result = 1, failures = 0;
    while (result > 0) {
        struct errand_report before = *report;
        result = look_at_job(report, &job, module, queue);
        failures = result < 0 && result != -EIO && result != -ECANCELED ? failures + 1 : 0;
        if (failures > 0 && failures < FAILURES_MAX)
            result = 1;
        if (differs(&before, report))
            errand_tell(errand, report);
        if (result > 0 && errand_sleep(errand, LOOK_MS))
            result = -ECANCELED;
    }
    return result;
}

/* Also a CUPS that does not answer now: it would print the job when it does again. */
static void cancel(const struct cups_module *module, const struct cups_queue *queue, int job)
{
    for (int i = 0; i < FAILURES_MAX; i++) {
        int error = module->cancel(queue, job);
        if (!error || error == -ENOENT)
            return;
        poll(NULL, 0, LOOK_MS);
    }
}

static int queue_print(struct errand *errand, struct errand_report *report,
                       const struct background_task *task)
{
    const struct cups_module *module = load();
    if (!module)
        return -ENOSYS;
    bool a4 = task->printer.paper == PAPER_A4;
    struct cups_queue queue = queue_of(&task->printer);
    struct cups_job what = {.title = task->slip.name,
                            .format = a4 ? CUPS_FORMAT_PDF : CUPS_FORMAT_RAW,
                            .bytes = task->slip.bytes,
                            .n = task->slip.n,
                            .a4 = a4};
    enum cups_progress progress;
    int job, result = module->create(&job, &queue, &what);
    if (result)
        return result;
    report->taken = true;
    errand_tell(errand, report);
    result = errand_is_stopped(errand) ? -ECANCELED : module->send(&progress, &queue, job, &what);
    if (!result) {
        report->percent = percent_of(progress);
        result = wait_for_job(errand, report, module, &queue, job);
    }
    if (result)
        cancel(module, &queue, job);
    return result;
}

static const struct background_kind queue_kind = {.ask = queue_ask, .print = queue_print};

static int queue_create(struct channel **out, const struct channel *base)
{
    return background_create(out, base, &queue_kind);
}

const struct channel_kind channel_queue = {
    .create = queue_create,
    .destroy = background_destroy,
    .watch = background_watch,
    .send = background_send,
    .fds = background_fds,
    .deadline = background_deadline,
    .serve = background_serve,
};
