/* SPDX-License-Identifier: MIT */
#include "db/compile/guides.h"

#include "base/error.h"
#include "db/compile/guide_read.h"
#include "db/compile/pages.h"
#include "db/guide_day.h"
#include "db/guide_sound.h"

#include <string.h>

static const struct wording guide_title_words = {.han = 20};
static const struct wording ask_words = {.han = 36, .end = "？"};
static const struct wording hint_words = {.han = 36, .end = "。"};
static const struct wording label_words = {.han = 28};

static void problem(const struct guide_reading *reading, int line, const char *reason)
{
    report_add(reading->report, reading->path, line, "%s", reason);
}

static void refuse_person(const struct guide_reading *reading, const struct node *map, const char *key)
{
    const struct node *node = node_get(map, key);

    if (node && guide_asks_for_a_person(node->text))
        report_add(reading->report, reading->path, node->line, "%s 不许要姓名、证件号", key);
}

/* A button: label and hint. */
static void read_label(const struct guide_reading *reading, struct guide_option *option,
                       const struct node *map)
{
    option->label = guide_read_words(reading, map, "label", &label_words);
    option->hint = guide_read_words(reading, map, "hint", &hint_words);
    refuse_person(reading, map, "label");
    refuse_person(reading, map, "hint");
}

static bool has_option(const struct guide_node *node, const char *id)
{
    for (size_t i = 0; i + 1 < node->n_options; i++)
        if (id[0] && strcmp(node->options[i].id, id) == 0)
            return true;
    return false;
}

static struct guide_option *add_option(struct guide_reading *reading, struct guide_node *node, int line)
{
    struct guide_option *option =
        guide_grow(reading, &node->options, &node->n_options, sizeof(*option), GUIDE_OPTIONS_MAX, line);

    if (option)
        option->id = option->label = option->hint = guide_borrow("");
    return option;
}

static void read_option(struct guide_reading *reading, struct guide_node *node, const struct node *map)
{
    static const struct field known[] = {
        {.name = "id"}, {.name = "label"}, {.name = "hint", .optional = true}, {.name = "next", .any = true}};
    struct guide_option *option = add_option(reading, node, map->line);

    if (!option)
        return;
    if (map->kind != NODE_MAP) {
        problem(reading, map->line, "选项要有 id、label 和 next");
        return;
    }
    if (!node_has_fields(map, reading->report, reading->path, known, ARRAY_SIZE(known)))
        return;
    option->id = guide_read_id(reading, map, "id");
    if (has_option(node, option->id))
        report_add(reading->report, reading->path, node_get(map, "id")->line, "选项编号 %s 重复", option->id);
    read_label(reading, option, map);
    guide_read_next(reading, option, node_get(map, "next"));
}

/* A school that was found is the option without an id (db/guide.h). */
static void name_school_options(const struct guide_reading *reading, struct guide_node *node, int line)
{
    static const char *const ids[] = {GUIDE_FOUND, GUIDE_NOT_FOUND, GUIDE_UNSURE};
    bool fine = node->n_options == ARRAY_SIZE(ids);

    for (size_t i = 0; fine && i < ARRAY_SIZE(ids); i++)
        fine = strcmp(node->options[i].id, ids[i]) == 0;
    if (fine)
        node->options[0].id = guide_borrow("");
    else
        problem(reading, line, "选项只能是 found、not-found、unsure，按这个次序");
}

static void read_options(struct guide_reading *reading, struct guide_node *node, const struct node *map)
{
    const struct node *list = node_get(map, "options");

    for (const struct node *item = list->first; item; item = item->next)
        read_option(reading, node, item);
    if (node->kind == GUIDE_INSTITUTION)
        name_school_options(reading, node, list->line);
    else if (node->n_options < 2)
        problem(reading, list->line, "选项要有 2 到 4 个");
}

static void read_date(struct guide_reading *reading, struct guide_node *node, const struct node *map)
{
    static const struct field known[] = {{.name = "label"}, {.name = "next", .any = true}};
    const struct node *precision = node_get(map, "precision"), *unsure = node_get(map, "unsure");
    struct guide_option *option = add_option(reading, node, map->line);

    node->precision = guide_precision_of(precision->text);
    if (!node->precision)
        problem(reading, precision->line, "precision 只能是 year、month、day");
    if (option)
        guide_read_next(reading, option, node_get(map, "next"));
    if (!unsure || !node_has_fields(unsure, reading->report, reading->path, known, ARRAY_SIZE(known)))
        return;
    option = add_option(reading, node, unsure->line);
    if (!option)
        return;
    option->id = guide_borrow(GUIDE_UNSURE);
    read_label(reading, option, unsure);
    guide_read_next(reading, option, node_get(unsure, "next"));
}

#define ASKED                                                                                                \
    {.name = "id"}, {.name = "kind"}, {.name = "ask"},                                                       \
    {                                                                                                        \
        .name = "hint", .optional = true                                                                     \
    }

/* Choices and institutions. */
static const struct field choice_fields[] = {ASKED, {.name = "options", .kind = NODE_LIST}};
static const struct field date_fields[] = {ASKED,
                                           {.name = "precision"},
                                           {.name = "next", .any = true},
                                           {.name = "unsure", .kind = NODE_MAP, .optional = true}};
