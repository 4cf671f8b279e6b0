/* SPDX-License-Identifier: MIT */
#include "kiosk/save_file.h"

#include "base/error.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void release(struct save_file *save)
{
    free(save->path);
    free(save->temporary);
    *save = (struct save_file){0};
}

static bool is_special(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

static int open_special(struct save_file *save)
{
    int fd = open(save->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    save->stream = fd < 0 ? NULL : fdopen(fd, "w");
    if (save->stream)
        return 0;
    int error = -errno;
    if (fd >= 0)
        close(fd);
    return error;
}

/* The rights that an ordinary new file would have; mkostemp gives fewer. */
static mode_t ordinary_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static int open_temporary(struct save_file *save)
{
    if (asprintf(&save->temporary, "%s.XXXXXX", save->path) < 0) {
        save->temporary = NULL;
        return -ENOMEM;
    }
    int fd = mkostemp(save->temporary, O_CLOEXEC);
    if (fd < 0)
        return -errno;
    save->stream = fchmod(fd, ordinary_mode()) == 0 ? fdopen(fd, "w") : NULL;
    if (save->stream)
        return 0;
    int error = -errno;
    close(fd);
    unlink(save->temporary);
    return error;
}

int save_begin(struct save_file *out, const char *path)
{
    struct save_file save = {.path = realpath(path, NULL)};
    if (!save.path)
        save.path = strdup(path);
    if (!save.path)
        return -ENOMEM;
    int error = is_special(save.path) ? open_special(&save) : open_temporary(&save);
    if (error < 0)
        release(&save);
    else
        *out = save;
    return error;
}

static int finish_stream(struct save_file *save)
{
    int error = 0;
    errno = 0;
    if (fflush(save->stream) != 0 || ferror(save->stream))
        error = errno ? -errno : -EIO;
    if (!error && save->temporary && fsync(fileno(save->stream)) < 0)
        error = -errno;
    if (fclose(save->stream) != 0 && !error)
        error = -errno;
    save->stream = NULL;
    return error;
}

int save_commit(struct save_file *save)
{
    int error = finish_stream(save);
    if (!error && save->temporary && rename(save->temporary, save->path) < 0)
        error = -errno;
    if (error && save->temporary)
        unlink(save->temporary);
    release(save);
    return error;
}

void save_abort(struct save_file *save)
{
    if (save->stream)
        fclose(save->stream);
    if (save->temporary)
        unlink(save->temporary);
    release(save);
}
