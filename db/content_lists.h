/* SPDX-License-Identifier: MIT */
/* What a handbook says of one thing as a list of texts with names, so that two handbooks can be compared. */
#ifndef DB_CONTENT_LISTS_H
#define DB_CONTENT_LISTS_H

#include "db/content_changes.h"
#include "db/guide.h"

#include <stddef.h>

struct content_list {
    struct content_entry {
        char *name, *text;
    } * items;
    size_t n;
    int error; /* -ENOMEM once; then nothing more is added */
};

void content_list_add(struct content_list *list, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void content_list_fini(struct content_list *list);

/* Fills a list for one subject (but CHANGE_GUIDE) of a handbook; question 0: the whole. What the reader says,
 * -ENOMEM. */
int content_list_whole(struct content_list *out, struct handbook *handbook, enum change_subject subject);
int content_list_answer(struct content_list *out, const struct answer *answer, enum change_subject subject);

/* One more change. before or after NULL: it is not there. -ENOMEM. */
int content_changes_add(struct content_changes *changes, int question, enum change_subject subject,
                        const char *name, const char *before, const char *after);

/* A guide, node by node, with where each option leads and when. */
void content_list_guide(struct content_list *out, const struct guide *guide);

#endif
