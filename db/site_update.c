/* SPDX-License-Identifier: MIT */
#include "db/site_update.h"

#include "base/error.h"
#include "db/content_lists.h"
#include "db/depot.h"
#include "db/site/addenda.h"
#include "db/site/audit.h"
#include "db/site/profile.h"

#include <fcntl.h>
#include <string.h>

/* Each school counts for itself. */
static void folder_of(char out[32], const char *school)
{
    snprintf(out, 32, "site-%s", school);
}

void site_update_free(struct site_update *update)
{
    if (!update)
        return;
    site_payload_fini(&update->payload);
    content_changes_free(update->changes);
    bundle_free(update->bundle);
    free(update);
}

/* ---- what changes ---- */

static int compare(struct content_changes *out, const struct site_payload *before,
                   const struct site_payload *after)
{
    int r = 0;

    for (int field = PROFILE_CODE; r == 0 && field <= PROFILE_FIELDS; field++) {
        const char *old = profile_field_text(&before->profile, (enum profile_field)field);
        const char *new = profile_field_text(&after->profile, (enum profile_field)field);
        if (strcmp(old, new) != 0)
            r = content_changes_add(out, 0, CHANGE_PROFILE, profile_field_id((enum profile_field)field),
                                    *old ? old : NULL, *new ? new : NULL);
    }
    for (int i = 0; r == 0 && i < CONTENT_QUESTIONS; i++) {
        const char *old = before->addenda[i], *new = after->addenda[i];
        if (!old != !new || (old && strcmp(old, new) != 0))
            r = content_changes_add(out, i + 1, CHANGE_ADDENDUM, "", old, new);
    }
    return r;
}

static int compare_with_site(struct site_update *update, struct site *site)
{
    struct site_payload now;
    int r = site_payload_collect(&now, site);

    if (r < 0)
        return r;
    if (*now.profile.code && strcmp(now.profile.code, update->bundle->header.school) != 0)
        update->refusal = BUNDLE_WRONG_SCHOOL;
    update->changes = calloc(1, sizeof(*update->changes));
    r = update->changes ? compare(update->changes, &now, &update->payload) : -ENOMEM;
    site_payload_fini(&now);
    return r;
}

/* ---- a bundle ---- */

static int find_highest(uint32_t *out, const struct update_place *place, const char *school,
                        const struct keyring *keyring)
{
    struct depot depot;
    char folder[32];
    int r;

    folder_of(folder, school);
    r = depot_open(&depot, update_state(place), folder, DEPOT_READ);
    if (r != 0)
        return r;
    *out = depot_highest(&depot, keyring);
    depot_close(&depot);
    return 0;
}

static int judge(struct site_update *update, const struct update_place *place, struct site *site,
                 const struct keyring *keyring)
{
    const struct bundle *bundle = update->bundle;
    int r = 0;

    update->refusal =
        bundle_applies(&bundle->header, BUNDLE_SITE, bundle->header.school, place->version, place->today);
    if (update->refusal == BUNDLE_WRONG_KIND)
        return 0;
    r = find_highest(&update->highest, place, bundle->header.school, keyring);
    if (r == 0 && !update->refusal && bundle->header.sequence <= update->highest)
        update->refusal = BUNDLE_OLD;
    if (r != 0 || update->refusal)
        return r;
    r = site_payload_read(&update->payload, (const char *)bundle->payload, bundle->header.length);
    if (r == 0 && strcmp(update->payload.profile.code, bundle->header.school) != 0)
        r = BUNDLE_BAD_SITE;
    if (r > 0) {
        update->refusal = r;
        return 0;
    }
    return r < 0 ? r : compare_with_site(update, site);
}

int site_update_open(struct site_update **out, const struct update_place *place, struct site *site,
                     const char *path)
{
    struct site_update *update = calloc(1, sizeof(*update));
    struct keyring keyring;
    int r;

    if (!update)
        return -ENOMEM;
    keyring_load(&keyring, place->keys);
    r = bundle_read(&update->bundle, AT_FDCWD, path, &keyring,
                    place->clock.monotonic_ms ? &place->clock : NULL);
    if (r == 0)
        r = judge(update, place, site, &keyring);
    if (r == 0)
        *out = update;
    else
        site_update_free(update);
    return r;
}

