/* SPDX-License-Identifier: MIT */
/* What a command writes where an option says: a file that appears whole or not at all, or standard output for
 * "-". */
#ifndef KIOSK_RESULT_FILE_H
#define KIOSK_RESULT_FILE_H

#include "kiosk/commands.h"

#include <stdio.h>

struct result_file {
    const char *option; /* "--png", for complaints */
    const char *path;
    bool text;                                       /* may go to a terminal */
    int (*write)(FILE *stream, const void *context); /* 0 or -errno */
    const void *context;
};

/* EX_OK, or EX_USAGE, EX_CANTCREAT, EX_IOERR with a complaint. */
int result_file_write(struct invocation *invocation, const struct result_file *file);

#endif
