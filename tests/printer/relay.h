/* SPDX-License-Identifier: MIT */
/* Stands between the kiosk and a server of CUPS, as a process of its own, and holds back what CUPS answers
 * when it is given something to print. */
#ifndef TESTS_PRINTER_RELAY_H
#define TESTS_PRINTER_RELAY_H

#include <sys/types.h>

/* A socket at `path` that leads to `server`. The caller kills and waits. */
pid_t relay_start(const char *path, const char *server, int late_ms);

/* A socket at `path` that takes connections and never says anything. A descriptor. */
int relay_hung(const char *path);

#endif
