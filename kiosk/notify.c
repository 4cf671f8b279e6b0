/* SPDX-License-Identifier: MIT */
#include "kiosk/notify.h"

#include "base/error.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int reach(int fd, const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t n = strlen(name);
    if ((name[0] != '/' && name[0] != '@') || n < 2 || n >= sizeof address.sun_path)
        return -EINVAL;
    memcpy(address.sun_path, name, n);
    if (name[0] == '@')
        address.sun_path[0] = '\0';
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
    return connect(fd, (struct sockaddr *)&address, size) < 0 ? -errno : 0;
}

int notify_open(struct notify *out, const char *socket_name, uint64_t watchdog_us)
{
    *out = (struct notify){.fd = -1};
    if (!*socket_name)
        return 0;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -errno;
    int r = reach(fd, socket_name);
    if (r < 0) {
        close(fd);
        return r;
    }
    out->fd = fd;
    out->every_ms = watchdog_us / 2000 > INT32_MAX ? INT32_MAX : (int64_t)(watchdog_us / 2000);
    return 0;
}

void notify_close(struct notify *notify)
{
    if (notify->fd >= 0)
        close(notify->fd);
    *notify = (struct notify){.fd = -1};
}

static void tell(const struct notify *notify, const char *state)
{
    ssize_t ignored = send(notify->fd, state, strlen(state), MSG_NOSIGNAL);
    (void)ignored;
}

void notify_ready(struct notify *notify, int64_t now_ms)
{
    if (notify->fd < 0 || notify->ready)
        return;
    tell(notify, "READY=1");
    notify->ready = true;
    notify->due_ms = now_ms + notify->every_ms;
}

int64_t notify_deadline(const struct notify *notify)
{
    return notify->ready && notify->every_ms > 0 ? notify->due_ms : -1;
}

void notify_serve(struct notify *notify, int64_t now_ms, bool well)
{
    if (notify_deadline(notify) < 0 || now_ms < notify->due_ms)
        return;
    if (well)
        tell(notify, "WATCHDOG=1");
    notify->due_ms = now_ms + notify->every_ms;
}
