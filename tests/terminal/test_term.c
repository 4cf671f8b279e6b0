/* SPDX-License-Identifier: MIT */
/* The back end alone: a canvas goes in at one end of a pty, and what a terminal makes of it is compared cell
 * by cell. */
#include "tests/terminal/glass.h"
#include "ui/term.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const struct charset utf8 = {.name = "UTF-8", .is_utf8 = true};

/* A terminal without a program: we are at both ends. */
struct bench {
    struct glass glass;
    int slave;
    struct term *term;
    struct canvas canvas;
};

static void bench_start(struct bench *bench, const char *name, bool no_colour)
{
    *bench = (struct bench){0};
    const char *const idle[] = {"/bin/sleep", "infinity",
                                NULL}; /* keeps the pty; we open its other end once more */
    glass_start(&bench->glass, &(struct glass_options){.rows = 24, .cols = 80, .argv = idle});
    bench->slave = open(ptsname(bench->glass.master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    assert_true(bench->slave >= 0);
    struct term_options options = {.in_fd = bench->slave,
                                   .out_fd = bench->slave,
                                   .name = name,
                                   .charset = &utf8,
                                   .no_colour = no_colour};
    assert_int_equal(term_open(&bench->term, &options), 0);
    assert_int_equal(canvas_init(&bench->canvas, 24, 80, glyphs_for(GLYPHS_FULL)), 0);
    canvas_clear(&bench->canvas);
}

static void bench_stop(struct bench *bench)
{
    term_close(bench->term);
    canvas_fini(&bench->canvas);
    close(bench->slave);
    glass_stop(&bench->glass);
}

static bool rang(struct glass *glass, const void *context)
{
    return glass->bells > *(const int *)context;
}

/* Reads until everything written so far has come through: a bell goes behind it. The bytes that came before
 * the bell. */
static size_t read_all(struct bench *bench, size_t before)
{
    int bells = bench->glass.bells;
    assert_int_equal(write(bench->slave, "\a", 1), 1);
    assert_true(glass_wait(&bench->glass, rang, &bells));
    return bench->glass.received - before - 1;
}

/* Draws, and reads until all of it is written and read; the bytes that took. */
static size_t draw(struct bench *bench)
{
    size_t before = bench->glass.received;
    assert_int_equal(term_draw(bench->term, &bench->canvas, theme_at(0)), 0);
    while (term_pending(bench->term)) {
        glass_pump(&bench->glass, GLASS_PATIENCE_MS);
        assert_int_equal(term_flush(bench->term), 0);
    }
    return read_all(bench, before);
}

static void assert_cell_shown(struct bench *bench, int row, int col)
{
    const struct cell *cell = canvas_at(&bench->canvas, row, col);
    VTermScreenCell shown;
    vterm_screen_get_cell(bench->glass.screen, (VTermPos){row, col}, &shown);
    if (cell->width == 0)
        return;
    uint32_t ch = shown.chars[0] ? shown.chars[0] : ' ';
    if (ch != cell->ch[0] || shown.width != cell->width) {
        glass_print(&bench->glass);
        fail_msg("row %d column %d shows U+%04X, %d wide, not U+%04X, %d wide", row, col, ch, shown.width,
                 (unsigned)cell->ch[0], cell->width);
    }
    const struct paint *paint = &theme_at(0)->paint[term_depth(bench->term)][cell->role];
    unsigned attrs = paint->attrs | cell->attrs;
    if (cell->ch[0] != ' ')
        assert_int_equal(shown.attrs.bold, attrs & ATTR_BOLD ? 1 : 0);
    assert_int_equal(shown.attrs.underline, attrs & ATTR_UNDERLINE ? 1 : 0);
    if (term_depth(bench->term) == DEPTH_256) {
        assert_int_equal(shown.bg.indexed.idx, paint->bg);
        if (cell->ch[0] != ' ')
            assert_int_equal(shown.fg.indexed.idx, paint->fg);
    }
}

static void assert_shown(struct bench *bench)
{
    for (int row = 0; row < bench->canvas.rows; row++)
        for (int col = 0; col < bench->canvas.cols; col++)
            assert_cell_shown(bench, row, col);
}

/* A fixed sequence: the same strokes in every run. */
static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16 & 0x7fff;
}

static void scribble(struct canvas *canvas, unsigned *state, int strokes)
{
    static const char *const words[] = {"学籍",
                                        "a",
                                        "学信网上查不到",
                                        " ",
                                        "x学y历z",
                                        "───",
                                        "，。",
                                        "   ",
                                        "0123456789",
                                        "é",
                                        "aaaaaaaaaaaaaaaaaaaaaaaaa",
                                        "▀▀",
                                        "e\u0301e\u0301"};
    for (int i = 0; i < strokes; i++) {
        int row = (int)(next_random(state) % (unsigned)canvas->rows),
            col = (int)(next_random(state) % (unsigned)canvas->cols);
        struct style style = {.role = (enum role)(next_random(state) % ROLE_COUNT),
                              .attrs = next_random(state) % 4};
        const char *word = words[next_random(state) % 13];
        if (strchr(word, '\xcc') && col + 4 > canvas->cols)
            continue; /* libvterm 0.1 hangs an accent behind the last column on the next line */
        canvas_put(canvas, row, col, canvas->cols - col, style, word);
    }
}

static void what_is_painted_is_what_is_shown(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench, "xterm-256color", false);
    unsigned seed = 1;
    for (int frame = 0; frame < 300; frame++) {
        scribble(&bench.canvas, &seed, frame % 7 == 0 ? 200 : 1 + frame % 5);
        draw(&bench);
        assert_shown(&bench);
    }
    bench_stop(&bench);
}

