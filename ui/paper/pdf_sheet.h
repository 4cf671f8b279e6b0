/* SPDX-License-Identifier: MIT */
/* Text set in lines for a page, in points; then the lines put on pages. The first failure sticks. */
#ifndef UI_PAPER_PDF_SHEET_H
#define UI_PAPER_PDF_SHEET_H

#include "ui/paper/pdf_font.h"
#include "ui/qr.h"

#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stddef.h>

/* A4 (ISO 216) and its margins. */
#define SHEET_WIDTH (210 * 72 / 25.4)
#define SHEET_HEIGHT (297 * 72 / 25.4)
#define SHEET_MARGIN (24 * 72 / 25.4)
#define SHEET_TOP (18 * 72 / 25.4) /* and as much below */
#define SHEET_MEASURE (SHEET_WIDTH - 2 * SHEET_MARGIN)
#define SHEET_CODE_SIDE (36 * 72 / 25.4) /* a code's side with its quiet zone */
#define SHEET_BOX_ROOM 15                /* for a box to tick */

enum sheet_mark { SHEET_PLAIN, SHEET_BOX, SHEET_RULE, SHEET_CODE };
enum sheet_side { SHEET_OPEN, SHEET_BAR, SHEET_FRAME }; /* what runs beside or around consecutive lines */

struct sheet_line {
    double before, height, size; /* the white above it falls away at the top of a page */
    double left, label_left, mark_left;
    PangoLayout *text, *label; /* a line each, or NULL */
    enum sheet_mark mark;
    enum sheet_side side;
    double side_left;
    bool opens; /* not beside or within what the line before it is */
    bool keep;  /* with the next line on one page */
    struct qr *qr;
};

struct sheet {
    PangoContext *context;
    struct pdf_fonts fonts;
    struct sheet_line *lines;
    size_t n, room;
    int error;
};

struct sheet_passage {
    enum pdf_style style;
    const char *label, *text; /* label: NULL for none */
    double left, hang, before;
    bool right, box,
        keep;   /* box: to be ticked with a pen, before the label; keep: all of it, with what follows */
    bool opens; /* a side of its own begins here */
    enum sheet_side side;
    double side_left;
};

/* -ENOPKG: no Chinese font; -ENOMEM. */
int sheet_init(struct sheet *sheet);
void sheet_fini(struct sheet *sheet);

void sheet_set(struct sheet *sheet, const struct sheet_passage *passage);
void sheet_rule(struct sheet *sheet, double before);
/* A code at the left, with three lines beside it. */
void sheet_code(struct sheet *sheet, double before, const struct link *link, const char *check);
double sheet_width(struct sheet *sheet, enum pdf_style style, const char *text);

/* Draws all pages; the status of the context tells of failures. */
void sheet_draw(const struct sheet *sheet, cairo_t *cairo);

#endif
