/* SPDX-License-Identifier: MIT */
#include "kiosk/command_guide.h"

#include "base/error.h"

#include <json-c/json.h>
#include <string.h>

/* The container, or NULL if anything in it failed. */
static struct json_object *unless(int error, struct json_object *container)
{
    if (!error)
        return container;
    json_object_put(container);
    return NULL;
}

static struct json_object *answers_json(const struct guide_place *place)
{
    struct json_object *object = json_object_new_object();
    int error = 0;
    for (size_t i = 0; i < place->n_path; i++)
        error |= json_add_text(object, place->path[i].node->id, place->path[i].value);
    return unless(error, object);
}

static struct json_object *ids_json(char *const *ids, size_t n)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; i < n; i++)
        error |= json_add_text(array, NULL, ids[i]);
    return unless(error, array);
}

static struct json_object *quotes_json(const struct guide_node *outcome)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; i < outcome->n_quotes; i++)
        error |= json_add_text(array, NULL, outcome->quotes[i].text);
    return unless(error, array);
}

static struct json_object *quote_questions_json(const struct guide_node *outcome)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; i < outcome->n_quotes; i++)
        error |= json_add_int(array, NULL, outcome->quotes[i].question);
    return unless(error, array);
}

struct filling {
    const struct guide_node *outcome;
    const struct guide_answers *answers;
    struct date today;
    int error; /* the last of a text */
};

static int add_filled(struct json_object *container, const char *key, struct filling *filling,
                      const char *text)
{
    _cleanup_free_ char *filled = NULL;
    int error = guide_fill(&filled, filling->outcome, text, filling->answers, filling->today);
    if (!error)
        return json_add_text(container, key, filled);
    filling->error = error;
    return error;
}

static struct json_object *items_json(struct filling *filling, const struct guide_item *items, size_t n)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; i < n; i++)
        error |= add_filled(array, NULL, filling, items[i].text);
    return unless(error, array);
}

/* For each item the id of the supplement that says so, "" for the handbook. */
static struct json_object *sources_json(const struct guide_item *items, size_t n)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; i < n; i++)
        error |= json_add_text(array, NULL, items[i].supplement);
    return unless(error, array);
}

static struct json_object *outcome_json(struct filling *filling, int question)
{
    const struct guide_node *node = filling->outcome;
    struct json_object *object = json_object_new_object();
    int error = json_add_text(object, "id", node->id) | add_filled(object, "title", filling, node->title) |
                json_add(object, "quotes", quotes_json(node)) |
                json_add(object, "steps", items_json(filling, node->steps, node->n_steps)) |
                json_add(object, "bring", items_json(filling, node->bring, node->n_bring)) |
                json_add(object, "links", ids_json(node->links, node->n_links)) |
                json_add(object, "office", json_object_new_boolean(node->office)) |
                json_add_text(object, "whom", node->whom) |
                json_add(object, "supplements", ids_json(node->supplements, node->n_supplements)) |
                json_add(object, "step_supplements", sources_json(node->steps, node->n_steps)) |
                json_add(object, "bring_supplements", sources_json(node->bring, node->n_bring)) |
                json_add(object, "quote_questions", quote_questions_json(node)) |
                json_add_int(object, "question", question);
    return unless(error, object);
}

int guide_json_outcome(struct json_object **out, const struct guide_run *run, int question,
                       const struct guide_answers *answers, const struct guide_place *place)
{
    struct filling filling = {.outcome = place->node, .answers = answers, .today = run->today};
    struct json_object *object = json_object_new_object();
    *out =
        unless(json_add_int(object, "question", question) | json_add(object, "answers", answers_json(place)) |
                   json_add(object, "outcome", outcome_json(&filling, place->guide->question)),
               object);
    return *out ? 0 : filling.error ? filling.error : -ENOMEM;
}

static struct json_object *option_json(const struct guide_node *node, const struct guide_option *option)
{
    struct json_object *object = json_object_new_object();
    const char *id = *option->id || node->kind == GUIDE_DATE ? option->id : GUIDE_FOUND;
    return unless(json_add_text(object, "id", id) | json_add_text(object, "label", option->label) |
                      json_add_text(object, "hint", option->hint),
                  object);
}

/* What can be said besides a date. */
static struct json_object *options_json(const struct guide_node *node)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; i < node->n_options; i++)
        if (*node->options[i].id || node->kind != GUIDE_DATE)
            error |= json_add(array, NULL, option_json(node, &node->options[i]));
    return unless(error, array);
}

struct json_object *guide_json_next(const struct guide_run *run, const struct guide_place *place)
{
    static const char *const kinds[] = {
        [GUIDE_CHOICE] = "choice", [GUIDE_DATE] = "date", [GUIDE_INSTITUTION] = "institution"};
    static const char *const precisions[] = {
        [GUIDE_YEAR] = "year", [GUIDE_MONTH] = "month", [GUIDE_DAY] = "day"};
    const struct guide_node *node = place->node;
    struct json_object *object = json_object_new_object();
    int error = json_add_text(object, "next", node->id) | json_add_int(object, "question", run->question) |
                json_add(object, "answers", answers_json(place)) |
                json_add_text(object, "kind", kinds[node->kind]) | json_add_text(object, "ask", node->ask) |
                json_add_text(object, "hint", node->hint) | json_add(object, "options", options_json(node));
    if (node->kind == GUIDE_DATE)
        error |= json_add_text(object, "precision", precisions[node->precision]);
    return unless(error, object);
}
