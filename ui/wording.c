/* SPDX-License-Identifier: MIT */
#include "ui/wording.h"

#include "base/error.h"

#include <string.h>

void wording_step_label(char out[WORDING_LABEL_MAX], const struct block *block)
{
    snprintf(out, WORDING_LABEL_MAX, "%s", block->label);
    if (strncmp(block->label, "（", strlen("（")) != 0)
        return;
    const char *digits = block->label + strlen("（");
    size_t n = strspn(digits, "0123456789");
    snprintf(out, WORDING_LABEL_MAX, "%.*s", (int)n, digits);
}

void wording_quote_source(char out[WORDING_QUOTE_SOURCE_MAX], const struct guide_quote *quote)
{
    snprintf(out, WORDING_QUOTE_SOURCE_MAX, "—— 一本通 问题%d", quote->question);
}

int wording_law(char **out, const struct block *block)
{
    return asprintf(out, "—— %s", block->law) < 0 ? -ENOMEM : 0;
}

int wording_supplement_source(char **out, const struct supplement *supplement)
{
    return asprintf(out, "来源：%s，%s 核对", supplement->source, supplement->date) < 0 ? -ENOMEM : 0;
}

size_t wording_run(const struct guide_item *items, size_t n)
{
    size_t length = 0;
    while (n && *items[0].supplement && length < n &&
           strcmp(items[length].supplement, items[0].supplement) == 0)
        length++;
    return length;
}

bool wording_is_told_by_steps(const struct guide_node *outcome, const char *supplement)
{
    for (size_t i = 0; i < outcome->n_steps; i++)
        if (wording_run(outcome->steps + i, outcome->n_steps - i) > 1 &&
            strcmp(outcome->steps[i].supplement, supplement) == 0)
            return true;
    return false;
}

int wording_run_source(char **out, size_t first, size_t length, const struct supplement *supplement)
{
    int n;
    if (length == 1 || !supplement)
        n = asprintf(out, "%s", WORDING_ONE_ITEM);
    else
        n = asprintf(out, "（第 %zu 到 %zu 条来自补充说明“%s”，不是手册原文。来源：%s，%s 核对）", first + 1,
                     first + length, supplement->title, supplement->source, supplement->date);
    return n < 0 ? -ENOMEM : 0;
}

const char *wording_no_papers(const struct guide_node *outcome)
{
    return outcome->office || *outcome->whom ? "手册没有列出材料，请先向学校问清楚。"
                                             : "手册没有列出要带的材料。";
}

bool wording_names_office(const struct answer *answer)
{
    for (size_t i = 0; i < answer->n_blocks; i++)
        if (strstr(answer->blocks[i].text, "学籍学历管理部门"))
            return true;
    return false;
}

int wording_office(char **out, const struct profile *profile)
{
    const char *office = *profile->office ? profile->office : "学籍学历管理部门";
    return asprintf(out, "%s%s%s", profile->school, *profile->school ? " " : "", office) < 0 ? -ENOMEM : 0;
}

size_t wording_contact(struct wording_row out[WORDING_CONTACT_MAX], const struct profile *profile)
{
    const struct wording_row rows[WORDING_CONTACT_MAX] = {{"地点", profile->place},
                                                          {"时间", profile->hours},
                                                          {"电话", profile->telephone},
                                                          {"说明", profile->remarks}};
    size_t n = 0;
    for (size_t i = 0; i < WORDING_CONTACT_MAX; i++)
        if (*rows[i].text)
            out[n++] = rows[i];
    return n;
}

int wording_addendum_source(char **out, const struct addendum_shown *addendum)
{
    const char *source = *addendum->source ? addendum->source : "本校";
    return asprintf(out, "%s，%s 发布", source, addendum->date) < 0 ? -ENOMEM : 0;
}

const char *wording_profile_field(const char *id)
{
    static const struct {
        const char *id, *words;
    } fields[] = {{"code", "标识码"},    {"school", "学校"},    {"office", "部门名称"}, {"place", "地点"},
                  {"hours", "办公时间"}, {"telephone", "电话"}, {"remarks", "说明"}};
    for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
        if (strcmp(fields[i].id, id) == 0)
            return fields[i].words;
    return NULL;
}
