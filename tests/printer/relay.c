/* SPDX-License-Identifier: MIT */
#include "tests/printer/relay.h"

#include "base/error.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

enum { PRINT_JOB = 2, SEND_DOCUMENT = 6 }; /* RFC 8011, 5.4.15 */

/* The beginning of a request, until it is known what it asks for. */
struct request {
    unsigned char bytes[4096];
    size_t n;
    bool prints;
};

static int open_unix(const char *path, bool listens)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const struct sockaddr *where = (struct sockaddr *)&address;
    int result = listens ? bind(fd, where, sizeof(address)) : connect(fd, where, sizeof(address));
    return result == 0 && (!listens || listen(fd, 16) == 0) ? fd : -1;
}

static void look_at(struct request *request, const unsigned char *bytes, size_t n)
{
    size_t room = sizeof(request->bytes) - request->n;
    memcpy(request->bytes + request->n, bytes, n < room ? n : room);
    request->n += n < room ? n : room;
    const unsigned char *body = memmem(request->bytes, request->n, "\r\n\r\n", 4);
    if (body && request->bytes + request->n >= body + 8) /* two bytes of version, two of operation */
        request->prints = body[7] == PRINT_JOB || body[7] == SEND_DOCUMENT;
}

static bool pass_on(int from, int to, struct request *request, int late_ms)
{
    unsigned char bytes[8192];
    ssize_t n = read(from, bytes, sizeof(bytes));
    if (n > 0 && late_ms)
        poll(NULL, 0, late_ms);
    if (n > 0 && request)
        look_at(request, bytes, (size_t)n);
    return n > 0 && write(to, bytes, (size_t)n) == n;
}

static void serve(int client, int server, int late_ms)
{
    struct request request = {.n = 0};
    struct pollfd wait[] = {{.fd = client, .events = POLLIN}, {.fd = server, .events = POLLIN}};
    while (poll(wait, 2, -1) > 0) {
        if (wait[0].revents && !pass_on(client, server, &request, 0))
            return;
        if (wait[1].revents && !pass_on(server, client, NULL, request.prints ? late_ms : 0))
            return;
    }
}

pid_t relay_start(const char *path, const char *server, int late_ms)
{
    int listener = open_unix(path, true);
    assert_true(listener >= 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0) {
        close(listener);
        return pid;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    for (int client; (client = accept(listener, NULL, NULL)) >= 0; close(client)) {
        if (fork() > 0)
            continue;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve(client, open_unix(server, false), late_ms);
        _exit(0);
    }
    _exit(1);
}

int relay_hung(const char *path)
{
    int fd = open_unix(path, true);
    assert_true(fd >= 0);
    return fd;
}
