/* SPDX-License-Identifier: MIT */
#include "db/compile/institutions.h"

#include "base/clock.h"
#include "base/error.h"
#include "db/compile/fields.h"
#include "db/compile/pages.h"
#include "db/institution_rules.h"

#include <string.h>

static const char *const institution_columns[] = {"code", "name",      "province", "city", "level",
                                                  "kind", "authority", "remark",   NULL};
static const char *const former_columns[] = {"code", "former_name", "former_name_as_of", NULL};

static int compare_codes(const void *a, const void *b)
{
    const struct table_row *const *left = a, *const *right = b;
    int order = strcmp((*left)->cells[INSTITUTION_CODE], (*right)->cells[INSTITUTION_CODE]);

    return order ? order : (*left)->line - (*right)->line;
}

static int compare_names(const void *a, const void *b)
{
    const struct table_row *const *left = a, *const *right = b;
    int order = strcmp((*left)->cells[INSTITUTION_NAME], (*right)->cells[INSTITUTION_NAME]);

    return order ? order : (*left)->line - (*right)->line;
}

static void check_institution(const struct table_row *row, const char *path, struct report *report)
{
    const char *level = row->cells[INSTITUTION_LEVEL], *kind = row->cells[INSTITUTION_KIND];
    bool adult = strcmp(kind, "成人") == 0;

    if (!institution_code_is_sound(row->cells[INSTITUTION_CODE]))
        report_add(report, path, row->line, "code 应该是十位数字：%s", row->cells[INSTITUTION_CODE]);
    for (size_t i = 0; institution_columns[i]; i++)
        if (!*row->cells[i] && i != INSTITUTION_REMARK &&
            !(adult && (i == INSTITUTION_CITY || i == INSTITUTION_LEVEL)))
            report_add(report, path, row->line, "%s 是空的", institution_columns[i]);
    if (*kind && !institution_kind_is_sound(kind))
        report_add(report, path, row->line, "kind 只能是 普通 或 成人：%s", kind);
    else if (*kind && (*level || adult) && !institution_level_is_sound(level, kind))
        report_add(report, path, row->line, "level 只能是 本科 或 专科，成人高校不写：%s", level);
}

/* Neighbours that are the same; `order` puts them beside each other. */
static void check_twice(const struct table_row **rows, size_t n, size_t column,
                        int (*order)(const void *, const void *), const char *path, struct report *report)
{
    qsort(rows, n, sizeof(*rows), order);
    for (size_t i = 1; i < n; i++)
        if (strcmp(rows[i - 1]->cells[column], rows[i]->cells[column]) == 0)
            report_add(report, path, rows[i]->line, "%s %s 重复（第 %d 行已有）", institution_columns[column],
                       rows[i]->cells[column], rows[i - 1]->line);
}

/* Pointers to the rows, to be sorted. NULL: out of memory. */
static const struct table_row **point_to_rows(struct pool *pool, const struct table *table)
{
    const struct table_row **rows = pool_alloc(pool, (table->n + 1) * sizeof(*rows));

    for (size_t i = 0; rows && i < table->n; i++)
        rows[i] = &table->rows[i];
    return rows;
}

static int load_list(struct draft_content *content, struct report *report, const char *folder)
{
    struct draft_institutions *list = &content->institutions;
    const struct table *table = &list->table;
    int r = table_load(&list->table, content, report, folder, "institutions.tsv", institution_columns);

    if (r != 0)
        return r < 0 ? r : 0;
    for (size_t i = 0; i < table->n; i++)
        check_institution(&table->rows[i], table->path, report);
    list->by_code = point_to_rows(&content->pool, table);
    if (!list->by_code)
        return -ENOMEM;
    check_twice(list->by_code, table->n, INSTITUTION_NAME, compare_names, table->path, report);
    check_twice(list->by_code, table->n, INSTITUTION_CODE, compare_codes, table->path, report);
    if (table->n == 0 || table->n > INSTITUTIONS_MAX)
        report_add(report, table->path, 0, "有 %zu 所学校，应该是 1 到 %d 所", table->n, INSTITUTIONS_MAX);
    return 0;
}

