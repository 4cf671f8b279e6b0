/* SPDX-License-Identifier: MIT */
/*
 * The kiosk and the desk on a terminal, from their start to Ctrl-C, while something fails once in every way
 * in which it is reached: an allocation, a call of SQLite, of the system or of curses. Each time they leave
 * with an exit code that has a meaning; if it is another than usual, they say why; the terminal has its modes
 * again, and no descriptor stays open.
 */
#include "kiosk/commands.h"
#include "tests/faults/allocator.h"
#include "tests/faults/calls.h"
#include "tests/faults/engine.h"
#include "tests/faults/ways.h"
#include "tests/screens/hall.h"

#include "base/error.h"

#include <fcntl.h>
#include <getopt.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <pty.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#define WAY_DEPTH 12
#define PATIENCE 20000 /* turns of about a millisecond in which a program has to leave */

/* ---- whoever sits at the terminal ---- */

static struct {
    int keyboard;
    atomic_bool leaves; /* presses Ctrl-C until the program has left */
    atomic_long shown;  /* bytes that have come */
} visitor;

/* Reads what is shown, so that nothing waits for it. Its calls are its own: none of them fails. */
static void *sit(void *context)
{
    char bytes[4096];
    (void)context;
    for (long turns = 0;; turns = atomic_load(&visitor.leaves) ? turns + 1 : 0) {
        struct timespec moment = {.tv_nsec = 1000000};
        for (long n; (n = syscall(SYS_read, visitor.keyboard, bytes, sizeof(bytes))) > 0;)
            atomic_fetch_add(&visitor.shown, n);
        if (atomic_load(&visitor.leaves)) /* first an Enter, which opens the kiosk */
            syscall(SYS_write, visitor.keyboard, turns == 1 ? "\r" : "\003", turns > 0);
        if (turns > PATIENCE) {
            fprintf(stderr, "it does not leave (%s)\n", calls_failed());
            abort();
        }
        syscall(SYS_nanosleep, &moment, NULL);
    }
    return NULL;
}

/* ---- the program ---- */

struct world {
    struct clock_manual time;
    struct hall hall;
    int line, errors;
    struct termios before;
};

static int run(const struct world *world, const char *command)
{
    const struct environment environment = {.term = "xterm-256color"};
    char name[] = "yibentong", word[16], site[] = "--site", state[] = "--state", config[] = "--config",
         none[] = "/dev/null", path[96], folder[64];
    int argc = 1, kept[3], r;
    char *argv[10] = {name};
    snprintf(word, sizeof(word), "%s", command);
    snprintf(path, sizeof(path), "%s", world->hall.path);
    snprintf(folder, sizeof(folder), "%s", world->hall.folder);
    if (*word)
        argv[argc++] = word;
    char *const rest[] = {site, path, state, folder, config, none};
    for (size_t i = 0; i < ARRAY_SIZE(rest); i++)
        argv[argc++] = rest[i];
    fflush(stdout);
    for (int fd = 0; fd < 3; fd++) {
        kept[fd] = dup(fd);
        dup2(fd == STDERR_FILENO ? world->errors : world->line, fd);
    }
    optind = 0;
    atomic_store(&visitor.leaves, true);
    r = commands_main(argc, argv, &environment);
    atomic_store(&visitor.leaves, false);
    for (int fd = 0; fd < 3; fd++) {
        dup2(kept[fd], fd);
        close(kept[fd]);
    }
    return r;
}

/* ---- what fails ---- */

static const struct failure {
    const char *name;
    enum { MEMORY, ENGINE, SYSTEM } layer;
} memory = {"an allocation", MEMORY}, database = {"SQLite", ENGINE}, calls = {"a call", SYSTEM};

static void arm(const struct failure *failure)
{
    if (failure->layer == MEMORY)
        allocator_fail(WAYS_NEXT, false);
    else if (failure->layer == ENGINE)
        engine_fail(WAYS_NEXT, SQLITE_IOERR, false);
    else
        calls_fail(WAYS_NEXT, EIO, false);
}

