/* SPDX-License-Identifier: MIT */
#include "kiosk/plain.h"

#include "base/error.h"
#include "db/institution.h"
#include "db/pinyin.h"
#include "db/search.h"

#include <string.h>

#define HITS_MAX 9
#define SCHOOLS_MAX 9

/* ---- search ---- */

static bool is_of_question(const struct search_hit *hit, int question)
{
    return (hit->kind == SEARCH_QUESTION || hit->kind == SEARCH_PASSAGE) && hit->question == question;
}

/* The title of a question is read out once. */
static void print_hit(struct plain *plain, const struct search_hit *hits, size_t number)
{
    const struct search_hit *hit = &hits[number - 1];
    struct output *out = plain->out;
    bool again = false;
    for (size_t i = 0; i + 1 < number; i++)
        again |= is_of_question(&hits[i], hit->question);
    switch (hit->kind) {
    case SEARCH_QUESTION:
    case SEARCH_PASSAGE:
        if (again && *hit->text) {
            output_paragraph(out, 0, 0, "%zu、还是问题 %d，里面写着：%s", number, hit->question, hit->text);
            return;
        }
        output_paragraph(out, 0, 0, "%zu、问题 %d：%s", number, hit->question, hit->title);
        break;
    case SEARCH_OUTCOME:
        output_paragraph(out, 0, 0, "%zu、问题 %d 的自助引导：%s", number, hit->question, hit->title);
        return;
    case SEARCH_LINK:
        output_paragraph(out, 0, 0, "%zu、官方网页：%s", number, hit->title);
        return;
    case SEARCH_INSTITUTION:
        output_paragraph(out, 0, 0, "%zu、学校：%s", number, hit->title);
        return;
    }
    if (*hit->text)
        output_paragraph(out, 0, 0, "对上的是：%s", hit->text);
}

static int open_link(struct plain *plain, const char *id)
{
    struct link *link;
    int error = handbook_link(&link, plain->handbook, id);
    if (error)
        return handbook_named(error);
    plain_count(plain, TALLY_LINK, id);
    error = plain_addresses(plain, link, 1);
    links_free(link, 1);
    return error;
}

static int open_hit(struct plain *plain, const struct search_hit *hit)
{
    char item[TALLY_ITEM_BYTES];
    tally_question_item(item, hit->question);
    switch (hit->kind) {
    case SEARCH_QUESTION:
    case SEARCH_PASSAGE:
        plain_count(plain, TALLY_SEARCH, item);
        return plain_answer(plain, hit->question);
    case SEARCH_OUTCOME:
        plain_count(plain, TALLY_SEARCH, item);
        return plain_guide(plain, hit->question);
    case SEARCH_LINK:
        plain_count(plain, TALLY_SEARCH, "link");
        return open_link(plain, hit->target);
    case SEARCH_INSTITUTION:
        plain_count(plain, TALLY_SEARCH, "school");
        return plain_school_card(plain, hit->target);
    }
    return PLAIN_ON;
}

static void print_hits(struct plain *plain, const char *query, const struct search_result *result)
{
    if (!result->n)
        output_paragraph(plain->out, 0, 0, "没有找到“%s”。换个说法再试，拼音、首字母也可以。", query);
    else if (result->nearest)
        output_paragraph(plain->out, 0, 0, "没有完全对得上的；最接近的有 %zu 条：", result->n);
    else
        output_paragraph(plain->out, 0, 0, "找到 %zu 条：", result->n);
    for (size_t i = 0; i < result->n; i++)
        print_hit(plain, result->hits, i + 1);
}

/* PLAIN_ON: another query is in the prompt; else one was opened or somebody leaves. */
static int choose_hit(struct plain *plain, const struct search_result *result)
{
    char words[PLAIN_WORDS];
    if (result->n)
        plain_ask_number(words, "都不是，再写一种说法；按回车回开头", result->n);
    else
        snprintf(words, sizeof(words), "按回车回开头。\n请再写一种说法：");
    for (;;) {
        if (!prompt_read(&plain->prompt, words))
            return PLAIN_GONE;
        int number = prompt_number(&plain->prompt);
        if (!*plain->prompt.line || number == 0 || prompt_is(&plain->prompt, "q") ||
            prompt_is(&plain->prompt, "b"))
            return PLAIN_HOME;
        if (number < 0)
            return PLAIN_ON;
        if ((size_t)number <= result->n) {
            int next = open_hit(plain, &result->hits[number - 1]);
            return next == PLAIN_ON ? PLAIN_HOME : next;
        }
        output_paragraph(plain->out, 0, 0, "没有第 %d 条。", number);
    }
}

