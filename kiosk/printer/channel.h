/* SPDX-License-Identifier: MIT */
/*
 * The way to a printer, behind printing.h: a const table of functions for each kind. A device and a
 * connection are served in the loop (kiosk/printer/stream.h), a queue and a file by a thread
 * (kiosk/printer/errand.h). None of the functions blocks.
 */
#ifndef KIOSK_PRINTER_CHANNEL_H
#define KIOSK_PRINTER_CHANNEL_H

#include "base/clock.h"
#include "kiosk/printer/printers.h"
#include "ui/print_state.h"

#include <poll.h>
#include <stdint.h>

#define CHANNEL_ASK_MS 2000 /* watched, a printer is asked so often */

/* A slip on its way: bytes for a roll, or a document to be made a PDF, which takes too long for the loop. */
struct slip {
    char *name;
    char *bytes; /* NULL: not made yet */
    size_t n;
    struct document *document; /* NULL where there are bytes */
};
void slip_clear(struct slip *slip);

struct channel_state {
    enum printer_condition condition;
    bool paper_low;
    bool sending;
    int percent;
    int result;       /* of the last slip, once it is not sending: 0, or negative why it is not on paper */
    bool taken;       /* the printer may have something of that slip */
    int64_t known_at; /* when the printer was last known to be in this condition, monotonic ms; -1 never */
    int trouble;      /* negative: why it cannot be reached; 0. For operators */
};

/* What every channel begins with. */
struct channel {
    const struct channel_kind *kind;
    struct printer printer;
    struct clock clock;
    struct channel_state state;
};

struct channel_kind {
    int (*create)(struct channel **out, const struct channel *base); /* base: copied. -ENOMEM */
    void (*destroy)(struct channel *channel);                        /* gives up what is on its way */
    void (*watch)(struct channel *channel, bool watch);              /* when that changes */
    void (*send)(struct channel *channel,
                 struct slip *slip); /* takes the slip over; not while one is being sent */
    int (*fds)(const struct channel *channel, struct pollfd *out); /* PRINTING_FDS at most; how many */
    int64_t (*deadline)(const struct channel *channel);
    void (*serve)(struct channel *channel);
};

extern const struct channel_kind channel_device, channel_network, channel_queue, channel_file;

static inline int64_t channel_now(const struct channel *channel)
{
    return channel->clock.monotonic_ms(channel->clock.context);
}

#endif