static const struct table_row *find_institution(const struct draft_institutions *list, const char *code)
{
    size_t low = 0, n = list->by_code ? list->table.n : 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(list->by_code[middle]->cells[INSTITUTION_CODE], code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == n || strcmp(list->by_code[low]->cells[INSTITUTION_CODE], code) != 0)
        return NULL;
    return list->by_code[low];
}

static bool is_listed_before(const struct table *table, size_t which)
{
    const struct table_row *row = &table->rows[which];

    for (size_t i = 0; i < which; i++)
        if (strcmp(table->rows[i].cells[FORMER_CODE], row->cells[FORMER_CODE]) == 0 &&
            strcmp(table->rows[i].cells[FORMER_NAME], row->cells[FORMER_NAME]) == 0)
            return true;
    return false;
}

static void check_former(const struct draft_institutions *list, size_t which, struct report *report)
{
    const struct table *table = &list->former;
    const struct table_row *row = &table->rows[which],
                           *owner = find_institution(list, row->cells[FORMER_CODE]);
    struct date date;

    if (!owner && list->table.n > 0) /* else the list is blamed already */
        report_add(report, table->path, row->line, "institutions.tsv 里没有 code %s",
                   row->cells[FORMER_CODE]);
    if (!*row->cells[FORMER_NAME])
        report_add(report, table->path, row->line, "former_name 是空的");
    else if (owner && strcmp(owner->cells[INSTITUTION_NAME], row->cells[FORMER_NAME]) == 0)
        report_add(report, table->path, row->line, "former_name 就是现在的名称");
    else if (is_listed_before(table, which))
        report_add(report, table->path, row->line, "former_name %s 重复", row->cells[FORMER_NAME]);
    if (date_parse(&date, row->cells[FORMER_DATE]) < 0)
        report_add(report, table->path, row->line, "former_name_as_of 应该是真实的日期 YYYY-MM-DD");
}

static int load_former(struct draft_content *content, struct report *report, const char *folder)
{
    struct draft_institutions *list = &content->institutions;
    int r = table_load(&list->former, content, report, folder, "former_names.tsv", former_columns);

    for (size_t i = 0; r == 0 && i < list->former.n; i++)
        check_former(list, i, report);
    return r < 0 ? r : 0;
}

static int load_origin(struct draft_content *content, struct report *report, const char *folder)
{
    static const struct field known[] = {{.name = "source"}, {.name = "link"}, {.name = "date"}};
    struct draft_institutions *list = &content->institutions;
    struct fields fields = {.pool = &content->pool, .report = report};
    struct source source;
    int r = load_source(&source, content, report, folder, "institutions.yaml");

    if (r == 0)
        r = node_parse(&fields.map, &content->pool, report, &source, 0, source.n, NODE_MAP);
    if (r != 0)
        return r < 0 ? r : 0;
    list->path = fields.path = source.path;
    if (!node_has_fields(fields.map, report, source.path, known, ARRAY_SIZE(known)))
        return 0;
    list->source = field_line(&fields, "source").text;
    list->link = field_id(&fields, "link");
    list->date = field_date(&fields, "date").text;
    return 0;
}

static void check_link(const struct draft_content *content, struct report *report)
{
    const struct entry *link = &content->institutions.link;

    if (!link->text || !link->text[0] || !content->links_path) /* reported already */
        return;
    for (size_t i = 0; i < content->n_links; i++)
        if (strcmp(content->links[i].id.text, link->text) == 0)
            return;
    report_add(report, content->institutions.path, link->line, "links.yaml 里没有 %s", link->text);
}

int load_institutions(struct draft_content *content, struct report *report, const char *folder)
{
    int r = load_origin(content, report, folder);

    if (r == 0)
        check_link(content, report);
    if (r == 0)
        r = load_list(content, report, folder);
    if (r == 0)
        r = load_former(content, report, folder);
    return r;
}
