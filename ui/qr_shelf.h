/* SPDX-License-Identifier: MIT */
/*
 * Codes that have been made, kept for when they are shown again: making one takes as long as everything else
 * in opening an answer but the drawing. The content has some thirty links; a kept code takes 200 bytes.
 */
#ifndef UI_QR_SHELF_H
#define UI_QR_SHELF_H

#include "ui/qr.h"

#define QR_SHELF_MAX 128

struct qr_shelf {
    struct qr_kept *kept[QR_SHELF_MAX]; /* one for an address and a level of error correction */
    size_t n;
};

/* As qr_fit. What cannot be kept is made anew the next time. shelf: NULL is fine. */
int qr_shelf_fit(struct qr *out, struct qr_shelf *shelf, const struct link *link, const struct glyphs *glyphs,
                 int rows, int cols);

/* Makes the code of error correction M beforehand. Not being able to says nothing yet. */
void qr_shelf_prepare(struct qr_shelf *shelf, const struct link *link);

void qr_shelf_clear(struct qr_shelf *shelf);

#endif
