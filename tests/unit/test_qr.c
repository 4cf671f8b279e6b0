/* SPDX-License-Identifier: MIT */
/* Every code is read back by zbar from what a visitor's phone would see. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <png.h>
#include <string.h>
#include <zbar.h>

#include "base/error.h"
#include "base/utf8.h"
#include "ui/qr.h"
#include "ui/qr_shelf.h"

#define SIDE_MAX (QR_MODULES_MAX + 2 * QR_QUIET)
#define ZOOM 4

/* Modules with their quiet zone, as found in a drawing. */
struct picture {
    int rows, cols;
    bool dark[2 * SIDE_MAX][2 * SIDE_MAX];
};

struct table {
    struct handbook *handbook;
    struct link *links;
    size_t n;
};

static struct link address(const char *url, const char *host)
{
    return (struct link){.id = (char *)"x",
                         .purpose = (char *)"x",
                         .url = (char *)url,
                         .host = (char *)host,
                         .grade = (char *)"A",
                         .checked = (char *)"2026-11-23"};
}

/* Longer than any of the table: version 10 at L, too long at M. */
static const char *long_url(size_t length)
{
    static char url[1024];
    const char *start = "https://www.chsi.com.cn/";
    memset(url, 'a', length);
    memcpy(url, start, strlen(start));
    url[length] = '\0';
    return url;
}

static int scan(unsigned char *grey, int width, int height, const char *expected)
{
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, (unsigned)width, (unsigned)height);
    zbar_image_set_data(image, grey, (unsigned long)width * (unsigned long)height, NULL);
    int n = zbar_scan_image(scanner, image);
    if (n == 1)
        assert_string_equal(zbar_symbol_get_data(zbar_image_first_symbol(image)), expected);
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
    return n;
}

static void assert_reads(const struct picture *picture, const char *expected)
{
    int width = picture->cols * ZOOM, height = picture->rows * ZOOM;
    unsigned char *grey = malloc((size_t)width * (size_t)height);
    assert_non_null(grey);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            grey[y * width + x] = picture->dark[y / ZOOM][x / ZOOM] ? 0 : 255;
    int found = scan(grey, width, height, expected);
    free(grey);
    assert_int_equal(found, 1);
}

static void assert_quiet(const struct picture *picture, const struct qr *qr)
{
    int side = qr->modules + 2 * QR_QUIET;
    assert_int_equal(picture->cols, side);
    assert_in_range(picture->rows, side, side + 1);
    for (int y = 0; y < picture->rows; y++)
        for (int x = 0; x < picture->cols; x++) {
            bool inside = y >= QR_QUIET && x >= QR_QUIET && y < side - QR_QUIET && x < side - QR_QUIET;
            assert_false(!inside && picture->dark[y][x]);
        }
}

/* The cell's two halves by its role and character alone, as the theme paints them. */
static void cell_halves(const struct cell *cell, bool *top, bool *bottom)
{
    assert_int_equal(cell->width, 1);
    assert_int_equal(cell->attrs, 0);
    assert_true(cell->role == ROLE_CODE_LIGHT || cell->role == ROLE_CODE_DARK);
    assert_true(cell->ch[0] == U' ' || cell->ch[0] == U'▀' || cell->ch[0] == U'▄');
    bool ground = cell->role == ROLE_CODE_DARK;
    *top = cell->ch[0] == U'▀' ? !ground : ground;
    *bottom = cell->ch[0] == U'▄' ? !ground : ground;
}

static void picture_of_canvas(struct picture *out, const struct canvas *canvas, struct rect rect,
                              bool half_blocks)
{
    int across = half_blocks ? 1 : 2, down = half_blocks ? 2 : 1;
    *out = (struct picture){.rows = rect.rows * down, .cols = rect.cols / across};
    for (int row = 0; row < rect.rows; row++)
        for (int col = 0; col < rect.cols; col++) {
            bool top, bottom;
            cell_halves(canvas_at(canvas, rect.row + row, rect.col + col), &top, &bottom);
            if (!half_blocks)
                assert_int_equal(top, bottom);
            if (!half_blocks && col % 2)
                assert_int_equal(out->dark[row][col / 2], top);
            out->dark[row * down][col / across] = top;
            out->dark[row * down + down - 1][col / across] = bottom;
        }
}

