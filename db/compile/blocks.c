/* SPDX-License-Identifier: MIT */
#include "db/compile/blocks.h"

#include "base/error.h"
#include "db/compile/label.h"

#include <string.h>

#define LAW_MARK "—— "
#define STEPS_MAX 99

static void problem(const struct blocks *blocks, int line, const char *reason)
{
    report_add(blocks->report, blocks->path, line, "%s", reason);
}

static bool is_law(const struct draft *draft)
{
    return strncmp(draft->block.text, LAW_MARK, strlen(LAW_MARK)) == 0;
}

static int set_list_number(struct blocks *blocks, struct block *block, int line)
{
    if (blocks->number < 1 || blocks->number > STEPS_MAX)
        report_add(blocks->report, blocks->path, line, "列表的编号应在 1 到 %d 之间", STEPS_MAX);
    block->label = pool_printf(blocks->pool, "%u", blocks->number);
    return block->label ? 0 : -ENOMEM;
}

/* The handbook's own number must be that of the list, or a step is missing. */
static int set_label(struct blocks *blocks, struct block *block, int line)
{
    size_t label = 0, whole = 0;
    int number;

    if (block->source == SOURCE_SUPPLEMENT)
        return set_list_number(blocks, block, line);
    number = label_find(block->text, &label, &whole);
    if (number == 0)
        problem(blocks, line, "列表的条目必须以手册自己的“（1）”或“第一步：”开头");
    else if ((unsigned)number != blocks->number)
        report_add(blocks->report, blocks->path, line, "条目的编号是 %d，列表的编号是 %u", number,
                   blocks->number);
    else if (block->text[whole] == '\0')
        problem(blocks, line, "条目没有正文");
    block->label = pool_copy(blocks->pool, block->text, label);
    block->label_bytes = whole;
    return block->label ? 0 : -ENOMEM;
}

static enum block_kind kind_here(const struct blocks *blocks)
{
    if (blocks->quotes)
        return BLOCK_QUOTE;
    if (blocks->in_item && blocks->item_blocks == 0)
        return BLOCK_STEP;
    return blocks->source == SOURCE_HANDBOOK ? BLOCK_PARAGRAPH : BLOCK_NOTE;
}

int blocks_add(struct blocks *blocks, const char *text, size_t n, int line)
{
    struct draft *draft = pool_grow(blocks->pool, &blocks->body.drafts, blocks->body.n, sizeof(*draft));
    struct block *block;

    if (!draft)
        return -ENOMEM;
    *draft = (struct draft){.line = line};
    block = &draft->block;
    block->kind = kind_here(blocks);
    block->source = blocks->source;
    block->depth = blocks->in_item && block->kind != BLOCK_STEP;
    block->heading = pool_printf(blocks->pool, "%s", blocks->heading ? blocks->heading : "");
    block->text = pool_copy(blocks->pool, text, n);
    block->label = block->law = pool_copy(blocks->pool, "", 0);
    if (!block->heading || !block->text || !block->law)
        return -ENOMEM;
    blocks->heading = NULL;
    blocks->body.n++;
    blocks->item_blocks++;
    return block->kind == BLOCK_STEP ? set_label(blocks, block, line) : 0;
}

int blocks_set_heading(struct blocks *blocks, const char *text, size_t n, int line)
{
    blocks_end(blocks);
    blocks->heading = pool_copy(blocks->pool, text, n);
    blocks->heading_line = line;
    return blocks->heading ? 0 : -ENOMEM;
}

void blocks_begin_item(struct blocks *blocks)
{
    blocks->in_item = true;
    blocks->item_blocks = 0;
    blocks->number++;
}

void blocks_begin_quote(struct blocks *blocks)
{
    if (blocks->quotes++ == 0)
        blocks->quote_start = blocks->body.n;
}

bool blocks_end_quote(struct blocks *blocks)
{
    struct draft *drafts, *last;
    size_t n = blocks->body.n - blocks->quote_start;

    if (--blocks->quotes > 0)
        return true;
    if (n == 0)
        return false;
    drafts = blocks->body.drafts + blocks->quote_start;
    for (size_t i = 0; i + 1 < n; i++)
        if (is_law(&drafts[i]))
            problem(blocks, drafts[i].line, "出处只能是引文的最后一段");
    last = &drafts[n - 1];
    if (!is_law(last)) {
        problem(blocks, last->line, "引文的最后一段必须以“—— ”开头，写明出处");
    } else if (n == 1) {
        problem(blocks, last->line, "引文只有出处，没有正文");
    } else {
        for (struct draft *draft = drafts; draft < last; draft++) { /* it speaks for every paragraph */
            draft->block.law = last->block.text + strlen(LAW_MARK);
            draft->law_line = last->line;
        }
        blocks->body.n--;
    }
    return true;
}

void blocks_end(struct blocks *blocks)
{
    if (blocks->heading)
        problem(blocks, blocks->heading_line, "标题下面没有内容");
}
