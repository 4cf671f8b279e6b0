/* SPDX-License-Identifier: MIT */
/* What stream.c (opening, turns), stream_ask.c (asking), stream_slip.c (sending) and stream_repair.c (after a
 * slip that was broken off) share. */
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

/* Whether the printer answers what waits in line, GS r 1. */
enum stream_order { ORDER_UNKNOWN, ORDER_ANSWERED, ORDER_NEVER };

struct stream {
    struct channel channel; /* the first member */
    const struct stream_kind *kind;
    int fd;                   /* -1: closed */
    bool is_terminal, counts; /* counts: TIOCOUTQ tells what this machine still holds */
    bool is_deaf;             /* it cannot be read */
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
    int64_t begun_at, progress_at;
    int64_t look_at;    /* when it is looked whether all of it has left this machine */
    int64_t flushed_at; /* -1: not yet */
    bool told;          /* it has answered all of a round that began after that */
    bool round_is_last; /* the round that is on began after that */
    enum stream_order order;
    bool order_asked, order_told; /* of this slip */

    size_t clear_left;   /* of the command to drop what it holds */
    int64_t clear_until; /* -1: it is not being told to */
    char *spare;         /* what would be the repair if this slip were broken off; NULL: none is on its way */
    size_t spare_n, spare_wanted; /* so many NULs at its beginning */
    char *repair;                 /* what it is sent after a slip that was broken off; NULL: nothing */
    size_t repair_n, repair_sent;
    bool repair_due;
};

static inline bool stream_is_busy(const struct stream *stream)
{
    return stream->phase == STREAM_SENDING || stream->phase == STREAM_FINISHING;
}

static inline int64_t stream_now(const struct stream *stream)
{
    return channel_now(&stream->channel);
}

/* Bytes that this machine holds, as far as it can tell now; whether the descriptor takes more. */
int stream_held(const struct stream *stream);
bool stream_takes_more(const struct stream *stream);

/* The descriptor is closed; drop: what this machine still holds is dropped. */
void stream_close(struct stream *stream, bool drop);

/* A new state of the printer, known now. */
void stream_know(struct stream *stream, enum printer_condition condition, bool paper_low, int trouble);

/* Sends what can be sent of question and slip. 0, or -errno: the other side has gone. */
int stream_write(struct stream *stream);
bool stream_wants_to_write(const struct stream *stream);

/*
 * stream_ask.c. A round of questions begins, its answers are heard (0, or -errno: the other side has gone),
 * one has not come, no more of it. While a slip is on its way an answer may be long in coming: the question
 * is behind what the printer has yet to take.
 */
int stream_ask_begin(struct stream *stream);
int stream_ask_hear(struct stream *stream);
void stream_ask_missed(struct stream *stream);
void stream_ask_stop(struct stream *stream);

/* A printer that cannot be asked is ready while it can be opened. */
void stream_count_as_ready(struct stream *stream);

/* The slip's way after an answer, or when there is no answer, and as time goes on. */
void stream_slip_prepared(struct stream *stream);
void stream_slip_time(struct stream *stream);
int64_t stream_slip_deadline(const struct stream *stream);

/* Neither the printer nor its driver has said anything; while a slip is sent that means nothing. */
void stream_know_nothing(struct stream *stream);

/* stream_system.c: whether the driver has been asked, while it is not being asked; its answer; no more of it.
 */
bool stream_system_ask(struct stream *stream);
void stream_system_serve(struct stream *stream);
void stream_system_close(struct stream *stream);

/* What has come from the printer while a slip is on its way. */
void stream_slip_hear(struct stream *stream, const char *bytes, size_t n);

/* stream_repair.c. Before the first byte of a slip is sent: what puts right a printer that gets a part of it,
 * for which there may be no memory then. 0, or -ENOMEM. And when the slip is over. */
int stream_repair_prepare(struct stream *stream);
void stream_repair_forget(struct stream *stream);

/*
 * A slip is broken off, with what this machine holds of it: the printer is told to drop what
 * it has, if it answers, and then or at once the descriptor is closed. It may be used again when clear_until
 * is -1.
 */
void stream_repair_begin(struct stream *stream, int held);
void stream_repair_serve(struct stream *stream);
int64_t stream_repair_deadline(const struct stream *stream);

/* The printer is ready, or gives no answer: what puts it right is sent if it has not been. Whether it is
 * worth asking again, once that is sent. */
void stream_repair_ready(struct stream *stream);
bool stream_repair_unanswered(struct stream *stream);
int stream_repair_write(struct stream *stream); /* 0, or -errno */
void stream_repair_again(
    struct stream *stream); /* the descriptor is closed: nobody knows whether it arrived */

/* The slip has failed. */
void stream_slip_fail(struct stream *stream, int error);

#endif
