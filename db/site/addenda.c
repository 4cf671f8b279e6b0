/* SPDX-License-Identifier: MIT */
#include "db/site/addenda.h"

#include "base/error.h"
#include "db/content.h"
#include "db/site/handle.h"
#include "db/site/profile.h"
#include "db/site/text.h"

#include <limits.h>
#include <string.h>

#define VERSIONS_MAX 100000

int addendum_clean(char **out, const char *text)
{
    return text_clean_lines(out, text);
}

size_t addendum_length(const char *text)
{
    return text_length(text);
}

static void fini(struct addendum *addendum)
{
    free(addendum->text);
    free(addendum->account);
}

void addenda_free(struct addendum *addenda, size_t n)
{
    for (size_t i = 0; addenda && i < n; i++)
        fini(&addenda[i]);
    free(addenda);
}

static void read_one(struct addendum *addendum, struct rows *rows, int question)
{
    addendum->question = rows_int(rows, 0, question, question);
    addendum->version = rows_int(rows, 1, 1, INT_MAX - 1);
    addendum->state = (enum addendum_state)rows_int(rows, 2, ADDENDUM_DRAFT, ADDENDUM_RETRACTED);
    addendum->restored = rows_int(rows, 3, 0, INT_MAX - 1);
    addendum->text = rows_lines(rows, 4);
    addendum->account = rows_text(rows, 5);
    addendum->time = rows_int64(rows, 6, 0, SITE_TIME_MAX);
    rows_require(rows, rows->error == 0 && text_length(addendum->text) <= ADDENDUM_CHARACTERS &&
                           (addendum->state != ADDENDUM_PUBLISHED || *addendum->text));
}

static int read_all(struct addendum **out, size_t *n, struct rows *rows, int question)
{
    struct addendum *list = NULL, *one;
    size_t count = 0;

    while (rows_next(rows) > 0 && (one = rows_grow(rows, &list, count, sizeof(*one), VERSIONS_MAX))) {
        count++;
        read_one(one, rows, question);
    }
    rows_end(rows);
    if (rows->error < 0) {
        addenda_free(list, count);
        return rows->error;
    }
    *out = list;
    *n = count;
    return 0;
}

static int read_single(struct addendum **out, struct rows *rows, int question)
{
    struct addendum *one = NULL;
    size_t n = 0;
    int r = read_all(&one, &n, rows, question);

    if (r == 0 && n > 0)
        *out = one;
    return r < 0 || n > 0 ? r : -ENOENT;
}

static bool is_question(int question)
{
    return question >= 1 && question <= CONTENT_QUESTIONS;
}

static struct rows begin(struct site *site, enum site_statement statement, int question)
{
    struct rows rows = site_rows(site, statement);

    rows_bind_int(&rows, 1, question);
    return rows;
}

int site_addendum_latest(struct addendum **out, struct site *site, int question)
{
    if (!is_question(question))
        return -EINVAL;
    struct rows rows = begin(site, SITE_ADDENDUM_LATEST, question);
    return read_single(out, &rows, question);
}

int site_addendum_version(struct addendum **out, struct site *site, int question, int version)
{
    if (!is_question(question))
        return -EINVAL;
    struct rows rows = begin(site, SITE_ADDENDUM_ONE, question);
    rows_bind_int(&rows, 2, version);
    return read_single(out, &rows, question);
}

int site_addendum_history(struct addendum **out, size_t *n, struct site *site, int question)
{
    if (!is_question(question))
        return -EINVAL;
    struct rows rows = begin(site, SITE_ADDENDUM_ALL, question);
    return read_all(out, n, &rows, question);
}

int site_addendum_settled(struct addendum **out, struct site *site, int question)
{
    if (!is_question(question))
        return -EINVAL;
    struct rows rows = begin(site, SITE_ADDENDUM_SHOWN, question);
    return read_single(out, &rows, question);
}

static int name_source(char **out, struct site *site)
{
    struct profile *profile = NULL;
    int r = site_profile_read(&profile, site);

    if (r < 0)
        return r;
    bool both = *profile->school && *profile->office;
    int n = asprintf(out, "%s%s%s", profile->school, both ? " " : "", profile->office);
    site_profile_free(profile);
    return n < 0 ? -ENOMEM : 0;
}

int site_addendum_shown(struct addendum_shown **out, struct site *site, int question)
{
    struct addendum *addendum = NULL;
    char *source = NULL;
    int r = site_addendum_settled(&addendum, site, question);

    if (r == 0 && addendum->state != ADDENDUM_PUBLISHED)
        r = -ENOENT;
    if (r == 0)
        r = name_source(&source, site);
    struct addendum_shown *shown = r == 0 ? calloc(1, sizeof(*shown)) : NULL;
    if (shown) {
        struct date day = date_of(addendum->time);
        *shown = (struct addendum_shown){.text = addendum->text, .source = source};
        snprintf(shown->date, sizeof(shown->date), "%04u-%02u-%02u", (unsigned)day.year % 10000,
                 (unsigned)day.month % 100, (unsigned)day.day % 100);
        addendum->text = NULL;
        *out = shown;
    } else {
        free(source);
    }
    addenda_free(addendum, 1);
    return r < 0 || shown ? r : -ENOMEM;
}

void addendum_shown_free(struct addendum_shown *shown)
{
    if (!shown)
        return;
    free(shown->text);
    free(shown->source);
    free(shown);
}

