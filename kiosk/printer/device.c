/* SPDX-License-Identifier: MIT */
/* A device file: a USB printer (usblp), a serial or a parallel port. */
#include "kiosk/printer/stream.h"

#include "base/error.h"

#include <fcntl.h>
#include <linux/lp.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static void set_speed(struct termios *mode, int bits)
{
    for (const struct printer_speed *speed = printer_speeds; speed->bits; speed++)
        if (speed->bits == bits)
            cfsetspeed(mode, speed->code);
}

/* Software: the printer says XON and XOFF; it is not told so itself, for a picture may hold these bytes. */
static void set_flow(struct termios *mode, enum printer_flow flow)
{
    if (flow == FLOW_AS_IT_IS)
        return;
    mode->c_cflag &= ~(tcflag_t)CRTSCTS;
    if (flow == FLOW_HARDWARE)
        mode->c_cflag |= CRTSCTS;
    if (flow == FLOW_SOFTWARE)
        mode->c_iflag |= IXON;
}

/* Nothing is echoed, translated or taken for a signal. */
static int set_line(int fd, const struct printer *printer)
{
    struct termios mode;
    if (tcgetattr(fd, &mode) < 0)
        return errno == ENOTTY || errno == EINVAL ? 0 : -errno;
    cfmakeraw(&mode);
    mode.c_cflag |= CLOCAL | CREAD;
    mode.c_iflag &= ~(tcflag_t)IXOFF;
    set_speed(&mode, printer->speed);
    set_flow(&mode, printer->flow);
    return tcsetattr(fd, TCSANOW, &mode) < 0 ? -errno : 0;
}

static int device_open(const struct printer *printer)
{
    int access = printer->status ? O_RDWR : O_WRONLY;
    int fd = open(printer->where, access | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    struct stat info;
    int error = fstat(fd, &info) < 0 ? -errno : S_ISCHR(info.st_mode) ? set_line(fd, printer) : -ENOTTY;
    if (!error)
        return fd;
    close(fd);
    return error;
}

static int device_opened(int fd)
{
    (void)fd;
    return 0;
}

static void device_close(int fd, bool drop)
{
    (void)drop;
    close(fd);
}

/* linux/lp.h; usblp answers out of the printer class's own GET_PORT_STATUS. */
enum printer_condition device_condition_of(int status)
{
    return status & LP_POUTPA       ? PRINTER_OUT_OF_PAPER
           : !(status & LP_PSELECD) ? PRINTER_OFFLINE
           : !(status & LP_PERRORP) ? PRINTER_FAULT
                                    : PRINTER_READY;
}

static int device_ask_driver(enum printer_condition *out, int fd)
{
    int status = 0;
    if (ioctl(fd, LPGETSTATUS, &status) < 0)
        return -errno;
    *out = device_condition_of(status);
    return 0;
}

static const struct stream_kind device_kind = {
    .ask_driver = device_ask_driver,
    .open = device_open,
    .opened = device_opened,
    .read = read,
    .write = write,
    .close = device_close,
};

static int device_create(struct channel **out, const struct channel *base)
{
    return stream_create(out, base, &device_kind);
}

const struct channel_kind channel_device = {
    .create = device_create,
    .destroy = stream_destroy,
    .watch = stream_watch,
    .send = stream_send,
    .fds = stream_fds,
    .deadline = stream_deadline,
    .serve = stream_serve,
};
