/* SPDX-License-Identifier: MIT */
/*
 * YAML as a small tree of texts, lists and maps with line numbers, made with libyaml's events. Only what
 * content needs: one document, no anchors, aliases or tags, no key twice, bounded in depth and size. Every
 * text is pure (source.h).
 */
#ifndef DB_COMPILE_NODE_H
#define DB_COMPILE_NODE_H

#include "db/compile/source.h"

enum node_kind {
    NODE_TEXT,
    NODE_LIST,
    NODE_MAP,
};

struct node {
    enum node_kind kind;
    int line;           /* where the value starts */
    const char *key;    /* of a value in a map; else NULL */
    const char *text;   /* of NODE_TEXT */
    struct node *first; /* of a list or map, in order */
    struct node *next;  /* in the list or map that holds this */
};

/* What a map may hold. */
struct field {
    const char *name;
    enum node_kind kind;
    bool optional;
    bool any; /* of any kind: the reader looks for itself */
};

/*
 * Parses n bytes at `offset` of a source. 0; 1 refused (reported); -ENOMEM. The root has the kind that is
 * asked for.
 */
int node_parse(const struct node **out, struct pool *pool, struct report *report, const struct source *source,
               size_t offset, size_t n, enum node_kind kind);

/* Whether a map has these fields, each of its kind, and no other; else says so in the report. */
bool node_has_fields(const struct node *map, struct report *report, const char *path,
                     const struct field *fields, size_t n);

/* The value of a key; NULL if there is none. */
const struct node *node_get(const struct node *map, const char *key);

/* The i-th value of a list or map, from 0; NULL if it has fewer. */
const struct node *node_nth(const struct node *parent, size_t i);

#endif
