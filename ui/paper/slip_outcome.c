/* SPDX-License-Identifier: MIT */
#include "ui/paper/slip_common.h"

#include "base/error.h"
#include "ui/wording.h"

#include <string.h>

/* The outcome with what it names, read from the handbook. */
struct material {
    const struct slip_frame *frame;
    const struct guide_node *node;
    const struct guide_answers *answers;
    struct supplement **supplements; /* one for each id of the node, in its order */
    struct link *links;              /* a row of their own; strings borrowed from the rows read */
    struct link **rows;
};

static int read_material(struct material *material, struct handbook *handbook)
{
    const struct guide_node *node = material->node;
    int error = 0;
    material->supplements = calloc(node->n_supplements + 1, sizeof(struct supplement *));
    material->rows = calloc(node->n_links + 1, sizeof(struct link *));
    material->links = calloc(node->n_links + 1, sizeof(*material->links));
    if (!material->supplements || !material->rows || !material->links)
        return -ENOMEM;
    for (size_t i = 0; !error && i < node->n_supplements; i++)
        error =
            handbook_named(handbook_supplement(&material->supplements[i], handbook, node->supplements[i]));
    for (size_t i = 0; !error && i < node->n_links; i++) {
        error = handbook_named(handbook_link(&material->rows[i], handbook, node->links[i]));
        if (!error)
            material->links[i] = *material->rows[i];
    }
    return error;
}

static void free_material(struct material *material)
{
    for (size_t i = 0; material->supplements && i < material->node->n_supplements; i++)
        supplements_free(material->supplements[i], 1);
    for (size_t i = 0; material->rows && i < material->node->n_links; i++)
        links_free(material->rows[i], 1);
    free(material->supplements);
    free(material->rows);
    free(material->links);
}

static int add_filled(struct document *document, const struct material *material, enum piece_kind kind,
                      const char *label, const char *text)
{
    _cleanup_free_ char *filled = NULL;
    int error = guide_fill(&filled, material->node, text, material->answers, material->frame->today);
    if (!error)
        document_add_labelled(document, kind, label, filled);
    return error;
}

static void add_remark(struct document *document, const char *words)
{
    document_set_depth(document, 1);
    document_add(document, PIECE_SMALL, words);
    document_set_depth(document, 0);
}

static const struct supplement *find_supplement(const struct material *material, const char *id)
{
    for (size_t i = 0; i < material->node->n_supplements; i++)
        if (strcmp(material->supplements[i]->id, id) == 0)
            return material->supplements[i];
    return NULL;
}

static int add_run_source(struct document *document, const struct material *material, size_t first,
                          size_t length)
{
    _cleanup_free_ char *words = NULL;
    const char *id = material->node->steps[first].supplement;
    int error = wording_run_source(&words, first, length, find_supplement(material, id));
    if (!error)
        add_remark(document, words);
    return error;
}

static int add_steps(struct document *document, const struct material *material)
{
    const struct guide_node *node = material->node;
    int error = 0;
    if (node->n_steps)
        document_add(document, PIECE_HEADING, "依次办理");
    for (size_t i = 0, first = 0; !error && i < node->n_steps; i++) {
        char label[24];
        snprintf(label, sizeof(label), "%zu", i + 1);
        error = add_filled(document, material, PIECE_TICK, label, node->steps[i].text);
        size_t length = wording_run(node->steps + first, node->n_steps - first);
        if (!error && length && i + 1 == first + length)
            error = add_run_source(document, material, first, length);
        if (i + 1 >= first + length)
            first = i + 1;
    }
    return error;
}

static int add_papers(struct document *document, const struct material *material)
{
    const struct guide_node *node = material->node;
    int error = 0;
    document_add(document, PIECE_HEADING, "请带");
    for (size_t i = 0; !error && i < node->n_bring; i++) {
        error = add_filled(document, material, PIECE_TICK, "", node->bring[i].text);
        if (!error && *node->bring[i].supplement)
            add_remark(document, WORDING_ONE_ITEM);
    }
    if (!node->n_bring)
        document_add(document, PIECE_PARAGRAPH, wording_no_papers(node));
    return error;
}

static void add_whom(struct document *document, const struct material *material)
{
    const struct guide_node *node = material->node;
    if (!node->office && !*node->whom)
        return;
    document_add(document, PIECE_HEADING, "找谁");
    if (*node->whom)
        document_add(document, PIECE_PARAGRAPH, node->whom);
    if (node->office && profile_has_contact(material->frame->profile))
        slip_add_contact(document, material->frame->profile);
    else if (node->office)
        document_add(document, PIECE_PARAGRAPH, WORDING_OFFICE_UNKNOWN);
}

static void add_quotes(struct document *document, const struct guide_node *node)
{
    char source[WORDING_QUOTE_SOURCE_MAX];
    document_add(document, PIECE_HEADING, "手册原文");
    for (size_t i = 0; i < node->n_quotes; i++) {
        wording_quote_source(source, &node->quotes[i]);
        document_add(document, PIECE_QUOTE, node->quotes[i].text);
        document_add(document, PIECE_SOURCE, source);
    }
}

static int add_question(struct document *document, const struct handbook *handbook, int number)
{
    _cleanup_free_ char *words = NULL;
    const struct question *question = handbook_question(handbook, number);
    if (!question)
        return -EBADMSG;
    if (asprintf(&words, "问题%d：%s", number, question->title) < 0)
        return -ENOMEM;
    document_add(document, PIECE_PARAGRAPH, words);
    return 0;
}

static int compose(struct document *document, const struct material *material,
                   const struct handbook *handbook, const struct guide_place *place, int link)
{
    const struct guide_node *node = material->node;
    int error = add_filled(document, material, PIECE_TITLE, "", node->title);
    if (!error)
        error = add_question(document, handbook, place->guide->question);
    if (!error)
        error = add_steps(document, material);
    if (!error)
        error = add_papers(document, material);
    if (error)
        return error;
    add_whom(document, material);
    slip_add_pages(document, material->links, node->n_links, link);
    add_quotes(document, node);
    if (material->frame->addendum)
        slip_add_addendum(document, material->frame->addendum);
    for (size_t i = 0; i < node->n_supplements; i++)
        if (!wording_is_told_by_steps(node, node->supplements[i]))
            slip_add_supplement(document, material->supplements[i]);
    slip_add_end(document, material->frame);
    return 0;
}

int slip_from_outcome(struct document **out, const struct slip_frame *frame, struct handbook *handbook,
                      const struct guide_place *place, const struct guide_answers *answers, int link)
{
    struct material material = {.frame = frame, .node = place->node, .answers = answers};
    struct document *document;
    if (!place->node || place->node->kind != GUIDE_OUTCOME)
        return -EINVAL;
    int error = slip_new(&document, place->guide->question);
    if (error)
        return error;
    error = read_material(&material, handbook);
    if (!error)
        error = compose(document, &material, handbook, place, link);
    free_material(&material);
    return slip_finish(out, document, error);
}
