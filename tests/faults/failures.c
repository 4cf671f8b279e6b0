/* SPDX-License-Identifier: MIT */
#include "tests/faults/failures.h"

#include "tests/faults/allocator.h"
#include "tests/faults/calls.h"
#include "tests/faults/engine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define K_MAX 200000

static void arm(const struct failure *failure, long k)
{
    if (failure->layer == FAILURE_MEMORY)
        allocator_fail(k, false);
    else if (failure->layer == FAILURE_ENGINE)
        engine_fail(k, failure->code, false);
    else
        calls_fail(k, failure->code, false);
}

static bool heal(const struct failure *failure)
{
    if (failure->layer == FAILURE_MEMORY)
        return allocator_heal();
    return failure->layer == FAILURE_ENGINE ? engine_heal() : calls_heal();
}

static void complain(const struct deed *deed, const struct failure *failure, long k, int r)
{
    static const char *const layers[] = {"allocation", "call of SQLite", "call of the system"};

    fail_msg("%s: %s %ld fails (%d %s): %d", deed->name, layers[failure->layer], k, failure->code,
             failure->layer == FAILURE_CALLS ? calls_failed() : "", r);
}

void failures_try(const struct deed *deed, const struct failure *failure, void *world,
                  void (*reset)(void *world))
{
    long k = 1;

    reset(world);
    for (;; k += deed->sparse ? 1 + k / deed->sparse : 1) {
        arm(failure, k);
        int r = deed->run(world);
        bool reached = heal(failure), done = r == deed->expected;
        bool told = !failure->told || r == failure->told || (deed->also && r == deed->also);
        if (!done && !(reached && told))
            complain(deed, failure, k, r);
        if (!reached)
            return;
        if (done && !deed->tolerant && !failure->harmless)
            complain(deed, failure, k, r);
        if ((done && !deed->reads) || deed->afresh)
            reset(world);
        assert_true(k < K_MAX);
    }
}

void failures_try_all(const struct deed *deeds, size_t n_deeds, const struct failure *failures,
                      size_t n_failures, void *world, void (*reset)(void *world))
{
    for (size_t i = 0; i < n_deeds; i++)
        for (size_t k = 0; k < n_failures; k++)
            failures_try(&deeds[i], &failures[k], world, reset);
}