static void every_size_in_a_row_is_painted_whole(void **state)
{
    (void)state;
    static const int sizes[][2] = {{10, 40}, {60, 200},  {1, 1},   {24, 80},
                                   {2, 3},   {200, 500}, {12, 40}, {37, 100}};
    struct bench bench;
    bench_start(&bench, "xterm-256color", false);
    unsigned seed = 2;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        glass_resize(&bench.glass, sizes[i][0], sizes[i][1]);
        int rows, cols;
        term_size(bench.term, &rows, &cols);
        assert_int_equal(rows, sizes[i][0]);
        assert_int_equal(cols, sizes[i][1]);
        assert_int_equal(term_resize(bench.term, rows, cols), 0);
        assert_int_equal(canvas_resize(&bench.canvas, rows, cols), 0);
        canvas_clear(&bench.canvas);
        scribble(&bench.canvas, &seed, 100);
        draw(&bench);
        assert_shown(&bench);
    }
    bench_stop(&bench);
}

static void an_unchanged_frame_sends_nothing(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench, "xterm-256color", false);
    unsigned seed = 3;
    scribble(&bench.canvas, &seed, 50);
    assert_true(draw(&bench) > 0);
    assert_int_equal(draw(&bench), 0);
    canvas_put(&bench.canvas, 5, 5, 10, (struct style){.role = ROLE_TEXT}, "改");
    assert_true(draw(&bench) > 0);
    assert_int_equal(draw(&bench), 0);
    bench_stop(&bench);
}

static void another_theme_repaints_every_role(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench, "xterm-256color", false);
    unsigned seed = 4;
    assert_int_equal(term_draw(bench.term, &bench.canvas, theme_at(1)), 0);
    scribble(&bench.canvas, &seed, 200);
    draw(&bench); /* theme_at(0) */
    assert_shown(&bench);
    bench_stop(&bench);
}

