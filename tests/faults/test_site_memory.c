/* SPDX-License-Identifier: MIT */
/*
 * Memory runs out at every k-th allocation of work on site.db, once and for ever. Each time: -ENOMEM and
 * nothing else, no crash, no leak (under the sanitizers), and the database holds whole pieces of work.
 */
#include "base/error.h"
#include "tests/faults/allocator.h"
#include "tests/faults/site_work.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static bool full; /* every allocation, minutes */

struct rig {
    char folder[64], path[96], kept[96];
};

static int set_up(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    assert_non_null(rig);
    work_folder(rig->folder);
    snprintf(rig->path, sizeof(rig->path), "%s/site.db", rig->folder);
    snprintf(rig->kept, sizeof(rig->kept), "%s/kept", rig->folder);
    assert_int_equal(work_create(rig->path, WORK_KINDS), 0);
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

/* One piece of work with the k-th allocation failing; whether there was such an allocation. */
static bool fail_at(struct rig *rig, int piece, long k, bool for_ever)
{
    struct site *site = NULL;
    int last = 0, start = piece - 1;

    assert_int_equal(work_copy(rig->path, rig->kept), 0);
    assert_int_equal(work_open(&site, rig->path, SITE_WRITE), 0);
    for (int i = WORK_KINDS + 1; i <= start; i++)
        assert_int_equal(work_do(site, i), 0);
    allocator_fail(k, for_ever);
    int r = work_do(site, piece);
    bool reached = allocator_heal();
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
            allocator_fail(k, k % 2);
            int r = work_open(&site, rig->path, (enum site_mode)mode);
            reached = allocator_heal();
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
        allocator_fail(k, k % 2);
        int r = site_check(site);
        reached = allocator_heal();
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
