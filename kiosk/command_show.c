/* SPDX-License-Identifier: MIT */
#include "kiosk/commands.h"

#include "base/error.h"
#include "base/width.h"
#include "kiosk/school_data.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <string.h>
#include <sysexits.h>

#define STEP_INDENT 4
#define HANG_MAX 8
#define SUPPLEMENT_RULE "----------------------------------------\n"

/* Further lines of a step stand behind its number. */
static int hang_of(const struct block *block)
{
    if (block->kind != BLOCK_STEP)
        return 0;
    int width = width_of_text(block->label) + (block->source == SOURCE_SUPPLEMENT ? 2 : 0);
    return width > HANG_MAX ? HANG_MAX : width;
}

/* Our own headings start with ◆, so that they cannot be taken for the handbook's words. */
static void print_block(struct output *out, const struct block *block, int indent, bool ends_quote)
{
    indent += (block->depth + (block->kind == BLOCK_QUOTE)) * STEP_INDENT;
    if (*block->heading)
        output_paragraph(out, 0, 2, "◆ %s", block->heading);
    /* the handbook's steps begin with their own number; ours are given one */
    bool numbered = !*block->label || !strncmp(block->text, block->label, strlen(block->label));
    output_paragraph(out, indent, hang_of(block), "%s%s%s", numbered ? "" : block->label,
                     numbered ? "" : ". ", block->text);
    if (ends_quote)
        output_paragraph(out, indent, 5, "—— %s", block->law);
}

static void print_blocks(struct output *out, const struct block *blocks, size_t n, int indent)
{
    for (size_t i = 0; i < n; i++) {
        if (i && (*blocks[i].heading || blocks[i].kind != blocks[i - 1].kind || !indent))
            output_print(out, "\n");
        print_block(out, &blocks[i], indent, block_ends_quote(blocks, n, i));
    }
}

void command_print_supplement(struct output *out, const struct supplement *supplement)
{
    output_print(out, "\n" SUPPLEMENT_RULE);
    output_paragraph(out, 0, 2, "补充说明（不是手册原文）：%s", supplement->title);
    print_blocks(out, supplement->blocks, supplement->n_blocks, 2);
    output_paragraph(out, 0, 6, "来源：%s，%s 核对", supplement->source, supplement->date);
    output_print(out, SUPPLEMENT_RULE);
}

/* Addresses stay in one piece, to be copied. */
static void print_links(struct output *out, const struct link *links, size_t n)
{
    if (n)
        output_print(out, "\n◆ 官方页面（打开前请核对网址）\n");
    for (size_t i = 0; i < n; i++) {
        output_paragraph(out, 2, 2, "%s  %s", links[i].purpose, links[i].host);
        output_printf(out, "    %s\n", links[i].url);
    }
}

static void print_related(struct output *out, const struct answer *answer, const struct handbook *handbook)
{
    if (answer->n_related)
        output_print(out, "\n◆ 相关问题\n");
    for (size_t i = 0; i < answer->n_related; i++) {
        int number = answer->related[i];
        output_paragraph(out, 2, 4, "%2d  %s", number, handbook_question(handbook, number)->title);
    }
}

static int print_answer(struct output *out, const struct answer *answer, const struct handbook *handbook,
                        const struct school_data *school)
{
    output_paragraph(out, 0, 0, "问题 %d　%s", answer->question.number, answer->question.title);
    output_print(out, "\n");
    print_blocks(out, answer->blocks, answer->n_blocks, 0);
    for (size_t i = 0; i < answer->n_supplements; i++)
        command_print_supplement(out, &answer->supplements[i]);
    int error = school_data_print(out, school);
    print_links(out, answer->links, answer->n_links);
    print_related(out, answer, handbook);
    return error;
}

/* supplement: the id, NULL for the handbook's own blocks. */
static struct json_object *block_json(const struct block *block, const char *supplement)
{
    struct json_object *object = json_object_new_object();
    if (json_add_text(object, "kind", content_block_kind_name(block->kind)) |
        json_add_text(object, "text", block->text) |
        json_add_text(object, "source", content_block_source_name(block->source)) |
        json_add_text(object, "heading", block->heading) | json_add_text(object, "label", block->label) |
        json_add_text(object, "law", block->law) | json_add_int(object, "depth", block->depth) |
        (supplement ? json_add_text(object, "supplement", supplement) : 0)) {
        json_object_put(object);
        return NULL;
    }
    return object;
}

