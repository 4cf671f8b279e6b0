/* SPDX-License-Identifier: MIT */
/*
 * Printers that a thread serves while something fails once, in every way in which it is reached: one of which
 * only the driver knows something, and a file. Nobody is told more than is known.
 */
#include "tests/faults/allocator.h"
#include "tests/faults/calls.h"
#include "tests/faults/ways.h"
#include "tests/printer/room.h"

#include "base/error.h"
#include "kiosk/printer/stream.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define WAY_DEPTH 12

static void spare(bool on)
{
    allocator_spare(on);
    calls_spare(on);
}

struct failure {
    bool memory; /* else a call */
    int error;
};

static void arm(const struct failure *failure)
{
    if (failure->memory)
        allocator_fail(WAYS_NEXT, false);
    else
        calls_fail(WAYS_NEXT, failure->error, false);
}

static bool heal(const struct failure *failure)
{
    return failure->memory ? allocator_heal() : calls_heal();
}

/* A thread that is not waited for any more closes what it has in its own time. */
static void assert_all_is_closed(int descriptors)
{
    for (int i = 0; calls_descriptors() != descriptors; i++) {
        assert_in_range(i, 0, 10000);
        poll(NULL, 0, 1);
    }
}

/* ---- a printer of which only its driver knows something ---- */

static int line;

static int line_open(const struct printer *printer)
{
    (void)printer;
    return dup(line);
}

static int line_opened(int fd)
{
    (void)fd;
    return 0;
}

static ssize_t line_read(int fd, void *bytes, size_t n)
{
    (void)fd, (void)bytes, (void)n;
    errno = EINVAL;
    return -1;
}

static ssize_t line_write(int fd, const void *bytes, size_t n)
{
    return write(fd, bytes, n);
}

static void line_close(int fd, bool drop)
{
    (void)drop;
    close(fd);
}

static int line_ask_driver(enum printer_condition *out, int fd)
{
    (void)fd;
    *out = PRINTER_OUT_OF_PAPER;
    return 0;
}

/* What is said of it after the first question. */
static enum printer_condition ask_through_driver(void)
{
    static const struct stream_kind kind = {.open = line_open,
                                            .opened = line_opened,
                                            .read = line_read,
                                            .write = line_write,
                                            .close = line_close,
                                            .ask_driver = line_ask_driver};
    struct clock_manual clock = {.ms = 1};
    struct channel *channel, base = {.clock = clock_from_manual(&clock),
                                     .printer = {.status = true},
                                     .state = {.condition = PRINTER_ASKING, .known_at = -1}};
    spare(true);
    assert_int_equal(stream_create(&channel, &base, &kind), 0);
    spare(false);
    stream_watch(channel, true);
    for (int i = 0; channel->state.condition == PRINTER_ASKING; i++) {
        struct pollfd fds[PRINTING_FDS];
        int n = stream_fds(channel, fds);
        assert_in_range(i, 0, 5000);
        spare(true);
        poll(fds, (nfds_t)n, 1);
        spare(false);
        clock.ms += 20;
        stream_serve(channel);
    }
    enum printer_condition said = channel->state.condition;
    stream_destroy(channel);
    return said;
}

static void a_driver_that_cannot_be_asked_is_one_that_says_nothing(void **state)
{
    static const struct failure failures[] = {{.memory = true}, {.error = EMFILE}, {.error = EAGAIN}};
    int pair[2], descriptors;
    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair), 0);
    line = pair[0];
    descriptors = calls_descriptors();
    for (size_t i = 0; i < ARRAY_SIZE(failures); i++) {
        bool reached = true;
        ways_forget(WAY_DEPTH);
        while (reached) {
            arm(&failures[i]);
            enum printer_condition said = ask_through_driver();
            reached = heal(&failures[i]);
            assert_true(reached || said == PRINTER_OUT_OF_PAPER);
            assert_true(said != PRINTER_READY); /* nobody knows that */
            assert_all_is_closed(descriptors);
        }
    }
    close(pair[0]);
    close(pair[1]);
}

/* ---- into a file, by a thread ---- */

static int is_name(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The one file in the folder, which is removed; NULL: there is none. */
static char *take_file(const char *folder, size_t *n)
{
    struct dirent **entries;
    char path[300], *bytes = NULL;
    int count = scandir(folder, &entries, is_name, NULL);
    assert_in_range(count, 0, 1);
    *n = 0;
    if (count) {
        snprintf(path, sizeof(path), "%s/%s", folder, entries[0]->d_name);
        FILE *file = fopen(path, "r");
        bytes = calloc(1, 1 << 16);
        assert_true(file && bytes);
        *n = fread(bytes, 1, 1 << 16, file);
        fclose(file);
        unlink(path);
        free(entries[0]);
    }
    free(entries);
    return bytes;
}

/* Whether it says that it is printed: then it is there, and else nothing is. */
static bool print_to_file(const char *folder, const char *where)
{
    struct room room;
    size_t n;
    spare(true);
    room_open_without_fake(&room, PRINTER_FILE, where, PAPER_80);
    spare(false);
    room_watch(&room, true);
    bool started = room_start(&room) == 0;
    if (started)
        room_wait_until(&room, room_has_result, A_MINUTE);
    bool done = started && room_state(&room)->progress == PRINT_DONE;
    spare(true);
    char *bytes = take_file(folder, &n);
    assert_int_equal(bytes != NULL, done);
    if (done) {
        assert_int_equal(n, room.n);
        assert_memory_equal(bytes, room.bytes, n);
    }
    free(bytes);
    spare(false);
    room_close(&room);
    return done;
}

static void fail_file(const char *folder, const char *where, bool with_memory)
{
    static const int errors[] = {EIO, ENOSPC, EDQUOT, EFBIG, EACCES};
    bool reached = true;
    ways_forget(WAY_DEPTH);
    for (size_t failed = 0; reached; failed += reached) {
        struct failure failure = {.memory = with_memory, .error = errors[failed % ARRAY_SIZE(errors)]};
        arm(&failure);
        bool done = print_to_file(folder, where);
        reached = heal(&failure);
        assert_true(reached || done);
    }
}

static void a_slip_in_a_file_is_whole_or_not_there(void **state)
{
    char folder[] = "/tmp/yibentong-slips-XXXXXX", path[64];
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/slip.prn", folder);
    for (int memory_fails = 0; memory_fails < 2; memory_fails++) {
        fail_file(folder, folder, memory_fails);
        fail_file(folder, path, memory_fails);
    }
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_driver_that_cannot_be_asked_is_one_that_says_nothing),
        cmocka_unit_test(a_slip_in_a_file_is_whole_or_not_there),
    };
    return cmocka_run_group_tests_name("printers served by threads, when something fails", tests, NULL, NULL);
}
