/* SPDX-License-Identifier: MIT */
/*
 * What the driver knows of a printer that gives no answers itself. Asking the driver may block for seconds (a
 * USB printer that hangs), so a thread does it, with a duplicate of the descriptor, which usblp does not let
 * be opened twice; until it is back, the loop only polls it.
 */
#include "kiosk/printer/stream_inside.h"

#include "base/error.h"

#include <fcntl.h>
#include <unistd.h>

struct inquiry {
    const struct stream_kind *kind;
    int fd;
};

static void free_inquiry(void *pointer)
{
    struct inquiry *inquiry = pointer;
    close(inquiry->fd);
    free(inquiry);
}

static void ask(struct errand *errand, void *pointer)
{
    const struct inquiry *inquiry = pointer;
    struct errand_report report = {.known = true, .done = true};
    report.result = inquiry->kind->ask_driver(&report.condition, inquiry->fd);
    errand_tell(errand, &report);
}

bool stream_system_ask(struct stream *stream)
{
    if (!stream->kind->ask_driver || stream->driver_is_mute || stream->is_terminal)
        return false; /* a terminal's driver knows of no printer */
    struct inquiry *inquiry = malloc(sizeof(*inquiry));
    int fd = inquiry ? fcntl(stream->fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (fd < 0) {
        free(inquiry);
        return false;
    }
    *inquiry = (struct inquiry){.kind = stream->kind, .fd = fd};
    if (errand_start(&stream->driver, ask, inquiry, free_inquiry) < 0)
        return false;
    stream->driver_until = stream_now(stream) + STREAM_ANSWER_MS;
    return true;
}

void stream_system_close(struct stream *stream)
{
    errand_release(stream->driver, 0);
    stream->driver = NULL;
    stream->driver_until = -1;
    stream->driver_answers = stream->driver_is_mute = false;
}

void stream_know_nothing(struct stream *stream)
{
    if (stream_is_busy(stream))
        return;
    if (stream_repair_unanswered(stream)) {
        stream->ask_at = stream_now(stream);
        return;
    }
    stream_know(stream, PRINTER_OFFLINE, false, -ETIME);
    stream_slip_prepared(stream);
}

void stream_system_serve(struct stream *stream)
{
    struct errand_report report;
    bool ended;
    if (!stream->driver)
        return;
    if (errand_look(stream->driver, &report, &ended)) {
        errand_release(stream->driver, 0);
        stream->driver = NULL;
        stream->driver_until = -1;
        stream->driver_answers = report.result == 0;
        stream->driver_is_mute = report.result < 0;
        if (report.result < 0) {
            stream_know_nothing(stream);
            return;
        }
        stream_know(stream, report.condition, false, 0);
        stream_slip_prepared(stream);
    } else if (stream->driver_until >= 0 && stream_now(stream) >= stream->driver_until) {
        stream->driver_until = -1; /* the thread is left to it; another is not sent before it has come back */
        stream_know_nothing(stream);
    }
}
