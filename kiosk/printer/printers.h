/* SPDX-License-Identifier: MIT */
/* The printers that the configuration names (yibentong.conf(5), sections [printer NAME]). */
#ifndef KIOSK_PRINTER_PRINTERS_H
#define KIOSK_PRINTER_PRINTERS_H

#include "ui/paper/escpos.h"

#include <stdbool.h>
#include <stddef.h>

enum printer_kind {
    PRINTER_DEVICE,  /* a device file: /dev/usb/lp0 */
    PRINTER_NETWORK, /* a numeric address and a port, 9100 */
    PRINTER_QUEUE,   /* a queue of CUPS on this machine: raw for a roll, PDF for A4 */
    PRINTER_FILE,    /* a file that appears whole or not at all; in a folder, one file a slip */
};

#define PRINTER_NAME_MAX 64
#define PRINTER_WHERE_MAX 256

struct printer {
    char name[PRINTER_NAME_MAX];
    enum printer_kind kind;
    char where[PRINTER_WHERE_MAX]; /* the path, the address, or the queue's name */
    int port;                      /* of PRINTER_NETWORK */
    enum paper paper;
    char charset[16];
    bool native_code, cut;
    bool status; /* the printer answers DLE EOT; else it counts as ready while it can be opened */
};

#endif
