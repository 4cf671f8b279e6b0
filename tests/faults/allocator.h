/* SPDX-License-Identifier: MIT */
/*
 * An allocator that runs out: malloc and its kin, and what allocates in the C library for us, with the
 * linker's --wrap (allocator_link_args in meson.build). The faults are of the whole process, for --wrap knows
 * no context.
 */
#ifndef TESTS_FAULTS_ALLOCATOR_H
#define TESTS_FAULTS_ALLOCATOR_H

#include <stdbool.h>

/* From now on the k-th allocation fails, and every one after it if `for_ever`. k from 1. */
void allocator_fail(long k, bool for_ever);

/* There is memory again. Whether an allocation has failed since allocator_fail. */
bool allocator_heal(void);

#endif
