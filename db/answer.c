/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/statements.h"

#include <string.h>

/* No honest content comes near; a hostile file must not fill the memory. */
#define BLOCKS_MAX 512
#define ITEMS_MAX 256
#define ID_MAX 255

static void block_fini(struct block *block)
{
    free(block->heading);
    free(block->label);
    free(block->text);
    free(block->law);
}

static void blocks_free(struct block *blocks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        block_fini(&blocks[i]);
    free(blocks);
}

static void link_fini(struct link *link)
{
    free(link->id);
    free(link->purpose);
    free(link->url);
    free(link->host);
    free(link->grade);
    free(link->checked);
}

void links_free(struct link *links, size_t n)
{
    for (size_t i = 0; links && i < n; i++)
        link_fini(&links[i]);
    free(links);
}

static void supplement_fini(struct supplement *supplement)
{
    free(supplement->id);
    free(supplement->title);
    free(supplement->source);
    free(supplement->date);
    blocks_free(supplement->blocks, supplement->n_blocks);
}

void answer_free(struct answer *answer)
{
    if (!answer)
        return;
    free(answer->question.title);
    free(answer->question.short_title);
    blocks_free(answer->blocks, answer->n_blocks);
    supplements_free(answer->supplements, answer->n_supplements);
    links_free(answer->links, answer->n_links);
    free(answer->related);
    free(answer);
}

bool block_ends_quote(const struct block *blocks, size_t n, size_t index)
{
    const struct block *block = &blocks[index], *next = block + 1;
    if (block->kind != BLOCK_QUOTE || !*block->law)
        return false;
    return index + 1 == n || next->kind != BLOCK_QUOTE || *next->heading ||
           strcmp(next->law, block->law) != 0;
}

/* A step has a label and nothing else has one; it stands at the start of the handbook's text, in front of the
 * rest. */
static bool is_label_sound(const struct block *block)
{
    size_t label = strlen(block->label);

    if (block->kind != BLOCK_STEP)
        return label == 0 && block->label_bytes == 0;
    if (block->source == SOURCE_SUPPLEMENT)
        return label > 0 && block->label_bytes == 0;
    /* Behind label_bytes a character must start: not 10xxxxxx. */
    return label > 0 && block->label_bytes >= label && block->label_bytes < strlen(block->text) &&
           strncmp(block->text, block->label, label) == 0 && (block->text[block->label_bytes] & 0xc0) != 0x80;
}

static bool is_kind_sound(const struct block *block, enum block_source source)
{
    if (block->source != source || (block->law[0] && block->kind != BLOCK_QUOTE))
        return false;
    if (source == SOURCE_HANDBOOK)
        return block->kind != BLOCK_NOTE;
    return block->kind == BLOCK_NOTE || block->kind == BLOCK_STEP;
}

static void read_block(struct block *block, struct rows *rows, enum block_source source)
{
    block->kind = (enum block_kind)rows_int(rows, 0, BLOCK_PARAGRAPH, BLOCK_NOTE);
    block->source = (enum block_source)rows_int(rows, 1, SOURCE_HANDBOOK, SOURCE_SUPPLEMENT);
    block->depth = rows_int(rows, 2, 0, 1);
    block->heading = rows_text(rows, 3);
    block->label = rows_text(rows, 4);
    block->label_bytes = (size_t)rows_int(rows, 5, 0, 255);
    block->text = rows_filled(rows, 6);
    block->law = rows_text(rows, 7);
    rows_require(rows, rows->error == 0 && is_kind_sound(block, source) && is_label_sound(block));
}

static int read_blocks(struct block **blocks, size_t *n, struct handbook *handbook, const char *owner,
                       enum block_source source)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_BLOCKS);
    struct block *block;

    rows_bind_text(&rows, 1, owner);
    while (rows_next(&rows) > 0 && (block = rows_grow(&rows, blocks, *n, sizeof(*block), BLOCKS_MAX))) {
        ++*n;
        read_block(block, &rows, source);
    }
    rows_require(&rows, *n > 0);
    rows_end(&rows);
    return rows.error;
}

static void read_link(struct link *link, struct rows *rows)
{
    char host[64];

    link->id = rows_filled(rows, 0);
    link->purpose = rows_filled(rows, 1);
    link->url = rows_filled(rows, 2);
    link->host = rows_filled(rows, 3);
    link->grade = rows_filled(rows, 4);
    link->checked = rows_date(rows, 5);
    rows_require(rows, rows->error == 0 && content_url_allowed(link->url, host) &&
                           strcmp(link->host, host) == 0 &&
                           (strcmp(link->grade, "A") == 0 || strcmp(link->grade, "B") == 0));
}

static int read_links(struct link **links, size_t *n, struct rows *rows)
{
    struct link *link;

    while (rows_next(rows) > 0 && (link = rows_grow(rows, links, *n, sizeof(*link), ITEMS_MAX))) {
        ++*n;
        read_link(link, rows);
    }
    rows_end(rows);
    return rows->error;
}

static int read_question_links(struct answer *answer, struct handbook *handbook)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_QUESTION_LINKS);

    rows_bind_int(&rows, 1, answer->question.number);
    return read_links(&answer->links, &answer->n_links, &rows);
}

