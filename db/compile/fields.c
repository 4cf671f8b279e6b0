/* SPDX-License-Identifier: MIT */
#include "db/compile/fields.h"

#include "base/clock.h"
#include "base/error.h"

#include <string.h>

#define ID_MAX 40

static void problem(const struct fields *fields, int line, const char *key, const char *reason)
{
    report_add(fields->report, fields->path, line, "%s %s", key, reason);
}

struct entry field_line(const struct fields *fields, const char *key)
{
    const struct node *node = node_get(fields->map, key);
    bool fine = text_is_line(fields->report, fields->path, node->line, key, node->text);

    return (struct entry){.text = fine ? node->text : "", .line = node->line};
}

struct entry field_id(const struct fields *fields, const char *key)
{
    struct entry id = field_line(fields, key);
    size_t n = strlen(id.text);

    if (n > ID_MAX || strspn(id.text, "abcdefghijklmnopqrstuvwxyz0123456789-") != n)
        problem(fields, id.line, key, "只能用小写字母、数字和 -，最多 40 个");
    return id;
}

struct entry field_date(const struct fields *fields, const char *key)
{
    struct entry day = field_line(fields, key);
    struct date date;

    if (day.text[0] && date_parse(&date, day.text) < 0)
        problem(fields, day.line, key, "应该是真实的日期 YYYY-MM-DD");
    return day;
}

struct entry field_year(const struct fields *fields, const char *key)
{
    const char *text = node_get(fields->map, key)->text;

    if (strlen(text) == 4 && strspn(text, "0123456789") == 4 &&
        (strncmp(text, "19", 2) == 0 || text[0] == '2'))
        return field_line(fields, key);
    return field_date(fields, key);
}

int number_parse(const char *text)
{
    size_t n = strlen(text);

    if (n < 1 || n > 2 || strspn(text, "0123456789") != n || text[0] == '0')
        return 0;
    return atoi(text);
}

int field_number(const struct fields *fields, const char *key, int min, int max)
{
    struct entry entry = field_line(fields, key);
    int number = number_parse(entry.text);

    if (entry.text[0] && (number < min || number > max)) {
        report_add(fields->report, fields->path, entry.line, "%s 应该是 %d 到 %d 的整数", key, min, max);
        return 0;
    }
    return number;
}

static bool is_listed(const struct entries *entries, const char *text)
{
    for (size_t i = 0; i < entries->n; i++)
        if (strcmp(entries->items[i].text, text) == 0)
            return true;
    return false;
}

static bool is_item(const struct fields *fields, const char *key, const struct entries *before,
                    const struct node *node)
{
    if (node->kind != NODE_TEXT)
        problem(fields, node->line, key, "只能列出文字");
    else if (!text_is_line(fields->report, fields->path, node->line, key, node->text))
        return false;
    else if (is_listed(before, node->text))
        report_add(fields->report, fields->path, node->line, "%s 里 %s 重复", key, node->text);
    else
        return true;
    return false;
}

int field_list(struct entries *out, const struct fields *fields, const char *key)
{
    const struct node *list = node_get(fields->map, key);
    struct entry *items = NULL, *item;

    *out = (struct entries){0};
    for (const struct node *node = list ? list->first : NULL; node; node = node->next) {
        if (!is_item(fields, key, out, node))
            continue;
        item = pool_grow(fields->pool, &items, out->n, sizeof(*item));
        if (!item)
            return -ENOMEM;
        *item = (struct entry){.text = node->text, .line = node->line};
        out->items = items;
        out->n++;
    }
    return 0;
}
