/* SPDX-License-Identifier: MIT */
/* Paragraphs, steps and quotes as they come out of a page, one after the other, to blocks. */
#ifndef DB_COMPILE_BLOCKS_H
#define DB_COMPILE_BLOCKS_H

#include "db/compile/pool.h"
#include "db/compile/report.h"
#include "db/handbook.h"

struct draft {
    struct block block; /* strings in the pool, none NULL */
    int line;           /* where it starts */
    int law_line;       /* of a quote with a law */
};

struct body {
    struct draft *drafts;
    size_t n;
};

struct blocks {
    struct pool *pool;
    struct report *report;
    const char *path;
    enum block_source source;
    struct body body;

    bool in_item;
    int quotes;          /* how deep we are in them */
    unsigned number;     /* of the list's item */
    size_t item_blocks;  /* blocks of the item so far */
    size_t quote_start;  /* index of the first block of the quote */
    const char *heading; /* waits for the block below it; NULL if none does */
    int heading_line;
};

/* A paragraph, the text of an item or of a quote. -ENOMEM. */
int blocks_add(struct blocks *blocks, const char *text, size_t n, int line);

/* A heading for the block that comes next. -ENOMEM. */
int blocks_set_heading(struct blocks *blocks, const char *text, size_t n, int line);

void blocks_begin_item(struct blocks *blocks);
void blocks_begin_quote(struct blocks *blocks);

/*
 * The quote's last paragraph names its law and becomes the law of the one before. False if the quote was
 * empty (which is not reported: its line is not known here).
 */
bool blocks_end_quote(struct blocks *blocks);

/* The page ends: no heading may be left. */
void blocks_end(struct blocks *blocks);

#endif