static int add(struct site *site, const struct addendum *addendum)
{
    struct rows rows = begin(site, SITE_ADDENDUM_ADD, addendum->question);

    rows_bind_int(&rows, 2, addendum->version);
    rows_bind_int(&rows, 3, (int)addendum->state);
    rows_bind_int(&rows, 4, addendum->restored);
    rows_bind_text(&rows, 5, addendum->text);
    rows_bind_text(&rows, 6, addendum->account);
    rows_bind_int64(&rows, 7, site_now(site));
    int r = site_run(&rows);
    if (r == 0) {
        rows = begin(site, SITE_ADDENDUM_PRUNE, addendum->question);
        rows_bind_int(&rows, 2, ADDENDUM_DRAFTS);
        rows_bind_text(&rows, 3, addendum->account);
        r = site_run(&rows);
    }
    return r < 0 ? r : site_raise_revision(site);
}

static int log_it(struct site *site, const struct addendum *addendum)
{
    static const enum audit_action actions[] = {
        [ADDENDUM_DRAFT] = AUDIT_ADDENDUM_SAVED,
        [ADDENDUM_PUBLISHED] = AUDIT_ADDENDUM_PUBLISHED,
        [ADDENDUM_RETRACTED] = AUDIT_ADDENDUM_RETRACTED,
    };
    char from[32] = "";

    if (addendum->restored)
        snprintf(from, sizeof(from), " from %d", addendum->restored);
    return site_audit(site, addendum->account, actions[addendum->state], "%d %d%s", addendum->question,
                      addendum->version, from);
}

/* The number of the newest version, 0 if there is none. */
static int newest(int *out, struct site *site, int question)
{
    struct addendum *latest = NULL;
    int r = site_addendum_latest(&latest, site, question);

    if (r == 0)
        *out = latest->version;
    else if (r == -ENOENT)
        *out = 0;
    addenda_free(latest, 1);
    return r == -ENOENT ? 0 : r;
}

/* Gives the version its number and adds it; ADDENDUM_CHANGED if base is not the newest. */
static int add_based(int *version, struct site *site, const struct site_session *by, int base,
                     struct addendum *addendum)
{
    int last = 0, r = site_may(site, by, SITE_MAY_EDIT);

    if (r == 0)
        r = newest(&last, site, addendum->question);
    if (r < 0)
        return r;
    if (last != base)
        return ADDENDUM_CHANGED;
    addendum->version = last + 1;
    r = add(site, addendum);
    if (r == 0)
        r = log_it(site, addendum);
    if (r == 0)
        *version = addendum->version;
    return r;
}

static int make(int *version, struct site *site, const struct site_session *by, int base,
                struct addendum addendum)
{
    int r = is_question(addendum.question) ? site_begin(site) : -EINVAL;

    if (r < 0)
        return r;
    addendum.account = (char *)(uintptr_t)site_who(by);
    return site_end(site, add_based(version, site, by, base, &addendum));
}

static int make_typed(int *version, struct site *site, const struct site_session *by, int base,
                      struct addendum addendum, const char *text)
{
    _cleanup_free_ char *cleaned = NULL;
    int r = addendum_clean(&cleaned, text);

    if (r < 0)
        return r;
    if (text_length(cleaned) > ADDENDUM_CHARACTERS)
        return ADDENDUM_LONG;
    if (!*cleaned && addendum.state == ADDENDUM_PUBLISHED)
        return ADDENDUM_EMPTY;
    addendum.text = cleaned;
    return make(version, site, by, base, addendum);
}

int site_addendum_save(int *version, struct site *site, const struct site_session *by, int question, int base,
                       const char *text)
{
    struct addendum addendum = {.question = question, .state = ADDENDUM_DRAFT};

    return make_typed(version, site, by, base, addendum, text);
}

int site_addendum_publish(int *version, struct site *site, const struct site_session *by, int question,
                          int base, const char *text)
{
    struct addendum addendum = {.question = question, .state = ADDENDUM_PUBLISHED};

    return make_typed(version, site, by, base, addendum, text);
}

static char empty[] = "";

int site_addendum_retract(int *version, struct site *site, const struct site_session *by, int question,
                          int base)
{
    struct addendum *shown = NULL;
    int r = is_question(question) ? site_begin(site) : -EINVAL;

    if (r < 0)
        return r;
    r = site_addendum_settled(&shown, site, question);
    if (r == -ENOENT || (r == 0 && shown->state != ADDENDUM_PUBLISHED))
        r = ADDENDUM_EMPTY;
    if (r == 0)
        r = make(version, site, by, base,
                 (struct addendum){.question = question, .state = ADDENDUM_RETRACTED, .text = empty});
    addenda_free(shown, 1);
    return site_end(site, r);
}

int site_addendum_restore(int *version, struct site *site, const struct site_session *by, int question,
                          int base, int old)
{
    struct addendum *from = NULL;
    int r = is_question(question) ? site_begin(site) : -EINVAL;

    if (r < 0)
        return r;
    r = site_addendum_version(&from, site, question, old);
    if (r == 0)
        r = make(version, site, by, base,
                 (struct addendum){
                     .question = question, .state = ADDENDUM_DRAFT, .restored = old, .text = from->text});
    addenda_free(from, 1);
    return site_end(site, r);
}
