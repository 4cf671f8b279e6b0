/* SPDX-License-Identifier: MIT */
/*
 * One deed at a time, in which each k-th thing fails that can: an allocation (tests/faults/allocator.h), a
 * call of SQLite (engine.h), a call of the system (calls.h). Each time it is told as what it is, and the deed
 * works when it is done again.
 */
#ifndef TESTS_FAULTS_FAILURES_H
#define TESTS_FAULTS_FAILURES_H

#include <stdbool.h>
#include <stddef.h>

enum failure_layer { FAILURE_MEMORY, FAILURE_ENGINE, FAILURE_CALLS };

struct failure {
    enum failure_layer layer;
    int code; /* of SQLite, an errno or CALLS_END; nothing for an allocation */
    int told; /* what is returned for it; 0: whatever is not `expected`, where the reason is not passed on */
    /* Some of these do not matter: a text that cannot be made to fit stays as large as it is. */
    bool harmless;
};

struct deed {
    const char *name;
    int (*run)(void *world);
    int expected;  /* without a failure */
    int also;      /* what a failure may be taken for instead; 0: nothing */
    bool tolerant; /* it may come to the same when something fails that does not matter */
    bool reads;    /* it changes nothing: there is nothing to put back when it was done */
    bool afresh;   /* done again in a new world, because what failed leaves a trace on purpose */
    long sparse;   /* 0: every k; else the steps grow by one every `sparse` */
};

/* `reset` puts the world back to where the deed begins; it is called first, and whenever the
 * deed was done. */
void failures_try(const struct deed *deed, const struct failure *failure, void *world,
                  void (*reset)(void *world));

/* The same for all deeds and all failures. */
void failures_try_all(const struct deed *deeds, size_t n_deeds, const struct failure *failures,
                      size_t n_failures, void *world, void (*reset)(void *world));

#endif
