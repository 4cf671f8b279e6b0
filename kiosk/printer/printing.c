/* SPDX-License-Identifier: MIT */
#include "kiosk/printer/printing.h"

#include "base/error.h"
#include "kiosk/printer/channel.h"

#include <string.h>

#define MINUTE_MS 60000

struct printing {
    struct clock clock;
    struct channel *channel; /* NULL: there is no printer */
    bool watched;
    struct print_state state;
    bool sending;   /* the channel had a slip when it was last looked at */
    bool forgotten; /* that slip's visitor has left */
    int used;       /* slips of this visitor */
    /* When the last ones began, oldest first; one may be taken back. */
    int64_t started[PRINTING_PER_SPELL + 1];
    size_t n_started;
};

static const struct channel_kind *const kinds[] = {
    [PRINTER_DEVICE] = &channel_device,
    [PRINTER_NETWORK] = &channel_network,
    [PRINTER_QUEUE] = &channel_queue,
    [PRINTER_FILE] = &channel_file,
};

void slip_clear(struct slip *slip)
{
    free(slip->name);
    free(slip->bytes);
    document_free(slip->document);
    *slip = (struct slip){0};
}

static int64_t now_of(const struct printing *printing)
{
    return printing->clock.monotonic_ms(printing->clock.context);
}

/* When the first of the last `n` slips is `ms` old, if there have been so many. */
static int64_t free_at(const struct printing *printing, size_t n, int64_t ms)
{
    return printing->n_started < n ? 0 : printing->started[printing->n_started - n] + ms;
}

/* When the machine has printed little enough for another. */
static int64_t next_at(const struct printing *printing)
{
    int64_t minute = free_at(printing, PRINTING_PER_MINUTE, MINUTE_MS);
    int64_t spell = free_at(printing, PRINTING_PER_SPELL, PRINTING_SPELL_MS);
    return minute > spell ? minute : spell;
}

static int64_t wait_ms(const struct printing *printing)
{
    int64_t left = next_at(printing) - now_of(printing);
    return left > 0 ? left : 0;
}

static void count_slip(struct printing *printing)
{
    if (printing->n_started == ARRAY_SIZE(printing->started))
        memmove(printing->started, printing->started + 1,
                --printing->n_started * sizeof(printing->started[0]));
    printing->started[printing->n_started++] = now_of(printing);
    printing->used++;
}

/* A slip of which the printer took nothing costs nothing; it was the last that was counted. */
static void count_back(struct printing *printing)
{
    printing->n_started--;
    if (!printing->forgotten)
        printing->used--;
}

static void take_result(struct printing *printing)
{
    const struct channel_state *channel = &printing->channel->state;
    struct print_state *state = &printing->state;
    if (channel->result < 0 && !channel->taken)
        count_back(printing);
    state->progress = printing->forgotten ? PRINT_NOTHING : channel->result < 0 ? PRINT_FAILED : PRINT_DONE;
    state->error = printing->forgotten ? 0 : channel->result;
    state->percent = channel->result < 0 ? channel->percent : 100;
    printing->forgotten = false;
}

/* What the channel says now. Whether anything differs. */
static bool update(struct printing *printing)
{
    struct print_state before = printing->state, *state = &printing->state;
    const struct channel_state *channel = &printing->channel->state;
    state->condition = channel->condition;
    state->paper_low = channel->paper_low;
    if (channel->sending) {
        state->progress = PRINT_SENDING;
        state->percent = channel->percent;
        state->error = 0;
    } else if (printing->sending) {
        take_result(printing);
    }
    printing->sending = channel->sending;
    state->left = PRINTING_PER_SESSION - printing->used;
    state->wait_seconds = (int)((wait_ms(printing) + 999) / 1000);
    return before.condition != state->condition || before.paper_low != state->paper_low ||
           before.progress != state->progress || before.percent != state->percent ||
           before.error != state->error || before.left != state->left ||
           before.wait_seconds != state->wait_seconds;
}

