/* SPDX-License-Identifier: MIT */
/*
 * The Ministry of Education's list of institutions (2026-06-17: 3,196), looked up by any part of the name, a former
 * name, the code, pinyin or initials.
 */
#ifndef DB_INSTITUTION_H
#define DB_INSTITUTION_H

#include "db/handbook.h"

#include <stddef.h>

#define INSTITUTION_QUERY_MAX 64 /* code points of a query; the rest is ignored */

struct institution {
    char *code; /* 学校标识码, ten digits */
    char *name;
    char *province, *city;
    char *level; /* 本科 or 专科; "" for adult institutions if the list has none */
    char *kind;  /* 普通 or 成人 */
    char *authority, *remark;
    char **former_names;
    size_t n_former_names;
};

/*
 * The best `limit` institutions for what was typed, best first (whole name, then names that begin with it, then that
 * contain it, then former names, then pinyin and initials; 吉林省 first among equals). Any bytes are fine; nothing typed
 * is kept. An empty query finds none. The caller frees with institutions_free. -ENOMEM, -ETIME, -EBADMSG.
 */
int institutions_find(struct institution **out, size_t *n, struct handbook *handbook, const char *query, size_t limit);
int institution_by_code(struct institution **out, struct handbook *handbook, const char *code); /* -ENOENT */
void institutions_free(struct institution *institutions, size_t n);

/* How many the list has, and its date, YYYY-MM-DD (borrowed from the handbook). */
int institutions_info(size_t *n, const char **as_of, struct handbook *handbook);

#endif
