/* SPDX-License-Identifier: MIT */
/*
 * The names of all institutions in memory, some 200 kB, made at the first look-up: reading 3,196 rows at
 * every key would take longer than a frame's share. Shared by institution.c and its index; nobody else sees
 * it.
 */
#ifndef DB_INSTITUTION_INDEX_H
#define DB_INSTITUTION_INDEX_H

#include "db/handbook.h"
#include "db/institution_rules.h"

#include <stddef.h>
#include <stdint.h>

/* Numbers of db/pinyin.h; where they start in the index's letters. */
struct indexed_name {
    uint32_t first;
    uint8_t n;
    uint8_t short_end; /* pinyin_match */
    uint16_t has;      /* a bit for each of its letters, shared by several */
};

struct indexed_institution {
    char code[INSTITUTION_CODE_DIGITS + 1];
    uint8_t standing; /* among equals, the smaller first */
    uint8_t n_former;
    uint16_t first_former; /* in the index's former names */
    struct indexed_name name;
};

struct institution_index {
    struct indexed_institution *institutions; /* in the order among equals */
    size_t n;
    struct indexed_name *former;
    size_t n_former;
    uint16_t *letters;
    size_t n_letters;
    char *date;
};

/* The index of a handbook, borrowed; made if there is none yet. */
int institution_index_get(const struct institution_index **out, struct handbook *handbook);
void institution_index_free(struct institution_index *index);

/*
 * How well an institution answers what was typed, 0 the best; INSTITUTION_RANKS if it does not. `digits`:
 * what was typed if it is nothing but digits, else "".
 */
struct pinyin_query;
unsigned institution_rank(const struct institution_index *index, size_t which,
                          const struct pinyin_query *query, const char *digits);
#define INSTITUTION_RANKS 40

#endif
