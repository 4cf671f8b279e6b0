/* SPDX-License-Identifier: MIT */
#include "db/search_find.h"

#include "base/error.h"
#include "db/search_phrases.h"
#include "db/statements.h"
#include "db/store.h"

#include <string.h>

#define UNITS_MAX 1024 /* of a long text that are looked at */
#define ROWS_MAX 16    /* of the index that are looked at */
#define ROWS_ENOUGH 6  /* then nothing else is asked */

#define WORTH_LITERAL 0.74

/* What an entry is worth beside a question that says the same. */
static const double worth[] = {
    [ENTRY_TITLE] = 0.96,  [ENTRY_SHORT_TITLE] = 0.94, [ENTRY_ALIAS] = 1.0,
    [ENTRY_HEADING] = 0.8, [ENTRY_OUTCOME] = 0.8,      [ENTRY_LINK] = 0.8,
    [ENTRY_BLOCK] = 0.62,  [ENTRY_STEP] = 0.5,         [ENTRY_SUPPLEMENT] = 0.5,
};

static bool is_of_question(enum entry_kind kind)
{
    return kind <= ENTRY_HEADING;
}

/* In the order of scores; what is equal stays in that of entries. */
static void keep_other(struct finding *finding, const struct found *found)
{
    size_t at;

    if (found->score <= 0 ||
        (finding->n_others == FOUND_MAX && finding->others[FOUND_MAX - 1].score >= found->score))
        return;
    finding->n_others += finding->n_others < FOUND_MAX;
    for (at = finding->n_others - 1; at > 0 && finding->others[at - 1].score < found->score; at--)
        finding->others[at] = finding->others[at - 1];
    finding->others[at] = *found;
}

static void keep(struct finding *finding, const struct found *found)
{
    struct found_question *question = found->question > 0 ? &finding->questions[found->question - 1] : NULL;
    /* Every word of it, one behind the other, is no accident even in a long text. */
    bool literal = found->kind >= ENTRY_BLOCK && found->score > 0.99 && finding->masks.query->n >= 3;
    double score = found->score * (literal ? WORTH_LITERAL : worth[found->kind]);

    if (question && found->kind != ENTRY_LINK && score > question->best.score) {
        question->best = *found;
        question->best.score = score;
    }
    if (!is_of_question(found->kind))
        keep_other(finding, found);
}

/* How much else a long text says, or a link's address, tells nothing. */
static double score_of(const struct finding *finding, enum entry_kind kind, const struct search_trace *trace)
{
    return kind >= ENTRY_LINK ? search_coverage(&finding->masks, &finding->weights, trace)
                              : search_fit(&finding->masks, &finding->weights, trace);
}

/* Every short entry that has any of it: first which runs each question has, then, with what that weighs, how
 * well each entry fits. */
static int ask_shelf(struct finding *finding, struct search_shelf *shelf, const struct search_query *query)
{
    struct search_trace questions[CONTENT_QUESTIONS] = {0};
    struct search_traced *traced = malloc((shelf->n ? shelf->n : 1) * sizeof(*traced));
    size_t n;

    if (!traced)
        return -ENOMEM;
    n = search_trace_shelf(traced, &finding->masks);
    for (size_t i = 0; i < n; i++) {
        const struct shelf_entry *entry = &shelf->entries[traced[i].entry];
        if (is_of_question(entry->kind))
            search_trace_join(&questions[entry->question - 1], &traced[i].trace);
    }
    search_weigh(&finding->weights, query, questions);
    for (size_t i = 0; i < n; i++) {
        const struct shelf_entry *entry = &shelf->entries[traced[i].entry];
        keep(finding, &(struct found){entry->id, entry->kind, entry->question,
                                      score_of(finding, entry->kind, &traced[i].trace)});
    }
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        finding->questions[i].coverage = search_coverage(&finding->masks, &finding->weights, &questions[i]);
    explicit_bzero(traced, n * sizeof(*traced));
    free(traced);
    explicit_bzero(questions, sizeof(questions));
    return 0;
}

