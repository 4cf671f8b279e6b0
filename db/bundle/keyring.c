/* SPDX-License-Identifier: MIT */
#include "db/bundle/keyring.h"

#include "base/error.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A key that others may exchange is no key of ours. */
static int check_file(int fd)
{
    struct stat status;

    if (fstat(fd, &status) < 0)
        return -errno;
    if (!S_ISREG(status.st_mode) || status.st_size >= MINISIGN_KEY_MAX)
        return -EBADMSG;
    return status.st_mode & S_IWOTH ? -EPERM : 0;
}

static int read_key(struct minisign_public *out, int fd)
{
    char text[MINISIGN_KEY_MAX];
    ssize_t n;
    int r = check_file(fd);

    if (r < 0)
        return r;
    do
        n = read(fd, text, sizeof(text));
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : minisign_read_public(out, text, (size_t)n);
}

static int load_slot(struct keyring_slot *slot, const char *folder)
{
    char path[4096];
    int r, fd, n = snprintf(path, sizeof(path), "%s/%s.pub", folder, slot->name);

    if ((size_t)n >= sizeof(path))
        return -ENAMETOOLONG;
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return -errno;
    r = read_key(&slot->key, fd);
    close(fd);
    return r;
}

void keyring_load(struct keyring *out, const char *folder)
{
    *out = (struct keyring){.slots = {{.name = "current"}, {.name = "next"}}};
    for (size_t i = 0; i < KEYRING_KEYS; i++)
        out->slots[i].error = load_slot(&out->slots[i], folder ? folder : KEYRING_FOLDER);
}

size_t keyring_count(const struct keyring *keyring)
{
    size_t n = 0;

    for (size_t i = 0; i < KEYRING_KEYS; i++)
        n += keyring->slots[i].error == 0;
    return n;
}

const struct keyring_slot *keyring_find(const struct keyring *keyring,
                                        const unsigned char id[MINISIGN_ID_BYTES])
{
    for (size_t i = 0; i < KEYRING_KEYS; i++)
        if (keyring->slots[i].error == 0 && memcmp(keyring->slots[i].key.id, id, MINISIGN_ID_BYTES) == 0)
            return &keyring->slots[i];
    return NULL;
}
