/* SPDX-License-Identifier: MIT */
/*
 * Real disks that are full or read-only, and several processes at once. A small tmpfs in a mount namespace of
 * its own; where that may not be made, a limit on the size of files and a folder of somebody else's have the
 * kernel say the same.
 */
#include "base/error.h"
#include "db/handbook.h"
#include "db/site/addenda.h"
#include "db/site/audit.h"
#include "db/site/profile.h"
#include "db/site/stats.h"
#include "tests/faults/site_work.h"

#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define DISK_BYTES "262144"

struct rig {
    char folder[64], path[96], filler[96];
    bool mounted, never; /* a tmpfs; not even tried */
};

/* Within a child: its mounts are its own. */
static void mount_small(struct rig *rig)
{
    rig->mounted = !rig->never && (unshare(CLONE_NEWNS) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0);
    rig->mounted = rig->mounted && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
                   mount("tmpfs", rig->folder, "tmpfs", 0, "size=" DISK_BYTES) == 0;
}

static int set_up(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    assert_non_null(rig);
    work_folder(rig->folder);
    snprintf(rig->path, sizeof(rig->path), "%s/site.db", rig->folder);
    snprintf(rig->filler, sizeof(rig->filler), "%s/filler", rig->folder);
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

/* cmocka's asserts jump within one process; in a child a word on standard error and its exit code stand for
 * them. */
#define require(condition)                                                                                   \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                  \
            _exit(1);                                                                                        \
        }                                                                                                    \
    } while (0)

static void in_one_child(struct rig *rig, void (*run)(struct rig *rig))
{
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        run(rig);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* On a tmpfs, if that may be; and without, in any case. */
static void in_child(struct rig *rig, void (*run)(struct rig *rig))
{
    in_one_child(rig, run);
    work_remove_folder(rig->folder);
    assert_int_equal(mkdir(rig->folder, 0755), 0);
    rig->never = true;
    in_one_child(rig, run);
    assert_int_equal(chmod(rig->folder, 0755), 0);
}

/* Until nothing more goes onto the disk. */
static void fill_disk(const struct rig *rig)
{
    char bytes[4096] = "x";

    if (!rig->mounted) {
        struct rlimit limit = {.rlim_cur = 512, .rlim_max = RLIM_INFINITY}; /* not a journal's page fits */
        require(setrlimit(RLIMIT_FSIZE, &limit) == 0);
        return;
    }
    int fd = open(rig->filler, O_WRONLY | O_CREAT, 0600);
    require(fd >= 0);
    while (write(fd, bytes, sizeof(bytes)) > 0)
        ;
    require(errno == ENOSPC);
    close(fd);
}

static void make_room(const struct rig *rig)
{
    struct rlimit limit = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};

    if (rig->mounted)
        require(unlink(rig->filler) == 0);
    else
        require(setrlimit(RLIMIT_FSIZE, &limit) == 0);
}

static void read_everything(struct site *site)
{
    struct profile *profile = NULL;

    require(site_check(site) == 0);
    require(site_profile_read(&profile, site) == 0);
    site_profile_free(profile);
}

static void handbook_is_there(void)
{
    struct handbook *handbook = NULL;

    require(handbook_open_embedded(&handbook) == 0);
    require(handbook_check(handbook) == 0);
    handbook_close(handbook);
}

static void run_full(struct rig *rig)
{
    struct site *site = NULL, *other = NULL;
    struct tally tally;
    int last = 0;

    signal(SIGXFSZ, SIG_IGN);
    mount_small(rig);
    require(work_create(rig->path, 0) == 0);
    require(work_open(&site, rig->path, SITE_WRITE) == 0);
    for (int i = 1; i <= 7; i++)
        require(work_do(site, i) == 0);
    fill_disk(rig);
    tally_init(&tally, TALLY_KIOSK);
    tally_add(&tally, 1795413900, TALLY_QUESTION, "6");
    for (int i = 0; i < 3; i++) {
        require(work_do(site, 8) == -ENOSPC);
        require(site_tally_flush(site, &tally) == -ENOSPC);
        require(tally.error == -ENOSPC && !tally_is_empty(&tally)); /* recording pauses, the numbers stay */
    }
    read_everything(site);
    require(work_open(&other, rig->path, SITE_READ) == 0); /* a kiosk that starts now */
    read_everything(other);
    site_close(other);
    handbook_is_there();
    make_room(rig);
    require(work_do(site, 8) == 0); /* the same handle, without a restart */
    site_close(site);
    require(work_verify(&last, rig->path) == NULL && last == 8);
    require(work_open(&site, rig->path, SITE_WRITE) == 0);
    require(site_tally_flush(site, &tally) == 0 && tally.error == 0 && tally_is_empty(&tally));
    site_close(site);
}

