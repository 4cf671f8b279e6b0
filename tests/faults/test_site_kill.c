/* SPDX-License-Identifier: MIT */
/*
 * kill -9 while site_worker writes, at seeded random moments: whatever was acknowledged is there, nothing is
 * half there, the database opens. Without a second argument some sixty kills; with `full` a thousand.
 *
 *   test_site_kill WORKER [full]
 */
#include "base/error.h"
#include "tests/faults/site_work.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define DEADLINE_MS 20000 /* for the first acknowledgement; a moment is far shorter */

static const char *worker;
static int kills = 60;

struct rig {
    char folder[64], path[96];
    uint64_t random;
};

struct child {
    pid_t pid;
    int fd;
    char text[32];
    size_t n;
    int acknowledged;
};

static struct child start(const struct rig *rig, const char *how, int from)
{
    struct child child = {.acknowledged = from - 1};
    char number[16];
    int ends[2];

    snprintf(number, sizeof(number), "%d", from);
    assert_int_equal(pipe(ends), 0);
    child.pid = fork();
    assert_true(child.pid >= 0);
    if (child.pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(worker, worker, how, rig->path, number, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    child.fd = ends[0];
    return child;
}

static void take(struct child *child, char c)
{
    if (c != '\n') {
        if (child->n < sizeof(child->text) - 1)
            child->text[child->n++] = c;
        return;
    }
    child->text[child->n] = '\0';
    child->n = 0;
    int i = 0;
    if (sscanf(child->text, "C %d", &i) == 1) {
        assert_int_equal(i, child->acknowledged + 1);
        child->acknowledged = i;
    }
}

/* Waits for acknowledgements; false when the time is over or the child is gone. */
static bool hear(struct child *child, struct timespec time)
{
    struct pollfd wait = {.fd = child->fd, .events = POLLIN};
    char bytes[256];
    ssize_t n;

    if (ppoll(&wait, 1, &time, NULL) <= 0)
        return false;
    n = read(child->fd, bytes, sizeof(bytes));
    for (ssize_t i = 0; i < n; i++)
        take(child, bytes[i]);
    return n > 0;
}

static void finish(struct child *child)
{
    int status = 0;

    kill(child->pid, SIGKILL);
    assert_int_equal(waitpid(child->pid, &status, 0), child->pid);
    assert_true(WIFSIGNALED(status));                   /* it works until it is killed */
    while (hear(child, (struct timespec){.tv_sec = 1})) /* what it said before it died */
        ;
    close(child->fd);
}

/* Some pieces of work, then a moment of up to a few milliseconds within the next one. */
static int kill_once(struct rig *rig, const char *how, int from)
{
    struct child child = start(rig, how, from);
    int wanted = from + (int)(work_random(&rig->random) % 9);
    struct timespec moment = {.tv_nsec = (long)(work_random(&rig->random) % 3000000)};

    while (child.acknowledged < wanted)
        if (!hear(&child, (struct timespec){.tv_sec = DEADLINE_MS / 1000}))
            fail_msg("nothing from the worker after %d", child.acknowledged);
    while (hear(&child, moment))
        moment.tv_nsec /= 2;
    finish(&child);
    return child.acknowledged;
}

static int set_up(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    assert_non_null(rig);
    work_folder(rig->folder);
    snprintf(rig->path, sizeof(rig->path), "%s/site.db", rig->folder);
    rig->random = 20261123;
    assert_int_equal(work_create(rig->path, 0), 0);
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

static void nothing_acknowledged_is_lost_to_a_kill(void **state)
{
    struct rig *rig = *state;
    int last = 0;

    for (int i = 0; i < kills; i++) {
        int acknowledged = kill_once(rig, "work", last + 1);
        const char *wrong = work_verify(&last, rig->path);
        if (wrong)
            fail_msg("kill %d: %s", i, wrong);
        if (last < acknowledged || last > acknowledged + 1)
            fail_msg("kill %d: %d acknowledged, %d found", i, acknowledged, last);
        if (last > 1500) { /* reading all of it should not take longer and longer */
            work_remove_folder(rig->folder);
            work_folder(rig->folder);
            snprintf(rig->path, sizeof(rig->path), "%s/site.db", rig->folder);
            assert_int_equal(work_create(rig->path, 0), 0);
            last = 0;
        }
    }
    print_message("%d kills, nothing lost\n", kills);
}

static void the_rig_notices_a_worker_that_acknowledges_too_early(void **state)
{
    struct rig *rig = *state;
    int last = 0, lost = 0;

    for (int i = 0; i < 200 && !lost; i++) {
        int acknowledged = kill_once(rig, "hasty", last + 1);
        assert_null(work_verify(&last, rig->path));
        lost = last < acknowledged;
    }
    assert_true(lost);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "用法：test_site_kill 工作程序 [full]\n");
        return EXIT_FAILURE;
    }
    worker = argv[1];
    kills = argc > 2 && strcmp(argv[2], "full") == 0 ? 1000 : kills;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_acknowledged_is_lost_to_a_kill, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_rig_notices_a_worker_that_acknowledges_too_early, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("killed while writing", tests, NULL, NULL);
}
