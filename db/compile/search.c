/* SPDX-License-Identifier: MIT */
#include "db/compile/search.h"

#include "base/utf8.h"
#include "db/compile/fields.h"
#include "db/pinyin.h"

#include <sqlite3.h>
#include <string.h>

#define TEXT_MAX TEXT_BYTES_MAX

void search_build_begin(struct search_build *build, struct writer *writer)
{
    *build = (struct search_build){.writer = writer};
    if (writer->code == SQLITE_OK)
        writer->code = tokenizer_register(writer->db, &build->tokenizer);
}

/* A link is also found by its host and its id. */
static void write_index(struct search_build *build, const struct entry_row *row)
{
    char words[512];
    const char *text = row->text;

    if (row->kind == ENTRY_LINK) {
        snprintf(words, sizeof(words), "%s, %s, %s", row->text, row->title, row->target);
        text = words;
    }
    INSERT(build->writer, "INSERT INTO search_index (rowid, text) VALUES (?, ?)", NUMBER(build->n),
           TEXT(text));
}

void search_build_add(struct search_build *build, const struct entry_row *row, const struct pinyin *spelt)
{
    build->n++;
    INSERT(build->writer, "INSERT INTO search_entry VALUES (?, ?, ?, ?, ?, ?, ?)", NUMBER(build->n),
           NUMBER(row->kind), NUMBER(row->question), TEXT(row->target), NUMBER(row->block), TEXT(row->title),
           TEXT(row->text));
    build->tokenizer = (struct tokenizer){.pinyin = spelt, .is_long = row->kind > ENTRY_LINK};
    write_index(build, row);
    build->tokenizer = (struct tokenizer){0};
}

void search_build_end(struct search_build *build)
{
    writer_execute(build->writer, "INSERT INTO search_index (search_index) VALUES ('optimize')");
}

/* A text without what a guide fills in: 到{day}为止 becomes 到…为止. */
static void blank_dates(char out[TEXT_MAX], const char *text)
{
    size_t n = 0;

    while (*text && n + sizeof("…") < TEXT_MAX) {
        size_t braces = *text == '{' ? strcspn(text, "}") : 0;
        if (braces > 0 && text[braces] == '}') {
            n += (size_t)snprintf(out + n, TEXT_MAX - n, "…");
            text += braces + 1;
        } else {
            out[n++] = *text++;
        }
    }
    out[n] = '\0';
}

struct words {
    struct search_build *build;
    const struct pinyin *pinyin;
};

static void add(const struct words *words, const struct entry_row *row)
{
    if (*row->text)
        search_build_add(words->build, row, words->pinyin);
}

static void add_titles(const struct words *words, const struct draft_content *content)
{
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        add(words, &(struct entry_row){.kind = ENTRY_TITLE,
                                       .question = content->questions[i].number,
                                       .block = -1,
                                       .target = "",
                                       .title = "",
                                       .text = content->questions[i].title});
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        add(words, &(struct entry_row){.kind = ENTRY_SHORT_TITLE,
                                       .question = content->questions[i].number,
                                       .block = -1,
                                       .target = "",
                                       .title = "",
                                       .text = content->questions[i].short_title});
}

static void add_aliases(const struct words *words, const struct draft_question *question)
{
    for (size_t i = 0; i < question->aliases.n; i++)
        add(words, &(struct entry_row){.kind = ENTRY_ALIAS,
                                       .question = question->number,
                                       .block = -1,
                                       .target = "",
                                       .title = "",
                                       .text = question->aliases.items[i].text});
}

static void add_headings(const struct words *words, const struct draft_question *question)
{
    for (size_t i = 0; i < question->body.n; i++)
        add(words, &(struct entry_row){.kind = ENTRY_HEADING,
                                       .question = question->number,
                                       .block = (int)i,
                                       .target = "",
                                       .title = "",
                                       .text = question->body.drafts[i].block.heading});
}

static void add_blocks(const struct words *words, const struct draft_question *question)
{
    for (size_t i = 0; i < question->body.n; i++)
        add(words, &(struct entry_row){.kind = ENTRY_BLOCK,
                                       .question = question->number,
                                       .block = (int)i,
                                       .target = "",
                                       .title = "",
                                       .text = question->body.drafts[i].block.text});
}

