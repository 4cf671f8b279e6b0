/* SPDX-License-Identifier: MIT */
/*
 * An allocator that runs out: malloc and its kin, and what allocates in the C library for us, with the
 * linker's --wrap (allocator_link_args in meson.build). The faults are of the whole process, for --wrap knows
 * no context.
 */
#ifndef TESTS_FAULTS_ALLOCATOR_H
#define TESTS_FAULTS_ALLOCATOR_H

#include <stdbool.h>

/*
 * From now on the k-th allocation fails, and every one after it if `for_ever`. k from 1, or WAYS_NEXT
 * (tests/faults/ways.h).
 */
void allocator_fail(long k, bool for_ever);

/* While this is on, allocations are neither counted nor fail: of a library that is not to be tried.
 * It nests. */
void allocator_spare(bool on);

/* Whether this one is to fail: for what allocates inside the C library (tests/faults/streams.c). */
bool allocator_fails(void);

/* There is memory again. Whether an allocation has failed since allocator_fail. */
bool allocator_heal(void);

#endif