/* Draws amid other things, reads the canvas back, and sees that nothing around was touched. */
static void check_drawing(const struct qr *qr, enum glyph_level level, const char *url)
{
    const struct glyphs *glyphs = glyphs_for(level);
    struct canvas canvas;
    int rows, cols;
    qr_size(qr, glyphs, &rows, &cols);
    assert_int_equal(canvas_init(&canvas, rows + 2, cols + 3, glyphs), 0);
    qr_draw(qr, &canvas, glyphs, 1, 2);
    struct picture picture;
    picture_of_canvas(&picture, &canvas, (struct rect){1, 2, rows, cols}, level == GLYPHS_FULL);
    assert_quiet(&picture, qr);
    assert_reads(&picture, url);
    for (int row = 0; row < canvas.rows; row++)
        for (int col = 0; col < canvas.cols; col++)
            if (row < 1 || row > rows || col < 2 || col >= cols + 2)
                assert_int_equal(canvas_at(&canvas, row, col)->role, ROLE_GROUND);
    canvas_fini(&canvas);
}

static int open_table(void **state)
{
    struct table *table = calloc(1, sizeof(*table));
    assert_non_null(table);
    assert_int_equal(handbook_open_embedded(&table->handbook), 0);
    assert_int_equal(handbook_links(&table->links, &table->n, table->handbook), 0);
    assert_true(table->n > 0);
    *state = table;
    return 0;
}

static int close_table(void **state)
{
    struct table *table = *state;
    links_free(table->links, table->n);
    handbook_close(table->handbook);
    free(table);
    return 0;
}

static void every_link_drawn_in_half_blocks_reads_back(void **state)
{
    const struct table *table = *state;
    for (size_t i = 0; i < table->n; i++)
        for (int low = 0; low <= 1; low++) {
            struct qr qr;
            assert_int_equal(qr_encode(&qr, &table->links[i], low), 0);
            assert_int_equal(qr.low, low);
            check_drawing(&qr, GLYPHS_FULL, table->links[i].url);
        }
}

/* Each change of colours costs bytes and time; a cell of two halves can do without one. */
static void colours_change_only_where_a_cell_is_of_one_colour(void **state)
{
    const struct table *table = *state;
    struct canvas canvas;
    struct qr qr;
    int rows, cols;
    assert_int_equal(qr_encode(&qr, &table->links[0], false), 0);
    qr_size(&qr, glyphs_for(GLYPHS_FULL), &rows, &cols);
    assert_int_equal(canvas_init(&canvas, rows, cols, glyphs_for(GLYPHS_FULL)), 0);
    qr_draw(&qr, &canvas, glyphs_for(GLYPHS_FULL), 0, 0);
    for (int row = 0; row < rows; row++)
        for (int col = 1; col < cols; col++)
            if (canvas_at(&canvas, row, col)->role != canvas_at(&canvas, row, col - 1)->role)
                assert_int_equal(canvas_at(&canvas, row, col)->ch[0], U' ');
    canvas_fini(&canvas);
}

static void a_kept_code_is_the_same(void **state)
{
    const struct table *table = *state;
    const struct glyphs *glyphs = glyphs_for(GLYPHS_FULL);
    struct qr_shelf shelf = {.n = 0};
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < table->n; i++)
            for (int rows = 23; rows > 10; rows -= 4) { /* M, L, and none that fits */
                struct qr fresh = {.modules = -1}, kept = {.modules = -1};
                int expected = qr_fit(&fresh, &table->links[i], glyphs, rows, 80);
                assert_int_equal(qr_shelf_fit(&kept, &shelf, &table->links[i], glyphs, rows, 80), expected);
                assert_memory_equal(&kept, &fresh, sizeof(kept));
            }
    size_t n = shelf.n;
    assert_true(n >= table->n);
    for (size_t i = 0; i < table->n; i++)
        qr_shelf_prepare(&shelf, &table->links[i]);
    assert_int_equal(shelf.n, n);
    qr_shelf_clear(&shelf);
    assert_int_equal(shelf.n, 0);
}

