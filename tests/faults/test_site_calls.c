/* SPDX-License-Identifier: MIT */
/*
 * Every k-th call that changes a file fails (without `full` a sample but for EIO), is the last one before a
 * kill, or is where the power is cut. Each time: a clear error, nothing acknowledged is lost, nothing is half
 * there, and the handle goes on when the disk does.
 */
#include "base/error.h"
#include "db/handbook.h"
#include "tests/faults/site_faults.h"
#include "tests/faults/site_work.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define FIRST (2 * WORK_KINDS) /* pieces that are done before */
#define PIECES (WORK_KINDS + 2)

struct rig {
    char folder[64], disk[80], path[96], journal[112], kept[96];
};

static bool full; /* every call of every kind, minutes */

static int set_up(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    assert_non_null(rig);
    work_folder(rig->folder);
    snprintf(rig->disk, sizeof(rig->disk), "%s/disk", rig->folder);
    snprintf(rig->path, sizeof(rig->path), "%s/site.db", rig->folder);
    snprintf(rig->journal, sizeof(rig->journal), "%s-journal", rig->path);
    snprintf(rig->kept, sizeof(rig->kept), "%s/kept", rig->folder);
    assert_int_equal(mkdir(rig->disk, 0700), 0);
    assert_int_equal(work_create(rig->path, FIRST), 0);
    assert_int_equal(work_copy(rig->kept, rig->path), 0);
    *state = rig;
    return 0;
}

static int tear_down(void **state)
{
    struct rig *rig = *state;

    faults_none();
    work_remove_folder(rig->folder);
    free(rig);
    return 0;
}

/* The database as it was after FIRST pieces. */
static void begin(struct rig *rig)
{
    assert_int_equal(work_copy(rig->path, rig->kept), 0);
    unlink(rig->journal);
}

static void assert_whole(const char *path, int acknowledged, int most, const char *what, long k)
{
    int last = 0;
    const char *wrong = work_verify(&last, path);

    if (wrong)
        fail_msg("%s, call %ld: %s", what, k, wrong);
    if (last < acknowledged || last > most)
        fail_msg("%s, call %ld: %d acknowledged, %d found", what, k, acknowledged, last);
}

static int error_told(int error)
{
    switch (error) {
    case EDQUOT:
    case EFBIG:
        return -ENOSPC;
    default:
        return -error;
    }
}

/* One run with the k-th call failing. Whether there was such a call. */
static bool fail_at(struct rig *rig, int error, long k, bool for_ever, bool torn)
{
    struct site *site = NULL;
    int done = FIRST, r = 0;

    begin(rig);
    faults = (struct faults){.countdown = k, .error = error, .for_ever = for_ever, .torn = torn};
    r = work_open(&site, rig->path, SITE_WRITE);
    while (r == 0 && done < FIRST + PIECES && (r = work_do(site, done + 1)) == 0)
        done++;
    bool reached = faults.failed > 0, vague = faults.vague;
    faults_none();
    if (r < 0 && r != error_told(error) && !(vague && r == -EIO)) /* SQLite keeps the reason to itself */
        fail_msg("%s, call %ld: the error is %d", strerrorname_np(error), k, r);
    assert_true(r == 0 || reached);
    assert_true(r < 0 || !for_ever || !reached);
    /* Another process looks first, as after a restart; then the same handle goes on. */
    assert_whole(rig->path, done, done + 1, strerrorname_np(error), k);
    if (site) {
        int last = 0;
        assert_null(work_verify(&last, rig->path));
        for (int i = last + 1; i <= last + 3; i++)
            if ((r = work_do(site, i)) != 0)
                fail_msg("%s, call %ld: the handle does not go on: %d", strerrorname_np(error), k, r);
    }
    site_close(site);
    assert_whole(rig->path, done, done + 4, strerrorname_np(error), k);
    return reached;
}

static void every_call_that_fails_is_told_and_nothing_is_half_there(void **state)
{
    static const int errors[] = {EIO, ENOSPC, EDQUOT, EFBIG, EROFS};
    struct rig *rig = *state;
    long k = 0;

    for (k = 1; fail_at(rig, EIO, k, false, false); k++)
        ;
    assert_true(k > 50);
    print_message("%ld calls\n", k - 1);
    for (size_t e = 0; e < ARRAY_SIZE(errors); e++) {
        for (k = 1 + (long)e; fail_at(rig, errors[e], k, false, e % 2); k += full ? 1 : 11)
            ;
        for (k = 1 + (long)e; fail_at(rig, errors[e], k, true, e % 2); k += full ? 1 : 11)
            ;
    }
}

