/* SPDX-License-Identifier: MIT */
/* The voice where there is no module for it, while something fails once: nobody waits for it, and why nothing
 * is heard is known. */
#include "kiosk/voice/voice.h"
#include "tests/faults/allocator.h"
#include "tests/faults/calls.h"
#include "tests/faults/ways.h"

#include "base/error.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#define WAY_DEPTH 10
#define LIMIT_SECONDS 20

/* 0: it was tried, and what came of it is in *trouble. */
static int speak(int *trouble)
{
    struct voice *voice;
    int r = voice_new(&voice, "", 0);
    if (r)
        return r;
    r = voice_say(voice, "首先确认：\n1、查询“学信档案”。\n");
    for (time_t limit = time(NULL) + LIMIT_SECONDS; voice_is_speaking(voice); sched_yield())
        assert_true(time(NULL) <= limit);
    *trouble = voice_trouble(voice);
    voice_stop(voice);
    voice_free(voice);
    return r;
}

static void fail_everywhere(bool in_memory)
{
    long failed = 0;
    ways_forget(WAY_DEPTH);
    for (bool reached = true; reached; failed += reached) {
        int trouble = 0;
        calls_choose("pthread_create "); /* the dynamic linker's own calls are its business */
        if (in_memory)
            allocator_fail(WAYS_NEXT, false);
        else
            calls_fail(WAYS_NEXT, EIO, false);
        int r = speak(&trouble);
        reached = in_memory ? allocator_heal() : calls_heal();
        calls_choose(NULL);
        if (in_memory && reached)
            assert_true(r == -ENOMEM || (r == 0 && trouble == -ENOSYS));
        else
            assert_int_equal(r, 0);
        if (!reached)
            assert_int_equal(trouble, -ENOSYS);
        else if (!in_memory)
            assert_int_equal(trouble, -EAGAIN);
    }
    assert_true(failed > 0);
}

static void a_text_that_cannot_be_said_for_want_of_memory_is_told(void **state)
{
    (void)state;
    fail_everywhere(true);
}

static void a_thread_that_cannot_be_had_is_told(void **state)
{
    (void)state;
    fail_everywhere(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_cannot_be_said_for_want_of_memory_is_told),
        cmocka_unit_test(a_thread_that_cannot_be_had_is_told),
    };
    return cmocka_run_group_tests_name("the voice, when something fails", tests, NULL, NULL);
}
