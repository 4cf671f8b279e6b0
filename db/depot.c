/* SPDX-License-Identifier: MIT */
#include "db/depot.h"

#include "base/durable.h"
#include "base/error.h"
#include "db/bundle/bundle.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define STATE "state"
#define STATE_MAX 1024
#define HEAD "yibentong-state 1\n"

void depot_name(char out[DEPOT_NAME], uint32_t sequence)
{
    snprintf(out, DEPOT_NAME, "%06u.ybt", (unsigned)(sequence % (BUNDLE_SEQUENCE_MAX + 1)));
}

/* ---- state as text ---- */

static void write_state(char out[STATE_MAX], const struct depot_state *state)
{
    int n = snprintf(out, STATE_MAX, HEAD "current %u\nprevious %u\n", (unsigned)state->current,
                     (unsigned)state->previous);

    for (size_t i = 0; i < state->n_marks; i++) {
        char id[MINISIGN_ID_HEX];
        minisign_id_text(id, state->marks[i].id);
        n += snprintf(out + n, STATE_MAX - (size_t)n, "mark %s %u\n", id, (unsigned)state->marks[i].sequence);
    }
}

/* An id of fewer digits is another one than it says, and so no state of ours. */
static void take_mark(struct depot_state *state, const char *id, unsigned sequence)
{
    struct depot_mark *mark = &state->marks[state->n_marks++];
    unsigned char reversed[MINISIGN_ID_BYTES] = {0};

    sodium_hex2bin(reversed, sizeof(reversed), id, strlen(id), NULL, NULL, NULL);
    for (size_t i = 0; i < sizeof(reversed); i++)
        mark->id[i] = reversed[sizeof(reversed) - 1 - i];
    mark->sequence = sequence;
}

/* Only what write_state would write is a state. */
static bool parse_state(struct depot_state *out, const char *text)
{
    struct depot_state state = {0};
    char again[STATE_MAX], id[MINISIGN_ID_HEX];
    unsigned current, previous, sequence;
    int used = 0, n = 0;

    if (sscanf(text, HEAD "current %6u previous %6u %n", &current, &previous, &used) != 2)
        return false;
    state.current = current;
    state.previous = previous;
    while (state.n_marks < DEPOT_MARKS &&
           sscanf(text + used, "mark %16[0-9A-F] %6u %n", id, &sequence, &n) == 2) {
        take_mark(&state, id, sequence);
        used += n;
    }
    write_state(again, &state);
    if (strcmp(again, text) != 0)
        return false;
    *out = state;
    return true;
}

/* 1 read, 0 there is none, -EBADMSG, -errno. */
static int read_state(struct depot_state *out, int folder)
{
    char text[STATE_MAX] = "";
    int fd = openat(folder, STATE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    ssize_t n;

    if (fd < 0)
        return errno == ENOENT ? 0 : -errno;
    do
        n = read(fd, text, sizeof(text) - 1);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        n = -errno;
    close(fd);
    if (n < 0)
        return (int)n;
    return parse_state(out, text) ? 1 : -EBADMSG;
}

/* ---- the folder ---- */

/* The number of a bundle's name, 0 for any other. */
static uint32_t number_of(const char *name)
{
    char again[DEPOT_NAME];
    uint32_t number;

    if (strspn(name, "0123456789") != 6)
        return 0;
    number = (uint32_t)strtoul(name, NULL, 10);
    depot_name(again, number);
    return strcmp(again, name) == 0 ? number : 0;
}

static DIR *list(int folder)
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *names = fd < 0 ? NULL : fdopendir(fd);

    if (fd >= 0 && !names)
        close(fd);
    return names;
}

/* The two highest bundles; the highest number stands for whatever was installed. */
static int guess_state(struct depot_state *out, int folder)
{
    DIR *names = list(folder);
    struct depot_state state = {0};

    if (!names)
        return -errno;
    for (struct dirent *entry; (entry = readdir(names));) {
        uint32_t number = number_of(entry->d_name);
        if (number > state.current) {
            state.previous = state.current;
            state.current = number;
        } else if (number > state.previous) {
            state.previous = number;
        }
    }
    closedir(names);
    if (state.current)
        state.marks[state.n_marks++].sequence = state.current;
    *out = state;
    return 0;
}

static bool is_kept(const struct depot_state *state, const char *name)
{
    uint32_t number = number_of(name);

    return strcmp(name, STATE) == 0 || (number && (number == state->current || number == state->previous));
}

/* Bundles that nobody needs, and what somebody who was killed has left. It does not matter if one stays. */
static void tidy(const struct depot *depot)
{
    DIR *names = list(depot->folder);

    for (struct dirent *entry; names && (entry = readdir(names));)
        if (entry->d_name[0] != '.' && !is_kept(&depot->state, entry->d_name))
            unlinkat(depot->folder, entry->d_name, 0);
    if (names)
        closedir(names);
}

