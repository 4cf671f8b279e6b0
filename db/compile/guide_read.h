/* SPDX-License-Identifier: MIT */
/*
 * Reading a guide's file, shared by the files that do: guides.c (file and nodes), guide_next.c (ways on and
 * days), guide_outcome.c, guide_words.c (wording). What is wrong goes into the report and the rest is read
 * on.
 */
#ifndef DB_COMPILE_GUIDE_READ_H
#define DB_COMPILE_GUIDE_READ_H

#include "db/compile/fields.h"
#include "db/guide.h"

#include <stdint.h>

struct guide_reading {
    struct pool *pool;
    struct report *report;
    const char *path;
    int error; /* -ENOMEM sticks */
};

/* How a text must be worded. */
struct wording {
    int han;         /* at most so many, characters of half width counting half */
    const char *end; /* what it ends with; NULL: no punctuation */
};

/* Texts of the tree live in the pool as long as the draft, which never writes to them. */
static inline char *guide_borrow(const char *text)
{
    return (char *)(uintptr_t)text;
}

/* One more in an array of the pool; NULL if there are `max` (reported at line) or on -ENOMEM. */
void *guide_grow(struct guide_reading *reading, void *items, size_t *n, size_t size, size_t max, int line);

/* A list of texts, none twice, to an array; none if the key is not there. */
void guide_read_names(char ***out, size_t *n, struct guide_reading *reading, const struct node *map,
                      const char *key, size_t max);

/* Each of these returns "" for what is wrong (reported) or, if it may be missing, not there. */
char *guide_read_line(const struct guide_reading *reading, const struct node *map, const char *key);
char *guide_read_id(const struct guide_reading *reading, const struct node *map, const char *key);
char *guide_read_words(const struct guide_reading *reading, const struct node *map, const char *key,
                       const struct wording *wording);

/* A value that is there, whatever key or list it stands in; what: how a message names it. */
bool guide_id_is_fine(const struct guide_reading *reading, int line, const char *id);
bool guide_words_are_fine(const struct guide_reading *reading, const struct node *node, const char *what,
                          const struct wording *wording);

/* Whether it asks a visitor to give a name or the number of a document. */
bool guide_asks_for_a_person(const char *text);

/* Where an option leads: a target or a list of them with conditions. */
void guide_read_next(struct guide_reading *reading, struct guide_option *option, const struct node *value);

/* A day as docs/guide-format.md writes it. show: what to show of it, 0 if it does not say; NULL: it may not
 * say. */
void guide_read_day(const struct guide_reading *reading, struct guide_day *day, enum guide_precision *show,
                    const struct node *value);

/* 0: it is none. */
enum guide_precision guide_precision_of(const char *text);

/* What an outcome has; its fields were approved. */
void guide_read_outcome(struct guide_reading *reading, struct guide_node *node, const struct node *map,
                        int question);

#endif
