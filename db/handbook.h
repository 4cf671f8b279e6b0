/* SPDX-License-Identifier: MIT */
/*
 * The handbook as plain structs: twelve questions with their answers, supplements and links. Strings are
 * UTF-8, NFC and clean (base/sanitize.h), never NULL unless said, and belong to the struct that holds them.
 *
 * The reader trusts no file: text that is not clean, an address off the list (db/content.h), a number out of
 * its range, a date that does not exist are refused with -EBADMSG, so that whatever comes out may be shown.
 * (NFC is the compiler's word.)
 */
#ifndef DB_HANDBOOK_H
#define DB_HANDBOOK_H

#include "db/content.h"

#include <errno.h>
#include <stddef.h>

/* What became of looking up an id that the content itself names: if that is not there, the content is
 * damaged. */
static inline int handbook_named(int error)
{
    return error == -ENOENT ? -EBADMSG : error;
}

struct handbook; /* an open handbook.db; statements are prepared when first used, handbook_check tries all */

struct edition {
    char *title;    /* 吉林省高校学籍学历管理高频事项速查“一本通” */
    char *label;    /* the edition of this content as shown, e.g. "2025 版 第 1 号" */
    char *compiled; /* the date up to which the content was checked, YYYY-MM-DD */
};

struct question {
    int number;        /* 1 to 12 */
    char *title;       /* exactly as the handbook's index words it */
    char *short_title; /* for menus and breadcrumbs, at most 12 Han */
    unsigned audience; /* enum audience, or-ed */
};

struct block {
    enum block_kind kind;
    enum block_source source;
    int depth;     /* 0, or 1 for what belongs to the step before it */
    char *heading; /* our own small heading above the block, "" if none; never official wording */
    char *label; /* of a step: "（1）", "第一步" or "1"; "" otherwise. For SOURCE_HANDBOOK the text begins
                    with it */
    char *text;  /* whole wording, label included where it is the handbook's */
    /* How many bytes at the start of text a screen may show as the step's number instead. */
    size_t label_bytes;
    char *law; /* of a quote: the law as the handbook names it; "" otherwise */
};

struct supplement {
    char *id;
    char *title;
    char *source; /* where it is from, as shown */
    char *date;   /* when it was checked, YYYY-MM-DD or YYYY */
    struct block *blocks;
    size_t n_blocks;
};

struct link {
    char *id;
    char *purpose; /* 学历查询 */
    char *url;
    char *host;
    char *grade;   /* "A" or "B" */
    char *checked; /* YYYY-MM-DD */
};

struct answer {
    struct question question;
    struct block *blocks; /* the official text in order; all SOURCE_HANDBOOK */
    size_t n_blocks;
    struct supplement *supplements;
    size_t n_supplements;
    struct link *links; /* in the order in which they help */
    size_t n_links;
    int *related; /* numbers of questions that belong together with this one */
    size_t n_related;
};

/* The copy embedded in the program. -EBADMSG, -EPROTO, -ENOMEM. */
int handbook_open_embedded(struct handbook **out);

/* What its edition is, without opening it; the strings are the program's own. */
struct edition handbook_embedded_edition(void);

/* A handbook.db elsewhere (--content FILE). Also -errno of opening and reading it. */
int handbook_open_file(struct handbook **out, const char *path);

/* Bytes in memory, not copied: they must stay until handbook_close. */
int handbook_open_bytes(struct handbook **out, const void *bytes, size_t n);

/* Takes over what handbook_open_bytes was given (malloc): freed by handbook_close. */
void handbook_own_bytes(struct handbook *handbook, void *bytes);

/* Prepares every statement and reads everything once, as `check`, an update and the compiler do. 0, or the
 * first error. */
int handbook_check(struct handbook *handbook);

void handbook_close(struct handbook *handbook); /* NULL is fine; reports leaked statements in a debug build */

/* Read at open; borrowed, valid until close. Sorted by number; always CONTENT_QUESTIONS of them. */
const struct question *handbook_questions(const struct handbook *handbook, size_t *n);
const struct question *handbook_question(const struct handbook *handbook, int number); /* NULL: none */
const struct edition *handbook_edition(const struct handbook *handbook);

/* The whole answer; the caller frees with answer_free.
 * -ENOENT no such question, -EBADMSG, -ENOMEM, -ETIME. */
int handbook_answer(struct answer **out, struct handbook *handbook, int number);
void answer_free(struct answer *answer);

/* How people ask a question, in their own words; an array for handbook_aliases_free. -EBADMSG, -ENOMEM,
 * -ETIME. */
int handbook_aliases(char ***out, size_t *n, struct handbook *handbook, int question);
void handbook_aliases_free(char **aliases, size_t n); /* NULL with 0 is fine */

/* Whether the law is to be named behind this block: it is a quote, and the next block does not go
 * on with it. */
bool block_ends_quote(const struct block *blocks, size_t n, size_t index);

/* One supplement by id; the caller frees with supplements_free(supplement, 1). -ENOENT. */
int handbook_supplement(struct supplement **out, struct handbook *handbook, const char *id);
void supplements_free(struct supplement *supplements, size_t n);

/* Every link, best first; the caller frees with links_free. */
int handbook_links(struct link **out, size_t *n, struct handbook *handbook);
void links_free(struct link *links, size_t n);

/* One link by id; the caller frees with links_free(link, 1). -ENOENT. */
int handbook_link(struct link **out, struct handbook *handbook, const char *id);

#endif
