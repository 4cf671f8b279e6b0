/* SPDX-License-Identifier: MIT */
#include "db/compile/markdown.h"

#include "base/error.h"

#include <md4c.h>
#include <stdint.h>
#include <string.h>

struct parse {
    struct blocks blocks;
    const struct source *source;
    bool in_heading, in_html, unordered;
    int lists; /* how deep we are in them */

    /* The text of a paragraph, heading or item, as it is collected. */
    char *text;
    size_t n, room;
    int line;      /* where it starts; 0: nothing yet */
    int last_line; /* of the last piece */

    const char *pending; /* what is not allowed; reported where its text is */
    bool *seen;          /* by line from 0: some of it became text */
};

static void problem(struct parse *parse, int line, const char *reason)
{
    report_add(parse->blocks.report, parse->source->path, line, "%s", reason);
}

/* Marks the lines of a piece of text that md4c points to; 0 if it is a text of md4c's own ("\n"). */
static int note_place(struct parse *parse, const char *text, size_t n)
{
    uintptr_t start = (uintptr_t)parse->source->text, place = (uintptr_t)text;
    int line, last;

    if (place < start || place - start > parse->source->n)
        return 0;
    line = source_line_of(parse->source, place - start);
    last = source_line_of(parse->source, place - start + (n ? n - 1 : 0));
    memset(parse->seen + line - 1, true, (size_t)(last - line + 1));
    parse->last_line = last;
    return line;
}

static int append(struct parse *parse, const char *text, size_t n)
{
    if (parse->n + n + 1 > parse->room) {
        size_t room = 2 * (parse->n + n + 1);
        char *moved = pool_alloc(parse->blocks.pool, room);
        if (!moved)
            return -ENOMEM;
        if (parse->n)
            memcpy(moved, parse->text, parse->n);
        parse->text = moved;
        parse->room = room;
    }
    memcpy(parse->text + parse->n, text, n);
    parse->n += n;
    parse->text[parse->n] = '\0';
    return 0;
}

static int add_heading(struct parse *parse)
{
    size_t start = parse->source->line_starts[parse->line - 1];

    if (parse->source->text[start] != '#') /* underlined with --- or within a quote or an item */
        problem(parse, parse->line, "标题必须写成“## 标题”，独占一行");
    return blocks_set_heading(&parse->blocks, parse->text, parse->n, parse->line);
}

/* Ends the text that was being collected, if any. */
static int flush(struct parse *parse)
{
    int r = 0;

    if (parse->line) {
        if (parse->n > TEXT_BYTES_MAX)
            report_add(parse->blocks.report, parse->source->path, parse->line, "一段太长（最多 %d 字节）",
                       TEXT_BYTES_MAX);
        if (strstr(parse->text, "**") || strstr(parse->text, "__"))
            problem(parse, parse->line, "段落里有 ** 或 __：不允许强调");
        /* Each line is pure, but two that are joined may compose (Hangul letters do). */
        text_is_pure(parse->blocks.report, parse->source->path, parse->line, parse->text, parse->n);
        r = parse->in_heading ? add_heading(parse)
                              : blocks_add(&parse->blocks, parse->text, parse->n, parse->line);
    }
    parse->n = 0;
    parse->line = 0;
    return r;
}

static void enter_quote(struct parse *parse)
{
    if (parse->blocks.source == SOURCE_SUPPLEMENT)
        parse->pending = "补充说明里不允许引文";
    else if (parse->blocks.quotes)
        parse->pending = "不允许引文套引文";
    else if (parse->blocks.in_item && parse->blocks.item_blocks == 0)
        parse->pending = "条目必须以文字开头";
    blocks_begin_quote(&parse->blocks);
}

static void enter_list(struct parse *parse, const MD_BLOCK_OL_DETAIL *detail)
{
    if (parse->blocks.quotes)
        parse->pending = "引文里不允许列表";
    else if (parse->lists)
        parse->pending = "不允许嵌套列表";
    else if (!detail)
        parse->pending = "不允许无序列表，只能用“1. ”";
    if (parse->lists++ == 0) {
        parse->blocks.number = detail ? detail->start - 1 : 0;
        parse->unordered = !detail;
    }
}

static void enter_heading(struct parse *parse, const MD_BLOCK_H_DETAIL *detail)
{
    parse->in_heading = true;
    if (parse->blocks.source == SOURCE_SUPPLEMENT)
        parse->pending = "补充说明里不允许标题";
    else if (detail->level != 2)
        parse->pending = "标题只能用“## ”";
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct parse *parse = context;
    int r = flush(parse);

    switch (type) {
    case MD_BLOCK_QUOTE:
        enter_quote(parse);
        break;
    case MD_BLOCK_OL:
    case MD_BLOCK_UL:
        enter_list(parse, type == MD_BLOCK_OL ? detail : NULL);
        break;
    case MD_BLOCK_LI:
        if (parse->lists == 1 && !parse->unordered)
            blocks_begin_item(&parse->blocks);
        break;
    case MD_BLOCK_H:
        enter_heading(parse, detail);
        break;
    case MD_BLOCK_CODE: /* a fence is a line that is not seen */
        if (((MD_BLOCK_CODE_DETAIL *)detail)->fence_char == 0)
            parse->pending = "不允许代码块（行首不要空四格）";
        break;
    case MD_BLOCK_HTML:
        parse->in_html = true;
        parse->pending = "不允许 HTML";
        break;
    default: /* a rule has no text: its line is reported as not seen */
        break;
    }
    return r;
}

