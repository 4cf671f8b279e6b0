/* SPDX-License-Identifier: MIT */
#include "ui/term_modes.h"

#include "ui/term.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

/* The exception to "no globals": a handler of a fatal signal has nothing else to find the terminal by. */
static struct {
    volatile sig_atomic_t armed;
    const struct term_modes *modes;
    int fd;
    const char *leave;
    size_t n;
} rescue;

static int get_modes(int fd, struct termios *out)
{
    if (tcgetattr(fd, out) == 0)
        return 0;
    return errno == EIO ? -EIO : -ENOTTY;
}

static int set_modes(int fd, const struct termios *modes)
{
    /* TCSANOW: the other ways wait for output to drain, which a blocked terminal never does. */
    while (tcsetattr(fd, TCSANOW, modes) != 0)
        if (errno != EINTR)
            return -EIO;
    return 0;
}

int term_modes_save(struct term_modes *out, int in_fd, int out_fd)
{
    struct term_modes modes = {.in_fd = in_fd, .out_fd = out_fd};
    int r = get_modes(in_fd, &modes.in_saved);
    if (r == 0)
        r = get_modes(out_fd, &modes.out_saved);
    if (r == 0)
        *out = modes;
    return r;
}

int term_modes_raw(const struct term_modes *modes)
{
    struct termios in = modes->in_saved, out = modes->out_saved;
    cfmakeraw(&in);
    in.c_iflag &= ~(tcflag_t)(IXOFF | IXANY);
    in.c_cc[VMIN] = 1;
    in.c_cc[VTIME] = 0;
    out.c_oflag &= ~(tcflag_t)OPOST;
    int r = set_modes(modes->out_fd, &out);
    return r < 0 ? r : set_modes(modes->in_fd, &in);
}

void term_modes_restore(const struct term_modes *modes)
{
    /* From the background tcsetattr would stop the program; while SIGTTOU is blocked it does its work
     * instead. */
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTTOU);
    sigprocmask(SIG_BLOCK, &stop, &before);
    set_modes(modes->out_fd, &modes->out_saved);
    set_modes(modes->in_fd, &modes->in_saved);
    tcflush(modes->in_fd, TCIFLUSH);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

void term_modes_arm(const struct term_modes *modes, int fd, const char *leave, size_t n)
{
    rescue.modes = modes;
    rescue.fd = fd;
    rescue.leave = leave;
    rescue.n = n;
    rescue.armed = 1;
}

void term_modes_disarm(void)
{
    rescue.armed = 0;
}

void term_restore_async(void)
{
    if (!rescue.armed)
        return;
    rescue.armed = 0;
    /* CAN ends an escape sequence that a frame cut short may have left open. */
    ssize_t ignored = write(rescue.fd, "\030", 1);
    ignored = write(rescue.fd, rescue.leave, rescue.n);
    (void)ignored;
    term_modes_restore(rescue.modes);
}
