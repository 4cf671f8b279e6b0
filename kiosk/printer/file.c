/* SPDX-License-Identifier: MIT */
/* Slips as files: one file that the next slip replaces or, in a folder, one file a slip. */
#include "kiosk/printer/background.h"

#include "base/error.h"
#include "kiosk/save_file.h"

#include <libgen.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define SAME_SECOND_MAX 99

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Whether a file can be made there. 0, or -errno. */
static int look_at_folder(const char *path)
{
    struct statvfs room;
    struct stat info;
    if (stat(path, &info) == 0 && !S_ISDIR(info.st_mode))
        return -ENOTDIR;
    if (access(path, W_OK | X_OK) < 0 || statvfs(path, &room) < 0)
        return -errno;
    return room.f_bavail == 0 && room.f_blocks > 0 ? -ENOSPC : 0;
}

static int look_at(const char *path)
{
    struct stat info;
    if (is_folder(path))
        return look_at_folder(path);
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode))
        return -EINVAL;
    char folder[PRINTER_WHERE_MAX];
    snprintf(folder, sizeof(folder), "%s", path);
    return look_at_folder(dirname(folder));
}

static void file_ask(struct errand_report *out, const struct printer *printer)
{
    out->trouble = look_at(printer->where);
    bool gone = out->trouble == -ENOENT || out->trouble == -ENOTDIR;
    out->condition = !out->trouble ? PRINTER_READY : gone ? PRINTER_GONE : PRINTER_FAULT;
}

/* A name that is not taken: yibentong-20261123-151604.prn, then -2, -3 … */
static int choose_path(char *out, size_t n, const struct background_task *task)
{
    if (!is_folder(task->printer.where))
        return snprintf(out, n, "%s", task->printer.where) < (int)n ? 0 : -ENAMETOOLONG;
    struct tm local;
    char stamp[32], again[8] = "";
    localtime_r(&task->wall, &local);
    strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &local);
    for (int i = 2; i <= SAME_SECOND_MAX; i++) {
        int length = snprintf(out, n, "%s/yibentong-%s%s.%s", task->printer.where, stamp, again,
                              task->printer.paper == PAPER_A4 ? "pdf" : "prn");
        if (length < 0 || (size_t)length >= n)
            return -ENAMETOOLONG;
        if (access(out, F_OK) < 0)
            return 0;
        snprintf(again, sizeof(again), "-%d", i);
    }
    return -EEXIST;
}

static int save(struct errand *errand, const char *path, const struct slip *slip)
{
    struct save_file file;
    int error = save_begin(&file, path);
    if (error < 0)
        return error;
    errno = 0;
    if (fwrite(slip->bytes, 1, slip->n, file.stream) != slip->n)
        error = errno ? -errno : -EIO;
    if (!error && errand_is_stopped(errand))
        error = -ECANCELED;
    if (!error)
        return save_commit(&file);
    save_abort(&file);
    return error;
}

static int file_print(struct errand *errand, struct errand_report *report, const struct background_task *task)
{
    char path[PRINTER_WHERE_MAX + 64];
    int error = choose_path(path, sizeof(path), task);
    if (!error)
        error = save(errand, path, &task->slip);
    report->percent = error ? 0 : 100;
    report->taken = !error;
    return error == -EFBIG || error == -EDQUOT ? -ENOSPC : error; /* a limit on the size of files */
}

static const struct background_kind file_kind = {.ask = file_ask, .print = file_print};

static int file_create(struct channel **out, const struct channel *base)
{
    return background_create(out, base, &file_kind);
}

const struct channel_kind channel_file = {
    .create = file_create,
    .destroy = background_destroy,
    .watch = background_watch,
    .send = background_send,
    .fds = background_fds,
    .deadline = background_deadline,
    .serve = background_serve,
};
