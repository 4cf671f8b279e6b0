/* SPDX-License-Identifier: MIT */
/*
 * What is large in a handbook that somebody has changed: guides, schools, what is searched. Groups of four
 * bytes (offset of three, value) change the embedded handbook; the last byte chooses what is read of it. It
 * is refused, or everything that comes out may be shown.
 */
#include "base/error.h"
#include "base/sanitize.h"
#include "db/guide.h"
#include "db/institution.h"
#include "db/search.h"
#include "tests/fuzz/altered.h"

#include <stdint.h>
#include <string.h>

#define LIMIT 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const typed[] = {"毕业证丢了", "xueli", "jldx", "4122010183", "吉林大学"};

static void check(bool promise)
{
    if (!promise)
        abort();
}

static void check_text(const char *text)
{
    check(text && sanitize_is_clean(text, strlen(text)));
}

static void check_items(const struct guide_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        check_text(items[i].text);
        check_text(items[i].supplement);
    }
}

static void check_node(const struct guides *guides, const struct guide *guide, const struct guide_node *node)
{
    check_text(node->kind == GUIDE_OUTCOME ? node->title : node->ask);
    check(node->kind == GUIDE_OUTCOME ? node->n_quotes > 0 : node->n_options > 0);
    for (size_t o = 0; o < node->n_options; o++) {
        const struct guide_option *option = &node->options[o];
        check_text(option->label);
        check(option->n_edges > 0 && option->edges[option->n_edges - 1].n_conditions == 0);
        for (size_t e = 0; e < option->n_edges; e++) {
            const struct guide_edge *edge = &option->edges[e];
            const struct guide *other = edge->guide ? guides_find(guides, edge->guide) : guide;
            check(other && guide_find_node(other, edge->node));
        }
    }
    check_items(node->steps, node->n_steps);
    check_items(node->bring, node->n_bring);
    for (size_t i = 0; i < node->n_quotes; i++)
        check_text(node->quotes[i].text);
}

/* The first option again and again: an outcome, or it is given up. */
static void check_way(const struct guides *guides, int question)
{
    const struct date today = {.year = 2026, .month = 11, .day = 23};
    static const char *const days[] = {"", "2026", "2026-11", "2026-11-23"};
    struct guide_answers answers = {0};
    struct guide_place place;

    while (guide_resolve(&place, guides, question, &answers, today) == 0 &&
           place.node->kind != GUIDE_OUTCOME) {
        const char *id = place.node->options[0].id;
        const char *value = id[0]                            ? id
                            : place.node->kind == GUIDE_DATE ? days[place.node->precision]
                                                             : GUIDE_FOUND;
        if (guide_answer_set(&answers, place.node->id, value) < 0)
            break;
    }
}

static void check_guides(struct handbook *handbook, unsigned choice)
{
    struct guides *guides = NULL;

    (void)choice;
    if (guides_load(&guides, handbook) < 0)
        return;
    check(guides->n == CONTENT_QUESTIONS);
    for (size_t g = 0; g < guides->n; g++) {
        const struct guide *guide = &guides->items[g];
        check_text(guide->title);
        for (size_t i = 0; i < guide->n_nodes; i++)
            check_node(guides, guide, &guide->nodes[i]);
        check_way(guides, guide->question);
    }
    guides_free(guides);
}

static void check_schools(struct handbook *handbook, unsigned choice)
{
    struct institution *schools = NULL;
    size_t n = 0;

    if (institutions_find(&schools, &n, handbook, typed[choice % ARRAY_SIZE(typed)], LIMIT) < 0)
        return;
    check(n <= LIMIT);
    for (size_t i = 0; i < n; i++) {
        check(strlen(schools[i].code) == 10);
        check_text(schools[i].name);
        check_text(schools[i].province);
        for (size_t k = 0; k < schools[i].n_former_names; k++)
            check_text(schools[i].former_names[k]);
    }
    institutions_free(schools, n);
}

static void check_marks(const char *text, const struct search_mark *marks, size_t n)
{
    check_text(text);
    for (size_t i = 0; i < n; i++)
        check(marks[i].n > 0 && marks[i].start <= strlen(text) &&
              marks[i].n <= strlen(text) - marks[i].start);
}

static void check_search(struct handbook *handbook, unsigned choice)
{
    struct search_result *result = NULL;

    if (search_find(&result, handbook, typed[choice % ARRAY_SIZE(typed)], LIMIT) < 0)
        return;
    check(result->n <= LIMIT);
    for (size_t i = 0; i < result->n; i++) {
        const struct search_hit *hit = &result->hits[i];
        check(search_kind_name(hit->kind) && hit->question >= 0 && hit->question <= CONTENT_QUESTIONS);
        check_marks(hit->title, hit->title_marks, hit->n_title_marks);
        check_marks(hit->text, hit->text_marks, hit->n_text_marks);
        check_text(hit->target);
    }
    search_free(result);
}

static void check_all(struct handbook *handbook, unsigned choice)
{
    (void)choice;
    (void)handbook_check(handbook);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const readers[])(struct handbook *, unsigned) = {check_guides, check_schools, check_search,
                                                                   check_search, check_all};
    unsigned choice = size > 0 ? data[size - 1] : 0, reader = choice % ARRAY_SIZE(readers);
    struct handbook *handbook = NULL;
    size_t n;
    const void *bytes = altered_bytes(&n, data, size, readers[reader] != check_guides);

    if (handbook_open_bytes(&handbook, bytes, n) == 0)
        readers[reader](handbook, (unsigned)(choice / ARRAY_SIZE(readers)));
    handbook_close(handbook);
    altered_restore(data, size);
    return 0;
}