static bool is_known(const struct finding *finding, struct search_shelf *shelf, const struct entry_row *row)
{
    if (row->kind <= ENTRY_LINK && row->id <= shelf->last)
        return true;
    for (size_t i = 0; i < finding->n_others; i++)
        if (finding->others[i].id == row->id)
            return true;
    return false;
}

static int look_at(struct finding *finding, struct search_shelf *shelf, const struct entry_row *row)
{
    uint16_t units[UNITS_MAX];
    struct search_trace trace;
    size_t n;

    if (is_known(finding, shelf, row))
        return 0;
    n = search_encode_row(units, UNITS_MAX, shelf, row);
    trace = search_trace(&finding->masks, units, n);
    keep(finding, &(struct found){row->id, row->kind, row->question, score_of(finding, row->kind, &trace)});
    return kept_rows_add(finding->rows, row);
}

/* Returns how many rows there were. */
static int ask_index(struct finding *finding, struct handbook *handbook, struct search_shelf *shelf,
                     enum phrases which, bool is_long)
{
    char phrases[PHRASES_BYTES];
    struct rows rows;
    int n = 0;

    search_phrases(phrases, finding->masks.query, which, is_long);
    if (!*phrases)
        return 0;
    rows = handbook_rows(handbook, STATEMENT_SEARCH_MATCH);
    rows_bind_text(&rows, 1, phrases);
    rows_bind_int(&rows, 2, ROWS_MAX);
    for (; rows_next(&rows) > 0; n++) {
        struct entry_row row;
        search_row_read(&row, &rows);
        if (rows.error == 0)
            rows.error = look_at(finding, shelf, &row);
    }
    rows_end(&rows);
    store_reset_index(handbook->db);
    explicit_bzero(phrases, strlen(phrases));
    return rows.error < 0 ? rows.error : n;
}

/* Long texts; and short ones if the shelf has not room for all. */
static int ask_indexes(struct finding *finding, struct handbook *handbook, struct search_shelf *shelf)
{
    int r = 0;

    for (int is_long = shelf->n < SHELF_MAX; r >= 0 && is_long < 2; is_long++) {
        r = ask_index(finding, handbook, shelf, PHRASES_ALL, is_long);
        if (r >= 0 && r < ROWS_ENOUGH)
            r = ask_index(finding, handbook, shelf, PHRASES_ANY, is_long);
    }
    return r < 0 ? r : 0;
}

static void sort_questions(struct finding *finding, const struct search_query *query)
{
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++) {
        struct found_question question = finding->questions[i];
        size_t at = i;
        question.number = (int)i + 1;
        if (query->question == question.number)
            question.best = (struct found){0}; /* the number is all that was meant */
        question.score = 0.62 * question.best.score + 0.38 * question.coverage +
                         (query->question == question.number ? 9 : 0);
        for (; at > 0 && finding->questions[at - 1].score < question.score; at--)
            finding->questions[at] = finding->questions[at - 1];
        finding->questions[at] = question;
    }
}

bool search_found_row(struct entry_row *out, const struct finding *finding, long long id)
{
    const struct entry_row *row = kept_rows_find(finding->rows, id);

    if (row)
        *out = *row;
    return row || search_shelf_row(out, finding->masks.shelf, id);
}

int search_finding(struct finding *out, struct kept_rows *rows, struct handbook *handbook,
                   struct search_shelf *shelf, const struct search_query *query)
{
    int r;

    *out = (struct finding){.rows = rows};
    r = search_masks_init(&out->masks, shelf, query);
    if (r == 0)
        r = ask_shelf(out, shelf, query);
    if (r == 0)
        r = ask_indexes(out, handbook, shelf);
    if (r < 0)
        search_masks_fini(&out->masks);
    else
        sort_questions(out, query);
    return r;
}