/* In a process of its own, for it dies: what it acknowledged. */
static int work_in_child(struct rig *rig, const struct faults *planned)
{
    int ends[2], acknowledged = FIRST, status = 0;

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct site *site = NULL;
        faults = *planned;
        int r = work_open(&site, rig->path, SITE_WRITE);
        for (int i = FIRST + 1; r == 0 && i <= FIRST + PIECES; i++) {
            r = work_do(site, i);
            long countdown = faults.countdown;
            faults.countdown = LONG_MAX;
            if (r == 0 && write(ends[1], &i, sizeof(i)) < 0)
                r = -errno;
            faults.countdown = countdown;
        }
        _exit(r < 0);
    }
    close(ends[1]);
    while (read(ends[0], &acknowledged, sizeof(acknowledged)) > 0)
        ;
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return -1; /* it came to its end */
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    return acknowledged;
}

static void a_kill_at_any_call_loses_nothing(void **state)
{
    struct rig *rig = *state;
    int acknowledged;
    long k = 1;

    for (;; k += full ? 1 : 2) {
        struct faults planned = {.countdown = k, .torn = k / 2 % 2};
        begin(rig);
        acknowledged = work_in_child(rig, &planned);
        if (acknowledged < 0)
            break;
        assert_whole(rig->path, acknowledged, acknowledged + 1, "kill", k);
    }
    assert_true(k > 50);
}

/* Puts together what a disk may have after the cut: of each file all that was written, or what was synced. */
static void put_disk(struct rig *rig, bool all_of_database, bool all_of_journal)
{
    char from[112];

    snprintf(from, sizeof(from), "%s/site.db", rig->disk);
    if (!all_of_database)
        assert_int_equal(work_copy(rig->path, from), 0);
    snprintf(from, sizeof(from), "%s/site.db-journal", rig->disk);
    if (!all_of_journal)
        assert_int_equal(work_copy(rig->journal, from), 0);
}

static void begin_disk(struct rig *rig)
{
    char path[112];

    begin(rig);
    snprintf(path, sizeof(path), "%s/site.db", rig->disk);
    assert_int_equal(work_copy(path, rig->kept), 0);
    snprintf(path, sizeof(path), "%s/site.db-journal", rig->disk);
    unlink(path);
}

/* Acknowledged, or -1 at the end; the files lie in the folder as after the cut. */
static int cut_at(struct rig *rig, long k, int which, bool lying)
{
    struct faults planned = {.countdown = k, .torn = k % 2, .disk = rig->disk, .lying = lying};

    begin_disk(rig);
    int acknowledged = work_in_child(rig, &planned);
    if (acknowledged >= 0)
        put_disk(rig, which & 1, which & 2);
    return acknowledged;
}

static void a_power_cut_at_any_call_loses_nothing(void **state)
{
    struct rig *rig = *state;

    for (int which = 0; which < 4; which++) {
        int acknowledged = 0;
        for (long k = 1 + which; (acknowledged = cut_at(rig, k, which, false)) >= 0; k += full ? 1 : 5)
            assert_whole(rig->path, acknowledged, acknowledged + 1, "power cut", k);
    }
}

/* The control: a rig that does not notice this proves nothing. */
static void the_rig_notices_that_nothing_is_synced(void **state)
{
    struct rig *rig = *state;
    int acknowledged = 0, lost = 0;

    for (long k = 40; (acknowledged = cut_at(rig, k, 0, true)) >= 0 && !lost; k += 7) {
        int last = 0;
        lost = work_verify(&last, rig->path) != NULL || last < acknowledged;
    }
    assert_true(lost);
}

static void creating_it_is_whole_or_not_at_all(void **state)
{
    struct rig *rig = *state;
    long k = 1;

    for (bool reached = true; reached; k++) {
        struct site *site = NULL;
        unlink(rig->path);
        unlink(rig->journal);
        faults = (struct faults){.countdown = k, .error = ENOSPC, .for_ever = k % 2};
        int r = work_open(&site, rig->path, SITE_CREATE);
        bool vague = faults.vague;
        reached = faults.failed > 0;
        faults_none();
        site_close(site);
        assert_true(r == 0 || (reached && (r == -ENOSPC || (vague && r == -EIO))));
        r = work_open(&site, rig->path, SITE_CREATE); /* there is room again */
        if (r != 0 || site_check(site) != 0)
            fail_msg("call %ld: %d", k, r);
        site_close(site);
    }
    assert_true(k > 5);
}

static void the_handbook_needs_no_disk(void **state)
{
    struct handbook *handbook = NULL;

    (void)state;
    faults = (struct faults){.countdown = 1, .error = EIO, .for_ever = true};
    assert_int_equal(handbook_open_embedded(&handbook), 0);
    assert_int_equal(handbook_check(handbook), 0);
    assert_int_equal(faults.failed, 0);
    faults_none();
    handbook_close(handbook);
}

int main(int argc, char **argv)
{
    full = argc > 1 && strcmp(argv[1], "full") == 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_call_that_fails_is_told_and_nothing_is_half_there, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_kill_at_any_call_loses_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_power_cut_at_any_call_loses_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_rig_notices_that_nothing_is_synced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(creating_it_is_whole_or_not_at_all, set_up, tear_down),
        cmocka_unit_test(the_handbook_needs_no_disk),
    };
    return cmocka_run_group_tests_name("calls that fail", tests, NULL, NULL);
}
