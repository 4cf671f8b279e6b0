/* SPDX-License-Identifier: MIT */
#include "db/handbook.h"

#include "base/error.h"
#include "db/guide.h"
#include "db/institution.h"
#include "db/institution_index.h"
#include "db/pinyin.h"
#include "db/schema.h"
#include "db/search.h"
#include "db/search_shelf.h"
#include "db/statements.h"
#include "db/store.h"

#include <sqlite3.h>
#include <string.h>

/* Rows come in the order of a primary key wherever there is one, so that nothing is sorted. */
static const char *const statements[STATEMENT_COUNT] = {
    [STATEMENT_EDITION] = "SELECT title, label, compiled FROM edition",
    [STATEMENT_QUESTIONS] = "SELECT number, title, short_title, audience FROM question ORDER BY number",
    [STATEMENT_BLOCKS] = "SELECT kind, source, depth, heading, label, label_bytes, text, law FROM block"
                         " WHERE owner = ? ORDER BY ordinal",
    [STATEMENT_SUPPLEMENTS] =
        "SELECT s.id, s.title, s.source, s.date FROM question_supplement AS q"
        " JOIN supplement AS s ON s.id = q.supplement WHERE q.question = ? ORDER BY q.ordinal",
    [STATEMENT_SUPPLEMENT] = "SELECT id, title, source, date FROM supplement WHERE id = ?1",
    [STATEMENT_QUESTION_LINKS] =
        "SELECT l.id, l.purpose, l.url, l.host, l.grade, l.checked FROM question_link AS q"
        " JOIN link AS l ON l.id = q.link WHERE q.question = ? ORDER BY q.ordinal",
    [STATEMENT_RELATED] = "SELECT other FROM related WHERE question = ? ORDER BY ordinal",
    [STATEMENT_ALIASES] = "SELECT text FROM alias WHERE question = ? ORDER BY ordinal",
    [STATEMENT_LINKS] = "SELECT id, purpose, url, host, grade, checked FROM link ORDER BY ordinal",
    [STATEMENT_LINK] = "SELECT id, purpose, url, host, grade, checked FROM link WHERE id = ?",
    [STATEMENT_VARIANTS] = "SELECT character, simplified FROM variant ORDER BY character",
    [STATEMENT_SEARCH_SHELF] = "SELECT id, kind, question, target, block, title, text FROM search_entry"
                               " WHERE kind <= ?1 ORDER BY id LIMIT ?2",
    [STATEMENT_SEARCH_MATCH] = "SELECT e.id, e.kind, e.question, e.target, e.block, e.title, e.text"
                               " FROM search_index(?1) AS i JOIN search_entry AS e ON e.id = i.rowid"
                               " ORDER BY i.rowid LIMIT ?2",
    [STATEMENT_SEARCH_ENTRIES] = "SELECT id, kind, question, target, block, title, text FROM search_entry",
    [STATEMENT_SEARCH_INDEX] = "SELECT block FROM search_index_data",
    [STATEMENT_GUIDES] = "SELECT question, title, start FROM guide ORDER BY question",
    [STATEMENT_GUIDE_NODES] = "SELECT guide, node, id, kind, precision, ask, hint, title, whom, office"
                              " FROM guide_node ORDER BY guide, node",
    [STATEMENT_GUIDE_OPTIONS] =
        "SELECT guide, node, option, id, label, hint FROM guide_option ORDER BY guide, node, option",
    [STATEMENT_GUIDE_EDGES] = "SELECT guide, node, option, edge, to_guide, to_node FROM guide_edge"
                              " ORDER BY guide, node, option, edge",
    [STATEMENT_GUIDE_CONDITIONS] =
        "SELECT guide, node, option, edge, condition, comparison, asked, answered,"
        " left_base, left_years, left_month, left_day, right_base, right_years, right_month, right_day"
        " FROM guide_condition ORDER BY guide, node, option, edge, condition",
    [STATEMENT_GUIDE_ITEMS] = "SELECT guide, node, list, ordinal, text, supplement FROM guide_item ORDER BY "
                              "guide, node, list, ordinal",
    [STATEMENT_GUIDE_QUOTES] =
        "SELECT guide, node, ordinal, question, text FROM guide_quote ORDER BY guide, node, ordinal",
    [STATEMENT_GUIDE_LINKS] = "SELECT g.guide, g.node, g.ordinal, l.id FROM guide_link AS g"
                              " LEFT JOIN link AS l ON l.id = g.link ORDER BY g.guide, g.node, g.ordinal",
    [STATEMENT_GUIDE_SUPPLEMENTS] =
        "SELECT g.guide, g.node, g.ordinal, s.id FROM guide_supplement AS g"
        " LEFT JOIN supplement AS s ON s.id = g.supplement ORDER BY g.guide, g.node, g.ordinal",
    [STATEMENT_GUIDE_DATES] = "SELECT guide, node, ordinal, name, base, years, month, day, show"
                              " FROM guide_date ORDER BY guide, node, ordinal",
    [STATEMENT_INSTITUTION_LIST] = "SELECT date, institutions FROM institution_list",
    [STATEMENT_INSTITUTIONS] = "SELECT code, name, province, kind FROM institution ORDER BY code",
    [STATEMENT_INSTITUTION] = "SELECT code, name, province, city, level, kind, authority, remark"
                              " FROM institution WHERE code = ?",
    [STATEMENT_FORMER_NAMES] = "SELECT code, name FROM former_name ORDER BY code, ordinal",
    [STATEMENT_FORMER_NAMES_OF] = "SELECT name FROM former_name WHERE code = ? ORDER BY ordinal",
    [STATEMENT_READINGS] = "SELECT character, readings FROM reading ORDER BY character",
};

