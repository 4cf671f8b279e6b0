/* SPDX-License-Identifier: MIT */
/* Values of a YAML map, checked as they are read; what is wrong goes into the report. */
#ifndef DB_COMPILE_FIELDS_H
#define DB_COMPILE_FIELDS_H

#include "db/compile/draft.h"
#include "db/compile/node.h"

/* A map that node_has_fields approved, and where messages say it is from. */
struct fields {
    struct pool *pool;
    struct report *report;
    const char *path;
    const struct node *map;
};

/* One line of pure text; "" if it is wrong (reported). The key must be there. */
struct entry field_line(const struct fields *fields, const char *key);
struct entry field_id(const struct fields *fields, const char *key);   /* a-z, 0-9 and -, at most 40 */
struct entry field_date(const struct fields *fields, const char *key); /* YYYY-MM-DD */
struct entry field_year(const struct fields *fields, const char *key); /* YYYY-MM-DD or YYYY */
int field_number(const struct fields *fields, const char *key, int min, int max); /* 0 if it is wrong */

/* A list of lines, none twice; empty if the key is not there. -ENOMEM. */
int field_list(struct entries *out, const struct fields *fields, const char *key);

/* A whole number of one or two digits without leading zero; 0 if it is none. */
int number_parse(const char *text);

#endif
