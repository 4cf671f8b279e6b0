/* SPDX-License-Identifier: MIT */
/* A machine of its own in a folder: keys, state, a stick; and bundles of the small handbook, signed. */
#ifndef TESTS_UNIT_BUNDLE_FIXTURE_H
#define TESTS_UNIT_BUNDLE_FIXTURE_H

#include "db/update.h"
#include "tests/unit/handbook_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

/* A change of the content, for machine_content. */
#define MACHINE_CHANGED "UPDATE block SET heading = '新标题' WHERE owner = '3' AND ordinal = 1"

struct machine {
    char root[64], state[80], keys[80], stick[80];
    struct minisign_secret current, next, stranger;
    struct update_place place;
};

struct bytes {
    char *bytes; /* malloc */
    size_t n;
};

static inline void machine_write(const char *path, const void *bytes, size_t n)
{
    FILE *file = fopen(path, "w");
    if (!file || fwrite(bytes, 1, n, file) != n || fclose(file) != 0)
        abort();
}

static inline void machine_pin(const struct machine *machine, const char *slot,
                               const struct minisign_secret *secret)
{
    struct minisign_public public;
    char path[120], *text = NULL;
    minisign_public_of(&public, secret);
    if (minisign_write_public(&text, &public) < 0)
        abort();
    snprintf(path, sizeof(path), "%s/%s.pub", machine->keys, slot);
    machine_write(path, text, strlen(text));
    free(text);
}

static inline int machine_setup(void **state)
{
    struct machine *machine = calloc(1, sizeof(*machine));
    struct minisign_public public;
    if (!machine || minisign_init() < 0)
        return -1;
    /* In memory where there is such a folder: hundreds of installations sync a thousand times. */
    strcpy(machine->root,
           access("/dev/shm", W_OK) == 0 ? "/dev/shm/test_bundle.XXXXXX" : "/tmp/test_bundle.XXXXXX");
    if (!mkdtemp(machine->root))
        return -1;
    snprintf(machine->state, sizeof(machine->state), "%s/state", machine->root);
    snprintf(machine->keys, sizeof(machine->keys), "%s/keys", machine->root);
    snprintf(machine->stick, sizeof(machine->stick), "%s/stick", machine->root);
    mkdir(machine->keys, 0755);
    mkdir(machine->stick, 0755);
    minisign_generate(&public, &machine->current);
    minisign_generate(&public, &machine->next);
    minisign_generate(&public, &machine->stranger);
    machine_pin(machine, "current", &machine->current);
    machine_pin(machine, "next", &machine->next);
    machine->place = (struct update_place){.state = machine->state,
                                           .keys = machine->keys,
                                           .school = "4122010183",
                                           .version = "0.1.0",
                                           .today = {2026, 11, 25}};
    *state = machine;
    return 0;
}

static inline int machine_teardown(void **state)
{
    struct machine *machine = *state;
    char command[96];
    snprintf(command, sizeof(command), "rm -rf %s", machine->root);
    free(machine);
    return system(command);
}

static inline struct bundle_header machine_header(uint32_t sequence)
{
    return (struct bundle_header){.kind = BUNDLE_CONTENT,
                                  .school = "*",
                                  .edition = "2025 版",
                                  .sequence = sequence,
                                  .program = "0.1.0",
                                  .from = {2026, 11, 1}};
}

static inline struct bytes machine_bundle(const struct bundle_header *header, const void *payload, size_t n,
                                          const struct minisign_secret *secret)
{
    struct bytes bundle = {0};
    if (bundle_make(&bundle.bytes, &bundle.n, header, payload, n, secret) < 0)
        abort();
    return bundle;
}

/* A bundle of the small handbook, damaged by SQL first. */
static inline struct bytes machine_content(uint32_t sequence, const char *damage,
                                           const struct minisign_secret *secret)
{
    struct bundle_header header = machine_header(sequence);
    struct image image = fixture_build(damage);
    struct bytes bundle = machine_bundle(&header, image.bytes, image.n, secret);
    free(image.bytes);
    return bundle;
}

/* The same, with the current key. */
static inline struct bytes machine_signed(const struct machine *machine, uint32_t sequence)
{
    return machine_content(sequence, "", &machine->current);
}

/* Signed bytes that bundle_make would never make. */
static inline struct bytes machine_sign(const struct minisign_secret *secret, const char *comment,
                                        const void *bytes, size_t n)
{
    struct bytes bundle;
    char *head = NULL;
    if (minisign_sign(&head, secret, comment, bytes, n) < 0)
        abort();
    bundle.n = strlen(head) + n;
    bundle.bytes = malloc(bundle.n);
    if (!bundle.bytes)
        abort();
    memcpy(bundle.bytes, head, strlen(head));
    memcpy(bundle.bytes + strlen(head), bytes, n);
    free(head);
    return bundle;
}

/* On the stick; the path is borrowed until the next call. */
static inline const char *machine_put(const struct machine *machine, const char *name, struct bytes bundle)
{
    static char path[160];
    snprintf(path, sizeof(path), "%s/%s", machine->stick, name);
    machine_write(path, bundle.bytes, bundle.n);
    free(bundle.bytes);
    return path;
}

/* Opens, reviews and installs: 0, the refusal, -errno. */
static inline int machine_install(const struct machine *machine, struct bytes bundle)
{
    struct update *update = NULL;
    int r = update_open(&update, &machine->place, machine_put(machine, "install.ybt", bundle));
    if (r == 0)
        r = update_install(update, &machine->place);
    update_free(update);
    return r;
}

/* The number of the content in use, 0: embedded. */
static inline uint32_t machine_in_use(const struct machine *machine)
{
    struct update_in_use in_use;
    if (update_in_use_open(&in_use, &machine->place) < 0)
        abort();
    uint32_t sequence = in_use.bundle ? in_use.bundle->header.sequence : 0;
    update_in_use_fini(&in_use);
    return sequence;
}

#endif
