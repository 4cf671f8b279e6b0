/* SPDX-License-Identifier: MIT */
#include "db/site/profile.h"

#include "base/error.h"
#include "db/site/handle.h"
#include "db/site/text.h"

#include <string.h>

#define CODE_DIGITS 10

static const struct {
    const char *id; /* in the audit log */
    size_t offset;
    size_t max;
} fields[PROFILE_FIELDS] = {
    {"code", offsetof(struct profile, code), CODE_DIGITS},
    {"school", offsetof(struct profile, school), 60},
    {"office", offsetof(struct profile, office), 40},
    {"place", offsetof(struct profile, place), 80},
    {"hours", offsetof(struct profile, hours), 80},
    {"telephone", offsetof(struct profile, telephone), 60},
    {"remarks", offsetof(struct profile, remarks), 200},
};

static char **slot(struct profile *profile, size_t i)
{
    return (char **)(void *)((char *)profile + fields[i].offset);
}

static bool is_field(enum profile_field field)
{
    return field >= PROFILE_CODE && field <= PROFILE_FIELDS;
}

size_t profile_field_max(enum profile_field field)
{
    return is_field(field) ? fields[field - 1].max : 0;
}

char **profile_field_slot(struct profile *profile, enum profile_field field)
{
    return is_field(field) ? slot(profile, field - 1u) : NULL;
}

const char *profile_field_id(enum profile_field field)
{
    return is_field(field) ? fields[field - 1].id : NULL;
}

const char *profile_field_text(const struct profile *profile, enum profile_field field)
{
    return is_field(field) ? *slot((struct profile *)(uintptr_t)profile, field - 1u) : NULL;
}

void site_profile_free(struct profile *profile)
{
    for (size_t i = 0; profile && i < PROFILE_FIELDS; i++)
        free(*slot(profile, i));
    free(profile);
}

static bool is_code(const char *text)
{
    size_t n = strspn(text, "0123456789");

    return !text[n] && (n == 0 || n == CODE_DIGITS);
}

int site_profile_read(struct profile **out, struct site *site)
{
    struct profile *profile = calloc(1, sizeof(*profile));

    if (!profile)
        return -ENOMEM;
    struct rows rows = site_rows(site, SITE_PROFILE_READ);
    bool found = rows_next(&rows) > 0;
    rows_require(&rows, found);
    for (size_t i = 0; i < PROFILE_FIELDS; i++)
        *slot(profile, i) = rows_text(&rows, (int)i);
    rows_require(&rows, rows.error == 0 && is_code(profile->code));
    rows_end(&rows);
    if (rows.error < 0)
        site_profile_free(profile);
    else
        *out = profile;
    return rows.error;
}

/* Positive: the first field that cannot be. */
static int clean(struct profile *out, const struct profile *profile)
{
    int bad = 0;

    for (size_t i = 0; i < PROFILE_FIELDS; i++) {
        const char *text = *slot((struct profile *)(uintptr_t)profile, i);
        int r = text_clean_line(slot(out, i), text ? text : "");
        if (r < 0)
            return r;
        bool fits = text_length(*slot(out, i)) <= fields[i].max && (i > 0 || is_code(out->code));
        bad = bad || fits ? bad : (int)i + 1;
    }
    return bad;
}

/* The ids of the fields that differ, a space between; "" if none. */
static void name_differences(char *out, size_t size, struct profile *a, struct profile *b)
{
    size_t n = 0;

    out[0] = '\0';
    for (size_t i = 0; i < PROFILE_FIELDS; i++)
        if (strcmp(*slot(a, i), *slot(b, i)) != 0)
            n += (size_t)snprintf(out + n, size - n, "%s%s", n ? " " : "", fields[i].id);
}

static int store(struct site *site, struct profile *profile)
{
    struct rows rows = site_rows(site, SITE_PROFILE_WRITE);

    for (size_t i = 0; i < PROFILE_FIELDS; i++)
        rows_bind_text(&rows, (int)i + 1, *slot(profile, i));
    int r = site_run_one(&rows);
    return r < 0 ? r : site_raise_revision(site);
}

/* What was not changed since the base becomes what it is now. 0, PROFILE_CHANGED + field, -ENOMEM. */
static int merge(struct profile *profile, const struct profile *base, struct profile *now)
{
    for (size_t i = 0; i < PROFILE_FIELDS; i++) {
        char **mine = slot(profile, i);
        const char *theirs = *slot(now, i), *was = *slot((struct profile *)(uintptr_t)base, i);
        if (strcmp(*mine, theirs) == 0 || strcmp(theirs, was) == 0)
            continue;
        if (strcmp(*mine, was) != 0)
            return PROFILE_CHANGED + (int)i + 1;
        char *copy = strdup(theirs);
        if (!copy)
            return -ENOMEM;
        free(*mine);
        *mine = copy;
    }
    return 0;
}

static int change(struct site *site, const struct site_session *by, const struct profile *base,
                  struct profile *profile)
{
    struct profile *before = NULL;
    char differences[96];
    int r = site_may(site, by, SITE_MAY_EDIT);

    if (r == 0)
        r = site_profile_read(&before, site);
    if (r < 0)
        return r;
    r = base ? merge(profile, base, before) : 0;
    name_differences(differences, sizeof(differences), before, profile);
    site_profile_free(before);
    if (r != 0 || !*differences)
        return r;
    r = store(site, profile);
    return r < 0 ? r : site_audit(site, site_who(by), AUDIT_PROFILE, "%s", differences);
}

int site_profile_change(struct site *site, const struct site_session *by, const struct profile *base,
                        const struct profile *profile)
{
    struct profile *cleaned = calloc(1, sizeof(*cleaned));
    int r = cleaned ? clean(cleaned, profile) : -ENOMEM;

    if (r == 0)
        r = site_begin(site);
    if (r == 0)
        r = site_end(site, change(site, by, base, cleaned));
    site_profile_free(cleaned);
    return r;
}

int site_profile_write(struct site *site, const struct site_session *by, const struct profile *profile)
{
    return site_profile_change(site, by, NULL, profile);
}