static int save(struct depot *depot, const struct depot_state *state)
{
    char text[STATE_MAX];
    int r;

    write_state(text, state);
    r = durable_write_at(depot->folder, STATE, text, strlen(text), 0644);
    if (r == 0)
        depot->state = *state;
    else
        read_state(&depot->state, depot->folder); /* the disk may have failed behind the rename */
    return r;
}

/* The folder's descriptor, or -errno. */
static int enter(const char *root, const char *name, bool create)
{
    int folder, parent;

    if (create && mkdir(root, 0755) < 0 && errno != EEXIST)
        return -errno;
    parent = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (parent < 0)
        return -errno;
    folder = create && mkdirat(parent, name, 0755) < 0 && errno != EEXIST ? -1 : 0;
    if (folder == 0)
        folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0)
        folder = -errno;
    else if (create)
        durable_sync_folder(parent);
    close(parent);
    return folder;
}

static int load(struct depot *depot, enum depot_mode mode)
{
    int r = read_state(&depot->state, depot->folder);

    if (r < 0 && r != -EBADMSG)
        return r;
    if (r > 0)
        return 0;
    depot->damaged = r < 0;
    r = guess_state(&depot->state, depot->folder);
    depot->damaged |= depot->state.current != 0;
    /* From now on a bundle that is in the folder, but not in the state, is one that was not finished. */
    return r == 0 && mode == DEPOT_WRITE ? save(depot, &depot->state) : r;
}

static int lock_and_load(struct depot *depot, enum depot_mode mode)
{
    int r;

    if (mode == DEPOT_WRITE && flock(depot->folder, LOCK_EX | LOCK_NB) < 0)
        return errno == EWOULDBLOCK ? BUNDLE_BUSY : -errno;
    r = load(depot, mode);
    if (r == 0 && mode == DEPOT_WRITE)
        tidy(depot);
    return r;
}

int depot_open(struct depot *out, const char *root, const char *name, enum depot_mode mode)
{
    struct depot depot = {.folder = enter(root, name, mode == DEPOT_WRITE)};
    int r;

    if ((depot.folder == -ENOENT || depot.folder == -ENOTDIR) && mode == DEPOT_READ) {
        *out = (struct depot){.folder = -1};
        return 0;
    }
    if (depot.folder < 0)
        return depot.folder;
    r = lock_and_load(&depot, mode);
    if (r == 0)
        *out = depot;
    else
        close(depot.folder);
    return r;
}

void depot_close(struct depot *depot)
{
    if (depot->folder >= 0)
        close(depot->folder); /* and the lock with it */
    depot->folder = -1;
}

/* ---- marks ---- */

static bool counts(const struct depot_mark *mark, const struct keyring *keyring)
{
    static const unsigned char anybody[MINISIGN_ID_BYTES];

    return memcmp(mark->id, anybody, sizeof(anybody)) == 0 || keyring_find(keyring, mark->id);
}

uint32_t depot_highest(const struct depot *depot, const struct keyring *keyring)
{
    uint32_t highest = 0;

    for (size_t i = 0; i < depot->state.n_marks; i++)
        if (counts(&depot->state.marks[i], keyring) && depot->state.marks[i].sequence > highest)
            highest = depot->state.marks[i].sequence;
    return highest;
}

/* The key's own mark, which only goes up; a new one takes the place of the lowest when there are too many
 * keys. */
static void set_mark(struct depot_state *state, const unsigned char id[MINISIGN_ID_BYTES], uint32_t sequence)
{
    size_t at = 0, lowest = 0;

    while (at < state->n_marks && memcmp(state->marks[at].id, id, MINISIGN_ID_BYTES) != 0) {
        if (state->marks[at].sequence < state->marks[lowest].sequence)
            lowest = at;
        at++;
    }
    if (at == DEPOT_MARKS)
        at = lowest;
    else if (at == state->n_marks)
        state->n_marks++;
    if (memcmp(state->marks[at].id, id, MINISIGN_ID_BYTES) == 0 && state->marks[at].sequence > sequence)
        return;
    memcpy(state->marks[at].id, id, MINISIGN_ID_BYTES);
    state->marks[at].sequence = sequence;
}

/* ---- changing ---- */

int depot_put(struct depot *depot, uint32_t sequence, uint32_t previous,
              const unsigned char id[MINISIGN_ID_BYTES], const void *bytes, size_t n)
{
    struct depot_state state = depot->state;
    char name[DEPOT_NAME];
    int r;

    depot_name(name, sequence);
    state.current = sequence;
    state.previous = previous;
    set_mark(&state, id, sequence);
    r = durable_write_at(depot->folder, name, bytes, n, 0644);
    if (r == 0)
        r = save(depot, &state);
    tidy(depot);
    return r;
}

int depot_back(struct depot *depot)
{
    struct depot_state state = depot->state;
    int r;

    state.current = state.previous;
    state.previous = 0;
    r = save(depot, &state);
    tidy(depot);
    return r;
}
