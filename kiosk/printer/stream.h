/* SPDX-License-Identifier: MIT */
/*
 * A printer at the end of a descriptor that is read and written without blocking: a device or a connection.
 *
 * It is open only while it is watched or a slip is on its way. Asked by DLE EOT (kiosk/printer/status.h), at
 * once, then every CHANNEL_ASK_MS, and every STREAM_SENDING_ASK_MS while a slip is sent.
 *
 * A printer that gives no answer may have a driver that knows more (LPGETSTATUS); it is then asked in its
 * place. A descriptor that cannot be read (EINVAL: usblp with a printer of one direction) gives no answers.
 *
 * A device that opens but gives no answer within STREAM_ANSWER_MS is OFFLINE, not GONE: the node is there and
 * takes bytes (USB and serial drivers keep them for a printer that is switched off or paused), so nobody here
 * can tell which of the two it is, and both are put right at the printer. The same for a connection that was
 * accepted.
 *
 * DLE EOT is answered at once, also with kilobytes still to be printed. So a slip for a printer that answers
 * it ends with GS r 1 (1D 72 01, “transmit status”: paper sensor), which waits in line: Epson's ESC/POS
 * reference has it executed when the data before it has been, and not at all while the paper is out. Its
 * answer, one byte with bits 4 and 7 clear and bits 2 and 3 alike, both set where there is no paper, is the
 * slip's end. Not every printer has the command: without an answer within STREAM_ORDER_MS the slip counts as
 * done when all of it has left this machine (TIOCOUTQ is 0, the descriptor takes more) and the printer has
 * then said by DLE EOT that it is ready, and the next slip is not asked to. A printer that is never asked has
 * it done when STREAM_QUIET_MS have passed without trouble.
 *
 * After a slip that was broken off, the printer is told to drop what it holds (DLE DC4), for which the
 * descriptor stays open for STREAM_CLEAR_MS at most. It may still wait for the rest of a picture, and would
 * take the next slip for that: when it is ready again, or gives no answer, it gets as many NULs as any
 * command of the broken slip can want, which mean nothing to one that waits for nothing, and the paper is
 * moved on.
 */
#ifndef KIOSK_PRINTER_STREAM_H
#define KIOSK_PRINTER_STREAM_H

#include "kiosk/printer/channel.h"

#include <sys/types.h>

#define STREAM_ANSWER_MS 1000
#define STREAM_SENDING_ASK_MS 500
#define STREAM_QUIET_MS 1000
#define STREAM_ORDER_MS 15000 /* to print what its memory holds */
#define STREAM_CLEAR_MS 500
/* A printer that is well, then not, then well … for so long counts as stuck. */
#define STREAM_PATIENCE_MS 120000
#define STREAM_CONNECT_MS 2000
/* A descriptor that says it is ready and takes nothing is left alone for so long. */
#define STREAM_REST_MS 100

/* What a device and a connection do differently. */
struct stream_kind {
    int (*open)(const struct printer *printer);     /* a descriptor that does not block; -errno */
    int (*opened)(int fd);                          /* 0; -EINPROGRESS not yet; -errno it failed */
    ssize_t (*read)(int fd, void *bytes, size_t n); /* as read(2); so are the next two */
    ssize_t (*write)(int fd, const void *bytes, size_t n);
    void (*close)(int fd, bool drop); /* drop: what this machine still holds must not be sent */
    /*
     * What the driver says, may block; -ENOTTY it cannot tell. NULL: there is none to ask. Until it comes
     * back nobody else does more with the descriptor than poll it: usblp lets one in at a time.
     */
    int (*ask_driver)(enum printer_condition *out, int fd);
    bool end_is_gone; /* reading nothing means that the other side has gone */
};

int stream_create(struct channel **out, const struct channel *base, const struct stream_kind *kind);

/* The rest of a channel's table. */
void stream_destroy(struct channel *channel);
void stream_watch(struct channel *channel, bool watch);
void stream_send(struct channel *channel, struct slip *slip);
int stream_fds(const struct channel *channel, struct pollfd *out);
int64_t stream_deadline(const struct channel *channel);
void stream_serve(struct channel *channel);

/* What LPGETSTATUS says (kiosk/printer/device.c). */
enum printer_condition device_condition_of(int status);

/* What a failure to open or use it means. */
enum printer_condition stream_condition_of(int error);

#endif
