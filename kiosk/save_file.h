/* SPDX-License-Identifier: MIT */
/*
 * A file that appears whole or not at all: written under another name in the same folder, then renamed. What
 * exists and is no regular file (a device, a FIFO) is never replaced but written into.
 */
#ifndef KIOSK_SAVE_FILE_H
#define KIOSK_SAVE_FILE_H

#include <stdio.h>

struct save_file {
    FILE *stream;
    char *path;      /* with symbolic links resolved */
    char *temporary; /* NULL if written into directly */
};

int save_begin(struct save_file *out, const char *path);

/* Makes the file appear. 0, or -errno: nothing has changed then. Releases everything either way. */
int save_commit(struct save_file *save);

void save_abort(struct save_file *save);

#endif
