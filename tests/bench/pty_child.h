/* SPDX-License-Identifier: MIT */
/*
 * A program in a pseudo-terminal, as a terminal sees it: keys go in, and what comes out is timed as it
 * arrives.
 */
#ifndef BENCH_PTY_CHILD_H
#define BENCH_PTY_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct pty {
    int fd;
    pid_t pid;
    int64_t started_ns; /* just before the fork */
};

/* What came out as one piece. Times are in µs from the moment given; 0 bytes: nothing came. */
struct burst {
    double first_us, last_us;
    size_t bytes;
    unsigned reads; /* one for each write of the program, as long as those are small */
    bool ended;     /* the program has ended */
};

/* Where the bytes go once a burst is over and its times are taken. */
struct pty_sink {
    void (*take)(void *context, const char *bytes, size_t n);
    void *context;
};

int64_t pty_now_ns(void); /* CLOCK_MONOTONIC */

/* 0 or -errno. The program gets TERM=xterm-256color, LANG=C.UTF-8, PATH and a HOME without settings. */
int pty_start(struct pty *out, const char *const *argv, int rows, int cols);

/*
 * Waits at most limit_ms for the first byte and then until nothing has come for quiet_ms; this silence is not
 * part of the times. Times count from since_ns.
 */
struct burst pty_drain(struct pty *pty, const struct pty_sink *sink, int64_t since_ns, int quiet_ms,
                       int limit_ms);

/* Presses a key and takes what comes of it. */
struct burst pty_press(struct pty *pty, const struct pty_sink *sink, const char *key, int quiet_ms,
                       int limit_ms);

void pty_write(struct pty *pty, const char *bytes, size_t n);
void pty_resize(struct pty *pty, int rows, int cols);

/* Of the running program; negative where the system does not say. */
double pty_pss_kib(const struct pty *pty);
double pty_anonymous_kib(const struct pty *pty); /* heap and stack: what nobody shares */
long pty_context_switches(const struct pty *pty);

void pty_end(struct pty *pty); /* kills it and waits */

#endif
