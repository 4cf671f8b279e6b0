/* SPDX-License-Identifier: MIT */
#include "ui/paper/slip_common.h"

#include "base/error.h"
#include "ui/wording.h"

#include <string.h>

int slip_new(struct document **out, int question)
{
    char name[48];
    snprintf(name, sizeof(name), "一本通 问题%d", question);
    return document_new(out, name);
}

void slip_add_words(struct document *document, enum piece_kind kind, char *words)
{
    if (words)
        document_add(document, kind, words);
    else if (!document->error)
        document->error = -ENOMEM;
    free(words);
}

void slip_add_contact(struct document *document, const struct profile *profile)
{
    struct wording_row rows[WORDING_CONTACT_MAX];
    size_t n = wording_contact(rows, profile);
    char *school = NULL;
    /* Of which school: a graduate of another one must not be sent there. */
    if (asprintf(&school, *profile->school ? "%s（%s）" : "%s", WORDING_OFFICE, profile->school) < 0)
        school = NULL;
    slip_add_words(document, PIECE_PARAGRAPH, school);
    if (*profile->office)
        document_add_labelled(document, PIECE_CONTACT, "部门", profile->office);
    for (size_t i = 0; i < n; i++)
        document_add_labelled(document, PIECE_CONTACT, rows[i].label, rows[i].text);
}

static void add_supplement_block(struct document *document, const struct block *block)
{
    char label[WORDING_LABEL_MAX];
    wording_step_label(label, block);
    if (*block->heading)
        document_add(document, PIECE_SUPPLEMENT, block->heading);
    document_add_labelled(document, PIECE_SUPPLEMENT, label, block->text + block->label_bytes);
}

void slip_add_supplement(struct document *document, const struct supplement *supplement)
{
    char *source = NULL;
    document_add_labelled(document, PIECE_SUPPLEMENT, WORDING_SUPPLEMENT, supplement->title);
    for (size_t i = 0; i < supplement->n_blocks; i++)
        add_supplement_block(document, &supplement->blocks[i]);
    if (wording_supplement_source(&source, supplement) < 0)
        source = NULL;
    slip_add_words(document, PIECE_SOURCE, source);
}

void slip_add_addendum(struct document *document, const struct addendum_shown *addendum)
{
    char *copy = strdup(addendum->text), *rest = copy, *source = NULL;
    const char *label = WORDING_ADDENDUM;
    for (char *line; copy && (line = strsep(&rest, "\n"));) {
        if (!*line)
            continue;
        document_add_labelled(document, PIECE_SUPPLEMENT, label, line);
        label = "";
    }
    if (!copy || wording_addendum_source(&source, addendum) < 0)
        source = NULL;
    slip_add_words(document, PIECE_SOURCE, source);
    free(copy);
}

void slip_add_pages(struct document *document, const struct link *links, size_t n, int link)
{
    bool has_code = link >= 0 && (size_t)link < n;
    if (has_code)
        document_add_code(document, &links[link]);
    if (n > (has_code ? 1 : 0))
        document_add(document, PIECE_HEADING, has_code ? "其他官方页面" : "官方页面");
    for (size_t i = 0; i < n; i++)
        if (!has_code || i != (size_t)link)
            document_add_labelled(document, PIECE_CONTACT, links[i].purpose, links[i].host);
}

void slip_add_end(struct document *document, const struct slip_frame *frame)
{
    char *edition = NULL;
    if (asprintf(&edition, "%s，%04d-%02d-%02d 打印", frame->edition->label, frame->today.year,
                 frame->today.month, frame->today.day) < 0)
        edition = NULL;
    document_add(document, PIECE_RULE, "");
    document_add(document, PIECE_SMALL, WORDING_CLOSING);
    document_add(document, PIECE_SMALL, frame->edition->title);
    slip_add_words(document, PIECE_SMALL, edition);
}

int slip_finish(struct document **out, struct document *document, int error)
{
    if (!error)
        error = document_error(document);
    if (error)
        document_free(document);
    else
        *out = document;
    return error;
}
