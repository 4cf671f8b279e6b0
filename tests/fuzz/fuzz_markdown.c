/* SPDX-License-Identifier: MIT */
/*
 * Any text as a content file. The first byte says as what: 'y' YAML, 's' the body of a supplement, anything
 * else the body of an answer. What is accepted is pure, non-empty blocks as the reader wants them; what is
 * refused has a line of the file.
 */
#include "base/error.h"
#include "base/sanitize.h"
#include "db/compile/markdown.h"
#include "db/compile/node.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

static void check_block(const struct draft *draft, enum block_source source, const struct source *text)
{
    const struct block *block = &draft->block;

    check(block->source == source && (block->depth == 0 || block->depth == 1));
    check(block->text[0] && sanitize_is_clean(block->text, strlen(block->text)));
    check(strlen(block->text) <= TEXT_BYTES_MAX && !strchr(block->text, '\n'));
    check(draft->line >= 1 && draft->line <= (int)text->n_lines);
    check((block->kind == BLOCK_STEP) == (block->label[0] != '\0'));
    check(block->label_bytes < strlen(block->text));
    check(!block->law[0] || block->kind == BLOCK_QUOTE);
}

static void check_report(const struct report *report, const struct source *source, bool refused)
{
    check(refused == (report->n > 0) && !report->out_of_memory);
    for (size_t i = 0; i < report->n; i++)
        check(report->problems[i].line >= 1 && report->problems[i].line <= (int)source->n_lines);
}

static void try_body(struct pool *pool, struct report *report, const struct source *source,
                     enum block_source kind)
{
    struct body body = {0};
    int r = markdown_parse(&body, pool, report, source, 0, kind);

    check_report(report, source, r == 1);
    for (size_t i = 0; r == 0 && i < body.n; i++)
        check_block(&body.drafts[i], kind, source);
    check(r != 0 || body.n > 0);
}

static void try_yaml(struct pool *pool, struct report *report, const struct source *source)
{
    const struct node *root = NULL;
    int r = node_parse(&root, pool, report, source, 0, source->n, NODE_MAP);

    check_report(report, source, r == 1);
    check(r != 0 || (root && root->kind == NODE_MAP));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pool pool = {0};
    struct report report = {0};
    struct source source;
    char *text = size > 0 ? pool_copy(&pool, (const char *)data + 1, size - 1) : NULL;

    if (text && source_of_text(&source, &pool, &report, "fuzz", text, size - 1) == 0) {
        if (data[0] == 'y')
            try_yaml(&pool, &report, &source);
        else
            try_body(&pool, &report, &source, data[0] == 's' ? SOURCE_SUPPLEMENT : SOURCE_HANDBOOK);
    }
    report_fini(&report);
    pool_fini(&pool);
    return 0;
}
