/* SPDX-License-Identifier: MIT */
/*
 * The printer of this machine and the slip on its way to it. Nothing here blocks: the loop polls printing_fds
 * and printing_deadline and calls printing_serve; what can only be done blocking (CUPS, making a PDF) is done
 * by a thread that reports through a descriptor. No process is started.
 *
 * One slip at a time; PRINTING_PER_SESSION for a visitor, PRINTING_PER_MINUTE and PRINTING_PER_SPELL for the
 * machine. A slip that the printer does not take within PRINTING_TIMEOUT_MS without progress has failed; one
 * that says that it has no paper or that its cover is open is waited for longer, PRINTING_PAPER_MS, for
 * somebody who puts it right. What it was told is then cancelled where it can be (DLE DC4, closing the
 * connection, cancelling the job), so that no half slip comes out later under somebody else's eyes.
 */
#ifndef KIOSK_PRINTER_PRINTING_H
#define KIOSK_PRINTER_PRINTING_H

#include "base/clock.h"
#include "kiosk/printer/printers.h"
#include "ui/paper/document.h"
#include "ui/print_state.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#define PRINTING_PER_SESSION 3
#define PRINTING_PER_MINUTE 6
#define PRINTING_PER_SPELL 12 /* ten minutes, which nobody keeps up but who plays with it */
#define PRINTING_SPELL_MS 600000
#define PRINTING_TIMEOUT_MS 10000
#define PRINTING_PAPER_MS 60000
#define PRINTING_FDS 2

struct printing;

/* printer: copied; NULL: there is none, the state says so. -ENOMEM. */
int printing_new(struct printing **out, const struct printer *printer, struct clock clock);

/* Gives up what is on its way, waits for no printer. NULL is fine. */
void printing_free(struct printing *printing);

static inline void printing_free_pointer(struct printing **printing)
{
    printing_free(*printing);
}
#define _cleanup_printing_ _cleanup_(printing_free_pointer)

/* Borrowed; what it says changes in printing_serve, _start, _watch and _forget. */
const struct print_state *printing_state(const struct printing *printing);

/*
 * A visitor looks at something that can be printed: the printer is asked for its state now and every few
 * seconds, until watching ends. Printers that cannot be asked count as ready while they can be opened.
 */
void printing_watch(struct printing *printing, bool watch);

/* Why the printer cannot be reached, negative, or 0: -EACCES, -ENOENT … For operators. */
int printing_trouble(const struct printing *printing);

/*
 * Starts a slip; the document is not kept. A printer whose state is not known yet is asked first, and the
 * slip is sent or fails by what it answers. 0; -EBUSY one is on its way; -EDQUOT this visitor has had enough;
 * -EAGAIN the machine has, for wait_seconds; -ENODEV there is no printer; -EIO it is not ready, the condition
 * says why; -ENOMEM; -EINVAL its paper is none for its kind, or the document is empty.
 */
int printing_start(struct printing *printing, const struct document *document);

/* The visitor has left: their count starts anew and the last result is forgotten.
 * A slip on its way goes on. */
void printing_forget(struct printing *printing);

/* For the loop. Fills at most PRINTING_FDS; how many. A descriptor may change at every serve. */
int printing_fds(const struct printing *printing, struct pollfd out[PRINTING_FDS]);
int64_t printing_deadline(const struct printing *printing); /* monotonic ms, -1 none */

/* What is ready is looked at anew: a descriptor may have been closed since, and its number used again.
 * Whether the state changed. */
bool printing_serve(struct printing *printing);

#endif