static int read_related(struct answer *answer, struct handbook *handbook)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_RELATED);
    int *number;

    rows_bind_int(&rows, 1, answer->question.number);
    while (rows_next(&rows) > 0 &&
           (number = rows_grow(&rows, &answer->related, answer->n_related, sizeof(int), CONTENT_QUESTIONS))) {
        answer->n_related++;
        *number = rows_int(&rows, 0, 1, CONTENT_QUESTIONS);
    }
    rows_end(&rows);
    return rows.error;
}

int handbook_aliases(char ***out, size_t *n, struct handbook *handbook, int question)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_ALIASES);
    char **aliases = NULL, **alias;
    size_t found = 0;

    rows_bind_int(&rows, 1, question);
    while (rows_next(&rows) > 0 && (alias = rows_grow(&rows, &aliases, found, sizeof(*alias), ITEMS_MAX))) {
        found++;
        *alias = rows_filled(&rows, 0);
    }
    rows_end(&rows);
    if (rows.error) {
        handbook_aliases_free(aliases, found);
        return rows.error;
    }
    *out = aliases;
    *n = found;
    return 0;
}

void handbook_aliases_free(char **aliases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(aliases[i]);
    free(aliases);
}

/* The rows of a statement, each with its blocks. */
static int read_supplements(struct supplement **supplements, size_t *n, struct handbook *handbook,
                            struct rows *rows)
{
    struct supplement *supplement;

    while (rows_next(rows) > 0 &&
           (supplement = rows_grow(rows, supplements, *n, sizeof(*supplement), ITEMS_MAX))) {
        ++*n;
        supplement->id = rows_filled(rows, 0);
        supplement->title = rows_filled(rows, 1);
        supplement->source = rows_filled(rows, 2);
        supplement->date = rows_year(rows, 3);
    }
    rows_end(rows);
    int r = rows->error;
    for (size_t i = 0; r == 0 && i < *n; i++) {
        supplement = &(*supplements)[i];
        r = read_blocks(&supplement->blocks, &supplement->n_blocks, handbook, supplement->id,
                        SOURCE_SUPPLEMENT);
    }
    return r;
}

static int read_question_supplements(struct answer *answer, struct handbook *handbook)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_SUPPLEMENTS);

    rows_bind_int(&rows, 1, answer->question.number);
    return read_supplements(&answer->supplements, &answer->n_supplements, handbook, &rows);
}

void supplements_free(struct supplement *supplements, size_t n)
{
    for (size_t i = 0; supplements && i < n; i++)
        supplement_fini(&supplements[i]);
    free(supplements);
}

int handbook_supplement(struct supplement **out, struct handbook *handbook, const char *id)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_SUPPLEMENT);
    struct supplement *supplements = NULL;
    size_t count = 0;

    if (strlen(id) > ID_MAX)
        return -ENOENT;
    rows_bind_text(&rows, 1, id);
    int r = read_supplements(&supplements, &count, handbook, &rows);
    if (r == 0 && count != 1)
        r = count ? -EBADMSG : -ENOENT;
    if (r < 0) {
        supplements_free(supplements, count);
        return r;
    }
    *out = supplements;
    return 0;
}

static int copy_question(struct question *out, const struct question *question)
{
    *out = *question;
    out->title = strdup(question->title);
    out->short_title = strdup(question->short_title);
    return out->title && out->short_title ? 0 : -ENOMEM;
}

static int read_answer(struct answer *answer, struct handbook *handbook, int number)
{
    char owner[12];
    int r = copy_question(&answer->question, &handbook->questions[number - 1]);

    snprintf(owner, sizeof(owner), "%d", number);
    if (r == 0)
        r = read_blocks(&answer->blocks, &answer->n_blocks, handbook, owner, SOURCE_HANDBOOK);
    if (r == 0)
        r = read_question_supplements(answer, handbook);
    if (r == 0)
        r = read_question_links(answer, handbook);
    if (r == 0)
        r = read_related(answer, handbook);
    return r;
}

int handbook_answer(struct answer **out, struct handbook *handbook, int number)
{
    struct answer *answer;
    int r;

    if (number < 1 || number > CONTENT_QUESTIONS)
        return -ENOENT;
    answer = calloc(1, sizeof(*answer));
    if (!answer)
        return -ENOMEM;
    r = read_answer(answer, handbook, number);
    if (r < 0)
        answer_free(answer);
    else
        *out = answer;
    return r;
}

int handbook_links(struct link **out, size_t *n, struct handbook *handbook)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_LINKS);
    struct link *links = NULL;
    size_t count = 0;
    int r = read_links(&links, &count, &rows);

    if (r < 0) {
        links_free(links, count);
        return r;
    }
    *out = links;
    *n = count;
    return 0;
}

int handbook_link(struct link **out, struct handbook *handbook, const char *id)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_LINK);
    struct link *links = NULL;
    size_t count = 0;
    int r;

    if (strlen(id) > ID_MAX)
        return -ENOENT;
    rows_bind_text(&rows, 1, id);
    r = read_links(&links, &count, &rows);
    if (r == 0 && count != 1)
        r = count ? -EBADMSG : -ENOENT;
    if (r < 0) {
        links_free(links, count);
        return r;
    }
    *out = links;
    return 0;
}
