/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/compile/fields.h"
#include "db/compile/pages.h"

#include <string.h>

static void check_url(const struct fields *fields, struct draft_link *link, const struct entry *url)
{
    if (url->text[0] && !content_url_allowed(url->text, link->host))
        report_add(fields->report, fields->path, url->line,
                   "url 不在允许的网站之列，或者不是 https（只有 www.moe.gov.cn 可用 http）：%s", url->text);
}

static void check_grade(const struct fields *fields, const struct entry *grade)
{
    if (grade->text[0] && strcmp(grade->text, "A") != 0 && strcmp(grade->text, "B") != 0)
        report_add(fields->report, fields->path, grade->line, "grade 只能是 A 或 B");
}

static void read_link(struct draft_link *link, const struct fields *fields)
{
    struct entry url = field_line(fields, "url"), grade = field_line(fields, "grade");

    check_url(fields, link, &url);
    check_grade(fields, &grade);
    link->purpose = field_line(fields, "purpose").text;
    link->url = url.text;
    link->grade = grade.text;
    link->checked = field_date(fields, "checked").text;
}

/* A link with an id is one, whatever else is wrong with it: a page that names it is not refused for that. */
static int add_link(struct draft_link **out, struct draft_content *content, const struct fields *fields)
{
    struct entry id = field_id(fields, "id");
    struct draft_link *link;

    for (size_t i = 0; i < content->n_links; i++)
        if (id.text[0] && strcmp(content->links[i].id.text, id.text) == 0)
            report_add(fields->report, fields->path, id.line, "id %s 重复（第 %d 行已有）", id.text,
                       content->links[i].id.line);
    link = pool_grow(fields->pool, &content->links, content->n_links, sizeof(*link));
    if (!link)
        return -ENOMEM;
    *link = (struct draft_link){.id = id};
    content->n_links++;
    *out = link;
    return 0;
}

static int load_link(struct draft_content *content, const struct fields *fields)
{
    static const struct field known[] = {
        {.name = "id"}, {.name = "purpose"}, {.name = "url"}, {.name = "grade"}, {.name = "checked"}};
    struct draft_link *link = NULL;
    const struct node *id;
    bool complete;
    int r = 0;

    if (fields->map->kind != NODE_MAP) {
        report_add(fields->report, fields->path, fields->map->line, "应该是“键: 值”");
        return 0;
    }
    complete = node_has_fields(fields->map, fields->report, fields->path, known, ARRAY_SIZE(known));
    id = node_get(fields->map, "id");
    if (id && id->kind == NODE_TEXT)
        r = add_link(&link, content, fields);
    if (r == 0 && link && complete)
        read_link(link, fields);
    return r;
}

int load_links(struct draft_content *content, struct report *report, const char *folder)
{
    struct fields fields = {.pool = &content->pool, .report = report};
    const struct node *list = NULL;
    struct source source;
    int r = load_source(&source, content, report, folder, "links.yaml");

    if (r == 0)
        r = node_parse(&list, &content->pool, report, &source, 0, source.n, NODE_LIST);
    if (r != 0)
        return r < 0 ? r : 0;
    fields.path = content->links_path = source.path;
    for (fields.map = list->first; fields.map && r == 0; fields.map = fields.map->next)
        r = load_link(content, &fields);
    return r;
}
