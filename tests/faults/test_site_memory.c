/* SPDX-License-Identifier: MIT */
/*
 * Memory runs out at every k-th allocation of work on site.db, once and for ever. Each time: -ENOMEM and
 * nothing else, no crash, no leak (under the sanitizers), and the database holds whole pieces of work.
 */
#include "base/error.h"
#include "tests/faults/site_work.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *pointer, size_t n);
void *__real_reallocarray(void *pointer, size_t n, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t n);
int __real_vasprintf(char **out, const char *format, va_list arguments);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *pointer, size_t n);
void *__wrap_reallocarray(void *pointer, size_t n, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t n);
int __wrap_vasprintf(char **out, const char *format, va_list arguments);

/* The allocator's faults: --wrap knows no context. */
static struct {
    long countdown; /* allocations until one fails; LONG_MAX never */
    bool for_ever;
    long failed;
} faults = {.countdown = LONG_MAX};

static bool fails(void)
{
    if (faults.countdown == LONG_MAX || --faults.countdown > 0)
        return false;
    faults.failed++;
    faults.countdown = faults.for_ever ? 1 : LONG_MAX;
    errno = ENOMEM;
    return true;
}

void *__wrap_malloc(size_t n)
{
    return fails() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *pointer, size_t n)
{
    return fails() ? NULL : __real_realloc(pointer, n);
}

void *__wrap_reallocarray(void *pointer, size_t n, size_t size)
{
    return fails() ? NULL : __real_reallocarray(pointer, n, size);
}

char *__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t n)
{
    return fails() ? NULL : __real_strndup(text, n);
}

int __wrap_vasprintf(char **out, const char *format, va_list arguments)
{
    return fails() ? -1 : __real_vasprintf(out, format, arguments);
}

static bool full; /* every allocation, minutes */

struct rig {
    char folder[64], path[96], kept[96];
};

static int set_up(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    struct site *site = NULL;

    assert_non_null(rig);
    work_folder(rig->folder);
    snprintf(rig->path, sizeof(rig->path), "%s/site.db", rig->folder);
    snprintf(rig->kept, sizeof(rig->kept), "%s/kept", rig->folder);
    assert_int_equal(work_create(rig->path), 0);
    assert_int_equal(work_open(&site, rig->path, SITE_WRITE), 0);
    for (int i = 1; i <= WORK_KINDS; i++)
        assert_int_equal(work_do(site, i), 0);
    site_close(site);
    assert_int_equal(work_copy(rig->kept, rig->path), 0);
    *state = rig;
    return 0;
}

static int tear_down(void **state)
{
    struct rig *rig = *state;

    work_remove_folder(rig->folder);
    free(rig);
    return 0;
}

static void none(void)
{
    faults.countdown = LONG_MAX;
    faults.failed = 0;
}

static bool plan(long k, bool for_ever)
{
    faults.failed = 0;
    faults.for_ever = for_ever;
    faults.countdown = k;
    return true;
}

/* One piece of work with the k-th allocation failing; whether there was such an allocation. */
static bool fail_at(struct rig *rig, int piece, long k, bool for_ever)
{
    struct site *site = NULL;
    int last = 0, start = piece - 1;

    assert_int_equal(work_copy(rig->path, rig->kept), 0);
    assert_int_equal(work_open(&site, rig->path, SITE_WRITE), 0);
    for (int i = WORK_KINDS + 1; i <= start; i++)
        assert_int_equal(work_do(site, i), 0);
    plan(k, for_ever);
    int r = work_do(site, piece);
    bool reached = faults.failed > 0;
    none();
    if (r != 0 && r != -ENOMEM)
        fail_msg("piece %d, allocation %ld: %d", piece, k, r);
    assert_true(r == 0 || reached);
    const char *wrong = work_verify(&last, rig->path);
    if (wrong || last != (r == 0 ? piece : start))
        fail_msg("piece %d, allocation %ld: %d, last %d, %s", piece, k, r, last, wrong ? wrong : "whole");
    if (r < 0 && (r = work_do(site, piece)) != 0) /* there is memory again */
        fail_msg("piece %d, allocation %ld: the handle does not go on: %d", piece, k, r);
    site_close(site);
    return reached;
}

/* One piece of each kind: the first allocations in turn, then in steps that grow. */
static void work_survives_memory_running_out(void **state)
{
    struct rig *rig = *state;

    for (int piece = WORK_KINDS + 1; piece <= 2 * WORK_KINDS; piece++) {
        long k = 1;
        for (; fail_at(rig, piece, k, false); k += full ? 1 : 1 + k / 30)
            ;
        assert_true(k > 5);
        for (k = 1; fail_at(rig, piece, k, true); k += full ? 1 : 1 + k / 10)
            ;
    }
}

static void opening_survives_memory_running_out(void **state)
{
    struct rig *rig = *state;

    for (int mode = SITE_READ; mode <= SITE_CREATE; mode++) {
        bool reached = true;
        for (long k = 1; reached; k += full ? 1 : 1 + k / 30) {
            struct site *site = NULL;
            if (mode == SITE_CREATE)
                unlink(rig->path);
            else
                assert_int_equal(work_copy(rig->path, rig->kept), 0);
            plan(k, k % 2);
            int r = work_open(&site, rig->path, (enum site_mode)mode);
            reached = faults.failed > 0;
            none();
            if (r != 0 && r != -ENOMEM)
                fail_msg("mode %d, allocation %ld: %d", mode, k, r);
            assert_true(r == 0 || reached);
            site_close(site);
            site = NULL;
            assert_int_equal(work_open(&site, rig->path, (enum site_mode)mode), 0);
            assert_int_equal(site_check(site), 0);
            site_close(site);
        }
    }
}

static void reading_survives_memory_running_out(void **state)
{
    struct rig *rig = *state;
    bool reached = true;

    for (long k = 1; reached; k += full ? 1 : 1 + k / 30) {
        struct site *site = NULL;
        assert_int_equal(work_open(&site, rig->path, SITE_READ), 0);
        plan(k, k % 2);
        int r = site_check(site);
        reached = faults.failed > 0;
        none();
        if (r != 0 && r != -ENOMEM)
            fail_msg("allocation %ld: %d", k, r);
        assert_int_equal(site_check(site), 0);
        site_close(site);
    }
}

int main(int argc, char **argv)
{
    full = argc > 1 && strcmp(argv[1], "full") == 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(work_survives_memory_running_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(opening_survives_memory_running_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reading_survives_memory_running_out, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("memory running out in site.db", tests, NULL, NULL);
}
