/* SPDX-License-Identifier: MIT */
#include "base/durable.h"

#include "base/error.h"

#include <fcntl.h>
#include <limits.h>
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

/* A new file with all of it, on the disk; none if not. */
static int write_new(int folder, const char *name, const void *bytes, size_t n, mode_t mode)
{
    int r, fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

    if (fd < 0)
        return -errno;
    r = write_whole(fd, bytes, n);
    if (r == 0 && fsync(fd) < 0)
        r = -errno;
    int closed = close(fd) < 0 ? -errno : 0;
    if (r == 0)
        r = closed;
    if (r < 0)
        unlinkat(folder, name, 0);
    return r;
}

int durable_sync_folder(int folder)
{
    return fsync(folder) < 0 && errno != EINVAL ? -errno : 0; /* some file systems have no folders to sync */
}

static int write_and_rename(int folder, const char *temporary, const char *name, const void *bytes, size_t n,
                            mode_t mode)
{
    int r = write_new(folder, temporary, bytes, n, mode);

    if (r < 0)
        return r;
    if (renameat(folder, temporary, folder, name) < 0) {
        r = -errno;
        unlinkat(folder, temporary, 0);
        return r;
    }
    return durable_sync_folder(folder);
}

int durable_write_at(int folder, const char *name, const void *bytes, size_t n, mode_t mode)
{
    char temporary[NAME_MAX + 1];

    if ((size_t)snprintf(temporary, sizeof(temporary), "%s.new", name) >= sizeof(temporary))
        return -ENAMETOOLONG;
    if (unlinkat(folder, temporary, 0) < 0 && errno != ENOENT) /* of somebody who was killed */
        return -errno;
    return write_and_rename(folder, temporary, name, bytes, n, mode);
}

/* The folder of a path, opened, and the name in it. */
static int open_folder(const char **name, const char *path)
{
    const char *slash = strrchr(path, '/');
    _cleanup_free_ char *folder =
        slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
    int fd;

    if (!folder)
        return -ENOMEM;
    *name = slash ? slash + 1 : path;
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

int durable_write(const char *path, const void *bytes, size_t n, mode_t mode)
{
    char temporary[NAME_MAX + 1];
    const char *name = NULL;
    int r, folder = open_folder(&name, path);

    if (folder < 0)
        return folder;
    if ((size_t)snprintf(temporary, sizeof(temporary), "%s.%ld.new", name, (long)getpid()) >=
        sizeof(temporary))
        r = -ENAMETOOLONG;
    else
        r = write_and_rename(folder, temporary, name, bytes, n, mode);
    close(folder);
    return r;
}

int durable_create(const char *path, const void *bytes, size_t n, mode_t mode)
{
    const char *name = NULL;
    int r, folder = open_folder(&name, path);

    if (folder < 0)
        return folder;
    r = write_new(folder, name, bytes, n, mode);
    if (r == 0)
        r = durable_sync_folder(folder);
    close(folder);
    return r;
}
