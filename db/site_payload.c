/* SPDX-License-Identifier: MIT */
#include "db/site_update.h"

#include "base/error.h"
#include "db/site/addenda.h"
#include "db/site/profile.h"

#include <json-c/json.h>
#include <string.h>

#define DEPTH 4

void site_payload_fini(struct site_payload *payload)
{
    for (int field = PROFILE_CODE; field <= PROFILE_FIELDS; field++)
        free(*profile_field_slot(&payload->profile, (enum profile_field)field));
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        free(payload->addenda[i]);
    *payload = (struct site_payload){0};
}

/* ---- collecting ---- */

static int copy_profile(struct site_payload *out, struct site *site)
{
    struct profile *profile = NULL;
    int r = site_profile_read(&profile, site);

    for (int field = PROFILE_CODE; r == 0 && field <= PROFILE_FIELDS; field++) {
        char **copy = profile_field_slot(&out->profile, (enum profile_field)field);
        *copy = strdup(profile_field_text(profile, (enum profile_field)field));
        r = *copy ? 0 : -ENOMEM;
    }
    site_profile_free(profile);
    return r;
}

static int copy_addendum(char **out, struct site *site, int question)
{
    struct addendum_shown *shown = NULL;
    int r = site_addendum_shown(&shown, site, question);

    if (r == -ENOENT)
        return 0;
    if (r == 0 && !(*out = strdup(shown->text)))
        r = -ENOMEM;
    addendum_shown_free(shown);
    return r;
}

int site_payload_collect(struct site_payload *out, struct site *site)
{
    struct site_payload payload = {0};
    int r = copy_profile(&payload, site);

    for (int question = 1; r == 0 && question <= CONTENT_QUESTIONS; question++)
        r = copy_addendum(&payload.addenda[question - 1], site, question);
    if (r == 0)
        *out = payload;
    else
        site_payload_fini(&payload);
    return r;
}

/* ---- writing ---- */

/* Takes the value over. */
static int add(struct json_object *object, const char *key, struct json_object *value)
{
    int failed =
        !value || (key ? json_object_object_add(object, key, value) : json_object_array_add(object, value));

    if (failed)
        json_object_put(value);
    return failed ? -ENOMEM : 0;
}

static struct json_object *profile_json(struct profile *profile)
{
    struct json_object *object = json_object_new_object();
    int r = object ? 0 : -ENOMEM;

    for (int field = PROFILE_CODE; r == 0 && field <= PROFILE_FIELDS; field++)
        r = add(object, profile_field_id((enum profile_field)field),
                json_object_new_string(profile_field_text(profile, (enum profile_field)field)));
    if (r == 0)
        return object;
    json_object_put(object);
    return NULL;
}

static int add_addendum(struct json_object *array, int question, const char *text)
{
    struct json_object *object = json_object_new_object();
    int r = object ? 0 : -ENOMEM;

    if (r == 0)
        r = add(object, "question", json_object_new_int(question));
    if (r == 0)
        r = add(object, "text", json_object_new_string(text));
    if (r == 0)
        return add(array, NULL, object);
    json_object_put(object);
    return r;
}

static struct json_object *addenda_json(const struct site_payload *payload)
{
    struct json_object *array = json_object_new_array();
    int r = array ? 0 : -ENOMEM;

    for (int i = 0; r == 0 && i < CONTENT_QUESTIONS; i++)
        if (payload->addenda[i])
            r = add_addendum(array, i + 1, payload->addenda[i]);
    if (r == 0)
        return array;
    json_object_put(array);
    return NULL;
}

int site_payload_write(char **out, size_t *n, const struct site_payload *payload)
{
    struct site_payload borrowed = *payload;
    struct json_object *object = json_object_new_object();
    const char *text = NULL;
    int r = object ? add(object, "profile", profile_json(&borrowed.profile)) : -ENOMEM;

    if (r == 0)
        r = add(object, "addenda", addenda_json(payload));
    if (r == 0)
        text =
            json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);
    *out = text ? strdup(text) : NULL;
    json_object_put(object);
    if (!*out)
        return -ENOMEM;
    *n = strlen(*out);
    return 0;
}

