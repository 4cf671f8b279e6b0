/* SPDX-License-Identifier: MIT */
/*
 * The Ministry of Education's list of institutions (2026-06-17: 3,196), looked up by any part of the name, a
 * former name, the code, pinyin or initials.
 */
#ifndef DB_INSTITUTION_H
#define DB_INSTITUTION_H

#include "base/clock.h"
#include "db/handbook.h"

#include <stdbool.h>
#include <stddef.h>

#define INSTITUTION_QUERY_MAX 63 /* letters, digits and Han of a query; the rest is ignored */

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
 * The best `limit` institutions for what was typed, best first: the whole name, names that begin with it,
 * that contain it; former names in the same order; the code (its beginning, its last five digits, any part);
 * pinyin and initials, or a mix with Han (db/pinyin.h); short forms such as 吉大. Among equals 吉林省 comes
 * first, then 普通, then the shorter name. Any bytes are fine; nothing typed is kept; an empty query finds
 * none. The first call reads the list (a few milliseconds, 0.3 MB). The caller frees with institutions_free.
 * -ENOMEM, -ETIME, -EBADMSG.
 */
int institutions_find(struct institution **out, size_t *n, struct handbook *handbook, const char *query,
                      size_t limit);
int institution_by_code(struct institution **out, struct handbook *handbook, const char *code); /* -ENOENT */
void institutions_free(struct institution *institutions, size_t n);

/* Whether there is nothing in it to look for: then nothing found says nothing. */
bool institution_query_is_blank(const char *query);

/* The day of the list alone, without reading the list. -EBADMSG, -ETIME. */
int institutions_date(struct date *out, struct handbook *handbook);

/* How many the list has, and its date, YYYY-MM-DD (borrowed from the handbook). */
int institutions_info(size_t *n, const char **as_of, struct handbook *handbook);

/* Reads the whole list once, as `check`, an update and the compiler do (handbook_check calls it). */
int institutions_check(struct handbook *handbook);

#endif
