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

/* Who says “not so fast” on a serial line: nobody, RTS and CTS, or XON and XOFF. */
enum printer_flow { FLOW_AS_IT_IS, FLOW_NONE, FLOW_HARDWARE, FLOW_SOFTWARE };

#define PRINTER_NAME_MAX 64
#define PRINTER_WHERE_MAX 256
#define PRINTER_SERVER_MAX 108 /* sockaddr_un has no room for more */

struct printer {
    char name[PRINTER_NAME_MAX];
    enum printer_kind kind;
    char where[PRINTER_WHERE_MAX];   /* the path, the address, or the queue's name */
    int port;                        /* of PRINTER_NETWORK */
    char server[PRINTER_SERVER_MAX]; /* of PRINTER_QUEUE: CUPS's socket, or localhost:PORT; "": where CUPS is
                                        by default */
    enum paper paper;
    char charset[16];
    bool native_code, cut;
    int speed; /* of a serial line, bits a second, one of printer_speeds; 0: as it is */
    enum printer_flow flow;
    bool status; /* the printer answers DLE EOT; else it counts as ready while it can be opened */
};

/* What a serial line can be set to, 1200 to 115200, and what termios calls it; the last is 0. */
struct printer_speed {
    int bits;
    unsigned int code;
};
extern const struct printer_speed printer_speeds[];

/* Whether it can be that paper: A4 is a PDF, which a device and an address would take for text. */
bool printer_takes(enum printer_kind kind, enum paper paper);
#define PRINTER_TAKES_WORDS "a4 只能和 cups: 或 file: 一起用"

/*
 * Where a printer is, as yibentong.conf(5) has it: a device's path, tcp:ADDRESS:PORT with a numeric address
 * (a name would have to be looked up, which blocks), cups:QUEUE, file:PATH. Sets kind, where, port. NULL, or
 * why not, in Chinese.
 */
const char *printer_set_where(struct printer *printer, const char *text);

/* Where CUPS listens: a socket's path, localhost or localhost:PORT. NULL, or why not. */
const char *printer_set_server(struct printer *printer, const char *text);

/* As printer_set_where takes it, for operators; at most n bytes with the end. */
void printer_describe_where(char *out, size_t n, const struct printer *printer);

struct escpos_options printer_escpos(const struct printer *printer); /* charset is borrowed */

#endif
