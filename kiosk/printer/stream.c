/* SPDX-License-Identifier: MIT */
#include "kiosk/printer/stream_inside.h"

#include "base/error.h"

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static struct stream *stream_of(struct channel *channel)
{
    return (struct stream *)channel;
}

enum printer_condition stream_condition_of(int error)
{
    switch (-error) {
    case ENOENT:
    case ENOTDIR:
    case ENODEV:
    case ENXIO:
    case EIO:
    case ENOTTY:
    case EPIPE:
    case ESHUTDOWN:
    case EPROTO:
    case ECONNREFUSED:
    case ECONNRESET:
    case ECONNABORTED:
    case EHOSTUNREACH:
    case EHOSTDOWN:
    case ENETUNREACH:
    case ENETDOWN:
    case ETIMEDOUT:
        return PRINTER_GONE;
    case EBUSY: /* somebody else prints */
        return PRINTER_OFFLINE;
    case ENOSPC: /* as the driver of USB printers says it */
        return PRINTER_OUT_OF_PAPER;
    default:
        return PRINTER_FAULT;
    }
}

int stream_create(struct channel **out, const struct channel *base, const struct stream_kind *kind)
{
    struct stream *stream = calloc(1, sizeof(*stream));
    if (!stream)
        return -ENOMEM;
    *stream = (struct stream){.channel = *base,
                              .kind = kind,
                              .fd = -1,
                              .rest_until = -1,
                              .answer_until = -1,
                              .driver_until = -1,
                              .flushed_at = -1,
                              .clear_until = -1};
    *out = &stream->channel;
    return 0;
}

void stream_destroy(struct channel *channel)
{
    struct stream *stream = stream_of(channel);
    stream_close(stream, stream->phase != STREAM_IDLE);
    slip_clear(&stream->slip);
    stream_repair_forget(stream);
    free(stream->repair);
    free(stream);
}

int stream_held(const struct stream *stream)
{
    int n = 0;
    bool may_ask = stream->fd >= 0 && stream->counts && !stream->driver;
    return may_ask && ioctl(stream->fd, TIOCOUTQ, &n) == 0 ? n : 0;
}

bool stream_takes_more(const struct stream *stream)
{
    struct pollfd wait = {.fd = stream->fd, .events = POLLOUT};
    return poll(&wait, 1, 0) > 0 && wait.revents & POLLOUT;
}

void stream_know(struct stream *stream, enum printer_condition condition, bool paper_low, int trouble)
{
    struct channel_state *state = &stream->channel.state;
    bool is_new = stream_is_busy(stream) && condition != state->condition;
    if (is_new && stream_now(stream) < stream->begun_at + STREAM_PATIENCE_MS)
        stream->progress_at = stream_now(stream); /* somebody is there who puts it right, or it begins now */
    state->condition = condition;
    state->paper_low = condition == PRINTER_READY && paper_low;
    state->trouble = trouble;
    state->known_at = stream_now(stream);
    if (condition == PRINTER_READY)
        stream_repair_ready(stream);
}

void stream_close(struct stream *stream, bool drop)
{
    /* A terminal's close would wait, up to half a minute, for what it still holds. */
    if (stream->fd >= 0 && stream->is_terminal && (drop || stream_held(stream) > 0))
        tcflush(stream->fd, TCIOFLUSH);
    if (stream->fd >= 0)
        stream->kind->close(stream->fd, drop);
    stream->fd = -1;
    stream->is_deaf = false;
    stream->clear_until = -1;
    stream_repair_again(stream);
    stream->opening = false;
    stream->rest_until = -1;
    stream->answers = false;
    stream->status = (struct status){0};
    stream_system_close(stream);
    stream_ask_stop(stream);
}

/* It cannot be opened, or was there and has gone. */
static void lose(struct stream *stream, int error)
{
    int64_t now = stream_now(stream);
    stream_close(stream, true);
    stream_know(stream, stream_condition_of(error), false, error);
    stream->ask_at = now + CHANNEL_ASK_MS;
    if (stream->phase != STREAM_IDLE)
        stream_slip_fail(stream, error);
}

/* A connection that the printer has closed for want of anything to do, or a device that is there again, is
 * opened anew. */
static void lose_or_open_again(struct stream *stream, int error)
{
    int64_t now = stream_now(stream);
    if (stream->phase != STREAM_IDLE || now - stream->opened_at < CHANNEL_ASK_MS) {
        lose(stream, error);
        return;
    }
    stream_close(stream, true);
    stream->ask_at = now;
}

static void began(struct stream *stream)
{
    stream->opening = false;
    stream->ask_at = stream_now(stream);
    if (!stream->channel.printer.status)
        stream_count_as_ready(stream);
}

