/* SPDX-License-Identifier: MIT */
#include "db/update.h"

#include "base/error.h"
#include "db/content_check.h"
#include "db/depot.h"
#include "db/site/history.h"

#include <fcntl.h>
#include <string.h>

#define FOLDER "content"

/* ---- what is in use ---- */

void update_in_use_fini(struct update_in_use *in_use)
{
    handbook_close(in_use->handbook);
    bundle_free(in_use->bundle);
    *in_use = (struct update_in_use){0};
}

/* Whether the handbook was compiled before the one inside the program: after an upgrade of the package. */
static int check_age(const struct handbook *handbook)
{
    const struct edition embedded = handbook_embedded_edition();

    return strcmp(handbook_edition(handbook)->compiled, embedded.compiled) < 0 ? BUNDLE_STALE : 0;
}

/* The dates of a bundle count when it is installed, not later: a clock that lost its battery must not take
 * content away. */
static int open_handbook(struct handbook **out, const struct bundle *bundle, uint32_t sequence,
                         const struct update_place *place)
{
    struct handbook *handbook = NULL;
    const char *school = bundle->header.school; /* fitted when it was installed */
    int r = bundle_applies(&bundle->header, BUNDLE_CONTENT, school, place->version, bundle->header.from);

    if (r == 0 && bundle->header.sequence != sequence)
        r = BUNDLE_NOT_OURS;
    if (r == 0)
        r = handbook_open_bytes(&handbook, bundle->payload, bundle->header.length);
    if (r == -EBADMSG || r == -EPROTO)
        r = BUNDLE_BAD_SCHEMA;
    if (r == 0)
        r = check_age(handbook);
    if (r == 0)
        *out = handbook;
    else
        handbook_close(handbook);
    return r;
}

static int try_bundle(struct update_in_use *out, const struct depot *depot, uint32_t sequence,
                      const struct keyring *keyring, const struct update_place *place)
{
    char name[DEPOT_NAME];
    int r;

    depot_name(name, sequence);
    r = bundle_read(&out->bundle, depot->folder, name, keyring, NULL);
    if (r != 0)
        return r;
    r = open_handbook(&out->handbook, out->bundle, sequence, place);
    if (r == 0) {
        handbook_own_bytes(out->handbook, out->bundle->bytes);
        out->bundle->bytes = NULL;
    } else {
        bundle_free(out->bundle);
        out->bundle = NULL;
    }
    return r;
}

/* The first of the two that can be used. */
static int choose(struct update_in_use *out, const struct depot *depot, const struct update_place *place)
{
    const uint32_t candidates[] = {depot->state.current, depot->state.previous};
    struct keyring keyring;
    int r = 0;

    keyring_load(&keyring, place->keys);
    for (size_t i = 0; i < ARRAY_SIZE(candidates) && !out->bundle; i++) {
        if (!candidates[i])
            continue;
        r = try_bundle(out, depot, candidates[i], &keyring, place);
        if (r == -ENOMEM)
            return r;
        if (r != 0)
            out->faults[out->n_faults++] = (struct update_fault){candidates[i], r};
    }
    out->fell_back = out->n_faults > 0;
    if (out->bundle && out->bundle->header.until.year)
        out->expired = date_compare(place->today, out->bundle->header.until) > 0;
    return 0;
}

/* A bundle that is gone may have been replaced between reading the state and opening it: then once more. */
static bool is_gone(const struct update_in_use *in_use)
{
    return in_use->n_faults > 0 && in_use->faults[0].reason == -ENOENT;
}

int update_in_use_open(struct update_in_use *out, const struct update_place *place)
{
    struct update_in_use in_use;
    int r, tries = 2;

    do {
        struct depot depot;
        in_use = (struct update_in_use){0};
        r = depot_open(&depot, update_state(place), FOLDER, DEPOT_READ);
        if (r == 0) {
            r = choose(&in_use, &depot, place);
            depot_close(&depot);
        } else if (r != -ENOMEM) {
            in_use.faults[in_use.n_faults++] = (struct update_fault){0, r};
            in_use.fell_back = true;
            r = 0;
        }
        if (r == 0 && is_gone(&in_use) && --tries > 0)
            update_in_use_fini(&in_use);
        else
            break;
    } while (true);
    if (r == 0)
        *out = in_use;
    return r;
}

struct update_stamp update_stamp(const struct update_place *place)
{
    struct update_stamp stamp = {0};
    struct stat status;
    char path[4096];

    snprintf(path, sizeof(path), "%s/" FOLDER "/state", update_state(place));
    if (stat(path, &status) == 0)
        stamp = (struct update_stamp){status.st_dev, status.st_ino, status.st_mtim};
    return stamp;
}

bool update_stamp_differs(const struct update_stamp *a, const struct update_stamp *b)
{
    return a->device != b->device || a->file != b->file || a->written.tv_sec != b->written.tv_sec ||
           a->written.tv_nsec != b->written.tv_nsec;
}

int update_status(struct update_status *out, const struct update_place *place)
{
    struct keyring keyring;
    struct depot depot;
    int r = depot_open(&depot, update_state(place), FOLDER, DEPOT_READ);

    if (r < 0)
        return r;
    keyring_load(&keyring, place->keys);
    *out = (struct update_status){.current = depot.state.current,
                                  .previous = depot.state.previous,
                                  .highest = depot_highest(&depot, &keyring),
                                  .damaged = depot.damaged};
    depot_close(&depot);
    return 0;
}

