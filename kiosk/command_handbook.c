/* SPDX-License-Identifier: MIT */
/* list and links; show is in kiosk/command_show.c. */
#include "kiosk/commands.h"

#include "base/error.h"
#include "base/width.h"

#include <json-c/json.h>
#include <sysexits.h>

static struct json_object *audience_json(unsigned audience)
{
    struct json_object *array = json_object_new_array();
    for (unsigned bit = 1; bit & AUDIENCE_ALL; bit <<= 1)
        if (audience & bit && json_add(array, NULL, json_object_new_string(content_audience_name(bit))) < 0) {
            json_object_put(array);
            return NULL;
        }
    return array;
}

static struct json_object *question_json(const struct question *question)
{
    struct json_object *object = json_object_new_object();
    if (json_add_int(object, "number", question->number) | json_add_text(object, "title", question->title) |
        json_add_text(object, "short_title", question->short_title) |
        json_add(object, "audience", audience_json(question->audience))) {
        json_object_put(object);
        return NULL;
    }
    return object;
}

static struct json_object *list_json(const struct question *questions, size_t n)
{
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < n; i++)
        if (json_add(array, NULL, question_json(&questions[i])) < 0) {
            json_object_put(array);
            return NULL;
        }
    return array;
}

int command_list(struct invocation *invocation)
{
    _cleanup_handbook_ struct handbook *handbook = NULL;
    int code = command_open_handbook(&handbook, invocation);
    if (code != EX_OK)
        return code;
    size_t n;
    const struct question *questions = handbook_questions(handbook, &n);
    if (invocation->options.json)
        output_json(&invocation->out, list_json(questions, n));
    else
        for (size_t i = 0; i < n; i++)
            output_printf(&invocation->out, "%d\t%s\n", questions[i].number, questions[i].title);
    return EX_OK;
}

static struct json_object *link_json(const struct link *link)
{
    struct json_object *object = json_object_new_object();
    if (json_add_text(object, "id", link->id) | json_add_text(object, "purpose", link->purpose) |
        json_add_text(object, "url", link->url) | json_add_text(object, "host", link->host) |
        json_add_text(object, "grade", link->grade) | json_add_text(object, "checked", link->checked)) {
        json_object_put(object);
        return NULL;
    }
    return object;
}

static struct json_object *links_json(const struct link *links, size_t n)
{
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < n; i++)
        if (json_add(array, NULL, link_json(&links[i])) < 0) {
            json_object_put(array);
            return NULL;
        }
    return array;
}

static void print_cell(struct output *out, const char *text, int width)
{
    output_printf(out, "%s%*s", text, width - width_of_text(text) + 2, "");
}

/* For people: aligned, the address on a line of its own, since most are longer than what is left of the
 * first. */
static void print_aligned(struct output *out, const struct link *links, size_t n)
{
    int id_width = 0, host_width = 0;
    for (size_t i = 0; i < n; i++) {
        int id = width_of_text(links[i].id), host = width_of_text(links[i].host);
        id_width = id > id_width ? id : id_width;
        host_width = host > host_width ? host : host_width;
    }
    for (size_t i = 0; i < n; i++) {
        print_cell(out, links[i].id, id_width);
        print_cell(out, links[i].host, host_width);
        output_printf(out, "%s  %s  %s\n    %s\n", links[i].grade, links[i].checked, links[i].purpose,
                      links[i].url);
    }
}

static void print_tabbed(struct output *out, const struct link *links, size_t n)
{
    for (size_t i = 0; i < n; i++)
        output_printf(out, "%s\t%s\t%s\t%s\t%s\t%s\n", links[i].id, links[i].purpose, links[i].url,
                      links[i].host, links[i].grade, links[i].checked);
}

int command_links(struct invocation *invocation)
{
    _cleanup_handbook_ struct handbook *handbook = NULL;
    int code = command_open_handbook(&handbook, invocation);
    if (code != EX_OK)
        return code;
    struct link *links;
    size_t n;
    int error = handbook_links(&links, &n, handbook);
    if (error < 0)
        return command_content_error(invocation, error);
    if (invocation->options.json)
        output_json(&invocation->out, links_json(links, n));
    else if (invocation->out.cols)
        print_aligned(&invocation->out, links, n);
    else
        print_tabbed(&invocation->out, links, n);
    links_free(links, n);
    return EX_OK;
}
