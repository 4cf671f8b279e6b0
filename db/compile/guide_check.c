/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/compile/fields.h"
#include "db/compile/guide_lines.h"
#include "db/compile/guide_ways.h"
#include "db/compile/guides.h"
#include "db/guide_day.h"
#include "db/guide_sound.h"

#include <string.h>

struct check {
    struct draft_content *content;
    struct report *report;
    const struct draft_guide *file; /* of the guide that is looked at */
    const struct node *map;         /* of its node */
};

#define COMPLAIN(check, line, ...) report_add((check)->report, (check)->file->path, line, __VA_ARGS__)

/* A question of that id, in whichever guide. */
static const struct guide_node *find_asked(const struct draft_content *content, const char *id)
{
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++) {
        const struct guide_node *node = guide_find_node(&content->guides[i], id);
        if (node && node->kind != GUIDE_OUTCOME)
            return node;
    }
    return NULL;
}

static void check_day(const struct check *check, const struct guide_day *day, int line)
{
    const struct guide_node *node;

    if (!day->from[0] || strcmp(day->from, GUIDE_TODAY) == 0)
        return;
    node = find_asked(check->content, day->from);
    if (!node)
        COMPLAIN(check, line, "没有编号是 %s 的问题", day->from);
    else if (node->kind != GUIDE_DATE)
        COMPLAIN(check, line, "%s 问的不是日期", day->from);
}

/* A condition names a found school as the file does; db/guide.h has "" for it. */
static void check_answer(const struct check *check, struct guide_condition *condition, int line)
{
    const struct guide_node *node = find_asked(check->content, condition->node);

    if (node && node->kind == GUIDE_INSTITUTION && strcmp(condition->option, GUIDE_FOUND) == 0)
        condition->option = node->options[0].id;
    for (size_t i = 0; node && node->kind != GUIDE_DATE && i < node->n_options; i++)
        if (strcmp(node->options[i].id, condition->option) == 0)
            return;
    if (node)
        COMPLAIN(check, line, "%s 没有选项 %s", condition->node, condition->option);
    else
        COMPLAIN(check, line, "没有编号是 %s 的问题", condition->node);
}

/* Names the node that a hand-over to the start of a guide leads to. */
static void check_target(const struct check *check, const struct guide *guide, struct guide_edge *edge,
                         int line)
{
    const struct guide *other = edge->guide ? &check->content->guides[edge->guide - 1] : guide;

    if (!edge->node[0])
        edge->node = other->start;
    if (!guide_find_node(other, edge->node))
        COMPLAIN(check, line, "去向是没有的节点 %s", edge->node);
}

static void check_edges(const struct check *check, const struct guide *guide, const struct guide_node *node)
{
    for (size_t o = 0; o < node->n_options; o++) {
        for (size_t e = 0; e < node->options[o].n_edges; e++) {
            struct guide_edge *edge = &node->options[o].edges[e];
            int line = guide_edge_line(check->map, node, o, e);
            check_target(check, guide, edge, guide_target_line(check->map, node, o, e));
            for (size_t c = 0; c < edge->n_conditions; c++) {
                struct guide_condition *condition = &edge->conditions[c];
                if (condition->is_answer) {
                    check_answer(check, condition, line);
                    continue;
                }
                check_day(check, &condition->left, line);
                check_day(check, &condition->right, line);
            }
        }
    }
}

