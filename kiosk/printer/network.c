/* SPDX-License-Identifier: MIT */
/* A printer that listens for raw data at a numeric address, mostly at port 9100. */
#include "kiosk/printer/stream.h"

#include "base/error.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Not megabytes: questions stand behind it, and progress is what the printer has taken. */
#define SEND_ROOM 16384
#define READS_MAX 64 /* a printer that never stops talking is not listened to for ever */

static socklen_t find_address(struct sockaddr_storage *out, const struct printer *printer)
{
    struct {
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } address = {
        .four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)printer->port)},
        .six = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)printer->port)},
    };
    if (inet_pton(AF_INET, printer->where, &address.four.sin_addr) == 1) {
        memcpy(out, &address.four, sizeof(address.four));
        return sizeof(address.four);
    }
    if (inet_pton(AF_INET6, printer->where, &address.six.sin6_addr) != 1)
        return 0;
    memcpy(out, &address.six, sizeof(address.six));
    return sizeof(address.six);
}

static int network_open(const struct printer *printer)
{
    struct sockaddr_storage address;
    socklen_t n = find_address(&address, printer);
    if (!n)
        return -EINVAL;
    int fd = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    int on = 1, room = SEND_ROOM;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (connect(fd, (const struct sockaddr *)&address, n) == 0 || errno == EINPROGRESS)
        return fd;
    int error = -errno;
    close(fd);
    return error;
}

static int network_opened(int fd)
{
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    if (poll(&wait, 1, 0) == 0)
        return -EINPROGRESS;
    int error = 0;
    socklen_t n = sizeof(error);
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &n) < 0 ? -errno : -error;
}

static ssize_t network_write(int fd, const void *bytes, size_t n)
{
    return send(fd, bytes, n, MSG_NOSIGNAL);
}

/* Closed with something unread, the connection would be reset, and the printer could lose the end
 * of a slip. */
static void read_all(int fd)
{
    char bytes[256];
    for (int i = 0; i < READS_MAX && recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT) > 0; i++)
        ;
}

static void network_close(int fd, bool drop)
{
    if (drop) {
        struct linger reset = {.l_onoff = 1};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    } else {
        shutdown(fd, SHUT_WR);
        read_all(fd);
    }
    close(fd);
}

static const struct stream_kind network_kind = {
    .open = network_open,
    .opened = network_opened,
    .read = read,
    .write = network_write,
    .close = network_close,
    .end_is_gone = true,
};

static int network_create(struct channel **out, const struct channel *base)
{
    return stream_create(out, base, &network_kind);
}

const struct channel_kind channel_network = {
    .create = network_create,
    .destroy = stream_destroy,
    .watch = stream_watch,
    .send = stream_send,
    .fds = stream_fds,
    .deadline = stream_deadline,
    .serve = stream_serve,
};