static void go_on_opening(struct stream *stream)
{
    int error = stream->kind->opened(stream->fd);
    if (error == -EINPROGRESS && stream_now(stream) >= stream->open_until)
        error = -ETIMEDOUT;
    if (error == -EINPROGRESS)
        return;
    if (error < 0)
        lose(stream, error);
    else
        began(stream);
}

static void open_it(struct stream *stream)
{
    stream->opened_at = stream_now(stream);
    int fd = stream->kind->open(&stream->channel.printer);
    if (fd < 0) {
        lose(stream, fd);
        return;
    }
    int held;
    stream->fd = fd;
    stream->is_terminal = isatty(fd);
    stream->counts = ioctl(fd, TIOCOUTQ, &held) == 0;
    stream->opening = true;
    stream->open_until = stream->opened_at + STREAM_CONNECT_MS;
    go_on_opening(stream);
}

static bool is_wanted(const struct stream *stream)
{
    return stream->watched || stream->phase != STREAM_IDLE;
}

static int look(struct stream *stream, short *ready)
{
    short end = stream->kind->end_is_gone ? POLLRDHUP : 0;
    struct pollfd wait = {.fd = stream->fd, .events = (short)(POLLIN | POLLOUT | end)};
    *ready = poll(&wait, 1, 0) > 0 ? wait.revents : 0;
    return *ready & (POLLHUP | POLLNVAL | end) ? -EIO : 0;
}

/* One turn with an open descriptor. 0, or -errno: the other side has gone. */
static int serve_open(struct stream *stream)
{
    int64_t now = stream_now(stream);
    short ready;
    int error = look(stream, &ready);
    if (stream->driver)
        return error;
    if (!error && ready & POLLIN && stream->channel.printer.status && now >= stream->rest_until)
        error = stream_ask_hear(stream);
    if (!error && stream->answer_until >= 0 && now >= stream->answer_until)
        stream_ask_missed(stream);
    if (!error && !stream->asking && now >= stream->ask_at)
        error = stream_ask_begin(stream);
    if (!error && ready & POLLOUT && stream_wants_to_write(stream) && now >= stream->rest_until)
        error = stream_write(stream);
    return error;
}

void stream_serve(struct channel *channel)
{
    struct stream *stream = stream_of(channel);
    int64_t now = stream_now(stream);
    if (now >= stream->rest_until)
        stream->rest_until = -1;
    if (stream->clear_until >= 0)
        stream_repair_serve(stream);
    if (stream->clear_until >= 0)
        return;
    if (stream->fd < 0 && is_wanted(stream) && now >= stream->ask_at)
        open_it(stream);
    else if (stream->opening)
        go_on_opening(stream);
    if (stream->fd >= 0 && !stream->opening) {
        int error = serve_open(stream);
        if (error)
            lose_or_open_again(stream, error);
    }
    stream_system_serve(stream);
    stream_slip_time(stream);
    if (stream->fd >= 0 && !is_wanted(stream))
        stream_close(stream, false);
}

void stream_watch(struct channel *channel, bool watch)
{
    struct stream *stream = stream_of(channel);
    if (watch)
        stream->ask_at = stream_now(stream);
    stream->watched = watch;
    stream_serve(channel);
}

int stream_fds(const struct channel *channel, struct pollfd *out)
{
    const struct stream *stream = (const struct stream *)channel;
    int n = 0;
    if (stream->driver)
        out[n++] = (struct pollfd){.fd = errand_fd(stream->driver), .events = POLLIN};
    if (stream->fd < 0 || stream->rest_until >= 0)
        return n;
    bool may_touch = !stream->driver, clearing = stream->clear_until >= 0;
    bool out_too =
        may_touch && (clearing ? stream->clear_left > 0 : stream->opening || stream_wants_to_write(stream));
    bool in_too = may_touch && !stream->opening && !clearing && channel->printer.status && !stream->is_deaf;
    short end = stream->kind->end_is_gone ? POLLRDHUP : 0;
    out[n++] = (struct pollfd){.fd = stream->fd,
                               .events = (short)((out_too ? POLLOUT : 0) | (in_too ? POLLIN : 0) | end)};
    return n;
}

int64_t stream_deadline(const struct channel *channel)
{
    const struct stream *stream = (const struct stream *)channel;
    if (stream->clear_until >= 0)
        return stream_repair_deadline(stream);
    if (!is_wanted(stream))
        return -1;
    int64_t first = stream->opening  ? stream->open_until
                    : stream->driver ? -1
                    : stream->asking ? stream->answer_until
                                     : stream->ask_at;
    first = deadline_earlier(deadline_earlier(first, stream->rest_until), stream->driver_until);
    return deadline_earlier(first, stream_slip_deadline(stream));
}
