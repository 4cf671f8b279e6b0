/* SPDX-License-Identifier: MIT */
#include "db/compile/pages.h"

#include "base/error.h"
#include "base/width.h"
#include "db/compile/fields.h"
#include "db/compile/markdown.h"

#include <string.h>

#define SHORT_TITLE_CELLS 24
#define FENCE "---\n"

int load_source(struct source *out, struct draft_content *content, struct report *report, const char *folder,
                const char *name)
{
    int r = source_read(out, &content->pool, report, folder, name);
    struct source *kept;

    if (r != 0)
        return r;
    kept = pool_grow(&content->pool, &content->sources, content->n_sources, sizeof(*kept));
    if (!kept)
        return -ENOMEM;
    *kept = *out;
    content->n_sources++;
    return 0;
}

int load_edition(struct draft_content *content, struct report *report, const char *folder)
{
    static const struct field known[] = {{.name = "title"}, {.name = "label"}, {.name = "compiled"}};
    struct fields fields = {.pool = &content->pool, .report = report};
    struct source source;
    int r = load_source(&source, content, report, folder, "edition.yaml");

    if (r == 0)
        r = node_parse(&fields.map, &content->pool, report, &source, 0, source.n, NODE_MAP);
    if (r != 0)
        return r < 0 ? r : 0;
    fields.path = source.path;
    if (!node_has_fields(fields.map, report, source.path, known, ARRAY_SIZE(known)))
        return 0;
    content->title = field_line(&fields, "title").text;
    content->label = field_line(&fields, "label").text;
    content->compiled = field_date(&fields, "compiled").text;
    return 0;
}

/* Where the body of a page starts, behind the second "---"; 0 after reporting. */
static size_t find_body(const struct source *source, struct report *report)
{
    size_t fence = strlen(FENCE);
    const char *end =
        strncmp(source->text, FENCE, fence) == 0 ? strstr(source->text + fence - 1, "\n" FENCE) : NULL;

    if (!end)
        report_add(report, source->path, 1, "文件必须以两行 --- 之间的 YAML 开头");
    else if (end < source->text + fence)
        report_add(report, source->path, 1, "两行 --- 之间没有内容");
    else
        return (size_t)(end - source->text) + 1 + fence;
    return 0;
}

/* Front matter and body, one checked even if the other is wrong. fields->map stays NULL if the front matter
 * is refused. */
static int parse_page(struct fields *fields, struct body *body, const struct source *source,
                      enum block_source kind, const struct field *known, size_t n)
{
    size_t fence = strlen(FENCE), start = find_body(source, fields->report);
    const struct node *map = NULL;
    int r;

    fields->path = source->path;
    if (!start)
        return 0;
    r = node_parse(&map, fields->pool, fields->report, source, fence, start - 2 * fence, NODE_MAP);
    if (r == 0 && node_has_fields(map, fields->report, source->path, known, n))
        fields->map = map;
    if (r >= 0)
        r = markdown_parse(body, fields->pool, fields->report, source, start, kind);
    return r < 0 ? r : 0;
}

static unsigned audience_bit(const char *name)
{
    for (unsigned bit = 1; bit & AUDIENCE_ALL; bit <<= 1)
        if (strcmp(content_audience_name(bit), name) == 0)
            return bit;
    return 0;
}

static int read_audience(struct draft_question *question, const struct fields *fields)
{
    struct entries names;
    int r = field_list(&names, fields, "audience");

    if (r < 0)
        return r;
    for (size_t i = 0; i < names.n; i++) {
        unsigned bit = audience_bit(names.items[i].text);
        if (!bit)
            report_add(fields->report, fields->path, names.items[i].line, "audience 里没有 %s 这一类人",
                       names.items[i].text);
        question->audience |= bit;
    }
    if (names.n == 0)
        report_add(fields->report, fields->path, node_get(fields->map, "audience")->line, "audience 是空的");
    return 0;
}

