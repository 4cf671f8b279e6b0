/* SPDX-License-Identifier: MIT */
#include "kiosk/console.h"

#include "base/error.h"

#include <linux/vt.h>
#include <sys/ioctl.h>

int console_lock(int fd)
{
    struct vt_stat state;
    if (ioctl(fd, VT_GETSTATE, &state) < 0)
        return 1;
    return ioctl(fd, VT_LOCKSWITCH, 1) < 0 ? -errno : 0;
}

void console_unlock(int fd)
{
    ioctl(fd, VT_UNLOCKSWITCH, 1);
}
