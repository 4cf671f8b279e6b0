/* SPDX-License-Identifier: MIT */
#include "kiosk/plain.h"

#include "base/error.h"
#include "ui/print_words.h"
#include "ui/spoken.h"

#include <string.h>
#include <unistr.h>

#define OUTCOME_LINKS_MAX 8

static bool can_print(const struct plain *plain)
{
    return print_is_offered(printing_state(plain->printing));
}

int plain_addresses(struct plain *plain, const struct link *links, size_t n)
{
    if (!n)
        output_paragraph(plain->out, 0, 0, "没有官方网页。");
    else
        output_paragraph(plain->out, 0, 0, "官方网页一共 %zu 个。打开以前，请核对网址。%s", n,
                         can_print(plain) ? "打印出来的纸条上有二维码，可以用手机扫。" : "");
    for (size_t i = 0; i < n; i++) {
        output_paragraph(plain->out, 0, 0, "%zu、%s，在 %s，网址是：", i + 1, links[i].purpose,
                         links[i].host);
        output_printf(plain->out, "%s\n", links[i].url); /* in one piece, to be copied */
    }
    return PLAIN_ON;
}

/* ---- an answer ---- */

static int print_answer(struct plain *plain, const struct slip_frame *frame, const struct answer *answer)
{
    _cleanup_document_ struct document *document = NULL;
    char item[TALLY_ITEM_BYTES];
    int error = slip_from_answer(&document, frame, answer, 0);
    tally_question_item(item, answer->question.number);
    return error ? error : plain_print(plain, document, item);
}

static int related(struct plain *plain, const struct answer *answer)
{
    for (size_t i = 0; i < answer->n_related; i++) {
        int number = answer->related[i];
        output_paragraph(plain->out, 0, 0, "%d、%s", number,
                         handbook_question(plain->handbook, number)->title);
    }
    if (!answer->n_related)
        output_paragraph(plain->out, 0, 0, "没有相关问题。");
    return PLAIN_ON;
}

static int help(struct plain *plain)
{
    output_paragraph(
        plain->out, 0, 0,
        "现在在一个问题的答复里。回车往下读，b 往回；g 开始自助引导，问几个小问题，直接说您该怎么办；"
        "p 打印；w 读出官方网页的地址；r 读出相关问题，输入题号就打开；直接写想问的事，就找；0 回开头。");
    return PLAIN_ON;
}

/* An answer while it is read. */
struct reader {
    struct slip_frame frame;
    const struct answer *answer;
    struct plain_text text;
    int other; /* the question that is read in its place; 0 none */
};

/* Words to look for, and the letters of the beginning. */
static bool is_for_the_beginning(const struct prompt *prompt)
{
    return prompt_is(prompt, "s") || prompt_is(prompt, "f") || prompt_is(prompt, "l") ||
           u8_mbsnlen((const uint8_t *)prompt->line, strlen(prompt->line)) > 1;
}

static int lead(struct plain *plain, int number)
{
    int next = plain_guide(plain, number);
    if (next == PLAIN_ON)
        output_paragraph(plain->out, 0, 0, "回到问题 %d 的答复。", number);
    return next;
}

/* What was typed while an answer is read. PLAIN_ON: the answer goes on. */
static int serve(struct plain *plain, struct reader *reader)
{
    const struct answer *answer = reader->answer;
    int number = prompt_number(&plain->prompt);
    if (number >= 1 && number <= CONTENT_QUESTIONS) {
        reader->other = number;
        return PLAIN_HOME;
    }
    if (prompt_is(&plain->prompt, "g"))
        return lead(plain, answer->question.number);
    if (prompt_is(&plain->prompt, "p") && can_print(plain))
        return print_answer(plain, &reader->frame, answer);
    if (prompt_is(&plain->prompt, "w"))
        return plain_addresses(plain, answer->links, answer->n_links);
    if (prompt_is(&plain->prompt, "r"))
        return related(plain, answer);
    if (prompt_is(&plain->prompt, "h") || prompt_is(&plain->prompt, "?"))
        return help(plain);
    if (is_for_the_beginning(&plain->prompt))
        return PLAIN_ASKED;
    output_paragraph(plain->out, 0, 0, "不认识“%s”。", plain->prompt.line);
    return help(plain);
}