static void read_titles(struct draft_question *question, const struct fields *fields)
{
    struct entry short_title = field_line(fields, "short_title");
    int cells = width_of_text(short_title.text);

    question->title = field_line(fields, "title").text;
    question->short_title = short_title.text;
    if (cells > SHORT_TITLE_CELLS)
        report_add(fields->report, fields->path, short_title.line,
                   "short_title 太长：占 %d 格，最多 %d 格（12 个汉字）", cells, SHORT_TITLE_CELLS);
}

static int read_question(struct draft_question *question, const struct fields *fields, int number)
{
    int r, found = field_number(fields, "number", 1, CONTENT_QUESTIONS);

    if (found && found != number)
        report_add(fields->report, fields->path, node_get(fields->map, "number")->line,
                   "number 是 %d，与文件名 q%02d.md 不符", found, number);
    question->number = number;
    read_titles(question, fields);
    r = read_audience(question, fields);
    if (r == 0)
        r = field_list(&question->aliases, fields, "aliases");
    if (r == 0)
        r = field_list(&question->links, fields, "links");
    if (r == 0)
        r = field_list(&question->related, fields, "related");
    if (r == 0)
        r = field_list(&question->supplements, fields, "supplements");
    return r;
}

int load_question(struct draft_content *content, struct report *report, const char *folder, int number)
{
    static const struct field known[] = {
        {.name = "number"},
        {.name = "title"},
        {.name = "short_title"},
        {.name = "audience", .kind = NODE_LIST},
        {.name = "aliases", .kind = NODE_LIST},
        {.name = "links", .kind = NODE_LIST},
        {.name = "related", .kind = NODE_LIST, .optional = true},
        {.name = "supplements", .kind = NODE_LIST, .optional = true},
    };
    struct draft_question *question = &content->questions[number - 1];
    struct fields fields = {.pool = &content->pool, .report = report};
    struct source source;
    char name[32];
    int r;

    snprintf(name, sizeof(name), "handbook/q%02d.md", number);
    r = load_source(&source, content, report, folder, name);
    if (r == 0)
        r = parse_page(&fields, &question->body, &source, SOURCE_HANDBOOK, known, ARRAY_SIZE(known));
    if (r != 0 || !fields.map)
        return r < 0 ? r : 0;
    question->path = source.path;
    return read_question(question, &fields, number);
}

static void read_supplement(struct draft_supplement *supplement, const struct fields *fields)
{
    struct entry id = field_id(fields, "id");

    if (id.text[0] && strcmp(id.text, supplement->id.text) != 0)
        report_add(fields->report, fields->path, id.line, "id 是 %s，与文件名 %s.md 不符", id.text,
                   supplement->id.text);
    supplement->title = field_line(fields, "title").text;
    supplement->source = field_line(fields, "source").text;
    supplement->date = field_year(fields, "date").text;
}

/* A supplement goes by its file's name, so that a page that names it is not refused for what is wrong in
 * here. */
static struct draft_supplement *add_supplement(struct draft_content *content, const char *file)
{
    struct draft_supplement *supplement =
        pool_grow(&content->pool, &content->supplements, content->n_supplements, sizeof(*supplement));

    if (!supplement)
        return NULL;
    *supplement = (struct draft_supplement){
        .id.text = pool_copy(&content->pool, file, strlen(file) - strlen(".md")),
        .path = pool_printf(&content->pool, "supplements/%s", file),
    };
    content->n_supplements++;
    return supplement->id.text && supplement->path ? supplement : NULL;
}

int load_supplement(struct draft_content *content, struct report *report, const char *folder,
                    const char *file)
{
    static const struct field known[] = {
        {.name = "id"}, {.name = "title"}, {.name = "source"}, {.name = "date"}};
    struct draft_supplement *supplement = add_supplement(content, file);
    struct fields fields = {.pool = &content->pool, .report = report};
    struct source source;
    int r;

    if (!supplement)
        return -ENOMEM;
    r = load_source(&source, content, report, folder, supplement->path);
    if (r == 0)
        r = parse_page(&fields, &supplement->body, &source, SOURCE_SUPPLEMENT, known, ARRAY_SIZE(known));
    if (r != 0)
        return r < 0 ? r : 0;
    supplement->path = source.path;
    if (fields.map)
        read_supplement(supplement, &fields);
    return 0;
}