static const struct field outcome_fields[] = {
    {.name = "id"},
    {.name = "kind"},
    {.name = "title"},
    {.name = "dates", .kind = NODE_MAP, .optional = true},
    {.name = "steps", .kind = NODE_LIST},
    {.name = "bring", .kind = NODE_LIST, .optional = true},
    {.name = "office"},
    {.name = "whom", .optional = true},
    {.name = "links", .kind = NODE_LIST, .optional = true},
    {.name = "quotes", .kind = NODE_LIST},
    {.name = "supplements", .kind = NODE_LIST, .optional = true},
};

static const struct kind {
    const char *name;
    enum guide_node_kind kind;
    const struct field *fields;
    size_t n_fields;
} kinds[] = {
    {"choice", GUIDE_CHOICE, choice_fields, ARRAY_SIZE(choice_fields)},
    {"date", GUIDE_DATE, date_fields, ARRAY_SIZE(date_fields)},
    {"institution", GUIDE_INSTITUTION, choice_fields, ARRAY_SIZE(choice_fields)},
    {"outcome", GUIDE_OUTCOME, outcome_fields, ARRAY_SIZE(outcome_fields)},
};

/* NULL after reporting. */
static const struct kind *find_kind(const struct guide_reading *reading, const struct node *map)
{
    const struct node *kind = map->kind == NODE_MAP ? node_get(map, "kind") : NULL;

    for (size_t i = 0; kind && kind->kind == NODE_TEXT && i < ARRAY_SIZE(kinds); i++)
        if (strcmp(kinds[i].name, kind->text) == 0)
            return &kinds[i];
    problem(reading, kind ? kind->line : map->line,
            "节点要有 kind，是 choice、date、institution、outcome 之一");
    return NULL;
}

static void read_asked(struct guide_reading *reading, struct guide_node *node, const struct node *map)
{
    node->ask = guide_read_words(reading, map, "ask", &ask_words);
    node->hint = guide_read_words(reading, map, "hint", &hint_words);
    refuse_person(reading, map, "ask");
    refuse_person(reading, map, "hint");
    if (node->kind == GUIDE_DATE)
        read_date(reading, node, map);
    else
        read_options(reading, node, map);
}

static void read_node(struct guide_reading *reading, struct guide *guide, const struct node *map)
{
    struct guide_node *node =
        guide_grow(reading, &guide->nodes, &guide->n_nodes, sizeof(*node), GUIDE_NODES_MAX, map->line);
    const struct kind *kind = node ? find_kind(reading, map) : NULL;

    if (!node)
        return;
    node->id = node->ask = node->hint = node->title = node->whom = guide_borrow("");
    if (!kind || !node_has_fields(map, reading->report, reading->path, kind->fields, kind->n_fields))
        return;
    node->id = guide_read_id(reading, map, "id");
    if (strcmp(node->id, GUIDE_TODAY) == 0 || strcmp(node->id, GUIDE_UNSURE) == 0)
        report_add(reading->report, reading->path, node_get(map, "id")->line, "节点不能叫 %s", node->id);
    node->kind = kind->kind;
    if (node->kind == GUIDE_OUTCOME)
        guide_read_outcome(reading, node, map, guide->question);
    else
        read_asked(reading, node, map);
}

static void read_guide(struct guide_reading *reading, struct guide *guide, const struct node *map)
{
    static const struct field known[] = {
        {.name = "question"}, {.name = "title"}, {.name = "start"}, {.name = "nodes", .kind = NODE_LIST}};
    const struct fields fields = {
        .pool = reading->pool, .report = reading->report, .path = reading->path, .map = map};
    int number;

    if (!node_has_fields(map, reading->report, reading->path, known, ARRAY_SIZE(known)))
        return;
    number = field_number(&fields, "question", 1, CONTENT_QUESTIONS);
    if (number && number != guide->question)
        report_add(reading->report, reading->path, node_get(map, "question")->line,
                   "question 是 %d，和文件名 q%02d.yaml 不一致", number, guide->question);
    guide->title = guide_read_words(reading, map, "title", &guide_title_words);
    guide->start = guide_read_id(reading, map, "start");
    for (const struct node *node = node_get(map, "nodes")->first; node; node = node->next)
        read_node(reading, guide, node);
}

int load_guide(struct draft_content *content, struct report *report, const char *folder, int number)
{
    struct guide_reading reading = {.pool = &content->pool, .report = report};
    struct draft_guide *file = &content->guide_files[number - 1];
    struct guide *guide = &content->guides[number - 1];
    struct source source;
    char name[32];
    int r;

    snprintf(name, sizeof(name), "guides/q%02d.yaml", number);
    r = load_source(&source, content, report, folder, name);
    if (r == 0)
        r = node_parse(&file->map, &content->pool, report, &source, 0, source.n, NODE_MAP);
    if (r != 0)
        return r < 0 ? r : 0;
    reading.path = file->path = source.path;
    guide->question = number;
    guide->title = guide->start = guide_borrow("");
    read_guide(&reading, guide, file->map);
    return reading.error;
}
