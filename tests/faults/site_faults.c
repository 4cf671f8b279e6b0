/* SPDX-License-Identifier: MIT */
#include "tests/faults/site_faults.h"

#include "base/error.h"
#include "tests/faults/site_work.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int __real_open64(const char *path, int flags, ...);
ssize_t __real_write(int fd, const void *bytes, size_t n);
ssize_t __real_pwrite64(int fd, const void *bytes, size_t n, off64_t at);
int __real_ftruncate64(int fd, off64_t n);
int __real_fsync(int fd);
int __real_fdatasync(int fd);
int __real_unlink(const char *path);
int __real_rename(const char *from, const char *to);
int __wrap_open64(const char *path, int flags, ...);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_pwrite64(int fd, const void *bytes, size_t n, off64_t at);
int __wrap_ftruncate64(int fd, off64_t n);
int __wrap_fsync(int fd);
int __wrap_fdatasync(int fd);
int __wrap_unlink(const char *path);
int __wrap_rename(const char *from, const char *to);

struct faults faults = {.countdown = LONG_MAX};

void faults_none(void)
{
    faults = (struct faults){.countdown = LONG_MAX};
}

/* Whether this call fails; does not return if it is to be the last. */
static bool fails(void)
{
    faults.calls++;
    if (faults.countdown == LONG_MAX || --faults.countdown > 0)
        return false;
    if (!faults.error)
        kill(getpid(), SIGKILL);
    faults.failed++;
    faults.countdown = faults.for_ever ? 1 : LONG_MAX;
    errno = faults.error;
    return true;
}

/* The next call is the one. */
static bool is_next(void)
{
    return faults.torn && faults.countdown == 1;
}

static int sync_to_disk(int fd)
{
    char link[32], path[256], copy[300];
    struct stat status;

    if (!faults.disk || faults.lying || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
        return 0;
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof(path) - 1);
    if (n < 0)
        return -1;
    path[n] = '\0';
    snprintf(copy, sizeof(copy), "%s%s", faults.disk, strrchr(path, '/'));
    const char *disk = faults.disk;
    faults.disk = NULL; /* copying is no call of the program's */
    long countdown = faults.countdown;
    faults.countdown = LONG_MAX;
    int r = work_copy(copy, path);
    faults.countdown = countdown;
    faults.disk = disk;
    return r;
}

int __wrap_open64(const char *path, int flags, ...)
{
    int mode = 0;

    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, int);
        va_end(arguments);
    }
    if ((flags & O_ACCMODE) == O_RDONLY)
        return __real_open64(path, flags, mode);
    bool failed = fails();
    faults.vague = faults.vague || failed;
    return failed ? -1 : __real_open64(path, flags, mode);
}

ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
    if (is_next() && __real_write(fd, bytes, n / 2) < 0)
        return -1;
    return fails() ? -1 : __real_write(fd, bytes, n);
}

ssize_t __wrap_pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    if (is_next() && __real_pwrite64(fd, bytes, n / 2, at) < 0)
        return -1;
    return fails() ? -1 : __real_pwrite64(fd, bytes, n, at);
}

int __wrap_ftruncate64(int fd, off64_t n)
{
    bool failed = fails();

    faults.vague = faults.vague || failed;
    return failed ? -1 : __real_ftruncate64(fd, n);
}

static bool sync_fails(int fd)
{
    if (!fails())
        return sync_to_disk(fd) < 0;
    faults.vague = true;
    return true;
}

int __wrap_fsync(int fd)
{
    return sync_fails(fd) ? -1 : __real_fsync(fd);
}

int __wrap_fdatasync(int fd)
{
    return sync_fails(fd) ? -1 : __real_fdatasync(fd);
}

int __wrap_unlink(const char *path)
{
    return fails() ? -1 : __real_unlink(path);
}

int __wrap_rename(const char *from, const char *to)
{
    return fails() ? -1 : __real_rename(from, to);
}
