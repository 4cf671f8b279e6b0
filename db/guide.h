/* SPDX-License-Identifier: MIT */
/*
 * Guides: a few questions, then exactly what applies. docs/guide-format.md is the format of their sources.
 *
 * All twelve are loaded together, because they hand over to one another. State is nothing but the answers,
 * keyed by node id (the same id in two guides is the same question, so a hand-over keeps what was said);
 * where one stands is derived by replay. guide_resolve is pure: no clock, no database, no memory kept.
 */
#ifndef DB_GUIDE_H
#define DB_GUIDE_H

#include "base/clock.h"
#include "db/handbook.h"

#include <stdbool.h>
#include <stddef.h>

#define GUIDE_ID_MAX 48 /* bytes of a node's or option's id with its NUL */
#define GUIDE_ANSWERS_MAX 16
#define GUIDE_PATH_MAX 12 /* questions on one way, hand-overs included; content has at most six */

enum guide_node_kind { GUIDE_CHOICE = 1, GUIDE_DATE = 2, GUIDE_INSTITUTION = 3, GUIDE_OUTCOME = 4 };
enum guide_precision { GUIDE_YEAR = 1, GUIDE_MONTH = 2, GUIDE_DAY = 3 };
enum guide_comparison { GUIDE_BEFORE = 1, GUIDE_ON_OR_BEFORE = 2, GUIDE_AFTER = 3, GUIDE_ON_OR_AFTER = 4 };

/* Values of an answer that are no option's id. */
#define GUIDE_UNSURE "unsure" /* the node's own “记不清” */
/* Of a school: it is not on the list, or it is, whichever; else the answer is its code, ten digits. */
#define GUIDE_NOT_FOUND "not-found"
#define GUIDE_FOUND "found"

/* A day derived from an answer, from today, or a day as it stands. */
struct guide_day {
    char *from; /* id of a date node, "today", or "" for literal */
    struct date literal;
    int add_years;  /* 29 February becomes 28 February in a common year */
    int month, day; /* set instead of those of `from`; 0 keeps them */
};

struct guide_condition {
    bool is_answer; /* an earlier answer is this option; else two days are compared */
    char *node, *option;
    struct guide_day left, right;
    enum guide_comparison comparison;
};

/* All conditions hold: go to node of guide (0: the same guide). */
struct guide_edge {
    struct guide_condition *conditions;
    size_t n_conditions;
    int guide;
    char *node;
};

struct guide_option {
    char *id, *label, *hint;
    struct guide_edge *edges; /* the first that holds; the last has no conditions */
    size_t n_edges;
};

struct guide_item {
    char *text;       /* {name} stands for a date of the outcome */
    char *supplement; /* id if a supplement says so and not the handbook, else "" */
};

struct guide_quote {
    int question;
    char *text; /* verbatim */
};

struct guide_shown_date {
    char *name;
    struct guide_day day;
    enum guide_precision show;
};

struct guide_node {
    char *id;
    enum guide_node_kind kind;
    char *ask, *hint;
    enum guide_precision precision;
    struct guide_option *options; /* choice: its options. date: "" and, if it has one, GUIDE_UNSURE.
                                     institution: "" (found), GUIDE_NOT_FOUND, GUIDE_UNSURE */
    size_t n_options;
    /* outcome: */
    char *title, *whom;
    bool office; /* whom to see: 本校学籍学历管理部门 */
    struct guide_item *steps, *bring;
    size_t n_steps, n_bring;
    struct guide_quote *quotes;
    size_t n_quotes;
    char **links, **supplements; /* ids */
    size_t n_links, n_supplements;
    struct guide_shown_date *dates;
    size_t n_dates;
};

struct guide {
    int question;
    char *title, *start;
    struct guide_node *nodes;
    size_t n_nodes;
};

struct guides {
    struct guide *items; /* by question, 1 first */
    size_t n;
};

struct guide_answer {
    char node[GUIDE_ID_MAX];
    char value[GUIDE_ID_MAX]; /* an option's id; a date "2026-06-30", "2026-06" or "2026"; a school's code;
                                 see above */
};

struct guide_answers {
    struct guide_answer items[GUIDE_ANSWERS_MAX];
    size_t n;
};

/* Where the answers lead. Pointers are borrowed from the guides. */
struct guide_place {
    const struct guide *guide;     /* after hand-overs */
    const struct guide_node *node; /* what is to be asked now, or the outcome */
    struct {
        const struct guide *guide;
        const struct guide_node *node;
        const char *value;  /* borrowed from the answers */
    } path[GUIDE_PATH_MAX]; /* what was asked and answered, in order */
    size_t n_path;
};

/* Loads all guides of a handbook; the caller frees. -EBADMSG, -ENOMEM, -ETIME. */
int guides_load(struct guides **out, struct handbook *handbook);
void guides_free(struct guides *guides);
const struct guide *guides_find(const struct guides *guides, int question);          /* NULL: none */
const struct guide_node *guide_find_node(const struct guide *guide, const char *id); /* NULL: none */

/* The question of that id, in whichever guide: they all look the same. NULL: none. */
const struct guide_node *guides_find_asked(const struct guides *guides, const char *id);

/* By its id, which is "" for a date and for a school that was found; NULL: none. */
const struct guide_option *guide_find_option(const struct guide_node *node, const char *id);

/*
 * Follows the answers from a question's guide as far as they go. Answers to nodes that are not on the way are
 * ignored (so one answer can be changed and the rest stays). 0; -ENOENT no such guide; -EINVAL an answer on
 * the way is none that its node knows (then *out stands at that node); -EBADMSG they lead in a circle, or
 * further than GUIDE_PATH_MAX.
 */
int guide_resolve(struct guide_place *out, const struct guides *guides, int question,
                  const struct guide_answers *answers, struct date today);

/* Sets or replaces an answer. -ENOSPC, -ENAMETOOLONG. */
int guide_answer_set(struct guide_answers *answers, const char *node, const char *value);
const char *guide_answer_get(const struct guide_answers *answers, const char *node); /* NULL: none */
/* Drops every answer that is not on the way that was resolved from them; the place's values are dangling
 * then. */
void guide_answers_keep_way(struct guide_answers *answers, const struct guide_place *place);
void guide_answer_drop(struct guide_answers *answers, const char *node);

/* "node=value,node=value" of --answers. -EINVAL. */
int guide_answers_parse(struct guide_answers *out, const char *text);

/* The option that a value means at a node, or NULL (a date's and a found school's is the one with id ""). */
const struct guide_option *guide_option_of(const struct guide_node *node, const char *value);

/* An answer that the node knows as a person says it: the option's label, 2026年6月30日, the school's name.
 * The caller frees. -ENOENT a code that the list does not have. */
int guide_words(char **out, struct handbook *handbook, const struct guide_node *node, const char *value);

/* Text of an outcome with its {dates} filled in ("2026年10月31日"); the caller frees. -EBADMSG one of them
 * hangs on what was not answered with a date, -ENOMEM. */
int guide_fill(char **out, const struct guide_node *outcome, const char *text,
               const struct guide_answers *answers, struct date today);

#endif
