/* SPDX-License-Identifier: MIT */
#include "kiosk/printer/background.h"

#include "base/error.h"
#include "kiosk/printer/printing.h"
#include "ui/paper/pdf.h"

#define RELEASE_MS 500 /* for two threads together */

struct background {
    struct channel channel; /* the first member */
    const struct background_kind *kind;
    bool watched;
    struct errand *asking;
    int64_t ask_at;
    int64_t answer_until;    /* -1: none is waited for */
    struct errand *printing; /* also one that was stopped and has not come back */
    int64_t progress_until;
};

static int64_t now_of(const struct background *background)
{
    return channel_now(&background->channel);
}

static void free_task(void *pointer)
{
    struct background_task *task = pointer;
    slip_clear(&task->slip);
    free(task);
}

int background_create(struct channel **out, const struct channel *base, const struct background_kind *kind)
{
    struct background *background = calloc(1, sizeof(*background));
    if (!background)
        return -ENOMEM;
    *background = (struct background){.channel = *base, .kind = kind, .answer_until = -1};
    *out = &background->channel;
    return 0;
}

void background_destroy(struct channel *channel)
{
    struct background *background = (struct background *)channel;
    if (background->asking)
        errand_stop(background->asking);                         /* both at once */
    int left = errand_release(background->printing, RELEASE_MS); /* may have a job to cancel */
    errand_release(background->asking, left);
    free(background);
}

static void ask(struct errand *errand, void *pointer)
{
    const struct background_task *task = pointer;
    struct errand_report report = {.known = true, .done = true};
    task->kind->ask(&report, &task->printer);
    errand_tell(errand, &report);
}

static int make_pdf(struct slip *slip)
{
    if (!slip->document)
        return 0;
    int error = pdf_render(&slip->bytes, &slip->n, slip->document);
    document_free(slip->document);
    slip->document = NULL;
    return error;
}

static void print(struct errand *errand, void *pointer)
{
    struct background_task *task = pointer;
    struct errand_report report = {.known = true};
    task->kind->ask(&report, &task->printer);
    errand_tell(errand, &report);
    int result = report.condition == PRINTER_READY ? make_pdf(&task->slip)
                 : report.trouble                  ? report.trouble
                                                   : -EIO;
    if (!result && errand_is_stopped(errand))
        result = -ECANCELED;
    if (!result)
        result = task->kind->print(errand, &report, task);
    report.done = true;
    report.result = result;
    errand_tell(errand, &report);
}

static int send_errand(struct errand **out, struct background *background,
                       void (*run)(struct errand *errand, void *task), struct slip *slip)
{
    struct background_task *task = malloc(sizeof(*task));
    if (!task)
        return -ENOMEM;
    const struct clock *clock = &background->channel.clock;
    *task = (struct background_task){.kind = background->kind,
                                     .printer = background->channel.printer,
                                     .wall = clock->wall(clock->context)};
    if (slip) {
        task->slip = *slip;
        *slip = (struct slip){0};
    }
    return errand_start(out, run, task, free_task);
}

static void know(struct background *background, const struct errand_report *report)
{
    struct channel_state *state = &background->channel.state;
    if (!report->known)
        return;
    state->condition = report->condition;
    state->paper_low = report->condition == PRINTER_READY && report->paper_low;
    state->trouble = report->trouble;
    state->known_at = now_of(background);
}

static void serve_asking(struct background *background)
{
    struct errand_report report;
    bool ended = false;
    if (background->asking && errand_look(background->asking, &report, &ended))
        know(background, &report);
    if (ended) {
        errand_release(background->asking, 0);
        background->asking = NULL;
        background->answer_until = -1;
        background->ask_at = now_of(background) + CHANNEL_ASK_MS;
    }
    if (background->answer_until >= 0 && now_of(background) >= background->answer_until) {
        background->answer_until = -1;
        know(background,
             &(struct errand_report){.known = true, .condition = PRINTER_GONE, .trouble = -ETIMEDOUT});
    }
}

static void finish(struct background *background, int result, bool taken)
{
    struct channel_state *state = &background->channel.state;
    state->sending = false;
    state->result = result;
    state->taken = taken;
}

static void serve_printing(struct background *background)
{
    struct channel_state *state = &background->channel.state;
    struct errand_report report;
    bool ended = false;
    if (!background->printing)
        return;
    bool fresh = errand_look(background->printing, &report, &ended);
    if (fresh && state->sending) {
        know(background, &report);
        state->percent = report.percent;
        state->taken = report.taken;
        background->progress_until =
            now_of(background) + (report.patience_ms ? report.patience_ms : PRINTING_TIMEOUT_MS);
        if (report.done) {
            finish(background, report.result, report.taken);
            ended = true; /* but for its own things */
        }
    }
    if (state->sending && now_of(background) >= background->progress_until) {
        errand_stop(background->printing);
        finish(background, -ETIMEDOUT, state->taken);
    }
    if (ended) {
        errand_release(background->printing, 0);
        background->printing = NULL;
    }
}

static void ask_if_due(struct background *background)
{
    int64_t now = now_of(background);
    if (!background->watched || background->asking || background->channel.state.sending ||
        now < background->ask_at)
        return;
    background->ask_at = now + CHANNEL_ASK_MS;
    int error = send_errand(&background->asking, background, ask, NULL);
    if (error)
        know(background,
             &(struct errand_report){.known = true, .condition = PRINTER_FAULT, .trouble = error});
    else
        background->answer_until = now + BACKGROUND_ANSWER_MS;
}

void background_serve(struct channel *channel)
{
    struct background *background = (struct background *)channel;
    serve_asking(background);
    serve_printing(background);
    ask_if_due(background);
}

void background_watch(struct channel *channel, bool watch)
{
    struct background *background = (struct background *)channel;
    if (watch)
        background->ask_at = now_of(background);
    background->watched = watch;
    background_serve(channel);
}

void background_send(struct channel *channel, struct slip *slip)
{
    struct background *background = (struct background *)channel;
    struct channel_state *state = &channel->state;
    state->percent = 0;
    state->taken = false;
    state->sending = true;
    background->progress_until = now_of(background) + PRINTING_TIMEOUT_MS;
    /* One that was given up and has not come back could still be printing. */
    int error = background->printing ? -EBUSY : send_errand(&background->printing, background, print, slip);
    if (error)
        finish(background, error, false);
    slip_clear(slip);
}

int background_fds(const struct channel *channel, struct pollfd *out)
{
    const struct background *background = (const struct background *)channel;
    int n = 0;
    if (background->asking)
        out[n++] = (struct pollfd){.fd = errand_fd(background->asking), .events = POLLIN};
    if (background->printing)
        out[n++] = (struct pollfd){.fd = errand_fd(background->printing), .events = POLLIN};
    return n;
}

int64_t background_deadline(const struct channel *channel)
{
    const struct background *background = (const struct background *)channel;
    int64_t first = background->answer_until;
    if (channel->state.sending)
        return deadline_earlier(first, background->progress_until);
    return background->watched && !background->asking ? deadline_earlier(first, background->ask_at) : first;
}