static void without_colour_a_code_stays_black_on_white(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench, "xterm-256color", true);
    assert_int_equal(term_depth(bench.term), DEPTH_MONO);
    canvas_put(&bench.canvas, 0, 0, 10, (struct style){.role = ROLE_TEXT}, "x");
    canvas_put(&bench.canvas, 1, 0, 10, (struct style){.role = ROLE_CODE_LIGHT}, " ");
    canvas_put_char(&bench.canvas, 2, 0, (struct style){.role = ROLE_CODE_LIGHT}, U'▀');
    draw(&bench);
    VTermScreenCell text, light, half;
    vterm_screen_get_cell(bench.glass.screen, (VTermPos){0, 0}, &text);
    vterm_screen_get_cell(bench.glass.screen, (VTermPos){1, 0}, &light);
    vterm_screen_get_cell(bench.glass.screen, (VTermPos){2, 0}, &half);
    assert_true(VTERM_COLOR_IS_DEFAULT_BG(&text.bg));
    assert_int_equal(light.bg.indexed.idx, 231);
    assert_int_equal(half.bg.indexed.idx, 231);
    assert_int_equal(half.fg.indexed.idx, 16);
    bench_stop(&bench);
}

static void an_entry_without_a_cursor_is_refused(void **state)
{
    (void)state;
    int master, slave;
    assert_return_code(openpty(&master, &slave, NULL, NULL, NULL), errno);
    struct termios before, after;
    assert_return_code(tcgetattr(slave, &before), errno);
    static const char *const names[] = {"dumb", "", NULL};
    for (size_t i = 0; i < 3; i++) {
        struct term *term = NULL;
        struct term_options options = {.in_fd = slave, .out_fd = slave, .name = names[i], .charset = &utf8};
        assert_int_equal(term_open(&term, &options), -ENOENT);
        assert_null(term);
    }
    assert_return_code(tcgetattr(slave, &after), errno);
    assert_int_equal(before.c_lflag, after.c_lflag);
    close(master);
    close(slave);
}

static void a_pipe_is_no_terminal(void **state)
{
    (void)state;
    int pipes[2];
    assert_return_code(pipe(pipes), errno);
    struct term *term = NULL;
    struct term_options options = {.in_fd = pipes[0], .out_fd = pipes[1], .name = "xterm", .charset = &utf8};
    assert_int_equal(term_open(&term, &options), -ENOTTY);
    close(pipes[0]);
    close(pipes[1]);
}

static void an_unknown_name_is_taken_for_an_xterm(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench, "no-such-terminal", false);
    assert_int_equal(term_depth(bench.term), DEPTH_256);
    unsigned seed = 5;
    scribble(&bench.canvas, &seed, 50);
    draw(&bench);
    assert_shown(&bench);
    bench_stop(&bench);
}

static void a_blocked_terminal_blocks_neither_drawing_nor_closing(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench, "xterm-256color", false);
    int64_t start = glass_now_us();
    for (int frame = 0; frame < 10000 && !term_pending(bench.term); frame++) { /* nobody reads */
        canvas_clear(&bench.canvas);
        unsigned seed = (unsigned)frame;
        scribble(&bench.canvas, &seed, 200);
        assert_int_equal(term_draw(bench.term, &bench.canvas, theme_at(0)), 0);
    }
    assert_true(term_pending(bench.term));
    assert_int_equal(term_draw(bench.term, &bench.canvas, theme_at(0)), 0);
    term_close(bench.term);
    bench.term = NULL;
    assert_true(glass_now_us() - start < 10 * 1000000);
    struct termios now;
    assert_return_code(tcgetattr(bench.slave, &now), errno);
    assert_int_equal(now.c_lflag, bench.glass.modes_before.c_lflag);
    bench_stop(&bench);
}

static void the_shells_own_flags_are_left_alone(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench, "xterm-256color", false);
    assert_int_equal(fcntl(bench.slave, F_GETFL) & O_NONBLOCK, 0);
    draw(&bench);
    assert_int_equal(fcntl(bench.slave, F_GETFL) & O_NONBLOCK, 0);
    bench_stop(&bench);
}

