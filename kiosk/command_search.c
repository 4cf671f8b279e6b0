/* SPDX-License-Identifier: MIT */
/* search: what the handbook says about it. */
#include "kiosk/commands.h"

#include "base/error.h"
#include "db/pinyin.h"
#include "db/search.h"
#include "kiosk/words.h"

#include <json-c/json.h>
#include <string.h>
#include <sysexits.h>

#define LIMIT 10

static const char *kind_words(enum search_kind kind)
{
    switch (kind) {
    case SEARCH_QUESTION:
        return "问题";
    case SEARCH_PASSAGE:
        return "段落";
    case SEARCH_OUTCOME:
        return "引导结果";
    case SEARCH_LINK:
        return "网页";
    case SEARCH_INSTITUTION:
        return "学校";
    }
    return "";
}

static struct json_object *hit_json(const struct search_hit *hit)
{
    struct json_object *object = json_object_new_object();
    struct json_object *question = hit->question ? json_object_new_int(hit->question) : NULL;
    int r = json_add_text(object, "kind", search_kind_name(hit->kind));

    if (hit->question)
        r |= json_add(object, "question", question);
    else if (r == 0)
        r = json_object_object_add(object, "question", NULL); /* null */
    if (r | json_add_text(object, "title", hit->title) | json_add_text(object, "text", hit->text) |
        json_add_text(object, "target", hit->target)) {
        json_object_put(object);
        return NULL;
    }
    return object;
}

static struct json_object *result_json(const struct search_result *result)
{
    struct json_object *array = json_object_new_array();

    for (size_t i = 0; i < result->n; i++)
        if (json_add(array, NULL, hit_json(&result->hits[i])) < 0) {
            json_object_put(array);
            return NULL;
        }
    return array;
}

/* With what matched in bold and underlined on a terminal, in 【】 elsewhere. */
static void print_marked(struct output *out, const char *text, const struct search_mark *marks, size_t n)
{
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        output_printf(out, "%.*s", (int)(marks[i].start - at), text + at);
        at = marks[i].start + marks[i].n;
        if (out->cols)
            output_raw(out, "\033[1;4m");
        output_printf(out, out->cols ? "%.*s" : "【%.*s】", (int)marks[i].n, text + marks[i].start);
        if (out->cols)
            output_raw(out, "\033[22;24m");
    }
    output_print(out, text + at);
}

/* For people: the title, and below it what of it matched. */
static void print_lines(struct output *out, const struct search_hit *hit)
{
    output_printf(out, "%s", kind_words(hit->kind));
    if (hit->question)
        output_printf(out, " %d", hit->question);
    output_print(out, "  ");
    print_marked(out, hit->title, hit->title_marks, hit->n_title_marks);
    output_print(out, "\n");
    if (!*hit->text)
        return;
    output_print(out, "    ");
    print_marked(out, hit->text, hit->text_marks, hit->n_text_marks);
    output_print(out, "\n");
}

/* For programs: kind, question, title, text and target. */
static void print_tabbed(struct output *out, const struct search_hit *hit)
{
    output_printf(out, "%s\t", kind_words(hit->kind));
    if (hit->question)
        output_printf(out, "%d", hit->question);
    output_print(out, "\t");
    print_marked(out, hit->title, hit->title_marks, hit->n_title_marks);
    output_print(out, "\t");
    print_marked(out, hit->text, hit->text_marks, hit->n_text_marks);
    output_printf(out, "\t%s\n", hit->target);
}

static void report(struct invocation *invocation, const struct search_result *result)
{
    if (result->nearest)
        output_complain(&invocation->out, "没有完全对得上的；列出的是最接近的问题");
    if (invocation->options.json)
        output_json(&invocation->out, result_json(result));
    for (size_t i = 0; !invocation->options.json && i < result->n; i++) {
        if (invocation->out.cols)
            print_lines(&invocation->out, &result->hits[i]);
        else
            print_tabbed(&invocation->out, &result->hits[i]);
    }
}

static int search(struct invocation *invocation, const char *query)
{
    _cleanup_handbook_ struct handbook *handbook = NULL;
    struct search_result *result = NULL;
    int error, code = command_open_handbook(&handbook, invocation);

    if (code != EX_OK)
        return code;
    error =
        search_find(&result, handbook, query, invocation->options.limit ? invocation->options.limit : LIMIT);
    if (error < 0)
        return command_content_error(invocation, error);
    report(invocation, result);
    search_free(result);
    return EX_OK;
}

int command_search(struct invocation *invocation)
{
    char *query = NULL;
    int code = EX_USAGE;

    if (words_join(&query, invocation) < 0)
        return command_memory_error(invocation);
    if (pinyin_is_blank(query))
        output_complain(&invocation->out, "没有可查的字；要写想问的事、拼音、首字母或题号");
    else
        code = search(invocation, query);
    explicit_bzero(query, strlen(query));
    free(query);
    return code;
}