static void what_may_not_be_a_code_is_not_found_on_the_shelf_either(void **state)
{
    const struct table *table = *state;
    const struct glyphs *glyphs = glyphs_for(GLYPHS_FULL);
    struct qr_shelf shelf = {.n = 0};
    struct qr qr;
    struct link other = table->links[0];
    qr_shelf_prepare(&shelf, &table->links[0]);
    other.host = (char[]){"example.org"};
    assert_int_equal(qr_shelf_fit(&qr, &shelf, &other, glyphs, 60, 200), -EINVAL);
    other.url = (char[]){"https://example.org/"};
    qr_shelf_prepare(&shelf, &other);
    assert_int_equal(shelf.n, 1);
    qr_shelf_clear(&shelf);
}

static void every_link_drawn_in_full_blocks_reads_back(void **state)
{
    const struct table *table = *state;
    for (size_t i = 0; i < table->n; i++) {
        struct qr qr;
        assert_int_equal(qr_encode(&qr, &table->links[i], false), 0);
        check_drawing(&qr, GLYPHS_PLAIN, table->links[i].url);
    }
}

/* The longest address fits a hall's screen of 80 × 24 with two rows above and one below. */
static void every_link_fits_80_by_24(void **state)
{
    const struct table *table = *state;
    for (size_t i = 0; i < table->n; i++) {
        struct qr qr;
        assert_int_equal(qr_fit(&qr, &table->links[i], glyphs_for(GLYPHS_FULL), 23, 80), 0);
    }
}

/* Reads ANSI text back with the few sequences it may hold; anything else fails. */
static void picture_of_ansi(struct picture *out, const char *text)
{
    const char *dark_on_light = "\033[38;5;16;48;5;231m", *light_on_dark = "\033[38;5;231;48;5;16m";
    bool ground_dark = false;
    int row = 0, col = 0;
    *out = (struct picture){0};
    for (size_t n = strlen(text); *text; n = strlen(text)) {
        if (!strncmp(text, dark_on_light, strlen(dark_on_light))) {
            ground_dark = false;
            text += strlen(dark_on_light);
        } else if (!strncmp(text, light_on_dark, strlen(light_on_dark))) {
            ground_dark = true;
            text += strlen(light_on_dark);
        } else if (!strncmp(text, "\033[0m\n", 5)) {
            out->cols = col;
            row++;
            col = 0;
            text += 5;
        } else {
            char32_t ch;
            text += utf8_decode(&ch, text, n);
            assert_true(ch == U' ' || ch == U'▀' || ch == U'▄');
            out->dark[2 * row][col] = ch == U'▀' ? !ground_dark : ground_dark;
            out->dark[2 * row + 1][col++] = ch == U'▄' ? !ground_dark : ground_dark;
        }
    }
    out->rows = 2 * row;
}

static void every_link_printed_on_a_terminal_reads_back(void **state)
{
    const struct table *table = *state;
    for (size_t i = 0; i < table->n; i++) {
        struct qr qr;
        struct picture picture;
        char *text;
        assert_int_equal(qr_encode(&qr, &table->links[i], false), 0);
        assert_int_equal(qr_to_ansi(&text, &qr, glyphs_for(GLYPHS_FULL)), 0);
        picture_of_ansi(&picture, text);
        free(text);
        assert_quiet(&picture, &qr);
        assert_reads(&picture, table->links[i].url);
    }
}

static void a_plain_terminal_gets_no_block_characters(void **state)
{
    const struct table *table = *state;
    struct qr qr;
    char *text;
    assert_int_equal(qr_encode(&qr, &table->links[0], false), 0);
    assert_int_equal(qr_to_ansi(&text, &qr, glyphs_for(GLYPHS_PLAIN)), 0);
    for (const char *s = text; *s; s++)
        assert_true((unsigned char)*s < 0x80);
    free(text);
}

static void check_png(const struct qr *qr, int scale, const char *url)
{
    char *bytes = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&bytes, &n);
    assert_int_equal(qr_write_png(qr, stream, scale), 0);
    fclose(stream);
    png_image image = {.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_memory(&image, bytes, n));
    image.format = PNG_FORMAT_GRAY;
    assert_int_equal(image.width, (qr->modules + 2 * QR_QUIET) * scale);
    assert_int_equal(image.height, image.width);
    unsigned char *grey = malloc(PNG_IMAGE_SIZE(image));
    assert_non_null(grey);
    assert_true(png_image_finish_read(&image, NULL, grey, 0, NULL));
    /* one pixel a module is for machines that scale it themselves; a reader needs more */
    if (scale >= 2)
        assert_int_equal(scan(grey, (int)image.width, (int)image.height, url), 1);
    free(grey);
    free(bytes);
}

