/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "base/error.h"
#include "db/compile/guide_read.h"
#include "db/guide_day.h"
#include "db/guide_sound.h"

#include <string.h>

static const struct {
    const char *key;
    enum guide_comparison comparison;
} comparisons[] = {
    {"before", GUIDE_BEFORE},
    {"on-or-before", GUIDE_ON_OR_BEFORE},
    {"after", GUIDE_AFTER},
    {"on-or-after", GUIDE_ON_OR_AFTER},
};

static void problem(const struct guide_reading *reading, const struct node *node, const char *reason)
{
    report_add(reading->report, reading->path, node->line, "%s", reason);
}

enum guide_precision guide_precision_of(const char *text)
{
    static const char *const names[] = {[GUIDE_YEAR] = "year", [GUIDE_MONTH] = "month", [GUIDE_DAY] = "day"};

    for (enum guide_precision i = GUIDE_YEAR; i <= GUIDE_DAY; i++)
        if (strcmp(text, names[i]) == 0)
            return i;
    return 0;
}

/* today, a day as it stands, or the id of a node. */
static void read_base(const struct guide_reading *reading, struct guide_day *day, const struct node *node)
{
    day->from = guide_borrow("");
    if (date_parse(&day->literal, node->text) == 0)
        return;
    if (guide_id_is_fine(reading, node->line, node->text))
        day->from = guide_borrow(node->text);
}

static void read_add_years(const struct guide_reading *reading, struct guide_day *day,
                           const struct node *node)
{
    size_t n = strlen(node->text);

    if (n < 1 || n > 2 || strspn(node->text, "0123456789") != n)
        problem(reading, node, "add-years 应该是 0 到 99 的整数");
    else
        day->add_years = atoi(node->text);
}

static void read_on(const struct guide_reading *reading, struct guide_day *day, const struct node *node)
{
    char text[sizeof("YYYY-MM-DD")];
    struct date date;

    snprintf(text, sizeof(text), "2000-%.5s", node->text);
    if (strlen(node->text) != 5 || date_parse(&date, text) < 0 ||
        !guide_day_is_yearly(date.month, date.day)) {
        problem(reading, node, "on 要写成 月-日，如 10-31，而且每年都有这一天");
        return;
    }
    day->month = date.month;
    day->day = date.day;
}

static void read_show(const struct guide_reading *reading, enum guide_precision *show,
                      const struct node *node)
{
    *show = guide_precision_of(node->text);
    if (!*show)
        problem(reading, node, "show 只能是 year、month、day");
}

static void read_reckoned(const struct guide_reading *reading, struct guide_day *day,
                          enum guide_precision *show, const struct node *map)
{
    static const struct field known[] = {
        {.name = "from"},
        {.name = "add-years", .optional = true},
        {.name = "on", .optional = true},
        {.name = "show", .optional = true},
    };
    size_t n = ARRAY_SIZE(known) - (show ? 0 : 1);
    const struct node *value;

    if (!node_has_fields(map, reading->report, reading->path, known, n))
        return;
    read_base(reading, day, node_get(map, "from"));
    if ((value = node_get(map, "add-years")))
        read_add_years(reading, day, value);
    if ((value = node_get(map, "on")))
        read_on(reading, day, value);
    if ((value = node_get(map, "show")))
        read_show(reading, show, value);
}

void guide_read_day(const struct guide_reading *reading, struct guide_day *day, enum guide_precision *show,
                    const struct node *value)
{
    day->from = guide_borrow("");
    if (value->kind == NODE_TEXT)
        read_base(reading, day, value);
    else if (value->kind == NODE_MAP)
        read_reckoned(reading, day, show, value);
    else
        problem(reading, value, "应该是一个日期");
}

static void read_answer_condition(const struct guide_reading *reading, struct guide_condition *condition,
                                  const struct node *map)
{
    static const struct field known[] = {{.name = "answer", .kind = NODE_MAP}};
    const struct node *answer;

    if (!node_has_fields(map, reading->report, reading->path, known, ARRAY_SIZE(known)))
        return;
    answer = node_get(map, "answer")->first;
    if (!answer || answer->next || answer->kind != NODE_TEXT) {
        problem(reading, map, "answer 里要有一个“问题: 选项”，只有一个");
        return;
    }
    condition->is_answer = true;
    if (guide_id_is_fine(reading, answer->line, answer->key))
        condition->node = guide_borrow(answer->key);
    if (guide_id_is_fine(reading, answer->line, answer->text))
        condition->option = guide_borrow(answer->text);
}

