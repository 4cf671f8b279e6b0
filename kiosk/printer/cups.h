/* SPDX-License-Identifier: MIT */
/*
 * A queue of CUPS on this machine. libcups takes longer to load than the whole program to start, so it is
 * used by a module of its own (kiosk/printer/cups_module.c), which kiosk/printer/queue.c loads in the first
 * thread that asks.
 *
 * All of it blocks, each call for CUPS_CALL_MS at most, and is called from one thread at a time. Nothing is
 * asked of the user, and no other machine is spoken to: the server is a socket of this machine, or its port
 * on the loopback.
 */
#ifndef KIOSK_PRINTER_CUPS_H
#define KIOSK_PRINTER_CUPS_H

#include "ui/print_state.h"

#include <stdbool.h>
#include <stddef.h>

#define CUPS_CALL_MS 2000
#define CUPS_MODULE_FILE "yibentong-cups.so"
/* The number goes up when module and program would no longer understand each other. */
#define CUPS_MODULE_ENTRY yibentong_cups_3
#define CUPS_MODULE_ENTRY_NAME "yibentong_cups_3"

#define CUPS_FORMAT_RAW "application/vnd.cups-raw"
#define CUPS_FORMAT_PDF "application/pdf"

struct cups_queue {
    const char *server; /* a socket's path, localhost:PORT; "": the usual places */
    const char *name;
};

struct cups_state {
    enum printer_condition condition;
    bool paper_low;
    int jobs; /* that wait or are being printed; queued-job-count of RFC 8011, 5.4.24 */
};

struct cups_job {
    const char *title, *format;
    const void *bytes;
    size_t n;
    bool a4;
};

enum cups_progress { CUPS_PENDING, CUPS_HELD, CUPS_PROCESSING, CUPS_DONE, CUPS_FAILED };

/* 0, or negative: -ECONNREFUSED no server, -ENOENT no such queue or job, -EACCES, -EIO it refuses for another
 * reason. */
struct cups_module {
    int (*ask)(struct cups_state *out, const struct cups_queue *queue);
    /* A job without its document, of which nothing is printed, and then the document; how the job is
     * thereupon. */
    int (*create)(int *job, const struct cups_queue *queue, const struct cups_job *what);
    int (*send)(enum cups_progress *out, const struct cups_queue *queue, int job,
                const struct cups_job *what);
    int (*follow)(enum cups_progress *out, const struct cups_queue *queue, int job);
    int (*cancel)(const struct cups_queue *queue, int job);
};

/* What the module exports. */
__attribute__((visibility("default"))) extern const struct cups_module CUPS_MODULE_ENTRY;

#endif