/* ---- reading ---- */

static struct json_object *parse(const char *bytes, size_t n)
{
    struct json_tokener *tokener = json_tokener_new_ex(DEPTH);
    struct json_object *object = NULL;

    if (!tokener)
        return NULL;
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    object = json_tokener_parse_ex(tokener, bytes, (int)n);
    json_tokener_free(tokener);
    return object;
}

/* A copy of a member's text; NULL if it is none. */
static char *take_text(struct json_object *object, const char *key)
{
    struct json_object *value = NULL;

    if (!json_object_object_get_ex(object, key, &value) || !json_object_is_type(value, json_type_string))
        return NULL;
    return strdup(json_object_get_string(value));
}

static bool take_profile(struct profile *out, struct json_object *object)
{
    for (int field = PROFILE_CODE; field <= PROFILE_FIELDS; field++)
        if (!(*profile_field_slot(out, (enum profile_field)field) =
                  take_text(object, profile_field_id((enum profile_field)field))))
            return false;
    return true;
}

static bool take_addendum(struct site_payload *out, struct json_object *object)
{
    struct json_object *number = NULL;
    int question = json_object_object_get_ex(object, "question", &number) ? json_object_get_int(number) : 0;

    if (question < 1 || question > CONTENT_QUESTIONS || out->addenda[question - 1])
        return false;
    return (out->addenda[question - 1] = take_text(object, "text")) != NULL;
}

static bool take(struct site_payload *out, struct json_object *object)
{
    struct json_object *profile = NULL, *addenda = NULL;

    if (!json_object_object_get_ex(object, "profile", &profile) ||
        !json_object_is_type(profile, json_type_object) ||
        !json_object_object_get_ex(object, "addenda", &addenda) ||
        !json_object_is_type(addenda, json_type_array) || !take_profile(&out->profile, profile))
        return false;
    for (size_t i = 0; i < json_object_array_length(addenda); i++)
        if (!take_addendum(out, json_object_array_get_idx(addenda, i)))
            return false;
    return true;
}

/* What the site's own editor would have let through, unchanged. */
static bool is_sound(struct site_payload *payload)
{
    for (int field = PROFILE_CODE; field <= PROFILE_FIELDS; field++) {
        const char *text = profile_field_text(&payload->profile, (enum profile_field)field);
        _cleanup_free_ char *clean = NULL;
        if (addendum_length(text) > profile_field_max((enum profile_field)field) || strchr(text, '\n') ||
            *text == ' ' || addendum_clean(&clean, text) < 0 || strcmp(clean, text) != 0)
            return false;
    }
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++) {
        const char *text = payload->addenda[i];
        _cleanup_free_ char *clean = NULL;
        if (text && (!*text || addendum_length(text) > ADDENDUM_CHARACTERS ||
                     addendum_clean(&clean, text) < 0 || strcmp(clean, text) != 0))
            return false;
    }
    return strlen(payload->profile.code) == 10 && strspn(payload->profile.code, "0123456789") == 10;
}

static bool is_canonical(const struct site_payload *payload, const char *bytes, size_t n)
{
    _cleanup_free_ char *text = NULL;
    size_t size = 0;

    return site_payload_write(&text, &size, payload) == 0 && size == n && memcmp(text, bytes, n) == 0;
}

int site_payload_read(struct site_payload *out, const char *bytes, size_t n)
{
    struct site_payload payload = {0};

    errno = 0; /* what there was no memory for would look like bad data */
    struct json_object *object = n <= BUNDLE_SITE_MAX ? parse(bytes, n) : NULL;
    bool sound = object && json_object_is_type(object, json_type_object) && take(&payload, object) &&
                 is_sound(&payload) && is_canonical(&payload, bytes, n);

    bool exhausted = errno == ENOMEM;

    json_object_put(object);
    if (sound)
        *out = payload;
    else
        site_payload_fini(&payload);
    return sound ? 0 : exhausted ? -ENOMEM : BUNDLE_BAD_SITE;
}
