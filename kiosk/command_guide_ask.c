/* SPDX-License-Identifier: MIT */
/* The guide as a dialogue by lines, on a terminal or a pipe. */
#include "kiosk/command_guide.h"

#include "base/error.h"
#include "db/guide_day.h"
#include "db/institution.h"
#include "kiosk/prompt.h"

#include <string.h>
#include <sysexits.h>

#define SCHOOLS_MAX 9

enum said { SAID_NOTHING, SAID_ANSWER, SAID_BACK, SAID_END };

struct dialogue {
    const struct guide_run *run;
    struct prompt *prompt;
    struct guide_answers answers;
    struct guide_place place;
    char value[GUIDE_ID_MAX]; /* with SAID_ANSWER */
    int error;                /* of the content, negative */
};

/* What is asked, and what else may be typed: in one line, or as the plain kiosk has it. */
static bool read_words(struct dialogue *dialogue, const char *what, const char *also)
{
    char words[512];
    if (dialogue->run->manner)
        snprintf(words, sizeof(words), "%s。\n%s：", also, what);
    else
        snprintf(words, sizeof(words), "%s（%s）：", what, also);
    return prompt_read(dialogue->prompt, words);
}

static bool is_help(const struct dialogue *dialogue)
{
    const struct guide_manner *manner = dialogue->run->manner;
    bool is = manner && prompt_is(dialogue->prompt, "h");
    if (is)
        manner->help(manner->context);
    return is;
}

/* b, q and the end of input are the same at each question; SAID_NOTHING: look at the line. */
static enum said read_line(struct dialogue *dialogue, const char *what, const char *also)
{
    do {
        if (!read_words(dialogue, what, also) || prompt_is(dialogue->prompt, "q"))
            return SAID_END;
    } while (is_help(dialogue));
    return prompt_is(dialogue->prompt, "b") ? SAID_BACK : SAID_NOTHING;
}

static enum said answer_with(struct dialogue *dialogue, const char *value)
{
    snprintf(dialogue->value, sizeof(dialogue->value), "%s", value);
    return SAID_ANSWER;
}

static const char *also_of(const struct dialogue *dialogue)
{
    return dialogue->run->manner ? "b 上一步，h 帮助，q 退出" : "b 上一步，q 退出";
}

static enum said ask_choice(struct dialogue *dialogue, const struct guide_node *node)
{
    char what[64];
    snprintf(what, sizeof(what), "请输入编号，1 到 %zu", node->n_options);
    for (;;) {
        enum said said = read_line(dialogue, what, also_of(dialogue));
        if (said != SAID_NOTHING)
            return said;
        int number = prompt_number(dialogue->prompt);
        if (number >= 1 && (size_t)number <= node->n_options)
            return answer_with(dialogue, node->options[number - 1].id);
        output_paragraph(dialogue->prompt->out, 0, 0,
                         "没有这个选项：只能输入 1 到 %zu 中的一个编号，再按回车。", node->n_options);
    }
}

/* Behind what may stand between the parts of a date. */
static const char *skip_separator(const char *s)
{
    static const char *const separators[] = {"-", "/", ".", "年", "月", "日", "号", " "};
    for (size_t i = 0; i < ARRAY_SIZE(separators); i++) {
        size_t n = strlen(separators[i]);
        if (!strncmp(s, separators[i], n))
            return skip_separator(s + n);
    }
    return s;
}

/* The parts of "2026年6月30日", "2026/6/30", "20260630"; how many there are, -1: no date. */
static int split_date(int part[3], const char *typed)
{
    int n = 0;
    for (const char *s = typed; *s; n++) {
        size_t digits = strspn(s, "0123456789"), most = n ? 2 : 4;
        if (n == 3 || !digits)
            return -1;
        digits = digits < most ? digits : most;
        char text[5] = "";
        memcpy(text, s, digits);
        part[n] = atoi(text);
        s = skip_separator(s + digits);
    }
    return n;
}

