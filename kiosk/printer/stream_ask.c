/* SPDX-License-Identifier: MIT */
#include "kiosk/printer/stream_inside.h"

#include "base/error.h"

#define READS_MAX 16 /* of one turn: a printer that never stops talking holds nothing up */

void stream_count_as_ready(struct stream *stream)
{
    stream_know(stream, PRINTER_READY, false, 0);
    stream_slip_prepared(stream);
}

void stream_ask_stop(struct stream *stream)
{
    stream->asking = false;
    stream->answer_until = -1;
    stream->question_left = 0;
}

static int64_t ask_again_ms(const struct stream *stream)
{
    return stream->phase == STREAM_IDLE ? CHANNEL_ASK_MS : STREAM_SENDING_ASK_MS;
}

/* Reads what there is. 0; -errno: the other side has gone. */
static int read_some(struct stream *stream, char *bytes, size_t room, size_t *n)
{
    ssize_t got = stream->kind->read(stream->fd, bytes, room);
    *n = got > 0 ? (size_t)got : 0;
    stream->is_deaf |= got < 0 && errno == EINVAL;
    if (got < 0)
        return errno == EAGAIN || errno == EINTR || errno == EINVAL ? 0 : -errno;
    stream_slip_hear(stream, bytes, *n);
    return got == 0 && stream->kind->end_is_gone ? -EPIPE : 0;
}

static int drop_what_came(struct stream *stream)
{
    char bytes[64];
    size_t n = 1;
    int error = 0;
    for (int i = 0; i < READS_MAX && n > 0 && !error; i++)
        error = read_some(stream, bytes, sizeof(bytes), &n);
    return error;
}

/* Behind what the printer has yet to take of a slip, the question may wait long; it is not asked again
 * meanwhile. */
static void ask_next(struct stream *stream)
{
    if (!status_next(&stream->status, stream->question))
        return;
    stream->question_left = STATUS_QUESTION_BYTES;
    stream->answer_until = stream_is_busy(stream) ? -1 : stream_now(stream) + STREAM_ANSWER_MS;
}

int stream_ask_begin(struct stream *stream)
{
    int64_t now = stream_now(stream);
    stream->ask_at = now + ask_again_ms(stream);
    if (!stream->channel.printer.status) {
        if (!stream_is_busy(stream))
            stream_count_as_ready(stream);
        return 0;
    }
    int error = stream->driver_answers ? 0 : drop_what_came(stream);
    if (error)
        return error;
    if (stream->driver_answers || stream->is_deaf) {
        if (!stream_system_ask(stream))
            stream_know_nothing(stream);
        return 0;
    }
    status_begin(&stream->status);
    stream->asking = true;
    stream->round_is_last = stream->flushed_at >= 0;
    ask_next(stream);
    return 0;
}

static void end_round(struct stream *stream)
{
    const struct status *status = &stream->status;
    stream_ask_stop(stream);
    stream->answers = true;
    stream->told |= stream->round_is_last;
    stream->ask_at = stream_now(stream) + ask_again_ms(stream);
    stream_know(stream, status_condition(status), status_paper_low(status), 0);
    stream_slip_prepared(stream);
}

void stream_ask_missed(struct stream *stream)
{
    if (!stream_is_busy(stream) && status_give_up(&stream->status)) {
        end_round(stream);
        return;
    }
    stream_ask_stop(stream);
    stream->ask_at = stream_now(stream) + ask_again_ms(stream);
    if (!stream_is_busy(stream) && !stream_system_ask(stream))
        stream_know_nothing(stream);
}

int stream_ask_hear(struct stream *stream)
{
    char bytes[64];
    size_t n = 1;
    int error = 0;
    bool came = false;
    for (int i = 0; i < READS_MAX && n > 0 && !error; i++) {
        error = read_some(stream, bytes, sizeof(bytes), &n);
        came |= n > 0;
        if (stream->question_left == 0 && status_feed(&stream->status, bytes, n)) {
            stream->answer_until = -1;
            ask_next(stream);
        }
    }
    if (!came && !error)
        stream->rest_until = stream_now(stream) + STREAM_REST_MS;
    if (!error && stream->asking && status_complete(&stream->status))
        end_round(stream);
    return error;
}