/* Reads, serves, reads on where it was. */
static int read_answer(struct plain *plain, struct reader *reader)
{
    const char *also =
        can_print(plain) ? "g 自助引导，p 打印，w 网址，h 帮助，" : "g 自助引导，w 网址，h 帮助，";
    bool asked;
    int next;
    do {
        next = (int)plain_read(&asked, plain, &reader->text, also);
        if (next != PLAIN_ON || !asked)
            return next;
        next = serve(plain, reader);
    } while (next == PLAIN_ON);
    return next;
}

/* NULL: none is published, or it cannot be read just now. To be freed. */
static struct addendum_shown *addendum_of(const struct plain *plain, int question)
{
    struct addendum_shown *addendum;
    return plain->site && site_addendum_shown(&addendum, plain->site, question) == 0 ? addendum : NULL;
}

static int tell_answer(int *other, struct plain *plain, const struct answer *answer)
{
    struct addendum_shown *addendum = addendum_of(plain, answer->question.number);
    struct reader reader = {.frame = plain_frame(plain), .answer = answer};
    struct document *document;
    reader.frame.addendum = addendum;
    int result = slip_from_answer(&document, &reader.frame, answer, -1);
    if (!result) {
        result = spoken_document(&reader.text.text, document);
        document_free(document);
    }
    if (!result)
        result = read_answer(plain, &reader);
    *other = reader.other;
    free(reader.text.text);
    addendum_shown_free(addendum);
    return result;
}

/* As plain_answer; *other > 0: that question is to be read next. */
static int answer_once(int *other, struct plain *plain, int number)
{
    _cleanup_answer_ struct answer *answer = NULL;
    char item[TALLY_ITEM_BYTES];
    *other = 0;
    int error = handbook_answer(&answer, plain->handbook, number);
    if (error)
        return error;
    tally_question_item(item, number);
    plain_count(plain, TALLY_QUESTION, item);
    return tell_answer(other, plain, answer);
}

/* Each takes the place of the one before, of which nothing is kept. */
int plain_answer(struct plain *plain, int number)
{
    int next, other;
    do {
        next = answer_once(&other, plain, number);
        number = other;
    } while (other);
    return next;
}

/* ---- its guide ---- */

static int outcome_document(struct document **out, const struct plain *plain,
                            const struct guide_answers *answers, const struct guide_place *place, int link)
{
    struct slip_frame frame = plain_frame(plain);
    struct addendum_shown *addendum = addendum_of(plain, place->guide->question);
    frame.addendum = addendum;
    int error = slip_from_outcome(out, &frame, plain->handbook, place, answers, link);
    addendum_shown_free(addendum);
    return error;
}

static int outcome_addresses(struct plain *plain, const struct guide_node *outcome)
{
    struct link links[OUTCOME_LINKS_MAX] = {0}, *rows[OUTCOME_LINKS_MAX];
    size_t n = 0;
    int error = 0;
    while (!error && n < outcome->n_links && n < OUTCOME_LINKS_MAX) {
        error = handbook_link(&rows[n], plain->handbook, outcome->links[n]);
        if (!error) {
            links[n] = *rows[n];
            n++;
        }
    }
    if (!error)
        plain_addresses(plain, links, n);
    while (n > 0)
        links_free(rows[--n], 1);
    return handbook_named(error);
}

static int print_outcome(struct plain *plain, const struct guide_answers *answers,
                         const struct guide_place *place)
{
    _cleanup_document_ struct document *document = NULL;
    char item[TALLY_ITEM_BYTES];
    int result = outcome_document(&document, plain, answers, place, 0);
    tally_outcome_item(item, place->guide->question, place->node->id);
    if (!result)
        result = plain_print(plain, document, item);
    return result < 0 ? result : 0;
}

static int serve_outcome(void *context, const struct guide_answers *answers, const struct guide_place *place)
{
    struct plain *plain = context;
    int error = 0;
    if (prompt_is(&plain->prompt, "w"))
        error = outcome_addresses(plain, place->node);
    else if (prompt_is(&plain->prompt, "p") && can_print(plain))
        error = print_outcome(plain, answers, place);
    else
        return 0;
    return error < 0 ? error : 1;
}

