/* SPDX-License-Identifier: MIT */
#include "db/compile/node.h"

#include "base/error.h"

#include <string.h>
#include <yaml.h>

#define DEPTH_MAX 10 /* a reckoned day in a condition of an option's way on */
#define NODES_MAX 4096

struct builder {
    yaml_parser_t parser;
    struct pool *pool;
    struct report *report;
    const struct source *source;
    int first_line; /* of the piece that is parsed */
    int nodes, depth;
};

/* At the end of its input libyaml is one line further than there are any. */
static int line_of(const struct builder *builder, const yaml_mark_t *mark)
{
    int line = builder->first_line + (int)mark->line, last = (int)builder->source->n_lines;

    return line < last ? line : last;
}

static int refuse(struct builder *builder, int line, const char *reason)
{
    report_add(builder->report, builder->source->path, line, "%s", reason);
    return 1;
}

static int next_event(struct builder *builder, yaml_event_t *event)
{
    yaml_parser_t *parser = &builder->parser;

    if (yaml_parser_parse(parser, event))
        return 0;
    if (parser->error == YAML_MEMORY_ERROR)
        return -ENOMEM;
    report_add(builder->report, builder->source->path, line_of(builder, &parser->problem_mark),
               "YAML 语法错误：%s", parser->problem ? parser->problem : "?");
    return 1;
}

static bool has_decoration(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return event->data.scalar.anchor || event->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT:
        return event->data.sequence_start.anchor || event->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT:
        return event->data.mapping_start.anchor || event->data.mapping_start.tag;
    default:
        return event->type == YAML_ALIAS_EVENT;
    }
}

static int make_text(struct node *node, struct builder *builder, const yaml_event_t *event)
{
    const char *value = (const char *)event->data.scalar.value;
    size_t n = event->data.scalar.length;

    if (memchr(value, '\0', n))
        return refuse(builder, node->line, "含有 NUL 字符");
    node->text = pool_copy(builder->pool, value, n);
    return node->text ? 0 : -ENOMEM;
}

static int make_children(struct node *node, struct builder *builder);

static int make_node(struct node **out, struct builder *builder, const yaml_event_t *event)
{
    int line = line_of(builder, &event->start_mark);
    struct node *node;

    if (has_decoration(event))
        return refuse(builder, line, "不允许 YAML 的锚点、别名和标签 (anchor, alias, tag)");
    if (++builder->nodes > NODES_MAX)
        return refuse(builder, line, "YAML 内容太多");
    node = pool_alloc(builder->pool, sizeof(*node));
    if (!node)
        return -ENOMEM;
    node->line = line;
    *out = node;
    if (event->type == YAML_SCALAR_EVENT) {
        node->kind = NODE_TEXT;
        return make_text(node, builder, event);
    }
    node->kind = event->type == YAML_MAPPING_START_EVENT ? NODE_MAP : NODE_LIST;
    return make_children(node, builder);
}

static int make_next_node(struct node **out, struct builder *builder)
{
    yaml_event_t event;
    int r = next_event(builder, &event);

    if (r != 0)
        return r;
    r = make_node(out, builder, &event);
    yaml_event_delete(&event);
    return r;
}

static int make_entry(struct node **out, struct builder *builder, const struct node *map,
                      const yaml_event_t *event)
{
    int line = line_of(builder, &event->start_mark);
    struct node *key = NULL;
    int r;

    if (event->type != YAML_SCALAR_EVENT)
        return refuse(builder, line, "键必须是文字");
    r = make_node(&key, builder, event);
    if (r == 0)
        r = make_next_node(out, builder);
    if (r != 0)
        return r;
    if (node_get(map, key->text)) {
        report_add(builder->report, builder->source->path, line, "键 %s 重复", key->text);
        return 0; /* go on: there may be more to say */
    }
    (*out)->key = key->text;
    return 0;
}

static bool is_end(const yaml_event_t *event)
{
    return event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT;
}