int printing_new(struct printing **out, const struct printer *printer, struct clock clock)
{
    struct printing *printing = calloc(1, sizeof(*printing));
    if (!printing)
        return -ENOMEM;
    printing->clock = clock;
    printing->state.left = PRINTING_PER_SESSION;
    if (printer) {
        struct channel base = {.kind = kinds[printer->kind],
                               .printer = *printer,
                               .clock = clock,
                               .state = {.condition = PRINTER_ASKING, .known_at = -1}};
        int error = base.kind->create(&printing->channel, &base);
        if (error < 0) {
            free(printing);
            return error;
        }
        printing->state.condition = PRINTER_ASKING;
    }
    *out = printing;
    return 0;
}

void printing_free(struct printing *printing)
{
    if (printing && printing->channel)
        printing->channel->kind->destroy(printing->channel);
    free(printing);
}

const struct print_state *printing_state(const struct printing *printing)
{
    return &printing->state;
}

int printing_trouble(const struct printing *printing)
{
    return printing->channel ? printing->channel->state.trouble : 0;
}

static bool is_known(const struct printing *printing)
{
    const struct channel_state *state = &printing->channel->state;
    return state->known_at >= 0 && now_of(printing) - state->known_at <= CHANNEL_ASK_MS;
}

void printing_watch(struct printing *printing, bool watch)
{
    if (!printing->channel || printing->watched == watch)
        return;
    printing->watched = watch;
    if (watch && !printing->channel->state.sending && !is_known(printing))
        printing->channel->state.condition = PRINTER_ASKING;
    printing->channel->kind->watch(printing->channel, watch);
    update(printing);
}

static int make_slip(struct slip *out, const struct printer *printer, const struct document *document)
{
    struct slip slip = {.name = strdup(document->name)};
    int error = slip.name ? document_error(document) : -ENOMEM;
    if (!error && (document->n == 0 || !printer_takes(printer->kind, printer->paper)))
        error = -EINVAL;
    if (!error && printer->paper == PAPER_A4) {
        error = document_copy(&slip.document, document);
    } else if (!error) {
        struct escpos_options options = printer_escpos(printer);
        error = escpos_render(&slip.bytes, &slip.n, document, &options);
    }
    if (error < 0)
        slip_clear(&slip);
    else
        *out = slip;
    return error;
}

/* Why no slip may be started now; 0. */
static int refusal(const struct printing *printing)
{
    if (!printing->channel)
        return -ENODEV;
    if (printing->channel->state.sending)
        return -EBUSY;
    if (printing->used >= PRINTING_PER_SESSION)
        return -EDQUOT;
    if (wait_ms(printing) > 0)
        return -EAGAIN;
    enum printer_condition condition = printing->channel->state.condition;
    bool ready = condition == PRINTER_READY || condition == PRINTER_ASKING;
    return printing->watched && !ready ? -EIO : 0;
}

int printing_start(struct printing *printing, const struct document *document)
{
    if (printing->channel)
        update(printing);
    struct slip slip;
    int error = refusal(printing);
    if (!error)
        error = make_slip(&slip, &printing->channel->printer, document);
    if (error < 0)
        return error;
    count_slip(printing);
    printing->sending = true; /* also if the channel has failed before it returns */
    printing->forgotten = false;
    printing->channel->kind->send(printing->channel, &slip);
    update(printing);
    return 0;
}

void printing_forget(struct printing *printing)
{
    printing->used = 0;
    printing->state.left = PRINTING_PER_SESSION;
    if (printing->sending) {
        printing->forgotten = true;
        return;
    }
    printing->state.progress = PRINT_NOTHING;
    printing->state.percent = 0;
    printing->state.error = 0;
}

int printing_fds(const struct printing *printing, struct pollfd out[PRINTING_FDS])
{
    return printing->channel ? printing->channel->kind->fds(printing->channel, out) : 0;
}

/* When the state's wait_seconds changes; they are shown only to somebody who watches. */
static int64_t next_second(const struct printing *printing)
{
    int seconds = printing->state.wait_seconds;
    if (seconds == 0 || !printing->watched)
        return -1;
    return next_at(printing) - 1000 * (int64_t)(seconds - 1);
}

int64_t printing_deadline(const struct printing *printing)
{
    if (!printing->channel)
        return -1;
    return deadline_earlier(printing->channel->kind->deadline(printing->channel), next_second(printing));
}

bool printing_serve(struct printing *printing)
{
    if (!printing->channel)
        return false;
    printing->channel->kind->serve(printing->channel);
    return update(printing);
}
