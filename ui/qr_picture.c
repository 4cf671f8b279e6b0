/* SPDX-License-Identifier: MIT */
#include "ui/qr.h"

#include "base/error.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

#define SCALE_MAX 64
#define ROW_BYTES (((QR_MODULES_MAX + 2 * QR_QUIET) * SCALE_MAX + 7) / 8)

/* What libpng's call-backs share with us: it leaves by longjmp, the reason stays here. */
struct png_sink {
    FILE *stream;
    int error;
};

static void sink_write(png_structp png, png_bytep data, size_t n)
{
    struct png_sink *sink = png_get_io_ptr(png);
    errno = 0;
    if (fwrite(data, 1, n, sink->stream) == n)
        return;
    sink->error = errno ? -errno : -EIO;
    png_error(png, "write");
}

static void sink_flush(png_structp png)
{
    (void)png; /* the stream is flushed once, at the end */
}

/* Silent, unlike libpng's own, which writes to standard error. */
static _Noreturn void on_error(png_structp png, png_const_charp message)
{
    (void)message;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

/* One bit a pixel, 1 is white. */
static void fill_row(unsigned char row[ROW_BYTES], const struct qr *qr, int y, int scale)
{
    memset(row, 0xff, ROW_BYTES);
    for (int x = 0; x < qr->modules; x++) {
        if (!qr_dark(qr, y, x))
            continue;
        for (int pixel = (x + QR_QUIET) * scale; pixel < (x + QR_QUIET + 1) * scale; pixel++)
            row[pixel / 8] &= (unsigned char)~(0x80 >> pixel % 8);
    }
}

static int write_pixels(png_structp png, png_infop info, const struct qr *qr, int scale)
{
    if (setjmp(png_jmpbuf(png)))
        return -EIO;
    int side = qr->modules + 2 * QR_QUIET;
    png_set_IHDR(png, info, (png_uint_32)(side * scale), (png_uint_32)(side * scale), 1, PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    unsigned char row[ROW_BYTES];
    for (int y = 0; y < side; y++) {
        fill_row(row, qr, y - QR_QUIET, scale);
        for (int i = 0; i < scale; i++)
            png_write_row(png, row);
    }
    png_write_end(png, info);
    return 0;
}

static int flush(FILE *stream)
{
    errno = 0;
    if (fflush(stream) == 0 && !ferror(stream))
        return 0;
    return errno ? -errno : -EIO;
}

int qr_write_png(const struct qr *qr, FILE *stream, int scale)
{
    if (scale < 1 || scale > SCALE_MAX)
        return -EINVAL;
    struct png_sink sink = {.stream = stream};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    int error = -ENOMEM;
    if (info) {
        png_set_write_fn(png, &sink, sink_write, sink_flush);
        error = write_pixels(png, info, qr, scale);
        if (error && sink.error)
            error = sink.error;
    }
    png_destroy_write_struct(&png, &info);
    return error ? error : flush(stream);
}

static void put_escaped(FILE *stream, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&':
            fputs("&amp;", stream);
            break;
        case '<':
            fputs("&lt;", stream);
            break;
        case '>':
            fputs("&gt;", stream);
            break;
        default:
            fputc(*text, stream);
        }
}

/* A rectangle for every run of dark modules in a row. */
static void put_runs(FILE *stream, const struct qr *qr, int y)
{
    for (int x = 0; x < qr->modules; x++) {
        int start = x;
        while (qr_dark(qr, y, x))
            x++;
        if (x > start)
            fprintf(stream, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"1\"/>\n", start + QR_QUIET,
                    y + QR_QUIET, x - start);
    }
}

int qr_write_svg(const struct qr *qr, FILE *stream, const char *title)
{
    int side = qr->modules + 2 * QR_QUIET;
    fprintf(stream,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
            "shape-rendering=\"crispEdges\">\n<title>",
            side * 8, side * 8, side, side);
    put_escaped(stream, title);
    fprintf(stream, "</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n<g fill=\"#000\">\n", side,
            side);
    for (int y = 0; y < qr->modules; y++)
        put_runs(stream, qr, y);
    fputs("</g>\n</svg>\n", stream);
    return flush(stream);
}
