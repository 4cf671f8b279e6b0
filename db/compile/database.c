/* SPDX-License-Identifier: MIT */
#include "db/compile/database.h"

#include "base/error.h"
#include "db/compile/fields.h"
#include "db/compile/fingerprint.h"
#include "db/compile/guide_rows.h"
#include "db/compile/institution_rows.h"
#include "db/compile/search.h"
#include "db/compile/variants.h"
#include "db/compile/writer.h"
#include "db/schema.h"
#include "db/store.h"

#include <sqlite3.h>
#include <string.h>

static void write_edition(struct writer *writer, const struct draft_content *content)
{
    char fingerprint[FINGERPRINT_HEX];

    fingerprint_of(fingerprint, content);
    INSERT(writer, "INSERT INTO edition VALUES (1, ?, ?, ?, ?)", TEXT(content->title), TEXT(content->label),
           TEXT(content->compiled), TEXT(fingerprint));
}

static void write_links(struct writer *writer, const struct draft_content *content)
{
    for (size_t i = 0; i < content->n_links; i++) {
        const struct draft_link *link = &content->links[i];
        INSERT(writer, "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?)", TEXT(link->id.text), NUMBER(i + 1),
               TEXT(link->purpose), TEXT(link->url), TEXT(link->host), TEXT(link->grade),
               TEXT(link->checked));
    }
}

static void write_body(struct writer *writer, const struct body *body, const char *owner)
{
    for (size_t i = 0; i < body->n; i++) {
        const struct block *block = &body->drafts[i].block;
        INSERT(writer, "INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", TEXT(owner), NUMBER(i + 1),
               NUMBER(block->kind), NUMBER(block->source), NUMBER(block->depth), TEXT(block->heading),
               TEXT(block->label), NUMBER(block->label_bytes), TEXT(block->text), TEXT(block->law));
    }
}

static void write_supplements(struct writer *writer, const struct draft_content *content)
{
    for (size_t i = 0; i < content->n_supplements; i++) {
        const struct draft_supplement *supplement = &content->supplements[i];
        INSERT(writer, "INSERT INTO supplement VALUES (?, ?, ?, ?)", TEXT(supplement->id.text),
               TEXT(supplement->title), TEXT(supplement->source), TEXT(supplement->date));
        write_body(writer, &supplement->body, supplement->id.text);
    }
}

static void write_entries(struct writer *writer, const char *sql, int number, const struct entries *entries)
{
    for (size_t i = 0; i < entries->n; i++)
        INSERT(writer, sql, NUMBER(number), NUMBER(i + 1), TEXT(entries->items[i].text));
}

static void write_question(struct writer *writer, const struct draft_question *question)
{
    int number = question->number;
    char owner[12];

    snprintf(owner, sizeof(owner), "%d", number);
    INSERT(writer, "INSERT INTO question VALUES (?, ?, ?, ?)", NUMBER(number), TEXT(question->title),
           TEXT(question->short_title), NUMBER(question->audience));
    write_body(writer, &question->body, owner);
    write_entries(writer, "INSERT INTO alias VALUES (?, ?, ?)", number, &question->aliases);
    write_entries(writer, "INSERT INTO question_supplement VALUES (?, ?, ?)", number, &question->supplements);
    write_entries(writer, "INSERT INTO question_link VALUES (?, ?, ?)", number, &question->links);
    for (size_t i = 0; i < question->related.n; i++)
        INSERT(writer, "INSERT INTO related VALUES (?, ?, ?)", NUMBER(number), NUMBER(i + 1),
               NUMBER(number_parse(question->related.items[i].text)));
}

static void write_header(struct writer *writer)
{
    char sql[160];

    snprintf(sql, sizeof(sql), "PRAGMA application_id = %d; PRAGMA user_version = %d", CONTENT_APPLICATION_ID,
             CONTENT_VERSION);
    writer_execute(writer, sql);
}

static void write_content(struct writer *writer, const struct draft_content *content)
{
    struct search_build search;

    /* secure_delete: no page carries what was in memory before, or the bytes would not be the
     * same each time. */
    writer_execute(writer,
                   "PRAGMA page_size = 4096; PRAGMA secure_delete = ON; PRAGMA foreign_keys = OFF; BEGIN");
    search_build_begin(&search, writer);
    writer_execute(writer, handbook_schema);
    write_header(writer);
    write_edition(writer, content);
    write_links(writer, content);
    write_supplements(writer, content);
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        write_question(writer, &content->questions[i]);
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        write_guide(writer, &content->guides[i]);
    write_institutions(writer, &content->institutions);
    write_readings(writer, content);
    write_variants(writer, content);
    write_search(&search, content);
    writer_execute(writer, "COMMIT; VACUUM");
}

int database_build(unsigned char **out, size_t *n, const struct draft_content *content)
{
    struct writer writer = {0};
    unsigned char *bytes = NULL;
    sqlite3_int64 size = 0;

    writer.code = sqlite3_open_v2(":memory:", &writer.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    write_content(&writer, content);
    if (writer.code == SQLITE_OK)
        bytes = sqlite3_serialize(writer.db, "main", &size, 0);
    sqlite3_close(writer.db);
    if (writer.code != SQLITE_OK)
        return store_error(writer.code);
    if (!bytes)
        return -ENOMEM;
    *out = bytes;
    *n = (size_t)size;
    return 0;
}

void database_free(unsigned char *bytes)
{
    sqlite3_free(bytes);
}
