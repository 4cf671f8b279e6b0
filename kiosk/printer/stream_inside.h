/* SPDX-License-Identifier: MIT */
/* What stream.c (opening and asking) and stream_slip.c (sending) share. */
#ifndef KIOSK_PRINTER_STREAM_INSIDE_H
#define KIOSK_PRINTER_STREAM_INSIDE_H

#include "kiosk/printer/errand.h"
#include "kiosk/printer/status.h"
#include "kiosk/printer/stream.h"

enum stream_phase {
    STREAM_IDLE,
    STREAM_PREPARING, /* a slip waits for the printer's first answer */
    STREAM_SENDING,
    STREAM_FINISHING, /* all of it is written; it may still be on this machine */
};

struct stream {
    struct channel channel; /* the first member */
    const struct stream_kind *kind;
    int fd; /* -1: closed */
    bool opening, watched;
    int64_t open_until; /* while opening */
    int64_t opened_at;  /* the last try */
    int64_t rest_until; /* -1; until then the descriptor is not waited for */

    struct status status;
    char question[STATUS_QUESTION_BYTES];
    size_t question_left; /* of it, still to be written */
    int64_t ask_at;       /* when the next round begins, or the next try to open */
    int64_t answer_until; /* -1: no question is out */
    bool asking;          /* a round is on */
    bool answers;         /* it has answered since it was opened */

    struct errand *driver; /* the driver is being asked */
    int64_t driver_until;  /* -1: its answer is not waited for */
    bool driver_answers;   /* though the printer does not: it is asked in its place */
    bool driver_is_mute;

    enum stream_phase phase;
    struct slip slip;
    size_t sent,
        unit_end; /* unit_end: the end of the command or character that `sent` is in, see boundary.h */
    int queued;   /* bytes that this machine still holds */
    int64_t progress_at;
    int64_t look_at;    /* when it is looked whether all of it has left this machine */
    int64_t flushed_at; /* -1: not yet */
    bool told;          /* it has answered all of a round that began after that */
    bool round_is_last; /* the round that is on began after that */
};

static inline bool stream_is_busy(const struct stream *stream)
{
    return stream->phase == STREAM_SENDING || stream->phase == STREAM_FINISHING;
}

static inline int64_t stream_now(const struct stream *stream)
{
    return channel_now(&stream->channel);
}

/* The descriptor is closed; drop: what this machine still holds is dropped. */
void stream_close(struct stream *stream, bool drop);

/* A new state of the printer, known now. */
void stream_know(struct stream *stream, enum printer_condition condition, bool paper_low, int trouble);

/* Sends what can be sent of question and slip. 0, or -errno: the other side has gone. */
int stream_write(struct stream *stream);
bool stream_wants_to_write(const struct stream *stream);

/* The slip's way after an answer, or when there is no answer, and as time goes on. */
void stream_slip_prepared(struct stream *stream);
void stream_slip_time(struct stream *stream);
int64_t stream_slip_deadline(const struct stream *stream);

/* Neither the printer nor its driver has said anything; while a slip is sent that means nothing. */
void stream_know_nothing(struct stream *stream);

/* stream_system.c: whether the driver has been asked; its answer; no more of it. */
bool stream_system_ask(struct stream *stream);
void stream_system_serve(struct stream *stream);
void stream_system_close(struct stream *stream);

/* The slip has failed. */
void stream_slip_fail(struct stream *stream, int error);

#endif
