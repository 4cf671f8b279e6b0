/* SPDX-License-Identifier: MIT */
/* The real program locked, as the hall's unit runs it: what it has given up, and what the service manager
 * hears. */
#include "tests/terminal/kiosk.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

/* The value of a field of /proc/PID/status. */
static int status_of(pid_t pid, const char *field)
{
    char path[64], line[256];
    int value = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        if (strncmp(line, field, strlen(field)) == 0)
            value = atoi(line + strlen(field));
    fclose(file);
    return value;
}

static void locked_it_has_a_filter_of_system_calls_and_gains_no_privileges(void **state)
{
    (void)state;
    const char *const arguments[] = {NULL, "--locked"};
    for (int locked = 0; locked < 2; locked++) {
        struct glass glass;
        kiosk_start_at_home(&glass, &kiosk_usual, arguments[locked]);
        assert_int_equal(status_of(glass.pid, "Seccomp:"), locked ? 2 /* a filter */ : 0);
        assert_int_equal(status_of(glass.pid, "NoNewPrivs:"), locked);
        kiosk_leave(&glass);
    }
}

struct manager {
    int fd;
    char variable[128];
    const char *environment[8];
};

static void listen_as(struct manager *out, const char *watchdog)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int n = snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "yibentong-kiosk-%d", (int)getpid());
    out->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_true(out->fd >= 0);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)n);
    assert_return_code(bind(out->fd, (struct sockaddr *)&address, size), errno);
    snprintf(out->variable, sizeof out->variable, "NOTIFY_SOCKET=@%s", address.sun_path + 1);
    size_t i = 0;
    while (glass_environment[i]) {
        out->environment[i] = glass_environment[i];
        i++;
    }
    out->environment[i++] = out->variable;
    out->environment[i++] = watchdog;
    out->environment[i] = NULL;
}

/* What comes within so many ms; "" if nothing does. */
static void hear(char text[64], const struct manager *manager, int timeout_ms)
{
    struct pollfd wait = {.fd = manager->fd, .events = POLLIN};
    ssize_t n = poll(&wait, 1, timeout_ms) > 0 ? recv(manager->fd, text, 63, 0) : 0;
    text[n < 0 ? 0 : n] = '\0';
}

static void expect_to_hear(const struct manager *manager, const char *message)
{
    char text[64];
    hear(text, manager, GLASS_PATIENCE_MS);
    assert_string_equal(text, message);
}

static struct glass_options with(const struct manager *manager)
{
    struct glass_options options = kiosk_usual;
    options.env = manager->environment;
    return options;
}

static void the_service_manager_hears_of_the_first_screen_then_of_life(void **state)
{
    (void)state;
    struct manager manager;
    struct glass glass;
    listen_as(&manager, "WATCHDOG_USEC=100000");
    struct glass_options options = with(&manager);
    kiosk_start(&glass, &options, "--locked");
    expect_to_hear(&manager, "READY=1");
    glass_pump(&glass, GLASS_PATIENCE_MS);
    assert_true(glass.received > 0);
    expect_to_hear(&manager, "WATCHDOG=1");
    expect_to_hear(&manager, "WATCHDOG=1");
    kiosk_leave(&glass);
    close(manager.fd);
}

/* Nobody reads the terminal, which fills up: then the unit has to be started anew. */
static void a_kiosk_whose_output_is_stuck_gives_no_sign_of_life(void **state)
{
    (void)state;
    struct manager manager;
    struct glass glass;
    char text[64] = "";
    listen_as(&manager, "WATCHDOG_USEC=100000");
    struct glass_options options = with(&manager);
    kiosk_start_at_home(&glass, &options, "--locked");
    expect_to_hear(&manager, "READY=1");
    expect_to_hear(&manager, "WATCHDOG=1");
    int64_t end = glass_now_us() + GLASS_PATIENCE_MS * 1000;
    do { /* each page is some thousand bytes more; in the end there is silence for six of its times */
        assert_true(glass_now_us() < end);
        assert_int_not_equal(write(glass.master, "?\033", 2), 0);
        hear(text, &manager, 300);
    } while (*text);
    glass_pump(&glass, 0); /* somebody reads again */
    for (end = glass_now_us() + GLASS_PATIENCE_MS * 1000; !*text && glass_now_us() < end;) {
        glass_pump(&glass, 10);
        hear(text, &manager, 10);
    }
    assert_string_equal(text, "WATCHDOG=1");
    kiosk_leave(&glass);
    close(manager.fd);
}

static void unlocked_the_service_manager_is_left_alone(void **state)
{
    (void)state;
    struct manager manager;
    struct glass glass;
    char text[64];
    listen_as(&manager, "WATCHDOG_USEC=100000");
    struct glass_options options = with(&manager);
    kiosk_start_at_home(&glass, &options, NULL);
    kiosk_leave(&glass);
    hear(text, &manager, 0);
    assert_string_equal(text, "");
    close(manager.fd);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locked_it_has_a_filter_of_system_calls_and_gains_no_privileges),
        cmocka_unit_test(the_service_manager_hears_of_the_first_screen_then_of_life),
        cmocka_unit_test(a_kiosk_whose_output_is_stuck_gives_no_sign_of_life),
        cmocka_unit_test(unlocked_the_service_manager_is_left_alone),
    };
    if (!kiosk_take_program(argc, argv))
        return 64;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
