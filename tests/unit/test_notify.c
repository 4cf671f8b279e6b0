/* SPDX-License-Identifier: MIT */
/* What the service manager hears of the kiosk, and when. */
#include "kiosk/notify.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#define WATCHDOG_US (90 * 1000000ULL)

struct manager {
    int fd;
    char folder[32]; /* of the socket; "" for an abstract one */
    char name[64];   /* as in NOTIFY_SOCKET */
};

static void listen_as(struct manager *out, bool abstract)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(out->folder, sizeof out->folder, "%s", abstract ? "" : "/tmp/test_notify.XXXXXX");
    if (abstract) {
        snprintf(out->name, sizeof out->name, "@yibentong-notify-%d", (int)getpid());
    } else {
        assert_non_null(mkdtemp(out->folder));
        snprintf(out->name, sizeof out->name, "%s/socket", out->folder);
    }
    memcpy(address.sun_path, out->name, strlen(out->name));
    if (abstract)
        address.sun_path[0] = '\0';
    out->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_true(out->fd >= 0);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(out->name));
    assert_int_equal(bind(out->fd, (struct sockaddr *)&address, size), 0);
}

static void stop_listening(struct manager *manager)
{
    close(manager->fd);
    if (*manager->folder) {
        unlink(manager->name);
        rmdir(manager->folder);
    }
}

static void expect(const struct manager *manager, const char *message)
{
    char text[64];
    ssize_t n = recv(manager->fd, text, sizeof text - 1, 0);
    text[n < 0 ? 0 : n] = '\0';
    assert_string_equal(text, message);
}

static void ready_is_told_once_to_either_kind_of_socket(void **state)
{
    (void)state;
    for (int abstract = 0; abstract < 2; abstract++) {
        struct manager manager;
        struct notify notify;
        listen_as(&manager, abstract);
        assert_int_equal(notify_open(&notify, manager.name, 0), 0);
        expect(&manager, "");
        notify_ready(&notify, 5);
        notify_ready(&notify, 6);
        expect(&manager, "READY=1");
        expect(&manager, "");
        assert_int_equal(notify_deadline(&notify), -1);
        notify_close(&notify);
        stop_listening(&manager);
    }
}

static void signs_of_life_come_twice_in_the_watchdogs_time(void **state)
{
    (void)state;
    struct manager manager;
    struct notify notify;
    listen_as(&manager, true);
    assert_int_equal(notify_open(&notify, manager.name, WATCHDOG_US), 0);
    assert_int_equal(notify_deadline(&notify), -1);
    notify_ready(&notify, 1000);
    expect(&manager, "READY=1");
    assert_int_equal(notify_deadline(&notify), 46000);
    notify_serve(&notify, 45999, true);
    expect(&manager, "");
    notify_serve(&notify, 46000, true);
    expect(&manager, "WATCHDOG=1");
    assert_int_equal(notify_deadline(&notify), 91000);
    notify_close(&notify);
    stop_listening(&manager);
}

static void a_kiosk_that_is_not_well_stays_silent_and_does_not_spin(void **state)
{
    (void)state;
    struct manager manager;
    struct notify notify;
    listen_as(&manager, true);
    assert_int_equal(notify_open(&notify, manager.name, WATCHDOG_US), 0);
    notify_ready(&notify, 0);
    expect(&manager, "READY=1");
    notify_serve(&notify, 45000, false);
    expect(&manager, "");
    assert_int_equal(notify_deadline(&notify), 90000);
    notify_serve(&notify, 90000, true);
    expect(&manager, "WATCHDOG=1");
    notify_close(&notify);
    stop_listening(&manager);
}

static void without_a_manager_nothing_is_due(void **state)
{
    (void)state;
    struct notify notify;
    assert_int_equal(notify_open(&notify, "", WATCHDOG_US), 0);
    notify_ready(&notify, 0);
    assert_int_equal(notify_deadline(&notify), -1);
    notify_serve(&notify, INT32_MAX, true);
    notify_close(&notify);
}

static void a_name_that_is_none_or_leads_nowhere_is_refused_and_harmless(void **state)
{
    (void)state;
    char long_name[200];
    memset(long_name, 'x', sizeof long_name);
    long_name[0] = '@';
    long_name[sizeof long_name - 1] = '\0';
    const char *const names[] = {"relative", "@", "/", long_name};
    struct notify notify;
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        assert_int_equal(notify_open(&notify, names[i], 0), -EINVAL);
        notify_ready(&notify, 0);
        notify_close(&notify);
    }
    assert_int_equal(notify_open(&notify, "@yibentong-nobody-listens", 0), -ECONNREFUSED);
    notify_close(&notify);
}

static void a_manager_that_is_gone_or_full_holds_up_nothing(void **state)
{
    (void)state;
    struct manager manager;
    struct notify notify;
    listen_as(&manager, true);
    assert_int_equal(notify_open(&notify, manager.name, 2000), 0);
    notify_ready(&notify, 0);
    for (int64_t now = 1; now < 5000; now++)
        notify_serve(&notify, now, true);
    stop_listening(&manager);
    notify_serve(&notify, 5001, true);
    assert_int_equal(notify_deadline(&notify), 5002);
    notify_close(&notify);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ready_is_told_once_to_either_kind_of_socket),
        cmocka_unit_test(signs_of_life_come_twice_in_the_watchdogs_time),
        cmocka_unit_test(a_kiosk_that_is_not_well_stays_silent_and_does_not_spin),
        cmocka_unit_test(without_a_manager_nothing_is_due),
        cmocka_unit_test(a_name_that_is_none_or_leads_nowhere_is_refused_and_harmless),
        cmocka_unit_test(a_manager_that_is_gone_or_full_holds_up_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
