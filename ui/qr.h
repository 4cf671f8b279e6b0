/* SPDX-License-Identifier: MIT */
/*
 * QR codes of links. A code is made from a row of the link table, never from text, so nothing else can become
 * one.
 *
 * ISO/IEC 18004 by libqrencode, 8-bit mode, error correction M, or L where only L fits the room. Quiet zone 4
 * modules. Drawn dark on light with explicit colours (measured: light on dark is read by 2 of 6 decoders), as
 * spaces with a background where both halves of a cell agree and ▀ or ▄ only where they differ; where those
 * cannot be drawn as full blocks, two spaces a module.
 */
#ifndef UI_QR_H
#define UI_QR_H

#include "db/handbook.h"
#include "ui/canvas.h"

#include <stdbool.h>
#include <stdio.h>

#define QR_QUIET 4
#define QR_MODULES_MAX 57 /* version 10 */

struct qr {
    int modules; /* a side, without quiet zone: 21 to QR_MODULES_MAX */
    bool low;    /* error correction L instead of M */
    unsigned char dark[QR_MODULES_MAX * QR_MODULES_MAX]; /* row by row, `modules` to a row; see qr_dark */
};

/* One module; outside, which is the quiet zone, it is light. */
bool qr_dark(const struct qr *qr, int row, int col);

/*
 * 0; -EINVAL if content_url_allowed refuses the link's address or link->host is not its host; -ERANGE too
 * long for QR_MODULES_MAX; -ENOMEM.
 */
int qr_encode(struct qr *out, const struct link *link, bool low);

/* Cells that a code takes with its quiet zone. */
void qr_size(const struct qr *qr, const struct glyphs *glyphs, int *rows, int *cols);

/*
 * Modules a side that qr_encode will make of an address, without making it: ISO/IEC 18004, table 7, byte
 * mode. -ERANGE for more than QR_MODULES_MAX.
 */
int qr_modules(const struct link *link, bool low);

/*
 * Whether a code fits a room of rows × cols: 0 with the cells that it takes (M if that fits, else L, told by
 * *low), 1 if neither fits, -EINVAL as qr_encode. Microseconds less than qr_fit: for laying out.
 */
int qr_measure(struct rect *out, bool *low, const struct link *link, const struct glyphs *glyphs, int rows,
               int cols);

/*
 * The best code for a room of rows × cols: M if it fits, else L. 1 and *out untouched if neither fits (the
 * screen then shows the address as text); else as qr_encode.
 */
int qr_fit(struct qr *out, const struct link *link, const struct glyphs *glyphs, int rows, int cols);

/* As qr_size measured it with the same glyphs. */
void qr_draw(const struct qr *qr, struct canvas *canvas, const struct glyphs *glyphs, int row, int col);

/* A picture with quiet zone, flushed. 0 or -errno of the write, -ENOMEM. scale: pixels a module, 1 to 64. */
int qr_write_png(const struct qr *qr, FILE *stream, int scale);
int qr_write_svg(const struct qr *qr, FILE *stream, const char *title);

/* For a plain terminal: UTF-8 text with SGR colours 231/16 (explicit black on white), a line a row. Heap
 * copy. */
int qr_to_ansi(char **out, const struct qr *qr, const struct glyphs *glyphs);

#endif
