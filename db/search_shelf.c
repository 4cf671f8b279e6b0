/* SPDX-License-Identifier: MIT */
#include "db/search_shelf.h"

#include "base/error.h"
#include "base/utf8.h"
#include "db/search_row.h"
#include "db/statements.h"
#include "db/store.h"

#include <string.h>

#define ENTRY_UNITS_MAX 256 /* of a short entry that are looked at */

struct syllables search_readings(const struct search_shelf *shelf, uint16_t unit)
{
    struct syllables set = {0};
    const uint16_t *readings = NULL;
    size_t n = pinyin_readings(&readings, shelf->pinyin, unit);

    for (size_t i = 0; i < n; i++)
        syllables_add(&set, shelf->place[readings[i]]);
    return set;
}

/* The first syllable that does not come before these letters; behind: nor begins with them. */
static size_t find_place(const struct search_shelf *shelf, const char *letters, size_t n, bool behind)
{
    size_t low = 0, high = shelf->n_syllables;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strncmp(shelf->spelling[middle], letters, n) < (behind ? 1 : 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void search_spelt(size_t *low, size_t *high, bool *whole, const struct search_shelf *shelf,
                  const char *letters, size_t n)
{
    *low = find_place(shelf, letters, n, false);
    *high = find_place(shelf, letters, n, true);
    *whole = *high > *low && !shelf->spelling[*low][n];
}

bool search_is_slip(const char *a, size_t n, const char *b, size_t m)
{
    size_t head = 0, tail = 0, short_one = n < m ? n : m;

    if (n > m + 1 || m > n + 1)
        return false;
    while (head < short_one && a[head] == b[head])
        head++;
    while (tail < short_one - head && a[n - 1 - tail] == b[m - 1 - tail])
        tail++;
    if (n - head - tail <= 1 && m - head - tail <= 1)
        return true;
    return n == m && n - head - tail == 2 && a[head] == b[head + 1] && a[head + 1] == b[head];
}

static int load_variants(struct search_shelf *shelf, struct handbook *handbook)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_VARIANTS);

    while (rows_next(&rows) > 0) {
        _cleanup_free_ char *from = rows_filled(&rows, 0), *to = rows_filled(&rows, 1);
        char32_t traditional, simplified;
        if (rows.error < 0)
            break;
        rows_require(&rows, utf8_decode(&traditional, from, strlen(from)) == strlen(from) &&
                                utf8_decode(&simplified, to, strlen(to)) == strlen(to));
        if (rows.error == 0)
            rows.error = variants_add(&shelf->variants, traditional, simplified);
    }
    rows_end(&rows);
    return rows.error;
}

/* Insertion sort: they come nearly in order, and there are some four hundred. */
static void sort_syllables(struct search_shelf *shelf)
{
    uint16_t order[PINYIN_SYLLABLES_MAX];
    size_t n = 0;

    for (; n < PINYIN_SYLLABLES_MAX && pinyin_syllable(shelf->pinyin, n); n++) {
        const char *spelling = pinyin_syllable(shelf->pinyin, n);
        size_t at = n;
        for (; at > 0 && strcmp(shelf->spelling[at - 1], spelling) > 0; at--) {
            shelf->spelling[at] = shelf->spelling[at - 1];
            order[at] = order[at - 1];
        }
        shelf->spelling[at] = spelling;
        order[at] = (uint16_t)n;
    }
    shelf->n_syllables = n;
    for (size_t i = 0; i < n; i++)
        shelf->place[order[i]] = (uint16_t)i;
}

static void find_near(struct search_shelf *shelf)
{
    size_t lengths[PINYIN_SYLLABLES_MAX];

    for (size_t i = 0; i < shelf->n_syllables; i++) {
        lengths[i] = strlen(shelf->spelling[i]);
        syllables_add(&shelf->near[i], i);
        for (size_t other = 0; other < i; other++)
            if (lengths[i] + lengths[other] > 4 &&
                search_is_slip(shelf->spelling[i], lengths[i], shelf->spelling[other], lengths[other])) {
                syllables_add(&shelf->near[i], other);
                syllables_add(&shelf->near[other], i);
            }
    }
}

static void add_followers(struct search_shelf *shelf, const uint16_t *units, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct syllables second = search_readings(shelf, units[i]);
        const uint16_t *readings = NULL;
        size_t count = pinyin_readings(&readings, shelf->pinyin, units[i - 1]);
        for (size_t r = 0; r < count; r++)
            syllables_join(&shelf->follow[shelf->place[readings[r]]], &second);
    }
}

/* Room for the units of one more entry, in steps that double. */
static int make_room(struct search_shelf *shelf, size_t *capacity)
{
    uint16_t *units;

    if (*capacity - shelf->n_units >= ENTRY_UNITS_MAX)
        return 0;
    *capacity = 2 * *capacity + ENTRY_UNITS_MAX;
    units = reallocarray(shelf->units, *capacity, sizeof(*units));
    if (!units)
        return -ENOMEM;
    shelf->units = units;
    return *capacity > SHELF_UNITS_MAX * 2 ? -EBADMSG : 0;
}