/* ---- importing ---- */

static int write_addendum(struct site *site, const struct site_session *by, int question, const char *text)
{
    struct addendum *latest = NULL;
    _cleanup_free_ char *shown = NULL;
    struct addendum_shown *now = NULL;
    int version, base, r = site_addendum_latest(&latest, site, question);

    if (r < 0 && r != -ENOENT)
        return r;
    base = latest ? latest->version : 0;
    addenda_free(latest, 1);
    r = site_addendum_shown(&now, site, question);
    if (r < 0 && r != -ENOENT)
        return r;
    shown = now ? strdup(now->text) : NULL;
    addendum_shown_free(now);
    if (!text)
        return r == 0 ? site_addendum_retract(&version, site, by, question, base) : 0;
    if (shown && strcmp(shown, text) == 0)
        return 0;
    return site_addendum_publish(&version, site, by, question, base, text);
}

static int write_all(struct site_update *update, struct site *site, const struct site_session *by)
{
    char detail[64];
    int r = site_profile_write(site, by, &update->payload.profile);

    for (int question = 1; r == 0 && question <= CONTENT_QUESTIONS; question++)
        r = write_addendum(site, by, question, update->payload.addenda[question - 1]);
    snprintf(detail, sizeof(detail), "site %s %u", update->bundle->header.school,
             (unsigned)update->bundle->header.sequence);
    if (r == 0)
        r = site_audit_note(site, by, AUDIT_IMPORTED, detail);
    return r > 0 ? -EINVAL
                 : r; /* it was checked before: positive would be our own fault; undone either way */
}

/* The profile as it is within the transaction: the school may have been entered while somebody thought. */
static int check_school(const struct site_update *update, struct site *site)
{
    struct profile *now = NULL;
    int r = site_profile_read(&now, site);

    if (r == 0 && *now->code && strcmp(now->code, update->bundle->header.school) != 0)
        r = BUNDLE_WRONG_SCHOOL;
    site_profile_free(now);
    return r;
}

static int write_transaction(struct site_update *update, struct site *site, const struct site_session *by)
{
    int r = site_begin(site);

    if (r < 0)
        return r;
    r = check_school(update, site);
    return site_end(site, r != 0 ? r : write_all(update, site, by));
}

/* Under the depot's lock, all that may have changed since the bundle was opened. */
static int judge_again(struct site_update *update, const struct update_place *place,
                       const struct depot *depot)
{
    const struct bundle *bundle = update->bundle;
    const struct clock *clock = &place->clock;
    struct date today = clock->wall ? date_of(clock->wall(clock->context)) : place->today;
    struct keyring keyring;

    keyring_load(&keyring, place->keys);
    if (!keyring_find(&keyring, bundle->signer))
        return BUNDLE_WRONG_KEY;
    update->highest = depot_highest(depot, &keyring);
    if (bundle->header.sequence <= update->highest)
        return BUNDLE_OLD;
    return bundle_applies(&bundle->header, BUNDLE_SITE, bundle->header.school, place->version, today);
}

int site_update_import(bool *noted, struct site_update *update, const struct update_place *place,
                       struct site *site, const struct site_session *by)
{
    const struct bundle *bundle = update->bundle;
    struct depot depot;
    char folder[32];
    int r = update->refusal;

    if (r != 0)
        return r;
    folder_of(folder, bundle->header.school);
    r = depot_open(&depot, update_state(place), folder, DEPOT_WRITE);
    if (r != 0)
        return r;
    r = judge_again(update, place, &depot);
    if (r == 0)
        r = write_transaction(update, site, by);
    if (r == 0)
        *noted = depot_put(&depot, bundle->header.sequence, depot.state.current, bundle->signer,
                           bundle->bytes, bundle->n) == 0;
    depot_close(&depot);
    return r;
}

/* ---- exporting ---- */

int site_update_next(uint32_t *out, const struct update_place *place, struct site *site, const char *code)
{
    struct keyring keyring;
    uint32_t installed = 0, logged;
    int r = site_audit_highest(&logged, site, code);

    if (r < 0)
        return r;
    keyring_load(&keyring, place->keys);
    r = find_highest(&installed, place, code, &keyring);
    if (r == 0)
        *out = (logged > installed ? logged : installed) + 1;
    return r;
}
