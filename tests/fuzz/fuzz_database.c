/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a handbook: it is refused, or everything that comes out may be shown. 'P' and then groups of
 * four bytes (offset of three, value) change the embedded handbook, so that few bytes reach every place of
 * it; anything else is the file itself. The last byte chooses what is read of it, because all of it takes
 * long.
 */
#include "base/error.h"
#include "base/sanitize.h"
#include "db/guide.h"

#include <stdint.h>
#include <string.h>

extern const char handbook_db_start[] __attribute__((visibility("hidden")));
extern const char handbook_db_end[] __attribute__((visibility("hidden")));
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

static void check_text(const char *text)
{
    check(text && sanitize_is_clean(text, strlen(text)));
}

static void check_blocks(const struct block *blocks, size_t n, enum block_source source)
{
    check(n > 0);
    for (size_t i = 0; i < n; i++) {
        check(blocks[i].source == source && content_block_kind_name(blocks[i].kind));
        check_text(blocks[i].heading);
        check_text(blocks[i].label);
        check_text(blocks[i].text);
        check_text(blocks[i].law);
        check(blocks[i].label_bytes < strlen(blocks[i].text));
    }
}

static void check_links(const struct link *links, size_t n)
{
    char host[64];

    for (size_t i = 0; i < n; i++) {
        check_text(links[i].id);
        check_text(links[i].purpose);
        check(content_url_allowed(links[i].url, host) && strcmp(host, links[i].host) == 0);
        check(strlen(links[i].grade) == 1 && strlen(links[i].checked) == 10);
    }
}

static void check_answer(struct handbook *handbook, int number)
{
    struct answer *answer = NULL;

    if (handbook_answer(&answer, handbook, number) < 0)
        return;
    check(answer->question.number == number);
    check_text(answer->question.title);
    check_blocks(answer->blocks, answer->n_blocks, SOURCE_HANDBOOK);
    check_links(answer->links, answer->n_links);
    for (size_t i = 0; i < answer->n_supplements; i++) {
        check_text(answer->supplements[i].title);
        check_text(answer->supplements[i].source);
        check_blocks(answer->supplements[i].blocks, answer->supplements[i].n_blocks, SOURCE_SUPPLEMENT);
    }
    for (size_t i = 0; i < answer->n_related; i++)
        check(answer->related[i] >= 1 && answer->related[i] <= CONTENT_QUESTIONS);
    answer_free(answer);
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

static void check_guides(struct handbook *handbook)
{
    struct guides *guides = NULL;

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

static size_t place_of(const uint8_t *patch, size_t n)
{
    return ((size_t)patch[0] << 16 | (size_t)patch[1] << 8 | patch[2]) % n;
}

static void check_all_links(struct handbook *handbook)
{
    struct link *links = NULL;
    size_t n = 0;

    if (handbook_links(&links, &n, handbook) < 0)
        return;
    check_links(links, n);
    links_free(links, n);
}

static void check_answers(struct handbook *handbook)
{
    for (int number = 0; number <= CONTENT_QUESTIONS + 1; number++)
        check_answer(handbook, number);
}

/* One answer; or, for one choice each, what takes ten times as long as that. */
static void read_some(struct handbook *handbook, unsigned choice)
{
    static void (*const readers[])(struct handbook *) = {check_answers, check_all_links, check_guides};

    if (choice < ARRAY_SIZE(readers))
        readers[choice](handbook);
    else
        check_answer(handbook, (int)(choice % CONTENT_QUESTIONS) + 1);
}

static void try_handbook(const void *bytes, size_t n, unsigned choice)
{
    struct handbook *handbook = NULL;
    size_t count = 0;

    if (handbook_open_bytes(&handbook, bytes, n) < 0)
        return;
    check_text(handbook_edition(handbook)->title);
    check(handbook_questions(handbook, &count)[11].number == 12);
    read_some(handbook, choice);
    handbook_close(handbook);
}

/* One copy for all runs: what is changed is put back. */
static void try_patched(const uint8_t *patches, size_t size, unsigned choice)
{
    static unsigned char *copy;
    const unsigned char *sound = (const unsigned char *)handbook_db_start;
    size_t n = (size_t)(handbook_db_end - handbook_db_start);

    if (!copy) {
        check((copy = malloc(n)) != NULL);
        memcpy(copy, sound, n);
    }
    for (size_t i = 0; i + 4 <= size; i += 4)
        copy[place_of(patches + i, n)] = patches[i + 3];
    try_handbook(copy, n, choice);
    for (size_t i = 0; i + 4 <= size; i += 4)
        copy[place_of(patches + i, n)] = sound[place_of(patches + i, n)];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 'P')
        try_patched(data + 1, size - 1, data[size - 1]);
    else
        try_handbook(data, size, size > 0 ? data[size - 1] : 0);
    return 0;
}