static bool heal(const struct failure *failure)
{
    if (failure->layer == MEMORY)
        return allocator_heal();
    return failure->layer == ENGINE ? engine_heal() : calls_heal();
}

/* What is wrong with it; NULL: nothing. */
static const char *finding(const struct world *world, int code, bool reached, int descriptors)
{
    struct termios now;
    bool modes_failed = strcmp(calls_failed(), "tcsetattr") == 0;
    if (code != EX_OK && (code < EX__BASE || code > EX__MAX))
        return "an exit code without a meaning";
    if (code != EX_OK && !reached)
        return "nothing failed, and yet";
    if (code != EX_OK && lseek(world->errors, 0, SEEK_END) == 0)
        return "not a word";
    if (tcgetattr(world->line, &now) != 0)
        return "no terminal any more";
    if (!modes_failed && (now.c_lflag != world->before.c_lflag || now.c_oflag != world->before.c_oflag))
        return "left in other modes";
    return calls_descriptors() == descriptors ? NULL : "a descriptor is still open";
}

static void fail_everywhere(struct world *world, const char *command, const struct failure *failure)
{
    long failed = 0;
    long shown = atomic_load(&visitor.shown);
    assert_int_equal(run(world, command), EX_OK); /* with all that is opened once */
    assert_true(atomic_load(&visitor.shown) > shown);
    int descriptors = calls_descriptors();
    for (bool reached = true; reached; failed += reached) {
        assert_int_equal(ftruncate(world->errors, 0), 0);
        arm(failure);
        int code = run(world, command);
        reached = heal(failure);
        const char *found = finding(world, code, reached, descriptors);
        if (found)
            fail_msg("“%s”, %s fails (%s), time %ld: %s (%d)", command, failure->name, calls_failed(), failed,
                     found, code);
        assert_int_equal(tcsetattr(world->line, TCSANOW, &world->before), 0);
    }
    assert_true(failed > 0);
}

static void try_both(struct world *world, const struct failure *failure)
{
    ways_forget(WAY_DEPTH);
    fail_everywhere(world, "", failure);
    ways_forget(WAY_DEPTH);
    fail_everywhere(world, "desk", failure);
}

static void whoever_presses_ctrl_c_leaves_when_memory_ran_out(void **state)
{
    try_both(*state, &memory);
}

static void whoever_presses_ctrl_c_leaves_when_a_database_failed(void **state)
{
    try_both(*state, &database);
}

static void whoever_presses_ctrl_c_leaves_when_the_system_failed(void **state)
{
    try_both(*state, &calls);
}

/* ---- the world ---- */

static int make_world(void **state)
{
    const struct winsize size = {.ws_row = 24, .ws_col = 80};
    static struct world world;
    pthread_t thread;
    world = (struct world){.time = {.ms = 1000000, .seconds = 1795413900},
                           .errors = memfd_create("errors", MFD_CLOEXEC)};
    assert_true(world.errors >= 0);
    assert_int_equal(openpty(&visitor.keyboard, &world.line, NULL, NULL, &size), 0);
    assert_int_equal(fcntl(visitor.keyboard, F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(tcgetattr(world.line, &world.before), 0);
    hall_open(&world.hall, clock_from_manual(&world.time), false, TALLY_KIOSK);
    assert_int_equal(pthread_create(&thread, NULL, sit, NULL), 0);
    assert_int_equal(pthread_detach(thread), 0);
    *state = &world;
    return 0;
}

static int remove_world(void **state)
{
    struct world *world = *state;
    hall_close(&world->hall);
    close(world->errors);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_presses_ctrl_c_leaves_when_memory_ran_out),
        cmocka_unit_test(whoever_presses_ctrl_c_leaves_when_a_database_failed),
        cmocka_unit_test(whoever_presses_ctrl_c_leaves_when_the_system_failed),
    };
    engine_spare_allocations();
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("the full screen, when something fails", tests, make_world,
                                       remove_world);
}