/* By pages, to the end. 0 there, 1 somebody had enough. */
static int read_outcome(struct plain *plain, struct plain_text *text, const struct guide_answers *answers,
                        const struct guide_place *place)
{
    for (;;) {
        bool asked;
        plain->left = plain_read(&asked, plain, text, can_print(plain) ? "p 打印，w 网址，" : "w 网址，");
        if (plain->left != PLAIN_ON)
            return 1;
        if (!asked)
            return 0;
        int served = serve_outcome(plain, answers, place);
        if (served < 0)
            return served;
        if (!served)
            output_paragraph(plain->out, 0, 0,
                             "现在在读引导的结果。按回车往下读，读完可以改回答；w 读出网址；0 回开头。");
    }
}

static int tell_answers(const struct plain *plain, const struct guide_place *place)
{
    int error = 0;
    for (size_t i = 0; i < place->n_path && !error; i++) {
        _cleanup_free_ char *words = NULL;
        error = guide_words(&words, plain->handbook, place->path[i].node, place->path[i].value);
        if (!error)
            output_paragraph(plain->out, 0, 0, "%zu、%s%s。", i + 1, place->path[i].node->ask, words);
    }
    return handbook_named(error);
}

/* Then what was answered, by number, so that one can be changed. */
static int tell_outcome(void *context, const struct guide_answers *answers, const struct guide_place *place)
{
    struct plain *plain = context;
    _cleanup_document_ struct document *document = NULL;
    _cleanup_free_ char *words = NULL;
    char item[TALLY_ITEM_BYTES];
    int result = outcome_document(&document, plain, answers, place, -1);
    if (!result)
        result = spoken_document(&words, document);
    if (result)
        return result;
    tally_outcome_item(item, place->guide->question, place->node->id);
    plain_count(plain, TALLY_OUTCOME, item);
    output_paragraph(plain->out, 0, 0, "这是您的结果：");
    result = read_outcome(plain, &(struct plain_text){.text = words, .open_end = true}, answers, place);
    if (result || !place->n_path)
        return result;
    output_paragraph(plain->out, 0, 0, "您的回答：");
    return tell_answers(plain, place);
}

static int ask_node(void *context, const struct guide_node *node)
{
    const struct plain *plain = context;
    _cleanup_free_ char *words = NULL;
    int error = spoken_node(&words, node);
    if (!error)
        plain_tell(plain, words);
    return error;
}

static void help_in_guide(void *context)
{
    const struct plain *plain = context;
    output_paragraph(
        plain->out, 0, 0,
        "现在在自助引导里，一次问一个小问题，最后说您该怎么办。输入答案，按回车；b 回到上一个问题，"
        "可以改；q 退出引导，回到答复。");
}

/* -ENOMEM, -EBADMSG … */
static int load_guides(struct plain *plain)
{
    return plain->guides ? 0 : guides_load(&plain->guides, plain->handbook);
}

int plain_guide(struct plain *plain, int number)
{
    struct guide_manner manner = {.prompt = &plain->prompt,
                                  .also = can_print(plain) ? "p 打印，w 网址，" : "w 网址，",
                                  .context = plain,
                                  .ask = ask_node,
                                  .help = help_in_guide,
                                  .tell = tell_outcome,
                                  .serve = serve_outcome};
    struct guide_run run = {.invocation = plain->invocation,
                            .handbook = plain->handbook,
                            .question = number,
                            .today = date_of(plain->clock.wall(plain->clock.context)),
                            .manner = &manner};
    char item[TALLY_ITEM_BYTES];
    int error = load_guides(plain);
    if (error)
        return error;
    tally_question_item(item, number);
    plain_count(plain, TALLY_GUIDE, item);
    run.guides = plain->guides;
    plain->left = PLAIN_ON;
    error = guide_converse(&run);
    if (error)
        return error;
    return plain_is_over(plain) ? PLAIN_GONE : (int)plain->left;
}