/* As guides write it, if the parts are as many as are asked for. */
static bool write_date(char out[GUIDE_ID_MAX], const char *typed, enum guide_precision precision)
{
    int part[3];
    if (split_date(part, typed) != (int)precision)
        return false;
    int n = snprintf(out, GUIDE_ID_MAX, "%04d", part[0]);
    for (int i = 1; i < (int)precision; i++)
        n += snprintf(out + n, GUIDE_ID_MAX - (size_t)n, "-%02d", part[i]);
    return true;
}

/* Whether the guide takes the value at the node that is asked. */
static bool is_taken(const struct dialogue *dialogue, const char *value)
{
    const struct guide_run *run = dialogue->run;
    const char *id = dialogue->place.node->id;
    struct guide_answers answers = dialogue->answers;
    struct guide_place place;
    if (guide_answer_set(&answers, id, value) < 0)
        return false;
    int error = guide_resolve(&place, run->guides, run->question, &answers, run->today);
    return error != -EINVAL || strcmp(place.node->id, id) != 0;
}

static enum said ask_date(struct dialogue *dialogue, const struct guide_node *node)
{
    static const char *const examples[] = {
        [GUIDE_YEAR] = "2026", [GUIDE_MONTH] = "2026-06", [GUIDE_DAY] = "2026-06-30"};
    static const char *const what[] = {[GUIDE_YEAR] = "年份", [GUIDE_MONTH] = "年月", [GUIDE_DAY] = "日期"};
    const struct guide_option *unsure = guide_option_of(node, GUIDE_UNSURE);
    char words[64], also[256], value[GUIDE_ID_MAX];
    snprintf(words, sizeof(words), "请输入%s，如 %s", what[node->precision], examples[node->precision]);
    snprintf(also, sizeof(also), "%s%s%s%s", unsure ? "0 " : "", unsure ? unsure->label : "",
             unsure ? "；" : "", also_of(dialogue));
    for (;;) {
        enum said said = read_line(dialogue, words, also);
        if (said != SAID_NOTHING)
            return said;
        if (unsure && (prompt_is(dialogue->prompt, "0") || prompt_is(dialogue->prompt, "?")))
            return answer_with(dialogue, GUIDE_UNSURE);
        if (write_date(value, dialogue->prompt->line, node->precision) && is_taken(dialogue, value))
            return answer_with(dialogue, value);
        output_paragraph(dialogue->prompt->out, 0, 0,
                         "不能用这个%s：请写成 %s，从 %d 年到 %d 年，要真有这一天，再按回车。",
                         what[node->precision], examples[node->precision], GUIDE_YEAR_MIN,
                         dialogue->run->today.year + GUIDE_YEARS_AHEAD);
    }
}

/* What is on the list for what was typed. */
static int look_up(struct dialogue *dialogue, struct institution **schools, size_t *n)
{
    struct output *out = dialogue->prompt->out;
    const char *as_of;
    size_t all;
    institutions_free(*schools, *n);
    *schools = NULL;
    *n = 0;
    int error = institutions_find(schools, n, dialogue->run->handbook, dialogue->prompt->line, SCHOOLS_MAX);
    if (error < 0)
        return error;
    error = institutions_info(&all, &as_of, dialogue->run->handbook);
    if (error < 0)
        return error;
    for (size_t i = 0; i < *n; i++)
        guide_print_school(out, dialogue->run->manner, i + 1, &(*schools)[i]);
    if (*n == SCHOOLS_MAX)
        output_paragraph(out, 0, 0, "只列出前 %d 所；没有您的学校的话，多输入几个字再查。", SCHOOLS_MAX);
    if (institution_query_is_blank(dialogue->prompt->line))
        output_print(out, "请输入校名里的字、拼音或首字母。\n");
    else if (!*n)
        output_paragraph(out, 0, 0, "“%s”不在教育部名单（截至%s）中，请向学校核实；也可以换几个字再查。",
                         dialogue->prompt->line, as_of);
    return 0;
}

