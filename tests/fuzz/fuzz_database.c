/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a handbook: it is refused, or everything that comes out may be shown. 'P' and then groups of
 * four bytes (offset of three, value) change the embedded handbook, so that few bytes reach every place of
 * it; anything else is the file itself. The last byte chooses what is read of it: an answer, or what is as
 * quick. Guides, schools and the search take a hundred times as long; fuzz_tables reads those.
 */
#include "base/error.h"
#include "base/sanitize.h"
#include "db/handbook.h"
#include "tests/fuzz/altered.h"

#include <stdint.h>
#include <string.h>

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

static void check_all_links(struct handbook *handbook)
{
    struct link *links = NULL;
    size_t n = 0;

    if (handbook_links(&links, &n, handbook) < 0)
        return;
    check_links(links, n);
    links_free(links, n);
}

static void check_no_answers(struct handbook *handbook)
{
    struct answer *answer = NULL;

    check(handbook_answer(&answer, handbook, 0) < 0);
    check(handbook_answer(&answer, handbook, CONTENT_QUESTIONS + 1) < 0);
}

static void check_aliases(struct handbook *handbook, int number)
{
    char **aliases = NULL;
    size_t n = 0;

    if (handbook_aliases(&aliases, &n, handbook, number) < 0)
        return;
    for (size_t i = 0; i < n; i++)
        check_text(aliases[i]);
    handbook_aliases_free(aliases, n);
}

static void read_some(struct handbook *handbook, unsigned choice)
{
    int number = (int)(choice % CONTENT_QUESTIONS) + 1;

    if (choice == 0)
        check_no_answers(handbook);
    else if (choice == 1)
        check_all_links(handbook);
    else if (choice < 0xF0)
        check_answer(handbook, number);
    else
        check_aliases(handbook, number);
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

static void try_altered(const uint8_t *changes, size_t size, unsigned choice)
{
    size_t n;
    const void *bytes = altered_bytes(&n, changes, size, false);

    try_handbook(bytes, n, choice);
    altered_restore(changes, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 'P')
        try_altered(data + 1, size - 1, data[size - 1]);
    else
        try_handbook(data, size, size > 0 ? data[size - 1] : 0);
    return 0;
}