static void every_link_as_png_reads_back(void **state)
{
    const struct table *table = *state;
    for (size_t i = 0; i < table->n; i++) {
        struct qr qr;
        assert_int_equal(qr_encode(&qr, &table->links[i], false), 0);
        check_png(&qr, 8, table->links[i].url);
    }
}

static void png_keeps_to_its_scales(void **state)
{
    const struct table *table = *state;
    struct qr qr;
    assert_int_equal(qr_encode(&qr, &table->links[0], false), 0);
    for (int scale = 1; scale <= 7; scale++)
        check_png(&qr, scale, table->links[0].url);
    check_png(&qr, 64, table->links[0].url);
    assert_int_equal(qr_write_png(&qr, stdout, 0), -EINVAL);
    assert_int_equal(qr_write_png(&qr, stdout, 65), -EINVAL);
}

static void picture_of_svg(struct picture *out, const char *svg)
{
    int width, height;
    const char *view = strstr(svg, "viewBox=\"0 0 ");
    assert_non_null(view);
    assert_int_equal(sscanf(view, "viewBox=\"0 0 %d %d\"", &width, &height), 2);
    *out = (struct picture){.rows = height, .cols = width};
    assert_non_null(strstr(svg, "fill=\"#fff\""));
    assert_non_null(strstr(svg, "<g fill=\"#000\">"));
    for (const char *s = svg; (s = strstr(s, "<rect x=")); s++) {
        int x, y, run;
        assert_int_equal(sscanf(s, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"1\"/>", &x, &y, &run), 3);
        assert_true(x >= 0 && y >= 0 && y < height && run > 0 && x + run <= width);
        for (int i = 0; i < run; i++)
            out->dark[y][x + i] = true;
    }
}

static char *svg_of(const struct qr *qr, const char *title)
{
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    assert_int_equal(qr_write_svg(qr, stream, title), 0);
    fclose(stream);
    return text;
}

static void every_link_as_svg_reads_back(void **state)
{
    const struct table *table = *state;
    for (size_t i = 0; i < table->n; i++) {
        struct qr qr;
        struct picture picture;
        assert_int_equal(qr_encode(&qr, &table->links[i], false), 0);
        char *svg = svg_of(&qr, table->links[i].purpose);
        picture_of_svg(&picture, svg);
        assert_non_null(strstr(svg, table->links[i].purpose));
        free(svg);
        assert_quiet(&picture, &qr);
        assert_reads(&picture, table->links[i].url);
    }
}

static void a_title_in_svg_is_text(void **state)
{
    const struct table *table = *state;
    struct qr qr;
    assert_int_equal(qr_encode(&qr, &table->links[0], false), 0);
    char *svg = svg_of(&qr, "</title><script>&amp;");
    assert_null(strstr(svg, "<script>"));
    assert_non_null(strstr(svg, "<title>&lt;/title&gt;&lt;script&gt;&amp;amp;</title>"));
    free(svg);
}

static void a_full_disk_is_told(void **state)
{
    const struct table *table = *state;
    struct qr qr;
    assert_int_equal(qr_encode(&qr, &table->links[0], false), 0);
    FILE *full = fopen("/dev/full", "w");
    assert_non_null(full);
    assert_int_equal(qr_write_png(&qr, full, 8), -ENOSPC);
    fclose(full);
    full = fopen("/dev/full", "w");
    setvbuf(full, NULL, _IONBF, 0); /* the failure comes within libpng, not at the end */
    assert_int_equal(qr_write_png(&qr, full, 8), -ENOSPC);
    fclose(full);
    full = fopen("/dev/full", "w");
    assert_int_equal(qr_write_svg(&qr, full, "x"), -ENOSPC);
    fclose(full);
}

