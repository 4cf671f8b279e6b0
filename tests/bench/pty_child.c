/* SPDX-License-Identifier: MIT */
#include "tests/bench/pty_child.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int64_t pty_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static _Noreturn void run(const char *const *argv)
{
    static const char *const environment[] = {
        "PATH=/usr/local/bin:/usr/bin:/bin",
        "TERM=xterm-256color",
        "LANG=C.UTF-8",
        "LC_ALL=C.UTF-8",
        "TZ=Asia/Shanghai",
        "HOME=/nonexistent",
        NULL,
    };
    execvpe(argv[0], (char *const *)argv, (char *const *)environment);
    _exit(127);
}

int pty_start(struct pty *out, const char *const *argv, int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    out->started_ns = pty_now_ns();
    out->pid = forkpty(&out->fd, NULL, NULL, &size);
    if (out->pid < 0)
        return -errno;
    if (out->pid == 0)
        run(argv);
    return 0;
}

/* Whether there is something to read within the time. */
static bool wait_readable(int fd, int ms)
{
    struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
    int n;
    do
        n = poll(&poll_fd, 1, ms);
    while (n < 0 && errno == EINTR);
    return n > 0;
}

struct burst pty_drain(struct pty *pty, const struct pty_sink *sink, int64_t since_ns, int quiet_ms,
                       int limit_ms)
{
    static char buffer[1 << 20]; /* more than any program here sends at once */
    struct burst burst = {0};
    while (!burst.ended && wait_readable(pty->fd, burst.bytes ? quiet_ms : limit_ms)) {
        size_t room = sizeof(buffer) - burst.bytes;
        ssize_t n = room ? read(pty->fd, buffer + burst.bytes, room) : 0;
        double us = (double)(pty_now_ns() - since_ns) / 1000;
        if (n <= 0) {
            burst.ended = true;
            break;
        }
        if (!burst.bytes)
            burst.first_us = us;
        burst.last_us = us;
        burst.bytes += (size_t)n;
        burst.reads++;
    }
    if (sink && burst.bytes)
        sink->take(sink->context, buffer, burst.bytes);
    return burst;
}

void pty_write(struct pty *pty, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(pty->fd, bytes, n);
        if (written < 0 && errno != EINTR)
            return; /* the program has ended; reading tells so */
        if (written > 0) {
            bytes += written;
            n -= (size_t)written;
        }
    }
}

struct burst pty_press(struct pty *pty, const struct pty_sink *sink, const char *key, int quiet_ms,
                       int limit_ms)
{
    int64_t since_ns = pty_now_ns();
    pty_write(pty, key, strlen(key));
    return pty_drain(pty, sink, since_ns, quiet_ms, limit_ms);
}

void pty_resize(struct pty *pty, int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    ioctl(pty->fd, TIOCSWINSZ, &size);
}

/* Adds up the numbers behind the given words in a file of /proc; -1 if there is none. */
static long proc_sum(pid_t pid, const char *file, const char *word)
{
    char path[64], line[256];
    snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
    FILE *stream = fopen(path, "re");
    if (!stream)
        return -1;
    long sum = -1;
    while (fgets(line, sizeof(line), stream)) {
        const char *found = strstr(line, word);
        if (found)
            sum = (sum < 0 ? 0 : sum) + strtol(found + strlen(word), NULL, 10);
    }
    fclose(stream);
    return sum;
}

double pty_pss_kib(const struct pty *pty)
{
    return (double)proc_sum(pty->pid, "smaps_rollup", "Pss:");
}

double pty_anonymous_kib(const struct pty *pty)
{
    return (double)proc_sum(pty->pid, "smaps_rollup", "Pss_Anon:");
}

long pty_context_switches(const struct pty *pty)
{
    return proc_sum(pty->pid, "status",
                    "voluntary_ctxt_switches:"); /* nonvoluntary_… has this at its end, too */
}

void pty_end(struct pty *pty)
{
    kill(pty->pid, SIGKILL);
    waitpid(pty->pid, NULL, 0);
    close(pty->fd);
}
