/* SPDX-License-Identifier: MIT */
/*
 * What a school says of itself: whom its students see. Filled in by the staff, kept in the hall's own
 * database (site.db), shown wherever the handbook says 联系学校学籍学历管理部门. Nothing of it is ever
 * guessed: what is not filled in is "".
 */
#ifndef DB_PROFILE_H
#define DB_PROFILE_H

#include <stdbool.h>

struct profile {
    char *code;   /* 学校标识码 of the Ministry's list, ten digits */
    char *school; /* its name on that list */
    char *office; /* what the 学籍学历管理部门 is called here */
    char *place;  /* where it is */
    char *hours;  /* when it is open */
    char *telephone;
    char *remarks;
};

/* Whether it says where to go or whom to call. NULL says nothing. */
static inline bool profile_has_contact(const struct profile *profile)
{
    return profile && (*profile->office || *profile->place || *profile->hours || *profile->telephone);
}

#endif
