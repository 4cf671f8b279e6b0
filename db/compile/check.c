/* SPDX-License-Identifier: MIT */
#include "db/compile/check.h"

#include "db/compile/fields.h"

#include <string.h>

static bool has_link(const struct draft_content *content, const char *id)
{
    for (size_t i = 0; i < content->n_links; i++)
        if (strcmp(content->links[i].id.text, id) == 0)
            return true;
    return false;
}

static bool has_supplement(const struct draft_content *content, const char *id)
{
    for (size_t i = 0; i < content->n_supplements; i++)
        if (strcmp(content->supplements[i].id.text, id) == 0)
            return true;
    return false;
}

static bool names(const struct entries *entries, const char *text)
{
    for (size_t i = 0; i < entries->n; i++)
        if (strcmp(entries->items[i].text, text) == 0)
            return true;
    return false;
}

static void check_names(const struct draft_content *content, const struct draft_question *question,
                        struct report *report)
{
    for (size_t i = 0; i < question->links.n; i++)
        if (!has_link(content, question->links.items[i].text))
            report_add(report, question->path, question->links.items[i].line, "links.yaml 里没有 %s",
                       question->links.items[i].text);
    for (size_t i = 0; i < question->supplements.n; i++)
        if (!has_supplement(content, question->supplements.items[i].text))
            report_add(report, question->path, question->supplements.items[i].line,
                       "supplements 里没有 %s.md", question->supplements.items[i].text);
}

static void check_relation(const struct draft_content *content, const struct draft_question *question,
                           const struct entry *entry, struct report *report)
{
    int number = number_parse(entry->text);
    const struct draft_question *other;
    char back[12];

    if (number < 1 || number > CONTENT_QUESTIONS || number == question->number) {
        report_add(report, question->path, entry->line, "related 里的 %s 不是另一个问题的号码", entry->text);
        return;
    }
    other = &content->questions[number - 1];
    snprintf(back, sizeof(back), "%d", question->number);
    if (other->path && !names(&other->related, back))
        report_add(report, question->path, entry->line, "related 里有 %d，但问题 %d 的 related 里没有 %d",
                   number, number, question->number);
}

/* One saying leads to one question, or the search would have to guess. */
static void check_aliases(const struct draft_content *content, const struct draft_question *question,
                          struct report *report)
{
    for (size_t i = 0; i < question->aliases.n; i++) {
        const struct entry *alias = &question->aliases.items[i];
        for (int before = 1; before < question->number; before++)
            if (names(&content->questions[before - 1].aliases, alias->text))
                report_add(report, question->path, alias->line, "aliases 里的 %s 已归问题 %d", alias->text,
                           before);
    }
}

static bool says(const struct body *body, const char *words)
{
    for (size_t i = 0; i < body->n; i++)
        if (strstr(body->drafts[i].block.text, words))
            return true;
    return false;
}

static void check_laws(const struct draft_question *question, struct report *report)
{
    for (size_t i = 0; i < question->body.n; i++) {
        const struct draft *draft = &question->body.drafts[i];
        if (draft->block.law[0] && !says(&question->body, draft->block.law))
            report_add(report, question->path, draft->law_line, "引文的出处不是这一题正文里的字样：%s",
                       draft->block.law);
    }
}

static void check_use(const struct draft_content *content, const struct draft_supplement *supplement,
                      struct report *report)
{
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++) {
        const struct draft_question *question = &content->questions[i];
        if (!question->path ||
            names(&question->supplements, supplement->id.text)) /* unread: it may name it */
            return;
    }
    report_add(report, supplement->path, 0, "没有一题的 supplements 写了 %s", supplement->id.text);
}

void check_content(const struct draft_content *content, struct report *report)
{
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++) {
        const struct draft_question *question = &content->questions[i];
        if (!question->path)
            continue;
        if (content->links_path) /* else every link would be unknown */
            check_names(content, question, report);
        for (size_t k = 0; k < question->related.n; k++)
            check_relation(content, question, &question->related.items[k], report);
        check_aliases(content, question, report);
        check_laws(question, report);
    }
    for (size_t i = 0; i < content->n_supplements; i++)
        check_use(content, &content->supplements[i], report);
}
