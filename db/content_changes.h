/* SPDX-License-Identifier: MIT */
/*
 * What changes when one handbook takes another's place, question by question; shown before content is
 * installed. Pure: two open handbooks in, plain structs out.
 */
#ifndef DB_CONTENT_CHANGES_H
#define DB_CONTENT_CHANGES_H

#include "db/handbook.h"

#include <stddef.h>

enum change_subject {
    CHANGE_EDITION, /* question 0; name "title", "label" or "compiled" */
    CHANGE_TITLE,   /* of a question */
    CHANGE_MENU,    /* its short title or for whom it is; name "short_title" or "audience" */
    CHANGE_BLOCK,   /* a block of the official text; name its number, "3" */
    CHANGE_GUIDE,   /* a node of the guide; name its id */
    CHANGE_LINK, /* question 0: a row of the table of links; else whether the question names it; name its id
                  */
    CHANGE_SUPPLEMENT, /* the same for supplements */
    CHANGE_RELATED,    /* which questions belong together with it */
    CHANGE_SCHOOLS,    /* question 0: the list of institutions, its date and how many */
    CHANGE_PROFILE,    /* question 0, of a school's own data (db/site_update.h): a field of its profile; name
                          "office" … */
    CHANGE_ADDENDUM,   /* the same: 本校补充 to a question */
};

struct content_change {
    int question; /* 1 to 12; 0: the whole */
    enum change_subject subject;
    char *name;   /* see above, "" if there is only one */
    char *before; /* the old wording, NULL: added */
    char *after;  /* the new wording, NULL: removed */
};

struct content_changes {
    struct content_change *items; /* by question, 0 first; then by subject; then in the order of the text */
    size_t n;
};

/* The caller frees. What the reader says of either handbook (-EBADMSG …), -ENOMEM. */
int content_compare(struct content_changes **out, struct handbook *before, struct handbook *after);
void content_changes_free(struct content_changes *changes);

#endif
