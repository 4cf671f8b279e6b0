/* SPDX-License-Identifier: MIT */
#include "db/compile/output.h"

#include "base/error.h"

#include <fcntl.h>
#include <libgen.h>
#include <string.h>
#include <unistd.h>

static int write_whole(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -errno;
        bytes += written;
        n -= (size_t)written;
    }
    return 0;
}

static int write_closed(int fd, const void *bytes, size_t n)
{
    int r = write_whole(fd, bytes, n);

    if (r == 0 && fsync(fd) < 0)
        r = -errno;
    if (close(fd) < 0 && r == 0)
        r = -errno;
    return r;
}

/* The new name is on the disk only when its folder is. */
static int sync_folder(const char *path)
{
    _cleanup_free_ char *copy = strdup(path);
    int fd, r = 0;

    if (!copy)
        return -ENOMEM;
    fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    if (fsync(fd) < 0 && errno != EINVAL) /* some file systems have no folders to sync */
        r = -errno;
    close(fd);
    return r;
}

int output_write(const char *path, const void *bytes, size_t n)
{
    _cleanup_free_ char *temporary = NULL;
    int fd, r;

    if (asprintf(&temporary, "%s.%ld.new", path, (long)getpid()) < 0) {
        temporary = NULL;
        return -ENOMEM;
    }
    fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return -errno;
    r = write_closed(fd, bytes, n);
    if (r == 0 && rename(temporary, path) < 0)
        r = -errno;
    if (r < 0) {
        unlink(temporary);
        return r;
    }
    return sync_folder(path);
}
