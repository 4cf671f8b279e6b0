/* SPDX-License-Identifier: MIT */
#include "tests/printer/fake.h"

#include "base/error.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#define ROOM_WITHOUT_PAPER 256

const struct fake_answers fake_ready = {{0, 0x12, 0x12, 0x12, 0x12}};
const struct fake_answers fake_paper_low = {{0, 0x12, 0x12, 0x12, 0x1E}};
const struct fake_answers fake_out_of_paper = {{0, 0x1A, 0x32, 0x12, 0x7E}};
const struct fake_answers fake_cover_open = {{0, 0x1A, 0x16, 0x12, 0x12}};
const struct fake_answers fake_offline = {{0, 0x1A, 0x12, 0x12, 0x12}};
const struct fake_answers fake_jammed = {{0, 0x1A, 0x52, 0x1A, 0x12}};

static const unsigned char clear_command[] = {0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08};

static int open_terminal(struct fake *fake)
{
    fake->master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fake->master < 0 || grantpt(fake->master) < 0 || unlockpt(fake->master) < 0)
        return -errno;
    return ptsname_r(fake->master, fake->path, sizeof(fake->path)) ? -errno : 0;
}

static int open_socket(struct fake *fake)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof(address);
    int small = 4096;
    fake->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fake->listener < 0)
        return -errno;
    setsockopt(fake->listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    if (bind(fake->listener, (struct sockaddr *)&address, n) < 0 || listen(fake->listener, 4) < 0 ||
        getsockname(fake->listener, (struct sockaddr *)&address, &n) < 0)
        return -errno;
    fake->port = ntohs(address.sin_port);
    return 0;
}

int fake_open(struct fake *out, enum fake_wire wire)
{
    *out = (struct fake){.wire = wire,
                         .master = -1,
                         .listener = -1,
                         .connection = -1,
                         .answers = fake_ready,
                         .paper_ends = FAKE_NEVER,
                         .gone_after = FAKE_NEVER};
    out->data = malloc(FAKE_BYTES_MAX);
    if (!out->data)
        return -ENOMEM;
    return wire == FAKE_TERMINAL ? open_terminal(out) : open_socket(out);
}

void fake_hang_up(struct fake *fake)
{
    int *fds[] = {&fake->master, &fake->connection, &fake->listener};
    for (size_t i = 0; i < ARRAY_SIZE(fds); i++) {
        if (*fds[i] >= 0)
            close(*fds[i]);
        *fds[i] = -1;
    }
}

void fake_close(struct fake *fake)
{
    fake_hang_up(fake);
    free(fake->data);
}

static void answer(struct fake *fake, int fd, int question)
{
    bool paper_out = fake->paper_ends != FAKE_NEVER && fake->n >= fake->paper_ends;
    const struct fake_answers *answers = paper_out ? &fake_out_of_paper : &fake->answers;
    if (fake->asked < ARRAY_SIZE(fake->asked_at))
        fake->asked_at[fake->asked++] = fake->n;
    if (fake->noise)
        (void)!write(fd, fake->noise, strlen(fake->noise));
    if (!fake->mute)
        (void)!write(fd, &answers->byte[question], 1);
}

static void keep(struct fake *fake)
{
    if (fake->n + fake->n_pending <= FAKE_BYTES_MAX) {
        memcpy(fake->data + fake->n, fake->pending, fake->n_pending);
        fake->n += fake->n_pending;
    }
    fake->n_pending = 0;
}

/* A printer looks for these sequences in whatever comes. */
static void take_byte(struct fake *fake, int fd, unsigned char byte)
{
    unsigned char *pending = fake->pending;
    if (byte == 0x10 && fake->n_pending)
        keep(fake);
    pending[fake->n_pending++] = byte;
    if (fake->n_pending == 3 && pending[0] == 0x10 && pending[1] == 0x04 && byte >= 1 && byte <= 4) {
        fake->n_pending = 0;
        answer(fake, fd, byte);
    } else if (fake->n_pending == sizeof(clear_command) && !memcmp(pending, clear_command, fake->n_pending)) {
        fake->n_pending = fake->n = 0;
        fake->cleared++;
    } else if (memcmp(pending, clear_command, fake->n_pending) != 0 &&
               !(pending[0] == 0x10 && fake->n_pending == 2 && byte == 0x04)) {
        keep(fake);
    }
}

/* How many bytes it would take now. */
static size_t room_of(const struct fake *fake)
{
    size_t room = fake->takes ? fake->takes : 65536;
    if (fake->paper_ends != FAKE_NEVER && fake->n >= fake->paper_ends) {
        size_t most = fake->paper_ends + ROOM_WITHOUT_PAPER;
        room = fake->n < most ? most - fake->n : 0;
    }
    return fake->stuck ? 0 : room;
}

static bool take_up_connection(struct fake *fake)
{
    if (fake->wire == FAKE_TERMINAL || fake->connection >= 0 || fake->listener < 0)
        return false;
    fake->connection = accept4(fake->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fake->connection >= 0) {
        int on = 1; /* else an answer would wait for the kernel's real time */
        setsockopt(fake->connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        fake->opened++;
    }
    fake->hung_up &= fake->connection < 0;
    return fake->connection >= 0;
}

/* The other side has closed it. */
static void let_go(struct fake *fake)
{
    fake->hung_up = true;
    fake->n_pending = 0;
    if (fake->connection >= 0)
        close(fake->connection);
    fake->connection = -1;
}

static bool read_some(struct fake *fake, int fd, size_t room)
{
    unsigned char bytes[65536];
    ssize_t n = read(fd, bytes, room < sizeof(bytes) ? room : sizeof(bytes));
    if (n > 0)
        fake->hung_up = false;
    for (ssize_t i = 0; i < n; i++) {
        take_byte(fake, fd, bytes[i]);
        if (fake->n >= fake->gone_after) {
            fake_hang_up(fake);
            return true;
        }
    }
    if (n == 0 || (n < 0 && errno != EAGAIN))
        let_go(fake);
    return n > 0;
}

bool fake_serve(struct fake *fake)
{
    bool came = take_up_connection(fake);
    int fd = fake->wire == FAKE_TERMINAL ? fake->master : fake->connection;
    size_t room = room_of(fake);
    int on = 1; /* the kernel's acknowledgements come in real time, too */
    if (fake->connection >= 0)
        setsockopt(fake->connection, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
    if (fd < 0 || room == 0)
        return came;
    return read_some(fake, fd, room) || came;
}
