/* SPDX-License-Identifier: MIT */
/* After a slip that was broken off: the printer drops what it holds, and waits for no more of it; see
 * stream.h. */
#include "kiosk/printer/stream_inside.h"

#include "base/error.h"
#include "kiosk/printer/boundary.h"
#include "ui/paper/escpos_command.h"

#include <string.h>
#include <termios.h>

#define CLEAR_LOOK_MS 20

/* DLE DC4 8: everything in the printer's memory is dropped. */
static const char clear_command[] = {0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08};

int stream_repair_prepare(struct stream *stream)
{
    const struct slip *slip = &stream->slip;
    struct escpos_bytes bytes = {0};
    stream->spare_wanted = boundary_wanted(slip->bytes, slip->n, slip->n);
    escpos_nothing(&bytes, stream->spare_wanted);
    escpos_begin(&bytes, false);
    escpos_end(&bytes, false, stream->channel.printer.cut);
    if (bytes.error) {
        free(bytes.data);
        return bytes.error;
    }
    stream->spare = bytes.data;
    stream->spare_n = bytes.n;
    return 0;
}

void stream_repair_forget(struct stream *stream)
{
    free(stream->spare);
    stream->spare = NULL;
}

/* What was prepared is due, with as many NULs as what was sent can want. */
static void take_up(struct stream *stream)
{
    const struct slip *slip = &stream->slip;
    if (!stream->sent)
        return;
    size_t more = stream->spare_wanted - boundary_wanted(slip->bytes, slip->n, stream->sent);
    memmove(stream->spare, stream->spare + more, stream->spare_n - more);
    free(stream->repair);
    stream->repair = stream->spare;
    stream->repair_n = stream->spare_n - more;
    stream->repair_sent = 0;
    stream->repair_due = false;
    stream->spare = NULL;
}

static void close_again(struct stream *stream, bool drop)
{
    stream_close(stream, drop);
    stream->ask_at = stream_now(stream);
}

void stream_repair_begin(struct stream *stream, int held)
{
    take_up(stream);
    if (stream->fd < 0)
        return;
    bool tells = stream->channel.state.taken && stream->answers && !stream->driver;
    if (tells && stream->is_terminal && tcflush(stream->fd, TCOFLUSH) == 0)
        held = 0;
    if (!tells || held) {
        close_again(stream, true);
        return;
    }
    stream->clear_left = sizeof(clear_command);
    stream->clear_until = stream_now(stream) + STREAM_CLEAR_MS;
    stream_repair_serve(stream);
}

void stream_repair_serve(struct stream *stream)
{
    const char *rest = clear_command + sizeof(clear_command) - stream->clear_left;
    ssize_t n = stream->clear_left ? stream->kind->write(stream->fd, rest, stream->clear_left) : 0;
    bool broken = n < 0 && errno != EAGAIN && errno != EINTR;
    if (n > 0)
        stream->clear_left -= (size_t)n;
    bool gone = !stream->clear_left && stream_held(stream) == 0 && stream_takes_more(stream);
    struct pollfd end = {.fd = stream->fd};
    broken |= poll(&end, 1, 0) > 0;
    if (broken || gone || stream_now(stream) >= stream->clear_until)
        close_again(stream, !gone);
}

int64_t stream_repair_deadline(const struct stream *stream)
{
    return stream->clear_left ? stream->clear_until
                              : deadline_earlier(stream->clear_until, stream_now(stream) + CLEAR_LOOK_MS);
}

void stream_repair_ready(struct stream *stream)
{
    if (!stream->repair)
        return;
    if (stream->repair_sent < stream->repair_n) {
        stream->repair_due = true;
        return;
    }
    free(stream->repair);
    stream->repair = NULL;
    stream->repair_due = false;
}

bool stream_repair_unanswered(struct stream *stream)
{
    if (!stream->repair || stream->repair_due || stream->repair_sent == stream->repair_n)
        return false;
    stream->repair_due = true;
    return true;
}

int stream_repair_write(struct stream *stream)
{
    ssize_t n = stream->kind->write(stream->fd, stream->repair + stream->repair_sent,
                                    stream->repair_n - stream->repair_sent);
    if (n < 0)
        return -errno;
    stream->repair_sent += (size_t)n;
    stream->repair_due = stream->repair_sent < stream->repair_n;
    if (n > 0)
        stream->progress_at = stream_now(stream);
    return 0;
}

void stream_repair_again(struct stream *stream)
{
    stream->repair_sent = 0;
    stream->repair_due = false;
}
