/* SPDX-License-Identifier: MIT */
/* Bundles on a stick: names are read, nothing is followed, and only what a pinned key has
 * signed is believed. */
#include "db/update.h"

#include "base/error.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct search {
    const struct update_place *place;
    struct update_found *found;
    size_t n, entries;
    int64_t until; /* of all reading */
    int error;
};

static int64_t now_ms(const struct update_place *place)
{
    return place->clock.monotonic_ms ? place->clock.monotonic_ms(place->clock.context) : 0;
}

static bool is_over(const struct search *search)
{
    return search->error || search->n == UPDATE_FOUND_MAX || search->entries >= UPDATE_ENTRIES_MAX ||
           now_ms(search->place) > search->until;
}

static bool is_bundle(const char *name)
{
    size_t n = strlen(name);

    return n > 4 && strcasecmp(name + n - 4, ".ybt") == 0; /* FAT may have it in capitals */
}

static void look(struct search *search, const char *path)
{
    struct update_found *found = &search->found[search->n];
    struct update *update = NULL;

    *found = (struct update_found){.path = strdup(path)};
    if (!found->path) {
        search->error = -ENOMEM;
        return;
    }
    search->n++;
    found->refusal = update_open(&update, search->place, path);
    if (found->refusal == -ENOMEM)
        search->error = -ENOMEM;
    if (found->refusal != 0)
        return;
    found->verified = true;
    found->refusal = update->refusal;
    found->header = update->bundle->header;
    update_free(update);
}

static void walk(struct search *search, int folder, const char *path, int depth);

static void enter(struct search *search, int parent, const char *name, const char *path, int depth)
{
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (folder >= 0)
        walk(search, folder, path, depth);
}

/* Takes the descriptor over. */
static void walk(struct search *search, int folder, const char *path, int depth)
{
    DIR *names = fdopendir(folder);

    if (!names) {
        close(folder);
        return;
    }
    for (struct dirent *entry; !is_over(search) && (entry = readdir(names)); search->entries++) {
        char below[4096];
        if (entry->d_name[0] == '.' ||
            (size_t)snprintf(below, sizeof(below), "%s/%s", path, entry->d_name) >= sizeof(below))
            continue;
        if (is_bundle(entry->d_name))
            look(search, below);
        else if (depth > 0) /* what is no folder does not open as one */
            enter(search, dirfd(names), entry->d_name, below, depth - 1);
    }
    closedir(names);
}

static int compare_found(const void *a, const void *b)
{
    const struct update_found *one = a, *other = b;
    uint32_t first = one->verified ? one->header.sequence : 0,
             second = other->verified ? other->header.sequence : 0;

    if (!one->refusal != !other->refusal)
        return one->refusal ? 1 : -1;
    if (first != second)
        return first < second ? 1 : -1;
    return strcmp(one->path, other->path);
}

int update_find(struct update_found **out, size_t *n, const struct update_place *place,
                const char *const *roots)
{
    static const char *const usual[] = {"/media", "/run/media", "/mnt", NULL};
    struct search search = {.place = place, .until = now_ms(place) + BUNDLE_READ_MS};

    search.found = calloc(UPDATE_FOUND_MAX, sizeof(*search.found));
    if (!search.found)
        return -ENOMEM;
    for (const char *const *root = roots ? roots : usual; *root; root++)
        enter(&search, AT_FDCWD, *root, *root, UPDATE_DEPTH);
    if (search.error) {
        update_found_free(search.found, search.n);
        return search.error;
    }
    qsort(search.found, search.n, sizeof(*search.found), compare_found);
    *out = search.found;
    *n = search.n;
    return 0;
}

void update_found_free(struct update_found *found, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(found[i].path);
    free(found);
}