static void suspended_and_resumed_it_shows_the_same(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench, "xterm-256color", false);
    unsigned seed = 6;
    scribble(&bench.canvas, &seed, 100);
    draw(&bench);
    assert_true(bench.glass.alternate);
    term_suspend(bench.term);
    read_all(&bench, 0);
    glass_assert_restored(&bench.glass);
    assert_int_equal(draw(&bench), 0); /* while it is not ours, nothing is drawn */
    vterm_screen_reset(bench.glass.screen, 1);
    assert_int_equal(term_resume(bench.term), 0);
    draw(&bench);
    assert_true(bench.glass.alternate);
    assert_false(bench.glass.cursor_visible);
    assert_int_equal(bench.glass.mouse, VTERM_PROP_MOUSE_DRAG);
    assert_shown(&bench);
    bench_stop(&bench);
}

static void a_fatal_signals_handler_restores_the_terminal(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench, "xterm-256color", false);
    draw(&bench);
    term_restore_async();
    read_all(&bench, 0);
    glass_assert_restored(&bench.glass);
    bench_stop(&bench);
}

/* Each description is taken as it is, not for a damaged one: in xterm-16color a + stands before an escape. */
static void as_many_colours_as_the_description_has(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum colour_depth depth;
    } names[] = {{"vt100", DEPTH_MONO},
                 {"xterm", DEPTH_8},
                 {"rxvt", DEPTH_8},
                 {"xterm-16color", DEPTH_16},
                 {"rxvt-16color", DEPTH_16},
                 {"screen-16color", DEPTH_16},
                 {"tmux-256color", DEPTH_256},
                 {"mlterm-256color", DEPTH_256}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct bench bench;
        bench_start(&bench, names[i].name, false);
        if (term_depth(bench.term) != names[i].depth)
            fail_msg("%s: depth %d", names[i].name, term_depth(bench.term));
        bench_stop(&bench);
    }
}

static void every_common_terminal_description_works(void **state)
{
    (void)state;
    static const char *const names[] = {"xterm",
                                        "xterm-256color",
                                        "xterm-direct",
                                        "screen",
                                        "screen-256color",
                                        "tmux-256color",
                                        "linux",
                                        "vt100",
                                        "vt220",
                                        "putty",
                                        "rxvt-unicode-256color",
                                        "konsole",
                                        "foot",
                                        "vte"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct bench bench;
        bench_start(&bench, names[i], false);
        unsigned seed = 7;
        for (int frame = 0; frame < 5; frame++) {
            scribble(&bench.canvas, &seed, 40);
            draw(&bench);
        }
        char *row = glass_row(&bench.glass, 0);
        assert_non_null(row);
        free(row);
        for (int r = 0; r < 24; r++)
            for (int col = 0; col < 80; col++) {
                const struct cell *cell = canvas_at(&bench.canvas, r, col);
                VTermScreenCell shown;
                vterm_screen_get_cell(bench.glass.screen, (VTermPos){r, col}, &shown);
                if (cell->width && (shown.chars[0] ? shown.chars[0] : ' ') != cell->ch[0]) {
                    glass_print(&bench.glass);
                    fail_msg("%s: row %d column %d", names[i], r, col);
                }
            }
        bench_stop(&bench);
    }
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_painted_is_what_is_shown),
        cmocka_unit_test(every_size_in_a_row_is_painted_whole),
        cmocka_unit_test(an_unchanged_frame_sends_nothing),
        cmocka_unit_test(another_theme_repaints_every_role),
        cmocka_unit_test(without_colour_a_code_stays_black_on_white),
        cmocka_unit_test(an_entry_without_a_cursor_is_refused),
        cmocka_unit_test(a_pipe_is_no_terminal),
        cmocka_unit_test(an_unknown_name_is_taken_for_an_xterm),
        cmocka_unit_test(a_blocked_terminal_blocks_neither_drawing_nor_closing),
        cmocka_unit_test(the_shells_own_flags_are_left_alone),
        cmocka_unit_test(suspended_and_resumed_it_shows_the_same),
        cmocka_unit_test(a_fatal_signals_handler_restores_the_terminal),
        cmocka_unit_test(as_many_colours_as_the_description_has),
        cmocka_unit_test(every_common_terminal_description_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
