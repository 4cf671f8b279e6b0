/* SPDX-License-Identifier: MIT */
#include "tests/faults/calls.h"

#include "tests/faults/ways.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static struct {
    long countdown; /* calls until one fails, or WAYS_NEXT; LONG_MAX never */
    int error;
    bool for_ever;
    const char *failed;
    const char *chosen; /* NULL: all */
    int spared;
} faults = {.countdown = LONG_MAX, .failed = ""};

void calls_fail(long k, int error, bool for_ever)
{
    faults.countdown = k;
    faults.error = error;
    faults.for_ever = for_ever;
    faults.failed = "";
}

bool calls_heal(void)
{
    faults.countdown = LONG_MAX;
    return *faults.failed;
}

const char *calls_failed(void)
{
    return faults.failed;
}

void calls_choose(const char *names)
{
    faults.chosen = names;
}

void calls_spare(bool on)
{
    faults.spared += on ? 1 : -1;
}

static bool is_chosen(const char *name)
{
    const char *found = faults.chosen ? strstr(faults.chosen, name) : NULL;
    return !faults.chosen || (found && found[strlen(name)] == ' ');
}

static bool is_due(const char *name)
{
    if (faults.countdown == LONG_MAX || faults.spared > 0 || !is_chosen(name))
        return false;
    if (faults.countdown == WAYS_NEXT ? !ways_is_new() : --faults.countdown > 0)
        return false;
    faults.failed = name;
    faults.countdown = faults.for_ever ? 1 : LONG_MAX;
    return true;
}

bool calls_fails(const char *name)
{
    if (faults.error < 0 || !is_due(name))
        return false;
    errno = faults.error;
    return true;
}

size_t calls_room(const char *name, size_t n)
{
    if ((faults.error != CALLS_SHORT && faults.error != CALLS_NONE) || !is_due(name))
        return n;
    return faults.error == CALLS_SHORT && n > 0;
}

#define WRAP(type, name, parameters, arguments)                                                              \
    type __real_##name parameters;                                                                           \
    type __wrap_##name parameters;                                                                           \
    type __wrap_##name parameters                                                                            \
    {                                                                                                        \
        return calls_fails(#name) ? -1 : __real_##name arguments;                                            \
    }

WRAP(int, open64, (const char *path, int flags, mode_t mode), (path, flags, mode))
WRAP(int, openat64, (int at, const char *path, int flags, mode_t mode), (at, path, flags, mode))
WRAP(int, fstat64, (int fd, struct stat *out), (fd, out))
WRAP(int, stat64, (const char *path, struct stat *out), (path, out))
WRAP(int, lstat64, (const char *path, struct stat *out), (path, out))
WRAP(int, fchmod, (int fd, mode_t mode), (fd, mode))
WRAP(int, euidaccess, (const char *path, int mode), (path, mode))
WRAP(ssize_t, write, (int fd, const void *bytes, size_t n), (fd, bytes, calls_room("write", n)))
WRAP(int, fsync, (int fd), (fd))
WRAP(int, renameat, (int from_at, const char *from, int to_at, const char *to), (from_at, from, to_at, to))
WRAP(int, unlinkat, (int at, const char *path, int flags), (at, path, flags))
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode))
WRAP(int, mkdirat, (int at, const char *path, mode_t mode), (at, path, mode))
WRAP(int, flock, (int fd, int operation), (fd, operation))
WRAP(int, sodium_init, (void), ())

ssize_t __real_read(int fd, void *bytes, size_t n);
ssize_t __wrap_read(int fd, void *bytes, size_t n);
ssize_t __wrap_read(int fd, void *bytes, size_t n)
{
    if (faults.error == CALLS_END && is_due("read"))
        return 0;
    return calls_fails("read") ? -1 : __real_read(fd, bytes, n);
}

/* Linux closes it whatever it says. */
int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd)
{
    bool failed = calls_fails("close");
    int error = errno, r = __real_close(fd);

    if (failed)
        errno = error;
    return failed ? -1 : r;
}

int calls_descriptors(void)
{
    int n = 0;
    DIR *folder = opendir("/proc/self/fd");
    if (!folder)
        return -1;
    while (readdir(folder))
        n++;
    closedir(folder);
    return n;
}