static int make_child(struct node **out, struct builder *builder, const struct node *parent, bool *end)
{
    yaml_event_t event;
    int r = next_event(builder, &event);

    if (r != 0)
        return r;
    if (is_end(&event))
        *end = true;
    else if (parent->kind == NODE_MAP)
        r = make_entry(out, builder, parent, &event);
    else
        r = make_node(out, builder, &event);
    yaml_event_delete(&event);
    return r;
}

static int make_children(struct node *node, struct builder *builder)
{
    struct node **tail = &node->first, *child;
    bool end = false;
    int r = 0;

    if (++builder->depth > DEPTH_MAX)
        return refuse(builder, node->line, "YAML 嵌套太深");
    while (r == 0 && !end) {
        child = NULL;
        r = make_child(&child, builder, node, &end);
        if (r == 0 && child) {
            *tail = child;
            tail = &child->next;
        }
    }
    builder->depth--;
    return r;
}

static int expect(struct builder *builder, yaml_event_type_t type, const char *reason)
{
    yaml_event_t event;
    int line, r = next_event(builder, &event);

    if (r != 0)
        return r;
    line = line_of(builder, &event.start_mark);
    if (event.type != type)
        r = refuse(builder, line, reason);
    yaml_event_delete(&event);
    return r;
}

static int make_document(struct node **out, struct builder *builder, enum node_kind kind)
{
    int r = expect(builder, YAML_STREAM_START_EVENT, "没有 YAML 内容");

    if (r == 0)
        r = expect(builder, YAML_DOCUMENT_START_EVENT, "没有 YAML 内容");
    if (r == 0)
        r = make_next_node(out, builder);
    if (r == 0 && (*out)->kind != kind)
        r = refuse(builder, (*out)->line, kind == NODE_MAP ? "应该是“键: 值”" : "应该是一个列表");
    if (r == 0)
        r = expect(builder, YAML_DOCUMENT_END_EVENT, "只能有一份 YAML 内容");
    if (r == 0)
        r = expect(builder, YAML_STREAM_END_EVENT, "只能有一份 YAML 内容");
    return r;
}

int node_parse(const struct node **out, struct pool *pool, struct report *report, const struct source *source,
               size_t offset, size_t n, enum node_kind kind)
{
    struct builder builder = {
        .pool = pool, .report = report, .source = source, .first_line = source_line_of(source, offset)};
    size_t before = report->n;
    struct node *root = NULL;
    int r;

    if (!yaml_parser_initialize(&builder.parser))
        return -ENOMEM;
    yaml_parser_set_encoding(&builder.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&builder.parser, (const unsigned char *)source->text + offset, n);
    r = make_document(&root, &builder, kind);
    yaml_parser_delete(&builder.parser);
    if (r != 0)
        return r;
    *out = root;
    return report->n > before ? 1 : 0;
}

const struct node *node_get(const struct node *map, const char *key)
{
    for (const struct node *node = map->first; node; node = node->next)
        if (node->key && strcmp(node->key, key) == 0)
            return node;
    return NULL;
}

const struct node *node_nth(const struct node *parent, size_t i)
{
    const struct node *node = parent->first;

    for (; node && i > 0; i--)
        node = node->next;
    return node;
}

static const struct field *find_field(const struct field *fields, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(fields[i].name, name) == 0)
            return &fields[i];
    return NULL;
}

bool node_has_fields(const struct node *map, struct report *report, const char *path,
                     const struct field *fields, size_t n)
{
    static const char *const kinds[] = {
        [NODE_TEXT] = "一个值", [NODE_LIST] = "一个列表 […]", [NODE_MAP] = "“键: 值”"};
    size_t before = report->n;

    for (const struct node *node = map->first; node; node = node->next) {
        const struct field *field = find_field(fields, n, node->key);
        if (!field)
            report_add(report, path, node->line, "不认识的键 %s", node->key);
        else if (!field->any && field->kind != node->kind)
            report_add(report, path, node->line, "%s 应该是%s", field->name, kinds[field->kind]);
    }
    for (size_t i = 0; i < n; i++)
        if (!fields[i].optional && !node_get(map, fields[i].name))
            report_add(report, path, map->line, "缺少 %s", fields[i].name);
    return report->n == before;
}
