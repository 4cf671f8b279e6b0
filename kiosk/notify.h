/* SPDX-License-Identifier: MIT */
/*
 * Telling the service manager that the kiosk shows its first screen and that it is alive: the datagrams of
 * sd_notify(3), whose form systemd promises for programs without its library.
 *
 * The kiosk runs in a terminal that runs in the unit, so that the unit says NotifyAccess=all, and
 * WATCHDOG_PID, which names the terminal, means nothing here.
 */
#ifndef KIOSK_NOTIFY_H
#define KIOSK_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

struct notify {
    int fd;           /* -1: nobody wants to know */
    int64_t every_ms; /* half of WatchdogSec=; 0: there is no watchdog */
    int64_t due_ms;   /* monotonic; of the next sign of life */
    bool ready;       /* has been told */
};

/*
 * socket: NOTIFY_SOCKET, a path or, with @ in front, an abstract name; "" is none. watchdog_us:
 * WATCHDOG_USEC, 0 is none. 0, also with none; -EINVAL for a name of another form, -errno of what the system
 * refuses; then out is as with none.
 */
int notify_open(struct notify *out, const char *socket, uint64_t watchdog_us);
void notify_close(struct notify *notify);

/* Once, when there is something to be seen. From then on signs of life are due. What cannot be sent is not
 * sent again. */
void notify_ready(struct notify *notify, int64_t now_ms);

/* When notify_serve is to be called; monotonic ms, -1 never. */
int64_t notify_deadline(const struct notify *notify);

/* Sends a sign of life if it is due. well: false leaves it out, so that somebody comes and starts us anew. */
void notify_serve(struct notify *notify, int64_t now_ms, bool well);

#endif
