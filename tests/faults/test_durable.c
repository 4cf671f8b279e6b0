/* SPDX-License-Identifier: MIT */
/* Files that are there whole or not at all, whatever call of the system fails. */
#include "base/durable.h"

#include "base/error.h"
#include "tests/faults/calls.h"
#include "tests/faults/failures.h"

#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
    char folder[64], path[96];
    int at;
};

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof(*place));

    assert_non_null(place);
    strcpy(place->folder, "/tmp/test_durable.XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->path, sizeof(place->path), "%s/file", place->folder);
    place->at = open(place->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(place->at >= 0);
    *state = place;
    return 0;
}

/* Nothing else is left in the folder. */
static int tear_down(void **state)
{
    struct place *place = *state;

    close(place->at);
    unlink(place->path);
    int r = rmdir(place->folder);
    free(place);
    return r;
}

static void assert_content(const struct place *place, const char *expected)
{
    char text[16] = "";
    int fd = open(place->path, O_RDONLY | O_CLOEXEC);

    assert_true(fd >= 0);
    assert_true(read(fd, text, sizeof(text) - 1) >= 0);
    close(fd);
    assert_string_equal(text, expected);
}

/* The old file or the new one, and after a success the new one. */
static int check(const struct place *place, int r)
{
    struct stat status;

    (void)calls_heal(); /* looking is not to fail, too */
    assert_int_equal(stat(place->path, &status), 0);
    assert_true(status.st_size == 3 || (status.st_size == 5 && r != -EEXIST));
    if (r == 0)
        assert_content(place, "newer");
    return r;
}

static int write_by_path(void *context)
{
    struct place *place = context;

    return check(place, durable_write(place->path, "newer", 5, 0644));
}

static int write_in_folder(void *context)
{
    struct place *place = context;

    return check(place, durable_write_at(place->at, "file", "newer", 5, 0644));
}

static int create(void *context)
{
    struct place *place = context;

    unlink(place->path);
    return durable_create(place->path, "newer", 5, 0644);
}

static void reset(void *context)
{
    struct place *place = context;
    int fd = open(place->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, "old", 3), 3);
    close(fd);
}

static void a_call_that_fails_is_told_and_leaves_the_old_file_or_the_new(void **state)
{
    /* Closing what is on the disk already, and the folder of a system that syncs none, do not matter. */
    static const struct failure failures[] = {
        {.layer = FAILURE_CALLS, .code = EIO, .told = -EIO, .harmless = true},
        {.layer = FAILURE_CALLS, .code = ENOSPC, .told = -ENOSPC, .harmless = true},
        {.layer = FAILURE_CALLS, .code = EINTR, .told = -EINTR, .harmless = true},
        {.layer = FAILURE_CALLS, .code = EINVAL, .told = -EINVAL, .harmless = true},
        {.layer = FAILURE_CALLS, .code = ENOENT, .told = -ENOENT, .harmless = true},
        {.layer = FAILURE_MEMORY, .told = -ENOMEM},
    };
    static const struct deed deeds[] = {
        {.name = "write by path", .run = write_by_path},
        {.name = "write in a folder", .run = write_in_folder},
        {.name = "create", .run = create},
    };

    failures_try_all(deeds, 2, failures, ARRAY_SIZE(failures) - 1, *state, reset);
    failures_try(&deeds[2], &failures[0], *state, reset);
    failures_try(&deeds[0], &failures[5], *state, reset);
    failures_try(&deeds[2], &failures[5], *state, reset);
}

static void what_somebody_who_was_killed_has_left_is_written_over(void **state)
{
    const struct place *place = *state;
    char left[128];

    snprintf(left, sizeof(left), "%s.new", place->path);
    int fd = open(left, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(durable_write_at(place->at, "file", "newer", 5, 0644), 0);
    assert_content(place, "newer");
    assert_int_equal(access(left, F_OK), -1);
    assert_int_equal(mkdir(left, 0755), 0); /* and what cannot be removed is told */
    assert_int_equal(durable_write_at(place->at, "file", "older", 5, 0644), -EISDIR);
    assert_content(place, "newer");
    assert_int_equal(rmdir(left), 0);
}

static void names_have_a_limit_and_paths_a_folder(void **state)
{
    const struct place *place = *state;
    char name[NAME_MAX + 1], path[NAME_MAX + 80], *before = getcwd(NULL, 0);

    memset(name, 'x', NAME_MAX);
    name[NAME_MAX] = '\0';
    assert_int_equal(durable_write_at(place->at, name, "x", 1, 0644), -ENAMETOOLONG);
    snprintf(path, sizeof(path), "%s/%s", place->folder, name);
    assert_int_equal(durable_write(path, "x", 1, 0644), -ENAMETOOLONG);
    assert_int_equal(durable_write("/no/such/folder/file", "x", 1, 0644), -ENOENT);
    assert_int_equal(durable_create("/no/such/folder/file", "x", 1, 0644), -ENOENT);
    assert_int_equal(durable_create("/", "x", 1, 0644), -ENOENT); /* in the root, but without a name */
    assert_non_null(before);
    assert_int_equal(chdir(place->folder), 0);
    int r = durable_create("file", "newer", 5, 0644), again = durable_create("file", "older", 5, 0644);
    assert_int_equal(chdir(before), 0);
    free(before);
    assert_int_equal(r, 0);
    assert_int_equal(again, -EEXIST);
    assert_content(place, "newer");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_call_that_fails_is_told_and_leaves_the_old_file_or_the_new),
        TEST(what_somebody_who_was_killed_has_left_is_written_over),
        TEST(names_have_a_limit_and_paths_a_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
