/* SPDX-License-Identifier: MIT */
#include "ui/qr.h"

#include "base/error.h"
#include "base/utf8.h"

#include <qrencode.h>
#include <string.h>

/* One drawn cell: a role and the character in it. */
struct code_cell {
    enum role role;
    char32_t ch;
};

bool qr_dark(const struct qr *qr, int row, int col)
{
    if (row < 0 || col < 0 || row >= qr->modules || col >= qr->modules)
        return false;
    return qr->dark[row * qr->modules + col];
}

/* The host is what the visitor compares with the code, so it must be the address's own. */
static bool may_become_a_code(const struct link *link)
{
    char host[64];
    return content_url_allowed(link->url, host) && !strcmp(host, link->host);
}

static int take_modules(struct qr *out, const QRcode *code, bool low)
{
    if (code->width > QR_MODULES_MAX)
        return -ERANGE;
    out->modules = code->width;
    out->low = low;
    memset(out->dark, 0, sizeof(out->dark));
    for (int i = 0; i < code->width * code->width; i++)
        out->dark[i] = code->data[i] & 1;
    return 0;
}

int qr_encode(struct qr *out, const struct link *link, bool low)
{
    if (!may_become_a_code(link))
        return -EINVAL;
    QRcode *code = QRcode_encodeString8bit(link->url, 0, low ? QR_ECLEVEL_L : QR_ECLEVEL_M);
    if (!code)
        return errno == ERANGE ? -ERANGE : -ENOMEM;
    int error = take_modules(out, code, low);
    QRcode_free(code);
    return error;
}

int qr_modules(const struct link *link, bool low)
{
    static const short medium[] = {14, 26, 42, 62, 84, 106, 122, 152, 180, 213};
    static const short lowest[] = {17, 32, 53, 78, 106, 134, 154, 192, 230, 271};
    size_t bytes = strlen(link->url);
    for (int version = 1; version <= (int)ARRAY_SIZE(medium); version++)
        if (bytes <= (size_t)(low ? lowest : medium)[version - 1])
            return 17 + 4 * version;
    return -ERANGE;
}

static void cells_of(int modules, const struct glyphs *glyphs, int *rows, int *cols)
{
    int side = modules + 2 * QR_QUIET;
    *rows = glyphs->upper_half ? (side + 1) / 2 : side;
    *cols = glyphs->upper_half ? side : 2 * side;
}

void qr_size(const struct qr *qr, const struct glyphs *glyphs, int *rows, int *cols)
{
    cells_of(qr->modules, glyphs, rows, cols);
}

int qr_measure(struct rect *out, bool *low, const struct link *link, const struct glyphs *glyphs, int rows,
               int cols)
{
    if (!may_become_a_code(link))
        return -EINVAL;
    for (int level = 0; level < 2; level++) {
        int modules = qr_modules(link, level);
        if (modules < 0)
            continue;
        *out = (struct rect){0};
        cells_of(modules, glyphs, &out->rows, &out->cols);
        *low = level;
        if (out->rows <= rows && out->cols <= cols)
            return 0;
    }
    return 1;
}

int qr_fit(struct qr *out, const struct link *link, const struct glyphs *glyphs, int rows, int cols)
{
    struct rect cells;
    bool low;
    int result = qr_measure(&cells, &low, link, glyphs, rows, cols);
    return result == 0 ? qr_encode(out, link, low) : result;
}

/*
 * Mixed drawing: a space wherever the background alone can tell, so that gaps in a font's blocks cut into as
 * few cells as possible. Where the halves differ the cell stays with the role of the one before it: a change
 * of colours takes twenty bytes, and codes are most of what an answer sends. The odd last half row is light,
 * it lies in the quiet zone.
 */
static struct code_cell cell_of(const struct qr *qr, const struct glyphs *glyphs, int row, int col,
                                enum role before)
{
    if (!glyphs->upper_half) {
        bool dark = qr_dark(qr, row - QR_QUIET, col / 2 - QR_QUIET);
        return (struct code_cell){dark ? ROLE_CODE_DARK : ROLE_CODE_LIGHT, U' '};
    }
    bool top = qr_dark(qr, 2 * row - QR_QUIET, col - QR_QUIET);
    bool bottom = qr_dark(qr, 2 * row + 1 - QR_QUIET, col - QR_QUIET);
    if (top == bottom)
        return (struct code_cell){top ? ROLE_CODE_DARK : ROLE_CODE_LIGHT, U' '};
    bool ink_is_dark = before == ROLE_CODE_LIGHT;
    return (struct code_cell){before, top == ink_is_dark ? glyphs->upper_half : glyphs->lower_half};
}

void qr_draw(const struct qr *qr, struct canvas *canvas, const struct glyphs *glyphs, int row, int col)
{
    int rows, cols;
    qr_size(qr, glyphs, &rows, &cols);
    for (int r = 0; r < rows; r++) {
        struct code_cell cell = {.role = ROLE_CODE_LIGHT};
        for (int c = 0; c < cols; c++) {
            cell = cell_of(qr, glyphs, r, c, cell.role);
            canvas_put_char(canvas, row + r, col + c, (struct style){.role = cell.role}, cell.ch);
        }
    }
}

/* 16 and 231 are the cube's black and white: unlike 0 and 15 no palette of a terminal changes them. */
static const char *sgr_of(enum role role)
{
    return role == ROLE_CODE_LIGHT ? "\033[38;5;16;48;5;231m" : "\033[38;5;231;48;5;16m";
}

static void print_row(FILE *stream, const struct qr *qr, const struct glyphs *glyphs, int row, int cols)
{
    struct code_cell cell = {.role = ROLE_CODE_LIGHT};
    fputs(sgr_of(cell.role), stream);
    for (int col = 0; col < cols; col++) {
        enum role before = cell.role;
        cell = cell_of(qr, glyphs, row, col, before);
        if (cell.role != before)
            fputs(sgr_of(cell.role), stream);
        char bytes[4];
        fwrite(bytes, 1, utf8_encode(bytes, cell.ch), stream);
    }
    fputs("\033[0m\n", stream);
}

int qr_to_ansi(char **out, const struct qr *qr, const struct glyphs *glyphs)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return -ENOMEM;
    int rows, cols;
    qr_size(qr, glyphs, &rows, &cols);
    for (int row = 0; row < rows; row++)
        print_row(stream, qr, glyphs, row, cols);
    bool failed = ferror(stream);
    failed |= fclose(stream) != 0;
    if (failed) {
        free(text);
        return -ENOMEM;
    }
    *out = text;
    return 0;
}
