/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as --answers, at any guide, on any day: what is read back is what was said, the same answers lead
 * to the same place, and whatever stands there can be shown. Answers that the text gives at no node of the
 * way change nothing.
 *
 * The first three bytes choose question and day; the rest is text. 'w' walks instead: each byte answers what
 * is asked.
 */
#include "base/error.h"
#include "db/guide.h"
#include "db/guide_day.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

static const struct guides *the_guides(void)
{
    static struct guides *guides;
    struct handbook *handbook = NULL;

    if (guides)
        return guides;
    check(handbook_open_embedded(&handbook) == 0);
    check(guides_load(&guides, handbook) == 0);
    handbook_close(handbook);
    return guides;
}

static void check_filled(const struct guide_place *place, const struct guide_answers *answers,
                         const char *text, struct date today)
{
    char *filled = NULL;

    check(guide_fill(&filled, place->node, text, answers, today) == 0);
    check(!strpbrk(filled, "{}"));
    free(filled);
}

static void check_outcome(const struct guide_place *place, const struct guide_answers *answers,
                          struct date today)
{
    check_filled(place, answers, place->node->title, today);
    for (size_t i = 0; i < place->node->n_steps; i++)
        check_filled(place, answers, place->node->steps[i].text, today);
}

static void check_path(const struct guide_place *place, const struct guide_answers *answers)
{
    check(place->n_path <= GUIDE_PATH_MAX);
    for (size_t i = 0; i < place->n_path; i++) {
        check(place->path[i].value == guide_answer_get(answers, place->path[i].node->id));
        check(guide_option_of(place->path[i].node, place->path[i].value) != NULL);
    }
}

/* Without what is not on the way the place is the same. */
static void check_rest(const struct guide_place *place, int question, struct date today)
{
    struct guide_answers less = {0};
    struct guide_place other;

    for (size_t i = 0; i < place->n_path; i++)
        check(guide_answer_set(&less, place->path[i].node->id, place->path[i].value) == 0);
    check(guide_resolve(&other, the_guides(), question, &less, today) == 0);
    check(other.node == place->node && other.n_path == place->n_path);
}

static void check_place(const struct guide_answers *answers, int question, struct date today)
{
    struct guide_place place;
    int r = guide_resolve(&place, the_guides(), question, answers, today);

    check(r == 0 || r == -EINVAL || (r == -ENOENT && (question < 1 || question > CONTENT_QUESTIONS)));
    if (r == -ENOENT)
        return;
    check_path(&place, answers);
    check((r == -EINVAL) == (place.node->kind != GUIDE_OUTCOME && guide_answer_get(answers, place.node->id)));
    check_rest(&place, question, today);
    if (place.node->kind == GUIDE_OUTCOME)
        check_outcome(&place, answers, today);
}

static void try_text(const uint8_t *data, size_t size, int question, struct date today)
{
    _cleanup_free_ char *text = strndup((const char *)data, size);
    struct guide_answers answers = {0}, again = {0};
    char line[GUIDE_ANSWERS_MAX * 2 * GUIDE_ID_MAX] = "";
    size_t n = 0;

    check(text != NULL);
    if (guide_answers_parse(&answers, text) < 0)
        return;
    for (size_t i = 0; i < answers.n; i++)
        n += (size_t)snprintf(line + n, sizeof(line) - n, "%s%s=%s", i ? "," : "", answers.items[i].node,
                              answers.items[i].value);
    check(strcmp(line, text) == 0);
    check(guide_answers_parse(&again, line) == 0 && again.n == answers.n);
    check_place(&answers, question, today);
}

/* A date near today, written as precisely as asked. */
static void make_date(char out[16], uint8_t byte, enum guide_precision precision, struct date today)
{
    static const int lengths[] = {[GUIDE_YEAR] = 4, [GUIDE_MONTH] = 7, [GUIDE_DAY] = 10};
    char text[40];

    snprintf(text, sizeof(text), "%04d-%02d-%02d", today.year - 2 + byte % 5, 1 + byte / 5 % 12,
             1 + byte % 31);
    snprintf(out, 16, "%.*s", lengths[precision], text);
}

static void give_answer(struct guide_answers *answers, const struct guide_node *node, uint8_t byte,
                        struct date today)
{
    const struct guide_option *option = &node->options[byte % node->n_options];
    char value[16] = "4122010183";

    if (!option->id[0] && node->kind == GUIDE_DATE)
        make_date(value, byte, node->precision, today);
    check(guide_answer_set(answers, node->id, option->id[0] ? option->id : value) == 0);
}

static void try_walk(const uint8_t *data, size_t size, int question, struct date today)
{
    struct guide_answers answers = {0};
    struct guide_place place;

    for (size_t i = 0; i < size; i++) {
        if (guide_resolve(&place, the_guides(), question, &answers, today) < 0 ||
            place.node->kind == GUIDE_OUTCOME)
            break;
        give_answer(&answers, place.node, data[i], today);
        check_place(&answers, question, today);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct date today;
    int question;

    if (size < 4)
        return 0;
    question = data[0] % 14;
    today = (struct date){.year = 2020 + data[1] % 20, .month = 1 + data[2] % 12};
    today.day = 1 + data[2] / 12 % date_month_days(today.year, today.month);
    if (data[3] == 'w')
        try_walk(data + 4, size - 4, question, today);
    else
        try_text(data + 3, size - 3, question, today);
    return 0;
}