/* A copy with its NUL behind the others. */
static int add_text(struct search_shelf *shelf, size_t *capacity, const char *text)
{
    size_t n = strlen(text) + 1;

    if (*capacity - shelf->n_texts < n) {
        char *texts = realloc(shelf->texts, 2 * *capacity + n);
        if (!texts)
            return -ENOMEM;
        shelf->texts = texts;
        *capacity = 2 * *capacity + n;
    }
    memcpy(shelf->texts + shelf->n_texts, text, n);
    shelf->n_texts += n;
    return 0;
}

static int add_texts(struct search_shelf *shelf, size_t *capacity, const struct entry_row *row)
{
    int r = add_text(shelf, capacity, row->text);

    if (r == 0)
        r = add_text(shelf, capacity, row->title);
    return r == 0 ? add_text(shelf, capacity, row->target) : r;
}

static void add_entry(struct search_shelf *shelf, struct rows *rows, const struct entry_row *row)
{
    struct shelf_entry *entry = rows_grow(rows, &shelf->entries, shelf->n, sizeof(*entry), SHELF_MAX);

    if (!entry)
        return;
    *entry = (struct shelf_entry){
        .id = row->id,
        .kind = row->kind,
        .question = row->question,
        .first = (uint32_t)shelf->n_units,
        .texts = (uint32_t)shelf->n_texts,
    };
    entry->n = (uint16_t)search_encode_row(shelf->units + shelf->n_units, ENTRY_UNITS_MAX, shelf, row);
    for (size_t i = 0; i < entry->n; i++)
        entry->said += shelf->units[shelf->n_units + i] != 0;
    add_followers(shelf, shelf->units + shelf->n_units, entry->n);
    shelf->n_units += entry->n;
    shelf->last = row->id;
    shelf->n++;
}

static int load_entries(struct search_shelf *shelf, struct handbook *handbook)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_SEARCH_SHELF);
    size_t capacity = 0, texts_capacity = 0;

    rows_bind_int(&rows, 1, ENTRY_LINK);
    rows_bind_int(&rows, 2, SHELF_MAX);
    while (rows_next(&rows) > 0) {
        struct entry_row row;
        int r = make_room(shelf, &capacity);
        if (r < 0)
            rows.error = r;
        search_row_read(&row, &rows);
        rows_require(&rows, rows.error < 0 || row.id > shelf->last);
        if (rows.error == 0)
            add_entry(shelf, &rows, &row);
        if (rows.error == 0)
            rows.error = add_texts(shelf, &texts_capacity, &row);
    }
    rows_end(&rows);
    return rows.error;
}

static void walk_standing(struct search_lists *lists, const void *context)
{
    const struct search_shelf *shelf = context;

    for (size_t i = 0; i < shelf->n_units; i++)
        search_lists_add(lists, shelf->units[i], i);
}

static void walk_readers(struct search_lists *lists, const void *context)
{
    const struct search_shelf *shelf = context;
    const uint16_t *readings = NULL;

    for (size_t unit = 0; unit < pinyin_units(shelf->pinyin); unit++) {
        size_t n = pinyin_readings(&readings, shelf->pinyin, (uint16_t)unit);
        for (size_t i = 0; i < n; i++)
            search_lists_add(lists, shelf->place[readings[i]], unit);
    }
}

bool search_shelf_row(struct entry_row *out, const struct search_shelf *shelf, long long id)
{
    size_t low = 0, high = shelf->n;
    const struct shelf_entry *entry;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (shelf->entries[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    entry = &shelf->entries[low];
    if (low == shelf->n || entry->id != id)
        return false;
    *out = (struct entry_row){.id = id, .kind = entry->kind, .question = entry->question, .block = -1};
    out->text = shelf->texts + entry->texts;
    out->title = out->text + strlen(out->text) + 1;
    out->target = out->title + strlen(out->title) + 1;
    return true;
}

static int load(struct search_shelf *shelf, struct handbook *handbook)
{
    int r = handbook_pinyin(&shelf->pinyin, handbook);

    if (r == 0)
        r = load_variants(shelf, handbook);
    if (r < 0)
        return r;
    sort_syllables(shelf);
    find_near(shelf);
    r = load_entries(shelf, handbook);
    if (r == 0 && shelf->n_units > SHELF_UNITS_MAX)
        r = -EBADMSG;
    if (r == 0)
        r = search_lists_make(&shelf->readers, shelf->n_syllables, walk_readers, shelf);
    return r < 0 ? r : search_lists_make(&shelf->standing, pinyin_units(shelf->pinyin), walk_standing, shelf);
}

int search_shelf_get(struct search_shelf **out, struct handbook *handbook)
{
    struct search_shelf *shelf;
    int r;

    if (handbook->search) {
        *out = handbook->search;
        return 0;
    }
    shelf = calloc(1, sizeof(*shelf));
    if (!shelf)
        return -ENOMEM;
    r = store_connect(handbook->db, "search_index");
    if (r == 0)
        r = load(shelf, handbook);
    if (r < 0)
        search_shelf_free(shelf);
    else
        *out = handbook->search = shelf;
    return r;
}

void search_shelf_free(struct search_shelf *shelf)
{
    if (!shelf)
        return;
    variants_fini(&shelf->variants);
    search_lists_fini(&shelf->standing);
    search_lists_fini(&shelf->readers);
    free(shelf->entries);
    free(shelf->units);
    free(shelf->texts);
    free(shelf);
}
