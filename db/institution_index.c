/* SPDX-License-Identifier: MIT */
#include "db/institution_index.h"

#include "base/error.h"
#include "db/pinyin.h"
#include "db/statements.h"

#include <string.h>

#define HOME "吉林省"

/* 吉大 is 吉林大学; 学院 leaves nothing behind in a short form. */
static uint8_t find_short_end(const char *name, size_t n)
{
    static const char university[] = "大学";
    size_t bytes = strlen(name), tail = strlen(university);

    return bytes > tail && n < INSTITUTION_LETTERS_MAX && strcmp(name + bytes - tail, university) == 0
               ? (uint8_t)(n - 1)
               : 0;
}

/*
 * A bit for each of some numbers, several of which share one. Without letters every number that is typed has
 * to stand in a name, so most names need no closer look.
 */
static uint16_t has_of(const uint16_t *units, size_t n)
{
    unsigned has = 0;

    for (size_t i = 0; i < n; i++)
        has |= 1U << (units[i] * 40503U >> 8) % 16;
    return (uint16_t)has;
}

static void name_add(struct indexed_name *out, struct institution_index *index, struct rows *rows,
                     const struct pinyin *pinyin, const char *name)
{
    uint16_t letters[INSTITUTION_LETTERS_MAX], *place;
    size_t n = pinyin_encode(letters, ARRAY_SIZE(letters), pinyin, name);

    *out = (struct indexed_name){
        .first = (uint32_t)index->n_letters,
        .n = (uint8_t)n,
        .short_end = find_short_end(name, n),
        .has = has_of(letters, n),
    };
    for (size_t i = 0; i < n; i++) {
        place = rows_grow(rows, &index->letters, index->n_letters, sizeof(*place),
                          INSTITUTIONS_MAX * INSTITUTION_LETTERS_MAX);
        if (!place)
            return;
        *place = letters[i];
        index->n_letters++;
    }
}

static uint8_t standing_of(const char *province, const char *kind)
{
    return (uint8_t)((strcmp(province, HOME) != 0) * 2 + (strcmp(kind, "成人") == 0));
}

static void add_institution(struct institution_index *index, struct rows *rows, const struct pinyin *pinyin)
{
    struct indexed_institution *institution =
        rows_grow(rows, &index->institutions, index->n, sizeof(*institution), INSTITUTIONS_MAX);
    _cleanup_free_ char *code = rows_filled(rows, 0), *name = rows_filled(rows, 1);
    _cleanup_free_ char *province = rows_filled(rows, 2), *kind = rows_filled(rows, 3);

    if (rows->error == 0)
        rows_require(rows, institution_code_is_sound(code));
    if (rows->error < 0)
        return;
    memcpy(institution->code, code, sizeof(institution->code));
    institution->standing = standing_of(province, kind);
    name_add(&institution->name, index, rows, pinyin, name);
    index->n++;
}

static int load_institutions(struct institution_index *index, struct handbook *handbook,
                             const struct pinyin *pinyin)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_INSTITUTIONS);

    while (rows_next(&rows) > 0)
        add_institution(index, &rows, pinyin);
    rows_end(&rows);
    return rows.error;
}

/* Both come in the order of codes, so the institution is the one of the name before, or one further on. */
static struct indexed_institution *owner_of(struct institution_index *index, size_t *next, const char *code)
{
    while (*next < index->n && strcmp(index->institutions[*next].code, code) < 0)
        ++*next;
    return *next < index->n && strcmp(index->institutions[*next].code, code) == 0
               ? &index->institutions[*next]
               : NULL;
}

static void add_former(struct institution_index *index, struct rows *rows, const struct pinyin *pinyin,
                       size_t *next)
{
    struct indexed_name *former =
        rows_grow(rows, &index->former, index->n_former, sizeof(*former), INSTITUTIONS_MAX);
    _cleanup_free_ char *code = rows_filled(rows, 0), *name = rows_filled(rows, 1);
    struct indexed_institution *owner = rows->error == 0 ? owner_of(index, next, code) : NULL;

    rows_require(rows, owner && owner->n_former < INSTITUTION_NAMES_MAX);
    if (rows->error < 0)
        return;
    if (owner->n_former++ == 0)
        owner->first_former = (uint16_t)index->n_former;
    name_add(former, index, rows, pinyin, name);
    index->n_former++;
}

static int load_former(struct institution_index *index, struct handbook *handbook,
                       const struct pinyin *pinyin)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_FORMER_NAMES);
    size_t next = 0;

    while (rows_next(&rows) > 0)
        add_former(index, &rows, pinyin, &next);
    rows_end(&rows);
    return rows.error;
}

