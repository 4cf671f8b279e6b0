/* SPDX-License-Identifier: MIT */
#include "ui/paper/escpos_command.h"

#include "base/error.h"

#include <string.h>

/* Dots from line to line of characters 48 high; 30 or so is the printer's own for 24. */
#define TITLE_SPACING 60
#define END_LINES 4      /* from the head to the edge where paper is torn off */
#define CUT_DOTS 24      /* white below the last line */
#define NATIVE_MARGIN 48 /* a quiet zone that the printer does not give */

static char *extend(struct escpos_bytes *bytes, size_t n)
{
    if (bytes->error)
        return NULL;
    if (bytes->room - bytes->n < n) {
        size_t room = 2 * bytes->room + n + 1024;
        char *data = realloc(bytes->data, room);
        if (!data) {
            bytes->error = -ENOMEM;
            return NULL;
        }
        bytes->data = data;
        bytes->room = room;
    }
    char *at = bytes->data + bytes->n;
    bytes->n += n;
    return at;
}

void escpos_text(struct escpos_bytes *bytes, const char *text, size_t n)
{
    char *at = extend(bytes, n);
    if (at && n)
        memcpy(at, text, n);
}

#define COMMAND(bytes, ...)                                                                                  \
    escpos_text((bytes), (const char[]){__VA_ARGS__}, sizeof((const char[]){__VA_ARGS__}))
#define ESC 0x1B
#define FS 0x1C
#define GS 0x1D

void escpos_blanks(struct escpos_bytes *bytes, int n)
{
    char *at = n > 0 ? extend(bytes, (size_t)n) : NULL;
    if (at)
        memset(at, ' ', (size_t)n);
}

void escpos_nothing(struct escpos_bytes *bytes, size_t n)
{
    char *at = n ? extend(bytes, n) : NULL;
    if (at)
        memset(at, 0, n);
}

void escpos_line_end(struct escpos_bytes *bytes)
{
    COMMAND(bytes, '\n');
}

void escpos_begin(struct escpos_bytes *bytes, bool chinese)
{
    COMMAND(bytes, ESC, '@');
    if (chinese)
        COMMAND(bytes, FS, '&');
}

void escpos_end(struct escpos_bytes *bytes, bool chinese, bool cut)
{
    if (chinese)
        COMMAND(bytes, FS, '.');
    if (cut)
        COMMAND(bytes, GS, 'V', 'B', CUT_DOTS); /* feeds to the cutter by itself */
    else
        COMMAND(bytes, ESC, 'd', END_LINES);
}

void escpos_centre(struct escpos_bytes *bytes, bool on)
{
    COMMAND(bytes, ESC, 'a', on ? 1 : 0);
}

/* Some printers take GS ! for all characters, others have FS ! for the Chinese ones. */
void escpos_size(struct escpos_bytes *bytes, enum escpos_size size, bool chinese)
{
    static const char all[] = {0x00, 0x01, 0x11}, han[] = {0x00, 0x08, 0x0C};
    COMMAND(bytes, GS, '!', all[size]);
    if (chinese)
        COMMAND(bytes, FS, '!', han[size]);
    if (size == ESCPOS_NORMAL)
        COMMAND(bytes, ESC, '2');
    else
        COMMAND(bytes, ESC, '3', TITLE_SPACING);
}

void escpos_bold(struct escpos_bytes *bytes, bool on)
{
    COMMAND(bytes, ESC, 'E', on);
}

void escpos_gap(struct escpos_bytes *bytes, int dots)
{
    COMMAND(bytes, ESC, 'J', (char)dots);
}

static void set_dots(char *row, int from, int n)
{
    for (int x = from; x < from + n; x++)
        row[x / 8] |= (char)(0x80 >> x % 8);
}

void escpos_code(struct escpos_bytes *bytes, const struct qr *qr, int scale)
{
    int modules = qr->modules + 2 * QR_QUIET, side = modules * scale, width = (side + 7) / 8;
    COMMAND(bytes, GS, 'v', '0', 0, (char)(width & 0xFF), (char)(width >> 8), (char)(side & 0xFF),
            (char)(side >> 8));
    char *at = extend(bytes, (size_t)width * (size_t)side);
    if (!at)
        return;
    for (int row = 0; row < modules; row++) {
        memset(at, 0, (size_t)width);
        for (int col = 0; col < modules; col++)
            if (qr_dark(qr, row - QR_QUIET, col - QR_QUIET))
                set_dots(at, col * scale, scale);
        for (int copy = 1; copy < scale; copy++)
            memcpy(at + copy * width, at, (size_t)width);
        at += width * scale;
    }
}

void escpos_native_code(struct escpos_bytes *bytes, const char *url, int scale)
{
    size_t n = strlen(url), stored = n + 3;
    escpos_gap(bytes, NATIVE_MARGIN);
    COMMAND(bytes, GS, '(', 'k', 4, 0, '1', 'A', '2', 0);
    COMMAND(bytes, GS, '(', 'k', 3, 0, '1', 'C', (char)scale);
    COMMAND(bytes, GS, '(', 'k', 3, 0, '1', 'E', '1');
    COMMAND(bytes, GS, '(', 'k', (char)(stored & 0xFF), (char)(stored >> 8), '1', 'P', '0');
    escpos_text(bytes, url, n);
    COMMAND(bytes, GS, '(', 'k', 3, 0, '1', 'Q', '0');
    escpos_gap(bytes, NATIVE_MARGIN);
}
