/* SPDX-License-Identifier: MIT */
/* Slips as files: whole or not at all, and a disk that is full is told. */
#include "tests/printer/room.h"

#include "base/error.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define LIMIT_MS 20000

struct folder {
    char path[32];
    char names[8][256];
    size_t n;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void list(struct folder *folder)
{
    DIR *stream = opendir(folder->path);
    assert_non_null(stream);
    folder->n = 0;
    for (struct dirent *entry; (entry = readdir(stream));) {
        if (entry->d_name[0] == '.')
            continue;
        assert_in_range(folder->n, 0, ARRAY_SIZE(folder->names) - 1);
        strcpy(folder->names[folder->n++], entry->d_name);
    }
    closedir(stream);
    qsort(folder->names, folder->n, sizeof(folder->names[0]), by_name);
}

static void make_folder(struct folder *out)
{
    strcpy(out->path, "/tmp/slips-XXXXXX");
    assert_non_null(mkdtemp(out->path));
}

static void remove_folder(struct folder *folder)
{
    list(folder);
    for (size_t i = 0; i < folder->n; i++) {
        char path[512];
        snprintf(path, sizeof(path), "%s/%s", folder->path, folder->names[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(folder->path), 0);
}

static size_t read_file(char *out, size_t room, const char *path)
{
    _cleanup_fclose_ FILE *file = fopen(path, "r");
    assert_non_null(file);
    return fread(out, 1, room, file);
}

static void print_one(struct room *room)
{
    assert_int_equal(room_start(room), 0);
    room_wait_until(room, room_has_result, LIMIT_MS);
}

static void a_file_is_the_last_slip(void **state)
{
    static char bytes[65536];
    struct folder folder;
    struct room room;
    char path[64];
    (void)state;
    make_folder(&folder);
    snprintf(path, sizeof(path), "%s/slip.prn", folder.path);
    room_open_without_fake(&room, PRINTER_FILE, path, PAPER_80);
    for (int i = 0; i < 2; i++) {
        print_one(&room);
        assert_int_equal(room_state(&room)->progress, PRINT_DONE);
        assert_int_equal(room_state(&room)->condition, PRINTER_READY);
        assert_int_equal(read_file(bytes, sizeof(bytes), path), room.n);
        assert_memory_equal(bytes, room.bytes, room.n);
    }
    list(&folder);
    assert_int_equal(folder.n, 1);
    room_close(&room);
    remove_folder(&folder);
}

static void a_folder_gets_a_file_for_each_slip(void **state)
{
    struct folder folder;
    struct room room;
    (void)state;
    make_folder(&folder);
    room_open_without_fake(&room, PRINTER_FILE, folder.path, PAPER_58);
    print_one(&room);
    print_one(&room);
    room.clock.seconds++;
    print_one(&room);
    list(&folder);
    assert_int_equal(folder.n, 3);
    for (size_t i = 0; i < folder.n; i++) {
        const char *name = folder.names[i];
        assert_int_equal(strncmp(name, "yibentong-2026", 14), 0);
        assert_string_equal(name + strlen(name) - 4, ".prn");
    }
    assert_non_null(strstr(folder.names[0], "-2.prn"));
    room_close(&room);
    remove_folder(&folder);
}

static void an_a4_slip_is_a_pdf(void **state)
{
    static char bytes[1 << 20];
    struct folder folder;
    struct room room;
    char path[512];
    (void)state;
    make_folder(&folder);
    room_open_without_fake(&room, PRINTER_FILE, folder.path, PAPER_A4);
    room_watch(&room, true);
    print_one(&room);
    assert_int_equal(room_state(&room)->progress, PRINT_DONE);
    list(&folder);
    assert_int_equal(folder.n, 1);
    snprintf(path, sizeof(path), "%s/%s", folder.path, folder.names[0]);
    assert_string_equal(path + strlen(path) - 4, ".pdf");
    size_t n = read_file(bytes, sizeof(bytes), path);
    assert_memory_equal(bytes, "%PDF-", 5);
    assert_non_null(memmem(bytes + n - 16, 16, "%%EOF", 5));
    room_close(&room);
    remove_folder(&folder);
}

static void a_place_that_is_not_there_is_gone(void **state)
{
    static const struct {
        const char *path;
        enum printer_condition condition;
        int error;
    } places[] = {
        {"/tmp/there-is-no-such-folder/slip", PRINTER_GONE, -ENOENT},
        {"/etc/passwd/slip", PRINTER_GONE, -ENOTDIR},
        {"/dev/null", PRINTER_FAULT, -EINVAL},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
        struct room room;
        room_open_without_fake(&room, PRINTER_FILE, places[i].path, PAPER_80);
        room_watch(&room, true);
        room_wait_until(&room, room_has_answer, LIMIT_MS);
        assert_int_equal(room_state(&room)->condition, places[i].condition);
        assert_int_equal(printing_trouble(room.printing), places[i].error);
        assert_int_equal(room_start(&room), -EIO);
        room_watch(&room, false);
        print_one(&room);
        assert_int_equal(room_state(&room)->progress, PRINT_FAILED);
        assert_int_equal(room_state(&room)->error, places[i].error);
        assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION);
        room_close(&room);
    }
}

/* A disk with room for less than a slip; where mounting is not allowed, a limit on the size of files. */
static bool make_small(const char *path)
{
    if (mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, "size=8k") == 0)
        return true;
    struct rlimit limit = {.rlim_cur = 4096, .rlim_max = RLIM_INFINITY};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    return false;
}

static void make_large(const char *path, bool mounted)
{
    struct rlimit limit = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
    if (mounted)
        assert_int_equal(umount(path), 0);
    else
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_fails_the_slip_and_leaves_nothing(void **state)
{
    struct folder folder;
    struct room room;
    (void)state;
    make_folder(&folder);
    room_open_without_fake(&room, PRINTER_FILE, folder.path, PAPER_80);
    assert_true(room.n > 8192);
    bool mounted = make_small(folder.path);
    print_one(&room);
    assert_int_equal(room_state(&room)->progress, PRINT_FAILED);
    assert_int_equal(room_state(&room)->error, -ENOSPC);
    assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION);
    list(&folder);
    assert_int_equal(folder.n, 0);
    make_large(folder.path, mounted);
    print_one(&room);
    assert_int_equal(room_state(&room)->progress, PRINT_DONE);
    room_close(&room);
    remove_folder(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_the_last_slip),
        cmocka_unit_test(a_folder_gets_a_file_for_each_slip),
        cmocka_unit_test(an_a4_slip_is_a_pdf),
        cmocka_unit_test(a_place_that_is_not_there_is_gone),
        cmocka_unit_test(a_full_disk_fails_the_slip_and_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