/* ---- a bundle ---- */

void update_free(struct update *update)
{
    if (!update)
        return;
    content_changes_free(update->changes);
    handbook_close(update->handbook);
    bundle_free(update->bundle);
    free(update);
}

static int judge(struct update *update, const struct update_place *place)
{
    struct update_status status;
    int r = update_status(&status, place);

    if (r < 0)
        return r;
    update->highest = status.highest;
    update->refusal =
        bundle_applies(&update->bundle->header, BUNDLE_CONTENT, place->school, place->version, place->today);
    if (!update->refusal && update->bundle->header.sequence <= status.highest)
        update->refusal = BUNDLE_OLD;
    return 0;
}

int update_open(struct update **out, const struct update_place *place, const char *path)
{
    struct update *update = calloc(1, sizeof(*update));
    struct keyring keyring;
    int r;

    if (!update)
        return -ENOMEM;
    keyring_load(&keyring, place->keys);
    r = bundle_read(&update->bundle, AT_FDCWD, path, &keyring,
                    place->clock.monotonic_ms ? &place->clock : NULL);
    if (r == 0)
        r = judge(update, place);
    if (r == 0)
        *out = update;
    else
        update_free(update);
    return r;
}

static int compare(struct update *update, struct handbook *now)
{
    struct handbook *embedded = NULL;
    int r = now ? 0 : handbook_open_embedded(&embedded);

    content_changes_free(update->changes);
    update->changes = NULL;
    if (r == 0)
        r = content_compare(&update->changes, now ? now : embedded, update->handbook);
    handbook_close(embedded);
    return r == -ENOMEM
               ? r
               : 0; /* what cannot be compared with a damaged handbook is no reason to keep that one */
}

int update_review(struct update *update, struct handbook *now)
{
    const struct bundle *bundle = update->bundle;
    int r = 0;

    if (bundle->header.kind != BUNDLE_CONTENT)
        return 0; /* refused for that already */
    if (!update->handbook)
        r = content_open_checked(&update->handbook, bundle->payload, bundle->header.length);
    if (r == 0)
        r = check_age(update->handbook);
    if (r > 0) {
        update->refusal = r;
        return 0;
    }
    return r < 0 ? r : compare(update, now);
}

int update_review_here(struct update *update, const struct update_place *place)
{
    struct update_in_use in_use;
    int r = update_in_use_open(&in_use, place);

    if (r < 0)
        return r;
    r = update_review(update, in_use.handbook);
    update_in_use_fini(&in_use);
    return r;
}

/* Who may not, or cannot leave a trace, does nothing. */
static int note_begun(const struct update_place *place, enum history_action action, const char *edition,
                      uint32_t sequence)
{
    char label[HISTORY_EDITION_BYTES], result[] = HISTORY_BEGUN;
    struct history_row row = {.action = action, .edition = label, .sequence = sequence, .result = result};

    history_edition(label, edition);
    return place->site ? site_content_record(place->site, place->by, &row) : 0;
}

/* The bundle that a rollback would go to: what can be used now. */
static int find_sound(uint32_t *out, const struct update_place *place)
{
    struct update_in_use in_use;
    int r = update_in_use_open(&in_use, place);

    if (r < 0)
        return r;
    *out = in_use.bundle ? in_use.bundle->header.sequence : 0;
    update_in_use_fini(&in_use);
    return 0;
}

static int put(struct update *update, const struct update_place *place, struct depot *depot)
{
    const struct bundle *bundle = update->bundle;
    struct keyring keyring;
    uint32_t previous = 0;
    int r;

    keyring_load(&keyring, place->keys);
    update->highest = depot_highest(depot, &keyring);
    if (bundle->header.sequence <= update->highest)
        return BUNDLE_OLD;
    if (!keyring_find(&keyring, bundle->signer))
        return BUNDLE_WRONG_KEY;
    r = find_sound(&previous, place);
    if (r == 0)
        r = note_begun(place, HISTORY_INSTALL, bundle->header.edition, bundle->header.sequence);
    return r < 0 ? r
                 : depot_put(depot, bundle->header.sequence, previous, bundle->signer, bundle->bytes,
                             bundle->n);
}

int update_install(struct update *update, const struct update_place *place)
{
    struct depot depot;
    int r = update->handbook || update->refusal ? 0 : update_review(update, NULL);

    if (r != 0 || update->refusal)
        return r < 0 ? r : update->refusal;
    r = depot_open(&depot, update_state(place), FOLDER, DEPOT_WRITE);
    if (r != 0)
        return r;
    r = put(update, place, &depot);
    depot_close(&depot);
    return r;
}

static int take_back(const struct update_place *place, struct depot *depot)
{
    struct update_in_use in_use;
    int r = depot->state.current ? update_in_use_open(&in_use, place) : BUNDLE_NOTHING_BEFORE;

    if (r != 0)
        return r;
    r = note_begun(place, HISTORY_ROLLBACK, in_use.bundle ? in_use.bundle->header.edition : "-",
                   depot->state.current);
    update_in_use_fini(&in_use);
    return r < 0 ? r : depot_back(depot);
}

int update_rollback(uint32_t *now, const struct update_place *place)
{
    struct depot depot;
    int r = depot_open(&depot, update_state(place), FOLDER, DEPOT_WRITE);

    if (r != 0)
        return r;
    r = take_back(place, &depot);
    if (r == 0)
        *now = depot.state.current;
    depot_close(&depot);
    return r;
}
