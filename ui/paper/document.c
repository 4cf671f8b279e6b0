/* SPDX-License-Identifier: MIT */
#include "ui/paper/document.h"

#include "base/error.h"
#include "base/sanitize.h"

#include <string.h>

static void free_piece(struct piece *piece)
{
    free(piece->label);
    free(piece->text);
    links_free(piece->link, 1);
}

static int clean_copy(char **out, const char *text)
{
    return sanitize_text(out, text, strlen(text));
}

int document_new(struct document **out, const char *name)
{
    struct document *document = calloc(1, sizeof(*document));
    if (!document)
        return -ENOMEM;
    int error = clean_copy(&document->name, name);
    if (error) {
        free(document);
        return error;
    }
    *out = document;
    return 0;
}

void document_free(struct document *document)
{
    if (!document)
        return;
    for (size_t i = 0; i < document->n; i++)
        free_piece(&document->pieces[i]);
    free(document->pieces);
    free(document->name);
    free(document);
}

static int make_room(struct document *document)
{
    if (document->n < document->room)
        return 0;
    size_t room = document->room ? document->room * 2 : 32;
    struct piece *pieces = realloc(document->pieces, room * sizeof(*pieces));
    if (!pieces)
        return -ENOMEM;
    document->pieces = pieces;
    document->room = room;
    return 0;
}

/* Takes the link over, also on failure. */
static void add(struct document *document, enum piece_kind kind, const char *label, const char *text,
                struct link *link)
{
    struct piece piece = {.kind = kind, .depth = document->depth, .link = link};
    int error = document->error ? document->error : make_room(document);
    if (!error)
        error = clean_copy(&piece.label, label);
    if (!error)
        error = clean_copy(&piece.text, text);
    if (error) {
        free_piece(&piece);
        document->error = error;
        return;
    }
    document->pieces[document->n++] = piece;
}

void document_add(struct document *document, enum piece_kind kind, const char *text)
{
    add(document, kind, "", text, NULL);
}

void document_add_labelled(struct document *document, enum piece_kind kind, const char *label,
                           const char *text)
{
    add(document, kind, label, text, NULL);
}

static struct link *copy_link(const struct link *link)
{
    struct link *copy = calloc(1, sizeof(*copy));
    if (!copy)
        return NULL;
    int error = clean_copy(&copy->id, link->id);
    if (!error)
        error = clean_copy(&copy->purpose, link->purpose);
    if (!error)
        error = clean_copy(&copy->url, link->url);
    if (!error)
        error = clean_copy(&copy->host, link->host);
    if (!error)
        error = clean_copy(&copy->grade, link->grade);
    if (!error)
        error = clean_copy(&copy->checked, link->checked);
    if (!error)
        return copy;
    links_free(copy, 1);
    return NULL;
}

void document_add_code(struct document *document, const struct link *link)
{
    struct link *copy = document->error ? NULL : copy_link(link);
    if (!copy && !document->error)
        document->error = -ENOMEM;
    add(document, PIECE_CODE, "", "", copy);
}

int document_copy(struct document **out, const struct document *from)
{
    struct document *copy;
    int error = document_error(from);
    if (!error)
        error = document_new(&copy, from->name);
    if (error < 0)
        return error;
    for (size_t i = 0; i < from->n; i++) {
        const struct piece *piece = &from->pieces[i];
        document_set_depth(copy, piece->depth);
        if (piece->kind == PIECE_CODE)
            document_add_code(copy, piece->link);
        else
            document_add_labelled(copy, piece->kind, piece->label, piece->text);
    }
    error = document_error(copy);
    if (error < 0)
        document_free(copy);
    else
        *out = copy;
    return error;
}

void document_set_depth(struct document *document, int depth)
{
    document->depth = depth;
}

int document_error(const struct document *document)
{
    return document->error;
}

static bool is_supplement(const struct document *document, size_t index)
{
    return index < document->n && document->pieces[index].kind == PIECE_SUPPLEMENT;
}

enum document_frame document_frame(const struct document *document, size_t index)
{
    bool follows = index > 0 && is_supplement(document, index - 1);
    if (is_supplement(document, index))
        return follows ? FRAME_WITHIN : FRAME_FIRST;
    return follows && document->pieces[index].kind == PIECE_SOURCE ? FRAME_LAST : FRAME_NONE;
}

/* The title of a supplement is none of its text. */
static bool go_together(const struct document *document, size_t a, size_t b)
{
    const struct piece *pieces = document->pieces;
    return pieces[a].kind == pieces[b].kind && pieces[a].depth == pieces[b].depth &&
           document_frame(document, a) != FRAME_FIRST && document_frame(document, b) != FRAME_FIRST;
}

void document_list(size_t *first, size_t *end, const struct document *document, size_t index)
{
    *first = index;
    *end = index + 1;
    while (*first > 0 && go_together(document, *first - 1, index))
        --*first;
    while (*end < document->n && go_together(document, index, *end))
        ++*end;
}
