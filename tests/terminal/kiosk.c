/* SPDX-License-Identifier: MIT */
#include "tests/terminal/kiosk.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#define WORDS_MAX 32

static struct {
    char folder[40], site[64], state[64], keys[64], config[64];
} hall;

const struct glass_options kiosk_usual = {.rows = 24, .cols = 80};

static size_t append(const char **to, size_t n, const char *const *words)
{
    for (; words && *words; words++) {
        assert_true(n < WORDS_MAX);
        to[n++] = *words;
    }
    return n;
}

void kiosk_start_with(struct glass *out, const struct glass_options *options, const char *const *words)
{
    const char *const program[] = {KIOSK_PROGRAM, "--site",  hall.site,  "--state",   hall.state,
                                   "--keys",      hall.keys, "--config", hall.config, NULL};
    const char *argv[WORDS_MAX + 1] = {NULL};
    struct glass_options with_program = *options;
    size_t n = append(argv, 0, options->argv);
    n = append(argv, n, program);
    append(argv, n, words);
    with_program.argv = argv;
    glass_start(out, &with_program);
}

void kiosk_start(struct glass *out, const struct glass_options *options, const char *argument)
{
    kiosk_start_with(out, options, (const char *const[]){argument, NULL});
}

void kiosk_start_at_home(struct glass *out, const struct glass_options *options, const char *argument)
{
    kiosk_start(out, options, argument);
    glass_expect(out, KIOSK_ATTRACT);
    glass_type(out, "\r");
    glass_expect(out, KIOSK_HOME);
}

void kiosk_leave(struct glass *glass)
{
    kill(glass->pid, SIGTERM);
    assert_int_equal(glass_wait_end(glass, KIOSK_LEAVES_MS, false), 0);
    glass_stop(glass);
}

static bool is_selected(struct glass *glass, const void *context)
{
    char number[16];
    snprintf(number, sizeof number, " %d  ", *(const int *)context);
    int row = glass_find(glass, "▐");
    char *text = row < 0 ? NULL : glass_row(glass, row);
    bool selected = text && strstr(text, number);
    free(text);
    return selected;
}

void kiosk_expect_selected(struct glass *glass, int number)
{
    if (glass_wait(glass, is_selected, &number))
        return;
    glass_print(glass);
    fail_msg("question %d was never selected", number);
}

struct twin {
    struct glass *other;
};

static bool same_as_other(struct glass *glass, const void *context)
{
    const struct twin *twin = context;
    glass_pump(twin->other, 0);
    return glass_same(glass, twin->other);
}

void kiosk_expect_same(struct glass *glass, struct glass *other)
{
    struct twin twin = {other};
    int64_t end = glass_now_us() + GLASS_PATIENCE_MS * 1000;
    while (!same_as_other(glass, &twin)) {
        if (glass_now_us() > end) {
            glass_print(glass);
            glass_print(other);
            glass_print_difference(glass, other);
            fail_msg("two screens that should be the same are not");
        }
        glass_pump(glass, 10);
    }
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

static void remove_hall(void)
{
    nftw(hall.folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static bool run_program(const char *const *argv)
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static bool make_hall(void)
{
    strcpy(hall.folder, "/tmp/test_kiosk.XXXXXX");
    if (!mkdtemp(hall.folder) || atexit(remove_hall) != 0)
        return false;
    snprintf(hall.site, sizeof hall.site, "%s/site.db", hall.folder);
    snprintf(hall.state, sizeof hall.state, "%s/state", hall.folder);
    snprintf(hall.keys, sizeof hall.keys, "%s/keys", hall.folder);
    snprintf(hall.config, sizeof hall.config, "%s/yibentong.conf", hall.folder);
    int fd = open(hall.config, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    return fd >= 0 && close(fd) == 0 &&
           run_program((const char *const[]){KIOSK_PROGRAM, "site", "init", "--site", hall.site, NULL});
}

bool kiosk_take_program(int argc, char **argv)
{
    return argc == 2 && setenv("YIBENTONG_PROGRAM", argv[1], 1) == 0 && make_hall();
}