static int add_blocks(struct json_object *array, const struct block *blocks, size_t n, const char *supplement)
{
    int error = 0;
    for (size_t i = 0; i < n && !error; i++)
        error = json_add(array, NULL, block_json(&blocks[i], supplement));
    return error;
}

static struct json_object *blocks_json(const struct answer *answer)
{
    struct json_object *array = json_object_new_array();
    int error = add_blocks(array, answer->blocks, answer->n_blocks, NULL);
    for (size_t i = 0; i < answer->n_supplements && !error; i++)
        error = add_blocks(array, answer->supplements[i].blocks, answer->supplements[i].n_blocks,
                           answer->supplements[i].id);
    if (!error)
        return array;
    json_object_put(array);
    return NULL;
}

static struct json_object *supplements_json(const struct answer *answer)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; i < answer->n_supplements && !error; i++) {
        const struct supplement *supplement = &answer->supplements[i];
        struct json_object *object = json_object_new_object();
        error = json_add_text(object, "id", supplement->id) |
                json_add_text(object, "title", supplement->title) |
                json_add_text(object, "source", supplement->source) |
                json_add_text(object, "date", supplement->date);
        error |= json_add(array, NULL, object);
    }
    if (!error)
        return array;
    json_object_put(array);
    return NULL;
}

static struct json_object *ids_json(const struct answer *answer)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; i < answer->n_links && !error; i++)
        error = json_add_text(array, NULL, answer->links[i].id);
    if (!error)
        return array;
    json_object_put(array);
    return NULL;
}

static struct json_object *related_json(const struct answer *answer)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; i < answer->n_related && !error; i++)
        error = json_add_int(array, NULL, answer->related[i]);
    if (!error)
        return array;
    json_object_put(array);
    return NULL;
}

static struct json_object *answer_json(const struct answer *answer, const struct school_data *school)
{
    struct json_object *object = json_object_new_object();
    if (json_add_int(object, "number", answer->question.number) |
        json_add_text(object, "title", answer->question.title) |
        json_add(object, "blocks", blocks_json(answer)) |
        json_add(object, "supplements", supplements_json(answer)) |
        json_add(object, "links", ids_json(answer)) | json_add(object, "related", related_json(answer)) |
        school_data_add_json(object, school)) {
        json_object_put(object);
        return NULL;
    }
    return object;
}

/* Digits only, no sign, no space; -EINVAL. */
static int parse_number(int *out, const char *text)
{
    size_t n = strlen(text);
    if (!n || n > 2 || strspn(text, "0123456789") != n)
        return -EINVAL;
    *out = atoi(text);
    return *out >= 1 && *out <= CONTENT_QUESTIONS ? 0 : -EINVAL;
}

int command_question(int *out, struct invocation *invocation, const char *text)
{
    if (parse_number(out, text) == 0)
        return EX_OK;
    output_complain(&invocation->out, "没有第“%s”题；题号从 1 到 %d，见 yibentong list", text,
                    CONTENT_QUESTIONS);
    return EX_USAGE;
}

int command_show(struct invocation *invocation)
{
    _cleanup_handbook_ struct handbook *handbook = NULL;
    int number;
    int code = command_question(&number, invocation, invocation->arguments[0]);
    if (code == EX_OK)
        code = command_open_handbook(&handbook, invocation);
    if (code != EX_OK)
        return code;
    _cleanup_answer_ struct answer *answer = NULL;
    int error = handbook_answer(&answer, handbook, number);
    if (error < 0)
        return command_content_error(invocation, error);
    _cleanup_(school_data_fini) struct school_data school;
    school_data_read(&school, invocation, number);
    if (invocation->options.json)
        output_json(&invocation->out, answer_json(answer, &school));
    else if (print_answer(&invocation->out, answer, handbook, &school) < 0)
        return command_memory_error(invocation);
    return EX_OK;
}
