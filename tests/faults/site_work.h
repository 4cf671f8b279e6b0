/* SPDX-License-Identifier: MIT */
/*
 * Real work on a site.db, and whether a database holds what that work has written. Piece of work i (1, 2, 3
 * …) is one transaction of several changes, among them a row of the audit log that says i; after pieces 1 to
 * n the database is a pure function of n. So whatever happened in between, it must be that of some n, and n
 * no less than what was acknowledged.
 */
#ifndef TESTS_FAULTS_SITE_WORK_H
#define TESTS_FAULTS_SITE_WORK_H

#include "db/site/site.h"

#include <stddef.h>

#define WORK_KINDS 7

/* A folder of its own, in memory where the machine has that. Aborts if there is none. */
void work_folder(char out[64]);
void work_remove_folder(const char *folder);

/* Creates PATH with the accounts that the work needs, Argon2id as cheap as it gets, and pieces 1 to n. */
int work_create(const char *path, int n);
int work_open(struct site **out, const char *path, enum site_mode mode);

/* Does piece i. */
int work_do(struct site *site, int i);

/* The same in two halves: work_begin leaves the transaction open for site_end. */
int work_begin(struct site *site, int i);

/*
 * Opens the database and reads all of it. *last: the last piece that it holds. NULL if it is whole, else what
 * is wrong, for fail_msg: a static text.
 */
const char *work_verify(int *last, const char *path);

/* A splitmix64 step: numbers that look random and are the same every time. */
uint64_t work_random(uint64_t *state);

/* Copies a file; 0, also for one that is not there, whose copy is removed. */
int work_copy(const char *to, const char *from);

#endif