static bool is_same_text(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* What a visitor sees of a question. */
static bool looks_like(const struct guide_node *a, const struct guide_node *b)
{
    if (a->kind != b->kind || a->precision != b->precision || a->n_options != b->n_options ||
        !is_same_text(a->ask, b->ask) || !is_same_text(a->hint, b->hint))
        return false;
    for (size_t i = 0; i < a->n_options; i++) {
        const struct guide_option *x = &a->options[i], *y = &b->options[i];
        if (!is_same_text(x->id, y->id) || !is_same_text(x->label, y->label) ||
            !is_same_text(x->hint, y->hint))
            return false;
    }
    return true;
}

/* An id is one node in a guide, one outcome in all of them, and the same question wherever it stands. */
static void check_id(const struct check *check, size_t number, const struct guide_node *node)
{
    int line = node_get(check->map, "id")->line;

    if (guide_find_node(&check->content->guides[number], node->id) != node)
        COMPLAIN(check, line, "编号 %s 在这个文件里用过了", node->id);
    for (size_t i = 0; i < number; i++) {
        const struct guide_node *other = guide_find_node(&check->content->guides[i], node->id);
        if (!other)
            continue;
        if (node->kind == GUIDE_OUTCOME || other->kind == GUIDE_OUTCOME)
            COMPLAIN(check, line, "编号 %s 在第 %zu 题用过了", node->id, i + 1);
        else if (!looks_like(node, other))
            COMPLAIN(check, line, "%s 和第 %zu 题的同名问题不一样", node->id, i + 1);
        return;
    }
}

static bool has_link(const struct draft_content *content, const char *id)
{
    for (size_t i = 0; i < content->n_links; i++)
        if (is_same_text(content->links[i].id.text, id))
            return true;
    return !content->links_path; /* unread: it may have it */
}

static bool has_supplement(const struct draft_content *content, const char *id)
{
    for (size_t i = 0; i < content->n_supplements; i++)
        if (is_same_text(content->supplements[i].id.text, id))
            return true;
    return false;
}

static void check_names(const struct check *check, const struct guide_node *node)
{
    for (size_t i = 0; i < node->n_links; i++)
        if (!has_link(check->content, node->links[i]))
            COMPLAIN(check, guide_item_line(check->map, "links", i), "links.yaml 里没有 %s", node->links[i]);
    for (size_t i = 0; i < node->n_supplements; i++)
        if (!has_supplement(check->content, node->supplements[i]))
            COMPLAIN(check, guide_item_line(check->map, "supplements", i), "supplements 里没有 %s.md",
                     node->supplements[i]);
}

static bool is_verbatim(const struct draft_question *question, const char *quote)
{
    for (size_t i = 0; i < question->body.n; i++)
        if (strstr(question->body.drafts[i].block.text, quote))
            return true;
    return !question->path; /* unread: it may say so */
}

static void check_quotes(const struct check *check, const struct guide_node *node)
{
    for (size_t i = 0; i < node->n_quotes; i++) {
        const struct guide_quote *quote = &node->quotes[i];
        if (!is_verbatim(&check->content->questions[quote->question - 1], quote->text))
            COMPLAIN(check, guide_item_line(check->map, "quotes", i), "手册第 %d 题没有一段含有这一句：%s",
                     quote->question, quote->text);
    }
}

/* Marks the dates that a text names. */
static void check_names_of_dates(const struct check *check, const struct guide_node *node, const char *text,
                                 bool *used, int line)
{
    while (*(text += strcspn(text, "{}"))) {
        size_t n = strcspn(text + 1, "{}"), i = 0;
        if (text[0] != '{' || text[1 + n] != '}') {
            COMPLAIN(check, line, "{ 和 } 不成对");
            return;
        }
        while (i < node->n_dates &&
               (strlen(node->dates[i].name) != n || strncmp(node->dates[i].name, text + 1, n) != 0))
            i++;
        if (i == node->n_dates)
            COMPLAIN(check, line, "dates 里没有 {%.*s}", (int)n, text + 1);
        else
            used[i] = true;
        text += n + 2;
    }
}

static void check_items(const struct check *check, const struct guide_node *node, const char *key, bool *used)
{
    bool steps = strcmp(key, "steps") == 0;
    size_t n = steps ? node->n_steps : node->n_bring;

    for (size_t i = 0; i < n; i++) {
        const struct guide_item *item = steps ? &node->steps[i] : &node->bring[i];
        int line = guide_item_line(check->map, key, i);
        bool listed = !item->supplement[0];
        check_names_of_dates(check, node, item->text, used, line);
        for (size_t s = 0; s < node->n_supplements; s++)
            listed |= is_same_text(node->supplements[s], item->supplement);
        if (!listed)
            COMPLAIN(check, line, "用了补充说明 %s，这个结果的 supplements 里没有列", item->supplement);
    }
}

/* As precise as it is known, unless the file says otherwise. */
static void set_precision(const struct draft_content *content, struct guide_shown_date *date)
{
    const struct guide_node *node = find_asked(content, date->day.from);

    if (!date->show)
        date->show = date->day.month || !node ? GUIDE_DAY : node->precision;
}

static void check_dates(const struct check *check, struct guide_node *node)
{
    const struct node *dates = node_get(check->map, "dates");
    bool used[GUIDE_ITEMS_MAX] = {false};

    check_names_of_dates(check, node, node->title, used, node_get(check->map, "title")->line);
    check_items(check, node, "steps", used);
    check_items(check, node, "bring", used);
    for (size_t i = 0; i < node->n_dates; i++) {
        int line = node_nth(dates, i)->line;
        check_day(check, &node->dates[i].day, line);
        set_precision(check->content, &node->dates[i]);
        if (!used[i])
            COMPLAIN(check, line, "日期 %s 没有用到", node->dates[i].name);
    }
}

static void check_node(const struct check *check, size_t number, struct guide_node *node)
{
    check_id(check, number, node);
    check_edges(check, &check->content->guides[number], node);
    if (node->kind != GUIDE_OUTCOME)
        return;
    check_names(check, node);
    check_quotes(check, node);
    check_dates(check, node);
}

static void check_guide(struct draft_content *content, struct report *report, size_t number)
{
    struct guide *guide = &content->guides[number];
    struct check check = {.content = content, .report = report, .file = &content->guide_files[number]};

    if (!guide_find_node(guide, guide->start))
        COMPLAIN(&check, node_get(check.file->map, "start")->line, "start 是没有的节点 %s", guide->start);
    for (size_t i = 0; i < guide->n_nodes; i++) {
        check.map = guide_node_map(check.file, i);
        check_node(&check, number, &guide->nodes[i]);
    }
}

int check_guides(struct draft_content *content, struct report *report)
{
    size_t before = report->n;

    if (!content->guides_complete)
        return 0;
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        check_guide(content, report, i);
    return report->n == before ? check_ways(content, report) : 0;
}
