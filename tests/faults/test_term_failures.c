/* SPDX-License-Identifier: MIT */
/*
 * A terminal's back end while something fails once, in every way in which it is reached: an allocation, a
 * call of the system, a call of curses. Each time it is told, or does not matter; the terminal has its modes
 * again, no descriptor stays open, and the next one shows what the first did. A call that is only interrupted
 * changes nothing at all.
 */
#include "tests/faults/allocator.h"
#include "tests/faults/calls.h"
#include "tests/faults/curses.h"
#include "tests/faults/ways.h"
#include "ui/term.h"

#include "base/error.h"

#include <fcntl.h>
#include <locale.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#define WAY_DEPTH 10
#define SHOWN_MAX (1 << 18)

/* ---- a terminal, from either side ---- */

static const struct charset utf8 = {.name = "UTF-8", .is_utf8 = true}, gb18030 = {.name = "GB18030"};

static const struct kind {
    const char *name;
    const struct charset *charset;
    bool no_colour;
} kinds[] = {{"xterm-256color", &utf8}, {"xterm", &gb18030}, {"linux", &utf8, true}};

struct world {
    int keyboard, line;
    struct termios before;
    const struct kind *kind;
    struct canvas small, large;
    char shown[SHOWN_MAX];
    size_t n;
};

/* What has come so far; nobody holds the program up. */
static void look(struct world *world)
{
    ssize_t got;
    curses_spare(true);
    while ((got = read(world->keyboard, world->shown + world->n, SHOWN_MAX - world->n)) > 0)
        world->n += (size_t)got;
    curses_spare(false);
    assert_true(world->n < SHOWN_MAX);
}

static int draw(struct term *term, struct world *world, const struct canvas *canvas)
{
    int r = term_draw(term, canvas, theme_at(0));
    for (int i = 0; r == 0 && i < 100; i++) { /* a call that is interrupted, a terminal that is full */
        look(world);
        if (!term_pending(term))
            return 0;
        r = term_flush(term);
    }
    return r;
}

static int read_key(struct term *term, struct world *world)
{
    char key = '\0';
    ssize_t got = 0;
    curses_spare(true);
    assert_int_equal(write(world->keyboard, "k", 1), 1);
    curses_spare(false);
    for (int i = 0; i < 2 && got == 0; i++)
        got = term_read(term, &key, 1);
    assert_true(got < 0 || key == 'k');
    return got < 0 ? (int)got : 0;
}

static int use(struct term *term, struct world *world)
{
    int rows, cols;
    term_probe_start(term);
    term_size(term, &rows, &cols);
    assert_true(rows > 0 && cols > 0);
    int r = draw(term, world, &world->small);
    if (r == 0)
        r = read_key(term, world);
    if (r == 0)
        r = draw(term, world, &world->large); /* of another size */
    if (r < 0)
        return r;
    term_suspend(term);
    look(world);
    r = term_resume(term);
    return r < 0 ? r : draw(term, world, &world->large);
}

static int live(struct world *world)
{
    struct term *term = NULL;
    const struct term_options options = {.in_fd = world->line,
                                         .out_fd = world->line,
                                         .name = world->kind->name,
                                         .charset = world->kind->charset,
                                         .no_colour = world->kind->no_colour};
    world->n = 0;
    int r = term_open(&term, &options);
    if (r < 0)
        return r;
    r = use(term, world);
    term_close(term);
    look(world);
    return r;
}

