/* SPDX-License-Identifier: MIT */
#include "ui/spoken.h"

#include "base/error.h"
#include "ui/wording.h"

#include <string.h>

#define SOURCE_MARK "—— "

static bool ends_sentence(const char *text)
{
    static const char *const ends[] = {"。", "？", "！", "：", "；", "，", ":", "?", "!", "……"};
    size_t n = strlen(text);
    for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
        size_t length = strlen(ends[i]);
        if (n >= length && strcmp(text + n - length, ends[i]) == 0)
            return true;
    }
    return false;
}

/* A line; `end` where it does not end a sentence by itself. */
static void put(FILE *stream, const char *label, const char *between, const char *text, const char *end)
{
    fprintf(stream, "%s%s%s%s\n", label, *label ? between : "", text, ends_sentence(text) ? "" : end);
}

static const char *without_mark(const char *source)
{
    size_t n = strlen(SOURCE_MARK);
    return strncmp(source, SOURCE_MARK, n) == 0 ? source + n : source;
}

static bool follows(const struct document *document, size_t index, enum piece_kind kind)
{
    return index > 0 && document->pieces[index - 1].kind == kind;
}

static void put_source(FILE *stream, const struct document *document, size_t index)
{
    const struct piece *piece = &document->pieces[index];
    if (document_frame(document, index) == FRAME_LAST)
        put(stream, "", "", piece->text, "。补充说明到这里结束。");
    else
        put(stream, "以上引自", "", without_mark(piece->text), "。");
}

static void put_piece(FILE *stream, const struct document *document, size_t index)
{
    const struct piece *piece = &document->pieces[index];
    switch (piece->kind) {
    case PIECE_HEADING:
        put(stream, "", "", piece->text, "：");
        break;
    case PIECE_QUOTE:
        put(stream, follows(document, index, PIECE_QUOTE) ? "" : "原文", "：", piece->text, "");
        break;
    case PIECE_SOURCE:
        put_source(stream, document, index);
        break;
    case PIECE_SUPPLEMENT:
        put(stream, piece->label, document_frame(document, index) == FRAME_FIRST ? "：" : "、", piece->text,
            "。");
        break;
    case PIECE_CONTACT:
        put(stream, piece->label, "：", piece->text, "");
        break;
    case PIECE_CODE:
        fprintf(stream, "官方页面：%s，网址 %s\n", piece->link->purpose, piece->link->host);
        break;
    case PIECE_RULE:
        break;
    default:
        put(stream, piece->label, "、", piece->text, "。");
        break;
    }
}

/* What stands behind the last rule: the closing words, then edition and day of the paper. */
static size_t end_of_text(const struct document *document)
{
    size_t end = document->n;
    for (size_t i = 0; i < document->n; i++)
        if (document->pieces[i].kind == PIECE_RULE)
            end = i + 2;
    return end < document->n ? end : document->n;
}

static int finish(char **out, FILE *stream, char **text, int error)
{
    bool failed = fclose(stream) != 0;
    if (!error && !failed) {
        *out = *text;
        return 0;
    }
    free(*text);
    return error ? error : -ENOMEM;
}

int spoken_document(char **out, const struct document *document)
{
    char *text = NULL;
    size_t n = 0, end = end_of_text(document);
    FILE *stream = open_memstream(&text, &n);
    if (!stream)
        return -ENOMEM;
    for (size_t i = 0; i < end; i++)
        put_piece(stream, document, i);
    return finish(out, stream, &text, document_error(document));
}

int spoken_node(char **out, const struct guide_node *node)
{
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    if (!stream)
        return -ENOMEM;
    put(stream, "", "", node->ask, "。");
    if (*node->hint)
        put(stream, "", "", node->hint, "。");
    for (size_t i = 0; node->kind == GUIDE_CHOICE && i < node->n_options; i++) {
        const struct guide_option *option = &node->options[i];
        fprintf(stream, "%zu、%s%s%s%s\n", i + 1, option->label, *option->hint ? "，" : "", option->hint,
                ends_sentence(*option->hint ? option->hint : option->label) ? "" : "。");
    }
    return finish(out, stream, &text, 0);
}
