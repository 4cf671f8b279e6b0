/* SPDX-License-Identifier: MIT */
/*
 * A system whose k-th call fails: the linker puts ours in front of the C library's (calls_link_args in
 * meson.build). For the calls of our own objects. The faults are of the whole process, for --wrap knows no
 * context.
 */
#ifndef TESTS_FAULTS_CALLS_H
#define TESTS_FAULTS_CALLS_H

#include <stdbool.h>
#include <stddef.h>

#define CALLS_END (-1)   /* no error: a read finds the end of its file; other calls are not counted */
#define CALLS_SHORT (-2) /* no error: a write or send takes one byte; other calls are not counted */
#define CALLS_NONE (-3)  /* no error: it takes none */

/* From now on the k-th call (or WAYS_NEXT, tests/faults/ways.h) fails with this errno, and every one after it
 * if `for_ever`. */
void calls_fail(long k, int error, bool for_ever);

/* Only those of these names count, each with a blank behind it: "read write "; NULL: all. Until it is said
 * anew. */
void calls_choose(const char *names);

/* While this is on, calls are neither counted nor fail: those of the test itself. It nests. */
void calls_spare(bool on);

/* Whether this one is to fail, errno is set then: for wrappers elsewhere (devices.c). Not with what is no
 * error. */
bool calls_fails(const char *name);

/* How many of n bytes this one may take: n, or less with CALLS_SHORT or CALLS_NONE. */
size_t calls_room(const char *name, size_t n);

/* In a file of wrappers: one that returns `wrong` where it is to fail, and else what the original does. */
#define CALLS_WRAP(type, wrong, name, parameters, arguments)                                                 \
    type __real_##name parameters;                                                                           \
    type __wrap_##name parameters;                                                                           \
    type __wrap_##name parameters                                                                            \
    {                                                                                                        \
        return calls_fails(#name) ? wrong : __real_##name arguments;                                         \
    }

/* It works again. Whether a call has failed since calls_fail. */
bool calls_heal(void);

/* The name of the call that failed last; "" if none has. */
const char *calls_failed(void);

/* How many descriptors are open just now; what a failure leaves open shows as a difference. -1: cannot be
 * told. */
int calls_descriptors(void);

#endif
