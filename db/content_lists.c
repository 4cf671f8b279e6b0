/* SPDX-License-Identifier: MIT */
#include "db/content_lists.h"

#include "base/error.h"
#include "db/institution.h"

#include <stdarg.h>
#include <string.h>

void content_list_add(struct content_list *list, const char *name, const char *format, ...)
{
    struct content_entry *items, entry = {.name = strdup(name)};
    va_list arguments;
    int written;

    va_start(arguments, format);
    written = vasprintf(&entry.text, format, arguments);
    va_end(arguments);
    items = list->error ? NULL : realloc(list->items, (list->n + 1) * sizeof(*items));
    if (items)
        list->items = items;
    if (written >= 0 && entry.name && items) {
        items[list->n++] = entry;
        return;
    }
    if (written >= 0)
        free(entry.text);
    free(entry.name);
    list->error = -ENOMEM;
}

void content_list_fini(struct content_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        free(list->items[i].name);
        free(list->items[i].text);
    }
    free(list->items);
    *list = (struct content_list){0};
}

/* ---- the whole ---- */

static int list_edition(struct content_list *out, const struct handbook *handbook)
{
    const struct edition *edition = handbook_edition(handbook);

    content_list_add(out, "title", "%s", edition->title);
    content_list_add(out, "label", "%s", edition->label);
    content_list_add(out, "compiled", "%s", edition->compiled);
    return out->error;
}

static int list_links(struct content_list *out, struct handbook *handbook)
{
    struct link *links = NULL;
    size_t n = 0;
    int r = handbook_links(&links, &n, handbook);

    for (size_t i = 0; r == 0 && i < n; i++)
        content_list_add(out, links[i].id, "%s %s（%s，%s）", links[i].purpose, links[i].url, links[i].grade,
                         links[i].checked);
    links_free(links, n);
    return r < 0 ? r : out->error;
}

static int list_schools(struct content_list *out, struct handbook *handbook)
{
    const char *date = NULL;
    size_t n = 0;
    int r = institutions_info(&n, &date, handbook);

    if (r == 0)
        content_list_add(out, "", "%s，%zu 所", date, n);
    return r < 0 ? r : out->error;
}

int content_list_whole(struct content_list *out, struct handbook *handbook, enum change_subject subject)
{
    switch (subject) {
    case CHANGE_EDITION:
        return list_edition(out, handbook);
    case CHANGE_LINK:
        return list_links(out, handbook);
    case CHANGE_SCHOOLS:
        return list_schools(out, handbook);
    default:
        return 0;
    }
}

/* ---- an answer ---- */

static void list_menu(struct content_list *out, const struct question *question)
{
    char audience[128] = "";

    for (unsigned bit = 1; bit < AUDIENCE_ALL; bit <<= 1) {
        if (!(question->audience & bit))
            continue;
        strcat(audience, *audience ? "、" : "");
        strcat(audience, content_audience_name(bit));
    }
    content_list_add(out, "short_title", "%s", question->short_title);
    content_list_add(out, "audience", "%s", audience);
}

static const char *const kinds[] = {
    [BLOCK_PARAGRAPH] = "段落", [BLOCK_STEP] = "步骤", [BLOCK_QUOTE] = "引文", [BLOCK_NOTE] = "说明"};

/* As somebody reads it, and what it is behind it: a paragraph that becomes a step is a change, too. */
static void list_block(struct content_list *out, const char *name, const struct block *block)
{
    content_list_add(out, name, "%s%s%s%s%s%s%s 〔%s%s〕", *block->heading ? "【" : "", block->heading,
                     *block->heading ? "】" : "", block->text, *block->law ? "（" : "", block->law,
                     *block->law ? "）" : "", kinds[block->kind], block->depth ? "，缩进" : "");
}

static void list_blocks(struct content_list *out, const struct block *blocks, size_t n)
{
    char name[24];

    for (size_t i = 0; i < n; i++) {
        snprintf(name, sizeof(name), "%zu", i + 1);
        list_block(out, name, &blocks[i]);
    }
}

/* Its head and its blocks as one text, because it is shown as one. */
static void list_supplement(struct content_list *out, const struct supplement *supplement)
{
    struct content_list blocks = {0};
    _cleanup_free_ char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    list_blocks(&blocks, supplement->blocks, supplement->n_blocks);
    if (!stream || blocks.error) {
        out->error = -ENOMEM;
    } else {
        fprintf(stream, "%s（%s，%s）", supplement->title, supplement->source, supplement->date);
        for (size_t i = 0; i < blocks.n; i++)
            fprintf(stream, "\n%s", blocks.items[i].text);
    }
    if (stream && fclose(stream) != 0)
        out->error = -ENOMEM;
    if (!out->error)
        content_list_add(out, supplement->id, "%s", text);
    content_list_fini(&blocks);
}

static void list_related(struct content_list *out, const struct answer *answer)
{
    char name[24];

    for (size_t i = 0; i < answer->n_related; i++) {
        snprintf(name, sizeof(name), "%d", answer->related[i]);
        content_list_add(out, name, "第 %d 题", answer->related[i]);
    }
}

int content_list_answer(struct content_list *out, const struct answer *answer, enum change_subject subject)
{
    switch (subject) {
    case CHANGE_TITLE:
        content_list_add(out, "", "%s", answer->question.title);
        break;
    case CHANGE_MENU:
        list_menu(out, &answer->question);
        break;
    case CHANGE_BLOCK:
        list_blocks(out, answer->blocks, answer->n_blocks);
        break;
    case CHANGE_LINK:
        for (size_t i = 0; i < answer->n_links; i++)
            content_list_add(out, answer->links[i].id, "%s", answer->links[i].purpose);
        break;
    case CHANGE_SUPPLEMENT:
        for (size_t i = 0; i < answer->n_supplements; i++)
            list_supplement(out, &answer->supplements[i]);
        break;
    case CHANGE_RELATED:
        list_related(out, answer);
        break;
    default:
        break;
    }
    return out->error;
}
