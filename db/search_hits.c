/* SPDX-License-Identifier: MIT */
#include "db/search_hits.h"

#include "base/error.h"
#include "db/institution.h"
#include "db/search_show.h"
#include "db/statements.h"

#include <string.h>

#define NAME_UNITS 64

bool hits_full(const struct hits *hits)
{
    return hits->result->n >= hits->limit;
}

static bool stands_already(const struct search_result *result, const struct search_hit *hit)
{
    for (size_t i = 0; i < result->n; i++) {
        const struct search_hit *other = &result->hits[i];
        if (other->kind != hit->kind)
            continue;
        if (hit->kind == SEARCH_PASSAGE
                ? strcmp(other->text, hit->text) == 0 && other->question == hit->question
                : other->question == hit->question && strcmp(other->target, hit->target) == 0)
            return true;
    }
    return false;
}

static void hit_fini(struct search_hit *hit)
{
    free(hit->title);
    free(hit->text);
    free(hit->target);
}

void search_free(struct search_result *result)
{
    if (!result)
        return;
    for (size_t i = 0; i < result->n; i++)
        hit_fini(&result->hits[i]);
    free(result->hits);
    free(result);
}

/* Takes the strings of the hit over; any of them may be NULL, which is out of memory. */
static int add(struct hits *hits, struct search_hit hit)
{
    struct search_result *result = hits->result;
    int r = hit.title && hit.text && hit.target ? 0 : -ENOMEM;

    if (r < 0 || hits_full(hits) || stands_already(result, &hit)) {
        hit_fini(&hit);
        return r;
    }
    if ((result->n & (result->n - 1)) == 0) {
        void *array = reallocarray(result->hits, result->n ? 2 * result->n : 1, sizeof(hit));
        if (!array) {
            hit_fini(&hit);
            return -ENOMEM;
        }
        result->hits = array;
    }
    hit.n_title_marks = search_marks(hit.title_marks, &hits->finding->masks, hit.title);
    hit.n_text_marks = search_marks(hit.text_marks, &hits->finding->masks, hit.text);
    result->hits[result->n++] = hit;
    return 0;
}

/* What beside its title made the question match; "" if the title did. */
static int text_of(char **out, struct hits *hits, const struct found *best)
{
    struct entry_row row;

    if (best->id == 0 || best->kind <= ENTRY_SHORT_TITLE)
        *out = strdup("");
    else if (search_found_row(&row, hits->finding, best->id))
        *out = search_snippet(&hits->finding->masks, row.text);
    else
        return -EBADMSG;
    return *out ? 0 : -ENOMEM;
}

int hits_add_question(struct hits *hits, const struct found_question *question)
{
    size_t n;
    const struct question *questions = handbook_questions(hits->handbook, &n);
    char *text = NULL;
    int r = text_of(&text, hits, &question->best);

    if (r < 0)
        return r;
    return add(hits, (struct search_hit){.kind = SEARCH_QUESTION,
                                         .question = question->number,
                                         .title = strdup(questions[question->number - 1].title),
                                         .text = text,
                                         .target = strdup(""),
                                         .block = -1});
}

/* An answer's passage is called after its question, a supplement's after the supplement. */
static const char *title_of(struct hits *hits, const struct entry_row *row)
{
    size_t n;

    return row->kind == ENTRY_BLOCK ? handbook_questions(hits->handbook, &n)[row->question - 1].title
                                    : row->title;
}

static struct search_hit hit_of(struct hits *hits, const struct entry_row *row)
{
    struct search_hit hit = {.question = row->question, .target = strdup(row->target), .block = -1};

    if (row->kind == ENTRY_LINK) {
        hit.kind = SEARCH_LINK;
        hit.title = strdup(row->text);
        hit.text = strdup(row->title);
    } else if (row->kind == ENTRY_OUTCOME) {
        hit.kind = SEARCH_OUTCOME;
        hit.title = strdup(row->text);
        hit.text = strdup("");
    } else {
        hit.kind = row->kind == ENTRY_STEP ? SEARCH_OUTCOME : SEARCH_PASSAGE;
        hit.title = strdup(title_of(hits, row));
        hit.text = search_snippet(&hits->finding->masks, row->text);
        hit.block = row->kind == ENTRY_BLOCK ? row->block : -1;
    }
    return hit;
}

int hits_add_other(struct hits *hits, const struct found *found)
{
    struct entry_row row;

    return search_found_row(&row, hits->finding, found->id) ? add(hits, hit_of(hits, &row)) : -EBADMSG;
}

/* 吉大 is 吉林大学: behind its 大. */
static size_t short_end(const struct pinyin *pinyin, const struct institution *school)
{
    uint16_t units[NAME_UNITS];
    const char *end = strstr(school->name, "大学");
    _cleanup_free_ char *head =
        end ? strndup(school->name, (size_t)(end - school->name) + strlen("大")) : NULL;

    return head ? pinyin_encode(units, NAME_UNITS, pinyin, head) : 0;
}

/* Whether somebody who types this means the school: its name or the beginning of it, or well-known short
 * forms. */
static bool is_meant(const struct pinyin_query *query, const struct pinyin *pinyin,
                     const struct institution *school)
{
    uint16_t units[NAME_UNITS];
    size_t han = query->n - query->n_letters - query->n_digits;
    enum pinyin_match match;

    if (query->n_digits == query->n)
        return query->n >= 8;
    match = pinyin_match(query, units, pinyin_encode(units, NAME_UNITS, pinyin, school->name),
                         short_end(pinyin, school));
    if (match <= PINYIN_START)
        return han >= 2 || query->n_letters >= 5;
    if (match <= PINYIN_MIXED_START)
        return query->n >= 4;
    if (match == PINYIN_SHORT)
        return han == query->n && han >= 2;
    return match <= PINYIN_MIXED_INSIDE && han >= 3;
}

static char *place_of(const struct institution *school)
{
    char *text = NULL;

    if (asprintf(&text, "%s%s%s %s", school->province, *school->city ? " " : "", school->city,
                 school->level) < 0)
        return NULL;
    if (!*school->level)
        text[strlen(text) - 1] = '\0';
    return text;
}

static int add_institution(struct hits *hits, const struct institution *school)
{
    return add(hits, (struct search_hit){.kind = SEARCH_INSTITUTION,
                                         .title = strdup(school->name),
                                         .text = place_of(school),
                                         .target = strdup(school->code),
                                         .block = -1});
}

int hits_add_institutions(struct hits *hits, const char *typed, size_t max)
{
    struct institution *schools = NULL;
    struct pinyin_query query;
    size_t n = 0;
    int r = institutions_find(&schools, &n, hits->handbook, typed, max);

    if (r < 0)
        return r;
    pinyin_prepare(&query, hits->finding->masks.shelf->pinyin, typed);
    for (size_t i = 0; r == 0 && i < n; i++)
        if (is_meant(&query, query.pinyin, &schools[i]))
            r = add_institution(hits, &schools[i]);
    explicit_bzero(&query, sizeof(query));
    institutions_free(schools, n);
    return r;
}
