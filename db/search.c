/* SPDX-License-Identifier: MIT */
#include "db/search.h"

#include "base/error.h"
#include "db/search_hits.h"
#include "db/search_row.h"
#include "db/statements.h"

#include <string.h>

#define QUESTIONS_FIRST 3 /* before anything else */
#define OTHERS_MAX 3      /* of each kind */
#define SCHOOLS_MAX 3
#define FITS 0.5 /* of a query's weight: less is no answer but the nearest */
#define OTHER_FITS 0.72
#define FEWER 0.96      /* what a reading of fewer characters is worth */
#define OF_THE_BEST 0.3 /* a question that is so much worse than the best is none that was meant */

/* Questions from the one at `first` to before `last`. */
static int add_questions(struct hits *hits, size_t first, size_t last)
{
    const struct found_question *questions = hits->finding->questions;
    int r = 0;

    for (size_t i = first; r == 0 && i < last && i < CONTENT_QUESTIONS; i++)
        if (i == 0 || questions[i].score >= questions[0].score * OF_THE_BEST || hits->result->nearest)
            r = hits_add_question(hits, &questions[i]);
    return r;
}

static bool is_of_group(enum entry_kind kind, enum search_kind group)
{
    switch (group) {
    case SEARCH_PASSAGE:
        return kind == ENTRY_BLOCK || kind == ENTRY_SUPPLEMENT;
    case SEARCH_OUTCOME:
        return kind == ENTRY_OUTCOME || kind == ENTRY_STEP;
    case SEARCH_LINK:
        return kind == ENTRY_LINK;
    default:
        return false;
    }
}

static int add_others(struct hits *hits, enum search_kind group, double least)
{
    const struct finding *finding = hits->finding;
    size_t before = hits->result->n;
    int r = 0;

    for (size_t i = 0; r == 0 && i < finding->n_others && hits->result->n < before + OTHERS_MAX; i++)
        if (is_of_group(finding->others[i].kind, group) && finding->others[i].score >= least)
            r = hits_add_other(hits, &finding->others[i]);
    return r;
}

/* Schools cost a look at three thousand names, so they are looked up only if it may be one. */
static bool may_be_school(const struct finding *finding, const struct search_query *query)
{
    static const char32_t words[] = U"大院校专职";

    for (size_t i = 0; i < query->n; i++)
        for (const char32_t *c = words; *c; c++)
            if (query->items[i].character == *c)
                return true;
    return finding->questions[0].coverage < 0.75 && query->n >= 2;
}

/* Whether the questions do not answer it, but a school of this name may. */
static bool is_rather_school(const struct finding *finding)
{
    return finding->questions[0].coverage < 0.7 && finding->questions[0].score < 1;
}

static bool nothing_fits(const struct finding *finding)
{
    const struct found_question *best = &finding->questions[0];

    if (best->score >= 1 || best->coverage >= FITS)
        return false;
    return finding->n_others == 0 || finding->others[0].score < OTHER_FITS;
}

static int add_rest(struct hits *hits)
{
    int r = add_others(hits, SEARCH_PASSAGE, OTHER_FITS);

    if (r == 0)
        r = add_others(hits, SEARCH_OUTCOME, OTHER_FITS);
    if (r == 0)
        r = add_others(hits, SEARCH_LINK, OTHER_FITS);
    return r;
}

static int assemble(struct hits *hits, const struct search_query *query)
{
    bool school = may_be_school(hits->finding, query), first = school && is_rather_school(hits->finding);
    int r = first ? hits_add_institutions(hits, query->text, SCHOOLS_MAX) : 0;

    if (r < 0)
        return r;
    if (hits->result->n > 0 && nothing_fits(hits->finding))
        return 0;
    hits->result->nearest = nothing_fits(hits->finding);
    r = add_questions(hits, 0, QUESTIONS_FIRST);
    if (r < 0 || hits->result->nearest)
        return r;
    r = add_rest(hits);
    if (hits->result->hits[0].kind == SEARCH_INSTITUTION)
        return r; /* a school was meant */
    if (r == 0 && school && !first)
        r = hits_add_institutions(hits, query->text, SCHOOLS_MAX);
    return r < 0 ? r : add_questions(hits, QUESTIONS_FIRST, CONTENT_QUESTIONS);
}