static void no_other_address_becomes_a_code(void **state)
{
    (void)state;
    const struct link refused[] = {
        address("https://example.com/", "example.com"),
        address("http://www.chsi.com.cn/", "www.chsi.com.cn"),
        address("https://www.chsi.com.cn.example.com/", "www.chsi.com.cn.example.com"),
        address("https://user@www.chsi.com.cn/", "www.chsi.com.cn"),
        address("https://www.chsi.com.cn:8443/", "www.chsi.com.cn"),
        address("https://www.chsi.com.cn/ x", "www.chsi.com.cn"),
        address("https://www.chsi.com.cn/\n", "www.chsi.com.cn"),
        address("javascript:alert(1)", "www.chsi.com.cn"),
        address("", ""),
        /* the visitor would read another host than the phone opens */
        address("https://my.chsi.com.cn/", "www.chsi.com.cn"),
    };
    for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
        struct qr qr = {.modules = -1};
        assert_int_equal(qr_encode(&qr, &refused[i], false), -EINVAL);
        assert_int_equal(qr_encode(&qr, &refused[i], true), -EINVAL);
        assert_int_equal(qr_fit(&qr, &refused[i], glyphs_for(GLYPHS_FULL), 500, 500), -EINVAL);
        assert_int_equal(qr.modules, -1);
    }
}

static void what_is_too_long_is_refused(void **state)
{
    (void)state;
    struct qr qr = {.modules = -1};
    struct link link = address(long_url(400), "www.chsi.com.cn");
    assert_int_equal(qr_encode(&qr, &link, false), -ERANGE);
    assert_int_equal(qr_encode(&qr, &link, true), -ERANGE);
    assert_int_equal(qr_fit(&qr, &link, glyphs_for(GLYPHS_FULL), 500, 500), 1);
    assert_int_equal(qr.modules, -1);
}

static void the_largest_code_reads_back(void **state)
{
    (void)state;
    struct qr qr;
    struct link link =
        address(long_url(270), "www.chsi.com.cn"); /* ISO/IEC 18004: version 10 holds 271 bytes at L */
    assert_int_equal(qr_encode(&qr, &link, false), -ERANGE);
    assert_int_equal(qr_encode(&qr, &link, true), 0);
    assert_int_equal(qr.modules, QR_MODULES_MAX);
    check_drawing(&qr, GLYPHS_FULL, link.url);
    check_png(&qr, 64, link.url);
}

static void low_correction_only_where_medium_does_not_fit(void **state)
{
    (void)state;
    const struct glyphs *glyphs = glyphs_for(GLYPHS_FULL);
    struct link link = address(long_url(75), "www.chsi.com.cn"); /* 37 modules at M, 33 at L */
    struct qr qr = {.modules = -1};
    assert_int_equal(qr_fit(&qr, &link, glyphs, 23, 45), 0);
    assert_int_equal(qr.modules, 37);
    assert_false(qr.low);
    assert_int_equal(qr_fit(&qr, &link, glyphs, 22, 45), 0);
    assert_int_equal(qr.modules, 33);
    assert_true(qr.low);
    assert_int_equal(qr_fit(&qr, &link, glyphs, 23, 44), 0);
    assert_true(qr.low);
    qr.modules = -1;
    assert_int_equal(qr_fit(&qr, &link, glyphs, 20, 45), 1);
    assert_int_equal(qr_fit(&qr, &link, glyphs, 21, 40), 1);
    assert_int_equal(qr.modules, -1);
    assert_int_equal(qr_fit(&qr, &link, glyphs_for(GLYPHS_PLAIN), 45, 90), 0);
    assert_false(qr.low);
    assert_int_equal(qr_fit(&qr, &link, glyphs_for(GLYPHS_PLAIN), 44, 90), 0);
    assert_true(qr.low);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_link_drawn_in_half_blocks_reads_back),
        cmocka_unit_test(colours_change_only_where_a_cell_is_of_one_colour),
        cmocka_unit_test(a_kept_code_is_the_same),
        cmocka_unit_test(what_may_not_be_a_code_is_not_found_on_the_shelf_either),
        cmocka_unit_test(every_link_drawn_in_full_blocks_reads_back),
        cmocka_unit_test(every_link_fits_80_by_24),
        cmocka_unit_test(every_link_printed_on_a_terminal_reads_back),
        cmocka_unit_test(a_plain_terminal_gets_no_block_characters),
        cmocka_unit_test(every_link_as_png_reads_back),
        cmocka_unit_test(png_keeps_to_its_scales),
        cmocka_unit_test(every_link_as_svg_reads_back),
        cmocka_unit_test(a_title_in_svg_is_text),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(no_other_address_becomes_a_code),
        cmocka_unit_test(what_is_too_long_is_refused),
        cmocka_unit_test(the_largest_code_reads_back),
        cmocka_unit_test(low_correction_only_where_medium_does_not_fit),
    };
    return cmocka_run_group_tests_name("qr", tests, open_table, close_table);
}
