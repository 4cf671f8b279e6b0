/* SPDX-License-Identifier: MIT */
/*
 * An SQLite whose k-th call fails, whatever the call is: the linker puts ours in front of it
 * (engine_link_args in meson.build). For the calls of our own objects; what SQLite calls inside itself goes
 * on as it is. The faults are of the whole process, for --wrap knows no context.
 */
#ifndef TESTS_FAULTS_ENGINE_H
#define TESTS_FAULTS_ENGINE_H

#include <stdbool.h>

/*
 * From now on the k-th call (or WAYS_NEXT, tests/faults/ways.h) returns `code`, an SQLITE_… that stands for
 * an error, and does nothing else; and every one after it if `for_ever`. With SQLITE_NOMEM also what fails
 * for want of memory alone: binding, values that are not handed out.
 */
void engine_fail(long k, int code, bool for_ever);

/* It works again. Whether a call has failed since engine_fail. */
bool engine_heal(void);

/* To be called first of all: SQLite's own allocations are spared by tests/faults/allocator.h. */
void engine_spare_allocations(void);

#endif
