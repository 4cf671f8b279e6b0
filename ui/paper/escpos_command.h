/* SPDX-License-Identifier: MIT */
/* The bytes that go to a receipt printer, and every command that is ever among them. The first failure
 * sticks. */
#ifndef UI_PAPER_ESCPOS_COMMAND_H
#define UI_PAPER_ESCPOS_COMMAND_H

#include "ui/qr.h"

#include <stdbool.h>
#include <stddef.h>

struct escpos_bytes {
    char *data;
    size_t n, room;
    int error; /* -ENOMEM */
};

enum escpos_size {
    ESCPOS_NORMAL,
    ESCPOS_TALL,
    ESCPOS_LARGE
}; /* as high and as wide; twice as high; twice both */

/* Text that holds no control byte. */
void escpos_text(struct escpos_bytes *bytes, const char *text, size_t n);
void escpos_blanks(struct escpos_bytes *bytes, int n);
void escpos_line_end(struct escpos_bytes *bytes);

/* Everything as it is when switched on, text of one or more bytes a character from now on if `chinese`. */
void escpos_begin(struct escpos_bytes *bytes, bool chinese);

/* Bytes that mean nothing: for a printer that still waits for the rest of a picture. */
void escpos_nothing(struct escpos_bytes *bytes, size_t n);

/* Paper out of the printer, cut off if it has a cutter. */
void escpos_end(struct escpos_bytes *bytes, bool chinese, bool cut);

/* At the beginning of a line. */
void escpos_centre(struct escpos_bytes *bytes, bool on);
void escpos_size(struct escpos_bytes *bytes, enum escpos_size size, bool chinese);
void escpos_bold(struct escpos_bytes *bytes, bool on);
void escpos_gap(struct escpos_bytes *bytes, int dots); /* 0 to 255, paper on by so much */

/* A code as a picture with its quiet zone, `scale` dots a module. */
void escpos_code(struct escpos_bytes *bytes, const struct qr *qr, int scale);

/* The printer makes a code of level M itself. The address is at most 255 bytes of ASCII. */
void escpos_native_code(struct escpos_bytes *bytes, const char *url, int scale);

#endif
