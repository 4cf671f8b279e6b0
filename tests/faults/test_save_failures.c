/* SPDX-License-Identifier: MIT */
/* A file that is saved appears whole or not at all, whatever fails; what there was stays, and nothing else is
 * left in its folder. */
#include "kiosk/save_file.h"
#include "tests/faults/allocator.h"
#include "tests/faults/calls.h"
#include "tests/faults/ways.h"

#include "base/error.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define WAY_DEPTH 8
#define BEFORE "what there was"
#define AFTER "what there is now"

struct place {
    char folder[64], path[96];
};

static void write_before(const struct place *place)
{
    FILE *file = fopen(place->path, "w");
    assert_true(file && fputs(BEFORE, file) >= 0 && fclose(file) == 0);
}

static void assert_holds(const struct place *place, const char *text)
{
    char found[64] = "";
    FILE *file = fopen(place->path, "r");
    assert_non_null(file);
    size_t n = fread(found, 1, sizeof(found) - 1, file);
    assert_int_equal(fclose(file), 0);
    found[n] = '\0';
    assert_string_equal(found, text);
}

static void assert_alone(const struct place *place)
{
    int n = 0;
    DIR *folder = opendir(place->folder);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        n += entry->d_name[0] != '.';
    closedir(folder);
    assert_int_equal(n, 1);
}

static int save(const char *path)
{
    struct save_file save;
    int r = save_begin(&save, path);
    if (r)
        return r;
    fputs(AFTER, save.stream);
    return save_commit(&save);
}

static void fail_everywhere(const struct place *place, bool in_memory)
{
    long failed = 0;
    ways_forget(WAY_DEPTH);
    for (bool reached = true; reached; failed += reached) {
        write_before(place);
        if (in_memory)
            allocator_fail(WAYS_NEXT, false);
        else
            calls_fail(WAYS_NEXT, EIO, false);
        int r = save(place->path);
        reached = in_memory ? allocator_heal() : calls_heal();
        assert_true(r == 0 || (reached && r < 0));
        assert_holds(place, r == 0 ? AFTER : BEFORE);
        assert_alone(place);
    }
    assert_true(failed > 0);
}

static void what_there_was_stays_when_memory_runs_out(void **state)
{
    fail_everywhere(*state, true);
}

static void what_there_was_stays_when_a_call_fails(void **state)
{
    fail_everywhere(*state, false);
}

static void what_there_was_stays_when_the_file_may_not_grow(void **state)
{
    const struct place *place = *state;
    struct rlimit before, none = {.rlim_cur = 4};
    write_before(place);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    none.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    int r = save(place->path);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(r, -EFBIG);
    assert_holds(place, BEFORE);
    assert_alone(place);
}

static void a_device_that_is_full_says_so_and_stays_a_device(void **state)
{
    struct stat info;
    (void)state;
    assert_int_equal(save("/dev/full"), -ENOSPC);
    assert_int_equal(stat("/dev/full", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
}

static void what_is_given_up_leaves_nothing(void **state)
{
    const struct place *place = *state;
    struct save_file save;
    write_before(place);
    assert_int_equal(save_begin(&save, place->path), 0);
    fputs(AFTER, save.stream);
    save_abort(&save);
    assert_holds(place, BEFORE);
    assert_alone(place);
    save_abort(&save); /* once more does no harm */
}

static int make_place(void **state)
{
    static struct place place;
    strcpy(place.folder, "/tmp/yibentong-save.XXXXXX");
    assert_non_null(mkdtemp(place.folder));
    snprintf(place.path, sizeof(place.path), "%s/file", place.folder);
    *state = &place;
    return 0;
}

static int remove_place(void **state)
{
    const struct place *place = *state;
    unlink(place->path);
    return rmdir(place->folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_there_was_stays_when_memory_runs_out),
        cmocka_unit_test(what_there_was_stays_when_a_call_fails),
        cmocka_unit_test(what_there_was_stays_when_the_file_may_not_grow),
        cmocka_unit_test(a_device_that_is_full_says_so_and_stays_a_device),
        cmocka_unit_test(what_is_given_up_leaves_nothing),
    };
    return cmocka_run_group_tests_name("a file that is saved, when something fails", tests, make_place,
                                       remove_place);
}
