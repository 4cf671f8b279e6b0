/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into brltty: Linux 6.16 and later have U+200B behind a wide character of a console where those
 * before, Debian 12's among them, have a space, and Debian 12's brltty knows nothing of it. So its reads find
 * a space.
 */
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define PADDING 0x200b

typedef ssize_t (*reading)(int fd, void *to, size_t n, off_t at);

static ssize_t read_padded(const char *name, int fd, void *to, size_t n, off_t at)
{
    reading next;
    void *found = dlsym(RTLD_NEXT, name);
    memcpy(&next, &found, sizeof(next));
    ssize_t got = next(fd, to, n, at);
    for (ssize_t i = 0; i + 4 <= got; i += 4) {
        uint32_t cell;
        memcpy(&cell, (char *)to + i, sizeof(cell));
        if (cell == PADDING)
            memcpy((char *)to + i, &(uint32_t){' '}, sizeof(cell));
    }
    return got;
}

__attribute__((visibility("default"))) ssize_t pread(int fd, void *to, size_t n, off_t at)
{
    return read_padded("pread", fd, to, n, at);
}

__attribute__((visibility("default"))) ssize_t pread64(int fd, void *to, size_t n, off_t at)
{
    return read_padded("pread64", fd, to, n, at);
}