static const char *label_of(const struct guide_node *node, const char *value)
{
    const struct guide_option *option = guide_option_of(node, value);
    return option ? option->label : "";
}

static enum said read_school(struct dialogue *dialogue, const struct guide_node *node, size_t n)
{
    char what[128], also[256], numbers[64] = "";
    bool plainly = n && dialogue->run->manner;
    if (n == 1)
        snprintf(numbers, sizeof(numbers), "编号 1%s", plainly ? "" : "，或再输入");
    else if (n)
        snprintf(numbers, sizeof(numbers), "编号 1 到 %zu%s", n, plainly ? "" : "，或再输入");
    snprintf(what, sizeof(what), "请输入%s%s", numbers, plainly ? "" : "校名、拼音或首字母");
    snprintf(also, sizeof(also), "%s0 %s；? %s；%s", plainly ? "都不是，再输入校名；" : "",
             label_of(node, GUIDE_NOT_FOUND), label_of(node, GUIDE_UNSURE), also_of(dialogue));
    enum said said = read_line(dialogue, what, also);
    if (said == SAID_NOTHING && prompt_is(dialogue->prompt, "0"))
        return answer_with(dialogue, GUIDE_NOT_FOUND);
    if (said == SAID_NOTHING && prompt_is(dialogue->prompt, "?"))
        return answer_with(dialogue, GUIDE_UNSURE);
    return said;
}

static enum said ask_school(struct dialogue *dialogue, const struct guide_node *node)
{
    struct institution *schools = NULL;
    size_t n = 0;
    enum said said;
    while ((said = read_school(dialogue, node, n)) == SAID_NOTHING) {
        int number = prompt_number(dialogue->prompt);
        if (number >= 1 && (size_t)number <= n)
            said = answer_with(dialogue, schools[number - 1].code);
        else if (number >= 0 || !*dialogue->prompt->line)
            output_paragraph(dialogue->prompt->out, 0, 0, "%s",
                             n ? "没有这个编号：请输入上面列出的编号，或再输入校名的几个字。"
                               : "请先输入校名的几个字、拼音或首字母，再按回车。");
        else if ((dialogue->error = look_up(dialogue, &schools, &n)) < 0)
            said = SAID_END;
        if (said != SAID_NOTHING)
            break;
    }
    institutions_free(schools, n);
    return said;
}

static void print_node(const struct dialogue *dialogue)
{
    guide_print_answers(dialogue->run, &dialogue->place, false);
    guide_print_options(dialogue->prompt->out, dialogue->place.node, false);
}

static enum said ask(struct dialogue *dialogue)
{
    const struct guide_manner *manner = dialogue->run->manner;
    const struct guide_node *node = dialogue->place.node;
    output_gap(dialogue->prompt->out);
    if (manner) /* who hears the answers has heard them */
        dialogue->error = manner->ask(manner->context, node);
    else
        print_node(dialogue);
    if (dialogue->error)
        return SAID_END;
    switch (node->kind) {
    case GUIDE_DATE:
        return ask_date(dialogue, node);
    case GUIDE_INSTITUTION:
        return ask_school(dialogue, node);
    default:
        return ask_choice(dialogue, node);
    }
}

enum { WHAT_BYTES = 96, ALSO_BYTES = 192 };

static void words_to_change(char what[WHAT_BYTES], char also[ALSO_BYTES], const struct dialogue *dialogue)
{
    const struct guide_manner *manner = dialogue->run->manner;
    size_t n = dialogue->place.n_path;
    if (manner) {
        snprintf(what, WHAT_BYTES, "编号，或按回车结束");
        snprintf(also, ALSO_BYTES, "要改哪个回答，输入它的编号；b 改最后一个，%sh 帮助", manner->also);
    } else {
        snprintf(what, WHAT_BYTES, "要改回答，请输入它的编号，1 到 %zu", n);
        snprintf(also, ALSO_BYTES, "b 改最后一个；回车或 q 结束");
    }
}

