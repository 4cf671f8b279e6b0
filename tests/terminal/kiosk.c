/* SPDX-License-Identifier: MIT */
#include "tests/terminal/kiosk.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

const struct glass_options kiosk_usual = {.rows = 24, .cols = 80};

void kiosk_start(struct glass *out, const struct glass_options *options, const char *argument)
{
    const char *const argv[] = {KIOSK_PROGRAM, argument, NULL};
    struct glass_options with_program = *options;
    with_program.argv = argv;
    glass_start(out, &with_program);
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

bool kiosk_take_program(int argc, char **argv)
{
    return argc == 2 && setenv("YIBENTONG_PROGRAM", argv[1], 1) == 0;
}
