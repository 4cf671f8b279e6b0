/* SPDX-License-Identifier: MIT */
/* A slip on its way through a stream, and the questions between its bytes. */
#include "kiosk/printer/stream_inside.h"

#include "base/error.h"
#include "kiosk/printer/boundary.h"
#include "kiosk/printer/printing.h"

#include <string.h>

#define WRITE_MAX 4096 /* so that a question waits for no more than this */
#define FLUSH_LOOK_MS 100

/* GS r 1: its paper sensor, in line with everything else. */
static const char order_question[] = {0x1D, 'r', 1};

#define ORDER_FIXED 0x90
#define ORDER_PAPER 0x0C
#define ORDER_NO_PAPER 0x0C

static void finish(struct stream *stream, int result)
{
    struct channel_state *state = &stream->channel.state;
    stream->phase = STREAM_IDLE;
    state->sending = false;
    state->result = result;
    slip_clear(&stream->slip);
    stream_repair_forget(stream);
}

void stream_slip_fail(struct stream *stream, int error)
{
    int held = stream_held(stream);
    stream->channel.state.taken = stream->sent > (size_t)held;
    stream->phase = STREAM_IDLE;
    stream_repair_begin(stream, held);
    finish(stream, error);
}

static bool is_known(const struct stream *stream)
{
    const struct channel_state *state = &stream->channel.state;
    return stream->fd >= 0 && !stream->opening && stream->clear_until < 0 &&
           state->known_at >= stream->opened_at && stream_now(stream) - state->known_at <= CHANNEL_ASK_MS;
}

void stream_send(struct channel *channel, struct slip *slip)
{
    struct stream *stream = (struct stream *)channel;
    struct channel_state *state = &channel->state;
    stream->slip = *slip;
    *slip = (struct slip){0};
    stream->sent = stream->unit_end = 0;
    stream->queued = 0;
    stream->flushed_at = -1;
    stream->told = stream->order_asked = stream->order_told = false;
    stream->phase = STREAM_PREPARING;
    stream->begun_at = stream->progress_at = stream_now(stream);
    state->sending = true;
    state->percent = 0;
    state->taken = false;
    if (is_known(stream))
        stream_slip_prepared(stream);
    else if (!stream->asking && !stream->opening)
        stream->ask_at = stream->progress_at;
    stream_serve(channel);
}

/* Without memory for it it is not asked. */
static void ask_in_order(struct stream *stream)
{
    struct slip *slip = &stream->slip;
    char *bytes = NULL;
    if (stream->answers && stream->order != ORDER_NEVER)
        bytes = realloc(slip->bytes, slip->n + sizeof(order_question));
    if (!bytes)
        return;
    memcpy(bytes + slip->n, order_question, sizeof(order_question));
    slip->bytes = bytes;
    slip->n += sizeof(order_question);
    stream->order_asked = true;
}

void stream_slip_hear(struct stream *stream, const char *bytes, size_t n)
{
    if (stream->phase != STREAM_FINISHING || !stream->order_asked)
        return;
    for (size_t i = 0; i < n; i++) {
        int paper = bytes[i] & ORDER_PAPER;
        if (bytes[i] & ORDER_FIXED || (paper && paper != ORDER_NO_PAPER))
            continue;
        stream->order = ORDER_ANSWERED;
        stream->order_told |= !paper;
    }
}

void stream_slip_prepared(struct stream *stream)
{
    if (stream->phase != STREAM_PREPARING)
        return;
    if (stream->channel.state.condition != PRINTER_READY) {
        finish(stream, -EIO);
        return;
    }
    ask_in_order(stream);
    int error = stream_repair_prepare(stream);
    if (error) {
        finish(stream, error);
        return;
    }
    stream->phase = STREAM_SENDING;
    stream->progress_at = stream_now(stream);
    stream->ask_at = stream->progress_at + STREAM_SENDING_ASK_MS;
}

bool stream_wants_to_write(const struct stream *stream)
{
    return stream->question_left > 0 || stream->repair_due || stream->phase == STREAM_SENDING;
}

static int write_question(struct stream *stream)
{
    const char *rest = stream->question + STATUS_QUESTION_BYTES - stream->question_left;
    ssize_t n = stream->kind->write(stream->fd, rest, stream->question_left);
    if (n < 0)
        return -errno;
    stream->question_left -= (size_t)n;
    bool behind_slip = stream_is_busy(stream) && stream->flushed_at < 0;
    if (stream->question_left == 0 && !behind_slip)
        stream->answer_until = stream_now(stream) + STREAM_ANSWER_MS;
    return 0;
}

static void count(struct stream *stream, size_t n)
{
    const struct slip *slip = &stream->slip;
    stream->sent += n;
    while (stream->unit_end < stream->sent)
        stream->unit_end = boundary_next(slip->bytes, slip->n, stream->unit_end);
    if (n > 0)
        stream->progress_at = stream_now(stream);
    stream->channel.state.percent = (int)(100 * stream->sent / slip->n);
    if (stream->sent == slip->n)
        stream->phase = STREAM_FINISHING;
}