static void open_world(struct world *world, const struct kind *kind)
{
    const struct winsize size = {.ws_row = 24, .ws_col = 80};
    *world = (struct world){.kind = kind};
    assert_int_equal(openpty(&world->keyboard, &world->line, NULL, NULL, &size), 0);
    assert_int_equal(fcntl(world->keyboard, F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(tcgetattr(world->line, &world->before), 0);
    assert_int_equal(canvas_init(&world->small, 24, 80, glyphs_for(GLYPHS_FULL)), 0);
    assert_int_equal(canvas_init(&world->large, 30, 100, glyphs_for(GLYPHS_FULL)), 0);
    struct canvas *const canvases[] = {&world->small, &world->large};
    for (size_t i = 0; i < ARRAY_SIZE(canvases); i++) {
        canvas_clear(canvases[i]);
        for (int row = 0; row < canvases[i]->rows; row++)
            canvas_put(canvases[i], row, row, 60, (struct style){.role = (enum role)(row % ROLE_COUNT)},
                       row % 2 ? "学信网上查不到学籍" : "é ▀▀ 0123456789");
    }
}

static void close_world(struct world *world)
{
    canvas_fini(&world->small);
    canvas_fini(&world->large);
    close(world->keyboard);
    close(world->line);
}

/* ---- what fails ---- */

struct failure {
    const char *name;
    bool memory; /* else a call */
    int error;
    const char *calls; /* NULL: all */
    bool for_ever;
    bool harmless; /* it changes nothing */
};

static void arm(const struct failure *failure)
{
    calls_choose(failure->calls);
    if (failure->memory)
        allocator_fail(WAYS_NEXT, failure->for_ever);
    else
        calls_fail(WAYS_NEXT, failure->error, failure->for_ever);
}

static bool heal(const struct failure *failure)
{
    calls_choose(NULL);
    return failure->memory ? allocator_heal() : calls_heal();
}

/* What is wrong with it; NULL: nothing. */
static const char *finding(struct world *world, const struct failure *failure, int r, int descriptors)
{
    struct termios now;
    bool modes_failed = !failure->harmless && !failure->memory && strcmp(calls_failed(), "tcsetattr") == 0;
    if (r > 0 || (r < 0 && failure->harmless))
        return "another result";
    if (tcgetattr(world->line, &now) != 0 || tcflush(world->line, TCIOFLUSH) != 0)
        return "no terminal any more";
    if (!modes_failed && (now.c_lflag != world->before.c_lflag || now.c_oflag != world->before.c_oflag))
        return "left in other modes";
    return calls_descriptors() == descriptors ? NULL : "a descriptor is still open";
}

/* How many times something failed. */
static long fail_everywhere(struct world *world, const struct failure *failure)
{
    int descriptors = calls_descriptors();
    long failed = 0;
    bool reached = true;
    for (; reached; failed += reached) {
        arm(failure);
        int r = live(world);
        reached = heal(failure);
        const char *found = finding(world, failure, r, descriptors);
        if (!reached && r != 0)
            found = "nothing failed, and yet";
        if (found)
            fail_msg("%s, %s fails (%s), time %ld: %s (%d)", world->kind->name, failure->name, calls_failed(),
                     failed, found, r);
        assert_int_equal(tcsetattr(world->line, TCSANOW, &world->before), 0);
    }
    return failed;
}

static void try_all(const struct failure *failures, size_t n)
{
    long failed = 0;
    static struct world world;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < ARRAY_SIZE(kinds); k++) {
            static char right[SHOWN_MAX];
            open_world(&world, &kinds[k]);
            assert_int_equal(live(&world), 0);
            size_t size = world.n;
            assert_true(size > 0);
            memcpy(right, world.shown, size);
            ways_forget(WAY_DEPTH);
            failed += fail_everywhere(&world, &failures[i]);
            assert_int_equal(world.n, size); /* the last time nothing has failed */
            assert_memory_equal(world.shown, right, size);
            close_world(&world);
        }
    assert_true(failed > 0);
}

static void a_terminal_is_given_back_when_memory_runs_out(void **state)
{
    static const struct failure failures[] = {{.name = "an allocation", .memory = true},
                                              {.name = "every allocation", .memory = true, .for_ever = true}};
    (void)state;
    try_all(failures, ARRAY_SIZE(failures));
}

static void a_terminal_is_given_back_when_a_call_fails(void **state)
{
    static const struct failure failures[] = {{.name = "a call", .error = EIO}};
    (void)state;
    try_all(failures, ARRAY_SIZE(failures));
}

static void an_interrupted_call_or_a_full_terminal_changes_nothing(void **state)
{
    static const struct failure failures[] = {
        {.name = "an interrupted call",
         .error = EINTR,
         .calls = "read write tcsetattr poll ",
         .harmless = true},
        {.name = "a full terminal", .error = EAGAIN, .calls = "read write ", .harmless = true}};
    (void)state;
    try_all(failures, ARRAY_SIZE(failures));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminal_is_given_back_when_memory_runs_out),
        cmocka_unit_test(a_terminal_is_given_back_when_a_call_fails),
        cmocka_unit_test(an_interrupted_call_or_a_full_terminal_changes_nothing),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("a terminal, when something fails", tests, NULL, NULL);
}
