/* SPDX-License-Identifier: MIT */
#include "kiosk/command_guide.h"

#include "base/error.h"
#include "base/width.h"
#include "db/institution.h"
#include "kiosk/school_data.h"
#include "ui/wording.h"

#include <string.h>

struct saying {
    const struct guide_run *run;
    struct output *out;
    const struct guide_node *outcome;
    const struct guide_answers *answers;
    const struct school_data *school;
};

/* A school by its code is not among what can be written beforehand. */
static void print_option_by_id(struct output *out, const struct guide_node *node,
                               const struct guide_option *option)
{
    const char *id = *option->id ? option->id : GUIDE_FOUND;
    if (node->kind != GUIDE_DATE || *option->id)
        output_paragraph(out, 2, 4, "%s  %s%s", id, option->label,
                         node->kind == GUIDE_INSTITUTION && !*option->id ? "；或者写学校标识码，十位数字"
                                                                         : "");
}

void guide_print_options(struct output *out, const struct guide_node *node, bool by_id)
{
    output_paragraph(out, 0, 0, "%s", node->ask);
    if (*node->hint)
        output_paragraph(out, 2, 0, "%s", node->hint);
    for (size_t i = 0; i < node->n_options; i++) {
        const struct guide_option *option = &node->options[i];
        if (by_id)
            print_option_by_id(out, node, option);
        else if (node->kind == GUIDE_CHOICE)
            output_paragraph(out, 2, 3, "%zu  %s", i + 1, option->label);
        if (*option->hint && (by_id || node->kind == GUIDE_CHOICE))
            output_paragraph(out, 5, 0, "%s", option->hint);
    }
}

/* One behind the other; the caller frees. NULL when out of memory. */
static char *former_names(const struct institution *school)
{
    char *names = NULL;
    size_t n;
    FILE *stream = open_memstream(&names, &n);
    for (size_t i = 0; stream && i < school->n_former_names; i++)
        fprintf(stream, "%s%s", i ? "、" : "；曾用名：", school->former_names[i]);
    if (stream && fclose(stream) == 0)
        return names;
    free(names);
    return NULL;
}

void guide_print_school(struct output *out, bool plainly, size_t number, const struct institution *school)
{
    bool municipality = !strcmp(school->province, school->city);
    _cleanup_free_ char *names = former_names(school);
    output_paragraph(out, plainly ? 0 : 2, plainly ? 0 : 3, "%zu%s%s（%s%s%s%s%s）", number,
                     plainly ? "、" : "  ", school->name, school->province, municipality ? "" : school->city,
                     *school->level ? "，" : "", school->level, names ? names : "");
}

void guide_print_answers(const struct guide_run *run, const struct guide_place *place, bool numbered)
{
    for (size_t i = 0; i < place->n_path; i++) {
        _cleanup_free_ char *words = NULL;
        char mark[24] = "√ ";
        if (numbered)
            snprintf(mark, sizeof(mark), "%zu. ", i + 1);
        if (guide_words(&words, run->handbook, place->path[i].node, place->path[i].value) < 0)
            words = NULL; /* the answer as it was given says it, too */
        output_paragraph(&run->invocation->out, 2, width_of_text(mark), "%s%s　%s", mark,
                         place->path[i].node->ask, words ? words : place->path[i].value);
    }
}

static void print_heading(const struct saying *saying, const char *words)
{
    output_printf(saying->out, "\n◆ %s\n", words);
}

static int print_items(const struct saying *saying, const struct guide_item *items, size_t n, bool numbered)
{
    int error = 0;
    for (size_t i = 0; i < n && !error; i++) {
        _cleanup_free_ char *text = NULL;
        char mark[24] = "- ";
        if (numbered)
            snprintf(mark, sizeof(mark), "%zu. ", i + 1);
        error = guide_fill(&text, saying->outcome, items[i].text, saying->answers, saying->run->today);
        if (!error)
            output_paragraph(saying->out, 2, width_of_text(mark), "%s%s%s", mark, text,
                             *items[i].supplement ? "（补充说明）" : "");
    }
    return error;
}