static void a_full_disk_pauses_recording_and_takes_nothing_away(void **state)
{
    in_child(*state, run_full);
}

static void run_full_before_it_is_made(struct rig *rig)
{
    struct site *site = NULL;
    struct stat status;

    signal(SIGXFSZ, SIG_IGN);
    mount_small(rig);
    if (!rig->mounted)
        require(close(open(rig->path, O_WRONLY | O_CREAT, 0660)) == 0);
    fill_disk(rig);
    require(work_open(&site, rig->path, SITE_CREATE) == -ENOSPC);
    require(stat(rig->path, &status) < 0 || status.st_size == 0); /* nothing half-written */
    make_room(rig);
    require(work_open(&site, rig->path, SITE_CREATE) == 0);
    read_everything(site);
    site_close(site);
}

static void a_full_disk_gets_no_half_database(void **state)
{
    in_child(*state, run_full_before_it_is_made);
}

/* Until all it can do is be read. */
static void forbid_writing(const struct rig *rig)
{
    if (rig->mounted) {
        require(mount("none", rig->folder, NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0);
        return;
    }
    require(chmod(rig->path, 0440) == 0 && chmod(rig->folder, 0555) == 0);
    require(geteuid() != 0 ||
            (chown(rig->path, 0, 65534) == 0 && setegid(65534) == 0 && seteuid(65534) == 0));
}

static void run_read_only(struct rig *rig)
{
    struct site *site = NULL;
    struct tally tally;
    int expected;

    mount_small(rig);
    expected = rig->mounted ? -EROFS : -EACCES;
    require(work_create(rig->path, 0) == 0);
    require(work_open(&site, rig->path, SITE_WRITE) == 0);
    require(work_do(site, 1) == 0 && work_do(site, 2) == 0);
    site_close(site);
    forbid_writing(rig);
    require(work_open(&site, rig->path, SITE_WRITE) == expected);
    require(work_open(&site, rig->path, SITE_CREATE) == expected);
    require(work_open(&site, rig->path, SITE_READ) == 0); /* profile and addenda can be shown */
    read_everything(site);
    require(work_do(site, 3) == -EROFS);
    tally_init(&tally, TALLY_KIOSK);
    tally_add(&tally, 1795413900, TALLY_QUESTION, "6");
    require(site_tally_flush(site, &tally) == -EROFS && tally.error == -EROFS);
    site_close(site);
    handbook_is_there();
}

static void a_read_only_disk_can_still_be_read(void **state)
{
    in_child(*state, run_read_only);
}

static void run_read_only_folder(struct rig *rig)
{
    struct site *site = NULL;

    mount_small(rig);
    require(close(open(rig->path, O_WRONLY | O_CREAT, 0660)) == 0 && unlink(rig->path) == 0);
    if (rig->mounted)
        require(mount("none", rig->folder, NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0);
    else
        require(chmod(rig->folder, 0555) == 0 && (geteuid() != 0 || seteuid(65534) == 0));
    require(work_open(&site, rig->path, SITE_CREATE) == (rig->mounted ? -EROFS : -EACCES));
    require(work_open(&site, rig->path, SITE_READ) == -ENOENT);
}

static void a_read_only_folder_without_a_database_says_so(void **state)
{
    in_child(*state, run_read_only_folder);
}

#define WRITERS 3
#define TIMES 60

static void write_often(const struct rig *rig, int writer)
{
    struct site *site = NULL;
    char item[8];

    require(work_open(&site, rig->path, SITE_WRITE) == 0);
    site_set_busy(site, 60000);
    snprintf(item, sizeof(item), "w%d", writer);
    for (int i = 0; i < TIMES; i++) {
        struct tally tally;
        tally_init(&tally, TALLY_KIOSK);
        tally_add(&tally, 1795413900, TALLY_OUTCOME, item);
        require(site_begin(site) == 0);
        require(site_tally_flush(site, &tally) == 0);
        require(site_audit_note(site, NULL, AUDIT_IMPORTED, item) == 0);
        require(site_end(site, 0) == 0);
    }
    site_close(site);
}

static int64_t count_item(struct site *site, const char *item)
{
    const struct stats_query all = {.from = {2000, 1, 1}, .to = {2099, 12, 31}, .by = STATS_BY_ITEM};
    struct stats_row *rows = NULL;
    size_t n = 0;
    int64_t count = 0;

    assert_int_equal(site_stats(&rows, &n, site, &all), 0);
    for (size_t i = 0; i < n; i++)
        count += strcmp(rows[i].key, item) == 0 ? rows[i].n : 0;
    free(rows);
    return count;
}

/* All of them come to their end: none is held back by the others for ever, none loses a thing. */
static void several_writers_at_once_lose_nothing(void **state)
{
    struct rig *rig = *state;
    struct audit_verdict verdict;
    struct site *site = NULL;
    pid_t children[WRITERS];

    assert_int_equal(work_create(rig->path, 0), 0);
    assert_int_equal(work_open(&site, rig->path, SITE_READ), 0);
    site_set_busy(site, 60000);
    for (int i = 0; i < WRITERS; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            write_often(rig, i);
            _exit(0);
        }
    }
    for (int i = 0; i < WRITERS; i++) {
        int status = -1;
        while (waitpid(children[i], &status, WNOHANG) ==
               0) /* a reader meanwhile sees a whole chain, always */
            assert_int_equal(site_audit_verify(&verdict, site), 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(site_check(site), 0);
    assert_int_equal(site_audit_verify(&verdict, site), 0);
    assert_int_equal(verdict.rows, 4 + WRITERS * TIMES);
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(count_item(site, (char[]){'w', (char)('0' + i), '\0'}), TIMES);
    site_close(site);
}

/* Two terminals that start at once, where there is no database yet. */
static void several_that_create_it_at_once_make_one(void **state)
{
    struct rig *rig = *state;
    pid_t children[WRITERS];
    int go[2], status = -1;

    for (int round = 0; round < 10; round++) {
        assert_int_equal(pipe(go), 0);
        for (int i = 0; i < WRITERS; i++) {
            children[i] = fork();
            assert_true(children[i] >= 0);
            if (children[i] == 0) {
                struct site *site = NULL;
                char byte;
                close(go[1]);
                require(read(go[0], &byte, 1) == 0);
                require(work_open(&site, rig->path, SITE_CREATE) == 0);
                require(site_audit_note(site, NULL, AUDIT_IMPORTED, "x") == 0);
                _exit(0);
            }
        }
        close(go[0]);
        close(go[1]); /* go */
        for (int i = 0; i < WRITERS; i++) {
            assert_int_equal(waitpid(children[i], &status, 0), children[i]);
            assert_int_equal(status, 0);
        }
        struct audit_verdict verdict;
        struct site *site = NULL;
        assert_int_equal(work_open(&site, rig->path, SITE_READ), 0);
        assert_int_equal(site_audit_verify(&verdict, site), 0);
        assert_int_equal(verdict.rows, 1 + WRITERS);
        site_close(site);
        assert_int_equal(unlink(rig->path), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_full_disk_pauses_recording_and_takes_nothing_away, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_full_disk_gets_no_half_database, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_read_only_disk_can_still_be_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_read_only_folder_without_a_database_says_so, set_up, tear_down),
        cmocka_unit_test_setup_teardown(several_writers_at_once_lose_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(several_that_create_it_at_once_make_one, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("disks and processes", tests, NULL, NULL);
}
