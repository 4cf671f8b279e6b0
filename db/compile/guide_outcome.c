/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/compile/guide_read.h"
#include "db/guide_sound.h"

#include <string.h>

static const struct wording title_words = {.han = 28};
static const struct wording whom_words = {.han = 28};
static const struct wording step_words = {.han = 90, .end = "。"};
static const struct wording bring_words = {.han = 40};

static void problem(const struct guide_reading *reading, int line, const char *reason)
{
    report_add(reading->report, reading->path, line, "%s", reason);
}

/* "text", or a map of `key` and text; the text's node, NULL if it is neither. */
static const struct node *text_of(const struct guide_reading *reading, const struct node *item,
                                  const char *key)
{
    const struct field known[] = {{.name = "text"}, {.name = key}};

    if (item->kind == NODE_TEXT)
        return item;
    if (item->kind == NODE_LIST)
        problem(reading, item->line, "这里不能是列表");
    else if (node_has_fields(item, reading->report, reading->path, known, ARRAY_SIZE(known)))
        return node_get(item, "text");
    return NULL;
}

static void read_items(struct guide_reading *reading, struct guide_item **items, size_t *n,
                       const struct node *list, const struct wording *wording)
{
    for (const struct node *node = list ? list->first : NULL; node; node = node->next) {
        const struct node *text = text_of(reading, node, "supplement");
        struct guide_item *item = guide_grow(reading, items, n, sizeof(*item), GUIDE_ITEMS_MAX, node->line);
        if (!item)
            return;
        item->text = item->supplement = guide_borrow("");
        if (text && guide_words_are_fine(reading, text, list->key, wording))
            item->text = guide_borrow(text->text);
        if (text && text != node)
            item->supplement = guide_read_line(reading, node, "supplement");
    }
}

static void read_quote(struct guide_reading *reading, struct guide_quote *quote, const struct node *node,
                       int question)
{
    const struct node *text = text_of(reading, node, "question");
    const struct fields fields = {
        .pool = reading->pool, .report = reading->report, .path = reading->path, .map = node};

    quote->text = guide_borrow("");
    quote->question = question;
    if (!text)
        return;
    if (text != node)
        quote->question = field_number(&fields, "question", 1, CONTENT_QUESTIONS);
    if (text_is_line(reading->report, reading->path, text->line, "quotes", text->text))
        quote->text = guide_borrow(text->text);
}

static void read_quotes(struct guide_reading *reading, struct guide_node *node, const struct node *list,
                        int question)
{
    for (const struct node *item = list->first; item; item = item->next) {
        struct guide_quote *quote =
            guide_grow(reading, &node->quotes, &node->n_quotes, sizeof(*quote), GUIDE_ITEMS_MAX, item->line);
        if (!quote)
            return;
        read_quote(reading, quote, item, question);
    }
    if (node->n_quotes == 0)
        problem(reading, list->line, "结果至少要有一句手册原文 (quotes)");
    else if (node->quotes[0].question != question)
        problem(reading, list->first->line, "第一句要引本题");
}

static void read_dates(struct guide_reading *reading, struct guide_node *node, const struct node *map)
{
    for (const struct node *value = map ? map->first : NULL; value; value = value->next) {
        struct guide_shown_date *date =
            guide_grow(reading, &node->dates, &node->n_dates, sizeof(*date), GUIDE_ITEMS_MAX, value->line);
        if (!date)
            return;
        date->name = guide_borrow("");
        if (guide_id_is_fine(reading, value->line, value->key))
            date->name = guide_borrow(value->key);
        guide_read_day(reading, &date->day, &date->show, value);
    }
}

static bool read_office(const struct guide_reading *reading, const struct node *node)
{
    bool no = strcmp(node->text, "false") == 0;

    if (!no && strcmp(node->text, "true") != 0)
        problem(reading, node->line, "office 只能是 true 或 false");
    return !no;
}

void guide_read_outcome(struct guide_reading *reading, struct guide_node *node, const struct node *map,
                        int question)
{
    const struct node *office = node_get(map, "office"), *steps = node_get(map, "steps");

    node->title = guide_read_words(reading, map, "title", &title_words);
    node->whom = guide_read_words(reading, map, "whom", &whom_words);
    if (strpbrk(node->whom, "{}"))
        problem(reading, node_get(map, "whom")->line, "whom 里不能有 {…}");
    node->office = read_office(reading, office);
    read_items(reading, &node->steps, &node->n_steps, steps, &step_words);
    read_items(reading, &node->bring, &node->n_bring, node_get(map, "bring"), &bring_words);
    if (!steps->first)
        problem(reading, steps->line, "结果至少要有一步 (steps)");
    read_quotes(reading, node, node_get(map, "quotes"), question);
    read_dates(reading, node, node_get(map, "dates"));
    guide_read_names(&node->links, &node->n_links, reading, map, "links", GUIDE_ITEMS_MAX);
    guide_read_names(&node->supplements, &node->n_supplements, reading, map, "supplements", GUIDE_ITEMS_MAX);
    if (!node->office && node->n_links == 0)
        problem(reading, office->line, "没有页面 (links)，也不用找学校 (office)：结果至少要有一样");
}
