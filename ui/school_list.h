/* SPDX-License-Identifier: MIT */
/*
 * Looking up a school in the Ministry's list as one types: the field, what was found, more rows that the
 * screen adds (a guide's “没有找到”), and the on-screen keyboard.
 */
#ifndef UI_SCHOOL_LIST_H
#define UI_SCHOOL_LIST_H

#include "db/institution.h"
#include "ui/screen.h"
#include "ui/typing.h"

#define SCHOOL_LIST_MAX 12 /* results that are listed */
#define SCHOOL_LIST_EXTRAS 3
#define SCHOOL_LIST_NONE -1 /* no row is selected */

struct school_list {
    struct typing typing;
    struct institution *found;
    size_t n;
    const char *extras[SCHOOL_LIST_EXTRAS]; /* borrowed */
    int n_extras;
    int top;         /* first of those found on the screen */
    int selected;    /* found first, then extras; SCHOOL_LIST_NONE */
    int error;       /* of the last look-up, 0 fine */
    size_t n_stored; /* n, and one more if others fit */
    bool more;       /* others fit as well, and the first is not just what was typed */
    bool asked;      /* what is typed names something: nothing found means something */
    char date[40];   /* 2026年6月17日, the day up to which the list speaks; "" if it cannot be read */
    /* computed by school_list_layout, within the body: */
    struct rect field, list, keys;
    int rows_each;
};

void school_list_init(struct school_list *list, const struct ui *ui);
/* As if it had been typed. */
void school_list_type(struct school_list *list, const struct ui *ui, const char *words);
void school_list_fini(struct school_list *list); /* wipes what was typed */
void school_list_layout(struct school_list *list, int top, int rows, int cols);

/* The row that was chosen (index: found first, then extras), or LIST_… (ui/screen.h). */
int school_list_act(struct school_list *list, const struct ui *ui, struct event event);

void school_list_draw(const struct school_list *list, struct canvas *canvas, struct rect body,
                      struct hits *hits);

/* 2026年6月17日, the day up to which the list speaks; "" if it cannot be read. out has room for 40 bytes. */
void school_list_date(const struct ui *ui, char out[40]);

#endif