static int print_what_to_do(const struct saying *saying)
{
    print_heading(saying, "依次办理");
    int error = print_items(saying, saying->outcome->steps, saying->outcome->n_steps, true);
    print_heading(saying, "请带");
    if (!saying->outcome->n_bring)
        output_paragraph(saying->out, 2, 0, "%s", wording_no_papers(saying->outcome));
    return error ? error : print_items(saying, saying->outcome->bring, saying->outcome->n_bring, false);
}

static int print_contact(const struct saying *saying)
{
    const struct profile *profile = saying->school->profile;
    struct wording_row rows[WORDING_CONTACT_MAX];
    _cleanup_free_ char *office = NULL;
    if (wording_office(&office, profile) < 0)
        return -ENOMEM;
    output_paragraph(saying->out, 2, 2, "- %s", office);
    size_t n = wording_contact(rows, profile);
    for (size_t i = 0; i < n; i++)
        output_paragraph(saying->out, 4, 6, "%s  %s", rows[i].label, rows[i].text);
    return 0;
}

static int print_whom(const struct saying *saying)
{
    if (!saying->outcome->office && !*saying->outcome->whom)
        return 0;
    print_heading(saying, "找谁");
    if (*saying->outcome->whom)
        output_paragraph(saying->out, 2, 2, "- %s", saying->outcome->whom);
    if (saying->outcome->office && profile_has_contact(saying->school->profile))
        return print_contact(saying);
    if (saying->outcome->office)
        output_paragraph(saying->out, 2, 2, "- %s", WORDING_OFFICE_UNKNOWN);
    return 0;
}

/* Addresses stay in one piece, to be copied. */
static int print_links(const struct saying *saying)
{
    int error = 0;
    if (saying->outcome->n_links)
        print_heading(saying, "官方页面（打开前请核对网址）");
    for (size_t i = 0; i < saying->outcome->n_links; i++) {
        struct link *link;
        error = handbook_link(&link, saying->run->handbook, saying->outcome->links[i]);
        if (error < 0)
            break;
        output_paragraph(saying->out, 2, 2, "%s  %s", link->purpose, link->host);
        output_printf(saying->out, "    %s\n", link->url);
        links_free(link, 1);
    }
    return handbook_named(error);
}

static void print_quotes(const struct saying *saying)
{
    print_heading(saying, "手册原文");
    for (size_t i = 0; i < saying->outcome->n_quotes; i++)
        output_paragraph(saying->out, 2, 2, "“%s”（问题%d）", saying->outcome->quotes[i].text,
                         saying->outcome->quotes[i].question);
}

static int print_supplements(const struct saying *saying)
{
    for (size_t i = 0; i < saying->outcome->n_supplements; i++) {
        struct supplement *supplement;
        int error = handbook_supplement(&supplement, saying->run->handbook, saying->outcome->supplements[i]);
        if (error < 0)
            return handbook_named(error);
        command_print_supplement(saying->out, supplement);
        supplements_free(supplement, 1);
    }
    return 0;
}

int guide_print_outcome(const struct guide_run *run, const struct guide_answers *answers,
                        const struct guide_place *place)
{
    _cleanup_(school_data_fini) struct school_data school = {0};
    struct saying saying = {.run = run,
                            .out = &run->invocation->out,
                            .outcome = place->node,
                            .answers = answers,
                            .school = &school};
    _cleanup_free_ char *title = NULL;
    int error = guide_fill(&title, place->node, place->node->title, answers, run->today);
    if (error < 0)
        return error;
    school_data_read(&school, run->invocation, place->guide->question);
    output_paragraph(saying.out, 0, 0, "【%s】", title);
    output_printf(saying.out, "问题 %d：%s\n", place->guide->question, place->guide->title);
    print_heading(&saying, "您的回答");
    guide_print_answers(run, place, true);
    error = print_what_to_do(&saying);
    error = error ? error : print_whom(&saying);
    error = error ? error : print_links(&saying);
    print_quotes(&saying);
    error = error ? error : school_data_print(saying.out, &school);
    error = error ? error : print_supplements(&saying);
    output_print(saying.out, "\n以学信网页面和学校规定为准。\n");
    return error;
}