/* Nothing of it was seen: it is the next line that starts one. */
static void report_empty_quote(struct parse *parse)
{
    const struct source *source = parse->source;

    for (size_t i = (size_t)parse->last_line; i < source->n_lines; i++) {
        const char *line = source->text + source->line_starts[i];
        if (line[strspn(line, " ")] == '>') {
            problem(parse, (int)i + 1, "引文是空的");
            parse->last_line = (int)i + 1;
            return;
        }
    }
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct parse *parse = context;
    int r = flush(parse);

    (void)detail;
    parse->pending = NULL;
    switch (type) {
    case MD_BLOCK_QUOTE:
        if (!blocks_end_quote(&parse->blocks))
            report_empty_quote(parse);
        break;
    case MD_BLOCK_OL:
    case MD_BLOCK_UL:
        parse->lists--;
        break;
    case MD_BLOCK_LI:
        parse->blocks.in_item &= parse->lists > 1;
        break;
    case MD_BLOCK_H:
        parse->in_heading = false;
        break;
    case MD_BLOCK_HTML:
        parse->in_html = false;
        break;
    default:
        break;
    }
    return r;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct parse *parse = context;

    (void)detail;
    switch (type) {
    case MD_SPAN_A:
        parse->pending = "不允许链接（地址写在 links.yaml）";
        break;
    case MD_SPAN_IMG:
        parse->pending = "不允许图片";
        break;
    case MD_SPAN_CODE:
        parse->pending = "不允许代码";
        break;
    default:
        parse->pending = "不允许强调";
        break;
    }
    return 0;
}

/* A span without text (an image without words) is where the last piece was, or else where the next one is. */
static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct parse *parse = context;

    (void)type, (void)detail;
    if (parse->pending && parse->line) {
        problem(parse, parse->last_line, parse->pending);
        parse->pending = NULL;
    }
    return 0;
}

static const char *reason_of(const struct parse *parse, MD_TEXTTYPE type)
{
    if (parse->pending)
        return parse->pending;
    switch (type) {
    case MD_TEXT_BR:
        return "不允许强制换行（行末的两个空格或反斜杠）";
    case MD_TEXT_ENTITY:
        return "不允许字符实体，请直接写这个字符";
    case MD_TEXT_HTML:
        return parse->in_html ? NULL : "不允许 HTML"; /* a block of it is reported once, by enter_block */
    default:
        return NULL;
    }
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE n, void *context)
{
    struct parse *parse = context;
    const char *reason = reason_of(parse, type);
    int line = note_place(parse, text, n);

    if (type == MD_TEXT_SOFTBR) {
        parse->pending = NULL; /* what is left of its line without text is reported as not seen */
        parse->last_line++;
        return 0;
    }
    if (type == MD_TEXT_BR)
        line = parse->last_line++;
    if (line == 0) /* the "\n" of a code block or of raw HTML */
        return 0;
    if (reason)
        problem(parse, line, reason);
    parse->pending = NULL;
    if (type != MD_TEXT_NORMAL)
        return 0;
    if (parse->line == 0)
        parse->line = line;
    return append(parse, text, n);
}

/* What is left of a line that only opens or goes on with a quote. */
static const char *skip_marks(const char *line)
{
    return line + strspn(line, " >");
}

/* A line that md4c took for something without text would be lost in silence. */
static void check_lines(struct parse *parse, size_t offset)
{
    const struct source *source = parse->source;

    for (size_t i = (size_t)source_line_of(source, offset) - 1; i < source->n_lines; i++) {
        const char *line = skip_marks(source->text + source->line_starts[i]);
        if (*line == '|')
            problem(parse, (int)i + 1, "不允许表格");
        else if (!parse->seen[i] && *line && *line != '\n')
            problem(parse, (int)i + 1,
                    "这一行不成为正文（分隔线、链接定义、代码围栏、空的标题、条目或引文）");
    }
}

static int run(struct parse *parse, size_t offset)
{
    static const MD_PARSER parser = {
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = on_text,
    };
    const struct source *source = parse->source;

    /* Callbacks stop it with -ENOMEM only; what md4c itself returns means the same. */
    return md_parse(source->text + offset, (MD_SIZE)(source->n - offset), &parser, parse) == 0 ? 0 : -ENOMEM;
}

int markdown_parse(struct body *out, struct pool *pool, struct report *report, const struct source *source,
                   size_t offset, enum block_source kind)
{
    struct parse parse = {
        .blocks = {.pool = pool, .report = report, .path = source->path, .source = kind},
        .source = source,
        .last_line = source_line_of(source, offset) - 1,
    };
    size_t before = report->n;
    int r;

    parse.seen = pool_alloc(pool, source->n_lines);
    if (!parse.seen)
        return -ENOMEM;
    r = run(&parse, offset);
    if (r < 0)
        return r;
    check_lines(&parse, offset);
    blocks_end(&parse.blocks);
    if (parse.blocks.body.n == 0)
        problem(&parse, source_line_of(source, offset), "没有正文");
    *out = parse.blocks.body;
    return report->n > before ? 1 : 0;
}
