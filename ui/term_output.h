/* SPDX-License-Identifier: MIT */
/*
 * The way of a frame to the glass: what curses wrote into memory is taken, converted to the terminal's
 * charset and written at once, as far as the terminal takes it. The rest waits.
 */
#ifndef UI_TERM_OUTPUT_H
#define UI_TERM_OUTPUT_H

#include "base/charset.h"
#include "ui/term_sgr.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct term_output {
    int fd;        /* the terminal */
    bool console;  /* it is a console of Linux: its Scroll Lock key stops output even in raw mode */
    int memory_fd; /* what curses writes to, from its start on, between two takes */
    struct charset_writer *writer; /* NULL: UTF-8 goes out as it is */
    struct term_sgr sgr;           /* off until its owner turns it on */
    char *frame;                   /* a frame as curses wrote it */
    size_t frame_capacity;
    char *bytes; /* sent … n wait */
    size_t n, sent, capacity;
};

/* fd is borrowed and should not block. -ENOMEM, -errno of memfd_create. */
int term_output_init(struct term_output *out, int fd, const struct charset *charset);
void term_output_fini(struct term_output *output);

bool term_output_pending(const struct term_output *output);

/* Puts bytes behind what waits, as they are. -ENOMEM. */
int term_output_add(struct term_output *output, const char *bytes, size_t n);

/*
 * Puts what curses wrote behind what waits, with `inserted` right behind `after` if the frame has that, else
 * in front of the frame. Both may be "". -ENOMEM, -EIO.
 */
int term_output_take(struct term_output *output, const char *after, const char *inserted);

void term_output_drop(struct term_output *output); /* drops what waits */

/* Writes what waits without blocking. 0, also if some still waits; -EIO. */
int term_output_flush(struct term_output *output);

/* As flush, but keeps trying for so long. 0, -EIO, -ETIMEDOUT. */
int term_output_drain(struct term_output *output, int timeout_ms);

#endif
