/* SPDX-License-Identifier: MIT */
#include "tests/printer/fake.h"

#include "base/error.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
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
    signal(SIGPIPE, SIG_IGN); /* as the program does; either side may leave first */
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

/* How long a command is whose beginning this is, 0 if that cannot be told yet; *wanted: what follows it. */
static size_t command_length(const unsigned char *head, size_t n, size_t *wanted)
{
    if (n < 2)
        return 0;
    switch (head[0] << 8 | head[1]) {
    case 0x1B40:
    case 0x1B32:
    case 0x1C26:
    case 0x1C2E:
        return 2;
    case 0x1D76:
        if (n == 8)
            *wanted = (size_t)(head[4] + 256 * head[5]) * (size_t)(head[6] + 256 * head[7]);
        return 8;
    case 0x1D28:
        if (n == 5)
            *wanted = (size_t)(head[3] + 256 * head[4]);
        return 5;
    case 0x1D56:
        return 4;
    default:
        return 3;
    }
}

static void execute(struct fake *fake)
{
    bool is_order = !memcmp(fake->head, "\x1Dr\x01", 3);
    if (!memcmp(fake->head, "\x1B@", 2))
        fake->slip_at = fake->n - 2;
    if (is_order) {
        fake->n -= 3;
        fake->ordered++;
        fake->order_waits = true;
    }
}

/* What a printer makes of a byte. */
static void understand(struct fake *fake, unsigned char byte)
{
    if (fake->n < FAKE_BYTES_MAX)
        fake->data[fake->n++] = byte;
    if (fake->wanted) {
        bool four = fake->wanted == 1 && fake->n_head == 1 && byte >= '0' && byte <= '9';
        fake->wanted = four ? 2 : fake->wanted - 1;
        fake->n_head = 0;
        return;
    }
    fake->head[fake->n_head++] = byte;
    if (fake->head[0] >= 0x80) {
        fake->wanted = 1; /* n_head says that it is a character */
        return;
    }
    bool is_command = fake->head[0] >= 0x1B && fake->head[0] <= 0x1D;
    if (is_command && command_length(fake->head, fake->n_head, &fake->wanted) != fake->n_head)
        return;
    if (is_command)
        execute(fake);
    fake->n_head = 0;
}

static void keep(struct fake *fake)
{
    for (size_t i = 0; i < fake->n_pending; i++)
        understand(fake, fake->pending[i]);
    fake->n_pending = 0;
}

static bool is_without_paper(const struct fake *fake)
{
    bool ended = fake->paper_ends != FAKE_NEVER && fake->n >= fake->paper_ends;
    return ended || !memcmp(&fake->answers, &fake_out_of_paper, sizeof(fake->answers));
}

static bool answer_in_order(struct fake *fake, int fd)
{
    if (!fake->order_waits || fake->keeps || fake->out_of_order || fake->mute || is_without_paper(fake))
        return false;
    fake->order_waits = false;
    return write(fd, "", 1) == 1;
}

/* A printer looks for these sequences in whatever comes. */
static void take_byte(struct fake *fake, int fd, unsigned char byte)
{
    unsigned char *pending = fake->pending;
    if (fake->literal && fake->wanted > 1) {
        keep(fake);
        understand(fake, byte);
        return;
    }
    if (byte == 0x10 && fake->n_pending)
        keep(fake);
    pending[fake->n_pending++] = byte;
    if (fake->n_pending == 3 && pending[0] == 0x10 && pending[1] == 0x04 && byte >= 1 && byte <= 4) {
        fake->n_pending = 0;
        answer(fake, fd, byte);
    } else if (fake->n_pending == sizeof(clear_command) && !memcmp(pending, clear_command, fake->n_pending)) {
        fake->n_pending = fake->n = fake->slip_at = 0;
        fake->order_waits = false;
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
    fake->order_waits = false;
    if (fake->connection >= 0)
        close(fake->connection);
    fake->connection = -1;
}

void fake_interrupt(struct fake *fake)
{
    fake->n = fake->slip_at = fake->n_head = fake->wanted = 0;
    let_go(fake);
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
    if (fd < 0)
        return came;
    came |= answer_in_order(fake, fd);
    return (room > 0 && read_some(fake, fd, room)) || came;
}
