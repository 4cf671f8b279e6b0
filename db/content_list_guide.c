/* SPDX-License-Identifier: MIT */
/* A guide as texts: what is asked, where each option leads and when, what an outcome says. */
#include "db/content_lists.h"

#include "base/error.h"

static void write_day(FILE *out, const struct guide_day *day)
{
    static const char *const words[] = {"年", "月", "日"};
    const int values[] = {day->add_years, day->month, day->day};

    if (day->from[0])
        fputs(day->from, out);
    else
        fprintf(out, "%04d-%02d-%02d", day->literal.year, day->literal.month, day->literal.day);
    for (size_t i = 0; i < ARRAY_SIZE(words); i++)
        if (values[i])
            fprintf(out, "%s%d%s", i ? "," : "+", values[i], words[i]);
}

static void write_condition(FILE *out, const struct guide_condition *condition)
{
    static const char *const signs[] = {
        [GUIDE_BEFORE] = "<", [GUIDE_ON_OR_BEFORE] = "≤", [GUIDE_AFTER] = ">", [GUIDE_ON_OR_AFTER] = "≥"};

    if (condition->is_answer) {
        fprintf(out, "%s = %s", condition->node, condition->option);
        return;
    }
    write_day(out, &condition->left);
    fprintf(out, " %s ", signs[condition->comparison]);
    write_day(out, &condition->right);
}

static void write_edge(FILE *out, const struct guide_edge *edge)
{
    fputs(" → ", out);
    if (edge->guide)
        fprintf(out, "第 %d 题 ", edge->guide);
    fputs(edge->node, out);
    for (size_t i = 0; i < edge->n_conditions; i++) {
        fputs(i ? "，" : "，如果 ", out);
        write_condition(out, &edge->conditions[i]);
    }
}

static void write_question(FILE *out, const struct guide_node *node)
{
    fprintf(out, "%s %s", node->ask, node->hint);
    if (node->kind == GUIDE_DATE)
        fprintf(out, "（精确到%s）",
                node->precision == GUIDE_YEAR    ? "年"
                : node->precision == GUIDE_MONTH ? "月"
                                                 : "日");
    for (size_t i = 0; i < node->n_options; i++) {
        const struct guide_option *option = &node->options[i];
        fprintf(out, "\n· %s%s%s%s%s", option->id, *option->id ? "：" : "", option->label,
                *option->hint ? " " : "", option->hint);
        for (size_t k = 0; k < option->n_edges; k++)
            write_edge(out, &option->edges[k]);
    }
}

static void write_items(FILE *out, const char *what, const struct guide_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fprintf(out, "\n%s：%s%s%s%s", what, items[i].text, *items[i].supplement ? "〔" : "",
                items[i].supplement, *items[i].supplement ? "〕" : "");
}

static void write_ids(FILE *out, const char *what, char *const *ids, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fprintf(out, "\n%s：%s", what, ids[i]);
}

static void write_outcome(FILE *out, const struct guide_node *node)
{
    fputs(node->title, out);
    write_items(out, "步骤", node->steps, node->n_steps);
    write_items(out, "请带", node->bring, node->n_bring);
    if (*node->whom || node->office)
        fprintf(out, "\n找谁：%s%s%s", node->whom, *node->whom && node->office ? "、" : "",
                node->office ? "学校学籍学历管理部门" : "");
    for (size_t i = 0; i < node->n_quotes; i++)
        fprintf(out, "\n依据：第 %d 题 %s", node->quotes[i].question, node->quotes[i].text);
    write_ids(out, "官方页面", node->links, node->n_links);
    write_ids(out, "补充说明", node->supplements, node->n_supplements);
    for (size_t i = 0; i < node->n_dates; i++) {
        fprintf(out, "\n日期 %s：", node->dates[i].name);
        write_day(out, &node->dates[i].day);
        fprintf(out, "（%d）", (int)node->dates[i].show);
    }
}

static void list_node(struct content_list *out, const struct guide_node *node)
{
    _cleanup_free_ char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    if (!stream) {
        out->error = -ENOMEM;
        return;
    }
    if (node->kind == GUIDE_OUTCOME)
        write_outcome(stream, node);
    else
        write_question(stream, node);
    if (fclose(stream) != 0)
        out->error = -ENOMEM;
    else
        content_list_add(out, node->id, "%s", text);
}

void content_list_guide(struct content_list *out, const struct guide *guide)
{
    content_list_add(out, "", "%s → %s", guide->title, guide->start);
    for (size_t i = 0; i < guide->n_nodes; i++)
        list_node(out, &guide->nodes[i]);
}