static void read_date_condition(const struct guide_reading *reading, struct guide_condition *condition,
                                const struct node *map)
{
    static const struct field known[] = {
        {.name = "date", .any = true},
        {.name = "before", .any = true, .optional = true},
        {.name = "on-or-before", .any = true, .optional = true},
        {.name = "after", .any = true, .optional = true},
        {.name = "on-or-after", .any = true, .optional = true},
    };
    const struct node *right = NULL;
    int found = 0;

    if (!node_has_fields(map, reading->report, reading->path, known, ARRAY_SIZE(known)))
        return;
    for (size_t i = 0; i < ARRAY_SIZE(comparisons); i++) {
        const struct node *value = node_get(map, comparisons[i].key);
        if (!value)
            continue;
        found++;
        right = value;
        condition->comparison = comparisons[i].comparison;
    }
    if (found != 1) {
        problem(reading, map, "条件要有 date 和一个比较（before、on-or-before、after、on-or-after）");
        return;
    }
    guide_read_day(reading, &condition->left, NULL, node_get(map, "date"));
    guide_read_day(reading, &condition->right, NULL, right);
}

static void read_when(struct guide_reading *reading, struct guide_edge *edge, const struct node *map)
{
    struct guide_condition *condition = guide_grow(reading, &edge->conditions, &edge->n_conditions,
                                                   sizeof(*condition), GUIDE_CONDITIONS_MAX, map->line);

    if (!condition)
        return;
    condition->node = condition->option = guide_borrow("");
    if (node_get(map, "answer"))
        read_answer_condition(reading, condition, map);
    else
        read_date_condition(reading, condition, map);
}

/* The start of another guide is "" until all guides are known. */
static void read_target(const struct guide_reading *reading, struct guide_edge *edge,
                        const struct node *value)
{
    static const struct field known[] = {{.name = "guide"}, {.name = "node", .optional = true}};
    const struct fields fields = {
        .pool = reading->pool, .report = reading->report, .path = reading->path, .map = value};

    edge->node = guide_borrow("");
    if (value->kind == NODE_LIST)
        problem(reading, value, "去向应该是一个节点，或 {guide: 题号, node: 节点}");
    else if (value->kind == NODE_TEXT && guide_id_is_fine(reading, value->line, value->text))
        edge->node = guide_borrow(value->text);
    else if (value->kind == NODE_MAP &&
             node_has_fields(value, reading->report, reading->path, known, ARRAY_SIZE(known))) {
        edge->guide = field_number(&fields, "guide", 1, CONTENT_QUESTIONS);
        edge->node = guide_read_id(reading, value, "node");
    }
}

static void add_edge(struct guide_reading *reading, struct guide_option *option, const struct node *when,
                     const struct node *to)
{
    struct guide_edge *edge =
        guide_grow(reading, &option->edges, &option->n_edges, sizeof(*edge), GUIDE_EDGES_MAX, to->line);

    if (!edge)
        return;
    read_target(reading, edge, to);
    if (when)
        read_when(reading, edge, when);
}

static void read_conditional(struct guide_reading *reading, struct guide_option *option,
                             const struct node *item)
{
    static const struct field known[] = {{.name = "when", .kind = NODE_MAP, .optional = true},
                                         {.name = "to", .any = true}};
    const struct node *when;

    if (item->kind != NODE_MAP) {
        problem(reading, item, "列出的去向要写成 when 和 to");
        return;
    }
    if (!node_has_fields(item, reading->report, reading->path, known, ARRAY_SIZE(known)))
        return;
    when = node_get(item, "when");
    if (when && !item->next)
        problem(reading, when, "最后一条去向不能有 when：其余的都归它");
    else if (!when && item->next)
        problem(reading, item, "这条去向没有 when，后面的永远轮不到");
    else
        add_edge(reading, option, when, node_get(item, "to"));
}

void guide_read_next(struct guide_reading *reading, struct guide_option *option, const struct node *value)
{
    if (value->kind != NODE_LIST) {
        add_edge(reading, option, NULL, value);
        return;
    }
    if (!value->first)
        problem(reading, value, "没有去向");
    for (const struct node *item = value->first; item; item = item->next)
        read_conditional(reading, option, item);
}