/* Each question as the reading says that answers it better; best first. */
static void merge(struct finding *to, const struct finding *from)
{
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++) {
        struct found_question question = to->questions[i];
        size_t at = i;
        for (size_t j = 0; j < CONTENT_QUESTIONS; j++)
            if (from->questions[j].number == question.number && from->questions[j].score > question.score)
                question = from->questions[j];
        for (; at > 0 && to->questions[at - 1].score < question.score; at--)
            to->questions[at] = to->questions[at - 1];
        to->questions[at] = question;
    }
}

/* Few who type initials type zh for one character, so a reading of fewer characters is worth
 * a little less. */
static void discount(struct finding *finding, double by)
{
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        finding->questions[i].score *= by;
}

/* Understood one way or the other, whichever answers better. */
static int find(struct finding *out, struct kept_rows *rows, struct search_query *query,
                struct handbook *handbook, struct search_shelf *shelf, const char *typed)
{
    struct finding other;
    struct search_query initials;
    int r = search_finding(out, rows, handbook, shelf, query);

    if (r < 0 || !search_query_is_doubtful(query))
        return r;
    search_query_prepare(&initials, shelf, typed, true);
    r = search_finding(&other, rows, handbook, shelf, &initials);
    if (r == 0 && initials.n > query->n)
        discount(out, FEWER);
    if (r == 0 && other.questions[0].score > out->questions[0].score) {
        struct finding worse = *out;
        *out = other;
        other = worse;
        *query = initials;
        out->masks.query = query;
    }
    if (r == 0)
        merge(out, &other);
    search_masks_fini(r < 0 ? &out->masks : &other.masks);
    explicit_bzero(&initials, sizeof(initials));
    return r;
}

static int find_all(struct search_result *out, struct handbook *handbook, const char *typed, size_t limit)
{
    struct search_shelf *shelf = NULL;
    struct search_query query;
    struct finding finding;
    struct kept_rows rows = {0};
    struct hits hits = {.handbook = handbook, .finding = &finding, .result = out, .limit = limit};
    int r = search_shelf_get(&shelf, handbook);

    if (r < 0)
        return r;
    search_query_prepare(&query, shelf, typed, false);
    if (query.n > 0 && limit > 0) {
        r = find(&finding, &rows, &query, handbook, shelf, typed);
        if (r == 0) {
            r = assemble(&hits, &query);
            search_masks_fini(&finding.masks);
        }
        kept_rows_fini(&rows);
        explicit_bzero(&finding, sizeof(finding));
    }
    explicit_bzero(&query, sizeof(query));
    return r;
}

int search_find(struct search_result **out, struct handbook *handbook, const char *typed, size_t limit)
{
    struct search_result *result = calloc(1, sizeof(*result));
    int r = result ? find_all(result, handbook, typed, limit) : -ENOMEM;

    if (r < 0)
        search_free(result);
    else
        *out = result;
    return r;
}

const char *search_kind_name(enum search_kind kind)
{
    switch (kind) {
    case SEARCH_QUESTION:
        return "question";
    case SEARCH_PASSAGE:
        return "passage";
    case SEARCH_OUTCOME:
        return "outcome";
    case SEARCH_LINK:
        return "link";
    case SEARCH_INSTITUTION:
        return "institution";
    }
    return NULL;
}

/* Every entry, and every page of the index. */
int search_check(struct handbook *handbook)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_SEARCH_ENTRIES);
    struct search_shelf *shelf = NULL;
    struct entry_row row;

    while (rows_next(&rows) > 0)
        search_row_read(&row, &rows);
    rows_end(&rows);
    if (rows.error < 0)
        return rows.error;
    rows = handbook_rows(handbook, STATEMENT_SEARCH_INDEX);
    while (rows_next(&rows) > 0)
        rows_blob(&rows, 0);
    rows_end(&rows);
    return rows.error < 0 ? rows.error : search_shelf_get(&shelf, handbook);
}
