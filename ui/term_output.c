/* SPDX-License-Identifier: MIT */
#include "ui/term_output.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define MEMORY_KEPT (64 * 1024) /* of the memory file; beyond, it starts anew */
#define CAPACITY_FIRST (16 * 1024)

#define CONSOLE_MAJOR 4 /* /dev/tty1 to 63, Linux Documentation/admin-guide/devices.txt */
#define CONSOLE_LAST 63

static bool is_console(int fd)
{
    struct stat file;
    return fstat(fd, &file) == 0 && S_ISCHR(file.st_mode) && major(file.st_rdev) == CONSOLE_MAJOR &&
           minor(file.st_rdev) >= 1 && minor(file.st_rdev) <= CONSOLE_LAST;
}

int term_output_init(struct term_output *out, int fd, const struct charset *charset)
{
    struct term_output output = {.fd = fd, .console = is_console(fd), .memory_fd = -1};
    output.memory_fd = memfd_create("frame", MFD_CLOEXEC);
    if (output.memory_fd < 0)
        return -errno;
    if (!charset->is_utf8) {
        int r = charset_writer_new(&output.writer, charset);
        if (r < 0) {
            close(output.memory_fd);
            return r;
        }
    }
    *out = output;
    return 0;
}

void term_output_fini(struct term_output *output)
{
    if (output->memory_fd >= 0)
        close(output->memory_fd);
    output->memory_fd = -1;
    charset_writer_free(output->writer);
    output->writer = NULL;
    free(output->bytes);
    free(output->frame);
    output->bytes = output->frame = NULL;
    output->frame_capacity = 0;
    output->n = output->sent = output->capacity = 0;
}

bool term_output_pending(const struct term_output *output)
{
    return output->sent < output->n;
}

/* Makes room for so many bytes behind the first `used`. */
static int grow(char **buffer, size_t *capacity, size_t used, size_t more)
{
    if (*capacity - used >= more)
        return 0;
    size_t size = *capacity ? *capacity : CAPACITY_FIRST;
    while (size - used < more)
        size *= 2;
    char *grown = realloc(*buffer, size);
    if (!grown)
        return -ENOMEM;
    *buffer = grown;
    *capacity = size;
    return 0;
}

static int reserve(struct term_output *output, size_t more)
{
    return grow(&output->bytes, &output->capacity, output->n, more);
}

int term_output_add(struct term_output *output, const char *bytes, size_t n)
{
    int r = reserve(output, n);
    if (r == 0 && n > 0) {
        memcpy(output->bytes + output->n, bytes, n);
        output->n += n;
    }
    return r;
}

void term_output_drop(struct term_output *output)
{
    output->n = output->sent = 0;
}

/* Each frame is written over the one before, whose pages are there; after a large one the file is emptied. */
static void rewind_memory(struct term_output *output, size_t n)
{
    lseek(output->memory_fd, 0, SEEK_SET); /* cannot fail on a file that can be read at all */
    if (n > MEMORY_KEPT)
        ftruncate(output->memory_fd, 0);
}

/* What curses wrote since the last time; *n bytes in output->frame. */
static int read_memory(struct term_output *output, size_t *n)
{
    off_t end = lseek(output->memory_fd, 0, SEEK_CUR);
    int r = end < 0 ? -EIO : grow(&output->frame, &output->frame_capacity, 0, (size_t)end);

    for (*n = 0; r == 0 && *n < (size_t)end;) {
        ssize_t got = pread(output->memory_fd, output->frame + *n, (size_t)end - *n, (off_t)*n);
        if (got <= 0)
            return -EIO;
        *n += (size_t)got;
    }
    if (r == 0)
        rewind_memory(output, *n);
    return r;
}

static int add_rewritten(struct term_output *output, size_t n)
{
    for (size_t read = 0; read < n;) {
        int r = reserve(output, n - read + 2 * TERM_SGR_MAX);
        if (r < 0)
            return r;
        size_t written;
        read += term_sgr_rewrite(&output->sgr, output->bytes + output->n, output->capacity - output->n,
                                 &written, output->frame + read, n - read);
        output->n += written;
    }
    return 0;
}

static int insert(struct term_output *output, size_t frame, const char *after, const char *inserted)
{
    size_t n = strlen(inserted), n_after = strlen(after);
    if (n == 0)
        return 0;
    int r = reserve(output, n);
    if (r < 0)
        return r;
    char *start = output->bytes + frame, *end = output->bytes + output->n;
    char *found = n_after ? memmem(start, (size_t)(end - start), after, n_after) : NULL;
    char *at = found ? found + n_after : start;
    memmove(at + n, at, (size_t)(end - at));
    memcpy(at, inserted, n);
    output->n += n;
    return 0;
}

static int convert(struct term_output *output, size_t frame)
{
    char *converted;
    size_t n;
    int r = charset_convert(output->writer, &converted, &n, output->bytes + frame, output->n - frame);
    if (r < 0)
        return r;
    output->n = frame;
    r = term_output_add(output, converted, n);
    free(converted);
    return r;
}

int term_output_take(struct term_output *output, const char *after, const char *inserted)
{
    size_t frame = output->n, n;
    int r = read_memory(output, &n);
    if (r == 0)
        r = add_rewritten(output, n);
    if (r == 0)
        r = insert(output, frame, after, inserted);
    if (r == 0 && output->writer && output->n > frame)
        r = convert(output, frame);
    if (r < 0)
        output->n = frame;
    return r;
}

/* Only a stop of our own can be taken back, and takes Scroll Lock's with it. */
static bool undo_scroll_lock(const struct term_output *output)
{
    return output->console && tcflow(output->fd, TCOOFF) == 0 && tcflow(output->fd, TCOON) == 0;
}

int term_output_flush(struct term_output *output)
{
    bool undone = false;
    while (term_output_pending(output)) {
        ssize_t n = write(output->fd, output->bytes + output->sent, output->n - output->sent);
        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0 || (n < 0 && errno == EAGAIN)) {
            if (undone || !undo_scroll_lock(output))
                return 0;
            undone = true;
            continue;
        }
        if (n < 0)
            return -EIO;
        output->sent += (size_t)n;
    }
    term_output_drop(output);
    return 0;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int term_output_drain(struct term_output *output, int timeout_ms)
{
    int64_t end = now_ms() + timeout_ms;
    for (;;) {
        int r = term_output_flush(output);
        if (r < 0 || !term_output_pending(output))
            return r;
        int64_t left = end - now_ms();
        if (left <= 0)
            return -ETIMEDOUT;
        struct pollfd wait = {.fd = output->fd, .events = POLLOUT};
        if (poll(&wait, 1, (int)left) > 0 && (wait.revents & (POLLERR | POLLHUP | POLLNVAL)))
            return -EIO;
    }
}
