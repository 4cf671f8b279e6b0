/* SPDX-License-Identifier: MIT */
/* A hall's site.db with everything in it, for what is done with it while something fails. */
#ifndef TESTS_FAULTS_SITE_HALL_H
#define TESTS_FAULTS_SITE_HALL_H

#include "db/site/accounts.h"
#include "tests/faults/failures.h"

#define HALL_PASSWORD "正确的密码123" /* of both accounts */
#define HALL_OTHER "另一个密码4567"
#define HALL_PIN "204713"
#define HALL_DESK 2 /* the account of 前台 */
#define HALL_TEXT "文字"
#define HALL_CODE "4122010183"

struct hall {
    char folder[64], path[96], journal[112], kept[96];
    struct site *site;
    struct site_session admin, desk; /* 王老师, 前台 */
};

/* For cmocka: *state is the hall. */
int hall_set_up(void **state);
int hall_tear_down(void **state);

/* The database as it was, in a handle that has prepared nothing yet. */
void hall_reset(void *hall);

/* No memory; SQLite without memory, on a full disk, with a damaged file. */
#define HALL_FAILURES 4
extern const struct failure hall_failures[HALL_FAILURES];

/* All of these, and after each the log's chain holds and the database is whole. */
void hall_try(struct hall *hall, const struct deed *deeds, size_t n);

#endif