static void add_outcome(const struct words *words, int question, const struct guide_node *node,
                        enum entry_kind kind)
{
    char title[TEXT_MAX], text[TEXT_MAX];

    blank_dates(title, node->title);
    if (kind == ENTRY_OUTCOME)
        add(words, &(struct entry_row){.kind = kind,
                                       .question = question,
                                       .block = -1,
                                       .target = node->id,
                                       .title = "",
                                       .text = title});
    for (size_t i = 0; kind == ENTRY_STEP && i < node->n_steps; i++) {
        blank_dates(text, node->steps[i].text);
        add(words, &(struct entry_row){.kind = kind,
                                       .question = question,
                                       .block = -1,
                                       .target = node->id,
                                       .title = title,
                                       .text = text});
    }
}

static void add_guides(const struct words *words, const struct draft_content *content, enum entry_kind kind)
{
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        for (size_t n = 0; n < content->guides[i].n_nodes; n++)
            if (content->guides[i].nodes[n].kind == GUIDE_OUTCOME)
                add_outcome(words, content->guides[i].question, &content->guides[i].nodes[n], kind);
}

/* The first question that names it, 0 if none does. */
static int question_with(const struct draft_content *content, const char *id, bool link)
{
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++) {
        const struct draft_question *question = &content->questions[i];
        const struct entries *ids = link ? &question->links : &question->supplements;
        for (size_t n = 0; n < ids->n; n++)
            if (strcmp(ids->items[n].text, id) == 0)
                return question->number;
    }
    return 0;
}

static void add_links(const struct words *words, const struct draft_content *content)
{
    for (size_t i = 0; i < content->n_links; i++) {
        const struct draft_link *link = &content->links[i];
        add(words, &(struct entry_row){.kind = ENTRY_LINK,
                                       .question = question_with(content, link->id.text, true),
                                       .block = -1,
                                       .target = link->id.text,
                                       .title = link->host,
                                       .text = link->purpose});
    }
}

static void add_supplements(const struct words *words, const struct draft_content *content)
{
    for (size_t i = 0; i < content->n_supplements; i++) {
        const struct draft_supplement *supplement = &content->supplements[i];
        int question = question_with(content, supplement->id.text, false);
        for (size_t n = 0; question && n < supplement->body.n; n++)
            add(words, &(struct entry_row){.kind = ENTRY_SUPPLEMENT,
                                           .question = question,
                                           .block = (int)n,
                                           .target = supplement->id.text,
                                           .title = supplement->title,
                                           .text = supplement->body.drafts[n].block.text});
    }
}

static int make_pinyin(struct pinyin **out, const struct draft_content *content)
{
    struct pinyin *pinyin = NULL;
    int r = pinyin_new(&pinyin);

    for (size_t i = 0; r == 0 && i < content->n_readings; i++) {
        const char *character = content->readings[i].character;
        char32_t c;
        utf8_decode(&c, character, strlen(character));
        r = pinyin_add(pinyin, c, content->readings[i].readings);
    }
    if (r == 0)
        *out = pinyin;
    else
        pinyin_free(pinyin);
    return r;
}

static void add_all(const struct words *words, const struct draft_content *content)
{
    add_titles(words, content);
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        add_aliases(words, &content->questions[i]);
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        add_headings(words, &content->questions[i]);
    add_guides(words, content, ENTRY_OUTCOME);
    add_links(words, content);
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        add_blocks(words, &content->questions[i]);
    add_guides(words, content, ENTRY_STEP);
    add_supplements(words, content);
}

void write_search(struct search_build *build, const struct draft_content *content)
{
    struct pinyin *pinyin = NULL;
    int r = make_pinyin(&pinyin, content);

    if (r == 0) {
        add_all(&(struct words){build, pinyin}, content);
        search_build_end(build);
    } else if (build->writer->code == SQLITE_OK) {
        build->writer->code = r == -ENOMEM ? SQLITE_NOMEM : SQLITE_CORRUPT;
    }
    pinyin_free(pinyin);
}