/* The date, and how many there must be: on an empty or shortened list every absence would be a false word. */
static int load_list(struct institution_index *index, struct handbook *handbook, int *count)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_INSTITUTION_LIST);

    if (rows_next(&rows) > 0) {
        index->date = rows_date(&rows, 0);
        *count = rows_int(&rows, 1, 1, INSTITUTIONS_MAX);
    }
    rows_require(&rows, index->date != NULL);
    rows_end(&rows);
    return rows.error;
}

static int compare(const void *a, const void *b)
{
    const struct indexed_institution *left = a, *right = b;

    if (left->standing != right->standing)
        return left->standing - right->standing;
    if (left->name.n != right->name.n)
        return left->name.n - right->name.n;
    return strcmp(left->code, right->code);
}

static int load(struct institution_index *index, struct handbook *handbook)
{
    const struct pinyin *pinyin;
    int count = 0, r = handbook_pinyin(&pinyin, handbook);

    if (r == 0)
        r = load_list(index, handbook, &count);
    if (r == 0)
        r = load_institutions(index, handbook, pinyin);
    if (r == 0 && index->n != (size_t)count)
        r = -EBADMSG;
    if (r == 0)
        r = load_former(index, handbook, pinyin);
    if (r == 0)
        qsort(index->institutions, index->n, sizeof(*index->institutions), compare);
    return r;
}

int institution_index_get(const struct institution_index **out, struct handbook *handbook)
{
    struct institution_index *index;
    int r;

    if (!handbook->institutions) {
        index = calloc(1, sizeof(*index));
        if (!index)
            return -ENOMEM;
        r = load(index, handbook);
        if (r < 0) {
            institution_index_free(index);
            return r;
        }
        handbook->institutions = index;
    }
    *out = handbook->institutions;
    return 0;
}

void institution_index_free(struct institution_index *index)
{
    if (!index)
        return;
    free(index->institutions);
    free(index->former);
    free(index->letters);
    free(index->date);
    free(index);
}

/*
 * What is typed in Chinese: present names, then former names, then codes. Letters say less, so present and
 * former names take turns, and so they do in scattered characters, the last of all.
 */
enum {
    RANK_NAME,
    RANK_FORMER = RANK_NAME + 4,
    RANK_CODE = RANK_FORMER + 4,
    RANK_LETTERS = RANK_CODE + 3,
    RANK_END = RANK_LETTERS + 2 * PINYIN_NONE,
};
_Static_assert(RANK_END <= INSTITUTION_RANKS, "a rank for each way to match");

static unsigned rank_name(const struct institution_index *index, const struct indexed_name *name,
                          const struct pinyin_query *query, bool former)
{
    static const unsigned char spelt[PINYIN_MATCHES] = {
        [PINYIN_WHOLE] = 1, [PINYIN_START] = 2, [PINYIN_SHORT] = 3, [PINYIN_INSIDE] = 4};
    unsigned missing = query->n_letters == 0 ? has_of(query->units, query->n) & ~(unsigned)name->has : 0;
    enum pinyin_match match =
        missing ? PINYIN_NONE : pinyin_match(query, index->letters + name->first, name->n, name->short_end);

    if (match == PINYIN_NONE)
        return INSTITUTION_RANKS;
    if (query->n_letters == 0 && spelt[match])
        return (former ? RANK_FORMER : RANK_NAME) + spelt[match] - 1u;
    return RANK_LETTERS + 2 * (unsigned)match + former;
}

/* The last five digits are the code that schools had before and still go by. */
static unsigned rank_code(const char *code, const char *digits)
{
    size_t n = *digits ? strlen(digits) : 0;

    if (n == 0 || n > INSTITUTION_CODE_DIGITS)
        return INSTITUTION_RANKS;
    if (strncmp(code, digits, n) == 0)
        return RANK_CODE;
    if (strncmp(code + 5, digits, n) == 0)
        return RANK_CODE + 1;
    return strstr(code, digits) ? RANK_CODE + 2 : INSTITUTION_RANKS;
}

unsigned institution_rank(const struct institution_index *index, size_t which,
                          const struct pinyin_query *query, const char *digits)
{
    const struct indexed_institution *institution = &index->institutions[which];
    unsigned best = rank_name(index, &institution->name, query, false),
             rank = rank_code(institution->code, digits);

    best = rank < best ? rank : best;
    for (size_t i = 0; i < institution->n_former; i++) {
        rank = rank_name(index, &index->former[institution->first_former + i], query, true);
        best = rank < best ? rank : best;
    }
    return best;
}
