/* SPDX-License-Identifier: MIT */
#include "kiosk/school_data.h"

#include "base/error.h"
#include "db/site/profile.h"
#include "kiosk/command_site.h"
#include "ui/wording.h"

#include <json-c/json.h>
#include <string.h>

static int read_all(struct school_data *out, struct site *site, int question)
{
    int error = site_profile_read(&out->profile, site);
    int shown = error ? 0 : site_addendum_shown(&out->addendum, site, question);
    return shown == -ENOENT ? error : error ? error : shown;
}

void school_data_read(struct school_data *out, struct invocation *invocation, int question)
{
    const char *path = command_site_path(invocation);
    struct shifted_clock shifted;
    struct site *site;
    *out = (struct school_data){0};
    int error = site_open(&site, path, SITE_READ, options_clock(&invocation->options, &shifted));
    if (error == 0) {
        error = read_all(out, site, question);
        site_close(site);
    } else if ((error == -ENOENT || error == -ENOTDIR) &&
               !(invocation->options.given & OPTION_BIT(OPTION_SITE))) {
        return;
    }
    if (error)
        output_complain(&invocation->out, "读不了本校数据 %s：%s；没有本校的联系方式和补充", path,
                        command_site_reason(error));
}

void school_data_fini(struct school_data *data)
{
    site_profile_free(data->profile);
    addendum_shown_free(data->addendum);
}

int school_data_print(struct output *out, const struct school_data *data)
{
    const struct addendum_shown *addendum = data->addendum;
    _cleanup_free_ char *source = NULL, *copy = NULL;
    if (!addendum)
        return 0;
    copy = strdup(addendum->text);
    if (!copy || wording_addendum_source(&source, addendum) < 0)
        return -ENOMEM;
    output_print(out, "\n◆ " WORDING_ADDENDUM "\n");
    for (char *line, *rest = copy; (line = strsep(&rest, "\n"));)
        output_paragraph(out, *line ? 2 : 0, 0, "%s", line);
    output_paragraph(out, 2, 0, "%s", source);
    return 0;
}

static struct json_object *addendum_json(const struct addendum_shown *addendum)
{
    struct json_object *object = json_object_new_object();
    if (json_add_text(object, "text", addendum->text) | json_add_text(object, "source", addendum->source) |
        json_add_text(object, "date", addendum->date)) {
        json_object_put(object);
        return NULL;
    }
    return object;
}

/* value NULL when out of memory; json_add would take what is not there for that. */
static int add_if(bool there, struct json_object *container, const char *key, struct json_object *value)
{
    if (there || !container)
        return json_add(container, key, value);
    return json_object_object_add(container, key, NULL) ? -ENOMEM : 0;
}

static struct json_object *data_json(const struct school_data *data)
{
    const struct profile *profile = data->profile;
    struct json_object *object = json_object_new_object();
    if (json_add_text(object, "school", profile->school) | json_add_text(object, "office", profile->office) |
        json_add_text(object, "place", profile->place) | json_add_text(object, "hours", profile->hours) |
        json_add_text(object, "telephone", profile->telephone) |
        json_add_text(object, "remarks", profile->remarks) |
        add_if(data->addendum, object, "addendum", data->addendum ? addendum_json(data->addendum) : NULL)) {
        json_object_put(object);
        return NULL;
    }
    return object;
}

int school_data_add_json(struct json_object *container, const struct school_data *data)
{
    return add_if(data->profile, container, "school", data->profile ? data_json(data) : NULL);
}
