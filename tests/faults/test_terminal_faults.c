/* SPDX-License-Identifier: MIT */
/* A terminal that is described wrongly and a system that refuses descriptors: the kiosk shows itself or says
 * why not. */
#include "tests/terminal/kiosk.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#define ENTRY_MAX 65536

/* A home folder with one terminal description in it, which curses finds before the system's. */
struct home {
    char path[32], entry[128], variable[64];
};

static void home_make(struct home *out)
{
    strcpy(out->path, "/tmp/yibentong-home-XXXXXX");
    assert_non_null(mkdtemp(out->path));
    snprintf(out->variable, sizeof out->variable, "HOME=%s", out->path);
    char folder[64];
    snprintf(folder, sizeof folder, "%s/.terminfo", out->path);
    assert_return_code(mkdir(folder, 0700), errno);
    snprintf(folder, sizeof folder, "%s/.terminfo/x", out->path);
    assert_return_code(mkdir(folder, 0700), errno);
    snprintf(out->entry, sizeof out->entry, "%s/xterm-256color", folder);
}

static void home_remove(const struct home *home)
{
    unlink(home->entry);
    char folder[64];
    snprintf(folder, sizeof folder, "%s/.terminfo/x", home->path);
    rmdir(folder);
    snprintf(folder, sizeof folder, "%s/.terminfo", home->path);
    rmdir(folder);
    assert_return_code(rmdir(home->path), errno);
}

static size_t read_good_entry(char *out)
{
    static const char *const places[] = {"/lib/terminfo/x/xterm-256color",
                                         "/usr/share/terminfo/x/xterm-256color",
                                         "/usr/lib/terminfo/x/xterm-256color"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int fd = open(places[i], O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            continue;
        ssize_t n = read(fd, out, ENTRY_MAX);
        close(fd);
        assert_true(n > 1000);
        return (size_t)n;
    }
    fail_msg("no description of xterm-256color to damage");
    return 0;
}

static void write_entry(const struct home *home, const char *bytes, size_t n)
{
    int fd = open(home->entry, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), n);
    close(fd);
}

static bool has_begun(struct glass *glass, const void *context)
{
    (void)context;
    struct pollfd end = {.fd = glass->pid_fd, .events = POLLIN};
    return glass->escapes > 0 || glass->ended || poll(&end, 1, 0) > 0;
}

/* Runs it until it has the screen (what it says without escape sequences, it says before it ends) or ends; if
 * it runs, SIGTERM ends it in order. The exit code. */
static int run(const struct glass_options *options)
{
    struct glass glass;
    kiosk_start(&glass, options, NULL);
    assert_true(glass_wait(&glass, has_begun, NULL));
    kill(glass.pid, SIGTERM);
    int status = glass_wait_end(&glass, GLASS_PATIENCE_MS, false);
    assert_int_not_equal(status, -1);
    if (WIFSIGNALED(status))
        fail_msg("killed by signal %d", WTERMSIG(status));
    struct termios now;
    assert_return_code(tcgetattr(glass.master, &now), errno);
    assert_int_equal(now.c_lflag, glass.modes_before.c_lflag);
    glass_stop(&glass);
    return WEXITSTATUS(status);
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16 & 0x7fff;
}

/* Cut short, single bytes, many bytes, and bytes that mean something in a description. */
static size_t damage(char *entry, size_t n, unsigned seed)
{
    static const char telling[] = "%s%l%d%p1$<9999/>";
    unsigned state = seed * 2654435761u;
    if (seed % 4 == 0)
        return next_random(&state) % n;
    for (int i = seed % 4 == 1 ? 1 : seed % 4 == 2 ? 8 : 60; i > 0; i--) {
        char *at = entry + next_random(&state) % n;
        *at = seed % 4 == 3 ? telling[next_random(&state) % (sizeof telling - 1)] : (char)next_random(&state);
    }
    return n;
}

static void a_damaged_description_of_the_terminal_never_crashes_it(void **state)
{
    (void)state;
    char *good = malloc(ENTRY_MAX), *bad = malloc(ENTRY_MAX);
    assert_non_null(good);
    assert_non_null(bad);
    size_t n = read_good_entry(good);
    struct home home;
    home_make(&home);
    const char *const env[] = {"TERM=xterm-256color", "LANG=C.UTF-8", home.variable, NULL};
    struct glass_options options = {.rows = 24, .cols = 80, .env = env};
    for (unsigned seed = 0; seed < 80; seed++) {
        memcpy(bad, good, n);
        write_entry(&home, bad, damage(bad, n, seed));
        int code = run(&options);
        assert_true(code == 0 || (code >= EX__BASE && code <= EX__MAX));
    }
    home_remove(&home);
    free(good);
    free(bad);
}

static void without_descriptors_it_says_so_instead_of_crashing(void **state)
{
    (void)state;
    if (getenv("YIBENTONG_SANITIZED")) /* which wants descriptors of its own, and reports what curses keeps */
        skip();
    for (int limit = 3; limit < 20; limit++) {
        char option[32];
        snprintf(option, sizeof option, "--nofile=%d", limit);
        const char *const argv[] = {"/usr/bin/prlimit", option, "--", NULL};
        int code = run(&(struct glass_options){.rows = 24, .cols = 80, .argv = argv});
        bool loader_refused = code == 127; /* not even its libraries could be opened */
        assert_true(code == 0 || loader_refused || (code >= EX__BASE && code <= EX__MAX));
        if (limit >= 16)
            assert_int_equal(code, 0);
    }
}

int main(int argc, char **argv)
{
    if (!kiosk_take_program(argc, argv))
        return EX_USAGE;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_damaged_description_of_the_terminal_never_crashes_it),
        cmocka_unit_test(without_descriptors_it_says_so_instead_of_crashing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
