/* SPDX-License-Identifier: MIT */
#include "db/institution.h"

#include "base/error.h"
#include "db/institution_index.h"
#include "db/pinyin.h"
#include "db/statements.h"

#include <string.h>

_Static_assert(INSTITUTION_QUERY_MAX == PINYIN_UNITS_MAX, "a query is a bit for each character");

static void institution_fini(struct institution *institution)
{
    free(institution->code);
    free(institution->name);
    free(institution->province);
    free(institution->city);
    free(institution->level);
    free(institution->kind);
    free(institution->authority);
    free(institution->remark);
    for (size_t i = 0; i < institution->n_former_names; i++)
        free(institution->former_names[i]);
    free(institution->former_names);
}

void institutions_free(struct institution *institutions, size_t n)
{
    for (size_t i = 0; institutions && i < n; i++)
        institution_fini(&institutions[i]);
    free(institutions);
}

static bool is_sound(const struct institution *institution, const char *code)
{
    return strcmp(institution->code, code) == 0 && institution_kind_is_sound(institution->kind) &&
           institution_level_is_sound(institution->level, institution->kind);
}

static int read_institution(struct institution *out, struct handbook *handbook, const char *code)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_INSTITUTION);
    bool found = false;

    rows_bind_text(&rows, 1, code);
    if (rows_next(&rows) > 0) {
        found = true;
        out->code = rows_filled(&rows, 0);
        out->name = rows_filled(&rows, 1);
        out->province = rows_filled(&rows, 2);
        out->city = rows_text(&rows, 3);
        out->level = rows_text(&rows, 4);
        out->kind = rows_filled(&rows, 5);
        out->authority = rows_filled(&rows, 6);
        out->remark = rows_text(&rows, 7);
        rows_require(&rows, rows.error == 0 && is_sound(out, code));
    }
    rows_end(&rows);
    return rows.error < 0 || found ? rows.error : -ENOENT;
}

static int read_former_names(struct institution *out, struct handbook *handbook)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_FORMER_NAMES_OF);
    char **name;

    rows_bind_text(&rows, 1, out->code);
    while (rows_next(&rows) > 0 && (name = rows_grow(&rows, &out->former_names, out->n_former_names,
                                                     sizeof(*name), INSTITUTION_NAMES_MAX))) {
        out->n_former_names++;
        *name = rows_filled(&rows, 0);
    }
    rows_end(&rows);
    return rows.error;
}

static int read_whole(struct institution *out, struct handbook *handbook, const char *code)
{
    int r = read_institution(out, handbook, code);

    return r < 0 ? r : read_former_names(out, handbook);
}

int institution_by_code(struct institution **out, struct handbook *handbook, const char *code)
{
    struct institution *institution;
    int r;

    if (!institution_code_is_sound(code))
        return -ENOENT;
    institution = calloc(1, sizeof(*institution));
    if (!institution)
        return -ENOMEM;
    r = read_whole(institution, handbook, code);
    if (r < 0)
        institutions_free(institution, 1);
    else
        *out = institution;
    return r;
}

/* The places in the index of the best, best first; within a rank they stand in the order among equals. */
static size_t find_best(uint16_t *out, size_t limit, const struct institution_index *index,
                        const struct pinyin_query *query, const char *digits)
{
    uint8_t ranks[INSTITUTIONS_MAX];
    size_t n = 0;

    for (size_t i = 0; i < index->n; i++)
        ranks[i] = (uint8_t)institution_rank(index, i, query, digits);
    for (int rank = 0; rank < INSTITUTION_RANKS; rank++)
        for (const uint8_t *p = ranks; n < limit && (p = memchr(p, rank, (size_t)(ranks + index->n - p)));
             p++)
            out[n++] = (uint16_t)(p - ranks);
    return n;
}

/* Fills *out with those at the places. */
static int read_places(struct institution **out, struct handbook *handbook,
                       const struct institution_index *index, const uint16_t *places, size_t n)
{
    struct institution *institutions = calloc(n ? n : 1, sizeof(*institutions));
    int r = institutions ? 0 : -ENOMEM;

    for (size_t i = 0; r == 0 && i < n; i++)
        r = read_whole(&institutions[i], handbook, index->institutions[places[i]].code);
    if (r < 0)
        institutions_free(institutions, n);
    else
        *out = institutions;
    return handbook_named(r);
}

int institutions_find(struct institution **out, size_t *n, struct handbook *handbook, const char *typed,
                      size_t limit)
{
    const struct institution_index *index;
    const struct pinyin *pinyin;
    struct pinyin_query query;
    char digits[INSTITUTION_QUERY_MAX + 1];
    uint16_t places[INSTITUTIONS_MAX];
    size_t found = 0;
    int r = institution_index_get(&index, handbook);

    if (r == 0)
        r = handbook_pinyin(&pinyin, handbook);
    if (r < 0)
        return r;
    pinyin_prepare(&query, pinyin, typed);
    pinyin_digits(digits, &query);
    if (query.n > 0)
        found = find_best(places, limit, index, &query, digits);
    explicit_bzero(&query, sizeof(query));
    explicit_bzero(digits, sizeof(digits));
    r = read_places(out, handbook, index, places, found);
    if (r == 0)
        *n = found;
    return r;
}

bool institution_query_is_blank(const char *typed)
{
    return pinyin_is_blank(typed);
}

int institutions_date(struct date *out, struct handbook *handbook)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_INSTITUTION_LIST);
    char *text = rows_next(&rows) > 0 ? rows_date(&rows, 0) : NULL;

    rows_require(&rows, text && date_parse(out, text) == 0);
    rows_end(&rows);
    free(text);
    return rows.error;
}

int institutions_info(size_t *n, const char **as_of, struct handbook *handbook)
{
    const struct institution_index *index;
    int r = institution_index_get(&index, handbook);

    if (r < 0)
        return r;
    *n = index->n;
    *as_of = index->date;
    return 0;
}

int institutions_check(struct handbook *handbook)
{
    const struct institution_index *index;
    struct institution *institution = NULL;
    int r = institution_index_get(&index, handbook);

    for (size_t i = 0; r == 0 && i < index->n; i++) {
        r = institution_by_code(&institution, handbook, index->institutions[i].code);
        if (r == 0)
            institutions_free(institution, 1);
    }
    return handbook_named(r); /* else the tree that finds it is out of order */
}
