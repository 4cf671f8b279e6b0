/* SPDX-License-Identifier: MIT */
/* A slip on its way through a stream, and the questions between its bytes. */
#include "kiosk/printer/stream_inside.h"

#include "base/error.h"
#include "kiosk/printer/boundary.h"
#include "kiosk/printer/printing.h"

#include <string.h>
#include <sys/ioctl.h>

#define WRITE_MAX 4096 /* so that a question waits for no more than this */
#define FLUSH_LOOK_MS 100

/* DLE DC4 8: everything in the printer's memory is dropped. */
static const char clear_command[] = {0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08};

static int bytes_held(const struct stream *stream)
{
    int n = 0;
    return stream->fd >= 0 && ioctl(stream->fd, TIOCOUTQ, &n) == 0 ? n : 0;
}

static void finish(struct stream *stream, int result)
{
    struct channel_state *state = &stream->channel.state;
    stream->phase = STREAM_IDLE;
    state->sending = false;
    state->result = result;
    slip_clear(&stream->slip);
}

/*
 * What the machine holds of it is dropped with the descriptor. A printer that answers is told to drop what it
 * holds, if it takes that at once.
 */
void stream_slip_fail(struct stream *stream, int error)
{
    struct channel_state *state = &stream->channel.state;
    int held = bytes_held(stream);
    state->taken = stream->sent > (size_t)held;
    if (stream->fd >= 0 && !stream->opening) {
        if (state->taken && stream->answers && !held)
            (void)!stream->kind->write(stream->fd, clear_command, sizeof(clear_command));
        stream_close(stream, held > 0);
        stream->ask_at = stream_now(stream);
    }
    finish(stream, error);
}

static bool is_known(const struct stream *stream)
{
    const struct channel_state *state = &stream->channel.state;
    return stream->fd >= 0 && !stream->opening && state->known_at >= 0 &&
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
    stream->told = false;
    stream->phase = STREAM_PREPARING;
    stream->progress_at = stream_now(stream);
    state->sending = true;
    state->percent = 0;
    state->taken = false;
    if (is_known(stream))
        stream_slip_prepared(stream);
    else if (!stream->asking && !stream->opening)
        stream->ask_at = stream->progress_at;
    stream_serve(channel);
}

void stream_slip_prepared(struct stream *stream)
{
    if (stream->phase != STREAM_PREPARING)
        return;
    if (stream->channel.state.condition != PRINTER_READY) {
        finish(stream, -EIO);
        return;
    }
    stream->phase = STREAM_SENDING;
    stream->progress_at = stream_now(stream);
    stream->ask_at = stream->progress_at + STREAM_SENDING_ASK_MS;
}

bool stream_wants_to_write(const struct stream *stream)
{
    return stream->question_left > 0 || stream->phase == STREAM_SENDING;
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
    count(stream, (size_t)written);
    return 0;
}

/* A question that is half written goes first; a new one waits for the end of a command or character. */
static bool is_question_next(const struct stream *stream)
{
    bool begun = stream->question_left < STATUS_QUESTION_BYTES;
    return stream->question_left > 0 &&
           (begun || stream->phase != STREAM_SENDING || stream->sent == stream->unit_end);
}

int stream_write(struct stream *stream)
{
    size_t sent = stream->sent, left = stream->question_left;
    int error = 0;
    for (int i = 0; i < 4 && !error && stream_wants_to_write(stream); i++)
        error = is_question_next(stream) ? write_question(stream) : write_slip(stream);
    if (error == -EAGAIN || error == -EINTR) {
        if (sent == stream->sent && left == stream->question_left)
            stream->rest_until = stream_now(stream) + STREAM_REST_MS;
        return 0;
    }
    if (error != -ENOSPC)
        return error;
    stream_know(stream, PRINTER_OUT_OF_PAPER, false, error);
    stream->rest_until = stream_now(stream) + STREAM_REST_MS;
    return 0;
}

static bool takes_more(const struct stream *stream)
{
    struct pollfd wait = {.fd = stream->fd, .events = POLLOUT};
    return poll(&wait, 1, 0) > 0 && wait.revents & POLLOUT;
}

/* Whether all of it has left this machine; the less it holds, the more progress. */
static bool is_flushed(struct stream *stream)
{
    int held = bytes_held(stream);
    if (held < stream->queued)
        stream->progress_at = stream_now(stream);
    stream->queued = held;
    return held == 0 && takes_more(stream);
}

/* Whether it may count as done: see stream.h. */
static bool is_done(const struct stream *stream)
{
    const struct channel_state *state = &stream->channel.state;
    bool quiet = stream_now(stream) >= stream->flushed_at + STREAM_QUIET_MS;
    return state->condition == PRINTER_READY && (stream->answers ? stream->told : quiet);
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
    if (is_done(stream))
        finish(stream, 0);
}

void stream_slip_time(struct stream *stream)
{
    if (stream->phase == STREAM_FINISHING && stream->fd >= 0)
        finish_flushing(stream);
    if (stream_is_busy(stream)) {
        if (stream_now(stream) < stream->progress_at + PRINTING_TIMEOUT_MS)
            return;
        bool ready = stream->channel.state.condition == PRINTER_READY;
        stream_slip_fail(stream, ready ? -ETIMEDOUT : -EIO);
    }
}

int64_t stream_slip_deadline(const struct stream *stream)
{
    if (!stream_is_busy(stream))
        return -1;
    int64_t first = stream->progress_at + PRINTING_TIMEOUT_MS;
    if (stream->phase == STREAM_SENDING)
        return first;
    int64_t look = stream->flushed_at < 0 ? stream->look_at
                   : stream->answers      ? -1
                                          : stream->flushed_at + STREAM_QUIET_MS;
    return channel_earlier(first, look);
}