/* At the outcome: another answer to a question on the way is asked for, the rest stays. */
static enum said ask_what_to_change(struct dialogue *dialogue)
{
    struct guide_place *place = &dialogue->place;
    const struct guide_manner *manner = dialogue->run->manner;
    char what[WHAT_BYTES], also[ALSO_BYTES];
    output_gap(dialogue->prompt->out);
    words_to_change(what, also, dialogue);
    for (;;) {
        enum said said = read_line(dialogue, what, also);
        if (said != SAID_NOTHING || !*dialogue->prompt->line)
            return said == SAID_BACK ? SAID_BACK : SAID_END;
        int number = prompt_number(dialogue->prompt);
        if (number == 0)
            return SAID_END;
        if (number >= 1 && (size_t)number <= place->n_path) {
            guide_answer_drop(&dialogue->answers, place->path[number - 1].node->id);
            return SAID_NOTHING;
        }
        int served = manner ? manner->serve(manner->context, &dialogue->answers, place) : 0;
        if (served > 0)
            continue;
        if (served < 0) {
            dialogue->error = served;
            return SAID_END;
        }
        output_paragraph(dialogue->prompt->out, 0, 0, "没有这个回答：编号从 1 到 %zu，直接按回车就结束。",
                         place->n_path);
    }
}

static enum said show_outcome(struct dialogue *dialogue)
{
    const struct guide_manner *manner = dialogue->run->manner;
    output_gap(dialogue->prompt->out);
    dialogue->error = manner ? manner->tell(manner->context, &dialogue->answers, &dialogue->place)
                             : guide_print_outcome(dialogue->run, &dialogue->answers, &dialogue->place);
    return dialogue->error ? SAID_END : ask_what_to_change(dialogue);
}

static void go_back(struct dialogue *dialogue)
{
    const struct guide_place *place = &dialogue->place;
    if (place->n_path)
        guide_answer_drop(&dialogue->answers, place->path[place->n_path - 1].node->id);
    else
        output_print(dialogue->prompt->out, "这是第一个问题，前面没有了。\n");
}

/* Where the answers lead. Those that a change left aside go when there is no room for one more. */
static int stand(struct dialogue *dialogue)
{
    const struct guide_run *run = dialogue->run;
    struct guide_place *place = &dialogue->place;
    int error = guide_resolve(place, run->guides, run->question, &dialogue->answers, run->today);
    if (error < 0 || dialogue->answers.n < GUIDE_ANSWERS_MAX)
        return error;
    guide_answers_keep_way(&dialogue->answers, place);
    return guide_resolve(place, run->guides, run->question, &dialogue->answers, run->today);
}

static int converse(struct dialogue *dialogue)
{
    const struct guide *titled = NULL;
    enum said said = SAID_NOTHING;
    while (said != SAID_END) {
        int error = stand(dialogue);
        if (error < 0)
            return error;
        bool done = dialogue->place.node->kind == GUIDE_OUTCOME;
        if (dialogue->place.guide != titled && !done) {
            titled = dialogue->place.guide;
            output_gap(dialogue->prompt->out);
            output_paragraph(dialogue->prompt->out, 0, 0, "%s自助引导，问题 %d：%s",
                             dialogue->run->manner ? "" : "◆ ", titled->question, titled->title);
        }
        said = done ? show_outcome(dialogue) : ask(dialogue);
        if (said == SAID_BACK)
            go_back(dialogue);
        else if (said == SAID_ANSWER)
            dialogue->error = guide_answer_set(&dialogue->answers, dialogue->place.node->id, dialogue->value);
        if (dialogue->error < 0)
            return dialogue->error;
    }
    return 0;
}

int guide_converse(const struct guide_run *run)
{
    struct dialogue dialogue = {.run = run, .prompt = run->manner->prompt};
    return converse(&dialogue);
}

int guide_ask(const struct guide_run *run)
{
    struct prompt prompt = {.out = &run->invocation->out};
    struct dialogue dialogue = {.run = run, .prompt = &prompt};
    return command_conversation_code(run->invocation, &prompt, converse(&dialogue));
}