static int search_once(struct plain *plain, const char *query)
{
    struct search_result *result;
    int error = search_find(&result, plain->handbook, query, HITS_MAX);
    if (error)
        return error;
    if (!result->n || result->nearest)
        tally_miss(&plain->tally, plain->clock.wall(plain->clock.context), query);
    print_hits(plain, query, result);
    int next = choose_hit(plain, result);
    search_free(result);
    return next;
}

int plain_search(struct plain *plain, const char *query)
{
    int next = PLAIN_ON;
    char *words = *query ? strdup(query) : NULL;
    if (!words && !prompt_read(&plain->prompt, "拼音、首字母也可以；按回车回开头。\n请写想问的事："))
        return PLAIN_GONE;
    while (next == PLAIN_ON) {
        if (!words)
            words = strdup(plain->prompt.line);
        if (!words)
            return -ENOMEM;
        next = pinyin_is_blank(words) ? PLAIN_HOME : search_once(plain, words);
        explicit_bzero(words, strlen(words));
        free(words);
        words = NULL;
    }
    return next;
}

/* ---- schools ---- */

static void print_row(struct plain *plain, const char *label, const char *text)
{
    if (*text)
        output_paragraph(plain->out, 0, 0, "%s：%s。", label, text);
}

static void print_card(struct plain *plain, const struct institution *school, const char *as_of)
{
    bool municipality = !strcmp(school->province, school->city);
    output_paragraph(plain->out, 0, 0, "%s，在教育部名单里。", school->name);
    print_row(plain, "学校标识码", school->code);
    print_row(plain, "层次", school->level);
    print_row(plain, "类别", school->kind);
    print_row(plain, "主管部门", school->authority);
    output_paragraph(plain->out, 0, 0, "所在地：%s%s。", school->province, municipality ? "" : school->city);
    print_row(plain, "备注", school->remark);
    for (size_t i = 0; i < school->n_former_names; i++)
        print_row(plain, "曾用名", school->former_names[i]);
    output_paragraph(plain->out, 0, 0, "来自教育部全国高等学校名单，截至%s。学校后来的变动，请向学校核实。",
                     as_of);
}

int plain_school_card(struct plain *plain, const char *code)
{
    struct institution *school;
    const char *as_of;
    size_t all;
    int error = institutions_info(&all, &as_of, plain->handbook);
    if (!error)
        error = institution_by_code(&school, plain->handbook, code);
    if (error)
        return handbook_named(error);
    print_card(plain, school, as_of);
    institutions_free(school, 1);
    return PLAIN_ON;
}

static int print_schools(struct plain *plain, const struct institution *schools, size_t n)
{
    const char *as_of;
    size_t all;
    int error = institutions_info(&all, &as_of, plain->handbook);
    if (error)
        return error;
    if (!n)
        output_paragraph(plain->out, 0, 0,
                         "“%s”不在教育部名单（截至%s）中，请向学校核实；也可以换几个字再查。",
                         plain->prompt.line, as_of);
    else
        output_paragraph(plain->out, 0, 0, n == SCHOOLS_MAX ? "先列出最像的 %zu 所：" : "找到 %zu 所：", n);
    for (size_t i = 0; i < n; i++)
        guide_print_school(plain->out, true, i + 1, &schools[i]);
    return 0;
}

/* The one with that number, or what the words find. */
static int look_up(struct plain *plain, struct institution **schools, size_t *n)
{
    int number = prompt_number(&plain->prompt);
    if (number >= 1 && (size_t)number <= *n)
        return plain_school_card(plain, (*schools)[number - 1].code);
    if (number >= 0 || institution_query_is_blank(plain->prompt.line)) {
        output_paragraph(plain->out, 0, 0, "请写校名里的字、拼音、首字母，或者学校标识码。");
        return 0;
    }
    institutions_free(*schools, *n);
    *schools = NULL;
    *n = 0;
    int error = institutions_find(schools, n, plain->handbook, plain->prompt.line, SCHOOLS_MAX);
    return error ? error : print_schools(plain, *schools, *n);
}

int plain_school(struct plain *plain)
{
    struct institution *schools = NULL;
    char words[PLAIN_WORDS];
    size_t n = 0;
    int next = PLAIN_ON;
    while (next == PLAIN_ON) {
        plain_ask_number(words, "再查一所，写它的校名；按回车回开头", n);
        if (!prompt_read(&plain->prompt, n ? words : "拼音、首字母也可以；按回车回开头。\n请写校名："))
            next = PLAIN_GONE;
        else if (!*plain->prompt.line || prompt_is(&plain->prompt, "0") || prompt_is(&plain->prompt, "q") ||
                 prompt_is(&plain->prompt, "b"))
            next = PLAIN_HOME;
        else
            next = look_up(plain, &schools, &n);
    }
    institutions_free(schools, n);
    return next;
}
