/* SPDX-License-Identifier: MIT */
/* school: institutions of the Ministry's list. */
#include "kiosk/commands.h"

#include "base/error.h"
#include "base/width.h"
#include "db/institution.h"
#include "kiosk/words.h"

#include <json-c/json.h>
#include <string.h>
#include <sysexits.h>

#define LIMIT 20
#define CODE_WIDTH 10

struct found {
    struct institution *schools;
    size_t n; /* to be shown; behind them one more if there is one */
    bool more;
    const char *as_of; /* YYYY-MM-DD */
};

static struct json_object *names_json(const struct institution *school)
{
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < school->n_former_names; i++)
        if (json_add(array, NULL, json_object_new_string(school->former_names[i])) < 0) {
            json_object_put(array);
            return NULL;
        }
    return array;
}

static struct json_object *school_json(const struct institution *school, const char *as_of)
{
    struct json_object *object = json_object_new_object();
    if (json_add_text(object, "code", school->code) | json_add_text(object, "name", school->name) |
        json_add_text(object, "province", school->province) | json_add_text(object, "city", school->city) |
        json_add_text(object, "level", school->level) | json_add_text(object, "kind", school->kind) |
        json_add(object, "former_names", names_json(school)) |
        json_add_text(object, "authority", school->authority) |
        json_add_text(object, "remark", school->remark) | json_add_text(object, "as_of", as_of)) {
        json_object_put(object);
        return NULL;
    }
    return object;
}

static struct json_object *found_json(const struct found *found)
{
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < found->n; i++)
        if (json_add(array, NULL, school_json(&found->schools[i], found->as_of)) < 0) {
            json_object_put(array);
            return NULL;
        }
    return array;
}

/* 2026-06-17 as 2026年6月17日. */
static void format_date(char out[32], const char *as_of)
{
    struct date date;
    if (date_parse(&date, as_of) == 0)
        snprintf(out, 32, "%d年%d月%d日", date.year, date.month, date.day);
    else
        out[0] = '\0';
}

static void print_cell(struct output *out, const char *text, int width)
{
    output_printf(out, "%s%*s", text, width - width_of_text(text) + 2, "");
}

static void print_details(struct output *out, const struct institution *school)
{
    char *names = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&names, &n);
    for (size_t i = 0; stream && i < school->n_former_names; i++)
        fprintf(stream, "%s%s", i ? "、" : "；曾用名：", school->former_names[i]);
    if ((!stream || fclose(stream) != 0) && !out->error)
        out->error = -ENOMEM;
    output_paragraph(out, 4, 0, "主管部门：%s%s%s%s", school->authority, *school->remark ? "；备注：" : "",
                     school->remark, names ? names : "");
    free(names);
}

/* For people: the long and rare of each on a line of its own. */
static void print_aligned(struct output *out, const struct found *found)
{
    char date[32];
    int name_width = 0;
    for (size_t i = 0; i < found->n; i++) {
        int width = width_of_text(found->schools[i].name);
        name_width = width > name_width ? width : name_width;
    }
    for (size_t i = 0; i < found->n; i++) {
        const struct institution *school = &found->schools[i];
        bool municipality = strcmp(school->province, school->city) == 0;
        print_cell(out, school->name, name_width);
        print_cell(out, school->code, CODE_WIDTH);
        print_cell(out, school->level, 4);
        print_cell(out, school->kind, 4);
        output_printf(out, "%s%s\n", school->province, municipality ? "" : school->city);
        print_details(out, school);
    }
    format_date(date, found->as_of);
    output_paragraph(out, 0, 0, "来自教育部全国高等学校名单，截至%s%s", date,
                     found->more ? "；还有更多，请写得再具体些，或用 --limit" : "");
}

static void print_tabbed(struct output *out, const struct found *found)
{
    for (size_t i = 0; i < found->n; i++) {
        const struct institution *school = &found->schools[i];
        output_printf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t", school->code, school->name, school->level,
                      school->kind, school->province, school->city, school->authority, school->remark);
        for (size_t k = 0; k < school->n_former_names; k++)
            output_printf(out, "%s%s", k ? "、" : "", school->former_names[k]);
        output_printf(out, "\t%s\n", found->as_of);
    }
}

/* Absence from the list is no judgement: military academies, for one, are not on it. */
static int complain_absent(struct invocation *invocation, const struct found *found)
{
    char date[32];
    format_date(date, found->as_of);
    output_complain(&invocation->out, "不在教育部名单（截至%s）中，请向学校核实", date);
    return COMMAND_NOTHING_FOUND;
}

static int find(struct found *found, struct invocation *invocation, struct handbook *handbook,
                const char *query)
{
    size_t all, limit = invocation->options.limit ? invocation->options.limit : LIMIT;
    int error = institutions_info(&all, &found->as_of, handbook);
    if (error == 0)
        error = institutions_find(&found->schools, &found->n, handbook, query, limit + 1);
    if (error < 0)
        return command_content_error(invocation, error);
    found->more = found->n > limit;
    found->n -= found->more;
    return EX_OK;
}

static int report(struct invocation *invocation, const struct found *found)
{
    if (invocation->options.json)
        output_json(&invocation->out, found_json(found));
    else if (found->n && invocation->out.cols)
        print_aligned(&invocation->out, found);
    else
        print_tabbed(&invocation->out, found);
    return found->n ? EX_OK : complain_absent(invocation, found);
}

int command_school(struct invocation *invocation)
{
    _cleanup_handbook_ struct handbook *handbook = NULL;
    _cleanup_free_ char *query = NULL;
    struct found found = {0};
    if (words_join(&query, invocation) < 0)
        return command_memory_error(invocation);
    if (institution_query_is_blank(query)) {
        output_complain(&invocation->out, "没有可查的字；要写学校名称的一部分、学校标识码、拼音或首字母");
        return EX_USAGE;
    }
    int code = command_open_handbook(&handbook, invocation);
    if (code == EX_OK)
        code = find(&found, invocation, handbook, query);
    if (code == EX_OK)
        code = report(invocation, &found);
    institutions_free(found.schools, found.n + found.more);
    return code;
}
