/* SPDX-License-Identifier: MIT */
/* The Ministry's list: institutions.yaml, institutions.tsv, former_names.tsv. */
#ifndef DB_COMPILE_INSTITUTIONS_H
#define DB_COMPILE_INSTITUTIONS_H

#include "db/compile/draft.h"

/* The columns of the two tables. */
enum {
    INSTITUTION_CODE,
    INSTITUTION_NAME,
    INSTITUTION_PROVINCE,
    INSTITUTION_CITY,
    INSTITUTION_LEVEL,
    INSTITUTION_KIND,
    INSTITUTION_AUTHORITY,
    INSTITUTION_REMARK,
};
enum {
    FORMER_CODE,
    FORMER_NAME,
    FORMER_DATE,
};

/* Reads the three, checks them and adds them to the draft. 0 (look at report) or -ENOMEM. */
int load_institutions(struct draft_content *content, struct report *report, const char *folder);

#endif