static int write_slip(struct stream *stream)
{
    size_t end = stream->question_left ? stream->unit_end : stream->slip.n;
    size_t n = end - stream->sent;
    ssize_t written =
        stream->kind->write(stream->fd, stream->slip.bytes + stream->sent, n < WRITE_MAX ? n : WRITE_MAX);
    if (written < 0)
        return -errno;
    if (written > 0 && stream->channel.state.trouble == -ENOSPC)
        stream_know(stream, PRINTER_READY, false, 0); /* there is paper again */
    count(stream, (size_t)written);
    return 0;
}

/* A question that is half written goes first; a new one waits for the end of a command or character. */
static int write_next(struct stream *stream)
{
    bool asks = stream->question_left > 0, begun = asks && stream->question_left < STATUS_QUESTION_BYTES;
    if (stream->repair_due && !begun)
        return stream_repair_write(stream);
    bool may_ask = begun || stream->phase != STREAM_SENDING || stream->sent == stream->unit_end;
    return asks && may_ask ? write_question(stream) : write_slip(stream);
}

int stream_write(struct stream *stream)
{
    size_t sent = stream->sent + stream->repair_sent, left = stream->question_left;
    int error = 0;
    for (int i = 0; i < 4 && !error && stream_wants_to_write(stream); i++)
        error = write_next(stream);
    bool took = sent != stream->sent + stream->repair_sent || left != stream->question_left;
    if (error == -EAGAIN || error == -EINTR)
        error = 0;
    if (error && error != -ENOSPC)
        return error;
    if (error)
        stream_know(stream, PRINTER_OUT_OF_PAPER, false, error);
    if (error || !took)
        stream->rest_until = stream_now(stream) + STREAM_REST_MS;
    return 0;
}

/* Whether all of it has left this machine; the less it holds, the more progress. */
static bool is_flushed(struct stream *stream)
{
    int held = stream_held(stream);
    if (held < stream->queued)
        stream->progress_at = stream_now(stream);
    stream->queued = held;
    return held == 0 && !stream->driver && stream_takes_more(stream);
}

/* Whether the answer that waits in line may still come. */
static bool waits_in_order(const struct stream *stream)
{
    return stream->order_asked && !stream->order_told &&
           stream_now(stream) < stream->progress_at + STREAM_ORDER_MS;
}

/* Whether it may count as done: see stream.h. */
static bool is_done(const struct stream *stream)
{
    const struct channel_state *state = &stream->channel.state;
    bool quiet = stream_now(stream) >= stream->flushed_at + STREAM_QUIET_MS;
    bool said = state->condition == PRINTER_READY && (stream->answers ? stream->told : quiet);
    return stream->order_told || (said && !waits_in_order(stream));
}

/* What is known from now on of a printer that did not answer in line: one that has done so may again. */
static void learn(struct stream *stream)
{
    if (stream->order_asked && !stream->order_told)
        stream->order = stream->order == ORDER_ANSWERED ? ORDER_UNKNOWN : ORDER_NEVER;
}

static void finish_flushing(struct stream *stream)
{
    int64_t now = stream_now(stream);
    if (stream->flushed_at < 0) {
        stream->look_at = now + FLUSH_LOOK_MS;
        if (!is_flushed(stream))
            return;
        stream->flushed_at = stream->progress_at = now;
        if (stream->asking)
            stream->answer_until = now + STREAM_ANSWER_MS;
        else
            stream->ask_at = now;
    }
    if (!is_done(stream))
        return;
    learn(stream);
    finish(stream, 0);
}

/* When nothing more is expected of the printer. */
static int64_t give_up_at(const struct stream *stream)
{
    enum printer_condition condition = stream->channel.state.condition;
    bool paper = condition == PRINTER_OUT_OF_PAPER || condition == PRINTER_COVER_OPEN;
    bool in_order = condition == PRINTER_READY && stream->phase == STREAM_FINISHING && stream->order_asked;
    return stream->progress_at + (paper      ? PRINTING_PAPER_MS
                                  : in_order ? STREAM_ORDER_MS
                                             : PRINTING_TIMEOUT_MS);
}

void stream_slip_time(struct stream *stream)
{
    if (stream->phase == STREAM_FINISHING)
        finish_flushing(stream);
    if (stream_is_busy(stream)) {
        if (stream_now(stream) < give_up_at(stream))
            return;
        bool ready = stream->channel.state.condition == PRINTER_READY;
        stream_slip_fail(stream, ready ? -ETIMEDOUT : -EIO);
    }
}

int64_t stream_slip_deadline(const struct stream *stream)
{
    if (!stream_is_busy(stream))
        return -1;
    int64_t first = give_up_at(stream);
    if (stream->phase == STREAM_SENDING)
        return first;
    int64_t look = stream->flushed_at < 0 ? stream->look_at
                   : stream->answers      ? -1
                                          : stream->flushed_at + STREAM_QUIET_MS;
    return deadline_earlier(first, look);
}