static const struct store_format format = {
    .application_id = CONTENT_APPLICATION_ID,
    .user_version = CONTENT_VERSION,
    .schema = handbook_schema,
    .probe = "SELECT 1 FROM edition",
};

/*
 * Prepared at its first run, not at open: all of them cost more than the rest of a cold start, the home
 * screen needs two. handbook_check runs every one, and so do the tests, so that bad SQL does not wait for a
 * visitor.
 */
struct rows handbook_rows(struct handbook *handbook, enum statement statement)
{
    sqlite3_stmt **prepared = &handbook->statements[statement];
    int code = SQLITE_OK;

    if (!*prepared)
        code = sqlite3_prepare_v3(handbook->db, statements[statement], -1, SQLITE_PREPARE_PERSISTENT,
                                  prepared, NULL);
    return rows_begin(*prepared, store_error(code));
}

static int read_edition(struct handbook *handbook)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_EDITION);
    struct edition *edition = &handbook->edition;

    if (rows_next(&rows) > 0) {
        edition->title = rows_filled(&rows, 0);
        edition->label = rows_filled(&rows, 1);
        edition->compiled = rows_date(&rows, 2);
    }
    rows_require(&rows, edition->title != NULL);
    rows_end(&rows);
    return rows.error;
}

static int read_questions(struct handbook *handbook)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_QUESTIONS);
    int n = 0;

    while (rows_next(&rows) > 0 && ++n <= CONTENT_QUESTIONS) {
        struct question *question = &handbook->questions[n - 1];
        question->number = rows_int(&rows, 0, n, n);
        question->title = rows_filled(&rows, 1);
        question->short_title = rows_filled(&rows, 2);
        question->audience = (unsigned)rows_int(&rows, 3, 1, AUDIENCE_ALL);
    }
    rows_require(&rows, n == CONTENT_QUESTIONS);
    rows_end(&rows);
    return rows.error;
}

/* Takes the database over, also on failure; `bytes` (which may be NULL) only on success. */
static int open_handle(struct handbook **out, sqlite3 *db, void *bytes)
{
    struct handbook *handbook = calloc(1, sizeof(*handbook));
    int r;

    if (!handbook) {
        store_close(db);
        return -ENOMEM;
    }
    handbook->db = db;
    r = read_edition(handbook);
    if (r == 0)
        r = read_questions(handbook);
    if (r == 0) {
        handbook->bytes = bytes;
        *out = handbook;
        return 0;
    }
    handbook_close(handbook);
    return r;
}

int handbook_open_bytes(struct handbook **out, const void *bytes, size_t n)
{
    sqlite3 *db = NULL;
    int r = store_open_bytes(&db, &format, bytes, n);

    return r < 0 ? r : open_handle(out, db, NULL);
}

void handbook_own_bytes(struct handbook *handbook, void *bytes)
{
    handbook->bytes = bytes;
}

int handbook_open_file(struct handbook **out, const char *path)
{
    sqlite3 *db = NULL;
    void *bytes = NULL;
    int r = store_open_file(&db, &bytes, &format, path);

    if (r < 0)
        return r;
    r = open_handle(out, db, bytes);
    if (r < 0)
        free(bytes);
    return r;
}

static int check_link(struct handbook *handbook, const char *id)
{
    struct link *link = NULL;
    int r = handbook_link(&link, handbook, id);

    links_free(link, 1);
    return handbook_named(r); /* else the tree that finds it by its id is out of order */
}

static int check_answer(struct handbook *handbook, int number)
{
    struct answer *answer = NULL;
    char **aliases = NULL;
    size_t n = 0;
    int r = handbook_answer(&answer, handbook, number);

    if (r == 0)
        r = handbook_aliases(&aliases, &n, handbook, number);
    handbook_aliases_free(aliases, n);
    answer_free(answer);
    return r;
}

static int check_guides(struct handbook *handbook)
{
    struct guides *guides = NULL;
    int r = guides_load(&guides, handbook);

    guides_free(guides);
    return r;
}

int handbook_check(struct handbook *handbook)
{
    struct link *links = NULL;
    size_t n = 0;
    int r = handbook_links(&links, &n, handbook);

    for (int number = 1; r == 0 && number <= CONTENT_QUESTIONS; number++)
        r = check_answer(handbook, number);
    for (size_t i = 0; r == 0 && i < n; i++)
        r = check_link(handbook, links[i].id);
    links_free(links, n);
    if (r == 0)
        r = check_guides(handbook);
    if (r == 0)
        r = institutions_check(handbook);
    return r < 0 ? r : search_check(handbook);
}

static void question_fini(struct question *question)
{
    free(question->title);
    free(question->short_title);
}

void handbook_close(struct handbook *handbook)
{
    if (!handbook)
        return;
    for (size_t i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(handbook->statements[i]);
    store_close(handbook->db);
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        question_fini(&handbook->questions[i]);
    pinyin_free(handbook->pinyin);
    institution_index_free(handbook->institutions);
    search_shelf_free(handbook->search);
    free(handbook->edition.title);
    free(handbook->edition.label);
    free(handbook->edition.compiled);
    free(handbook->bytes);
    free(handbook);
}

const struct question *handbook_questions(const struct handbook *handbook, size_t *n)
{
    *n = CONTENT_QUESTIONS;
    return handbook->questions;
}

const struct question *handbook_question(const struct handbook *handbook, int number)
{
    return number >= 1 && number <= CONTENT_QUESTIONS ? &handbook->questions[number - 1] : NULL;
}

const struct edition *handbook_edition(const struct handbook *handbook)
{
    return &handbook->edition;
}
